"""A statement of FollowTheMoney as files hold it: checked, kept as it is, and given its evidence.

Dataset, language, external flag, origin and dates of each are its own. `id` is computed again; one that differs is a
problem, since two systems that disagree about it do not mean the same statement.

Statements of one entity that follow each other are one record. In a file that is not sorted an entity comes back
further down: the record is then called `ID#2`, and the entity counts once.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from followthemoney.exc import InvalidData

from counterflow.clean.date import read_date
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import ListRecord, Tally
from counterflow.collect.readers.ftm.entity import BASE_ID, is_id
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.model.doubt import Hedge, Polarity
from counterflow.model.identity import make_id, statement_id
from counterflow.model.schema import clean_value, load_model, property_type
from counterflow.stage import Row
from counterflow.tables import Evidence, Problem, Statement

FIELDS = {
    "entity_id": "entity_id",
    "prop": "prop",
    "schema": "schema",
    "value": "value",
    "dataset": "dataset",
    "origin": "origin",
    "lang": "lang",
    "original_value": "original_value",
    "external": "external",
    "first_seen": "first_seen",
    "last_seen": "last_seen",
    "id": "compared with the id computed from the rest",
    "canonical_id": "dropped: the merges of another system's build",
    "prop_type": "dropped: follows from schema and prop",
    "target": "dropped: of older files; follows from the topics",
}

_TRUE = frozenset(["t", "true", "1", "yes"])


class Claim(NamedTuple):
    """One row by column; empty where the file lacks the column."""

    entity_id: str
    prop: str
    schema: str
    value: str
    dataset: str
    origin: str
    lang: str
    original_value: str
    external: str
    first_seen: str
    last_seen: str
    id: str


def statement_records(
    found: Iterable[Claim | Problem], source: Source, extractor: str
) -> Iterator[ListRecord | Problem | Tally]:
    """Yield the entities in the order of the file, then the tally.

    Args:
        found: the rows of the file, a problem in place of each that is none.
        source: where they come from.
        extractor: name and version of the reader.

    Raises:
        InputError: most entities cannot be read.
    """
    schemata: dict[str, str] = {}
    runs: dict[str, int] = {}
    bad = 0
    for entity_id, rows in itertools.groupby(found, _entity_of):
        if entity_id is None:
            for row in rows:
                assert isinstance(row, Problem)  # what has no entity is a problem
                bad += 1
                yield row
            continue
        claims = [row for row in rows if isinstance(row, Claim)]
        good, refused = _check(claims, schemata)
        if len(good) == 0 and entity_id not in runs:
            bad += 1
            yield _problem(source, entity_id, "record", refused[0])
            refused = refused[1:]
        if len(good) > 0:
            number = runs[entity_id] = runs.get(entity_id, 0) + 1
            record = entity_id if number == 1 else f"{entity_id}#{number}"
            content = "\x1e".join("\x1f".join(claim) for claim in claims).encode()
            read = functools.partial(_read, source, extractor, good, refused)
            yield ListRecord(record, content, read)
        else:
            yield from (_problem(source, entity_id, "value", one) for one in refused)
    if len(runs) < bad or len(runs) + bad == 0:
        raise InputError(
            f"{bad} of {len(runs) + bad} entities cannot be read",
            where=source.main.name,
            expected="statements of FollowTheMoney, one a row",
        )
    yield Tally(source.main, len(runs) + bad, len(runs), "utf-8")


def _entity_of(row: Claim | Problem) -> str | None:
    return row.entity_id if isinstance(row, Claim) else None


class _Bad(NamedTuple):
    """A row that is no statement, and why."""

    claim: Claim
    reason: str


def _check(claims: Sequence[Claim], schemata: dict[str, str]) -> tuple[list[Claim], list[_Bad]]:
    """Part the rows that are statements from those that are none."""
    good: list[Claim] = []
    refused: list[_Bad] = []
    for claim in claims:
        reason = _refuse(claim, schemata)
        if reason is None:
            good.append(claim)
        else:
            refused.append(_Bad(claim, reason))
    return good, refused


@functools.lru_cache(maxsize=8_192)
def _type_of(schema: str, prop: str) -> str | None:
    """Name the FtM type of a property; None when schema or property are not known."""
    if prop == BASE_ID:
        return BASE_ID if load_model().get(schema) is not None else None
    known = load_model().get(schema)
    return None if known is None or known.get(prop) is None else property_type(schema, prop)


def _refuse(claim: Claim, schemata: dict[str, str]) -> str | None:
    prop_type = _type_of(claim.schema, claim.prop)
    if prop_type is None:
        return f"schema {claim.schema!r} has no property {claim.prop!r}"
    if claim.value == "":
        return "the statement has no value"
    if not is_id(claim.dataset):
        return "the statement has no dataset"
    if prop_type != BASE_ID and clean_value(claim.schema, claim.prop, claim.value) is None:
        return f"{claim.prop} is not a valid {prop_type}"
    known = schemata.setdefault(claim.entity_id, claim.schema)
    if known != claim.schema:
        try:
            schemata[claim.entity_id] = load_model().common_schema(known, claim.schema).name
        except InvalidData:
            return f"the entity is a {known}, and this is of a {claim.schema}"
    return None


def _problem(source: Source, record: str, severity: str, bad: _Bad) -> Problem:
    return make_problem(
        source.main,
        bad.reason,
        severity=severity,
        record=record,
        field=bad.claim.prop,
        value=bad.claim.value,
        expected="a statement of FollowTheMoney",
        handling=source.handling,
    )


def _read(source: Source, extractor: str, good: Sequence[Claim], refused: Sequence[_Bad]) -> Iterable[Row]:
    seen: set[str] = set()
    for claim in good:
        statement = _statement(claim, source, extractor)
        if statement.id not in seen:
            seen.add(statement.id)
            yield statement
            yield _evidence(claim, statement, source, extractor)
        if claim.id not in ("", statement.id) and not _is_older_id(claim):
            yield make_problem(
                source.main,
                "the id is not that of the statement; computed again",
                severity="value",
                record=claim.entity_id,
                field="id",
                value=claim.id,
                expected=statement.id,
                next_step="The row may have been changed after its id was made: compare it with its source",
                handling=source.handling,
            )
    yield from (_problem(source, one.claim.entity_id, "value", one) for one in refused)


def _statement(claim: Claim, source: Source, extractor: str) -> Statement:
    is_external = claim.external.lower() in _TRUE
    lang = claim.lang or None
    return Statement(
        id=statement_id(claim.dataset, claim.entity_id, claim.prop, claim.value, external=is_external, lang=lang),
        entity_id=claim.entity_id,
        canonical_id=claim.entity_id,
        prop=claim.prop,
        prop_type=_type_of(claim.schema, claim.prop) or "",
        schema=claim.schema,
        value=claim.value,
        dataset=claim.dataset,
        origin=claim.origin or extractor,
        lang=lang,
        original_value=claim.original_value or None,
        external=is_external,
        first_seen=_day(claim.first_seen) or source.published,
        last_seen=_day(claim.last_seen) or source.published,
        handling=source.handling,
    )


def _evidence(claim: Claim, statement: Statement, source: Source, extractor: str) -> Evidence:
    passage = claim.original_value or claim.value
    return Evidence(
        id=make_id(statement.id, source.series, extractor, claim.entity_id, claim.prop, passage),
        statement_id=statement.id,
        resource_id=source.main.resource_id,
        document_id=None,
        start=None,
        end=None,
        record=claim.entity_id,
        field=claim.prop,
        text=passage,
        edtf=None,
        attribution=(),
        hedge=str(Hedge.FACT),
        polarity=str(Polarity.AFFIRMED),
        frame_id=None,
        first_seen=source.published,
        last_seen=source.published,
        gone_on=None,
        extractor=extractor,
        handling=source.handling,
    )


@functools.lru_cache(maxsize=4_096)
def _day(text: str) -> str | None:
    return read_date(text)


def _is_older_id(claim: Claim) -> bool:
    """Whether the id is one that an older FtM made, without the language."""
    is_external = claim.external.lower() in _TRUE
    older = statement_id(claim.dataset, claim.entity_id, claim.prop, claim.value, external=is_external)
    return claim.lang != "" and claim.id == older


__all__ = ["FIELDS", "Claim", "statement_records"]
