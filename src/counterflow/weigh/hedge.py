"""How sure a passage says it is, as a distribution: "likely" is what people mean by it, not one number."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from counterflow.model.doubt import Hedge

HEDGE_PATH = Path(__file__).parent / "hedge.toml"
"""Distributions of words, with their source, and which of them stands for each hedge."""


class Beta(NamedTuple):
    """A Beta distribution of a probability."""

    true: float
    false: float

    @property
    def mean(self) -> float:
        """The mean."""
        return self.true / (self.true + self.false)


def meaning_of(hedge: Hedge, word: str | None = None) -> Beta:
    """Say how probable a passage makes what it says.

    Args:
        hedge: how firmly it commits.
        word: the estimative word that it uses, in any case; one that nobody was asked about counts as none.
    """
    words, hedges = _load()
    key = " ".join(word.lower().split()) if word is not None else ""
    return words.get(key, hedges[hedge])


def find_word(text: str, at: int) -> str | None:
    """Find the estimative word that a sentence uses of what it tells at a place; None where it uses none.

    The nearest one of the same clause counts: clauses are parted at semicolons, colons and words like "but".
    """
    begin = max((one.end() for one in _CLAUSE.finditer(text, 0, at)), default=0)
    end = next((one.start() for one in _CLAUSE.finditer(text, at)), len(text))
    found = list(_pattern().finditer(text, begin, end))
    if len(found) == 0:
        return None
    nearest = min(found, key=lambda one: min(abs(one.start() - at), abs(one.end() - at)))
    return " ".join(nearest[0].lower().split())


_CLAUSE = re.compile(r"[;:]|\b(?:but|while|whereas|although|though)\b", re.IGNORECASE)


@functools.cache
def _pattern() -> re.Pattern[str]:
    # The longest first: "unlikely" is no "likely".
    words = sorted(_load()[0], key=lambda one: (-len(one), one))
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(re.escape(one).replace(chr(92) + ' ', chr(92) + 's+') for one in words)})(?![\w-])",
        re.IGNORECASE,
    )


@functools.cache
def _load() -> tuple[dict[str, Beta], dict[Hedge, Beta]]:
    table = tomllib.loads(HEDGE_PATH.read_text(encoding="utf-8"))
    words = {word: Beta(one["true"], one["false"]) for word, one in table["word"].items()}
    words |= {form: words[word] for form, word in table["form"].items()}
    hedges = {
        hedge: words[one["word"]] if "word" in one else Beta(one["true"], one["false"])
        for hedge, one in ((hedge, table["hedge"][hedge.value]) for hedge in Hedge)
    }
    return words, hedges
