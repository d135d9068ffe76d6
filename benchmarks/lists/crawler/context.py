"""What every crawler of the peer uses: entities, designations and the statement file, after zavod's `Context`.

An entity is FollowTheMoney's own `StatementEntity`, so each value is cleaned as it is added; emitting one writes its
statements, with FtM's id statement, through FtM's own CSV writer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from followthemoney.dataset import Dataset
from followthemoney.statement import StatementEntity
from followthemoney.statement.serialize import CSVStatementWriter
from lxml import etree
from prefixdate import parse_formats

DATE_FORMATS = ("%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%b %Y", "%B %Y", "%Y-%m", "%Y")
"""Notations of the lists read here."""


class Context:
    """Makes and emits the entities of one file."""

    def __init__(self, dataset: str, seen: str | None, writer: CSVStatementWriter) -> None:
        self.dataset = Dataset.make({"name": dataset, "title": dataset})
        self.seen = seen
        """Date of the vintage, which zavod writes as first and last seen."""
        self.writer = writer
        self.records = 0
        """Listings, without the designations and links beside them."""
        self.statements = 0
        self.ids: set[str] = set()

    def make(self, schema: str, *key: str) -> StatementEntity:
        """Make an entity whose id is the dataset's name and the key, as zavod's `make_slug`."""
        entity_id = "-".join((self.dataset.name.replace("_", "-"), *key))
        return StatementEntity(self.dataset, {"schema": schema, "id": entity_id})

    def make_sanction(self, entity: StatementEntity, key: str = "") -> StatementEntity:
        """Make the designation of a party, as zavod's `h.make_sanction`."""
        sanction = self.make("Sanction", hash_key(str(entity.id), "sanction", key))
        sanction.add("entity", entity)
        return sanction

    def emit(self, entity: StatementEntity) -> None:
        """Write the statements of an entity."""
        for statement in entity.statements:
            statement.first_seen = statement.last_seen = self.seen
            self.writer.write(statement)
            self.statements += 1

    def emit_party(self, entity: StatementEntity, sanction: StatementEntity) -> None:
        """Write a listing: the party and its designation."""
        entity.add("topics", "sanction", quiet=True)
        self.emit(entity)
        self.emit(sanction)
        self.records += 1
        self.ids.add(str(entity.id))


def hash_key(*parts: str) -> str:
    """Hash what identifies an entity where it cannot stand in an id, as zavod's `make_id`."""
    return hashlib.sha1(".".join(parts).encode(), usedforsecurity=False).hexdigest()


def add_date(entity: StatementEntity, prop: str, text: str | None) -> None:
    """Add a date in one of the lists' notations; a range adds both its ends."""
    if text is None or text.strip() == "":
        return
    for part in text.lower().replace("circa", "").replace("approximately", "").split(" to "):
        entity.add(prop, parse_formats(part.strip().title(), DATE_FORMATS).text, quiet=True, original_value=text)


def join_text(*parts: str | None, sep: str = ", ") -> str | None:
    """Join what is there, as an address line is joined."""
    present = [part.strip() for part in parts if part is not None and part.strip() != ""]
    return sep.join(present) if len(present) > 0 else None


def read_elements(path: Path, *names: str) -> Iterator[etree._Element]:
    """Yield the elements of these names, whatever their namespace, freed when done with."""
    with path.open("rb") as handle:
        for _, element in etree.iterparse(handle, tag=[f"{{*}}{name}" for name in names]):
            yield element
            element.clear()


def text_of(element: etree._Element, path: str) -> str | None:
    """Give the text of the first element at a path of local names."""
    found = element.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    return None if found is None else found.text


def texts_of(element: etree._Element, path: str) -> list[str]:
    """Give the texts of all elements at a path of local names."""
    found: Iterable[etree._Element] = element.iterfind("/".join(f"{{*}}{name}" for name in path.split("/")))
    return [one.text for one in found if one.text is not None]
