"""Everything that a sentence may have to say has words."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterflow.clean.name import normal_name
from counterflow.collect.dataset import load_datasets
from counterflow.compare.builder import NAME_PROPERTIES
from counterflow.compare.fact.feature import FEATURES, Feature
from counterflow.compare.reason import NAMES_DIFFER, REVIEW_CAP
from counterflow.screen.wording import (
    BANDS,
    FEATURE_WORDS,
    LISTERS,
    NAME_KINDS,
    NAME_WORDS,
    REASON_WORDS,
    REGISTERS,
    NameRelation,
)

ROOT = Path(__file__).parents[2]


def test_no_feature_lacks_words() -> None:
    """Nor the row of the cap, nor any way in which names look side by side."""
    assert set(FEATURE_WORDS) == set(Feature)
    assert set(REASON_WORDS) == {*(feature.name for feature in FEATURES), NAMES_DIFFER, REVIEW_CAP}
    assert set(NAME_WORDS) == set(NameRelation)


@pytest.mark.parametrize("words", sorted({*REASON_WORDS.values(), *NAME_KINDS.values()}))
def test_words_are_clauses(words: str) -> None:
    """Short enough for a sentence that has three of them, without its signs."""
    assert 0 < len(words) <= 55
    assert words == words.strip()
    assert not set(words) & set(".:;{}“”")


@pytest.mark.parametrize("feature", [one for one in Feature if one.name.endswith(("_EQUAL", "_SHARED", "_SAME"))])
def test_what_agrees_is_never_said_to_differ(feature: Feature) -> None:
    """And the other way round."""
    assert "differ" not in FEATURE_WORDS[feature]
    other = Feature.__members__.get(feature.name.rpartition("_")[0] + "_DIFFERS")
    assert other is None or "differ" in FEATURE_WORDS[other]


def test_kinds_of_name_are_properties_that_are_compared() -> None:
    """All of them but `name` itself."""
    assert set(NAME_KINDS) | {"name"} == {prop for prop, _ in NAME_PROPERTIES}


def test_bands_cover_every_probability() -> None:
    """From the surest down to 0, each with words of its own."""
    leasts = [band.least for band in BANDS]
    assert leasts == sorted(set(leasts), reverse=True)
    assert leasts[-1] == 0
    assert len({band.words for band in BANDS}) == len(BANDS)


def test_the_documents_show_the_bands() -> None:
    """With their numbers."""
    text = (ROOT / "docs/names.md").read_text(encoding="utf-8")
    for band in BANDS:
        assert f"| {band.least:g} | {band.words} |" in text


def test_every_dataset_is_a_list_or_a_register() -> None:
    """So that nobody in a register of companies is said to be listed."""
    assert set(LISTERS) | set(REGISTERS) == set(load_datasets())
    assert set(LISTERS).isdisjoint(REGISTERS)
    assert all(normal_name(words) != "" for words in (*LISTERS.values(), *REGISTERS.values()))
