"""Who is stopped more than others: false hits of screening by script, naming culture and nationality.

    .venv/bin/python -m benchmarks.service.fairness ../shared/data

Everybody asked is on no list, so every hit at the threshold is false. Three sets of people are screened against the
UN's and OFAC's lists:

- the 20,000 synthetic persons of `matching/screening_negatives_global_20k.csv`, with all attributes;
- the same by their names alone, which stops more of them and so tells groups apart sooner;
- namesakes: as many persons of each naming culture, put together from parts of real names as `names/population.py`
  does (seed 7: equal data give equal people), with birth date, nationality and gender of that culture. Their parts come
  from lists themselves, so they are stopped more than customers are; what counts is how groups compare.

The bar: no group's rate is more than 1.5 times the rate of all. A rate stands with its 95 % interval (Wilson); a group
is `within` where the whole interval is, `beyond` where none of it is and five or more were stopped, and `too few to
tell` otherwise. Of forty groups at the bar itself one is called beyond by chance.

A culture whose people are listed in thousands has more names that a stranger may bear. So a higher rate is not yet a
fault of the comparing: it is one where the names that hit are not alike.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.names.entity import Entity, make_entity
from benchmarks.names.environment import add_arguments
from benchmarks.names.labelled import read_queries
from benchmarks.names.ours import OurIndex, Ours
from benchmarks.names.population import CACHE
from benchmarks.names.population_culture import CULTURE
from benchmarks.names.population_draw import Generator
from benchmarks.names.population_source import read_parties
from benchmarks.names.report import print_table
from benchmarks.names.watchlist import read_watchlist

from counterflow.screen.interval import estimate_share

BAR = 1.5
"""How many times the rate of all a group's may be."""

FEW = 5
"""Of fewer that are stopped Wilson's lower end is too high: among a hundred nationalities one hit would accuse us."""

NEGATIVES = "screening_negatives_global_20k.csv"
SEED = 7
FACTS = ("birthDate", "nationality", "gender")
"""What is said of a namesake beside the name, as of the synthetic persons."""

KINDS = ("script", "culture", "nationality")


class Asked(NamedTuple):
    """Somebody on no list, and the groups that the person belongs to."""

    query: Entity
    groups: Mapping[str, str]
    """By kind of group."""


class GroupRate(NamedTuple):
    """How often a group is stopped."""

    group: str
    asked: int
    stopped: int

    def row(self, overall: float) -> list[str | float]:
        """Lay out the rate, its interval, its ratio to the rate of all, and what that tells."""
        estimate = estimate_share(self.stopped, self.asked)
        assert estimate is not None
        shares = [f"{100 * one:.2f}" for one in (estimate.value, estimate.low, estimate.high)]
        if overall == 0:
            return [self.group, self.asked, self.stopped, *shares, "", "nobody is stopped"]
        ratio = f"{estimate.value / overall:.2f}"
        verdict = judge(self.stopped, estimate.low / overall, estimate.high / overall)
        return [self.group, self.asked, self.stopped, *shares, ratio, verdict]


def judge(stopped: int, low: float, high: float) -> str:
    """Say what the interval of a ratio tells of the bar."""
    if high <= BAR:
        return "within"
    return "beyond" if low > BAR and stopped >= FEW else "too few to tell"


def script_of(text: str) -> str:
    """Name the script of the first letter, as Unicode names the letter; empty without one."""
    letter = next((char for char in text if char.isalpha()), "")
    return unicodedata.name(letter, "unnamed").split()[0].capitalize() if letter != "" else ""


def groups_of(query: Entity) -> Mapping[str, str]:
    """Say which groups a person belongs to."""
    country = next(iter(query["properties"].get("nationality", ())), "")
    return {
        "script": script_of(query["properties"]["name"][0]),
        "culture": CULTURE.get(country, "other"),
        "nationality": country or "none",
    }


def read_negatives(data: Path, *, names_only: bool) -> list[Asked]:
    """Read the synthetic persons; without their attributes they are still grouped by them."""
    asked = []
    for query in read_queries(data / "matching" / NEGATIVES, "negative"):
        shown = query
        if names_only:
            shown = make_entity(query["id"], query["schema"], name=query["properties"]["name"])
        asked.append(Asked(shown, groups_of(query)))
    return asked


def draw_namesakes(data: Path, cache: Path, each: int, seed: int) -> Iterator[Asked]:
    """Draw that many persons of each culture, from parts of real names of the same culture."""
    generator = Generator(read_parties(data, cache))
    for culture in sorted(generator.persons.shapes):
        rng = random.Random(f"{seed} fairness {culture}")
        for number in range(each):
            name = generator.persons.draw(rng, culture)
            facts = generator.facts.person(rng, culture, name.shape.gender)
            said = {prop: facts[prop] for prop in FACTS if prop in facts}
            query = make_entity(f"{culture}-{number}", "Person", name=[name.text()], **said)
            yield Asked(query, {**groups_of(query), "culture": culture})


def best_scores(index: OurIndex, asked: Sequence[Asked], least: float) -> list[float]:
    """Give the best score of anybody listed for each person; 0 where none reaches `least`."""
    hits = (index.search(one.query, 1, least) for one in asked)
    return [max((hit.score for hit in found), default=0.0) for found in hits]


def rates(asked: Sequence[Asked], scores: Sequence[float], kind: str, threshold: float) -> list[GroupRate]:
    """Count who is stopped in each group, the group that is stopped most first."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one, score in zip(asked, scores, strict=True):
        counts[one.groups[kind]][0] += 1
        counts[one.groups[kind]][1] += score >= threshold
    found = [GroupRate(group, *count) for group, count in counts.items()]
    return sorted(found, key=lambda one: (-one.stopped / one.asked, one.group))


def print_rates(title: str, asked: Sequence[Asked], scores: Sequence[float], threshold: float) -> None:
    """Print the rate of all and of each group, and sum up against the bar; of nationalities those often stopped."""
    stopped = sum(score >= threshold for score in scores)
    overall = stopped / len(asked)
    for kind in KINDS:
        found = rates(asked, scores, kind, threshold)
        if len(found) == 1:
            continue
        total = [*GroupRate("all", len(asked), stopped).row(overall)[:-1], ""]
        shown = [one.row(overall) for one in found if kind != "nationality" or one.stopped >= FEW]
        print(f"\n{title}, threshold {threshold:g}, by {kind}", flush=True)
        print_table(("", "asked", "stopped", "%", "low", "high", "ratio", f"within {BAR:g}"), [total, *shown])
        print(_sum_up(one.row(overall) for one in found))


def _sum_up(rows: Iterable[Sequence[str | float]]) -> str:
    verdicts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        verdicts[str(row[-1])].append(str(row[0]))
    return "; ".join(
        f"{verdict}: {len(groups)}" + (f" ({', '.join(groups)})" if verdict == "beyond" else "")
        for verdict, groups in sorted(verdicts.items())
    )


def people(arguments: argparse.Namespace) -> Iterator[tuple[str, list[Asked]]]:
    """Give the sets of people one after the other, each with its title."""
    if not arguments.only_namesakes:
        yield "synthetic persons", read_negatives(arguments.data, names_only=False)
        yield "synthetic persons, names alone", read_negatives(arguments.data, names_only=True)
    if arguments.each > 0:
        drawn = draw_namesakes(arguments.data, arguments.population_cache, arguments.each, arguments.seed)
        yield "namesakes", list(drawn)


def main() -> None:
    """Screen and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--thresholds", type=float, nargs="*", help="default: the algorithm's, and .1")
    parser.add_argument("--each", type=int, default=1000, help="namesakes of each culture; 0: none")
    parser.add_argument("--only-namesakes", action="store_true", help="leave the synthetic persons out")
    parser.add_argument("--seed", type=int, default=SEED, help="of the namesakes")
    parser.add_argument("--population-cache", type=Path, default=CACHE, help="folder that keeps the real parties")
    arguments = parser.parse_args()
    thresholds = arguments.thresholds or [Ours().threshold, 0.1]
    watchlist = read_watchlist(arguments.data, arguments.cache)
    parties = [*watchlist.un, *watchlist.ofac]
    print(f"{len(parties):,} parties; algorithm {Ours().name}")
    with tempfile.TemporaryDirectory() as folder:
        index = OurIndex.build(parties, Path(folder))
        for title, asked in people(arguments):
            scores = best_scores(index, asked, min(thresholds))
            for threshold in thresholds:
                print_rates(title, asked, scores, threshold)


if __name__ == "__main__":
    main()
