"""What leaves with a question: made of what its reader may know, whatever else the case holds."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from counterflow.case import Case, load_case
from counterflow.dossier.archive import Archive
from counterflow.dossier.estimate import estimate_case, given_of
from counterflow.exc import NotFoundError, UsageError
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case
from counterflow.service.asking.question import interval_of, make_question, plan_questions

ONE = RunOptions(processes=1)
TOML = """[case]
name = "money"
{head}
[partner.police]
max_tlp = "TLP:GREEN"

[[source]]
path = "secret.md"
handling = "TLP:RED"

[estimate]
periods = ["2013"]
[estimate.quantity.made]
unit = "kg/year"
description = "the methamphetamine that the state makes"
claims = ["3,000 kilograms", "9,000 kilograms"]
[estimate.quantity.price]
unit = "USD/kg"
prior = {{ low = 10000, high = 150000, level = 0.9, reason = "border to overseas markets" }}
[estimate.channel.narcotics]
formula = "made * price"
[estimate.partner.police]
sees = ["price", "made"]
capacity = 1
[estimate.partner.customs]
sees = ["price"]
"""
HEAD = "---\ntitle: {title}\ndate: 2014-03-01\nlanguage: eng\n---\n\n"
OPEN = "North Korea produces 3,000 kilograms of methamphetamine a year."
SECRET = "North Korea produces 9,000 kilograms of methamphetamine a year, Vontramel said."


def make_case(root: Path, *, has_secret: bool, head: str = "") -> Case:
    """A case of one report for all, and perhaps of one for nobody."""
    (root / "inputs").mkdir(parents=True)
    (root / "inputs" / "open.md").write_text(HEAD.format(title="What is made") + OPEN + "\n", encoding="utf-8")
    if has_secret:
        (root / "inputs" / "secret.md").write_text(HEAD.format(title="Vontramel") + SECRET + "\n", encoding="utf-8")
    toml = TOML.format(head=head)
    if not has_secret:
        toml = toml.replace('[[source]]\npath = "secret.md"\nhandling = "TLP:RED"\n', "")
    (root / "case.toml").write_text(toml, encoding="utf-8")
    case = load_case(root)
    run_case(case, options=ONE)
    return case


def width(case: Case) -> float:
    with closing(Archive(case, open_build(case))) as archive:
        one = interval_of(estimate_case(archive), "made")
    assert one is not None
    return one.high_90 / one.low_90


@pytest.mark.slow
def test_a_question_tells_nothing_of_what_its_reader_may_not_know(tmp_path: Path) -> None:
    """The same words, worth and marking with and without a secret report that changes our own estimate."""
    with_secret = make_case(tmp_path / "with", has_secret=True)
    without = make_case(tmp_path / "without", has_secret=False)
    assert width(with_secret) != pytest.approx(width(without), rel=0.01)
    for quantity in ("price", "made"):
        told = make_question(with_secret, with_secret.partners["police"], quantity, options=ONE)
        assert told == make_question(without, without.partners["police"], quantity, options=ONE)
        assert told.marking == "TLP:CLEAR"
    assert "the methamphetamine that the state makes, in kg/year, in 2013?" in told.text


@pytest.mark.slow
def test_what_may_not_leave_makes_no_question(tmp_path: Path) -> None:
    """Neither a model that is for others, nor a quantity that nothing they may know informs."""
    case = make_case(tmp_path / "amber", has_secret=False, head='handling = "TLP:AMBER"\n')
    with pytest.raises(UsageError, match="TLP:AMBER, and police may not know it"):
        make_question(case, case.partners["police"], "price", options=ONE)
    case = make_case(tmp_path / "open", has_secret=False)
    with pytest.raises(NotFoundError, match="does not make a question for 'posts'"):
        make_question(case, case.partners["police"], "posts", options=ONE)


def test_each_question_goes_to_who_can_answer_it(tmp_path: Path) -> None:
    """`police` can answer one question and alone sees what is made; `customs` is left with the price."""
    case = make_case(tmp_path / "case", has_secret=False)
    with closing(Archive(case, open_build(case))) as archive:
        given = given_of(archive)
        assert given is not None
        plan = plan_questions(archive, given.model)
    assert plan.of == "narcotics"
    assert {one.quantity: one.partner for one in plan.wanted} == {"price": "customs", "made": "police"}
    assert {one.quantity: one.sees for one in plan.wanted}["price"] == ("customs", "police")
