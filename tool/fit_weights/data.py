"""The labelled pairs that weights are fitted on, as frames. Nothing else is read.

name cases, each counting 1: scripts, spellings, what is another name
    matching/name_cases_dev.csv. MIT (nomenklatura).
judged pairs, 1: parties with all their facts
    matching/crosslist_pairs_dev.csv, inputs CC-BY-4.0; the parties from the lists of OFAC 2021-04 (public domain),
    UN 2020-11 (United Nations) and UK 2018-04 (OGL). Half A; doubtful pairs are left out.
perturbed names, 0.1: typing errors, order, words joined
    OFAC SDN 2022-01 (public domain), names changed by `perturb`.
neighbours by name, 0.1: what a long list holds by chance
    The same list, the two nearest other parties of each, names alone.
neighbours, 0.05: the same with all facts
    The same list, other pairs.
strangers, 0.01: what a list of hundreds of thousands holds by chance
    The same list's names as changed, and the nearest parties of a population recombined from that list (`stranger`).

What a pair counts is small where pairs are made by the thousand: together they weigh as much as the judgements.
Held back from fitting, for figures alone: half B of the judged pairs, a third of the made ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from benchmarks.names.entity import Entity, Pair, make_entity, primary_name
from benchmarks.names.labelled import read_cases, read_judged
from benchmarks.names.lists import read_list
from numpy.typing import NDArray

from counterflow.compare.builder import FrameBuilder
from counterflow.compare.frame import Frame
from counterflow.compare.kernel.party import Weights

from .neighbour import find_neighbours
from .perturb import perturb
from .stranger import draw_population, find_strangers

LIST = "ofac_2022_01"
SEED = "fit_weights"
MADE = 6000
"""Parties whose names are changed, and pairs of neighbours, of either sort."""
HELD_OF_MADE = 1 / 3
POPULATION = 300_000
"""Parties among which strangers are looked for."""

CASES, JUDGED, PERTURBED = "name cases", "judged pairs", "perturbed names"
NEIGHBOUR_NAMES, NEIGHBOURS, STRANGERS = "neighbours by name", "neighbours", "strangers"


class LabelledSet(NamedTuple):
    """Labelled pairs from one source: party n of `left` with party n of `right`. N pairs."""

    name: str
    left: Frame
    right: Frame
    matches: NDArray[np.bool_]
    """(N)"""
    held: NDArray[np.bool_]
    """(N): kept back from fitting."""
    counts: float
    """As how many pairs each pair counts."""


def read_sets(data: Path, cache: Path, weights: Weights) -> list[LabelledSet]:
    """Read or make all sets.

    Args:
        data: folder with lists/ and matching/.
        cache: folder that keeps the lists as they were read.
        weights: by which neighbours are the nearest.
    """
    cases = [pair for _, pair in read_cases(data / "matching" / "name_cases_dev.csv")]
    judged = [one for one in read_judged(data, cache)[0] if not one.is_doubtful]
    parties = [party for party in read_list(LIST, data, cache) if primary_name(party) is not None]
    changed = perturbed(parties)
    asked = [(pair.right, primary_name(pair.left) or "") for pair in changed]
    by_name, in_full = _neighbours(parties, weights)
    strangers = find_strangers(asked, draw_population(parties, POPULATION, SEED), weights)
    return [
        make_set(CASES, cases, [False] * len(cases), 1.0),
        make_set(JUDGED, [one.pair for one in judged], [one.half == "B" for one in judged], 1.0),
        _made(PERTURBED, changed, 0.1),
        _made(NEIGHBOUR_NAMES, by_name, 0.1),
        _made(NEIGHBOURS, in_full, 0.05),
        _made(STRANGERS, strangers, 0.01),
    ]


def make_set(name: str, pairs: Sequence[Pair], held: Iterable[bool], counts: float) -> LabelledSet:
    """Analyse the parties of pairs."""
    left, right = FrameBuilder(), FrameBuilder()
    for pair in pairs:
        left.add(pair.left)
        right.add(pair.right)
    matches = np.array([pair.is_match for pair in pairs], np.bool_)
    return LabelledSet(name, left.freeze(), right.freeze(), matches, np.fromiter(held, np.bool_), counts)


def _made(name: str, pairs: Sequence[Pair], counts: float) -> LabelledSet:
    """Hold back the last of pairs that are in no order."""
    first_held = round(len(pairs) * (1 - HELD_OF_MADE))
    return make_set(name, pairs, (at >= first_held for at in range(len(pairs))), counts)


def perturbed(parties: Sequence[Entity]) -> list[Pair]:
    """Pair names with what `perturb` makes of them; names alone."""
    pairs = []
    for party in _draw(parties):
        name = primary_name(party) or ""
        changed = perturb(name, seed=f"{SEED}:{party['id']}", is_person=party["schema"] == "Person")
        if changed is not None:
            pairs.append(Pair(_named(party, name), _named(party, changed), is_match=True))
    return pairs


def _neighbours(parties: Sequence[Entity], weights: Weights) -> tuple[list[Pair], list[Pair]]:
    """Find the nearest other parties: some pairs by their names alone, others with all facts."""
    builder = FrameBuilder()
    for party in parties:
        builder.add(party)
    found = find_neighbours(builder.freeze(), weights, nearest=2).tolist()
    pairs = [Pair(parties[left], parties[right], is_match=False) for left, right in found]
    drawn = random.Random(SEED).sample(pairs, len(pairs))  # noqa: S311
    half = min(MADE, len(drawn) // 2)
    by_name = [Pair(_alone(pair.left), _alone(pair.right), is_match=False) for pair in drawn[:half]]
    return by_name, drawn[half : 2 * half]


def _draw(parties: Sequence[Entity]) -> list[Entity]:
    return random.Random(SEED).sample(parties, min(MADE, len(parties)))  # noqa: S311


def _alone(party: Entity) -> Entity:
    return _named(party, primary_name(party) or "")


def _named(party: Entity, name: str) -> Entity:
    return make_entity(party["id"], party["schema"], name=[name])
