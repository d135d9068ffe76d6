"""Count the words of listed parties' names: `src/counterflow/compare/lexicon/resources/word_count.csv`.

Reads lists whose licence allows it (US: public domain; UK: OGL; Canada: OGL-Canada; UN Security Council), given as a
folder laid out like `shared/data/lists`. Each distinct name of a party counts once, whichever lists it stands on.
Prints, too, how rare the words are that the table leaves out, by their letters: the constants of `rarity.py`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from counterflow.compare import script
from counterflow.compare.token import tokenize

TABLE = Path(__file__).parents[1] / "src/counterflow/compare/lexicon/resources/word_count.csv"
LEAST = 3
"""Words that fewer parties share stay out: their counts are chance."""
MAX_LETTERS = 8


class PartyName(NamedTuple):
    """A name, and whether it is a person's."""

    text: str
    is_person: bool


def read_sdn(folder: Path) -> Iterator[PartyName]:
    """Read the primary names of OFAC's SDN list, latest vintage of its history."""
    path = max(folder.glob("ofac_sdn_history/sdn_*.csv.gz"))
    with gzip.open(path, "rt", encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.reader(file):
            if len(row) > 2:
                yield PartyName(row[1], row[2].strip() == "individual")


def read_consolidated(folder: Path) -> Iterator[PartyName]:
    """Read the primary names of OFAC's other lists."""
    path = max(folder.glob("ofac_consolidated/consolidated_native_*[0-9].xml"))
    for entry in etree.parse(path).getroot().iter():
        if entry.tag.endswith("}sdnEntry"):
            parts = {child.tag.rpartition("}")[2]: child.text or "" for child in entry}
            name = f"{parts.get('firstName', '')} {parts.get('lastName', '')}"
            yield PartyName(name, parts.get("sdnType") == "Individual")


def read_csl(folder: Path) -> Iterator[PartyName]:
    """Read the names of the US Consolidated Screening List whose kind is given."""
    path = max(folder.glob("us_csl/*.csv.gz"))
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["type"] != "" or "Entity List" in row["source"]:
                yield PartyName(row["name"], row["type"] == "Individual")


def read_un(folder: Path) -> Iterator[PartyName]:
    """Read the primary names of the UN Security Council's list."""
    path = max(folder.glob("un_sc/consolidated_*[0-9].xml"))
    root = etree.parse(path).getroot()
    for kind in ("INDIVIDUAL", "ENTITY"):
        for entry in root.iter(kind):
            parts = (entry.findtext(f"{part}_NAME") for part in ("FIRST", "SECOND", "THIRD", "FOURTH"))
            yield PartyName(" ".join(filter(None, parts)), kind == "INDIVIDUAL")


def read_sema(folder: Path) -> Iterator[PartyName]:
    """Read the names of Canada's autonomous sanctions."""
    path = max(folder.glob("ca_sema/*.xml"))
    for record in etree.parse(path).getroot().iter("record"):
        entity = record.findtext("EntityOrShip") or record.findtext("Entity")
        if entity is not None:
            yield PartyName(entity, is_person=False)
        else:
            yield PartyName(f"{record.findtext('GivenName') or ''} {record.findtext('LastName') or ''}", is_person=True)


def read_ofsi(folder: Path) -> Iterator[PartyName]:
    """Read the primary names of the UK's consolidated list."""
    path = max(folder.glob("uk_ofsi/*.csv"))
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        next(file)
        for row in csv.DictReader(file):
            if row["Alias Type"] == "Prime Alias" or row["Alias Type"] == "Primary name":
                parts = [row[f"Name {number}"] for number in (1, 2, 3, 4, 5, 6)]
                yield PartyName(" ".join(parts), row["Group Type"] == "Individual")


READERS = (read_sdn, read_consolidated, read_csl, read_un, read_sema, read_ofsi)


def list_names(folder: Path) -> list[tuple[tuple[str, ...], bool]]:
    """Give the words of each distinct name, in Latin letters, and whether the name is a person's."""
    names = itertools.chain.from_iterable(reader(folder) for reader in READERS)
    found = {}
    for name in names:
        words = tuple(sorted({script.forms(token)[0] for token in tokenize(name.text, person=name.is_person)} - {""}))
        found[words] = name.is_person
    found.pop((), None)
    return sorted(found.items())


def count(names: Iterable[tuple[tuple[str, ...], bool]], *, person: bool) -> Counter[str]:
    """Count the names that hold a word."""
    return Counter(word for words, is_person in names if is_person == person for word in words)


def print_unknown(names: list[tuple[tuple[str, ...], bool]], *, person: bool) -> None:
    """Print how rare left-out words are, by their letters: counted in one half of the names, measured in the other."""
    kept = {word for word, number in count(names[::2], person=person).items() if number >= LEAST / 2}
    other = count(names[1::2], person=person)
    total = sum(other.values())
    for letters in range(1, MAX_LETTERS + 1):
        left = [number for word, number in other.items() if word not in kept and min(len(word), MAX_LETTERS) == letters]
        if len(left) > 0:
            mean = sum(number * number for number in left) / sum(left)
            print(f"person={person} letters={letters} words={len(left)} bits={-math.log2(mean / total):.1f}")


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with ofac_sdn_history, us_csl, un_sc, ...")
    names = list_names(parser.parse_args().folder)
    person, other = count(names, person=True), count(names, person=False)
    words = sorted(word for word in {*person, *other} if max(person[word], other[word]) >= LEAST)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["word", "person", "other"])
        rows.writerow(["", person.total(), other.total()])
        rows.writerows([word, person[word], other[word]] for word in words)
    print(f"{len(names)} names, {len(words)} words")
    for is_person in (True, False):
        print_unknown(names, person=is_person)


if __name__ == "__main__":
    main()
