"""FollowTheMoney entities as JSON lines: one entity a line, as `ftm` tools, OpenSanctions and Counterflow write them.

    {"id": "ofac-1", "schema": "Person", "properties": {"name": ["..."]}, "datasets": ["us_ofac_sdn"]}

Format: https://followthemoney.tech/docs/ (entity data). Of the other fields `first_seen` and `last_seen` are read;
`caption`, `referents`, `target`, `last_change` and `origin` follow from the rest or from another system's build, and
are not.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.ftm.entity import (
    BASE_ID,
    FtmEntity,
    Refused,
    common_schema,
    entity_rows,
    line_problem,
    read_entity,
    read_lines,
)
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row
from counterflow.tables import Problem

FIELDS = {
    "id": "entity id",
    "schema": "schema",
    "properties": "the statements, each value cleaned by the type of its property",
    "datasets": "dataset, the first",
    "dataset": "dataset",
    "first_seen": "first_seen of the statements",
    "last_seen": "last_seen of the statements",
    "caption": "dropped: follows from the names",
    "referents": "dropped: the merges of another system's build",
    "target": "dropped: follows from the topics",
    "last_change": "dropped: another system's clock",
    "origin": "dropped: another system's reader",
}

_ENTITY = re.compile(r'\s*\{.*"schema"\s*:\s*"', re.DOTALL)


class FtmJson(ListReader):
    """Reads a file of entities."""

    NAME = "ftm_json"
    MIME_TYPE = "application/json+ftm"
    SOURCE = "https://followthemoney.tech/docs/"
    FIELDS = FIELDS

    def recognise(self, head: Head) -> bool:
        """Look at the first line: an object with an id, a schema and properties."""
        text = head.data.decode("utf-8-sig", "replace").lstrip()
        first, ended, _ = text.partition("\n")
        if not all(f'"{key}"' in first for key in ("id", "schema", "properties")) or _ENTITY.match(first) is None:
            return False
        if ended == "" and len(head.data) > len(first):
            return True
        try:
            return isinstance(json.loads(first), dict)
        except (ValueError, RecursionError):
            # A first line longer than the head is cut off; what stands before looks like an entity.
            return ended == ""

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the entities in the order of the file, then the tally."""
        records = parties = 0
        sources: dict[str, Source] = {source.dataset: source}
        schemata: dict[str, str] = {}
        for number, line, is_last in read_lines(source):
            records += 1
            try:
                entity = read_entity(line)
            except Refused as refused:
                if is_last and refused.args[0].startswith("no valid JSON"):
                    raise InputError(
                        f"the file ends inside a record, {line[-60:]!r}",
                        where=f"{source.main.name}, line {number}",
                        expected="one JSON object a line, the last one whole",
                        next_step="Download it again: this copy is cut off",
                    ) from None
                yield line_problem(source, refused, number, line)
                continue
            try:
                schema = common_schema(schemata.setdefault(entity.id, entity.schema), entity)
            except Refused as refused:
                yield line_problem(source, refused, number, line)
                continue
            schemata[entity.id] = schema
            parties += 1
            dataset = entity.dataset or source.dataset
            known = sources.setdefault(dataset, replace(source, dataset=dataset))
            content = f"{schema} {line}".encode("utf-8", "surrogatepass")
            yield ListRecord(entity.id, content, functools.partial(self.rows_of, entity, known))
        if records == 0 or parties * 2 < records:
            raise InputError(
                f"{records - parties} of {records} lines are not entities",
                where=source.main.name,
                expected="FollowTheMoney entities, one JSON object a line",
            )
        yield Tally(source.main, records, parties, "utf-8")

    def rows_of(self, entity: FtmEntity, source: Source) -> Iterable[Row]:
        """Yield the rows of one line."""
        return entity_rows(entity, source, self.extractor())


__all__ = ["BASE_ID", "FtmJson"]
