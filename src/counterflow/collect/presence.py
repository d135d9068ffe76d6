"""Since when, until when: what the vintages of a list held becomes dates on evidence, statements and narratives.

A vintage says of what its files can hold that it is there or that it is gone; of the rest it says nothing. A vintage of
OFAC's sdn.csv without add.csv does not take the addresses away; one in another format does not take away the fields
that it lacks, but a party that it does not hold is gone with all that was said of it; a filtered download and a file
without a date take nothing away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from counterflow.collect.document import document_id
from counterflow.collect.vintage import READING, RowsOfReadings, Series
from counterflow.model.handling import strictest, widest
from counterflow.model.identity import make_id
from counterflow.stage import Batch
from counterflow.tables import DOCUMENT, EVIDENCE, PROBLEM, STATEMENT

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

NEVER = -1

MATRIX_CELLS = 4_000_000
"""Things times vintages that are looked at together."""


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
        # Nobody knows what came after an undated file, or before it.
        is_whole = np.array([not source.is_partial and source.published is not None for source in sources], dtype=bool)
        self.roles = sorted({role for role, _ in series.sources.values()})
        covered = np.zeros((len(self.roles), vintages), dtype=bool)
        self.resources: list[dict[int, str]] = []
        for number, source in enumerate(sources):
            found = {self.roles.index(series.role(source, i)): file.resource_id for i, file in enumerate(source.files)}
            covered[list(found), number] = is_whole[number]
            self.resources.append(found)
        self._covered, self._gone = covered, ~records & is_whole
        self._kept: Flags = np.any(self.readings, axis=1)
        self._role_of_resource = {resource: self.roles.index(role) for resource, (role, _) in series.sources.items()}
        self.published = [source.published for source in sources]
        self._handling = [source.handling for source in sources]
        self.is_mixed = len(set(self._handling)) > 1
        """Whether the vintages are marked differently; most lists have one marking."""

    def held(self, rows: RowsOfReadings) -> tuple[Numbers, Numbers]:
        """Number the rows that some vintage holds, and give the reading that each comes from."""
        reading = rows.columns(READING).column(0).to_numpy().astype(np.int64)
        number = np.flatnonzero(self._kept[reading])
        return number, reading[number]

    def role_of(self, resources: pa.ChunkedArray) -> Numbers:
        """Give the number of the role of each file."""
        code, distinct = _codes(resources)
        number = np.array([self._role_of_resource[one] for one in distinct.to_pylist()], dtype=np.int64)
        roles: Numbers = number[code]
        return roles

    def runs(self, thing: Numbers, reading: Numbers, role_of_thing: Numbers, things: int) -> Runs:
        """Find the runs of things; `thing` and `reading` pair each thing with the readings that say it."""
        order = np.argsort(thing, kind="stable")
        reading = reading[order]
        starts = np.append(np.searchsorted(thing[order], np.arange(things)), len(reading))
        block = max(1, MATRIX_CELLS // max(1, len(self.published)))
        found = []
        for low in range(0, things, block):
            high = min(things, low + block)
            first, last = starts[low], starts[high]
            present = np.logical_or.reduceat(self.readings[reading[first:last]], starts[low:high] - first, axis=0)
            record = self.record_of[reading[starts[low:high]]]
            absent = (self._covered[role_of_thing[low:high]] | self._gone[record]) & ~present
            runs = find_runs(present, absent)
            found.append(runs._replace(of=runs.of + low))
        return Runs(*(np.concatenate(column) for column in zip(*found, strict=True)))

    def dates(self, vintages: Numbers) -> pa.Array:
        """Give the date of each vintage; `NEVER` and undated ones are null."""
        dates = pa.array([*self.published, None], pa.string())
        return dates.take(pa.array(np.where(vintages == NEVER, len(self.published), vintages)))

    def handling(self, first: Numbers, last: Numbers) -> list[str]:
        """Give the strictest marking of the vintages of each run: that it lasted is known from all of them."""
        pairs = list(zip(first.tolist(), last.tolist(), strict=True))
        of = {pair: strictest(self._handling[pair[0] : pair[1] + 1]) for pair in set(pairs)}
        return [of[pair] for pair in pairs]

    def resource(self, vintage: int, role: int) -> str:
        """Give the file of a vintage that has the role."""
        found = self.resources[vintage]
        return found.get(role) or next(iter(found.values()))


def date_rows(series: Series) -> Iterator[Batch]:
    """Give the rows of a series with their dates; what only refused vintages held is left out. It takes no more rows.

    `evidence`: one row a run of vintages. `statement`: one row, from its first to its last vintage, the schema that of
    the last. `document`: one row a narrative. `problem`: as the readers gave them.
    """
    if len(series.vintages) == 0:
        return
    for rows in series.rows.values():
        rows.finish()
    presence, span = _Presence(series), _Span(len(series.vintages))
    yield Batch(PROBLEM, PROBLEM.from_rows([one for vintage in series.vintages for one in vintage.problems]))
    yield from _problems(series.rows[PROBLEM.row], presence)
    yield Batch(DOCUMENT, _date_documents(series.rows[DOCUMENT.row], presence))
    yield from _date_evidence(series.rows[EVIDENCE.row], presence, span)
    yield from _date_statements(series.rows[STATEMENT.row], presence, span, series)


def _problems(rows: RowsOfReadings, presence: _Presence) -> Iterator[Batch]:
    number, _ = presence.held(rows)
    for _, chunk in _take(rows, number):
        yield Batch(PROBLEM, chunk)


def _take(rows: RowsOfReadings, wanted: Numbers) -> Iterator[tuple[slice, pa.Table]]:
    """Take some rows, ascending and perhaps repeated, chunk by chunk, each with which of the wanted ones it holds."""
    start = 0
    for chunk in rows.chunks():
        low, high = np.searchsorted(wanted, [start, start + chunk.num_rows]).tolist()
        if high > low:
            yield slice(low, high), chunk.take(pa.array(wanted[low:high] - start))
        start += chunk.num_rows


class _Span:
    """From which vintage to which each statement is held, gathered from its evidence."""

    def __init__(self, vintages: int) -> None:
        self._vintages = vintages
        self._ids: list[pa.Array] = []
        self._first: list[Numbers] = []
        self._last: list[Numbers] = []
        self._markings: dict[str, set[str]] = {}

    def mark(self, ids: pa.Array, markings: Sequence[str]) -> None:
        """Add the markings of some evidence."""
        for one, marking in zip(ids.to_pylist(), markings, strict=True):
            self._markings.setdefault(one, set()).add(marking)

    def widest(self, ids: pa.ChunkedArray) -> pa.Array:
        """Give the widest marking of each statement: what one source says openly is open."""
        return pa.array([widest(sorted(self._markings[one])) for one in ids.to_pylist()], pa.string())

    def add(self, ids: pa.Array, first: Numbers, last: Numbers) -> None:
        """Add some evidence: its statements and the vintages of its runs."""
        self._ids.append(ids)
        self._first.append(first)
        self._last.append(last)

    def of(self, ids: pa.Array) -> tuple[Numbers, Numbers]:
        """Give first and last vintage of each statement."""
        held = pc.index_in(pa.chunked_array(self._ids, pa.string()), value_set=ids)
        known = held.combine_chunks().to_numpy(zero_copy_only=False)
        first, last = np.full(len(ids), self._vintages), np.full(len(ids), NEVER)
        is_known = ~np.isnan(known)
        at = known[is_known].astype(np.int64)
        np.minimum.at(first, at, np.concatenate(self._first)[is_known])
        np.maximum.at(last, at, np.concatenate(self._last)[is_known])
        return first, last


def _codes(column: pa.ChunkedArray) -> tuple[Numbers, pa.Array]:
    """Number the distinct values of a column in the order they first come."""
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), encoded.dictionary


def _date_evidence(rows: RowsOfReadings, presence: _Presence, span: _Span) -> Iterator[Batch]:
    number, reading = presence.held(rows)
    if len(number) == 0:
        return
    heads = rows.columns("id", "resource_id").take(pa.array(number))
    code, ids = _codes(heads.column("id"))
    # The row that stands for a thing is that of its first reading: readings are numbered as they come.
    _, representative = np.unique(code, return_index=True)
    role = presence.role_of(heads.column("resource_id").take(pa.array(representative)))
    del heads
    runs = presence.runs(code, reading, role, len(ids))
    again = np.diff(runs.of, prepend=NEVER) == 0
    row = number[representative[runs.of]]
    order = np.argsort(row, kind="stable")
    for part, chunk in _take(rows, row[order]):
        at = order[part]
        first, last = runs.first[at], runs.last[at]
        of_role = role[runs.of[at]]
        resource = [presence.resource(v, r) for v, r in zip(first.tolist(), of_role.tolist(), strict=True)]
        keys = chunk.column("id").to_pylist()
        for one in np.flatnonzero(again[at]).tolist():
            keys[one] = make_id(keys[one], presence.published[first[one]], resource[one])
        statements = chunk.column("statement_id").combine_chunks()
        span.add(statements, first, last)
        new = {
            "id": pa.array(keys, pa.string()),
            "resource_id": pa.array(resource, pa.string()),
            "first_seen": presence.dates(first),
            "last_seen": presence.dates(last),
            "gone_on": presence.dates(runs.gone[at]),
        }
        if presence.is_mixed:
            markings = presence.handling(first, last)
            new["handling"] = pa.array(markings, pa.string())
            span.mark(statements, markings)
        yield Batch(EVIDENCE, _with_columns(chunk, new))


def _date_statements(rows: RowsOfReadings, presence: _Presence, span: _Span, series: Series) -> Iterator[Batch]:
    number, reading = presence.held(rows)
    if len(number) == 0:
        return
    heads = rows.columns("id").take(pa.array(number))
    code, ids = _codes(heads.column("id"))
    last_of_reading = np.array([max(one.vintages, default=NEVER) for one in series.readings])
    order = np.lexsort((-last_of_reading[reading], code))
    row = number[order[np.searchsorted(code[order], np.arange(len(ids)))]]
    first, last = span.of(ids)
    del heads, ids, code
    vintages = pa.array(sorted({date for _, date in series.sources.values() if date is not None}), pa.string())
    order = np.argsort(row, kind="stable")
    for part, chunk in _take(rows, row[order]):
        at = order[part]
        new = {
            "first_seen": pc.coalesce(_own_date(chunk, "first_seen", vintages), presence.dates(first[at])),
            "last_seen": pc.coalesce(_own_date(chunk, "last_seen", vintages), presence.dates(last[at])),
        }
        if presence.is_mixed:
            new["handling"] = span.widest(chunk.column("id"))
        yield Batch(STATEMENT, _with_columns(chunk, new))


def _own_date(rows: pa.Table, name: str, vintages: pa.Array) -> pa.Array:
    """Give the dates that records state themselves, as FtM entities do: those that are no date of a vintage."""
    column = rows.column(name).combine_chunks()
    return pc.if_else(pc.is_in(column, value_set=vintages), pa.scalar(None, pa.string()), column)


def _date_documents(rows: RowsOfReadings, presence: _Presence) -> pa.Table:
    """Make one row of each narrative, from the first vintage that held it; an unchanged one is not read anew."""
    number, reading = presence.held(rows)
    if len(number) == 0:
        return DOCUMENT.schema.empty_table()
    documents = [one for _, chunk in _take(rows, number) for one in DOCUMENT.rows(chunk)]
    keys: dict[tuple[object, ...], int] = {}
    of = [keys.setdefault((one.subject, one.record, one.field, one.text), len(keys)) for one in documents]
    code = np.array(of, dtype=np.int64)
    _, representative = np.unique(code, return_index=True)
    resources = pa.chunked_array([[documents[at].resource_id for at in representative.tolist()]], pa.string())
    role = presence.role_of(resources)
    runs = presence.runs(code, reading, role, len(keys))
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
        if presence.is_mixed:
            row = row._replace(handling=presence.handling(runs.first[at : at + 1], runs.last[end : end + 1])[0])
        dated.append(row._replace(id=document_id(row)))
    return DOCUMENT.from_rows(dated)


def _with_columns(table: pa.Table, columns: dict[str, pa.Array]) -> pa.Table:
    for name, column in columns.items():
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), column)
    return table


__all__ = ["Runs", "date_rows", "find_runs"]
