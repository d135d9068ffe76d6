"""The nearest parties by rapidfuzz, for peers that cannot score every party of a list."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from benchmarks.names.entity import Entity, names
from normality import ascii_text
from rapidfuzz import fuzz, process, utils


class Nearest:
    """All names of parties in Latin letters without marks."""

    def __init__(self, parties: Sequence[Entity]) -> None:
        self.parties = parties
        self.owners = np.array([number for number, one in enumerate(parties) for _ in names(one)])
        self.names = [_plain(name) for one in parties for name in names(one)]

    def find(self, query: Entity, number: int) -> list[Entity]:
        """Give so many parties by the nearest of their names to any name of the query; the earlier of equals."""
        asked = [_plain(name) for name in names(query)]
        table = process.cdist(asked, self.names, scorer=fuzz.token_ratio, dtype=np.float32)
        best = np.zeros(len(self.parties), dtype=np.float32)
        np.maximum.at(best, self.owners, table.max(axis=0))
        return [self.parties[at] for at in np.argsort(-best, kind="stable")[:number]]


def _plain(name: str) -> str:
    return utils.default_process(ascii_text(name) or "")
