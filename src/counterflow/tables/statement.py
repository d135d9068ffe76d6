"""statement: one value one dataset gives for one property of one entity."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table


class Statement(NamedTuple):
    """FollowTheMoney's statement, its columns and names unchanged (`followthemoney.statement`).

    `id` is FtM's own key, so `ftm` tools and Counterflow agree on which statements are the same."""

    id: Annotated[str, "FtM's key: SHA-1 of dataset, entity, property, value, language and external flag."]
    entity_id: Annotated[str, "The entity as its dataset names it."]
    canonical_id: Annotated[
        str,
        "Equal to `entity_id` here: statements are immutable; `canonical` holds the resolved id.",
    ]
    prop: Annotated[
        str,
        "Property of the schema, e.g. `name`, `birthDate`; `id` for an entity without any other value.",
    ]
    prop_type: Annotated[str, "FtM type of the property, e.g. `name`, `date`, `entity`."]
    schema: Annotated[str, "FtM schema of the entity, or one of our own extending it."]
    value: Annotated[str, "The cleaned value."]
    dataset: Annotated[str, "FtM dataset name."]
    origin: Annotated[str | None, "Reader or extractor that made the statement."]
    lang: Annotated[str | None, "ISO 639-3 code of the value, where the source states it."]
    original_value: Annotated[str | None, "The value before cleaning, where that changed it."]
    external: Annotated[bool, "FtM's flag for entities that enrich a dataset without being part of it."]
    first_seen: Annotated[str | None, "Date of the first vintage that held it, by the publisher's date."]
    last_seen: Annotated[str | None, "Date of the last vintage that held it, by the publisher's date."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


STATEMENT = Table(
    Statement,
    key=("id",),
    writers=("collect", "extract", "receive"),
    readers=("receive", "resolve", "weigh", "trace", "plan", "share"),
    merge={
        "schema": "latest",
        "first_seen": "min",
        "last_seen": "max",
        "original_value": "min",
        "origin": "min",
        "handling": "widest",
    },
)
