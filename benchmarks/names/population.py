"""A population of any size: every real party of the shared data, then parties recombined from parts of real names.

    .venv/bin/python -m benchmarks.names.population --parties 1000000 --output F.jsonl
    .venv/bin/python -m benchmarks.names.population --parties 1000000 --output F.jsonl --queries Q.jsonl --count 5000

Writes FollowTheMoney entities as JSON lines, one at a time, and queries with the party that each should find. Persons
are 65 % of them, companies and organisations 27 %, ships 5 %; of a kind of which there are more real parties than that,
a seeded sample is taken. Equal data and seed give equal bytes on every machine.

How names are made is said where it is done: cultures `population_culture`, persons `population_person`, new words
`population_growth`, spellings `population_spelling`, companies `population_company`, ships `population_vessel`,
further names `population_alias`, facts `population_fact`, queries `population_query`. Nothing generated is said of
anybody: such ids begin with `gen-`, and the files are for measuring only, never for publication.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.names.population_draw import KINDS, Generator, kind_of
from benchmarks.names.population_query import SHARES, SPARE, draw_foreign, make_queries, name_key
from benchmarks.names.population_source import Party, read_parties

MIX = {"person": 0.65, "company": 0.27, "vessel": 0.05, "other": 0.03}
"""Share of each kind of party."""

CACHE = Path(tempfile.gettempdir()) / "counterflow-population"


class Plan(NamedTuple):
    """What a population consists of."""

    real: list[Party]
    """Real parties, in seeded order."""
    drawn: Mapping[str, int]
    """Generated parties of each kind."""


def plan_population(parties: Iterable[Party], total: int, seed: int) -> Plan:
    """Choose the real parties and count what is to be generated.

    Args:
        parties: all real parties, ordered by id.
    """
    rng = random.Random(f"{seed} real")
    left = {kind: round(MIX[kind] * total) for kind in KINDS}
    left["other"] += total - sum(left.values())
    shuffled = list(parties)
    rng.shuffle(shuffled)
    chosen = []
    for party in shuffled:
        kind = kind_of(party)
        if left[kind] > 0:
            left[kind] -= 1
            chosen.append(party)
    return Plan(chosen, left)


def draw_population(generator: Generator, plan: Plan, seed: int, foreign: Mapping[str, Party]) -> Iterator[Party]:
    """Yield the real parties, then the generated, kinds mixed; none has the name of a party in `foreign`."""
    yield from plan.real
    rng = random.Random(f"{seed} parties")
    left = dict(plan.drawn)
    for number in range(1, sum(left.values()) + 1):
        kind = _draw_kind(rng, left)
        left[kind] -= 1
        party = generator.draw(rng, kind, f"gen-{number:08}")
        while any(name_key(name) in foreign for name in party.names):
            party = generator.draw(rng, kind, f"gen-{number:08}")
        yield party


def _draw_kind(rng: random.Random, left: Mapping[str, int]) -> str:
    luck = rng.random() * sum(left.values())
    for kind in KINDS:
        luck -= left[kind]
        if luck < 0:
            return kind
    return next(kind for kind in KINDS if left[kind] > 0)


def write_population(arguments: argparse.Namespace) -> None:
    """Write the population and its queries, and say what they hold."""
    began = time.perf_counter()
    parties = read_parties(arguments.data, arguments.cache)
    generator = Generator(parties)
    plan = plan_population(parties, arguments.parties, arguments.seed)
    known = frozenset(name_key(name) for party in parties for name in party.names)
    wanted = round(SHARES["foreign"] * arguments.count)
    foreign = draw_foreign(random.Random(f"{arguments.seed} foreign"), generator, known, wanted)
    asked = random.Random(f"{arguments.seed} queries")
    places = asked.sample(range(arguments.parties), min(arguments.parties, SPARE * arguments.count))
    chosen, kept = frozenset(places), {}
    names = 0
    with arguments.output.open("w", encoding="utf-8", newline="\n") as output:
        for place, party in enumerate(draw_population(generator, plan, arguments.seed, foreign)):
            output.write(party.dump())
            names += len(party.names)
            if place in chosen and arguments.queries is not None:
                kept[place] = party
    print(f"{arguments.parties:,} parties, {len(plan.real):,} of them real, {names:,} names", file=sys.stderr)
    if arguments.queries is not None:
        with arguments.queries.open("w", encoding="utf-8", newline="\n") as output:
            order = [kept[place] for place in places]
            for query in make_queries(asked, generator, order, foreign, arguments.count):
                output.write(query.dump())
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parties", type=int, required=True)
    parser.add_argument("--output", type=Path, required=True, help="entities, JSON lines")
    parser.add_argument("--queries", type=Path, help="queries, JSON lines")
    parser.add_argument("--count", type=int, default=5000, help="queries; default: 5000")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder with lists and records")
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder that keeps the real parties")
    write_population(parser.parse_args())


if __name__ == "__main__":
    main()
