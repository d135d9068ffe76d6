"""Thai and Lao by the Royal Thai General System (Royal Institute 1999): syllables by rule, without a dictionary."""

from __future__ import annotations

import re

_INITIAL = {
    letter: sound
    for letters, sound in (
        ("ก", "k"), ("ขฃคฅฆ", "kh"), ("ง", "ng"), ("จฉชฌ", "ch"), ("ซศษส", "s"), ("ญย", "y"), ("ดฎ", "d"), ("ตฏ", "t"),
        ("ถฐทฑธฒ", "th"), ("นณ", "n"), ("บ", "b"), ("ป", "p"), ("ผพภ", "ph"), ("ฝฟ", "f"), ("ม", "m"), ("ร", "r"),
        ("ลฬ", "l"), ("ว", "w"), ("หฮ", "h"), ("อ", ""),
    )
    for letter in letters
}  # fmt: skip
_FINAL = {
    letter: sound
    for letters, sound in (
        ("กขฃคฅฆ", "k"), ("ง", "ng"), ("จฉชฌซศษสดฎตฏถฐทฑธฒ", "t"), ("นณญรลฬ", "n"), ("บปผพภฝฟ", "p"), ("ม", "m"),
        ("ย", "i"),
        ("ว", "o"),
    )
    for letter in letters
}  # fmt: skip
_C = f"[{''.join(_INITIAL)}]"
_START = f"(?P<i>ห(?=[งญนมยรลว])|[กขคตปผพ][รลว](?=[ะัาิีึืุูํ])|{_C})"
_START_BEFORE = f"(?P<i>[กขคตปผพ][รลว](?!์)|{_C})"
_END = f"(?:(?P<f>{'[' + ''.join(_FINAL) + ']'})(?![ะัาิีึืุูํ็]|อ(?!ง)))?"
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(shape.replace("I", _START).replace("J", _START_BEFORE).replace("F", _END)), vowel)
    for shape, vowel in (
        ("เJียF", "ia"), ("เJือF", "uea"), ("เJาะ?", "ao"), ("เJอF", "oe"), ("เJิF", "oe"), ("เJ็?F", "e"), ("แJ็?F", "ae"),
        ("โJF", "o"), ("[ไใ]Jย?", "ai"), ("Iัว(?!์)", "ua"), ("Iัย", "ai"), ("IัF", "a"), ("Iะ", "a"),
        ("Iํา", "am"), ("IาF", "a"),
        ("I[ิี]F", "i"), ("I[ึื]อ?F", "ue"), ("I[ุู]F", "u"), ("IรรF", "a"), (f"Iว(?={_C}(?![ะัาิีึืุู]))F", "ua"), ("Iอ(?!์)F", "o"),
    )
)  # fmt: skip
_BARE = re.compile(f"(?P<i>{_C})(?:(?P<f>{_C})(?![ะัาิีึืุูํ็]|อ))?")
_OPEN = re.compile(_START)
_SILENT = re.compile("[ก-ฮ][ิุ]?์")
_TONES = re.compile("[็ฺ่๊๋้ๆ]")
_LAO_TO_THAI = {code: code - 0x80 for code in range(0x0E81, 0x0EE0)} | {0x0EBB: "", 0x0EBC: "ล"}


def thai_forms(token: str) -> tuple[str, ...]:
    """Syllables by rule; then with an unwritten vowel read as a at every consonant that has none (Chinawat)."""
    text = _TONES.sub("", _SILENT.sub("", token)).replace("ตร", "ต" if token.endswith("ตร") else "ตร")
    return (_spell(text, bare="o"), _spell(text, bare="a"))


def lao_forms(token: str) -> tuple[str, ...]:
    """Lao, whose block has the order of the Thai one, as Thai."""
    thai = re.sub("(.)ຽ", r"เ\1ีย", token).translate(_LAO_TO_THAI)
    return tuple(form.replace("w", "v") for form in thai_forms(thai))


def _spell(text: str, *, bare: str) -> str:
    out: list[str] = []
    at = 0
    while at < len(text):
        found, vowel = _syllable(text, at, bare)
        # A consonant left over after a closed last syllable is not spoken (Yinglak).
        if found is None or (vowel == "a" and len(out) > 0 and len(text) == found.end() == at + 1):
            out.append(text[at] if text[at].isascii() and text[at].isalnum() else "")
            at += 1
            continue
        groups = found.groupdict()
        start = groups["i"].removeprefix("ห") or "ห"
        out.append("".join(_INITIAL[letter] for letter in start) + vowel + _FINAL.get(groups.get("f") or "", ""))
        at = found.end()
    return "".join(out)


def _syllable(text: str, at: int, bare: str) -> tuple[re.Match[str] | None, str]:
    """The syllable that begins at a letter, and its vowel."""
    for shape, vowel in _SHAPES:
        found = shape.match(text, at)
        if found is not None:
            return found, vowel
    closed = _BARE.match(text, at)
    if closed is not None and bare == "o" and closed["f"] is not None:
        return closed, "o"
    return _OPEN.match(text, at), "a"
