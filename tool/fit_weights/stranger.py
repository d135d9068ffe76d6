"""Strangers: other parties whose names come nearest to a name, of as many as a world's lists hold.

A list of ten thousand parties holds few whose names are nearly another's; a million hold some for every name. Without
them weights would take one word in common for a match. The population is made by `benchmarks.names.population` from the
parties of one list alone, drawn apart from those that are measured on.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.names.entity import NAME_PROPS, Entity, Pair, make_entity
from benchmarks.names.population import plan_population
from benchmarks.names.population_draw import Generator
from benchmarks.names.population_source import Party

from counterflow.compare.frame import Frame
from counterflow.compare.index.build import build_index
from counterflow.compare.index.search import Searcher
from counterflow.compare.index.store import Index
from counterflow.compare.kernel.alone import LIGHT
from counterflow.compare.kernel.party import Weights
from counterflow.compare.matcher import frame_of

NEAREST = 3
"""Strangers of each name."""
HITS = 40
"""Hits of each name, of which the first that are strangers are taken."""

Words = frozenset[bytes]


def find_strangers(queries: Sequence[tuple[Entity, str]], population: Iterable[Entity], weights: Weights) -> list[Pair]:
    """Pair names with the nearest of others.

    Args:
        queries: parties that are asked for, and the name before it was changed.
        population: parties that are none of them.
        weights: by which names are near.
    """
    with tempfile.TemporaryDirectory() as folder:
        build_index(population, Path(folder) / "index")
        index = Index.open(Path(folder) / "index")
        searcher, found = Searcher(index, weights=weights), []
        for query, name in queries:
            own = words_of(frame_of([make_entity("", query["schema"], name=[name])]), 0)
            if not all(own):
                continue  # Nothing but titles and particles: whoever bears any name would be its namesake.
            hits = searcher.search(frame_of([query]), limit=HITS, threshold=0.0).number.tolist()
            strangers = [hit for hit in hits if not is_namesake(own, words_of(index.frame, hit))]
            found += [Pair(query, _alone(index.entity(other)), is_match=False) for other in strangers[:NEAREST]]
        return found


def draw_population(parties: Sequence[Entity], size: int, seed: str) -> Iterator[Entity]:
    """Draw so many parties from the parts of the names of a list."""
    known = [Party(**party) for party in sorted(parties, key=lambda party: party["id"])]
    generator, plan, luck = Generator(known), plan_population((), size, 0), random.Random(seed)  # noqa: S311
    for kind, count in plan.drawn.items():
        for number in range(count):
            yield generator.draw(luck, kind, f"{kind}-{number:07}")._asdict()


def _alone(party: Entity) -> Entity:
    """Keep the names of a party alone: facts of drawn parties are drawn, and say nothing of what facts are worth."""
    return make_entity(party["id"], party["schema"], **{prop: party["properties"].get(prop, ()) for prop in NAME_PROPS})


def is_namesake(own: Sequence[Words], other: Sequence[Words]) -> bool:
    """Tell whether a party bears all words of a name, or is known by several of them alone: a match by name.

    Args:
        own: `words_of` a party with that one name.
        other: `words_of` the other party.
    """
    return any(words >= name or (name >= words and len(words) > 1) for name in own for words in other)


def words_of(frame: Frame, party: int) -> list[Words]:
    """Give the words of each name of a party, without legal forms, particles and titles."""
    names, vocabulary = frame.names, frame.vocabulary
    found = []
    for name in range(frame.name_at[party], frame.name_at[party + 1]):
        tokens = names.token[names.token_at[name] : names.token_at[name + 1]].tolist()
        texts = ((vocabulary.text_at[token], vocabulary.text_at[token + 1], vocabulary.role[token]) for token in tokens)
        found.append(frozenset(bytes(vocabulary.text[start:end]) for start, end, role in texts if not role & LIGHT))
    return found
