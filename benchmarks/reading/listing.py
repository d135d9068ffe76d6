"""The list that one develops with: every miss, spurious frame and fault with its sentence, by kind and frame type."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from benchmarks.reading.gold import GoldFrame, GoldText
from benchmarks.reading.match import Matched, Outcome, quote, trigger

from counterflow.extract.parse.passage import Span, fold, split_lines, split_sentences
from counterflow.tables import Frame

MAX_SENTENCE_CHARS = 420


def print_wrong(outcomes: Iterable[Outcome]) -> None:
    """Print what was missed, what was invented, and what is wrong in matched frames."""
    rows = list(outcomes)
    _print("MISSED", ((one.types[0], missed_lines(row.text, one)) for row in rows for one in row.missed))
    _print("SPURIOUS", ((one.type, spurious_lines(row.text, one)) for row in rows for one in row.spurious))
    faulty = ((row.text, one) for row in rows for one in row.matched if len(one.faults) > 0 or len(one.extra) > 0)
    _print("FAULTS", ((one.gold.types[0], fault_lines(text, one)) for text, one in faulty))


def _print(title: str, entries: Iterable[tuple[str, list[str]]]) -> None:
    ordered = sorted(entries, key=lambda entry: entry[0])
    groups = [(name, list(group)) for name, group in itertools.groupby(ordered, key=lambda entry: entry[0])]
    print(f"---- {title}: {len(ordered)}")
    for name, group in sorted(groups, key=lambda entry: -len(entry[1])):
        print(f"{title.lower()} {name}: {len(group)}")
        for _, lines in group:
            print("\n".join(lines))
    print()


def missed_lines(text: GoldText, gold: GoldFrame) -> list[str]:
    """Give the lines of an annotated frame that was not found."""
    return [*_sentence(text, gold.trigger), f"      {describe_gold(text, gold)}"]


def spurious_lines(text: GoldText, found: Frame) -> list[str]:
    """Give the lines of a found frame that is not annotated."""
    return [*_sentence(text, trigger(found)), f"      {describe_found(text, found)}"]


def fault_lines(text: GoldText, matched: Matched) -> list[str]:
    """Give the lines of a matched frame that is not right in everything."""
    lines = _sentence(text, matched.gold.trigger)
    for fault in matched.faults:
        if fault.kind == "argument":
            lines.append(f"      - {fault.expected}{f'  (found {fault.found})' if fault.found != '' else ''}")
        else:
            lines.append(f"      ! {fault.kind}: {fault.expected}, found: {fault.found}")
    lines.extend(f"      + {one.role}={' '.join(one.text.split())}" for one in matched.extra)
    return lines


def describe_gold(text: GoldText, gold: GoldFrame) -> str:
    """Describe an annotated frame on one line."""
    args = [f"{one.role}={'(subject)' if one.is_implied else quote(text, one.spans[0])}" for one in gold.args]
    time = [f"time={quote(text, gold.time)}"] if gold.time is not None else []
    stance = [] if gold.is_firm and gold.hedges[0] == "fact" else [f"[{gold.polarity} {'|'.join(gold.hedges)}]"]
    sources = [f"says {'the text' if one.is_author else quote(text, one.spans[0])}" for one in gold.sources]
    return "  ".join([*args, *time, *stance, *sources])


def describe_found(text: GoldText, found: Frame) -> str:
    """Describe a found frame on one line."""
    args = [f"{one.role}={' '.join(one.text.split())}{'' if one.start is not None else '*'}" for one in found.args]
    time = []
    if found.time_start is not None and found.time_end is not None:
        time = [f"time={quote(text, Span(found.time_start, found.time_end))}"]
    stance = [] if (found.polarity, found.hedge) == ("affirmed", "fact") else [f"[{found.polarity} {found.hedge}]"]
    sources = [f"says {' '.join(one.text.split())}" for one in found.attribution]
    return "  ".join([*args, *time, *stance, *sources])


def _sentence(text: GoldText, at: Span) -> list[str]:
    """Give the sentence with the trigger marked; cut around it where it is long."""
    passage = min(
        (one for one in text.passages if one.start <= at.start < one.end), key=lambda one: one.end - one.start
    )
    start, end = passage.start, passage.end
    if end - start == len(text.text):
        start, end = next(
            ((one.start, one.end) for one in _sentences(text.text) if one.start <= at.start < one.end), (start, end)
        )
    cut = slice(max(start, at.start - MAX_SENTENCE_CHARS // 2), min(end, at.end + MAX_SENTENCE_CHARS // 2))
    before, inside, after = text.text[cut.start : at.start], text.text[at.start : at.end], text.text[at.end : cut.stop]
    line = f"{'…' if cut.start > start else ''}{before}»{inside}«{after}{'…' if cut.stop < end else ''}"
    place = "" if text.name.startswith("doubt") else f"{text.name.rsplit('/', 1)[-1][-40:]}:"
    return [f"  {' '.join(line.split())}   ({place}{at.start})"]


def _sentences(text: str) -> Sequence[Span]:
    folded = fold(text)
    return list(split_sentences(folded, split_lines(folded)))
