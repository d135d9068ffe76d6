"""Names changed as writers change them, for pairs that are one party beyond doubt.

Kept apart from `benchmarks/names/perturb.py`: what the benchmark changes names by is not what weights are fitted on.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import accumulate

LETTERS = "abcdefghijklmnopqrstuvwxyz"
MIN_LETTERS = 4
"""Shorter words are not mistyped: a changed "Li" or "al" is another word."""

Change = Callable[[list[str], random.Random], list[str] | None]
"""Changes the words of a name; none where that cannot be done to it."""


def mistype(words: list[str], draw: random.Random) -> list[str] | None:
    """Leave out, insert, replace or swap one letter."""
    places = [at for at, word in enumerate(words) if len(word) >= MIN_LETTERS and word.isalpha()]
    if len(places) == 0:
        return None
    at = draw.choice(places)
    return [*words[:at], _mistyped(words[at], draw), *words[at + 1 :]]


def _mistyped(word: str, draw: random.Random) -> str:
    at, letter = draw.randrange(len(word) - 1), draw.choice(LETTERS)
    head, here, tail = word[:at], word[at], word[at + 1 :]
    return draw.choice(
        (head + tail, head + letter + here + tail, head + letter + tail, head + tail[0] + here + tail[1:])
    )


def reverse(words: list[str], _: random.Random) -> list[str] | None:
    """Turn the order of all words round."""
    return words[::-1] if len(words) > 1 else None


def join(words: list[str], draw: random.Random) -> list[str] | None:
    """Run two words together."""
    if len(words) < 2:
        return None
    at = draw.randrange(len(words) - 1)
    return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def leave_out(words: list[str], draw: random.Random) -> list[str] | None:
    """Leave out a word that is neither the first nor the last."""
    if len(words) < 3:
        return None
    at = draw.randrange(1, len(words) - 1)
    return [*words[:at], *words[at + 1 :]]


def shorten(words: list[str], _: random.Random) -> list[str] | None:
    """Cut the first word to its initial."""
    return [f"{words[0][0]}.", *words[1:]] if len(words) > 1 else None


CHANGES: tuple[tuple[Change, int], ...] = ((mistype, 2), (reverse, 1), (join, 1), (leave_out, 1), (shorten, 1))
"""What is done to a name, and how often of six."""


def perturb(name: str, *, seed: str, is_person: bool) -> str | None:
    """Change a name in one way, drawn by the seed; none where that way does not suit it.

    A name is changed in one way only, whichever other names are changed. Initials are for persons alone.
    """
    draw = random.Random(seed)  # noqa: S311
    functions, often = zip(*CHANGES, strict=True)
    change = draw.choices(functions, cum_weights=list(accumulate(often)))[0]
    words = name.replace(",", " ").split()
    if len(words) == 0 or (change is shorten and not is_person):
        return None
    changed = change(words, draw)
    return None if changed is None or changed == words else " ".join(changed)
