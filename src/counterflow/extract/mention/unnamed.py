"""Mentions without a name: goods, noun phrases and pronouns, each with the key of what it stands for.

Where two would cover the same words goods come before noun phrases, and a name before both. People, ships and aircraft
that are goods only in trade ("workers") are read as what they are; that a frame trades them is the frame's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from counterflow.extract.mention.binding import Spoken
from counterflow.extract.mention.good import Taken, find_goods
from counterflow.extract.mention.nominal import find_nominals
from counterflow.extract.mention.refer import Referents, spoken_goods, spoken_nominals
from counterflow.extract.parse.parsed import Parsed


class Unnamed(NamedTuple):
    """A mention without a name, in tokens of its run."""

    first: int
    last: int
    """Its last token, inclusive."""
    head: int
    type: str
    """As `mention` has it; of a pronoun, the type of what it stands for."""
    form: str
    """common (goods), nominal or pronoun."""
    key: str
    """Of what it stands for: a name's key as it was given, or a new one."""


class UnnamedFinder:
    """Finds the mentions without a name of one document, run by run in their order."""

    def __init__(self, subject: str | None = None, subject_type: str | None = None) -> None:
        """`subject`: key of the party that a list's narrative is about, and its type of mention if known."""
        self._referents = Referents(subject, subject_type)

    def find(self, parsed: Parsed, names: Sequence[Spoken]) -> Iterator[Unnamed]:
        """Give the mentions without a name of the next run, in no order.

        Args:
            parsed: the run.
            names: its names, each with its key; dates are none.
        """
        taken = [Taken(one.first, one.last, one.type) for one in names]
        goods = find_goods(parsed, taken)
        nominals = find_nominals(parsed, taken, goods)
        spoken = spoken_goods(parsed, goods)
        self._referents.read(parsed, [*names, *spoken, *spoken_nominals(nominals)])
        for good in spoken:
            key = self._referents.resolve(good.head) if good.is_definite else None
            yield Unnamed(*(good.first, good.last, good.head, "commodity"), "common", key or good.key or "")
        for one in nominals:
            key = self._referents.resolve(one.head)
            if key is not None:
                yield Unnamed(one.first, one.last, one.head, one.type, "nominal", key)
        for at in self._referents.pronouns():
            key, type_ = self._referents.resolve(at), self._referents.type_of(at)
            if key is not None and type_ is not None:
                yield Unnamed(at, at, at, type_, "pronoun", key)
