"""Roots: who is behind a passage, in the end.

A copy has the root of what it copies, but only in the passages that it copies: what a paper adds to a wire story is
its own. A passage that says from whom it has what it tells - "the Treasury said" - has that source as its root, in
whichever paper it stands, and a publisher quoted by name is the root of what it is quoted with.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from counterflow.clean.name import mentioned_name
from counterflow.tables import Lineage
from counterflow.weigh.lineage.shingle import Hashes, containment, runs_of

COPIED = 0.5
"""Share of a passage's runs of words in the other document from which the passage is copied from there."""

PASSAGE_RUN = 3
"""Words of a run within a passage: it is short."""

COPYING = frozenset(["syndication", "near-duplicate", "list-of-list", "judgement"])
"""Bases of lineage by which whole passages are repeated."""


class Passage(NamedTuple):
    """A passage that states something."""

    document_id: str
    text: str
    attribution: tuple[str, ...]
    """Who says so, outermost first."""
    owner: str
    """Who published it: the root where nobody else is behind it."""


class Root(NamedTuple):
    """Who is behind a passage."""

    key: str
    probability: float
    """That the passage has it from there; below 1 where that is only inferred."""
    own: str
    """The root if it has not."""
    way: tuple[str, ...]
    """The documents that it was repeated from, nearest first."""


class Roots:
    """The roots of the passages of a build."""

    def __init__(self, lineage: Iterable[Lineage], texts: Mapping[str, str], owners: Mapping[str, str]) -> None:
        """Make them ready.

        Args:
            lineage: who repeats whom.
            texts: text of each report, by document id.
            owners: publishers' names, normalised, to the owner that stands for them.
        """
        self._edges: dict[str, list[Lineage]] = defaultdict(list)
        for row in sorted(lineage, key=lambda one: (one.source_id, -one.probability, one.repeats_id)):
            self._edges[row.source_id].append(row)
        self._texts = texts
        self._owners = owners
        self._runs: dict[str, Hashes] = {}

    def of(self, passage: Passage, owners: Mapping[str, str]) -> Root:
        """Find the root of one passage.

        Args:
            passage: the passage.
            owners: of each document.
        """
        source = self._named_source(passage.attribution)
        if source is not None:
            return Root(source, 1.0, passage.owner, ())
        runs = runs_of(passage.text, PASSAGE_RUN)
        at, probability, way = passage.document_id, 1.0, []
        while (edge := self._copied_from(at, passage.text, runs)) is not None:
            # The passage itself stands in each of them: a copy of a copy is no less one.
            at, probability = edge.repeats_id, min(probability, edge.probability)
            way.append(at)
        key = owners.get(at, passage.owner) if len(way) > 0 else passage.owner
        return Root(key, probability if key != passage.owner else 1.0, passage.owner, tuple(way))

    def _copied_from(self, document: str, text: str, runs: Hashes) -> Lineage | None:
        for edge in self._edges.get(document, ()):
            if edge.basis in COPYING and containment(runs, self._runs_of(edge.repeats_id)) >= COPIED:
                return edge
            if edge.basis == "shared-figure" and edge.passage is not None and edge.passage in text:
                return edge
        return None

    def _runs_of(self, document: str) -> Hashes:
        if document not in self._runs:
            self._runs[document] = runs_of(self._texts.get(document, ""), PASSAGE_RUN)
        return self._runs[document]

    def _named_source(self, attribution: Sequence[str]) -> str | None:
        """Give the innermost source of a chain if it has a name; "officials" may be anybody."""
        for source in reversed(attribution):
            name = mentioned_name(source)
            if name in self._owners:
                return self._owners[name]
            if is_named(source):
                return f"source {name}"
        return None


def is_named(source: str) -> bool:
    """Whether the words for a source name it: a name of two words, or one that is no demonym before a common noun.

    "Washington Post", "Treasury Department", "Mr. Olan", "Interpol"; not "North Korean officials", "the police", "He".
    """
    words = re.findall(r"[^\W\d_][\w.'’-]*", source)
    if len(words) == 0 or not words[-1][:1].isupper():
        return False
    return words[-1].lower() not in _PRONOUNS


_PRONOUNS = frozenset("he she it they we i you who this that these those his her their its one".split())
