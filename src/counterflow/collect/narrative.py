"""Narratives: the free text of a list record becomes a document whose implied subject is the party."""

from __future__ import annotations

from counterflow.collect.document import document_id
from counterflow.collect.source import Source
from counterflow.tables import Document, Offset


def make_narrative(  # noqa: PLR0913 - one argument a column
    source: Source, subject: str, record: str, field: str, text: str, *, language: str, name: str | None
) -> Document:
    """Make the `document` row of a narrative field; its offsets count from the beginning of the field.

    Args:
        source: the list.
        subject: `entity_id` of the party that it is about.
        record: record of the list.
        field: field of the record.
        text: the field.
        language: ISO 639-3 code.
        name: name of the party.
    """
    row = Document(
        id="",
        resource_id=source.main.resource_id,
        kind="narrative",
        title=None,
        author=None,
        publisher=source.publisher,
        published=source.published,
        last_seen=source.published,
        gone_on=None,
        language=language,
        text=text,
        pages=(),
        offsets=(Offset(0, len(text), 0, len(text)),),
        subject=subject,
        subject_name=name,
        record=record,
        field=field,
        is_ocr=False,
        handling=source.handling,
    )
    return row._replace(id=document_id(row))
