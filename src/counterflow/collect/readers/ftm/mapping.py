"""Tables of one's own by a FollowTheMoney mapping: a YAML file that says which column is which property.

    my_registry:
      queries:
        - csv_url: companies.csv
          entities:
            company:
              schema: Company
              keys: [id]
              properties: {name: {column: name}, jurisdiction: {column: country}}

The mapping is the source; the CSV files it names are its companions, and lie in its folder or below. Nothing is fetched
and no database is asked while a case is read: such a mapping is refused. Entity ids are those of `ftm map --no-sign`.
Columns that the mapping does not name are left out, and so are rows that its filters leave out, because it says so.
Format: https://followthemoney.tech/docs/mappings/.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from followthemoney.mapping.csv import CSVSource
from followthemoney.mapping.query import QueryMapping
from followthemoney.util import sanitize_text

from counterflow.collect.csv_table import CsvRow, CsvTable
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.ftm.entity import is_id
from counterflow.collect.readers.ftm.mapping_file import MappingQuery, load_queries, make_query, table_path
from counterflow.collect.readers.ftm.mapping_row import Record, map_row, rows_of
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.model.identity import make_id
from counterflow.tables import Problem

FIELDS = {"(column)": "the properties that the mapping names it for; dropped: what the mapping does not name"}

_QUERIES = re.compile(rb"^[ \t]*(?:queries|query)[ \t]*:", re.MULTILINE)
_ENTITIES = re.compile(rb"^[ \t-]*entities[ \t]*:", re.MULTILINE)


class FtmMapping(ListReader):
    """Reads a mapping and the tables that it names."""

    NAME = "ftm_mapping"
    MIME_TYPE = "application/yaml"
    FIELDS = FIELDS
    SOURCE = "https://followthemoney.tech/docs/mappings/"

    def recognise(self, head: Head) -> bool:
        """Look for queries with entities, in YAML."""
        is_yaml = head.suffix in (".yml", ".yaml")
        return is_yaml and _QUERIES.search(head.data) is not None and _ENTITIES.search(head.data) is not None

    def companions(self, path: Path) -> Sequence[Path]:
        """Find the tables that the mapping names; what it must not name is said when it is read."""
        found: dict[Path, None] = {}
        try:
            for query in load_queries(path.read_bytes(), path.name):
                for url in query.urls:
                    table = path.parent / table_path(url, path.parent, path.name)
                    if table.is_file():
                        found[table] = None
        except InputError:
            return ()
        return list(found)

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the rows of each query, then the tallies: of the mapping nothing, of each table its rows."""
        reading = _Reading(source, self.extractor())
        for query in load_queries(source.main.read_bytes(), source.main.name):
            yield from reading.query(query)
        yield from reading.tallies()


class _Reading:
    """The state of reading one mapping."""

    def __init__(self, source: Source, extractor: str) -> None:
        self.source = source
        self.extractor = extractor
        self._records: Counter[str] = Counter()
        self._parties: Counter[str] = Counter()
        self._ids: Counter[str] = Counter()
        self._problems: set[str] = set()

    def query(self, query: MappingQuery) -> Iterator[ListRecord | Problem]:
        """Yield the rows that one query takes from its tables."""
        where = self.source.main.name
        mapping = make_query(query, where)
        dataset = query.dataset if is_id(query.dataset) else self.source.dataset
        source = replace(self.source, dataset=dataset)
        for url in query.urls:
            folder = self.source.main.path.parent
            path = folder / table_path(url, folder, where)
            file = next((one for one in self.source.files[1:] if one.path == path), None)
            if file is None:
                raise InputError(
                    f"the table {url!r} is not there",
                    where=where,
                    next_step="Put it beside the mapping, or correct its name",
                )
            yield from self._table(mapping, source, file)

    def _table(self, mapping: QueryMapping, source: Source, file: SourceFile) -> Iterator[ListRecord | Problem]:
        table = CsvTable(file, (), handling=source.handling, padded=True)
        assert isinstance(mapping.source, CSVSource)  # databases are refused before
        is_first = True
        for row in table:
            if isinstance(row, Problem):
                if row.id not in self._problems:  # another query may read the table too
                    self._problems.add(row.id)
                    self._records[file.name] += 1
                    yield row
                continue
            if is_first:
                is_first = False
                yield from self._missing(mapping, table)
            record = _record(table, row)
            if mapping.source.check_filters(record):
                yield from self._row(mapping, source, file, table, row, record)

    def _missing(self, mapping: QueryMapping, table: CsvTable) -> Iterator[Problem]:
        """Say which columns of the mapping the table lacks: FtM takes them for empty."""
        refs = mapping.refs.union(*(prop.refs for entity in mapping.entities for prop in entity.properties))
        for column in sorted(refs - set(table.header)):
            problem = make_problem(
                table.file,
                "the mapping names a column that the table lacks",
                severity="value",
                field=column,
                expected="one of " + ", ".join(table.header),
                handling=self.source.handling,
            )
            if problem.id not in self._problems:
                self._problems.add(problem.id)
                yield problem

    def _row(
        self,
        mapping: QueryMapping,
        source: Source,
        file: SourceFile,
        table: CsvTable,
        row: CsvRow,
        record: Record,
    ) -> Iterator[ListRecord | Problem]:
        mapped, place = map_row(mapping, record), f"line {row.line}"
        if len(mapped.entities) > 0 or len(mapped.nameless) > 0:
            self._records[file.name] += 1
        for name in mapped.nameless:
            is_lost = len(mapped.entities) == 0
            yield make_problem(
                file,
                f"the row names no {name}: its key columns are empty or can be no id",
                severity="record" if is_lost else "value",
                record=place,
                value=",".join(row.cells),
                expected="a value in one of the key columns",
                handling=source.handling,
            )
            if is_lost:
                return
        if len(mapped.entities) == 0:
            return  # the mapping requires what the row lacks
        self._parties[file.name] += 1
        record_id = make_id(*(str(one.proxy.id) for one in mapped.entities.values()))
        self._ids[record_id] += 1
        number = self._ids[record_id]
        content = "\x1f".join([self.source.main.sha256, file.name, *table.header, str(row.line), *row.cells]).encode()
        yield ListRecord(
            record_id if number == 1 else f"{record_id}#{number}",
            content,
            functools.partial(rows_of, mapped, source, self.extractor, place, file),
        )

    def tallies(self) -> Iterator[Tally]:
        """Yield the tally of the mapping and of each table.

        Raises:
            InputError: no row of any table became an entity.
        """
        if self._parties.total() == 0:
            raise InputError(
                "no row of its tables became an entity",
                where=self.source.main.name,
                expected="rows that its filters let through, with a value in a key column",
                next_step="Compare the columns that it names with those of the tables",
            )
        for file in self.source.files:
            yield Tally(file, self._records[file.name], self._parties[file.name], "utf-8")


def _record(table: CsvTable, row: CsvRow) -> Record:
    """Give a row as FtM's own reader of CSV gives it."""
    cells = zip(table.header, row.cells, strict=True)
    return {name: value for name, cell in cells if (value := sanitize_text(cell)) is not None}


__all__ = ["FIELDS", "FtmMapping"]
