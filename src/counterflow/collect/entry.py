"""Statements entered by hand: rows of the ledger become statements and evidence like any other source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from counterflow.collect.party import Party
from counterflow.collect.source import Source, SourceFile
from counterflow.ledger.entry import canonical_json
from counterflow.model.doubt import Hedge, Polarity
from counterflow.model.handling import parse_handling
from counterflow.model.identity import make_id
from counterflow.stage import Row
from counterflow.tables import Resource

DATASET = "manual"
EXTRACTOR = "entry/1"


def read_entry(payload: Mapping[str, Any], default_handling: str) -> Iterator[Row]:
    """Yield the resource, statement and evidence of one entry by hand."""
    text = canonical_json(payload).encode("utf-8")
    digest = hashlib.sha256(text).hexdigest()
    file = SourceFile(
        Path("ledger.sqlite"), f"ledger.sqlite#{digest[:12]}", digest, len(text), make_id(DATASET, digest)
    )
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
