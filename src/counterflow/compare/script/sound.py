"""The language-neutral sound key: the class of a first vowel, then a skeleton of consonant classes.

Classes unite what transliterations of one name vary: ph and f, kh and h, w, v and a final ff, c, k and q, ks and x, j,
dj and zh, s, z and ts, sh and sch, doubled letters, an h that no vowel follows. A skeleton of one or two consonants is
told apart by how many syllables it has. Measured on spellings within records of the UN's list and on the words of
OFAC's of April 2024: 1.1 words far apart share a key with a word, against 2.3 for a bare skeleton that finds 4 % more
of the spellings; merging s with sh, g with k or ch with sh costs more than it finds.
"""

from __future__ import annotations

import re

from counterflow.compare.script.unit import DOUBLES, VOWELS

_SOUND = {
    "schtsch": "C", "tsch": "C", "shch": "C", "tch": "C", "tsh": "C", "ch": "C", "cz": "C", "dzh": "J", "dsch": "J",
    "zh": "J", "jh": "J", "dj": "J", "sch": "X", "sh": "X", "sz": "X", "kh": "H", "gh": "G", "ph": "F", "th": "T",
    "dh": "D", "bh": "B", "rh": "R", "wh": "V", "ck": "K", "ts": "S", "tz": "S", "dz": "S", "ee": "", "oo": "",
    "b": "B", "c": "K", "d": "D", "f": "F", "g": "G", "h": "H", "j": "J", "k": "K", "l": "L", "m": "M", "n": "N",
    "p": "P",
    "q": "K", "r": "R", "s": "S", "t": "T", "v": "V", "w": "V", "x": "KS", "z": "S",
}  # fmt: skip
_SOUND |= {double: _SOUND[double[0]] for double in DOUBLES} | {digit: digit for digit in "0123456789"}
_SOUND |= dict.fromkeys(VOWELS, "") | {vowel + "h": "" for vowel in VOWELS}
_SYLLABLE = re.compile(f"[{VOWELS}]+")
_ENOUGH = 3
"""Consonants that tell words apart without counting syllables."""


def sound_key(form: str, units: list[str]) -> str:
    """The canonical sound of a Latin form cut into its `sound_units`."""
    skeleton = "".join([_SOUND[unit] for unit in units])
    if form[-1:] == "f" and form.rstrip("f").endswith(("o", "e")):
        skeleton = skeleton[:-1] + "V"
    if form[:1] in ("a", "o", "u"):
        skeleton = "a" + skeleton
    elif form[:1] in ("e", "i", "y"):
        skeleton = "i" + skeleton
    if len(skeleton) < _ENOUGH:
        return f"{skeleton}{len(_SYLLABLE.findall(form))}"
    return skeleton
