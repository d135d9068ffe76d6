"""Our annotated sentences, read with the texts that they name, and checked.

`benchmarks/reading/gold/*.jsonl` hold places and labels, no text (but `doubt.jsonl`, whose sentences are ours); the
README beside them describes the form. A text is read once with all its sentences, since a name or a speaker may stand
in another one. The annotated report of the shared data is read by `annotation` into the same rows.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.reading.source import Locator, read_source

from counterflow.extract.parse.passage import Span

GOLD = Path(__file__).parent / "gold"
SETS = ("reports", "narratives", "doubt", "second", "quantities")
HEDGES = frozenset({"fact", "reported", "estimated", "planned", "possible", "opinion", "former"})
POLARITIES = frozenset({"affirmed", "negated", "denied"})


class GoldArgument(NamedTuple):
    """An argument of an annotated frame."""

    role: str
    spans: tuple[Span, ...]
    """Spans that fill it: one, but for an implied subject those where the text itself names or means it."""
    is_implied: bool = False
    """Whether the listed party fills it without being named; an argument without a span is then right."""


class GoldSource(NamedTuple):
    """Who says so."""

    spans: tuple[Span, ...]
    """Spans that name it."""
    is_author: bool = False
    """Whether the text speaks for itself; naming nobody is then right."""


class GoldFrame(NamedTuple):
    """An annotated event or relation."""

    types: tuple[str, ...]
    """Frame type, then others to accept."""
    trigger: Span
    args: tuple[GoldArgument, ...]
    time: Span | None
    polarity: str
    hedges: tuple[str, ...]
    """Hedge, then others to accept."""
    sources: tuple[GoldSource, ...]
    is_optional: bool = False
    """Neither finding nor missing it is an error."""

    @property
    def is_firm(self) -> bool:
        """Whether the text tells it as something that is so."""
        return self.polarity == "affirmed" and self.hedges[0] in ("fact", "reported")


class GoldMention(NamedTuple):
    """An annotated mention."""

    start: int
    end: int
    type: str
    form: str
    entity: str | None


class GoldQuantity(NamedTuple):
    """An annotated quantity; `norm_` values in kg, m, km2, h, % or the currency."""

    start: int
    end: int
    kind: str
    unit: str | None
    norm_lo: float | None
    norm_hi: float | None
    norm_unit: str | None
    modifier: str | None
    per: str | None


class GoldTime(NamedTuple):
    """An annotated time expression."""

    start: int
    end: int
    kind: str
    value: str


class GoldPassage(NamedTuple):
    """A stretch of text in which everything is annotated: a sentence, or all of a text."""

    start: int
    end: int
    frames: tuple[GoldFrame, ...]
    mentions: tuple[GoldMention, ...] = ()
    quantities: tuple[GoldQuantity, ...] = ()
    times: tuple[GoldTime, ...] = ()
    kind: str = ""
    """Why it is in doubt (`doubt.jsonl`), or how it was found (`quantities.jsonl`)."""


class GoldText(NamedTuple):
    """An annotated text."""

    name: str
    text: str
    passages: tuple[GoldPassage, ...]
    subject: str | None = None
    published: str | None = None
    unscored: tuple[Span, ...] = ()
    """Triggers of what is annotated and not scored: a frame found there counts neither way."""

    @property
    def frames(self) -> list[GoldFrame]:
        """All annotated frames."""
        return [frame for passage in self.passages for frame in passage.frames]


class TypeMap(NamedTuple):
    """Frame types, and the types of the annotated report mapped to them."""

    types: frozenset[str]
    relations: frozenset[str]
    annotated: Mapping[str, str | None]
    """Frame type of an annotated type; None: not scored."""
    alike: Mapping[str, frozenset[str]]
    """Types that count as the same, itself among them."""


class GoldError(Exception):
    """The gold contradicts itself or its text."""


@functools.cache
def load_types(data: Path) -> TypeMap:
    """Load `text/gold/type_map.json` of the shared data."""
    raw = json.loads((data / "text/gold/type_map.json").read_text(encoding="utf-8"))
    types = frozenset(itertools.chain.from_iterable(raw["frame_types"].values()))
    alike = {one: frozenset({one}) for one in types}
    for group in raw["interchangeable"]:
        for one in group:
            alike[one] |= frozenset(group)
    return TypeMap(types, frozenset(raw["frame_types"]["relation"]), raw["map"], alike)


def load_gold(data: Path, name: str) -> list[GoldText]:
    """Load one of `SETS` with its texts, in the order of the file.

    Raises:
        LocatorError: a text is not where the gold says.
        GoldError: an offset or label is impossible.
    """
    lines = [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    keyed: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for number, line in enumerate(lines):
        place = Locator(**line["source"]) if "source" in line else Locator(f"{name}.jsonl", str(number + 1))
        keyed.setdefault((place, line.get("subject")), []).append(line)
    texts = []
    for (place, subject), group in keyed.items():
        text = group[0]["text"] if "text" in group[0] else read_source(data, place)
        passages = tuple(_passage(line) for line in group)
        texts.append(GoldText(str(place), text, passages, subject=subject))
    for one in texts:
        check(one, load_types(data).types)
    return texts


def _passage(line: Mapping[str, Any]) -> GoldPassage:
    mentions = tuple(
        GoldMention(one["start"], one["end"], one["type"], one["form"], one["entity"])
        for one in line.get("mentions", ())
    )
    subject = tuple(Span(one.start, one.end) for one in mentions if one.entity == "subject")
    return GoldPassage(
        line["start"],
        line["end"],
        tuple(_frame(one, subject) for one in line.get("frames", ())),
        mentions,
        tuple(make_quantity(one) for one in line["quantities"]),
        tuple(GoldTime(one["start"], one["end"], one["kind"], one["value"]) for one in line.get("times", ())),
        line.get("kind", line.get("found", "")),
    )


def _frame(one: Mapping[str, Any], subject: tuple[Span, ...]) -> GoldFrame:
    return GoldFrame(
        (one["type"], *one.get("type_alt", ())),
        Span(*one["trigger"]),
        tuple(
            GoldArgument(arg["role"], subject, is_implied=True)
            if arg.get("implied", False)
            else GoldArgument(arg["role"], (Span(arg["start"], arg["end"]),))
            for arg in one["args"]
        ),
        None if one["time"] is None else Span(*one["time"]),
        one["polarity"],
        (one["hedge"], *one.get("hedge_alt", ())),
        tuple(GoldSource((Span(*source),)) for source in one["attribution"]),
        one.get("optional", False),
    )


def make_quantity(one: Mapping[str, Any]) -> GoldQuantity:
    """Make a quantity of its JSON."""
    return GoldQuantity(*(one[field] for field in GoldQuantity._fields))


def check(text: GoldText, types: frozenset[str]) -> None:
    """Check that offsets lie where they can and labels are those of the form.

    Raises:
        GoldError: one does not.
    """
    for passage in text.passages:
        _check_span(text, passage.start, passage.end, GoldPassage(0, len(text.text), ()))
        labelled: Iterable[Sequence[Any]] = (*passage.mentions, *passage.quantities, *passage.times)
        for start, end, *_ in labelled:
            _check_span(text, start, end, passage)
        for frame in passage.frames:
            for span in _spans(frame):
                # A frame may take an argument, a time or a source from the sentence before.
                _check_span(text, span.start, span.end, GoldPassage(0, len(text.text), ()))
            _check_span(text, frame.trigger.start, frame.trigger.end, passage)
            labels = (*(one not in types for one in frame.types), *(one not in HEDGES for one in frame.hedges))
            if any(labels) or frame.polarity not in POLARITIES:
                raise GoldError(f"{text.name} {frame.trigger}: unknown type, hedge or polarity")


def _spans(frame: GoldFrame) -> Iterator[Span]:
    yield frame.trigger
    for argument in frame.args:
        yield from argument.spans
    for source in frame.sources:
        yield from source.spans
    if frame.time is not None:
        yield frame.time


def _check_span(text: GoldText, start: int, end: int, within: GoldPassage) -> None:
    if not within.start <= start < end <= within.end:
        raise GoldError(f"{text.name}: [{start}, {end}) is empty or outside [{within.start}, {within.end})")
    span = text.text[start:end]
    if span != span.strip():
        raise GoldError(f"{text.name}: [{start}, {end}) begins or ends with white space: {span!r}")
    before, after = text.text[max(start - 1, 0) : start], text.text[end : end + 1]
    if _is_in_word(before, span[0]) or _is_in_word(span[-1], after):
        raise GoldError(f"{text.name}: [{start}, {end}) begins or ends inside a word: {before}[{span}]{after}")


def _is_in_word(left: str, right: str) -> bool:
    # "UNdesignated", as one advisory has it, is two words.
    return left.isalnum() and right.isalnum() and left.isupper() == right.isupper()
