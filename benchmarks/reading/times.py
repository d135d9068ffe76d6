"""The time bars: the annotated report, our sentences, the narratives of lists and the sentences of doubt.

    .venv/bin/python -m benchmarks.reading.times ../shared/data
    .venv/bin/python -m benchmarks.reading.times ../shared/data --wrong

`calendar` are dates, decades and deadlines that the annotation gives a value ("in 2003"); `all` has with them relative
and vague times ("later", "each year", "during wartime"), durations and conditions. Spans are strict but for leading
prepositions and articles, which an annotated time takes and a day of ours does not; `as written` takes them too,
`overlap` asks for a shared character. `value` is the EDTF of the day itself: "since 2008" is 2008 without the open
end, "late 2010" is 2010 with or without its `~`, and the year is there only where the text has one. Times of other
kinds count neither way in `calendar`. spaCy's DATE stands beside, measured the same way.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.reading import spacy_alone
from benchmarks.reading.annotation import load_reports
from benchmarks.reading.gold import GoldPassage, GoldText, GoldTime, load_gold
from benchmarks.reading.ours import read_ours
from benchmarks.reading.score import Compared, Score, Span, compare, total

CALENDAR = frozenset({"date", "decade", "deadline"})
_LEAD = re.compile(
    r"(?:(?:at least|in|on|by|since|until|till|during|throughout|at|from|of|as|about|around|over|for|within|before"
    r"|after|between|the|this)\s+)+(?=\S)",
    re.IGNORECASE,
)
_BOUND = re.compile(r"^(?:\.\./|[<>])|(?:/\.\.|~)$")


class Times(NamedTuple):
    """The times of one passage: annotated, ours and spaCy's, each with its value."""

    text: GoldText
    gold: Sequence[GoldTime]
    ours: Mapping[Span, str]
    spacy: Mapping[Span, str]


def collect(texts: Iterable[GoldText]) -> list[Times]:
    """Read texts, and part what was found by annotated passage."""
    rows: list[Times] = []
    for text in texts:
        ours = {(one.start, one.end): one.edtf or "" for one in read_ours(text).mentions if one.form == "time"}
        dates = {(one.start, one.end): "" for one in spacy_alone.find_entities(text.text) if one.label == "DATE"}
        rows.extend(
            Times(text, passage.times, _inside(passage, ours), _inside(passage, dates)) for passage in text.passages
        )
    return rows


def _inside(passage: GoldPassage, found: Mapping[Span, str]) -> dict[Span, str]:
    return {span: value for span, value in found.items() if passage.start <= span[0] < passage.end}


def bare(text: str, start: int, end: int) -> Span:
    """Take leading prepositions and articles off a time, if something is left."""
    lead = _LEAD.match(text, start, end)
    return (start, end) if lead is None or lead.end() >= end else (lead.end(), end)


def compare_times(times: Times, found: Mapping[Span, str], *, is_valued: bool, is_calendar: bool) -> Compared:
    """Compare times strictly, leading prepositions aside."""
    text = times.text.text
    scored = [one for one in times.gold if not is_calendar or _is_calendar(one)]
    gold = {bare(text, one.start, one.end): frozenset({plain_value(one.value)}) for one in scored}
    others = {bare(text, one.start, one.end) for one in times.gold} - gold.keys()
    placed = {bare(text, *span): plain_value(value) for span, value in found.items()}
    return compare(placed, gold, others, is_typed=is_valued)


def plain_value(edtf: str) -> str:
    """Take open ends and approximation off a value."""
    return _BOUND.sub("", edtf)


def _is_calendar(one: GoldTime) -> bool:
    return one.kind in CALENDAR and one.value != ""


def compare_written(times: Times, found: Mapping[Span, str]) -> Compared:
    """Compare the very spans of all times."""
    return compare(found, {(one.start, one.end): frozenset({one.value}) for one in times.gold}, is_typed=False)


def overlap(times: Times, found: Mapping[Span, str]) -> Score:
    """Count times that share a character; a found one counts once, an annotated one once."""
    right = [span for span in found if any(one.start < span[1] and span[0] < one.end for one in times.gold)]
    hit = [one for one in times.gold if any(one.start < end and start < one.end for start, end in found)]
    return Score(min(len(right), len(hit)), len(found) - len(right) + min(len(right), len(hit)), len(times.gold))


def print_scores(rows: Sequence[Times]) -> None:
    """Print the scores of a set."""
    for name in ("ours", "spacy"):
        found = [(one, one.ours if name == "ours" else one.spacy) for one in rows]

        def scored(*, is_valued: bool, is_calendar: bool, found: Sequence[tuple[Times, Mapping[Span, str]]]) -> Score:
            return total(
                compare_times(one, spans, is_valued=is_valued, is_calendar=is_calendar).score for one, spans in found
            )

        lines = {"calendar, span": scored(is_valued=False, is_calendar=True, found=found)}
        if name == "ours":
            lines["calendar, span and value"] = scored(is_valued=True, is_calendar=True, found=found)
        lines["all, span"] = scored(is_valued=False, is_calendar=False, found=found)
        lines["all, span as written"] = total(compare_written(one, spans).score for one, spans in found)
        lines["all, overlap"] = total(overlap(one, spans) for one, spans in found)
        for label, score in lines.items():
            print(f"{name:8}{label:28}{score}   ({score.hits} of {score.gold}, {score.found} found)")
    print()


def print_wrong(rows: Sequence[Times]) -> None:
    """Print what is missing (-), beyond the gold (+), or has another value (!)."""
    for one in rows:
        text = one.text.text
        compared = compare_times(one, one.ours, is_valued=False, is_calendar=False)
        kinds = {bare(text, time.start, time.end): time for time in one.gold}
        placed = {bare(text, *span): value for span, value in one.ours.items()}
        wrong = [
            span
            for span in compared.hits
            if _is_calendar(kinds[span]) and plain_value(placed.get(span, "")) != plain_value(kinds[span].value)
        ]
        lines = [(span, "-", f"{kinds[span].kind} {kinds[span].value}") for span in compared.missed]
        lines += [(span, "+", placed[span]) for span in compared.spurious]
        lines += [(span, "!", f"{kinds[span].value}, found {placed[span]}") for span in wrong]
        for (start, end), sign, value in sorted(lines):
            around = f"{text[max(start - 45, 0) : start]}»{text[start:end]}«{text[end : end + 45]}"
            print(f"  {sign} {' '.join(around.split())}   [{value}]")


def main() -> None:
    """Print the scores of each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of shared data")
    parser.add_argument("--wrong", action="store_true", help="print what is missing, wrong or beyond the gold")
    options = parser.parse_args()
    sets = {"annotated report": load_reports(options.data)}
    sets |= {f"{name}.jsonl": load_gold(options.data, name) for name in ("reports", "narratives", "doubt")}
    for name, texts in sets.items():
        rows = collect(texts)
        print(f"== {name}: {sum(len(one.gold) for one in rows)} times")
        print_scores(rows)
        if options.wrong:
            print_wrong(rows)


if __name__ == "__main__":
    main()
