"""The letter groups of Latin spellings that stand for one sound, whatever the language."""

from __future__ import annotations

import re

from counterflow.compare.script.prefix_tree import one_of

VOWELS = "aeiouy"
DOUBLES = tuple(letter * 2 for letter in "bcdfgjklmnpqrstvwz")
_DIGRAPHS = (
    "schtsch tsch shch dsch dzh tch tsh sch ch sh zh gh kh ph th dh bh rh jh wh ck dj ts tz cz sz dz ee oo".split()
)
_SILENT = f"[{VOWELS}]h(?![{VOWELS}])"
_UNIT = re.compile(_SILENT + "|" + one_of([*_DIGRAPHS, *DOUBLES, *"abcdefghijklmnopqrstuvwxyz0123456789"]))


def sound_units(form: str) -> list[str]:
    """Letter groups and letters of a form, in order: digraphs, doubled letters, a vowel with its closing h.

    Which sound each is, the key decides.
    """
    return _UNIT.findall(form)
