"""Statements entered by hand: rows of the ledger become statements and evidence like any other source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from counterflow.clean.date import read_date
from counterflow.collect.party import Party
from counterflow.collect.problem import make_problem
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.ledger.entry import canonical_json
from counterflow.model.doubt import Hedge, Polarity
from counterflow.model.handling import TLP_LABELS, parse_handling
from counterflow.model.identity import make_id
from counterflow.model.schema import clean_value, property_type
from counterflow.model.told import MANUAL as DATASET
from counterflow.stage import Row
from counterflow.tables import Resource

EXTRACTOR = "entry/1"


def check_entry(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Check an entry by hand as the next run will read it; returns it with its date in EDTF.

    Raises:
        InputError: an id, schema, property, value, date or marking that no run could read.
    """
    entity_id, schema, prop, value = (str(payload[name]) for name in ("entity_id", "schema", "prop", "value"))
    if not entity_id.isprintable() or entity_id != entity_id.strip():
        raise InputError(f"the id {entity_id!r} cannot be used", expected="printable characters, no space around them")
    if clean_value(schema, prop, value) is None:
        raise InputError(f"{value!r} is not a valid {property_type(schema, prop)}", where=f"value of {prop}")
    if payload.get("handling") is not None:
        parse_handling(str(payload["handling"]))
    published = payload.get("published")
    if published is None:
        return dict(payload)
    edtf = read_date(str(published))
    if edtf is None:
        raise InputError(f"published is {published!r}", expected="a date, e.g. 2022-01-28, 2022-01 or 2022")
    return {**payload, "published": edtf}


def marking_of(payload: Mapping[str, Any], default_handling: str) -> str:
    """Give the marking of an entry by hand; one that no run could read has the strictest."""
    try:
        return str(parse_handling(payload.get("handling") or default_handling))
    except InputError:
        return TLP_LABELS[-1]


def read_entry(payload: Mapping[str, Any], default_handling: str) -> Iterator[Row]:
    """Yield the resource, statement and evidence of one entry by hand; a problem if it cannot be read."""
    text = canonical_json(payload).encode("utf-8")
    digest = hashlib.sha256(text).hexdigest()
    file = SourceFile(
        Path("ledger.sqlite"), f"ledger.sqlite#{digest[:12]}", digest, len(text), make_id(DATASET, digest)
    )
    try:
        check_entry(payload)
    except InputError as exc:
        advice = "Find it with `counterflow ledger CASE list`, take it back with `undo`, and enter it again"
        subject = f"entry by hand about {payload['entity_id']}"
        yield make_problem(
            None, exc.what, path=file.name, record=subject, value=text.decode(), expected=exc.expected, next_step=advice
        )
        return
    handling = str(parse_handling(payload.get("handling") or default_handling))
    source = Source("entry", (file,), DATASET, payload.get("publisher"), payload.get("published"), handling)
    party = Party(source, EXTRACTOR, payload["schema"], payload["entity_id"], digest[:12])
    party.add(
        payload["prop"],
        payload["value"],
        field=payload["source"],
        passage=payload["passage"],
        hedge=payload.get("hedge", Hedge.FACT),
        polarity=payload.get("polarity", Polarity.AFFIRMED),
    )
    yield Resource(
        id=file.resource_id,
        path=file.name,
        url=None,
        sha256=digest,
        bytes=file.bytes,
        format="entry",
        mime_type="application/json",
        encoding="utf-8",
        dataset=DATASET,
        publisher=source.publisher,
        published=source.published,
        records=1,
        handling=handling,
    )
    yield from party.rows()
