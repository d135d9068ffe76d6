"""The money page's answer: an estimate, the passages behind its figures, and the money on the ties."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.dossier.money import show_money
from counterflow.dossier.money_shape import MoneyAnswer
from counterflow.run.build import open_build

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "money.json"


@pytest.fixture(scope="module")
def archive(money_case: Case) -> Iterator[Archive]:
    opened = Archive(money_case, open_build(money_case))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def answer(archive: Archive) -> MoneyAnswer:
    return show_money(archive)


def test_it_fits_its_schema(answer: MoneyAnswer) -> None:
    """What a page reads is what is published."""
    jsonschema.validate(json.loads(answer.model_dump_json()), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_each_figure_has_its_passage(answer: MoneyAnswer) -> None:
    """Every belief that the answer speaks of is there, and leads to a sentence of the report."""
    made = answer.estimate
    told = ([one.beliefs for one in made.intervals], [one.beliefs for one in made.conflicts])
    spoken = {one for beliefs in (*told[0], *told[1]) for one in beliefs}
    figures = {one.belief: one for one in answer.figures}
    assert len(spoken) >= 3
    assert spoken <= figures.keys()
    for one in figures.values():
        assert all(item.document_id is not None and one.words in item.text for item in one.evidence)
    assert "at least $2 billion" in {one.words for one in answer.figures}


def test_parts_are_estimated(answer: MoneyAnswer) -> None:
    """A total and what it contains are both in the answer, the total first among what is explained."""
    names = {one.name for one in answer.estimate.intervals}
    assert len(answer.parts) >= 2
    assert {one.whole for one in answer.parts} | {one.part for one in answer.parts} <= names
    assert answer.estimate.of in {one.whole for one in answer.parts}


def test_flows_are_read_off_their_draws(archive: Archive, answer: MoneyAnswer) -> None:
    """Each tie has its range, the largest first, as the table of flows has it."""
    rows = archive.rows("SELECT list_sort(draws) AS draws FROM flow ORDER BY leg_id, channel, period")
    middles = [one.median for one in answer.flows]
    assert len(answer.flows) == len(rows) > 0
    assert middles == sorted(middles, reverse=True)
    assert all(one.low_90 <= one.median <= one.high_90 for one in answer.flows)
    expected = sorted(
        (row["draws"][(len(row["draws"]) - 1) // 2] + row["draws"][len(row["draws"]) // 2]) / 2 for row in rows
    )
    assert sorted(middles) == pytest.approx(expected)


def test_another_result_is_explained(archive: Archive, answer: MoneyAnswer) -> None:
    """What drives it differs with what is asked for; the intervals do not."""
    part = answer.parts[0].part
    other = show_money(archive, part)
    assert other.estimate.of == part
    assert other.estimate.intervals == answer.estimate.intervals
    assert [one.name for one in other.estimate.drivers] != [one.name for one in answer.estimate.drivers]
