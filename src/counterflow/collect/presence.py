"""Since when, until when: what the vintages of a list held becomes dates on evidence, statements and narratives.

A vintage says of what its files can hold that it is there or that it is gone; of the rest it says nothing. A vintage of
OFAC's sdn.csv without add.csv does not take the addresses away; one in another format does not take away the fields
that it lacks, but a party that it does not hold is gone with all that was said of it; a filtered download takes
nothing away.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from counterflow.collect.document import document_id
from counterflow.collect.vintage import READING, Series, file_role
from counterflow.model.handling import widest
from counterflow.model.identity import make_id
from counterflow.stage import Batch
from counterflow.tables import DOCUMENT, EVIDENCE, PROBLEM, STATEMENT

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

NEVER = -1


class Runs(NamedTuple):
    """Runs of vintages without a break, ordered by what they are runs of, then by time; arrays of one length."""

    of: Numbers
    """Number of the thing held."""
    first: Numbers
    """First vintage of the run."""
    last: Numbers
    """Last vintage of the run."""
    gone: Numbers
    """First vintage after it without the thing; `NEVER` while the newest that could hold it does."""


def find_runs(present: Flags, absent: Flags) -> Runs:
    """Find the runs of each row of two matrices, things x vintages; where both are false a vintage says nothing."""
    things, vintages = present.shape
    opened = np.full(things, NEVER)
    last = np.full(things, NEVER)
    closed: list[tuple[Numbers, Numbers, Numbers, Numbers]] = []
    for vintage in range(vintages):
        here = present[:, vintage]
        opened[here & (opened == NEVER)] = vintage
        last[here] = vintage
        (ends,) = np.nonzero(absent[:, vintage] & (opened != NEVER))
        closed.append((ends, opened[ends], last[ends], np.full(len(ends), vintage)))
        opened[ends] = NEVER
    (open_,) = np.nonzero(opened != NEVER)
    closed.append((open_, opened[open_], last[open_], np.full(len(open_), NEVER)))
    of, first, last, gone = (np.concatenate(column) for column in zip(*closed, strict=True))
    order = np.lexsort((first, of))
    return Runs(of[order], first[order], last[order], gone[order])


class _Presence:
    """Which vintages hold which readings, and what the others say of it."""

    def __init__(self, series: Series) -> None:
        vintages = len(series.vintages)
        self.readings = np.zeros((len(series.readings), vintages), dtype=bool)
        for number, reading in enumerate(series.readings):
            self.readings[number, reading.vintages] = True
        self.record_of = np.array([reading.record for reading in series.readings], dtype=np.int64)
        records = np.zeros((series.records, vintages), dtype=bool)
        for reading in series.readings:
            records[reading.record, reading.vintages] = True
        sources = [vintage.source for vintage in series.vintages]
        is_whole = np.array([not source.is_partial for source in sources], dtype=bool)
        self.roles = sorted({role for role, _ in series.sources.values()})
        covered = np.zeros((len(self.roles), vintages), dtype=bool)
        self.resources: list[dict[int, str]] = []
        for number, source in enumerate(sources):
            found = {self.roles.index(file_role(source, i)): file.resource_id for i, file in enumerate(source.files)}
            covered[list(found), number] = is_whole[number]
            self.resources.append(found)
        self._covered, self._gone = covered, ~records & is_whole
        self.published = [source.published for source in sources]

    def runs(self, thing: Numbers, reading: Numbers, role_of_thing: Numbers, things: int) -> Runs:
        """Find the runs of things; `thing` and `reading` pair each thing with the readings that say it."""
        order = np.argsort(thing, kind="stable")
        starts = np.searchsorted(thing[order], np.arange(things))
        present = np.logical_or.reduceat(self.readings[reading[order]], starts, axis=0)
        record = self.record_of[reading[order][starts]]
        absent = (self._covered[role_of_thing] | self._gone[record]) & ~present
        return find_runs(present, absent)

    def dates(self, vintages: Numbers) -> pa.Array:
        """Give the date of each vintage; `NEVER` and undated ones are null."""
        dates = pa.array([*self.published, None], pa.string())
        return dates.take(pa.array(np.where(vintages == NEVER, len(self.published), vintages)))

    def resource(self, vintage: int, role: int) -> str:
        """Give the file of a vintage that has the role."""
        found = self.resources[vintage]
        return found.get(role) or next(iter(found.values()))


def date_rows(series: Series) -> Iterator[Batch]:
    """Give the rows of a series with their dates; what only refused vintages held is left out.

    `evidence`: one row a run of vintages. `statement`: one row, from its first to its last vintage, the schema that of
    the last. `document`: one row a narrative. `problem`: as the readers gave them.
    """
    if len(series.vintages) == 0:
        return
    presence = _Presence(series)
    kept: Flags = np.any(presence.readings, axis=1)
    tables = {table: _kept(series.rows[table.row].take(), kept) for table in (STATEMENT, EVIDENCE, DOCUMENT, PROBLEM)}
    problems = tables[PROBLEM].drop_columns([READING])
    yield Batch(PROBLEM, pa.concat_tables([problems, PROBLEM.from_rows(_problems(series))]))
    yield Batch(DOCUMENT, _date_documents(tables.pop(DOCUMENT), presence, series))
    evidence = _date_evidence(tables.pop(EVIDENCE), presence, series)
    yield Batch(STATEMENT, _date_statements(tables.pop(STATEMENT), evidence, presence, series))
    yield Batch(EVIDENCE, evidence.drop_columns(["#first", "#last"]))


def _problems(series: Series) -> list[object]:
    return [problem for vintage in series.vintages for problem in vintage.problems]


def _kept(rows: pa.Table, kept: Flags) -> pa.Table:
    return rows.filter(pa.array(kept[rows.column(READING).to_numpy()])).combine_chunks()


def _codes(column: pa.ChunkedArray) -> tuple[Numbers, int]:
    """Number the distinct values of a column in the order they first come."""
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), len(encoded.dictionary)


def _roles(rows: pa.Table, presence: _Presence, series: Series) -> Numbers:
    """Give the number of the role of each row's file."""
    encoded = rows.column("resource_id").combine_chunks().dictionary_encode()
    number = np.array(
        [presence.roles.index(series.sources[one][0]) for one in encoded.dictionary.to_pylist()], np.int64
    )
    return number[encoded.indices.to_numpy(zero_copy_only=False)] if len(number) > 0 else np.zeros(0, np.int64)


def _date_evidence(rows: pa.Table, presence: _Presence, series: Series) -> pa.Table:
    """Make one row of each run; two columns more, `#first` and `#last`, number its vintages."""
    if rows.num_rows == 0:
        nothing = pa.array([], pa.int64())
        return rows.drop_columns([READING]).append_column("#first", nothing).append_column("#last", nothing)
    reading = rows.column(READING).to_numpy().astype(np.int64)
    rows = rows.drop_columns([READING])
    code, things = _codes(rows.column("id"))
    # The row that stands for a thing is that of its first reading: readings are numbered as they come.
    _, representative = np.unique(code, return_index=True)
    role = _roles(rows, presence, series)[representative]
    runs = presence.runs(code, reading, role, things)
    result = rows.take(pa.array(representative[runs.of]))
    del rows
    resource = [presence.resource(v, r) for v, r in zip(runs.first.tolist(), role[runs.of].tolist(), strict=True)]
    ids = result.column("id").to_pylist()
    for at in np.nonzero(np.diff(runs.of, prepend=NEVER) == 0)[0].tolist():
        ids[at] = make_id(ids[at], presence.published[runs.first[at]], resource[at])
    new = {
        "id": pa.array(ids, pa.string()),
        "resource_id": pa.array(resource, pa.string()),
        "first_seen": presence.dates(runs.first),
        "last_seen": presence.dates(runs.last),
        "gone_on": presence.dates(runs.gone),
    }
    result = _with_columns(result, new)
    return result.append_column("#first", pa.array(runs.first)).append_column("#last", pa.array(runs.last))


def _date_statements(rows: pa.Table, evidence: pa.Table, presence: _Presence, series: Series) -> pa.Table:
    reading = rows.column(READING).to_numpy().astype(np.int64)
    rows = rows.drop_columns([READING])
    if rows.num_rows == 0:
        return rows
    encoded = rows.column("id").combine_chunks().dictionary_encode()
    code, things = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), len(encoded.dictionary)
    last_of_reading = np.array([max(one.vintages, default=NEVER) for one in series.readings])
    order = np.lexsort((-last_of_reading[reading], code))
    starts = np.searchsorted(code[order], np.arange(things))
    representative = order[starts]
    held = pc.index_in(evidence.column("statement_id"), value_set=encoded.dictionary).to_numpy().astype(np.int64)
    first, last = np.full(things, len(series.vintages)), np.full(things, NEVER)
    np.minimum.at(first, held, evidence.column("#first").to_numpy())
    np.maximum.at(last, held, evidence.column("#last").to_numpy())
    own_first, own_last = _own_dates(rows, series)
    result = rows.take(pa.array(representative))
    new = {
        "first_seen": pc.coalesce(own_first.take(pa.array(representative)), presence.dates(first)),
        "last_seen": pc.coalesce(own_last.take(pa.array(representative)), presence.dates(last)),
    }
    if pc.count_distinct(rows.column("handling")).as_py() > 1:
        new["handling"] = _widest(rows.column("handling"), code, things)
    return _with_columns(result, new)


def _own_dates(rows: pa.Table, series: Series) -> tuple[pa.Array, pa.Array]:
    """Give the dates that a record states itself, as FtM entities do: those that are no date of a vintage."""
    vintages = pa.array(sorted({date for _, date in series.sources.values() if date is not None}), pa.string())
    columns = []
    for name in ("first_seen", "last_seen"):
        column = rows.column(name).combine_chunks()
        columns.append(pc.if_else(pc.is_in(column, value_set=vintages), pa.scalar(None, pa.string()), column))
    return columns[0], columns[1]


def _widest(handling: pa.ChunkedArray, code: Numbers, things: int) -> pa.Array:
    """Give the widest marking of each thing: what one source says openly is open."""
    markings: list[set[str]] = [set() for _ in range(things)]
    for thing, marking in zip(code.tolist(), handling.to_pylist(), strict=True):
        markings[thing].add(marking)
    return pa.array([widest(sorted(one)) for one in markings], pa.string())


def _date_documents(rows: pa.Table, presence: _Presence, series: Series) -> pa.Table:
    """Make one row of each narrative, from the first vintage that held it; whether it is read again hangs on its words."""
    if rows.num_rows == 0:
        return rows.drop_columns([READING])
    documents = DOCUMENT.rows(rows.drop_columns([READING]))
    keys: dict[tuple[object, ...], int] = {}
    of = [keys.setdefault((one.subject, one.record, one.field, one.text), len(keys)) for one in documents]
    code = np.array(of, dtype=np.int64)
    _, representative = np.unique(code, return_index=True)
    role = _roles(rows, presence, series)[representative]
    runs = presence.runs(code, rows.column(READING).to_numpy().astype(np.int64), role, len(keys))
    dated = []
    for thing, at in enumerate(np.searchsorted(runs.of, np.arange(len(keys))).tolist()):
        end = int(np.searchsorted(runs.of, thing, side="right")) - 1
        first, last, gone = int(runs.first[at]), int(runs.last[end]), int(runs.gone[end])
        row = documents[int(representative[thing])]._replace(
            resource_id=presence.resource(first, int(role[thing])),
            published=presence.published[first],
            last_seen=presence.published[last],
            gone_on=None if gone == NEVER else presence.published[gone],
        )
        dated.append(row._replace(id=document_id(row)))
    return DOCUMENT.from_rows(dated)


def _with_columns(table: pa.Table, columns: dict[str, pa.Array]) -> pa.Table:
    for name, column in columns.items():
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), column)
    return table


__all__ = ["Runs", "date_rows", "find_runs"]
