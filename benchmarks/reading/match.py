"""Which found frames are which annotated ones, and what is wrong with them: the rule of the annotated report's README.

A found frame matches an annotated one when the type is the same or one of a list of interchangeable types, and the
triggers overlap. Each frame matches at most one: of several ways to pair them the one with most pairs is taken, then
the one with most arguments right. So one event told once and found twice is one hit and one spurious frame.

Neither way count
- found frames that match only an optional frame, and optional frames that are not found;
- found frames at the trigger of a claim that is annotated and not scored, whatever their type.

A matched frame is whole when every annotated argument is there with its role and an overlapping span, the hedge is one
of the accepted ones, polarity is the same, both have no time or the times overlap, and each source of the chain is
named by an overlapping span, or nobody is named where the text speaks for itself. The rule says nothing of arguments
beyond the annotated ones: they are listed and counted, and a frame stays whole. An implied subject is right without a
span, or with one that names the listed party.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.reading.gold import GoldArgument, GoldFrame, GoldPassage, GoldSource, GoldText, TypeMap

from counterflow.extract.parse.passage import Span
from counterflow.tables import Frame
from counterflow.tables.frame import Argument

PAIR = 10_000
"""Worth of a pair, against one for each thing right in it: more pairs go first."""


class Fault(NamedTuple):
    """One thing wrong with a matched frame."""

    kind: str
    """argument, hedge, polarity, time or source."""
    expected: str
    found: str


class Matched(NamedTuple):
    """An annotated frame and the found one that is it."""

    gold: GoldFrame
    found: Frame
    faults: tuple[Fault, ...]
    extra: tuple[Argument, ...]
    """Found arguments that are not annotated."""


class Outcome(NamedTuple):
    """What became of the frames of one passage."""

    text: GoldText
    passage: GoldPassage
    matched: tuple[Matched, ...]
    missed: tuple[GoldFrame, ...]
    spurious: tuple[Frame, ...]
    ignored: tuple[Frame, ...]


def match_text(text: GoldText, found: Iterable[Frame], types: TypeMap) -> list[Outcome]:
    """Match the found frames of a text; those whose trigger lies in no annotated passage are left out."""
    frames = list(found)
    return [
        _match(text, passage, [one for one in frames if passage.start <= one.trigger_start < passage.end], types)
        for passage in text.passages
    ]


def _match(text: GoldText, passage: GoldPassage, frames: Sequence[Frame], types: TypeMap) -> Outcome:
    required = [one for one in passage.frames if not one.is_optional]
    pairs = assign(text, required, frames, types)
    taken = {found for _, found in pairs}
    rest = [frame for index, frame in enumerate(frames) if index not in taken]
    optional = [one for one in passage.frames if one.is_optional]
    ignored = {
        index
        for index, frame in enumerate(rest)
        if any(is_match(one, frame, types) for one in optional)
        or any(trigger(frame).overlaps(span) for span in text.unscored)
    }
    hit = {gold for gold, _ in pairs}
    return Outcome(
        text,
        passage,
        tuple(judge(text, required[gold], frames[found]) for gold, found in pairs),
        tuple(one for index, one in enumerate(required) if index not in hit),
        tuple(frame for index, frame in enumerate(rest) if index not in ignored),
        tuple(frame for index, frame in enumerate(rest) if index in ignored),
    )


def assign(text: GoldText, gold: Sequence[GoldFrame], found: Sequence[Frame], types: TypeMap) -> list[tuple[int, int]]:
    """Pair annotated and found frames by their indexes, in the order of the annotated ones."""
    worths = [
        {column: _worth(text, one, other) for column, other in enumerate(found) if is_match(one, other, types)}
        for one in gold
    ]
    pairs: list[tuple[int, int]] = []
    for rows in _components(worths):
        pairs.extend(_best(rows, worths, frozenset())[1])
    return sorted(pairs)


def _worth(text: GoldText, gold: GoldFrame, found: Frame) -> int:
    faults = judge(text, gold, found).faults
    wrong = sum(fault.kind == "argument" for fault in faults)
    # Of what else is equal the better stance is taken: a tie shall not depend on the order found.
    return PAIR + 100 * (len(gold.args) - wrong) - len(faults)


def _components(worths: Sequence[Mapping[int, int]]) -> list[tuple[int, ...]]:
    """Group the rows that compete for columns; triggers are short, so groups are small."""
    groups: list[tuple[tuple[int, ...], frozenset[int]]] = []
    for row, columns in enumerate(worths):
        near = [group for group in groups if not group[1].isdisjoint(columns)]
        groups = [group for group in groups if group not in near]
        rows = (*(one for group in near for one in group[0]), row)
        groups.append((rows, frozenset(columns).union(*(group[1] for group in near))))
    return [rows for rows, columns in groups if len(columns) > 0]


def _best(
    rows: tuple[int, ...], worths: Sequence[Mapping[int, int]], taken: frozenset[int]
) -> tuple[int, list[tuple[int, int]]]:
    """Give the worth and the pairs of the best pairing of some rows, by trying all."""
    if len(rows) == 0:
        return 0, []
    best = _best(rows[1:], worths, taken)
    for column, worth in worths[rows[0]].items():
        if column not in taken:
            rest, pairs = _best(rows[1:], worths, taken | {column})
            if rest + worth > best[0]:
                best = rest + worth, [(rows[0], column), *pairs]
    return best


def is_match(gold: GoldFrame, found: Frame, types: TypeMap) -> bool:
    """Whether type and trigger are those of the annotated frame."""
    if not gold.trigger.overlaps(trigger(found)):
        return False
    return any(found.type in types.alike.get(one, {one}) for one in gold.types)


def trigger(found: Frame) -> Span:
    """Give the trigger's span."""
    return Span(found.trigger_start, found.trigger_end)


def judge(text: GoldText, gold: GoldFrame, found: Frame) -> Matched:
    """Compare a found frame with the annotated one that it matches."""
    faults = [
        Fault("argument", f"{one.role}={_quote(text, one)}", _other_role(one, found))
        for one in gold.args
        if not any(_is_argument(one, other) for other in found.args)
    ]
    if found.hedge not in gold.hedges:
        faults.append(Fault("hedge", "|".join(gold.hedges), found.hedge))
    if found.polarity != gold.polarity:
        faults.append(Fault("polarity", gold.polarity, found.polarity))
    faults.extend(_time_faults(text, gold, found))
    faults.extend(_source_faults(text, gold, found))
    extra = tuple(one for one in found.args if not any(_is_argument(other, one) for other in gold.args))
    return Matched(gold, found, tuple(faults), extra)


def _is_argument(gold: GoldArgument, found: Argument) -> bool:
    return gold.role == found.role and _is_filler(gold, found)


def _is_filler(gold: GoldArgument, found: Argument) -> bool:
    span = _span(found)
    if span is None:
        return gold.is_implied
    return any(span.overlaps(one) for one in gold.spans)


def _other_role(gold: GoldArgument, found: Frame) -> str:
    roles = sorted({one.role for one in found.args if _is_filler(gold, one)})
    return f"as {'/'.join(roles)}" if len(roles) > 0 else ""


def _span(found: Argument) -> Span | None:
    start, end = found.start, found.end
    return None if start is None or end is None else Span(start, end)


def _quote(text: GoldText, gold: GoldArgument) -> str:
    return "(subject)" if gold.is_implied else " / ".join(quote(text, one) for one in gold.spans)


def quote(text: GoldText, span: Span) -> str:
    """Give the words at a span, on one line."""
    return " ".join(text.text[span.start : span.end].split())


def _time_faults(text: GoldText, gold: GoldFrame, found: Frame) -> list[Fault]:
    start, end = found.time_start, found.time_end
    span = None if start is None or end is None else Span(start, end)
    if gold.time is None and span is None:
        return []
    if gold.time is not None and span is not None and gold.time.overlaps(span):
        return []
    expected, given = (("none" if one is None else quote(text, one)) for one in (gold.time, span))
    return [Fault("time", expected, given)]


def _source_faults(text: GoldText, gold: GoldFrame, found: Frame) -> list[Fault]:
    given = [span for span in map(_span, found.attribution) if span is not None]
    if has_sources(gold.sources, given):
        return []
    named = ["the text itself" if one.is_author else quote(text, one.spans[0]) for one in gold.sources]
    return [Fault("source", " < ".join(named) or "none", " < ".join(quote(text, span) for span in given) or "none")]


def has_sources(gold: Sequence[GoldSource], found: Sequence[Span]) -> bool:
    """Whether the found sources are those of the chain; nobody is right where nobody or the author is annotated."""
    named = [one for one in gold if not one.is_author]
    if len(found) == 0:
        return len(named) == 0
    return len(gold) > 0 and all(any(span.overlaps(one) for span in found for one in source.spans) for source in gold)
