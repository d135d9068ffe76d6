"""The quantity bars: the annotated report's quantities and the 285 of `gold/quantities.jsonl`, with value and bounds.

    .venv/bin/python -m benchmarks.reading.quantities ../shared/data
    .venv/bin/python -m benchmarks.reading.quantities ../shared/data --wrong

`found` is an overlapping span; `value` the kind, both bounds and (but for counts and ordinals) the unit, normalised;
`span` the value and the very span; `modifier` and `per` are told apart, and `all` is everything at once. A bound may
differ by one part in a thousand: a month is 730.5 hours to the annotation and the mean of the calendar to us. The unit
of a count is what is counted, which the gold calls doubtful and which stands beside our span. Precision is the share of
our quantities in an annotated sentence whose value is right. `read` lines were chosen without looking for quantities,
`cue` lines by a sign or word of money, mass or percent. spaCy alone, on the annotated report: spans only, it has no
values.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.reading import spacy_alone
from benchmarks.reading.annotation import load_reports
from benchmarks.reading.gold import GoldPassage, GoldQuantity, GoldText, load_gold
from benchmarks.reading.ours import read_ours
from benchmarks.reading.score import compare

from counterflow.tables import Quantity

UNITS = {"h": {"s": 3600.0}, "km2": {"m2": 1e6}, "barrel": {"l": 158.987294928}}
"""Our units in one of the annotation's, where they differ."""

UNCOUNTED = frozenset({"count", "ordinal", "vague"})
"""Kinds whose unit is not compared."""

TOLERANCE = 1e-3
COLUMNS = ("gold", "found", "value", "span", "modifier", "per", "all")


class Judged(NamedTuple):
    """An annotated quantity and what was found of it."""

    text: GoldText
    gold: GoldQuantity
    found: Quantity | None

    @property
    def marks(self) -> dict[str, bool]:
        """What is right, by column."""
        found = self.found
        if found is None:
            return dict.fromkeys(COLUMNS, False) | {"gold": True}
        value = is_value(self.gold, found)
        span = value and (self.gold.start, self.gold.end) == (found.start, found.end)
        modifier = found.modifier == (
            self.gold.modifier or ("=" if self.gold.norm_lo == self.gold.norm_hi else "range")
        )
        per = self.gold.per == found.per
        return dict(zip(COLUMNS, (True, True, value, span, modifier, per, span and modifier and per), strict=True))


class Outcome(NamedTuple):
    """What became of the quantities of one passage."""

    passage: GoldPassage
    judged: tuple[Judged, ...]
    spurious: tuple[tuple[GoldText, Quantity], ...]


def is_value(gold: GoldQuantity, found: Quantity) -> bool:
    """Whether kind, bounds and unit are right."""
    if gold.kind != found.kind:
        return False
    factor = 1.0
    if gold.kind not in UNCOUNTED:
        factors = UNITS.get(gold.norm_unit or "", {})
        if found.norm_unit != gold.norm_unit and found.norm_unit not in factors:
            return False
        factor = factors.get(found.norm_unit or "", 1.0)
    return _is_close(gold.norm_lo, found.norm_low, factor) and _is_close(gold.norm_hi, found.norm_high, factor)


def _is_close(gold: float | None, found: float | None, factor: float) -> bool:
    if gold is None or found is None:
        return gold is found
    return math.isclose(float(gold) * factor, found, rel_tol=TOLERANCE)


def judge(text: GoldText, found: Sequence[Quantity]) -> list[Outcome]:
    """Pair annotated and found quantities of a text: right values first, then the longest overlap."""
    return [_judge(text, passage, found) for passage in text.passages]


def _judge(text: GoldText, passage: GoldPassage, found: Sequence[Quantity]) -> Outcome:
    inside = [one for one in found if one.start is not None and passage.start <= one.start < passage.end]
    pairs = [
        (is_value(gold, one), shared, row, column)
        for row, gold in enumerate(passage.quantities)
        for column, one in enumerate(inside)
        if (shared := min(gold.end, one.end or 0) - max(gold.start, one.start or 0)) > 0
    ]
    taken: dict[int, int] = {}
    for _, _, row, column in sorted(pairs, key=lambda pair: (not pair[0], -pair[1], pair[2], pair[3])):
        if row not in taken and column not in taken.values():
            taken[row] = column
    judged = tuple(
        Judged(text, gold, inside[taken[row]] if row in taken else None) for row, gold in enumerate(passage.quantities)
    )
    spurious = tuple((text, one) for column, one in enumerate(inside) if column not in taken.values())
    return Outcome(passage, judged, spurious)


def print_outcomes(outcomes: Sequence[Outcome]) -> None:
    """Print a table by kind, then the shares."""
    judged = [one for outcome in outcomes for one in outcome.judged]
    spurious = [one for outcome in outcomes for _, one in outcome.spurious]
    print(f"{'':10}" + "".join(f"{name:>10}" for name in (*COLUMNS, "spurious")))
    for kind in (*sorted({one.gold.kind for one in judged}), "all"):
        rows = [one.marks for one in judged if kind in ("all", one.gold.kind)]
        beyond = sum(kind in ("all", one.kind) for one in spurious)
        counts = (*(sum(row[name] for row in rows) for name in COLUMNS), beyond)
        print(f"{kind:10}" + "".join(f"{count:10}" for count in counts))
    right = sum(one.marks["value"] for one in judged)
    found = max(sum(one.found is not None for one in judged) + len(spurious), 1)
    print(f"value and bounds: {right} of {len(judged)} = {right / len(judged):.3f}, precision {right / found:.3f}\n")


def print_wrong(outcomes: Sequence[Outcome]) -> None:
    """Print what is missing (-), wrong (!) and beyond what is annotated (+)."""
    rows: list[tuple[str, str]] = []
    for outcome in outcomes:
        for text, gold, found in outcome.judged:
            wrong = [name for name, is_right in Judged(text, gold, found).marks.items() if not is_right]
            if len(wrong) == 0:
                continue
            around = _around(text, gold.start, gold.end)
            expected = f"{_bounds(gold.norm_lo, gold.norm_hi)} {gold.norm_unit} {gold.modifier or '='} per={gold.per}"
            if found is None:
                rows.append((f"- {gold.kind}", f"{around}   [{expected}]"))
            else:
                given = f"{found.kind} «{found.text}» {_bounds(found.norm_low, found.norm_high)} {found.norm_unit}"
                name = next(one for one in wrong if one != "all") if wrong != ["all"] else "all"
                rows.append(
                    (f"! {name} {gold.kind}", f"{around}   [{expected}] found {given} {found.modifier} per={found.per}")
                )
        rows.extend(
            (f"+ {one.kind}", f"{_around(text, one.start or 0, one.end or 0)}   {_bounds(one.norm_low, one.norm_high)}")
            for text, one in outcome.spurious
        )
    for title, line in sorted(rows):
        print(f"  {title:20}{line}")
    print()


def _bounds(low: float | None, high: float | None) -> str:
    return "..".join("" if one is None else f"{one:g}" for one in (low, high))


def _around(text: GoldText, start: int, end: int) -> str:
    words = f"{text.text[max(start - 45, 0) : start]}»{text.text[start:end]}«{text.text[end : end + 45]}"
    return " ".join(words.split())


def print_spacy(report: GoldText) -> None:
    """Print what spaCy alone finds of the annotated report's quantities."""
    gold = {(one.start, one.end): frozenset({""}) for one in report.passages[0].quantities}
    labelled = spacy_alone.find_entities(report.text)
    found = {(one.start, one.end): "" for one in labelled if one.label in spacy_alone.QUANTITIES}
    print(f"spaCy alone, spans: {compare(found, gold, is_typed=False).score}\n")


def _read(texts: Sequence[GoldText]) -> list[Outcome]:
    return [outcome for text in texts for outcome in judge(text, read_ours(text).quantities)]


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of shared data")
    parser.add_argument("--wrong", action="store_true", help="print what is missing, wrong or beyond the gold")
    options = parser.parse_args()
    reports = load_reports(options.data)
    further = _read(load_gold(options.data, "quantities"))
    sets = {"annotated report": _read(reports)}
    for kind in ("read", "cue"):
        sets[f"quantities.jsonl, {kind}"] = [one for one in further if one.passage.kind == kind]
    sets["quantities.jsonl"] = further
    for name, outcomes in sets.items():
        print(f"== {name}")
        print_outcomes(outcomes)
        if name == "annotated report":
            for report in reports:
                print_spacy(report)
        if options.wrong and name != "quantities.jsonl":
            print_wrong(outcomes)


if __name__ == "__main__":
    main()
