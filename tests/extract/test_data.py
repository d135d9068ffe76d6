"""Data files are checked before the first document, and a broken one is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from counterflow.exc import InputError
from counterflow.extract import data, lexica, remark
from counterflow.extract.frame import rule
from counterflow.extract.stance import word
from counterflow.run.progress import choose_progress
from counterflow.service.reading.file import File
from counterflow.service.reading.files import read_files


@pytest.fixture
def lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the lexica, to be broken."""
    folder = tmp_path / "lexicon"
    shutil.copytree(lexica.LEXICON_PATH, folder)
    monkeypatch.setattr(lexica, "LEXICON_PATH", folder)
    monkeypatch.setattr(data, "LEXICON_PATH", folder)
    return folder


@pytest.fixture(autouse=True)
def forget() -> Callable[[], None]:
    """Nothing of another test is remembered."""
    cached = (lexica.load_terms, lexica.load_set, lexica.load_map, lexica.load_records, data.check_data)

    def clear() -> None:
        for one in (*cached, remark.load_labels, rule.load_rules, word.load_stance):
            one.cache_clear()

    clear()
    return clear


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        (
            "title",
            "Twice Titled\nTwice Titled",
            r"lexicon/title.txt: 'Twice Titled' stands twice, in lines \d+ and \d+",
        ),
        ("month", "no value", r"lexicon/month.txt: line \d+ is 'no value'"),
        ("country", "one | two", r"lexicon/country.txt: line \d+ is 'one | two'"),
        ("remark_label", "Odd Label = alias_of | a", r"lexicon/remark_label.txt: label 'Odd Label'"),
    ],
)
def test_a_broken_line_stops_reading_and_is_named(
    lexicon: Path, forget: Callable[[], None], tmp_path: Path, name: str, line: str, message: str
) -> None:
    """The file and its line are to blame, not the document that would have been read."""
    path = lexicon / f"{name}.txt"
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    report = tmp_path / "report.txt"
    report.write_text("The navy seized the ship.", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        list(read_files([File(report, "report.txt")], choose_progress(quiet=True), processes=1))
    forget()


def test_a_broken_rule_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forget: Callable[[], None]) -> None:
    """Rules and words of stance are TOML; what is none is named with its line."""
    path = tmp_path / "word.toml"
    path.write_text("[verb]\nreported = [\n", encoding="utf-8")
    monkeypatch.setattr(word, "STANCE_PATH", path)
    with pytest.raises(InputError, match=r"stance/word.toml: it is no TOML: .*line"):
        data.check_data()
    path.write_text("[verb]\nreportd = ['say']\n", encoding="utf-8")
    with pytest.raises(InputError, match="effect 'reportd'"):
        data.check_data()
    forget()
