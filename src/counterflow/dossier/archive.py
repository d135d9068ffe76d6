"""A build opened for reading: its tables behind an engine, its texts behind an index."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from counterflow.case import Case
from counterflow.collect.dataset import find_dataset
from counterflow.dossier.clock import NOW, Clock, clock_views
from counterflow.dossier.shape import PartyRef, ResourceRef
from counterflow.engine import Engine, connect
from counterflow.model.told import DATASET as DOCUMENT_DATASET
from counterflow.model.told import MANUAL as MANUAL_DATASET
from counterflow.run.build import Build
from counterflow.search.text_index import TextIndex

OWN_TITLES = {DOCUMENT_DATASET: "Reports of this case", MANUAL_DATASET: "Entered by hand"}
"""Titles of the datasets that every case may have."""


class Archive:
    """One build of a case, open; safe to use from several threads."""

    def __init__(self, case: Case, build: Build, clock: Clock = NOW) -> None:
        self.case = case
        self.build = build
        self.clock = clock
        self.engine: Engine = connect(build.paths(), views=clock_views(clock))

    @functools.cached_property
    def text_index(self) -> TextIndex:
        """The full-text index, opened when first asked."""
        return TextIndex(self.build.text_index_path)

    def close(self) -> None:
        """Give back memory and files; nobody may read from it any more."""
        self.engine.close()
        # An index has nothing to close: its files are given back with its last reference.
        self.__dict__.pop("text_index", None)

    def rows(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """Run one SELECT; parameters are `$name`."""
        rows: list[dict[str, Any]] = self.engine.query(sql, parameters).to_pylist()
        return rows

    @property
    def place(self) -> str:
        """The build, and the day as of which it is looked at, for errors."""
        known = "" if self.clock.known_at is None else f" as known on {self.clock.known_at}"
        valid = "" if self.clock.valid_at is None else f", valid on {self.clock.valid_at}"
        return f"build {self.build.manifest.build}{known}{valid}"

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        if self.clock.is_now:
            tables = self.build.manifest.tables
            return tables[table].rows if table in tables else 0
        return int(self.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"])  # noqa: S608 - one of our names

    def party_refs(self, ids: Iterable[str]) -> dict[str, PartyRef]:
        """Look up captions and schemata by canonical_id."""
        wanted = sorted(set(ids))
        if len(wanted) == 0:
            return {}
        found = self.rows(
            "SELECT canonical_id, caption, schema FROM entity WHERE canonical_id IN (SELECT unnest($ids))", ids=wanted
        )
        return {
            row["canonical_id"]: PartyRef(id=row["canonical_id"], caption=row["caption"], schema_=row["schema"])
            for row in found
        }

    def subject_refs(self, entity_ids: Iterable[str | None]) -> dict[str | None, PartyRef]:
        """Look up the parties that narratives are about, by the entity_id that the list gives them."""
        wanted = sorted({one for one in entity_ids if one is not None})
        if len(wanted) == 0:
            return {}
        rows = self.rows(
            "SELECT entity_id, canonical_id FROM canonical WHERE entity_id IN (SELECT unnest($ids))", ids=wanted
        )
        refs = self.party_refs(row["canonical_id"] for row in rows)
        return {row["entity_id"]: refs[row["canonical_id"]] for row in rows if row["canonical_id"] in refs}

    def publisher_name(self, key: str | None) -> str | None:
        """Give a publisher's name as case.toml spells it."""
        if key is None:
            return None
        publisher = self.case.publishers.get(key)
        return key if publisher is None else str(publisher.name)

    @staticmethod
    def dataset_title(name: str) -> str:
        """Give a dataset's title for people."""
        dataset = find_dataset(name)
        return OWN_TITLES.get(name, name) if dataset is None else dataset.title


RESOURCE_COLUMNS = ", ".join(f"r.{name} AS resource_{name}" for name in ("path", "format", "published", "sha256"))
"""SELECT list that `resource_ref` reads, beside a column `resource_id`."""


def resource_ref(row: Mapping[str, Any]) -> ResourceRef:
    """Make the source line of a row that selected `resource_id` and `RESOURCE_COLUMNS`."""
    return ResourceRef(
        id=row["resource_id"],
        path=row["resource_path"],
        format=row["resource_format"],
        published=row["resource_published"],
        sha256=row["resource_sha256"],
    )
