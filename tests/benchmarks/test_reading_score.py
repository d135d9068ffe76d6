"""Names, quantities and times are scored as their scripts say."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("benchmarks.reading.score")

from benchmarks.reading.gold import GoldQuantity, load_gold
from benchmarks.reading.names import Corpus
from benchmarks.reading.quantities import is_value
from benchmarks.reading.re3d import Document, Label, is_name, load_documents
from benchmarks.reading.score import compare
from benchmarks.reading.times import bare, plain_value

from counterflow.tables import Quantity


def quantity(kind: str, low: float | None, high: float | None, unit: str | None) -> Quantity:
    return Quantity("", None, "", 0, 1, "", kind, low, high, "", low, high, unit, "=", None, False, "")


def test_strict_spans_count_a_wrong_type_on_both_sides() -> None:
    """A right span of a wrong type is invented and missed; what is set aside counts neither way."""
    gold = {(0, 4): frozenset({"ORG", "PLACE"}), (9, 12): frozenset({"PERSON"})}
    found = {(0, 4): "PLACE", (9, 12): "ORG", (20, 22): "ORG", (30, 31): "ORG"}
    assert compare(found, gold, [(20, 22)], is_typed=False).score == (2, 3, 2)
    typed = compare(found, gold, [(20, 22)], is_typed=True)
    assert typed.score == (1, 3, 2)
    assert sorted(typed.missed) == [(9, 12)]
    assert sorted(typed.spurious) == [(9, 12), (30, 31)]
    assert compare({(2, 4): "ORG"}, gold, is_typed=True, inner={(2, 4): (0, 4)}).score == (1, 1, 2)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Col. David Lyons", True), ("the city of Raqqa", True), ("northern Iraq", True), ("5th Fleet", True),
        ("Iraqi security forces", False), ("They", False), ("Soldiers", False), ("the camp", False),
        ("an artillery crew chief in Abel Battery", False),
    ],
)  # fmt: skip
def test_a_name_of_re3d_has_capitals_of_its_own(words: str, expected: bool) -> None:
    """What a sentence's beginning alone writes large is no name, nor is a description that begins with a people."""
    text = f"{words} left. Some soldiers stayed."
    document = Document("made", text, ())
    assert is_name(document, (0, len(words)), (text, "where soldiers are")) is expected


def test_the_bare_name_may_stand_for_its_title() -> None:
    """With titles aside the name after a rank is a hit, as written it is a miss; a proposal counts neither way."""
    text = "It was Col. David Lyons who left Iraq."
    labels = (Label(7, 23, "Person", 1.0), Label(12, 17, "Person", 0.0), Label(33, 37, "Location", 1.0))
    corpus = Corpus((Document("made", text, labels),), is_named=True)
    found = {(12, 23): "PERSON", (33, 37): "PLACE"}
    assert corpus.compare(0, found, "articles aside", is_typed=True).compared.score == (1, 2, 2)
    assert corpus.compare(0, found, "titles aside", is_typed=True).compared.score == (2, 2, 2)


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        (("duration", 1461, 1461, "h"), ("duration", 1461 * 3600, 1461 * 3600, "s"), True),
        (("area", 300, 300, "km2"), ("count", 300, 300, "1"), False),
        (("mass", 90.718, None, "kg"), ("mass", 90.72, None, "kg"), True),
        (("mass", 90.718, None, "kg"), ("mass", 90.72, 90.72, "kg"), False),
        (("money", 5, 5, "USD"), ("money", 5, 5, "EUR"), False),
        (("count", 5, 5, "person"), ("count", 5, 5, "1"), True),
        (("vague", None, None, None), ("vague", None, None, None), True),
    ],
)
def test_a_value_is_kind_bounds_and_unit(
    gold: tuple[str, float, float, str], found: tuple[str, float, float, str], expected: bool
) -> None:
    """Units that differ are converted, an open end is not a closed one, and what a count counts is not compared."""
    annotated = GoldQuantity(0, 1, gold[0], None, *gold[1:], None, None)
    assert is_value(annotated, quantity(*found)) is expected


def test_a_time_is_compared_without_its_preposition() -> None:
    """The span of a time begins at the day, and its value is that of the day."""
    text = "since at least the 1970s"
    assert text[slice(*bare(text, 0, len(text)))] == "1970s"
    assert bare("within", 0, 6) == (0, 6)
    assert [plain_value(one) for one in ("2008-09/..", "../2015-06", ">XXXX-10-17", "2010~", "2019/2020")] == [
        "2008-09", "2015-06", "XXXX-10-17", "2010", "2019/2020",
    ]  # fmt: skip


@pytest.mark.shared_data
def test_the_gold_of_quantities_and_re3d_is_whole(shared_data: Path) -> None:
    """285 quantities, 160 of them read; every document of re3d has labels that its annotators took."""
    passages = [one for text in load_gold(shared_data, "quantities") for one in text.passages]
    assert sum(len(one.quantities) for one in passages) == 285
    assert sum(len(one.quantities) for one in passages if one.kind == "read") == 160
    documents = load_documents(shared_data)
    assert len(documents) == 62
    assert all(len(one.taken) > 0 for one in documents)
