"""`counterflow ask`: what to ask, the letter, the answer and its score."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from counterflow.case import load_case
from counterflow.cli.main import counterflow
from counterflow.exc import UsageError
from counterflow.run.run import RunOptions, run_case

Call = Callable[..., Result]
TOML = """[case]
name = "money"
organisation = "Our Office"

[estimate]
periods = ["2013"]
[estimate.quantity.made]
unit = "kg/year"
claims = ["3,000 kilograms"]
[estimate.quantity.price]
unit = "USD/kg"
description = "the price of a kilogram at the border"
prior = { low = 10000, high = 150000, level = 0.9, reason = "border to overseas markets" }
[estimate.channel.narcotics]
formula = "made * price"
[estimate.partner.police]
sees = ["price"]
"""
REPORT = """---
title: What is made
date: 2014-03-01
language: eng
---

North Korea produces 3,000 kilograms of methamphetamine a year.
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a model and somebody to ask."""
    root = tmp_path_factory.mktemp("ask") / "case"
    (root / "inputs").mkdir(parents=True)
    (root / "inputs" / "report.md").write_text(REPORT, encoding="utf-8")
    (root / "case.toml").write_text(TOML, encoding="utf-8")
    run_case(load_case(root), options=RunOptions(processes=1))
    return root


@pytest.fixture
def call(case: Path) -> Call:
    def run(word: str, *words: str) -> Result:
        done = CliRunner().invoke(counterflow, ["ask", word, str(case), *words], standalone_mode=False)
        if done.exception is not None:
            raise done.exception
        return done

    return run


def read(done: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)["result"]
    return found


def test_plan_says_whom_to_ask_for_what(call: Call) -> None:
    wanted = {one["quantity"]: one for one in read(call("plan", "--json"))["wanted"]}
    assert wanted["price"]["partner"] == "police"
    assert wanted["made"]["partner"] is None
    text = call("plan").stdout
    assert "price  ask police" in text
    assert "made  no partner is known to see it" in text


@pytest.mark.slow
def test_a_question_is_sent_answered_and_scored(call: Call, tmp_path: Path) -> None:
    """The letter has its marking above and below; the book says what was expected, and what came."""
    letter = tmp_path / "question.txt"
    done = call("send", "price", "--to", "police", "--by", "2099-12-31", "--output", str(letter), "--quiet")
    text = letter.read_text(encoding="utf-8")
    assert text.startswith("TLP:CLEAR\n\nFrom: Our Office\nTo: police\nAnswer by: 2099-12-31\n\nWhat is the price of")
    assert text.endswith("\nTLP:CLEAR\n")
    (asked,) = read(call("list", "--json"))["asked"]
    assert done.stderr.startswith(f"entered as {asked['entry'][:12]}, TLP:CLEAR")
    assert (asked["state"], asked["answer"], asked["was_within"]) == ("open", None, None)
    assert 0 < asked["expected"] < 1
    assert asked["narrowed"] == pytest.approx(0)
    call("answer", asked["entry"][:12], "--low", "30000", "--high", "60000", "--source", "buys of 2013")
    (asked,) = read(call("list", "--json"))["asked"]
    assert (asked["state"], asked["source"], asked["was_within"]) == ("answered", "buys of 2013", True)
    assert "within what was taken" in call("list").stdout
    with pytest.raises(UsageError, match="is answered"):
        call("answer", asked["entry"][:12], "--declined", "--source", "no more")
    call("send", "price", "--to", "police", "--by", "2014-12-31", "--output", str(letter))
    assert read(call("list", "--json"))["asked"][1]["state"] == "overdue"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("send", "price", "--to", "navy", "--by", "2026-12-31", "--dry-run"), "no partner 'navy'"),
        (("send", "made", "--to", "police", "--by", "2026-12-31", "--dry-run"), "police does not see 'made'"),
        (("send", "price", "--to", "police", "--by", "2026-12-31"), "no file to write"),
        (("answer", "abc", "--source", "x"), "no answer"),
        (("answer", "abc", "--low", "1", "--source", "x"), "no answer"),
    ],
)
def test_what_cannot_be_asked_or_answered(call: Call, words: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        call(*words)
