"""Scripts of India, Bangladesh, Nepal and Sri Lanka, whose consonants carry an a that is often not spoken.

Sources: the Hunterian system (Survey of India, UNGEGN) for letters; Ohala 1983, Aspects of Hindi Phonology, for the
deletion of the inherent vowel. The blocks from Devanagari to Malayalam keep the order of ISCII (IS 13194:1991), so one
table serves them all.
"""

from __future__ import annotations

import re

_INHERENT = "A"
_BLOCK, _FIRST, _LAST = 0x80, 0x0900, 0x0D80
_CONSONANTS = "k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l zh v sh sh s h".split()
_ISCII = {0x15 + at: letter + _INHERENT for at, letter in enumerate(_CONSONANTS)} | {
    0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0A: "u", 0x0B: "ri", 0x0E: "e", 0x0F: "e", 0x10: "ai",
    0x11: "o", 0x12: "o", 0x13: "o", 0x14: "au", 0x01: "n", 0x02: "n", 0x03: "h",
    0x4E: "t", 0x70: "n", 0x72: "i", 0x73: "u",
    0x7A: "n", 0x7B: "n", 0x7C: "r", 0x7D: "l", 0x7E: "l", 0x7F: "k",
}  # fmt: skip
_SIGNS = {
    0x3E: "a", 0x3F: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x45: "e", 0x46: "e", 0x47: "e", 0x48: "ai",
    0x49: "o", 0x4A: "o", 0x4B: "o", 0x4C: "au", 0x4D: "", 0x57: "au",
}  # fmt: skip
"""Signs that take the place of the inherent vowel; the virama leaves none."""
_NUKTA = 0x3C
_DOTTED = {
    "k": "q",
    "j": "z",
    "ph": "f",
    "d": "r",
    "dh": "rh",
    "y": "y",
    "kh": "kh",
    "g": "gh",
    "b": "b",
    "s": "sh",
    "l": "l",
}
_SINHALA = {
    0x0D85 + at: vowel for at, vowel in enumerate("a a a a i i u u ru ru lu lu e e ai o o au".split())
} | {
    0x0D9A + at: letter + _INHERENT
    for at, letter in enumerate(
        ("k kh g gh n ng ch chh j jh gn gn nj t th d dh n nd th th d dh n n nd p ph b bh m mb y r r l l v v v"
        " sh sh s h l f").split()
    )
}  # fmt: skip
_SINHALA |= {0x0D82: "n", 0x0D83: "h", 0x0DC0: "w" + _INHERENT}
_SINHALA_SIGNS = {0x0DCA: "", 0x0DCF: "a", 0x0DD0: "a", 0x0DD1: "a", 0x0DD2: "i", 0x0DD3: "i", 0x0DD4: "u", 0x0DD6: "u"}
_SINHALA_SIGNS |= {0x0DD8: "ru", 0x0DD9: "e", 0x0DDA: "e", 0x0DDB: "ai", 0x0DDC: "o", 0x0DDD: "o", 0x0DDE: "au"}
_SPEAKS_FINAL_A = 0x0B80
"""Tamil, Telugu, Kannada, Malayalam and Sinhala keep the inherent vowel; scripts before them mostly do not."""
_ANUSVARA = "ంಂംං"
_SOUND = "(?:[kgcjtdpbsz]h+|chh|[b-df-hj-np-tv-z])"
_TAMIL = re.compile("[\u0b80-\u0bff]")
_VOICED = re.compile("(?<=[aeiounm])(?:k|th?|p|ch)(?=[aeiou])")
_BETWEEN_VOWELS = {"k": "g", "t": "d", "th": "dh", "p": "b", "ch": "s"}
"""Tamil writes one letter for the voiceless stop and for the voiced one that it speaks between vowels."""
_FINAL = re.compile(f"((?:[aeiouA]{_SOUND}|[^aeiouA](?:[kgtdpbscj]h?|z|f)))A$")
_MEDIAL = re.compile(f"(?<=[aeiouA])({_SOUND})A(?={_SOUND}[aeiou])")


def indic_forms(token: str) -> tuple[str, ...]:
    """As spoken in the language of the script, then with the inherent vowels kept, with w for v, with j for y."""
    spelt = re.sub("n(?=[pbm])", "m", re.sub("nhA$", "ngh", _spell(token)))
    kept = spelt.replace(_INHERENT, "a")
    if max(map(ord, token)) >= _SPEAKS_FINAL_A:
        kept = re.sub("(?<=a)n$", "m", kept) if token[-1] in _ANUSVARA else kept
        voiced = _VOICED.sub(lambda stop: _BETWEEN_VOWELS[stop[0]], kept) if _TAMIL.search(token) else kept
        return (kept, voiced, kept.replace("zh", "l"), kept.removesuffix("a"))
    spoken = _FINAL.sub(r"\1", spelt)
    final = spoken.replace(_INHERENT, "a")
    medial = _MEDIAL.sub(r"\1", spoken).replace(_INHERENT, "a")
    other = medial.replace("v", "w") if "v" in medial else re.sub("y(?=[aeiou])", "j", medial)
    return (medial, final, other, kept)


def _spell(token: str) -> str:
    """Latin letters, an inherent vowel as `A`."""
    out: list[str] = []
    for letter in token:
        code = ord(letter)
        offset = (code - _FIRST) % _BLOCK if _FIRST <= code < _LAST else code
        sign = _SIGNS.get(offset, _SINHALA_SIGNS.get(code))
        if sign is not None and len(out) > 0:
            out[-1] = out[-1].removesuffix(_INHERENT) + sign
        elif offset == _NUKTA and len(out) > 0:
            bare = out[-1].removesuffix(_INHERENT)
            out[-1] = _DOTTED.get(bare, bare) + out[-1][len(bare) :]
        elif offset in _ISCII or code in _SINHALA:
            out.append(_ISCII.get(offset) or _SINHALA[code])
        elif letter.isascii() and letter.isalnum():
            out.append(letter)
    return "".join(out)
