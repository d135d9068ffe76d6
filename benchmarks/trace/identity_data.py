"""Claims of ships from the files under records/vessels and from OFAC's list over time.

A few regular expressions read them, nothing of the package: what is measured is what `trace/ship.py` makes of claims.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

from counterflow.trace.ship import Claim

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_REMARKS = {
    "imoNumber": re.compile(r"Vessel Registration Identification IMO (\d+)"),
    "mmsi": re.compile(r"MMSI (\d+)"),
    "previousName": re.compile(r"f\.k\.a\. '([^']+)'"),
    "alias": re.compile(r"a\.k\.a\. '([^']+)'"),
    "pastFlags": re.compile(r"Former Vessel Flag ([^;.]+)"),
}


def ofac_history(folder: Path) -> list[Claim]:
    """Read the ships of the vintages of OFAC's list: each value with the first and last vintage of a run of them."""
    days: list[str] = []
    seen: dict[tuple[str, str, str], list[str]] = {}
    for path in sorted(folder.glob("*.csv.gz")):
        found = _DAY.search(path.name)
        assert found is not None
        days.append(found[0])
        with gzip.open(path) as packed:
            text = packed.read().decode("utf-8", "replace")
        for row in csv.reader(io.StringIO(text)):
            if len(row) > 11 and row[2].strip() == "vessel":
                for prop, value in _ofac_values(row):
                    seen.setdefault((f"ofac-{row[0].strip()}", prop, value), []).append(days[-1])
    return [
        Claim(record, record, prop, value, "us_ofac_sdn", first, last, f"{record} {prop} {value}")
        for (record, prop, value), held in seen.items()
        for first, last in _runs(held, days)
    ]


def _ofac_values(row: list[str]) -> Iterator[tuple[str, str]]:
    cells = ["" if cell.strip() == "-0-" else cell.strip() for cell in row]
    plain = {"name": cells[1], "callSign": cells[5], "type": cells[6], "grossRegisteredTonnage": cells[8]}
    plain["flag"] = cells[9]
    yield from ((prop, value) for prop, value in plain.items() if value != "")
    for prop, pattern in _REMARKS.items():
        yield from ((prop, value.strip()) for value in dict.fromkeys(pattern.findall(cells[11])))


def _runs(held: list[str], days: list[str]) -> Iterator[tuple[str, str]]:
    first = last = held[0]
    for day in held[1:]:
        if days.index(day) > days.index(last) + 1:
            yield first, last
            first = day
        last = day
    yield first, last


def ofac_2026(path: Path) -> list[Claim]:
    """Read OFAC's ships of 22 March 2026, as JSON."""
    found = []
    for number, one in enumerate(json.loads(path.read_text(encoding="utf-8"))["vessels"]):
        record, info = f"ofac2026-{number}", one["vessel_info"]
        values = {
            "imoNumber": one["imo"],
            "name": one["name"],
            "flag": info.get("flag"),
            "callSign": info.get("call_sign"),
        }
        values["grossRegisteredTonnage"] = info.get("gross_tonnage")
        found += [
            Claim(record, record, prop, str(value), "us_ofac_2026", "2026-03-22", "2026-03-22", f"{record} {prop}")
            for prop, value in values.items()
            if value not in (None, "")
        ]
    return found


def register(path: Path) -> list[Claim]:
    """Read a register of ships: number, name, tonnage, year and flag, undated; rows that repeat one are left out."""
    found = []
    with path.open(encoding="utf-8") as file:
        rows = {tuple(row.items()) for row in csv.DictReader(file)}
    for number, row in enumerate(sorted(rows)):
        cells = dict(row)
        record = f"{path.stem}-{number}"
        values = {"imoNumber": cells["imo"], "name": cells["vessel_name"], "flag": cells["flag"]}
        values |= {"grossRegisteredTonnage": cells["gross_tonnage"]}
        values |= {"buildDate": cells.get("year_built") or cells.get("year_build") or ""}
        found += [
            Claim(record, record, prop, value, "register", None, None, f"{record} {prop}")
            for prop, value in values.items()
            if value != ""
        ]
    return found
