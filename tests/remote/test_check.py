"""Check: what a reader says of a download decides whether it is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counterflow.collect.dataset import find_dataset
from counterflow.collect.reader import Head, Reader, Tally
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.remote.check import Checked, check_file
from counterflow.remote.failure import RefusedError
from counterflow.stage import Row
from counterflow.tables import Statement


def make_name(name: str) -> Statement:
    """State the name of a person."""
    return Statement(
        id="1",
        entity_id="p",
        canonical_id="p",
        prop="name",
        prop_type="name",
        schema="Person",
        value=name,
        dataset="un_sc_sanctions",
        origin=None,
        lang=None,
        original_value=None,
        external=False,
        first_seen=None,
        last_seen=None,
        handling="TLP:CLEAR",
    )


class WordReader(Reader):
    """Reads a list of its own: its first line says how it goes on."""

    NAME = "un_sc_xml"
    MIME_TYPE = "text/plain"
    IS_LIST = True

    def recognise(self, head: Head) -> bool:
        return head.data.startswith(b"list ") and head.suffix == ".txt"

    def describe(self, source: Source, head: Head) -> Source:
        word = head.data.split()[1].decode()
        if word == "partial":
            return replace(source, is_partial=True)
        if word == "other":
            return replace(source, dataset="us_ofac_sdn")
        return replace(source, published="2026-02-11")

    def read(self, source: Source) -> Iterator[Row | Tally]:
        word = source.main.path.read_bytes().split()[1]
        if word == b"input":
            raise InputError("it ends early", where=source.main.name, expected="all of it", next_step="Fetch it")
        if word == b"changed":
            yield make_name("SECURITY TEST FILE")
        if word == b"defect":
            raise KeyError("name")
        yield Tally(source.main, 901, 900)


@pytest.fixture(autouse=True)
def _one_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterflow.remote.check.LIST_READERS", (WordReader,))


def check(tmp_path: Path, text: str, dataset: str = "un_sc_sanctions") -> Checked:
    path = tmp_path / ".download"
    path.write_text(text, encoding="utf-8")
    return check_file(path, "served.txt", dataset, "0" * 64)


@pytest.mark.parametrize("dataset", ["un_sc_sanctions", "own_list"])
def test_a_good_list(tmp_path: Path, dataset: str) -> None:
    """Its format, date and counts; the reader sees the name under which it was served."""
    assert check(tmp_path, "list good", dataset) == Checked("un_sc_xml", "text/plain", "2026-02-11", 901, 900)


CHANGED = (
    "served.txt: it bears signs of a change by another hand: the name 'SECURITY TEST FILE' is a placeholder; "
    "expected: the list as its publisher let it go."
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("list partial", "by its own word it holds a selection of its list."),
        ("list other", "by its own word it is us_ofac_sdn."),
        ("list input", "served.txt: it ends early; expected: all of it."),
        ("list changed", CHANGED),
        ("list defect", "it cannot be read to its end (KeyError: 'name')."),
        ("nothing", "its beginning is not that of un_sc_xml."),
        ("", "it is empty."),
        ("%PDF-1.7", "it is a report (pdf), not a list."),
    ],
)
def test_refused(tmp_path: Path, text: str, message: str) -> None:
    """In the reader's words, or in those of what it found."""
    with pytest.raises(RefusedError) as caught:
        check(tmp_path, text)
    assert caught.value.message == message


def test_no_reader_of_that_format(tmp_path: Path) -> None:
    """A known dataset is read by the reader of its format alone."""
    dataset = find_dataset("us_ofac_sdn")
    assert dataset is not None
    with pytest.raises(RefusedError, match=f"its beginning is not that of {dataset.format}"):
        check(tmp_path, "list good", "us_ofac_sdn")
