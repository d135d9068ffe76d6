"""Lists changed by another hand are refused; genuine ones, with all their corrections, are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterflow.collect.find import hash_file, read_head
from counterflow.collect.integrity import FOUND_BY_READER, Integrity
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import ListReader
from counterflow.collect.readers.order import READERS
from counterflow.collect.source import Source, SourceFile
from counterflow.collect.vintage import PersonNames, Reading, Series, VintageReading, vintage_order
from counterflow.exc import InputError
from counterflow.model.identity import make_id

_READERS = {reader.NAME: reader() for reader in READERS if issubclass(reader, ListReader)}


Names = tuple[list[str], list[str]]


def _series() -> Series:
    """A series of one record, of which there are two readings."""
    series = Series({})
    series.readings += [Reading(0, []), Reading(0, [])]
    return series


def _reading(
    names: Names | None = None,
    *,
    number: int = 0,
    accepted: bool = False,
    problem: str | None = None,
    published: str | None = "2021",
) -> VintageReading:
    file = SourceFile(Path("a"), "inputs/a", "", 0, "r")
    source = Source("x", (file,), "x", is_accepted=accepted, published=published)
    problems = [] if problem is None else [make_problem(file, problem, severity="file", record="18782")]
    people = {} if names is None else {number: PersonNames(*names)}
    return VintageReading(source, {number}, [], people, [], problems)


def _check(before: Names, after: Names, *, published: str | None = "2021") -> None:
    series, integrity = _series(), Integrity()
    integrity.keep(series, _reading(before, published=published))
    integrity.check(series, _reading(after, number=1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((["Ismail Abdul Salah Haniya"], ["Ismail Haniya"]), (["Saleh Haniyah Ismail"], [])),  # a spelling
        ((["Petr Petrov"], []), (["Pyotr Petroff"], [])),
        ((["Kim Chol"], []), (["Ri Yong Su"], ["Kim Chol"])),  # the former name is an alias now
        ((["Kim Chol"], ["Ri Yong Su"]), (["Ri Yong Su"], [])),  # the alias has become the name
        ((["Ivan Petrov"], []), (["Ivan Ivanovich Petrov"], [])),
        ((["Anna Schmidt"], []), (["Anna Weber"], ["Anna Schmidt"])),
    ],
)
def test_corrections_pass(before: tuple[list[str], list[str]], after: tuple[list[str], list[str]]) -> None:
    """Spellings, longer names, names that become aliases and back."""
    _check(before, after)


def test_another_person_under_the_same_number_is_a_sign() -> None:
    """A name of somebody else, and the former one nowhere."""
    with pytest.raises(InputError, match="'Kim Chol' before is now 'John Smith'") as caught:
        _check((["Kim Chol"], ["Kim Chul"]), (["John Smith"], []))
    assert caught.value.where == "inputs/a"
    assert "accepted = true" in (caught.value.next_step or "")


def test_a_placeholder_is_a_sign() -> None:
    """In a name or an alias."""
    for names in ((["INFOSEC TEST FILE Haniya"], []), (["Ann Poe"], ["Dummy Record"])):
        with pytest.raises(InputError, match="is a placeholder"):
            Integrity().check(_series(), _reading(names))
    Integrity().check(_series(), _reading((["Testa Filemon"], ["Contest Entryman"])))


def test_a_file_without_a_date_is_no_measure() -> None:
    """It may be the forged one, and older or newer than the others."""
    _check((["Mallory Quisling"], []), (["Ivan Petrov"], []), published=None)


def test_a_name_that_comes_back_is_measured_against_the_newest() -> None:
    """A, then B by a person's word, then A again unchanged: a further correction of A is none of B."""
    series, integrity = _series(), Integrity()
    series.readings.append(Reading(0, []))
    integrity.keep(series, _reading((["Kim Chol"], [])))
    integrity.keep(series, _reading((["John Smith"], []), number=1))
    integrity.keep(series, _reading()._replace(held={0}))
    integrity.check(series, _reading((["Kim Choi"], []), number=2))


def test_a_person_in_two_records_of_one_number_has_both_names() -> None:
    """As an FtM entity in two lines, of which one changes."""
    series, integrity = _series(), Integrity()
    series.readings.append(Reading(0, []))
    first = _reading((["Kim Chol"], []))
    first.names[1] = PersonNames(["Ri Yong Su"], [])
    integrity.keep(series, first._replace(held={0, 1}))
    integrity.check(series, _reading((["Kim Chul"], []), number=2)._replace(held={1, 2}))


def test_what_a_reader_finds_is_a_sign() -> None:
    """Of severity file, and marked as such; another problem of a file is none."""
    with pytest.raises(InputError, match=r"the party is under no program \(record 18782\)"):
        Integrity().check(_series(), _reading(problem=f"{FOUND_BY_READER}the party is under no program"))
    Integrity().check(_series(), _reading(problem="alt.csv is not beside it"))


def test_a_person_s_word_counts_and_is_noted() -> None:
    """`accepted` in case.toml."""
    integrity = Integrity()
    integrity.check(_series(), _reading((["Test File"], []), accepted=True))
    assert [one.message for one in integrity.accepted] == [
        "accepted in case.toml: the name 'Test File' is a placeholder"
    ]


def _sources(folder: Path, pattern: str) -> Iterator[Source]:
    for path in sorted(folder.glob(pattern)):
        if "MALFORMED" in path.name:
            continue
        head = read_head(path)
        reader = next(one for one in _READERS.values() if one.recognise(head))
        files = tuple(
            SourceFile(one, one.name, digest, size, make_id(digest))
            for one in (path, *reader.companions(path))
            for digest, size in [hash_file(one)]
        )
        date = re.search(r"\d{4}-\d\d(-\d\d)?", str(path.relative_to(folder)))
        source = Source(reader.NAME, files, reader.DATASET or "x", published=None if date is None else date[0])
        yield reader.describe(source, head)


@pytest.mark.shared_data
@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "vintages", "records"),
    [
        ("un_sc/*.xml", 4, 1_233),
        ("ofac_sdn_history/*.csv.gz", 24, 15_514),
        ("ofac_sdn/*/sdn.csv", 2, 9_497),
    ],
)
def test_no_genuine_vintage_is_refused(shared_data: Path, pattern: str, vintages: int, records: int) -> None:
    """Thirty vintages of two publishers, with all they corrected in eight years."""
    series, integrity = Series(_READERS), Integrity()
    for source in sorted(_sources(shared_data / "lists", pattern), key=vintage_order):
        reading = series.read(source)
        integrity.check(series, reading)
        series.keep(reading)
        integrity.keep(series, reading)
    assert (len(series.vintages), series.records) == (vintages, records)


@pytest.mark.shared_data
def test_the_tampered_list_is_refused(shared_data: Path) -> None:
    """By itself for a placeholder; after the genuine ones for another person's name too."""
    series, integrity = Series(_READERS), Integrity()
    *genuine, tampered = sorted(_sources(shared_data / "lists", "ofac_consolidated/*.xml"), key=vintage_order)
    assert "TAMPERED" in tampered.main.name
    alone = Series(_READERS)
    with pytest.raises(InputError, match="placeholder"):
        Integrity().check(alone, alone.read(tampered))
    for source in genuine:
        reading = series.read(source)
        integrity.check(series, reading)
        series.keep(reading)
        integrity.keep(series, reading)
    with pytest.raises(InputError, match="'Ismail Abdul Salah HANIYA' before is now 'INFOSEC TEST FILE HANIYA'"):
        integrity.check(series, series.read(tampered))
