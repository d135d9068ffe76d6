"""Routes from a register of seizures alone: which goods came from where, by way of where, where to, how much a year.

A register is a CSV with a seizure a row (`seizure.toml` names its columns), plain, gzipped or alone in a zip. It is
read in blocks, and the engine adds up each block.
"""

from __future__ import annotations

import csv
import functools
import gzip
import tomllib
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.csv as pa_csv

from counterflow.clean.country import is_unknown_country, read_countries, read_country
from counterflow.engine import Engine, connect, fit
from counterflow.exc import InputError
from counterflow.model.handling import parse_handling
from counterflow.model.identity import make_id
from counterflow.tables import ROUTE
from counterflow.trace.unit import NOT_STATED, read_unit

COLUMN_PATH = Path(__file__).parent / "seizure.toml"
BLOCK_BYTES = 16 << 20
NO_COMMODITY = "not stated"
NO_YEAR = "XXXX"
RECORDED = "recorded"
_PLACES = ("country", "producing", "departure", "destination")
_NEEDED = ("commodity", "date", "country")
_DELIMITERS = ";,\t|"

# Rows that are equal in every column of the file are one lot with their number.
_LOTS = "SELECT {columns}, hash({all}) AS key, count(*)::BIGINT AS n FROM block GROUP BY ALL"
_MERGED = "SELECT * EXCLUDE (n), sum(n)::BIGINT AS n FROM lots GROUP BY ALL"
_READ = """
SELECT
    coalesce(nullif(trim(commodity), ''), $no_commodity) AS commodity,
    coalesce(nullif(regexp_extract(date, '^\\s*([0-9]{4})([^0-9]|$)', 1), ''), $no_year) AS period,
    CASE WHEN afloat.text IS NOT NULL THEN $no_territory ELSE seized.place END AS seized,
    coalesce(producing.place, departure.place) AS from_place, departure.place AS departure,
    destination.place AS to_place,
    amount, CASE WHEN number >= 0 AND number < 1e18 THEN number END AS number,
    reading.becomes, reading.low AS factor_low, reading.high AS factor_high, n
FROM (SELECT *, TRY_CAST(trim(amount) AS DOUBLE) AS number FROM lot) lot
JOIN reading ON reading.text IS NOT DISTINCT FROM unit
LEFT JOIN afloat ON afloat.text = routing
LEFT JOIN place seized ON seized.text = country
LEFT JOIN place producing ON producing.text = lot.producing
LEFT JOIN place departure ON departure.text = lot.departure
LEFT JOIN place destination ON destination.text = lot.destination
"""
# Volumes are added up as decimals: the sum of floats would depend on their order.
_ROUTES = """
SELECT commodity, from_place, via, to_place, period, $standing AS standing,
    sum(TRY_CAST(number * factor_low AS DECIMAL(38, 12)))::DOUBLE AS low,
    sum(TRY_CAST(number * factor_high * n AS DECIMAL(38, 12)))::DOUBLE AS high,
    unit, bool_or(number IS NOT NULL AND factor_low < factor_high) AS is_ambiguous, sum(n)::BIGINT AS events,
    NULL::DOUBLE AS probability, []::VARCHAR[] AS statements, $handling AS handling
FROM (
    SELECT *, CASE WHEN number IS NOT NULL THEN becomes END AS unit,
        list_filter([
            CASE WHEN departure IS DISTINCT FROM from_place AND departure IS DISTINCT FROM to_place THEN departure END,
            CASE WHEN seized IS DISTINCT FROM from_place AND seized IS DISTINCT FROM to_place
                AND seized IS DISTINCT FROM departure THEN seized END
        ], lambda place: place IS NOT NULL) AS via
    FROM seizure
)
GROUP BY ALL ORDER BY ALL
"""
_COUNTS = """
SELECT sum(n)::BIGINT AS rows, (sum(n) - count(*))::BIGINT AS equal_rows,
    coalesce(sum(n) FILTER (seized IS NULL AND from_place IS NULL AND to_place IS NULL), 0)::BIGINT AS no_place,
    coalesce(sum(n) FILTER (period = $no_year), 0)::BIGINT AS no_year,
    coalesce(sum(n) FILTER (coalesce(trim(amount), '') = ''), 0)::BIGINT AS no_amount,
    coalesce(sum(n) FILTER (number = 0), 0)::BIGINT AS zero_amounts,
    coalesce(sum(n) FILTER (number > 0 AND becomes = $not_stated), 0)::BIGINT AS no_unit
FROM seizure
"""
_UNREAD = """
SELECT amount, sum(n)::BIGINT AS n FROM seizure WHERE trim(amount) <> '' AND number IS NULL GROUP BY amount
"""


@dataclass(frozen=True)
class SeizureReport:
    """What a register held and what of it could not be read; nothing else is left out."""

    rows: int
    """Seizures read; every one is in a route."""
    equal_rows: int
    """Rows that equal an earlier one in every column: volumes count them once (`low`) and all (`high`)."""
    broken_rows: int
    """Rows with more or fewer fields than the head names: these alone are in no route."""
    no_place: int
    """Seizures of which no country is known; they are in routes without places."""
    no_year: int
    no_amount: int
    """Without an amount, so that they add no volume."""
    unread_amounts: Mapping[str, int]
    """Amounts that are no number of nothing or more, and how often; they add no volume."""
    zero_amounts: int
    """Amounts of nothing: rounded away, or not known; they add nothing."""
    unknown_units: Mapping[str, int]
    """Units that no table knows, and how many rows have them: their volumes stay in them."""
    no_unit: int
    """Amounts without a unit; their volumes stay by themselves."""
    unknown_countries: Mapping[str, int]
    """What stands for a country and is none that is known: it stays as it is written."""
    no_country: Mapping[str, int]
    """What stands for a country and says that none is known or that there are several."""


@dataclass(frozen=True)
class _Head:
    """What the first line of a file says."""

    delimiter: str
    names: tuple[str, ...]
    place: Mapping[str, int]
    """Where each column of `seizure.toml` stands that the file has."""


def routes_of_register(path: Path, *, handling: str = "TLP:CLEAR") -> tuple[pa.Table, SeizureReport]:
    """Add up the seizures of a register to routes by goods, places and year.

    What is made somewhere begins there, else where it departed; the place of the seizure is on the way. An amount
    keeps its unit where no table says what it is in another. The lower bound of a volume counts rows that are
    equal in every column once, the upper one all of them, each by the readings of its unit.

    Writes:
        `route` (rows), one a way, year and unit; what could not be read is counted in the report.
    Args:
        path: .csv, .csv.gz, or a .zip that holds one .csv.
        handling: marking of the file, which the rows get.
    Raises:
        InputError: the file cannot be read, or has no column for goods, date or country.
    Cost: 311,038 seizures of 41 MB in about a second (`benchmarks/trace/routes.py`).
    """
    marking = str(parse_handling(handling, "--handling"))
    with connect({}) as engine:
        broken = _read_lots(engine, path)
        countries = _register_readings(engine)
        words = _words()
        engine.register(
            "seizure",
            engine.query(
                _READ,
                {"no_commodity": NO_COMMODITY, "no_year": NO_YEAR, "no_territory": words["no_territory"]["place"]},
            ),
        )
        rows = engine.query(_ROUTES, {"standing": RECORDED, "handling": marking})
        counts = engine.query(_COUNTS, {"no_year": NO_YEAR, "not_stated": NOT_STATED}).to_pylist()[0]
        unread = {row["amount"]: row["n"] for row in engine.query(_UNREAD).to_pylist()}
        units = engine.query(
            "SELECT unit, sum(n)::BIGINT AS n FROM lot WHERE unit IS NOT NULL GROUP BY unit"
        ).to_pylist()
    report = SeizureReport(
        **{name: int(count or 0) for name, count in counts.items()},
        broken_rows=broken,
        unread_amounts=_by_number(unread),
        unknown_units=_by_number({row["unit"]: row["n"] for row in units if not read_unit(row["unit"]).is_known}),
        unknown_countries=_by_number(countries.unknown),
        no_country=_by_number(countries.none),
    )
    return _with_ids(rows), report


def _with_ids(rows: pa.Table) -> pa.Table:
    """Give the rows their ids."""
    return ROUTE.arrange([fit(rows.append_column("id", pa.array(route_ids(rows), pa.string())), ROUTE)])


def route_ids(rows: pa.Table) -> list[str]:
    """Make the id of each route, of what tells it from others."""
    key = ("commodity", "from_place", "via", "to_place", "period", "unit", "standing")
    columns = [rows.column(name).to_pylist() for name in key]
    return [
        make_id(commodity, origin, "\x1e".join(via), *rest)
        for commodity, origin, via, *rest in zip(*columns, strict=True)
    ]


def _by_number(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@functools.cache
def _words() -> dict[str, Any]:
    return tomllib.loads(COLUMN_PATH.read_text(encoding="utf-8"))


def _read_lots(engine: Engine, path: Path) -> int:
    """Read the file block by block and register its lots as `lot`; gives how many rows were broken."""
    expected = "a CSV of seizures, plain, .gz, or alone in a .zip"
    broken = 0

    def skip(row: Any) -> str:
        nonlocal broken
        broken += 1
        return "skip"

    try:
        with _open(path) as file:
            head = _read_head(file, path)
        lots = []
        with _open(path) as file, _open_blocks(file, head, skip) as blocks:
            for block in blocks:
                rows = pa.Table.from_batches([block])
                engine.register("block", rows.rename_columns([f"c{place}" for place in range(rows.num_columns)]))
                lots.append(engine.query(_lots_sql(head)))
    except (OSError, EOFError, zipfile.BadZipFile, pa.ArrowInvalid, UnicodeDecodeError) as exc:
        raise InputError(f"cannot be read: {exc}", where=str(path), expected=expected) from exc
    if sum(rows.num_rows for rows in lots) == 0:
        raise InputError("holds no seizure", where=str(path), expected=expected)
    engine.register("lots", pa.concat_tables(lots))
    engine.register("lot", engine.query(_MERGED))
    return broken


def _lots_sql(head: _Head) -> str:
    columns = ", ".join(
        f"c{head.place[name]} AS {name}" if name in head.place else f"NULL::VARCHAR AS {name}"
        for name in _words()["column"]
    )
    return _LOTS.format(columns=columns, all=", ".join(f"c{place}" for place in range(len(head.names))))


@contextmanager
def _open(path: Path) -> Iterator[IO[bytes]]:
    """Open the text of a register, whatever it is packed in."""
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            inside = [one for one in archive.namelist() if one.lower().endswith(".csv")]
            if len(inside) != 1:
                raise InputError(f"holds {len(inside)} CSV files", where=str(path), expected="one")
            with archive.open(inside[0]) as file:
                yield file
    elif path.suffix.lower() == ".gz":
        with gzip.open(path) as unpacked:
            yield unpacked  # type: ignore[misc]  # a GzipFile is read like any other
    else:
        with path.open("rb") as file:
            yield file


def _read_head(file: IO[bytes], path: Path) -> _Head:
    """Read the first line: what parts the columns, and which of them are known."""
    line = file.readline(1 << 16).decode("utf-8-sig").rstrip("\r\n")
    delimiter = max(_DELIMITERS, key=line.count)
    names = next(csv.reader([line], delimiter=delimiter), [])
    plain = [" ".join(name.replace("_", " ").lower().split()) for name in names]
    place = {}
    for column, words in _words()["column"].items():
        found = [word for word in words if word in plain]
        if len(found) > 0:
            place[column] = plain.index(found[0])
    missing = [name for name in _NEEDED if name not in place]
    if len(missing) > 0:
        expected = "; ".join(f"{name}: {', '.join(_words()['column'][name])}" for name in missing)
        raise InputError(
            f"has no column for {' and '.join(missing)}; it has {', '.join(names)}", where=str(path), expected=expected
        )
    return _Head(delimiter, tuple(names), place)


def _open_blocks(file: IO[bytes], head: _Head, skip: Callable[[Any], str]) -> pa_csv.CSVStreamingReader:
    names = [f"c{place}" for place in range(len(head.names))]
    return pa_csv.open_csv(
        file,
        read_options=pa_csv.ReadOptions(block_size=BLOCK_BYTES, column_names=names, skip_rows=1),
        parse_options=pa_csv.ParseOptions(delimiter=head.delimiter, newlines_in_values=True, invalid_row_handler=skip),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )


@dataclass(frozen=True)
class _Countries:
    """What stands for countries and names none that is known, and how often."""

    unknown: Mapping[str, int]
    none: Mapping[str, int]


def _register_readings(engine: Engine) -> _Countries:
    """Register what the distinct texts of places, units and ways mean."""
    unknown: Counter[str] = Counter()
    none: Counter[str] = Counter()
    places: dict[str, str] = {}
    for column in _PLACES:
        counted = f"SELECT {column} AS text, sum(n)::BIGINT AS n FROM lot WHERE {column} IS NOT NULL GROUP BY ALL"  # noqa: S608 - ours
        for row in engine.query(counted).to_pylist():
            text = row["text"]
            code = read_place(text)
            if names_no_country(text):
                none[text] += row["n"]
            else:
                places[text] = text.strip() if code is None else code
                if code is None:
                    unknown[text] += row["n"]
    engine.register("place", _pairs("place", places))
    afloat = [text for text in _distinct(engine, "routing") if text is not None and _is_afloat(text)]
    engine.register("afloat", pa.table({"text": pa.array(afloat, pa.string())}))
    units = _distinct(engine, "unit")
    readings = [read_unit(text) for text in units]
    engine.register(
        "reading",
        pa.table(
            {
                "text": pa.array(units, pa.string()),
                "becomes": pa.array([one.becomes for one in readings], pa.string()),
                "low": pa.array([one.low for one in readings], pa.float64()),
                "high": pa.array([one.high for one in readings], pa.float64()),
            }
        ),
    )
    return _Countries(unknown, none)


def read_place(text: str) -> str | None:
    """Find the code of the one country that a field names; None where it names none, or several."""
    code = read_country(text)
    if code is not None:
        return code
    found = read_countries(text)
    return found[0].code if len(found) == 1 and found[0].doubt is None else None


def names_no_country(text: str) -> bool:
    """Whether the text says that no country is known, or that there are several."""
    return is_unknown_country(text) or text.strip().lower() in _words()["no_country"]["words"]


def _is_afloat(routing: str) -> bool:
    """Whether the seizure lay in no country's territory: the country is then that of the authority."""
    return routing.strip().lower().startswith(tuple(_words()["no_territory"]["words"]))


def _distinct(engine: Engine, column: str) -> list[str | None]:
    found: list[str | None] = (
        engine.query(f"SELECT DISTINCT {column} AS text FROM lot ORDER BY text").column("text").to_pylist()  # noqa: S608 - ours
    )
    return found


def _pairs(name: str, pairs: Mapping[str, str]) -> pa.Table:
    return pa.table({"text": pa.array(pairs.keys(), pa.string()), name: pa.array(pairs.values(), pa.string())})
