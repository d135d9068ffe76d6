"""The lexica are well-formed, and a wrong line is named."""

from __future__ import annotations

from collections.abc import Callable, Sized
from pathlib import Path

import pytest

from counterflow.clean.quantity.unit import load_currency_symbols, load_currency_words, load_units
from counterflow.exc import InputError
from counterflow.extract import lexica
from counterflow.extract.data import load_lexicon_file
from counterflow.extract.name.gazetteer import load_gazetteer, look_up

NAMES = sorted(path.stem for path in lexica.LEXICON_PATH.glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_every_lexicon_loads_and_says_what_it_is(name: str) -> None:
    """Each begins with a comment for its reader and has the form of its kind."""
    text = (lexica.LEXICON_PATH / f"{name}.txt").read_text(encoding="utf-8")
    assert text.startswith("# ")
    entries = load_lexicon_file(name)
    assert isinstance(entries, Sized)
    assert len(entries) > 0


@pytest.mark.parametrize(
    ("text", "read", "message"),
    [
        ("# x\nOne\nOne\n", lambda: lexica.load_terms("odd"), "stands twice"),
        ("# x\nOne two\n", lambda: lexica.load_map("odd"), "line 2 is 'One two'"),
        ("# x\na | b\n", lambda: lexica.load_records("odd", 3), "3 fields"),
    ],
)
def test_a_wrong_line_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, read: Callable[[], object], message: str
) -> None:
    """A lexicon that a person broke says where."""
    (tmp_path / "odd.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(lexica, "LEXICON_PATH", tmp_path)
    for load in (lexica.load_terms, lexica.load_map, lexica.load_records):
        load.cache_clear()
    with pytest.raises(InputError, match=message):
        read()


def test_lookup_does_not_mind_capitals_of_a_whole_name() -> None:
    """A heading in capitals names the same country; a lower-case word names none."""
    assert look_up("NORTH KOREA") == look_up("North Korea")
    assert look_up("turkey") is None
    assert look_up("us") is None


def test_units_and_currencies_have_one_meaning_each() -> None:
    """No spelling is both a unit and a currency, so a number never has two readings."""
    assert set(load_units()).isdisjoint(load_currency_words())
    assert load_currency_symbols()["HK$"].norm_unit == "HKD"
    assert load_units()["tons"].is_ambiguous
    assert len(load_gazetteer()) > 400
