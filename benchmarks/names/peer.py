"""The peer's side: runs in an environment that has nomenklatura, which ours has not, and imports nothing of ours.

    PEER/bin/python benchmarks/names/peer.py score PAIRS SCORES --algorithm logic-v2
    PEER/bin/python benchmarks/names/peer.py exhaust PARTIES QUERIES --algorithm logic-v2
    PEER/bin/python benchmarks/names/peer.py block PARTIES PAIRS --number 50000

`score` reads pairs as JSON lines, `{"left": entity, "right": entity}`, and writes a score a line; the others read
entities as JSON lines. Prints one JSON object: what it cost, in seconds of CPU.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from followthemoney import EntityProxy
from followthemoney.exc import InvalidData
from nomenklatura.matching import get_algorithm  # type: ignore[import-not-found]
from nomenklatura.matching.types import MatchingResult  # type: ignore[import-not-found]

Compare = Callable[[EntityProxy, EntityProxy], MatchingResult]


def load_compare(name: str) -> Compare:
    """Load an algorithm with its own defaults and let it read its data by comparing one pair."""
    algorithm = get_algorithm(name)
    if algorithm is None:
        raise SystemExit(f"nomenklatura knows no algorithm {name!r}.")
    config = algorithm.default_config()

    def compare(left: EntityProxy, right: EntityProxy) -> MatchingResult:
        try:
            return algorithm.compare(left, right, config)
        except InvalidData:  # schemata that have nothing in common; its own reader of pairs drops them
            return MatchingResult(0.0, {})

    for schema in ("Person", "Company"):
        left, right = (
            EntityProxy.from_dict(
                {"id": f"warm-{schema}-{side}", "schema": schema, "properties": {"name": ["One Two"]}}
            )
            for side in "lr"
        )
        compare(left, right)
    return compare


def score(pairs: Path, scores: Path, name: str, again: bool) -> dict[str, float]:
    """Score pairs of a file, with their reasons: parties first made into entities, then compared; each timed alone.

    Args:
        again: compare the very same entities once more; the names that the peer keeps analysed are ready then.
    """
    steps = Steps()
    compare = load_compare(name)
    steps.end("load_s")
    with pairs.open(encoding="utf-8") as handle:
        records = [json.loads(line) for line in handle]
    steps.end("read_s")
    made = [(EntityProxy.from_dict(one["left"]), EntityProxy.from_dict(one["right"])) for one in records]
    steps.end("prepare_s")
    results = [compare(left, right) for left, right in made]
    steps.end("compare_s")
    for result in results:
        _ = result.explanations  # made when they are asked for
    steps.end("explain_s")
    if again:
        for left, right in made:
            _ = compare(left, right).explanations
        steps.end("again_s")
    scores.write_text("".join(f"{result.score!r}\n" for result in results), encoding="utf-8")
    return {"pairs": len(made), **steps.seconds}


def exhaust(parties: Path, queries: Path, name: str) -> dict[str, Any]:
    """Compare each query with every party; seconds of CPU for each, reasons of the ten best included.

    A query before the first lets the peer keep what it will of the parties.
    """
    compare = load_compare(name)
    known, asked = (
        [EntityProxy.from_dict(json.loads(line)) for line in path.open("rb")] for path in (parties, queries)
    )
    seconds = []
    for query in [asked[0].clone(), *asked]:
        steps = Steps()
        results = [(compare(query, party), party.id) for party in known]
        for result, _ in sorted(results, key=lambda one: -one[0].score)[:10]:
            _ = result.explanations
        steps.end("query_s")
        seconds.append(steps.seconds["query_s"])
    return {"parties": len(known), "first_s": seconds[0], "seconds": seconds[1:]}


def block(parties: Path, pairs: Path, number: int) -> dict[str, Any]:
    """Let the peer's blocker give so many pairs, the likeliest first, and the ten likeliest candidates of each party.

    Writes JSON lines: `["pair", left, right, score]` and `["candidate", party, other, score]`.
    """
    from nomenklatura.blocker import Index  # type: ignore[import-not-found]
    from nomenklatura.resolver import Linker  # type: ignore[import-not-found]
    from nomenklatura.store import load_entity_file_store  # type: ignore[import-not-found]

    steps = Steps()
    with tempfile.TemporaryDirectory() as folder:
        store = load_entity_file_store(parties, Linker({}))  # nothing is decided yet
        view = store.default_view()
        index = Index(view, Path(folder), options={"max_candidates": 10})
        index.build()
        steps.end("build_s")
        rows = [("pair", left.id, right.id, score) for (left, right), score in index.pairs(number)]
        steps.end("pairs_s")
        for party, matches in index.match_entities(view.entities()):
            rows += [("candidate", party.id, other.id, score) for other, score in matches]
        steps.end("candidates_s")
        index.close()
    with pairs.open("w", encoding="utf-8") as handle:
        handle.writelines(json.dumps(row) + "\n" for row in rows)
    return {**steps.seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


class Steps:
    """Seconds of CPU since the last step ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.last = time.process_time()

    def end(self, step: str) -> None:
        """Book the time since the last step."""
        now = time.process_time()
        self.seconds[step], self.last = now - self.last, now


def main() -> None:
    """Do one of the peer's tasks and print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True)
    one = tasks.add_parser("score", help="score pairs")
    one.add_argument("pairs", type=Path)
    one.add_argument("scores", type=Path)
    one.add_argument("--again", action="store_true")
    two = tasks.add_parser("exhaust", help="compare queries with every party")
    two.add_argument("parties", type=Path)
    two.add_argument("queries", type=Path)
    three = tasks.add_parser("block", help="find pairs of parties that may be one")
    three.add_argument("parties", type=Path)
    three.add_argument("pairs", type=Path)
    three.add_argument("--number", type=int, required=True)
    for task in (one, two):
        task.add_argument("--algorithm", default="logic-v2")
    arguments = parser.parse_args()
    if arguments.task == "score":
        report = score(arguments.pairs, arguments.scores, arguments.algorithm, arguments.again)
    elif arguments.task == "exhaust":
        report = exhaust(arguments.parties, arguments.queries, arguments.algorithm)
    else:
        report = block(arguments.parties, arguments.pairs, arguments.number)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
