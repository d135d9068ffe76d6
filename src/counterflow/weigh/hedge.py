"""How sure a passage says it is, as a distribution: "likely" is what people mean by it, not one number."""

from __future__ import annotations

import functools
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


@functools.cache
def _load() -> tuple[dict[str, Beta], dict[Hedge, Beta]]:
    table = tomllib.loads(HEDGE_PATH.read_text(encoding="utf-8"))
    words = {word: Beta(one["true"], one["false"]) for word, one in table["word"].items()}
    hedges = {
        hedge: words[one["word"]] if "word" in one else Beta(one["true"], one["false"])
        for hedge, one in ((hedge, table["hedge"][hedge.value]) for hedge in Hedge)
    }
    return words, hedges
