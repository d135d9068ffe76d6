"""The syllables of Mandarin in Hanyu Pinyin (ISO 7098:2015) and Wade-Giles (1892), both without tones and marks."""

from __future__ import annotations

from functools import cache

_FINALS = {
    "": "a ai an ang ao e ei en eng er o ou yi ya yan yang yao ye yin ying yong you yo wu wa wai wan wang wei wen weng"
    " wo yu yuan yue yun",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
}  # fmt: skip
_GILES_INITIAL = {
    "b": "p", "p": "p", "d": "t", "t": "t", "g": "k", "k": "k", "j": "ch", "q": "ch", "x": "hs", "zh": "ch", "ch": "ch",
    "r": "j", "z": "ts", "c": "ts",
}  # fmt: skip
_GILES_WHOLE = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu", "yi": "i",
    "you": "yu", "yan": "yen", "er": "erh", "ge": "ko", "ke": "ko", "he": "ho", "e": "o", "yo": "yo", "ye": "yeh",
    "yong": "yung", "yue": "yueh",
}  # fmt: skip
_GILES_FINAL = {"ian": "ien", "ie": "ieh", "ong": "ung", "iong": "iung", "ue": "ueh", "ve": "ueh", "uo": "o", "v": "u"}


@cache
def syllables() -> dict[str, tuple[str, str]]:
    """Pinyin syllable (ü as v) to its initial and final."""
    return {initial + final: (initial, final) for initial, finals in _FINALS.items() for final in finals.split()}


def to_wade_giles(syllable: str) -> str:
    """Wade-Giles without apostrophes and umlauts of one pinyin syllable; an unknown one stays as it is."""
    if syllable in _GILES_WHOLE:
        return _GILES_WHOLE[syllable]
    if syllable not in syllables():
        return syllable
    initial, final = syllables()[syllable]
    if final == "ui" and initial in ("g", "k"):
        final = "uei"
    elif final == "uo" and initial in ("g", "k", "h", "sh"):
        final = "uo"
    elif final == "e" and initial in ("g", "k", "h"):
        final = "o"
    else:
        final = _GILES_FINAL.get(final, final)
    return _GILES_INITIAL.get(initial, initial) + final


@cache
def spellings() -> dict[str, tuple[str, ...]]:
    """Every spelling of a syllable, pinyin or Wade-Giles, to the pinyin it may stand for, pinyin's own first."""
    found: dict[str, dict[str, None]] = {}
    for syllable in syllables():
        found.setdefault(syllable.replace("v", "u") if syllable[0] in "nl" else syllable, {})[syllable] = None
        if "v" in syllable:
            found.setdefault(syllable.replace("v", "yu"), {})[syllable] = None
            found.setdefault(syllable, {})[syllable] = None
    for syllable in syllables():
        found.setdefault(to_wade_giles(syllable), {})[syllable] = None
    return {spelling: tuple(meant) for spelling, meant in found.items()}
