"""What a word like "likely" means reaches the probability of what its sentence tells."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from counterflow.case import load_case
from counterflow.run.run import run_case
from counterflow.weigh.hedge import find_word

REPORT = """---
publisher: paper
date: 2024-03-09
---
Investigators said that it is almost certain that the coast guard seized 437 kilograms of heroin in March 2024.

It is likely that the coast guard seized 512 kilograms of heroin in May 2021.

It is unlikely that the coast guard seized 613 kilograms of heroin in June 2019.

It is highly unlikely that the coast guard seized 815 kilograms of heroin in August 2017.
"""


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("It is highly unlikely that they sold it.", "sold", "highly unlikely"),
        ("They probably sold it; it is unlikely that they knew.", "sold", "probably"),
        ("They probably sold it; it is unlikely that they knew.", "knew", "unlikely"),
        ("They sold it, but probably did not know.", "sold", None),
        ("It is Almost   Certain that they sold it.", "sold", "almost certain"),
        ("They sold it.", "sold", None),
        ("They sold the likelihood of it.", "sold", None),
    ],
)
def test_the_nearest_word_of_the_clause(text: str, place: str, word: str | None) -> None:
    """The longest word at a place, of the clause that tells it."""
    assert find_word(text, text.index(place)) == word


def test_words_of_one_hedge_are_not_one_probability(tmp_path: Path) -> None:
    """Four seizures, each told with another word: the surer word makes the more probable belief."""
    (tmp_path / "case.toml").write_text(
        '[case]\nname = "words"\n[publisher.paper]\nname = "Paper"\nreliability = "B"\n', encoding="utf-8"
    )
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "report.md").write_text(REPORT, encoding="utf-8")
    case = load_case(tmp_path)
    run_case(case)
    query = f"SELECT value, probability FROM '{case.root}/builds/*/belief.parquet'"
    rows = duckdb.connect().execute(query).fetchall()
    found = [
        next(probability for value, probability in rows if str(value).startswith("seizure") and amount in value)
        for amount in ("437", "512", "613", "815")
    ]
    assert found == sorted(found, reverse=True)
    assert found[1] > 0.6
    assert 0.4 > found[2] > found[3] + 0.05
