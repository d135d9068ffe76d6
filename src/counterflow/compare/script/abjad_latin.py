"""Latin forms as the skeletons of `abjad`: what a word would look like in Arabic letters.

Sources: ALA-LC and BGN/PCGN 1956; French (dj, ch, ou, -ine), Turkish and Persian (v) and Urdu (-uddin, -ullah) habits.
"""

from __future__ import annotations

import re

from counterflow.compare.script.abjad import KEYS_MAX, RELIGION, SERVANT, join_skeleton
from counterflow.compare.script.unit import DOUBLES, VOWELS, sound_units

_LATIN = {
    "b": "B", "bh": "B", "p": "B", "c": "K", "ck": "K", "k": "K", "q": "K", "d": "D", "dh": "D", "f": "F", "ph": "F",
    "g": "G", "gh": "G", "h": "H", "kh": "H", "j": "J", "jh": "J", "dj": "J", "dzh": "J", "dsch": "J", "l": "L",
    "m": "M",
    "n": "N", "r": "R", "rh": "R", "s": "S", "tz": "S", "ts": "S", "z": "Z", "dz": "Z", "zh": "Z", "t": "T", "th": "T",
    "x": "KS", "sh": "X", "ch": "X", "sch": "X", "tch": "X", "tsch": "X", "tsh": "X", "shch": "X", "schtsch": "X",
    "cz": "X", "sz": "X",
}  # fmt: skip
_LATIN |= {double: _LATIN.get(double[0], "") for double in DOUBLES} | {digit: digit for digit in "0123456789"}
_LATIN |= {vowel + "h": "H" for vowel in VOWELS}
_WRITTEN = {
    "a": "a", "e": "a", "i": "i", "y": "i", "ee": "ai", "o": "u", "u": "u", "oo": "au", "w": "u", "v": "u", "ww": "u",
    "vv": "u", "wh": "u",
}  # fmt: skip
"""Units that are no consonants: the letter that Arabic would write for one, as in `abjad`'s notation."""
_LATIN |= dict.fromkeys(_WRITTEN, "")
_APART = {"th": "TH", "dh": "DH", "sh": "SH", "kh": "KH", "gh": "GH", "ch": "H"}
"""Second readings: digraphs that are two letters (Fathi, Midhat, Ishaq), the ch of German and Hebrew."""
_INITIALS = {"w": "W", "v": "W", "y": "Y"}
_WAW = re.compile("ou[aei]")
_RELIGION = re.compile("(?:[aeiou]{1,2}(?:ld|dd)|(?:ou|u)d)(?:i|ee|y|ey|ie)ne?$")
_SERVANT = re.compile(r"abd[aeou]{1,2}(?:l|([rsztdn])(?=\1)|s(?=sh))(?=..)")
_SERVANT_ALONE = re.compile("abd(?:[aeou]{1,2}[lrsztdn]?)?")
_GOD = re.compile("l*[ae]h?")
_ARTICLE = re.compile(r"[aeou](?:l|([rsztdn])(?=\1)|s(?=sh))(?=[b-df-hj-np-tv-z].{3})")


def latin_skeletons(form: str, units: list[str]) -> list[str]:
    """Skeletons of a Latin form cut into its `sound_units`, the likeliest first; three at most.

    A form without consonants gives nothing.
    """
    if form.startswith("abd"):
        return _servant(form, units)
    if form.endswith(("n", "ne")) and (religion := _RELIGION.search(form)):
        return _religion(form[: religion.start()])
    found = _readings(form, units)
    if form[0] in "aeou" and (article := _ARTICLE.match(form)):
        rest = form[article.end() :]
        found[1:1] = _readings(rest, sound_units(rest))[:1]
    return found[:KEYS_MAX]


def _servant(form: str, units: list[str]) -> list[str]:
    """Abd alone with whatever is left of the article, and Abd joined to a name."""
    if _SERVANT_ALONE.fullmatch(form):
        return [SERVANT]
    servant = _SERVANT.match(form)
    if servant is None:
        return _readings(form, units)[:KEYS_MAX]
    rest = form[servant.end() :]
    if _GOD.fullmatch(rest):
        return [f"{SERVANT}+L"]
    return [f"{SERVANT}+{one}" for one in latin_skeletons(rest, sound_units(rest))]


def _religion(name: str) -> list[str]:
    """The name before an attached al-Din; Aldin alone is Din, since Arabic writes the article on the word."""
    if name == "":
        return ["DNi"]
    return [one + RELIGION for one in _readings(name, sound_units(name))[:KEYS_MAX]]


def _readings(form: str, units: list[str]) -> list[str]:
    """The Latin side of `abjad`: a final h is ta marbuta's; a mute e in -ine, -ane and an initial oua are French."""
    sounds = [_LATIN[unit] for unit in units]
    if units[0] in _INITIALS:
        sounds[0] = _INITIALS[units[0]]
    elif _WAW.match(form):
        sounds[0] = "W"
    final, end = "", len(units)
    if units[-1][0] in VOWELS and units[-1][-1] == "h":
        sounds[-1], final = "", "a"
    elif form.endswith(("ine", "ane", "oune")):
        end -= 1
    at = end - 1
    while at >= 0 and sounds[at] == "":
        at -= 1
    if at < 0:
        return []
    if final == "" and at + 1 < end:
        final = _WRITTEN[units[end - 1]][-1]
    start = "A" if form[0] in "aeiou" and sounds[0] == "" else ""
    found = [join_skeleton(start + "".join(sounds), mark, final) for mark in _marks(units, sounds, at, final)]
    return found if _APART.keys().isdisjoint(units) else found + _apart(units, sounds, found[0])


def _marks(units: list[str], sounds: list[str], at: int, final: str) -> tuple[str, ...]:
    """Which letters may be written before the last consonant, number `at`.

    An i may be short; a u is, as a rule, only after another u (Yusuf) and in -ullah.
    """
    gap, before = "", at - 1
    while before >= 0 and sounds[before] == "":
        gap = _WRITTEN[units[before]] + gap
        before -= 1
    if before < 0 or gap in ("", "a"):
        return ("",)
    if gap == "i":
        return ("i", "")
    if gap == "u" and sounds[at] == "L" and final == "a":
        return ("",)
    if gap == "u" and not {"u", "o"}.isdisjoint(units[:before]):
        return ("u", "")
    return (("u" if "u" in gap else "") + ("i" if "i" in gap else ""),)


def _apart(units: list[str], sounds: list[str], own: str) -> list[str]:
    """The skeleton with each ambiguous unit read the other way."""
    consonants = "".join(sounds)
    found = []
    for at, unit in enumerate(units):
        if unit in _APART:
            found.append(own.replace(consonants, "".join([*sounds[:at], _APART[unit], *sounds[at + 1 :]]), 1))
    return found
