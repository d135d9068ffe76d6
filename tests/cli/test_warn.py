"""`counterflow warn`: what changed in a series, and which hypothesis holds, in words and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from counterflow.cli.main import counterflow
from counterflow.cli.render_warn import picture
from counterflow.exc import InputError
from counterflow.service.warning.question import range_of, range_of_beta
from counterflow.service.warning.series import number_text
from counterflow.weigh.hedge import Beta

Call = Callable[..., Result]


@pytest.fixture
def call() -> Call:
    def run(*words: str) -> Result:
        done = CliRunner().invoke(counterflow, ["warn", "series", *words, "--replicates", "199"], standalone_mode=False)
        if done.exception is not None:
            raise done.exception
        return done

    return run


def write(path: Path, shift: float) -> Path:
    """Six years of months about 20; from the fifth year on by so much more."""
    values = 20 + 2 * np.random.default_rng(3).standard_t(4, 72)
    values[48:] += shift
    rows = [f"{2015 + at // 12}-{at % 12 + 1:02d},{value:.2f}" for at, value in enumerate(values.tolist())]
    path.write_text("\n".join(["month,arrests", *rows]) + "\n", encoding="utf-8")
    return path


COLUMNS = ("--date", "month", "--value", "arrests")


def test_a_change_is_told_with_its_date_and_size(call: Call, tmp_path: Path) -> None:
    path = str(write(tmp_path / "series.csv", 12))
    found = json.loads(call(path, *COLUMNS, "--json").stdout)["result"]
    (change,) = found["changes"]
    assert change["earliest"] <= "2019-01" <= change["latest"]
    assert change["low"] < 12 < change["high"]
    assert change["probability"] <= 0.05
    assert (found["first"], found["last"], found["periods"]) == ("2015-01", "2020-12", 72)
    assert [one["found"] for one in found["searches"]] == [True, False, False]
    text = call(path, *COLUMNS).stdout
    assert f"The level rose in {change['period']} from about" in text
    assert "CHANGES" in text
    assert call(path, *COLUMNS, "--json").stdout == call(path, *COLUMNS, "--json").stdout


def test_where_nothing_changed_nothing_is_told(call: Call, tmp_path: Path) -> None:
    text = call(str(write(tmp_path / "series.csv", 0)), *COLUMNS).stdout
    assert text.startswith("No change of level is found from 2015-01 to 2020-12. In 5% of series like it")
    assert "CHANGES" not in text


def test_a_wrong_file_is_refused(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "series.csv"
    path.write_text("date,value\n2020-01,1\n2020-03,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="2020-02"):
        call(str(path))
    with pytest.raises(InputError, match="'month' is missing"):
        call(str(path), "--date", "month")


def test_the_picture_has_a_bar_for_each_period_or_for_several() -> None:
    assert picture(np.array([0.0, 1.0, 0.5])) == "▁█▅"
    assert picture(np.array([2.0, 2.0])) == "▁▁"
    assert len(picture(np.arange(1000.0))) == 96
    assert picture(np.array([0.0, 0.0, 4.0, 4.0]), 2) == "▁█"


def test_the_picture_stays_on_one_line(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = call(str(write(tmp_path / "series.csv", 12)), *COLUMNS).stdout.splitlines()
    (drawn,) = [line for line in lines if "▁" in line]
    assert len(drawn) == 60


@pytest.mark.parametrize(
    ("number", "said"), [(0.125, "0.125"), (12.54, "12.5"), (99.97, "100"), (999.7, "1,000"), (-2890.4, "-2,890")]
)
def test_a_level_is_written_without_powers_of_ten(number: float, said: str) -> None:
    assert number_text(number) == said


QUESTION = """question = "Who ordered the sale?"

[hypothesis.ordered]
text = "The state ordered it"
prior = [0.3, 0.5]

[hypothesis.rogue]
text = "An official sold on his own"
prior = [0.3, 0.5]

[[item]]
name = "cash by courier"
root = "police"
likelihood = { ordered = "likely", rogue = [0.05, 0.3] }
by = "anna"
"""
COPY = """
[[item]]
name = "the courier, retold"
root = "police"
likelihood = { ordered = "likely", rogue = [0.05, 0.3] }
"""


def ask(path: Path, text: str) -> dict[str, Any]:
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(counterflow, ["warn", "question", str(path), "--json"], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    found: dict[str, Any] = json.loads(done.stdout)["result"]
    return found


def test_a_question_is_weighed_and_a_copy_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "question.toml"
    once, twice = ask(path, QUESTION), ask(path, QUESTION + COPY)
    assert once["hypotheses"] == twice["hypotheses"]
    best = once["hypotheses"][0]
    assert (best["name"], best["text"]) == ("ordered", "The state ordered it")
    assert best["low"] < best["probability"] < best["high"]
    (root,) = twice["roots"]
    assert root["items"] == ["cash by courier", "the courier, retold"]
    assert root["diagnosticity"] > 1
    assert root["without"]["ordered"] == pytest.approx(0.5, abs=0.02)
    done = CliRunner().invoke(counterflow, ["warn", "question", str(path)], standalone_mode=False)
    assert "WHO ORDERED THE SALE?" in done.stdout
    assert "bits" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('by = "anna"', "b = 1", "unknown key 'b'"),
        ('"likely"', '"very much so"', "'very much so'"),
        ('"likely"', "1.2", "1.2 to 1.2"),
        ('"likely"', "[0.1, 0.2, 0.3]", "[0.1, 0.2, 0.3]"),
        ('"likely"', "true", "True"),
        ("ordered = ", "order = ", "is judged under order, rogue"),
        ('root = "police"\n', "", "has no root"),
        ("[hypothesis.ordered]", "[hypothesis.ordered", "it is no TOML"),
        ("prior = [0.3, 0.5]\n\n[[item]]", "[[item]]", "the prior is judged under ordered"),
    ],
)
def test_what_is_no_question_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in QUESTION
    with pytest.raises(InputError, match=re.escape(message)):
        ask(tmp_path / "question.toml", QUESTION.replace(old, new, 1))


def test_a_word_is_the_range_that_people_mean_by_it() -> None:
    """Of a uniform distribution 5 to 95 in 100; and "likely" about the answers' mean of 7 in 10."""
    assert range_of_beta(Beta(1, 1)) == pytest.approx((0.05, 0.95), abs=1e-3)
    low, high = range_of("here", "Likely")
    assert 0.4 < low < 0.72 < high < 0.95
