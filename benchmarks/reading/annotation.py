"""The annotated report of the shared data, read into the rows of `gold`.

Its README has the form and the rule. What that leaves open is decided here, once:

- A claim counts when it is `core` and its type is mapped to a frame type. What else is annotated counts neither way,
  and so does any frame found at its trigger.
- `same_event` ties accounts of one event together, in this report and the other one. The first account in a text
  counts; what repeats it may be found or not.
- A source without a span is the text's author: right is no source at all, or a span that names the author ("we" too).
- The annotation has no hedge `former`; where a claim's note says "status: former" that hedge is accepted too.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.reading.gold import (
    GoldArgument,
    GoldError,
    GoldFrame,
    GoldMention,
    GoldPassage,
    GoldSource,
    GoldText,
    GoldTime,
    TypeMap,
    check,
    load_types,
    make_quantity,
)

from counterflow.extract.parse.passage import Span

_AUTHOR = re.compile(r"\b(?:I|[Ww]e)\b")


def load_reports(data: Path) -> list[GoldText]:
    """Load every annotated report below `text/gold` of the shared data.

    Raises:
        GoldError: the text is another one than was annotated, or a label does not fit it.
    """
    paths = sorted((data / "text/gold").glob("*.json"))
    return [_load(path, load_types(data)) for path in paths if path.name != "type_map.json"]


def _load(path: Path, types: TypeMap) -> GoldText:
    raw = json.loads(path.read_text(encoding="utf-8"))
    content = (path.parent / raw["doc"]["file"]).read_bytes()
    if hashlib.sha256(content).hexdigest() != raw["doc"]["sha256"]:
        raise GoldError(f"{path.name}: {raw['doc']['file']} is not the text that was annotated")
    text = content.decode("utf-8")
    _check_texts(path.name, text, raw)
    scored, unscored = _claims(raw, types, [Span(*one.span()) for one in _AUTHOR.finditer(text)])
    passage = GoldPassage(
        0,
        len(text),
        scored,
        tuple(
            GoldMention(one["start"], one["end"], one["type"], one["form"], one["entity"]) for one in raw["mentions"]
        ),
        tuple(make_quantity(one) for one in raw["quantities"]),
        tuple(GoldTime(one["start"], one["end"], one["kind"], one["value"]) for one in raw["times"]),
    )
    # The year of publication is inferred, so a reader is not given it.
    published = None if "X" in raw["doc"]["published"] else raw["doc"]["published"]
    report = GoldText(path.name, text, (passage,), published=published, unscored=unscored)
    check(report._replace(passages=(passage._replace(start=0, end=len(text.rstrip())),)), types.types)
    return report


def _check_texts(name: str, text: str, node: Any) -> None:
    """Check that each span that comes with its text has it."""
    if isinstance(node, list):
        for one in node:
            _check_texts(name, text, one)
    elif isinstance(node, dict):
        if {"start", "end", "text"} <= node.keys() and text[node["start"] : node["end"]] != node["text"]:
            raise GoldError(f"{name}: [{node['start']}, {node['end']}) is not {node['text']!r}")
        _check_texts(name, text, list(node.values()))


def _claims(
    raw: Mapping[str, Any], types: TypeMap, first_person: list[Span]
) -> tuple[tuple[GoldFrame, ...], tuple[Span, ...]]:
    named: dict[str, list[Span]] = {}
    for one in raw["mentions"]:
        named.setdefault(one["entity"], []).append(Span(one["start"], one["end"]))
    authors = {
        source["entity"] for claim in raw["claims"] for source in claim["attribution"] if source["source"] is None
    }
    for author in authors:
        named.setdefault(author, []).extend(first_person)
    scored, unscored = [], []
    told: set[tuple[str, str]] = set()
    for claim in raw["claims"]:
        type_ = types.annotated[claim["type"]]
        trigger = Span(claim["trigger"]["start"], claim["trigger"]["end"])
        if type_ is None or not claim["core"]:
            unscored.append(trigger)
            continue
        event = claim.get("same_event")
        scored.append(_frame(claim, type_, named)._replace(is_optional=event is not None and (event, type_) in told))
        if event is not None:
            told.add((event, type_))
    return tuple(scored), tuple(unscored)


def _frame(claim: Mapping[str, Any], type_: str, named: Mapping[str, list[Span]]) -> GoldFrame:
    trigger, time = claim["trigger"], claim.get("time")
    former = ("former",) if "status: former" in (claim.get("note") or "") else ()
    return GoldFrame(
        (type_,),
        Span(trigger["start"], trigger["end"]),
        tuple(GoldArgument(one["role"], (Span(one["start"], one["end"]),)) for one in claim["args"]),
        None if time is None else Span(time["start"], time["end"]),
        claim["polarity"],
        (claim["hedge"], *claim["hedge_alt"], *former),
        tuple(
            GoldSource((Span(one["source"]["start"], one["source"]["end"]),))
            if one["source"] is not None
            else GoldSource(tuple(named.get(one["entity"], ())), is_author=True)
            for one in claim["attribution"]
        ),
    )
