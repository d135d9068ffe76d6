"""What documents tell, as statements: how the entities and statements that `extract` makes are known from a list's.

A list states; a document tells. What is told never alerts, never changes what a list says of its party, and leaves
the system only as what somebody affirmed. So every stage has to know the one from the other.
"""

from __future__ import annotations

from counterflow.model.identity import make_id

DATASET = "case_documents"
"""FtM dataset of everything that the documents of a case tell."""

MANUAL = "manual"
"""FtM dataset of what was entered by hand."""

LOCAL_DATASETS = (DATASET, MANUAL)
"""Datasets that each case has for itself: one name, other content."""

ORIGIN = "told/1"
"""`statement.origin` of what was read from documents: the maker of statements and its version."""

IS_TOLD = f"coalesce(origin = '{ORIGIN}', false)"
"""The SQL condition on `statement` for what documents tell."""

PARTY_PREFIX = "zdoc-"
PARTY_ID_SQL = f"'{PARTY_PREFIX}' || sha1(document_id || chr(31) || entity)"
"""The SQL expression on `mention` for `party_id`."""

EVENT_PREFIX = "zframe-"
COMMODITY_PREFIX = "zgood-"
# `canonical_id` is the smallest id of a cluster: with these first letters, a listed party keeps the id of a list.


def no_party_sql(column: str) -> str:
    """Give the SQL condition for ids of what is told and is no party: an event, a tie, a commodity."""
    return f"(starts_with({column}, '{EVENT_PREFIX}') OR starts_with({column}, '{COMMODITY_PREFIX}'))"


def party_id(document_id: str, entity: str) -> str:
    """Make the id of a party that a document names, from the document's own id of it."""
    return PARTY_PREFIX + make_id(document_id, entity)


def frame_entity_id(frame_id: str) -> str:
    """Make the id of the event or tie that a frame becomes."""
    return EVENT_PREFIX + frame_id


def commodity_id(key: str) -> str:
    """Make the id of a commodity of the ontology: the same in all documents."""
    return COMMODITY_PREFIX + key.replace("_", "-")


def is_told_party(entity_id: str) -> bool:
    """Whether an entity is a party as one document names it."""
    return entity_id.startswith(PARTY_PREFIX)


def is_told_event(entity_id: str) -> bool:
    """Whether an entity is an event or a tie as one passage tells it."""
    return entity_id.startswith(EVENT_PREFIX)
