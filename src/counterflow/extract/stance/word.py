"""Words that say how firm a sentence is (`word.toml`), and what is gathered of them on the way to its root."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from counterflow.exc import InputError
from counterflow.extract.lexica import load_toml

STANCE_PATH = Path(__file__).parent / "word.toml"

_FIRMNESS = ("fact", "reported", "estimated", "opinion", "planned", "possible", "former")
"""From the firmest; of several the last counts."""
_SAYING = frozenset({"reported", "estimated", "opinion", "denied", "asked", "recommended", "warned"})
EFFECTS = frozenset({*_FIRMNESS, "denied", "negated", "asked", "recommended", "warned"}) - {"fact"}
"""What a word can do to what stands under it."""
TOLD = frozenset({"reported", "estimated", "opinion"})
"""Effects that reach what is only presupposed."""


class Stance(NamedTuple):
    """How a sentence tells of an event."""

    polarity: str
    hedge: str
    sources: tuple[int, ...]
    """Words that name who says so, outermost first."""


@functools.cache
def load_stance() -> Mapping[str, Mapping[str, str]]:
    """Read the lists: word class, then word, to its effect.

    Raises:
        InputError: an effect is not known.
    """
    data = load_toml(STANCE_PATH, "stance/word.toml")
    for word_class, effects in data.items():
        unknown = [effect for effect in effects if effect not in EFFECTS]
        if len(unknown) > 0:
            what = f"effect {unknown[0]!r} of [{word_class}] is not known"
            raise InputError(what, where="stance/word.toml", expected=", ".join(sorted(EFFECTS)))
    return {
        word_class: {word: effect for effect, words in effects.items() for word in words}
        for word_class, effects in data.items()
    }


class Walk:
    """What was gathered on the way from one word to the root."""

    def __init__(self, trigger: int) -> None:
        self.trigger = trigger
        self.hedges: list[str] = []
        self.negations: set[int] = set()
        """Words that negate: each counts once, however often the walk comes by."""
        self.denials: set[int] = set()
        self.sources: list[int] = []
        self.is_hard = True
        """Whether what stands further out has the event in its scope, not only the sentence's content."""
        self.is_presupposed = False
        self.is_author = False
        self.is_relational = False
        self.is_relative = False
        """Whether the word stands in a relative clause."""
        """Whether the text itself gives it as its opinion: "we can safely assume"."""

    def add(self, effect: str | None, word: int, sources: Iterable[int] = ()) -> None:
        """Add the effect of a word, and who says so."""
        if effect is None or not (self.is_hard or effect in TOLD or effect == "denied-if-negated"):
            return
        if effect == "denied-if-negated":
            # "says that it never sold": what one says of oneself is a denial.
            effect = "reported"
            if len(self.negations) % 2 == 1 and self.is_hard:
                self.denials.add(word)
                self.negations.clear()
        if effect in _SAYING:
            self.sources += [one for one in reversed(list(sources)) if one not in self.sources]
        if effect == "negated":
            self.negations.add(word)
        elif effect == "denied":
            self.denials.add(word)
        else:
            self.hedges.append(
                {"asked": "possible", "warned": "possible", "recommended": "planned"}.get(effect, effect)
            )

    def presuppose(self) -> None:
        """Go on outside a clause or a noun phrase whose content the sentence takes for granted."""
        self.is_hard = False
        self.is_presupposed = True

    def result(self, hedge: str | None) -> Stance:
        """Give the stance; `hedge` is what the evoking word itself implies."""
        hedges = [*self.hedges, *([] if hedge is None else [hedge])]
        is_negated = len(self.negations) % 2 == 1
        polarity = "negated" if is_negated else "affirmed"
        if len(self.denials) > 0:
            # "did not deny": neither a denial nor a statement of the fact.
            polarity = "affirmed" if is_negated else "denied"
            hedges.append("possible" if is_negated else "reported")
        if self.is_author:
            hedges = ["opinion"]
        return Stance(polarity, max(hedges, key=_FIRMNESS.index, default="fact"), tuple(reversed(self.sources)))
