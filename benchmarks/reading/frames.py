"""The frame bars: two annotated reports by their rule, our sentences, narratives of lists, and sentences of doubt.

    .venv/bin/python -m benchmarks.reading.frames ../shared/data
    .venv/bin/python -m benchmarks.reading.frames ../shared/data --only report --wrong

`match` has the rule. Each text is read once, whole, with the day of publication or the listed party where the gold has
one; only frames whose trigger lies in an annotated sentence are scored. `whole P` is the share of the found frames that
are right in everything, `whole R` that of the annotated ones.

Doubt: a sentence is wrong when its doubtful frame comes out affirmed as fact or reported. `by the rule` asks for the
frame's type or one of its kin; `any type` counts whatever is affirmed at that trigger and is no annotated affirmed
frame; `anything` counts each affirmed frame of the sentence that is not annotated as affirmed. Recall is that of the
affirmed frames beside the doubtful ones.

`--wrong` prints every miss, spurious frame and fault: first what was missed, then what was invented, then what is wrong
in matched frames (`-` expected and not found, `+` found beyond what is annotated), by frame type.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.reading.annotation import load_reports
from benchmarks.reading.gold import GoldText, TypeMap, load_gold, load_types
from benchmarks.reading.listing import print_wrong, spurious_lines
from benchmarks.reading.match import Outcome, assign, match_text, trigger
from benchmarks.reading.ours import read_ours

from counterflow.tables import Frame

SETS = ("report", "second", "reports", "narratives", "doubt")


class Counts(NamedTuple):
    """Sums over the frames of a set."""

    gold: int
    found: int
    """Found frames that count: matched and spurious ones."""
    hits: int
    whole: int
    sourced: int
    """Annotated frames with a source."""
    sources: int
    """Of them, found with the right one."""

    @property
    def precision(self) -> float:
        """Share of the found frames that are annotated."""
        return _share(self.hits, self.found)

    @property
    def recall(self) -> float:
        """Share of the annotated frames that are found."""
        return _share(self.hits, self.gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return _share(2 * self.hits, self.found + self.gold)


def _share(part: int, whole: int) -> float:
    return part / whole if whole > 0 else 0.0


def count(outcomes: Iterable[Outcome], types: frozenset[str]) -> Counts:
    """Count the frames of some types; a spurious frame counts by its own type, the others by the annotated one."""
    gold = found = hits = whole = sourced = sources = 0
    for outcome in outcomes:
        matched = [one for one in outcome.matched if one.gold.types[0] in types]
        missed = [one for one in outcome.missed if one.types[0] in types]
        hits += len(matched)
        gold += len(matched) + len(missed)
        found += len(matched) + sum(one.type in types for one in outcome.spurious)
        whole += sum(len(one.faults) == 0 for one in matched)
        sourced += sum(len(one.sources) > 0 for one in [*missed, *(one.gold for one in matched)])
        sources += sum(
            len(one.gold.sources) > 0 and all(fault.kind != "source" for fault in one.faults) for one in matched
        )
    return Counts(gold, found, hits, whole, sourced, sources)


def print_counts(outcomes: Sequence[Outcome], types: TypeMap) -> None:
    """Print the table of one set."""
    print(
        f"{'':12}{'gold':>6}{'found':>6}{'hits':>6}{'P':>7}{'R':>7}{'F1':>7}{'whole P':>9}{'whole R':>9}  source right"
    )
    groups = {"all": types.types, "relations": types.relations, "events": types.types - types.relations}
    for name, group in groups.items():
        one = count(outcomes, group)
        print(
            f"{name:12}{one.gold:6}{one.found:6}{one.hits:6}{one.precision:7.3f}{one.recall:7.3f}{one.f1:7.3f}"
            f"{_share(one.whole, one.found):9.3f}{_share(one.whole, one.gold):9.3f}  {one.sources} of {one.sourced}"
        )
    matched = [one for outcome in outcomes for one in outcome.matched]
    faults = Counter(kind for one in matched for kind in sorted({fault.kind for fault in one.faults}))
    expected = sum(len(one.gold.args) for one in matched)
    wrong = sum(fault.kind == "argument" for one in matched for fault in one.faults)
    beyond = sum(len(one.extra) for one in matched)
    print(f"matched frames: {expected - wrong} of {expected} arguments right, {beyond} beyond the annotated")
    print("frames with a wrong:", ", ".join(f"{kind} {number}" for kind, number in faults.most_common()))
    print(f"neither way: {sum(len(one.ignored) for one in outcomes)} found frames\n")


def print_types(outcomes: Sequence[Outcome], types: TypeMap) -> None:
    """Print a line for each frame type that occurs."""
    rows = {one: count(outcomes, frozenset({one})) for one in sorted(types.types)}
    for name, one in sorted(rows.items(), key=lambda row: -max(row[1].gold, row[1].found)):
        if one.gold + one.found > 0:
            print(
                f"  {name:14}gold {one.gold:3}  hits {one.hits:3}  missed {one.gold - one.hits:3}"
                f"  spurious {one.found - one.hits:3}  whole {one.whole:3}"
            )
    print()


def is_firm(found: Frame) -> bool:
    """Whether a found frame is told as something that is so."""
    return found.polarity == "affirmed" and found.hedge in ("fact", "reported")


class Doubt(NamedTuple):
    """What became of one sentence of doubt."""

    text: GoldText
    by_rule: tuple[Frame, ...]
    """Affirmed frames that are a doubtful one."""
    any_type: tuple[Frame, ...]
    """Those and affirmed frames of other types at a doubtful trigger."""
    anything: tuple[Frame, ...]
    """Affirmed frames that are no annotated affirmed one."""
    affirmed: int
    """Annotated affirmed frames."""
    found: int
    """Of them, those that came out affirmed."""
    doubtful: int
    """Annotated doubtful frames."""
    doubted: int
    """Of them, those found with their polarity and hedge."""


def judge_doubt(text: GoldText, frames: Sequence[Frame], types: TypeMap) -> Doubt:
    """Judge one sentence of doubt."""
    gold = text.frames
    pairs = [(gold[one], frames[other]) for one, other in assign(text, gold, frames, types)]
    right = {id(found) for one, found in pairs if one.is_firm}
    loose = tuple(one for one in frames if is_firm(one) and id(one) not in right)
    doubtful = [one for one in gold if not one.is_firm]
    ruled = {id(found) for one, found in pairs if not one.is_firm}
    return Doubt(
        text,
        tuple(one for one in loose if id(one) in ruled),
        tuple(one for one in loose if any(trigger(one).overlaps(other.trigger) for other in doubtful)),
        loose,
        sum(one.is_firm for one in gold),
        sum(one.is_firm and is_firm(found) for one, found in pairs),
        len(doubtful),
        sum(not one.is_firm and found.polarity == one.polarity and found.hedge in one.hedges for one, found in pairs),
    )


def print_doubt(judged: Sequence[Doubt]) -> None:
    """Print the table of doubt."""
    columns = ("sentences", "by the rule", "any type", "anything", "affirmed", "found", "doubtful", "as annotated")
    print(f"{'':14}" + "".join(f"{name:>13}" for name in columns))
    kinds = sorted({one.text.passages[0].kind for one in judged})
    for kind in (*kinds, "all"):
        rows = [one for one in judged if kind in ("all", one.text.passages[0].kind)]
        wrong = [sum(len(group) > 0 for group in groups) for groups in zip(*(one[1:4] for one in rows), strict=True)]
        values = [len(rows), *wrong, *(sum(numbers) for numbers in zip(*(one[4:] for one in rows), strict=True))]
        print(f"{kind:14}" + "".join(f"{value:13}" for value in values))
    share = sum(len(one.by_rule) > 0 for one in judged) / len(judged)
    found, affirmed = sum(one.found for one in judged), sum(one.affirmed for one in judged)
    print(f"doubtful that come out affirmed: {share:.1%} of sentences; affirmed found: {_share(found, affirmed):.3f}\n")


def print_affirmed(judged: Sequence[Doubt]) -> None:
    """Print what comes out affirmed and should not, the worst first."""
    seen: set[int] = set()
    for title in ("by_rule", "any_type", "anything"):
        rows = [(one.text, found) for one in judged for found in getattr(one, title) if id(found) not in seen]
        seen.update(id(found) for _, found in rows)
        print(f"---- AFFIRMED, {title.replace('_', ' ')}: {len(rows)}")
        for text, found in rows:
            print(f"{text.passages[0].kind} {found.type}")
            print("\n".join(spurious_lines(text, found)))
    print()


def main() -> None:
    """Print the scores of each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of shared data")
    parser.add_argument("--only", choices=SETS, help="score this set alone")
    parser.add_argument("--wrong", action="store_true", help="print every miss, spurious frame and fault")
    options = parser.parse_args()
    types = load_types(options.data)
    for name in SETS if options.only is None else (options.only,):
        texts = load_reports(options.data) if name == "report" else load_gold(options.data, name)
        read = [(text, read_ours(text).frames) for text in texts]
        outcomes = [outcome for text, frames in read for outcome in match_text(text, frames, types)]
        print(f"== {name}: {len(texts)} texts, {sum(len(text.passages) for text in texts)} passages")
        print_counts(outcomes, types)
        if name == "doubt":
            judged = [judge_doubt(text, frames, types) for text, frames in read]
            print_doubt(judged)
        if options.wrong:
            print_types(outcomes, types)
            print_wrong(outcomes)
            if name == "doubt":
                print_affirmed(judged)


if __name__ == "__main__":
    main()
