"""Packed files: read as what they hold, damaged and bursting ones refused."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from counterflow.collect import packed
from counterflow.collect.find import read_head
from counterflow.collect.packed import inner_name, open_unpacked
from counterflow.exc import InputError


def _zip(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return path


def test_gzip_and_zip_are_read_as_the_file_inside(tmp_path: Path) -> None:
    """By their first bytes, whatever they are called."""
    gzipped = tmp_path / "sdn.csv.gz"
    gzipped.write_bytes(gzip.compress(b"36,x\n"))
    zipped = _zip(tmp_path / "LIST.ZIP", CONS_xml=b"<a/>")
    plain = tmp_path / "a.txt"
    plain.write_bytes(b"PK is no archive")
    for path, name, data in ((gzipped, "sdn.csv", b"36,x\n"), (zipped, "CONS.xml", b"<a/>"), (plain, "a.txt", None)):
        assert inner_name(path) == name
        with open_unpacked(path) as handle:
            assert handle.read() == (data or b"PK is no archive")
    assert read_head(gzipped).path.name == "sdn.csv"


def test_an_archive_of_several_files_is_left_packed(tmp_path: Path) -> None:
    """An Office document is a ZIP too."""
    path = _zip(tmp_path / "a.docx", a_xml=b"1", b_xml=b"2")
    assert inner_name(path) == "a.docx"
    assert read_head(path).data.startswith(b"PK\x03\x04")


def test_a_cut_off_archive_has_its_packed_head(tmp_path: Path) -> None:
    """It can then be called by its name."""
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"x" * 100)[:12])
    assert read_head(path).data.startswith(b"\x1f\x8b")


def test_an_archive_that_bursts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes do not fill the memory."""
    monkeypatch.setattr(packed, "_FREE_BYTES", 10_000)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"\0" * 5_000_000))
    with open_unpacked(path) as handle, pytest.raises(InputError, match="unpacks to more than"):
        handle.read()
