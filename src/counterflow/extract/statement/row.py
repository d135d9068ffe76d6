"""Statements and their evidence as rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from counterflow.model.identity import make_id, statement_id
from counterflow.model.schema import clean_value, property_type
from counterflow.model.told import DATASET, ORIGIN
from counterflow.tables import Evidence, Frame, Mention, Statement


class Source(NamedTuple):
    """The document that tells it."""

    document_id: str
    resource_id: str
    text: str
    handling: str
    subject_id: str | None = None
    """`entity_id` of its implied subject."""


class Passage(NamedTuple):
    """Where it is told, by whom and how firmly."""

    start: int
    end: int
    attribution: tuple[str, ...]
    hedge: str
    polarity: str
    frame_id: str | None
    extractor: str


def passage_of_frame(frame: Frame) -> Passage:
    """Give the passage of a frame: its sentence, its speakers, its doubt."""
    speakers = tuple(one.text for one in frame.attribution)
    return Passage(frame.start, frame.end, speakers, frame.hedge, frame.polarity, frame.id, frame.extractor)


def passage_of_name(mention: Mention) -> Passage:
    """Give the passage of a name. That a text calls something so is a fact, whatever it tells of it."""
    span = mention.sentence_start, mention.sentence_end
    return Passage(*span, (), "fact", "affirmed", None, mention.extractor)


class Rows:
    """The statements of one document, each once, and their evidence."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._statements: dict[str, Statement] = {}
        self._evidence: dict[str, Evidence] = {}

    def add(
        self, entity_id: str, schema: str, prop: str, value: str, passage: Passage, edtf: str | None = None
    ) -> str | None:
        """Add a value with the passage that tells it; gives the id of its statement, None where it cannot be one."""
        cleaned = clean_value(schema, prop, value)
        if cleaned is None:
            return None
        source = self._source
        key = statement_id(DATASET, entity_id, prop, cleaned)
        self._statements.setdefault(
            key,
            Statement(
                id=key,
                entity_id=entity_id,
                canonical_id=entity_id,
                prop=prop,
                prop_type=property_type(schema, prop),
                schema=schema,
                value=cleaned,
                dataset=DATASET,
                origin=ORIGIN,
                lang=None,
                original_value=value if value != cleaned else None,
                external=False,
                first_seen=None,
                last_seen=None,
                handling=source.handling,
            ),
        )
        evidence = Evidence(
            id=make_id(key, source.document_id, *passage[:2], passage.hedge, passage.polarity, passage.frame_id, edtf),
            statement_id=key,
            resource_id=source.resource_id,
            document_id=source.document_id,
            start=passage.start,
            end=passage.end,
            record=None,
            field=None,
            text=source.text[passage.start : passage.end],
            edtf=edtf,
            attribution=passage.attribution,
            hedge=passage.hedge,
            polarity=passage.polarity,
            frame_id=passage.frame_id,
            first_seen=None,
            last_seen=None,
            gone_on=None,
            extractor=passage.extractor,
            handling=source.handling,
        )
        self._evidence.setdefault(evidence.id, evidence)
        return key

    def text(self, start: int, end: int) -> str:
        """Give a span of the document."""
        return self._source.text[start:end]

    def rows(self) -> Iterator[Statement | Evidence]:
        """Yield the statements, then their evidence."""
        yield from self._statements.values()
        yield from self._evidence.values()
