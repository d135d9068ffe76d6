"""Routes of a register of seizures: nothing is lost, units stay, and what cannot be read is named."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.exc import InputError
from counterflow.trace import route_file
from counterflow.trace.route_file import SeizureReport, routes_of_register
from counterflow.trace.unit import NOT_STATED, load_units, read_unit

PLACES = ("PRODUCING_COUNTRY", "DEPARTURE_COUNTRY", "DESTINATION_COUNTRY")
HEAD = ("COUNTRY", "DATE", "DRUG_NAME", "AMOUNT", "UNIT", *PLACES, "ROUTING", "PLACE")
PLAIN = ("Spain", "2014-05-01", "Cocaine", "2.5", "Kilogram", "", "Colombia", "France", "", "Vigo")


def row(**changes: str) -> tuple[str, ...]:
    return tuple(changes.get(name.lower(), value) for name, value in zip(HEAD, PLAIN, strict=True))


def read(folder: Path, rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> tuple[list[Any], SeizureReport]:
    path = folder / "seizures.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head, *rows])
    found, report = routes_of_register(path)
    return found.to_pylist(), report


def test_a_way_leads_from_departure_by_the_place_of_the_seizure(tmp_path: Path) -> None:
    """What is produced somewhere begins there; a place is on the way once."""
    rows = [
        row(),
        row(producing_country="Peru"),
        row(destination_country="Spain"),
        row(departure_country="", destination_country=""),
        row(routing="International waters/unclaimed territory"),
    ]
    ways = {(one["from_place"], tuple(one["via"]), one["to_place"]) for one in read(tmp_path, rows)[0]}
    assert ways == {
        ("co", ("es",), "fr"),
        ("pe", ("co", "es"), "fr"),
        ("co", (), "es"),
        (None, ("es",), None),
        ("co", ("international waters",), "fr"),
    }


def test_volumes_keep_their_units_and_add_up_by_year(tmp_path: Path) -> None:
    """Grams are kilograms, tablets are not; a year is a row of its own."""
    rows = [row(), row(amount="500", unit="Gram"), row(amount="30", unit="Tablet"), row(date="2015-01-02")]
    found, report = read(tmp_path, rows)
    volumes = {(one["period"], one["unit"]): (one["low"], one["high"], one["events"]) for one in found}
    assert volumes == {
        ("2014", "kg"): (3.0, 3.0, 2),
        ("2014", "tablet"): (30.0, 30.0, 1),
        ("2015", "kg"): (2.5, 2.5, 1),
    }
    assert (report.rows, report.equal_rows) == (4, 0)
    assert report.unknown_units == {}


def test_a_ton_has_the_bounds_of_all_its_readings(tmp_path: Path) -> None:
    """Short, metric and long; a metric ton is one."""
    ton, metric = (read(tmp_path, [row(amount="2", unit=unit)])[0][0] for unit in ("Ton", "metric tons"))
    assert (ton["low"], ton["high"], ton["is_ambiguous"]) == pytest.approx((1814.36948, 2032.0938176, True))
    assert (metric["low"], metric["high"], metric["is_ambiguous"]) == (2000.0, 2000.0, False)


def test_equal_rows_count_once_and_all(tmp_path: Path) -> None:
    """They may be one seizure entered twice, or two that look alike; another town makes another seizure."""
    found, report = read(tmp_path, [row(), row(), row(), row(place="Cadiz")])
    assert [(one["low"], one["high"], one["events"]) for one in found] == [(5.0, 10.0, 4)]
    assert report.equal_rows == 2


def test_what_cannot_be_read_is_named_and_kept(tmp_path: Path) -> None:
    """Units, countries, amounts and years: each seizure is in a route all the same."""
    rows = [
        row(unit="Barette"),
        row(unit=""),
        row(amount="some"),
        row(amount="-1"),
        row(amount=""),
        row(amount="0"),
        row(amount="inf"),
        row(departure_country="Ruritania"),
        row(departure_country="Unknown"),
        row(departure_country="Other"),
        row(date="last year"),
        row(drug_name=""),
        row(departure_country="Iraq (Kurdistan Region)"),
    ]
    found, report = read(tmp_path, rows)
    assert sum(one["events"] for one in found) == report.rows == len(rows)
    assert report.unknown_units == {"Barette": 1}
    assert report.unread_amounts == {"-1": 1, "inf": 1, "some": 1}
    assert (report.no_amount, report.zero_amounts, report.no_unit, report.no_year) == (1, 1, 1, 1)
    assert report.unknown_countries == {"Ruritania": 1}
    assert report.no_country == {"Other": 1, "Unknown": 1}
    units = {one["unit"] for one in found}
    assert {"Barette", NOT_STATED, None, "kg"} == units
    assert {one["from_place"] for one in found} == {"co", "Ruritania", None, "iq"}
    assert {one["period"] for one in found} == {"2014", "XXXX"}
    assert "not stated" in {one["commodity"] for one in found}


def test_broken_rows_alone_are_left_out_and_counted(tmp_path: Path) -> None:
    """A row with more or fewer fields than the head."""
    found, report = read(tmp_path, [row(), row()[:-2], (*row(), "more")])
    assert (report.rows, report.broken_rows, len(found)) == (1, 2, 1)


@pytest.mark.parametrize("pack", ["csv", "gz", "zip"])
def test_a_register_may_be_packed(tmp_path: Path, pack: str) -> None:
    """Plain, gzipped or alone in a zip, with a byte order mark and line breaks inside a field."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([HEAD, row(place="Vigo,\nGalicia"), row()])
    data = b"\xef\xbb\xbf" + buffer.getvalue().encode()
    path = tmp_path / f"register.{'csv.gz' if pack == 'gz' else pack}"
    if pack == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("inside/register.csv", data)
    else:
        path.write_bytes(gzip.compress(data) if pack == "gz" else data)
    rows, report = routes_of_register(path)
    assert (rows.num_rows, report.rows, report.broken_rows) == (1, 2, 0)


def test_blocks_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal rows in different blocks are equal rows."""
    rows = [row(amount=str(number % 7), place=f"Town {number % 3}") for number in range(200)]
    whole = read(tmp_path, rows)
    monkeypatch.setattr(route_file, "BLOCK_BYTES", 512)
    assert read(tmp_path, rows) == whole


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"a,b\n1,2\n", "no column for commodity and date and country"),
        ("b.csv", b"country,date,drug\n", "no seizure"),
        ("c.csv", b"country,date,drug\nSpain,2014,\xff\xfe\n", "cannot be read"),
        ("d.zip", b"no archive", "cannot be read"),
        ("e.csv.gz", b"no archive", "cannot be read"),
    ],
)
def test_what_is_no_register_is_refused(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """With what was expected."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=words):
        routes_of_register(path)


COUNTRIES = st.sampled_from(["Spain", "Colombia", "France", "Unknown", "", "Ruritania"])
ROWS = st.builds(
    lambda places, amount, unit: row(
        country="Spain",
        producing_country=places[0],
        departure_country=places[1],
        destination_country=places[2],
        amount=amount,
        unit=unit,
    ),
    st.tuples(COUNTRIES, COUNTRIES, COUNTRIES),
    st.sampled_from(["1", "0.1", "3e-5", "", "many", "900000000"]),
    st.sampled_from(["Kilogram", "Gram", "Ton", "Tablet", "Barette", ""]),
)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, min_size=1, max_size=30), seed=st.randoms())
def test_every_seizure_is_in_one_route_whatever_the_order(tmp_path: Path, rows: list[Any], seed: Any) -> None:
    """The bounds are in order, the ids differ, and the order of rows changes nothing."""
    found, report = read(tmp_path, rows)
    assert sum(one["events"] for one in found) == report.rows == len(rows)
    assert len({one["id"] for one in found}) == len(found)
    assert all(one["low"] is None or one["low"] <= one["high"] for one in found)
    assert all((one["unit"] is None) == (one["low"] is None) for one in found)
    mixed = list(rows)
    seed.shuffle(mixed)
    assert read(tmp_path, mixed) == (found, report)


def test_units_have_bounds_in_order_and_one_meaning() -> None:
    """No spelling stands twice, and none has a capital letter, by which it would not be found."""
    words = [word for word in load_units() if word != word.lower()]
    assert words == []
    assert all(0 < one.low <= one.high for one in load_units().values())
    assert read_unit(" Kilo gram ").is_known is False
    assert read_unit("KG").becomes == "kg"


@pytest.mark.shared_data
def test_all_seizures_of_unodc_are_in_routes(shared_data: Path) -> None:
    """311,038 of 2011 to 2016: every unit and country that is not known is named."""
    rows, report = routes_of_register(shared_data / "records" / "seizures" / "unodc_ids_2011_2016.zip")
    found = rows.to_pylist()
    assert report.rows == sum(one["events"] for one in found) == 311_038
    assert report.broken_rows == 0
    assert set(report.unknown_units) == {
        *("other", "Flacons", "Mark", "Paper (1/10 gm)", "Barette", "Trip", "Block (350gr)"),
    }
    assert report.unknown_countries == {}
    assert set(report.no_country) == {"Unknown", "Other", "Multiple Countries"}
    assert {one["period"] for one in found} == {str(year) for year in range(2011, 2017)}
    afloat = [one for one in found if "international waters" in one["via"]]
    assert sum(one["events"] for one in afloat) == 154
