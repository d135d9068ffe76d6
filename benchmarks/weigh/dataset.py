"""The public sets of conflicting claims with truth, read as they are published, and how their answers are compared.

Flight: Li, Dong, Lyons, Meng and Srivastava, "Truth finding on the deep web" (VLDB 2013); truth is what the three
airlines' own sites say of 100 flights a day. They take times within ten minutes for one; both that and the very
minute are given here. A gate is compared without terminal and punctuation.
Book: Yin, Han and Yu (2007), with the covers of 100 books by Dong et al. (2009). Author lists are compared as sets of
surnames, order free; `strict` also compares the first initial of each.
Heritages: Jung, Kim and Shim (2019); right is the narrowest place of the truth, nothing wider.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from counterflow.weigh.truth.hierarchy import Hierarchy
from counterflow.weigh.truth.moment import read_moment
from counterflow.weigh.truth.person import surnames_of
from counterflow.weigh.truth.words import plain

FLIGHT_COLUMNS = (
    "Scheduled departure",
    "Actual departure",
    "Departure gate",
    "Scheduled arrival",
    "Actual arrival",
    "Arrival gate",
)

Right = Callable[[str, str, str], bool]
"""Attribute, answer, truth: whether the answer counts as right."""


@dataclass(frozen=True)
class Dataset:
    """Claims, and what is true of some of their items."""

    items: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    truth: dict[tuple[str, str], str] = field(default_factory=dict)
    """By attribute and item."""
    hierarchy: Hierarchy = field(default_factory=Hierarchy)

    def add(self, item: str, source: str, value: str, attribute: str) -> None:
        """Take a claim, unless it is empty."""
        if value.strip() != "":
            self.items.append(item)
            self.sources.append(source)
            self.values.append(value.strip())
            self.attributes.append(attribute)


def read_flight(folder: Path, days: list[str] | None = None) -> Dataset:
    """Read the days of Flight; an item is a flight on a day."""
    found = Dataset()
    for path in sorted((folder / "claims").glob("*.txt.gz")):
        day = path.name[:8]
        if days is not None and day not in days:
            continue
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                source, flight, *values = line.rstrip("\n").split("\t")
                for column, value in zip(FLIGHT_COLUMNS, values, strict=False):
                    found.add(f"{day} {flight}", source, value, column)
        for line in (folder / "truth" / f"{day}.txt").read_text(encoding="utf-8", errors="replace").splitlines():
            flight, *values = line.split("\t")
            for column, value in zip(FLIGHT_COLUMNS, values, strict=False):
                if _compared(column, value) is not None:
                    found.truth[column, f"{day} {flight}"] = value.strip()
    return found


def _compared(column: str, value: str) -> str | int | None:
    if column.endswith("gate"):
        bare = re.sub(
            r"^(terminal|gate|not provided by airline|not available|contact airline|-+)\s*", "", value.strip().lower()
        )
        return re.sub(r"[^a-z0-9/]", "", bare).split("/")[0] or None
    moment = read_moment(value)
    return None if moment is None else moment.minute


def right_flight(minutes: int) -> Right:
    """Compare times within so many minutes, by the clock."""

    def right(attribute: str, answer: str, truth: str) -> bool:
        said, true = _compared(attribute, answer), _compared(attribute, truth)
        if isinstance(said, int) and isinstance(true, int):
            apart = abs(said - true) % 1440
            return min(apart, 1440 - apart) <= minutes
        return said == true

    return right


def read_book(folder: Path) -> Dataset:
    """Read Book; an item is an ISBN."""
    found = Dataset()
    for line in (folder / "claims.txt").read_text(encoding="utf-8", errors="replace").splitlines():
        source, isbn, _, authors = line.split("\t")
        found.add(isbn, source, authors, "")
    for line in (folder / "truth.txt").read_text(encoding="utf-8", errors="replace").splitlines():
        if line.strip() != "":
            isbn, authors = line.split("\t")
            found.truth["", isbn] = authors
    return found


def right_book(_attribute: str, answer: str, truth: str) -> bool:
    """Compare the sets of surnames."""
    return surnames_of(answer) == frozenset(
        re.sub(r"\W", "", plain(one.split(",")[0]).lower()) for one in truth.split(";") if one.strip() != ""
    )


def right_book_strict(attribute: str, answer: str, truth: str) -> bool:
    """Compare the sets of surnames, and each author's first initial where the answer has it."""
    if not right_book(attribute, answer, truth):
        return False
    words = re.findall(r"[^\W\d_]+", plain(answer).casefold())
    for one in truth.split(";"):
        surname, _, given = one.strip().partition(",")
        initial = plain(given).strip()[:1].casefold()
        last = (re.findall(r"[^\W\d_]+", plain(surname).casefold()) or [""])[-1]
        at = [place for place, word in enumerate(words) if word == last]
        beside = {word[0] for place in at for word in words[max(place - 3, 0) : place + 4]}
        if initial != "" and len(at) > 0 and len(words) > len(at) * truth.count(";") and initial not in beside:
            return False
    return True


def read_heritages(folder: Path) -> Dataset:
    """Read Heritages; an item is a site."""
    places: dict[str, tuple[str, str]] = {}
    for row in _rows(folder / "heritages_hierarchy.csv"):
        places[row["ID"]] = (row["name"], row["parentID"])
    pairs = [(name, places[parent][0]) for name, parent in places.values() if parent in places]
    found = Dataset(hierarchy=Hierarchy(pairs))
    for row in _rows(folder / "heritages_claims.csv"):
        found.add(row["obj"], row["src"], row["value"], "")
    for row in _rows(folder / "heritages_groundtruths.csv"):
        found.truth["", row["obj"]] = row["value"]
    return found


def right_heritages(_attribute: str, answer: str, truth: str) -> bool:
    """Compare with the narrowest place, which is written first; places hold commas themselves."""
    return truth == answer or truth.startswith(f"{answer},")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
