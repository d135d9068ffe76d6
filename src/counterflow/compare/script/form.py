"""The Latin forms of a token of any script."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from itertools import zip_longest

from counterflow.compare.script.icu_latin import plain
from counterflow.compare.script.writing import Writing, runs

FORMS_MAX = 4
"""Forms of one token; a token of several writings pairs the forms of its runs by rank."""

Romaniser = Callable[[str], tuple[str, ...]]

_ROMANISERS = {
    Writing.LATIN: "latin.latin_forms",
    Writing.CYRILLIC: "cyrillic.cyrillic_forms",
    Writing.GREEK: "greek.greek_forms",
    Writing.ARMENIAN: "caucasian.armenian_forms",
    Writing.GEORGIAN: "caucasian.georgian_forms",
    Writing.HEBREW: "hebrew.hebrew_forms",
    Writing.ARABIC: "arabic.arabic_forms",
    Writing.INDIC: "indic.indic_forms",
    Writing.THAI: "thai.thai_forms",
    Writing.LAO: "thai.lao_forms",
    Writing.KHMER: "khmer.khmer_forms",
    Writing.BURMESE: "other.other_forms",
    Writing.ETHIOPIC: "ethiopic.ethiopic_forms",
    Writing.KANA: "kana.kana_forms",
    Writing.HAN: "han.han_forms",
    Writing.HANGUL: "hangul.hangul_forms",
    Writing.OTHER: "other.other_forms",
    Writing.NONE: "latin.latin_forms",
}


def forms(token: str) -> tuple[str, ...]:
    """Latin ASCII forms of a token, likeliest first.

    Args:
        token: one word of a name: NFKC, casefolded, without spaces and apostrophes.

    Returns:
        One to four distinct strings of a-z and 0-9. A token of which nothing can be romanised gives the hexadecimal
        numbers of its first code points, each after a `u`; an empty token gives nothing.

    Cost: 0.1 us for ASCII, 10 to 60 us for other scripts; at the first Han token 0.2 s and about 90 MB, see `japanese`.
    """
    if token.isascii() and token.isalnum():
        return (token.lower(),)
    found = _of_runs(token)
    if len(found) == 0 and len(token) > 0:
        return ("".join(f"u{ord(letter):x}" for letter in token[:8]),)
    return found


def _of_runs(token: str) -> tuple[str, ...]:
    each = [_romaniser(writing)(run) for writing, run in runs(token)]
    if len(each) == 1:
        return _distinct(each[0])
    ranks = zip_longest(*each)
    return _distinct(
        tuple("".join(part or next(iter(own), "") for part, own in zip(rank, each, strict=True)) for rank in ranks)
    )


def _distinct(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bare for form in found if (bare := plain(form)) != ""))[:FORMS_MAX]


@cache
def _romaniser(writing: Writing) -> Romaniser:
    module, function = _ROMANISERS[writing].split(".")
    romaniser: Romaniser = getattr(import_module(f"counterflow.compare.script.{module}"), function)
    return romaniser
