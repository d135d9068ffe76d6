"""`counterflow warn series`: what changed in a file, in words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from counterflow.cli.main import counterflow
from counterflow.cli.render_warn import picture
from counterflow.exc import InputError

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
