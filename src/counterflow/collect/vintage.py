"""The vintages of one list, read one after the other: every distinct record once, and which vintages hold it.

A list comes back from vintage to vintage with most of its records unchanged. A record that an earlier vintage held
word for word is not read again; what it said is said of the later vintage too. `presence.py` turns that into dates.
"""

from __future__ import annotations

import datetime
import hashlib
import tempfile
from array import array
from collections.abc import Iterator, Mapping
from typing import IO, NamedTuple

import pyarrow as pa

from counterflow.clean.date import edtf_bounds
from counterflow.collect.guard import guard, naming
from counterflow.collect.reader import ListReader, ListRecord, Tally
from counterflow.collect.source import Source
from counterflow.stage import Row
from counterflow.tables import DOCUMENT, EVIDENCE, PROBLEM, STATEMENT, Problem, Statement, Table

CHUNK_ROWS = 20_000
"""Rows held as Python tuples before they go to the disk as Arrow columns."""

READING = "reading"
"""Name of the column that says which reading a row comes from."""


class Vintage(NamedTuple):
    """One vintage that was read to its end."""

    source: Source
    tallies: tuple[Tally, ...]
    problems: tuple[Problem, ...]
    """What stands in no record: records in quarantine, companions that are missing."""


class Reading(NamedTuple):
    """One record as one or more vintages hold it, word for word."""

    record: int
    """Number of the record in the series."""
    vintages: list[int]
    """Numbers of the vintages that hold it so, ascending."""


def vintage_order(source: Source) -> tuple[datetime.date, str, str]:
    """Order vintages by the last day their date covers: 2022-01 comes after 2022-01-05. Undated ones come first."""
    if source.published is None:
        return datetime.date.min, "", source.main.name
    return edtf_bounds(source.published)[1], source.published, source.main.name


class PersonNames(NamedTuple):
    """What one record calls a person."""

    primary: list[str]
    others: list[str]

    def add(self, row: Statement) -> None:
        """Add a name."""
        (self.primary if row.prop == "name" else self.others).append(row.value)


class RowsOfReadings:
    """The rows of one table, each with the reading that it comes from; all but the last lie in a temporary file."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._schema = table.schema.append(pa.field(READING, pa.int32()))
        self._waiting: list[Row] = []
        self._readings = array("i")
        self._file: IO[bytes] | None = None
        self._writer: pa.RecordBatchStreamWriter | None = None

    def add(self, row: Row, reading: int) -> None:
        """Add one row."""
        self._waiting.append(row)
        self._readings.append(reading)
        if len(self._waiting) >= CHUNK_ROWS:
            self._spill()

    def _spill(self) -> None:
        if len(self._waiting) == 0:
            return
        if self._writer is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it goes with this object
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            self._writer = pa.ipc.new_stream(self._file, self._schema, options=options)
        rows = self.table.from_rows(self._waiting)
        self._writer.write_table(rows.append_column(self._schema.field(READING), pa.array(self._readings, pa.int32())))
        self._waiting, self._readings = [], array("i")

    def finish(self) -> None:
        """Take no more rows."""
        self._spill()
        if self._writer is not None:
            self._writer.close()

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def columns(self, *names: str) -> pa.Table:
        """Give some columns of all rows, in the order in which they were added."""
        wanted = [self._schema.get_field_index(name) for name in names]
        schema = pa.schema([self._schema.field(at) for at in wanted])
        return pa.concat_tables([schema.empty_table(), *self._read(pa.ipc.IpcReadOptions(included_fields=wanted))])

    def chunks(self) -> Iterator[pa.Table]:
        """Give all rows, piece by piece, in that order."""
        for chunk in self._read(pa.ipc.IpcReadOptions()):
            yield chunk.drop_columns([READING])

    def _read(self, options: pa.ipc.IpcReadOptions) -> Iterator[pa.Table]:
        if self._file is not None:
            self._file.seek(0)
            for batch in pa.ipc.open_stream(self._file, options=options):
                yield pa.Table.from_batches([batch])


class Series:
    """Reads the vintages of one list, oldest first."""

    def __init__(self, readers: Mapping[str, ListReader]) -> None:
        self._readers = readers
        self._record_numbers: dict[str, int] = {}
        self._reading_numbers: dict[tuple[str, int, bytes], int] = {}
        self.readings: list[Reading] = []
        self.vintages: list[Vintage] = []
        self.sources: dict[str, tuple[str, str | None]] = {}
        """Role and date of every file, by resource, also of vintages that were refused."""
        self.rows = {table.row: RowsOfReadings(table) for table in (STATEMENT, EVIDENCE, DOCUMENT, PROBLEM)}

    @property
    def records(self) -> int:
        """Distinct records so far."""
        return len(self._record_numbers)

    def role(self, source: Source, number: int) -> str:
        """Name the role of one of a source's files."""
        return self._readers[source.format].role(source, number)

    def read(self, source: Source) -> VintageReading:
        """Read one vintage. Nothing of it counts until it is kept: a refused vintage leaves no trace.

        Raises:
            InputError: the source cannot be read.
        """
        for number, file in enumerate(source.files):
            self.sources[file.resource_id] = (self.role(source, number), source.published)
        reading = VintageReading(source, set(), [], {}, [], [])
        try:
            for one in guard(source, self._readers[source.format].records(source)):
                if isinstance(one, ListRecord):
                    self._take(one, source.format, reading)
                elif isinstance(one, Tally):
                    reading.tallies.append(one)
                else:
                    reading.problems.append(one)
        except BaseException:
            self.drop(reading)
            raise
        return reading

    def _take(self, record: ListRecord, format_: str, vintage: VintageReading) -> None:
        number = self._record_numbers.setdefault(record.id, len(self._record_numbers))
        # 128 bits: enough for a million records of a publisher who does not forge collisions.
        key = (format_, number, hashlib.blake2b(record.content, digest_size=16).digest())
        reading = self._reading_numbers.get(key)
        if reading is None:
            reading = self._reading_numbers[key] = len(self.readings)
            self.readings.append(Reading(number, []))
            vintage.fresh.append(key)
            names = PersonNames([], [])
            party = None
            with naming(vintage.source):
                rows = list(record.read())
            for row in rows:
                self.rows[type(row)].add(row, reading)
                if isinstance(row, Statement) and row.prop_type == "name":
                    # The record's own party comes first, then those that it names.
                    party = party or row.entity_id
                    if row.entity_id == party and row.schema == "Person":
                        names.add(row)
            if len(names.primary) + len(names.others) > 0:
                vintage.names[reading] = names
        vintage.held.add(reading)

    def keep(self, vintage: VintageReading) -> None:
        """Let a vintage count."""
        number = len(self.vintages)
        for reading in sorted(vintage.held):
            self.readings[reading].vintages.append(number)
        self.vintages.append(Vintage(vintage.source, tuple(vintage.tallies), tuple(vintage.problems)))

    def drop(self, vintage: VintageReading) -> None:
        """Forget a vintage: its records are read anew where another one holds them, since they name their source."""
        for key in vintage.fresh:
            del self._reading_numbers[key]


class VintageReading(NamedTuple):
    """One vintage just read, not yet kept."""

    source: Source
    held: set[int]
    """Readings that it holds."""
    fresh: list[tuple[str, int, bytes]]
    """Keys of those that no earlier vintage held."""
    names: dict[int, PersonNames]
    """Names of the persons among those, by the number of their reading."""
    tallies: list[Tally]
    problems: list[Problem]
