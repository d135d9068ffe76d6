"""Entities of files in, canonical ids out: what the stage does with statements, without a case."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from counterflow import engine as engines
from counterflow.compare.index.part import check_entity
from counterflow.compare.index.record import load_entity
from counterflow.compare.index.schema import PARTY_SCHEMATA
from counterflow.compare.index.source import read_chunks
from counterflow.engine import Engine, strictest_column
from counterflow.exc import InputError
from counterflow.model.doubt import Judgement
from counterflow.model.identity import statement_id
from counterflow.model.schema import get_schema
from counterflow.resolve.block import block_pairs, list_names
from counterflow.resolve.candidate.record import list_records, read_records
from counterflow.resolve.file.learnt import Weights, add_family, link_families
from counterflow.resolve.identifier import find_identifiers
from counterflow.resolve.member import list_facts, list_members
from counterflow.resolve.pair import Ids, Resolution
from counterflow.resolve.party import Parties, resolve_parties, weigh_parties
from counterflow.tables import STATEMENT, Statement

_HANDLING = "TLP:CLEAR"
"""Nothing of it is kept or shown: files carry no markings."""
_BATCH = 50_000
"""Statements held as tuples before they are columns."""


@dataclass
class _Read:
    """What is kept of the entities of files beside their statements."""

    schemata: dict[str, str] = field(default_factory=dict)
    """Schema of each entity, by id."""
    parties: list[Mapping[str, Any]] = field(default_factory=list)
    lists: dict[str, str] = field(default_factory=dict)
    """The list of each party."""
    designated: set[str] = field(default_factory=set)
    """Parties that a designation names."""

    def add(self, entity: Mapping[str, Any], dataset: str) -> None:
        self.schemata[entity["id"]] = entity["schema"]
        if entity["schema"] in PARTY_SCHEMATA:
            self.parties.append(entity)
            self.lists[entity["id"]] = dataset
        elif entity["schema"] == "Sanction":
            self.designated.update(entity["properties"].get("entity", ()))


class Learnt(NamedTuple):
    """A family that was linked by weights learnt from it."""

    family: str
    records: int
    fields: Sequence[str]


class Resolved(NamedTuple):
    """What was found of files."""

    schemata: Mapping[str, str]
    """Schema of each entity, by id."""
    judgements: int
    resolution: Resolution
    learnt: Sequence[Learnt]

    def canonical(self) -> Iterator[tuple[str, str]]:
        """Give entity_id and canonical_id of each entity, in order of entity ids."""
        for entity_id in sorted(self.schemata):
            yield entity_id, self.resolution.canonical.get(entity_id, entity_id)

    @property
    def parties(self) -> list[str]:
        """Name the entities that can be one with others."""
        return sorted(one for one, schema in self.schemata.items() if schema in PARTY_SCHEMATA)


def resolve_files(
    paths: Sequence[Path],
    read_judged: Callable[[Mapping[str, str]], Mapping[Ids, Judgement]] = lambda _: {},
    repeating: tuple[str, ...] = (),
    weights: Weights = Weights.AUTO,
) -> Resolved:
    """Find which entities of files are one party.

    Args:
        paths: files of FtM entities, .jsonl or .jsonl.gz. What an entity's `datasets` name is its list; without any,
            its file is.
        read_judged: given the entities' schemata by id, reads what people said of pairs.
        repeating: datasets that list one party several times.
        weights: whose weigh what records have in common: the kernel's, or those that the files themselves teach.

    Raises:
        InputError: a file cannot be read, holds something else, or two entities have one id.
    """
    given = _Read()
    with tempfile.TemporaryDirectory(prefix="counterflow-resolve-") as folder:
        files = list(_write_statements(paths, Path(folder), given))
        judgements = read_judged(given.schemata)
        families = link_families(given.parties, given.lists, given.designated, repeating, weights)
        apart = {one for family in families for one in family.entities}
        with engines.connect({"statement": files}) as engine:
            parties = _read_parties(engine, repeating)
            weighed = weigh_parties(parties, lambda ids: dict(read_records(engine, ids)), apart=apart)
        resolution = resolve_parties(parties, weighed, parties.shared, judgements)
        for family in families:
            resolution = add_family(resolution, family, parties.facts(family.entities), judgements)
    learnt = [
        Learnt(one.records.family, len(one.entities), [field.name for field in one.records.fields]) for one in families
    ]
    return Resolved(given.schemata, len(judgements), resolution, learnt)


def _read_parties(engine: Engine, repeating: tuple[str, ...]) -> Parties:
    engine.register("repeating", pa.table({"dataset": pa.array(repeating, pa.string())}))
    members = strictest_column(list_members(engine))
    engine.register("member", members)
    engine.register("identifier", find_identifiers(engine))
    engine.register("name", list_names(engine))
    return Parties(members, list_facts(engine), list_records(engine), block_pairs(engine), repeating)


def _write_statements(paths: Sequence[Path], folder: Path, given: _Read) -> Iterator[Path]:
    """Write the statements of files as tables; fills `given`."""
    waiting: list[Statement] = []
    number = 0

    def flush() -> Path:
        path = folder / f"{number:04}.parquet"
        rows = STATEMENT.from_rows(waiting) if len(waiting) > 0 else pa.Table.from_pylist([], STATEMENT.schema)
        STATEMENT.write(rows, path)
        waiting.clear()
        return path

    for entity, where in _entities(paths):
        check_entity(entity, where)
        if entity["id"] in given.schemata:
            raise InputError(f"a second entity has the id {entity['id']!r}", where=where, expected="ids of their own")
        dataset = "+".join(sorted(set(entity.get("datasets", ())))) or where.rpartition(", line ")[0]
        waiting += _statements(entity, dataset, where)
        given.add(entity, dataset)
        if len(waiting) >= _BATCH:
            yield flush()
            number += 1
    yield flush()


def _entities(paths: Sequence[Path]) -> Iterator[tuple[dict[str, Any], str]]:
    for chunk in read_chunks(list(paths)):
        for number, line in enumerate(chunk.data.split(b"\n"), start=chunk.first_line):
            if line.strip() == b"":
                continue
            where = f"{chunk.source}, line {number}"
            try:
                yield load_entity(line), where
            except ValueError as exc:
                raise InputError(f"not a JSON object: {exc}", where=where, expected="an FtM entity") from exc


def _statements(entity: Mapping[str, Any], dataset: str, where: str) -> Iterator[Statement]:
    """Give an entity's values as statements; one without any has its id as a name, which is one statement."""
    try:
        schema = get_schema(entity["schema"])
    except InputError as exc:
        raise InputError(exc.what, where=where, expected=exc.expected) from exc
    said = [
        (prop, value)
        for prop, values in entity.get("properties", {}).items()
        if prop in schema.properties
        for value in dict.fromkeys(values)
    ]
    for prop, value in said or [("id", entity["id"])]:
        kind = schema.properties[prop].type.name if prop in schema.properties else "identifier"
        yield Statement(
            id=statement_id(dataset, entity["id"], prop, value),
            entity_id=entity["id"],
            canonical_id=entity["id"],
            prop=prop,
            prop_type=kind,
            schema=entity["schema"],
            value=value,
            dataset=dataset,
            origin=None,
            lang=None,
            original_value=None,
            external=False,
            first_seen=None,
            last_seen=None,
            handling=_HANDLING,
        )
