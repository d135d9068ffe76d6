"""`counterflow estimate` on the command line."""

from __future__ import annotations

import json
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from tests.estimate.conftest import REPORTS, Told, make_input  # noqa: F401 - a fixture

from counterflow.cli import estimate as command
from counterflow.cli.render_estimate import bar_text
from counterflow.dossier.estimate import amount_text
from counterflow.dossier.estimate_shape import Interval
from counterflow.engine import connect
from counterflow.estimate.read import read_model
from counterflow.exc import NotFoundError, UsageError

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "estimate.json"
Call = Callable[..., Result]


@pytest.fixture
def call(make_input: Any, monkeypatch: pytest.MonkeyPatch) -> Call:  # noqa: F811 - the fixture above
    """Call the command on a case of some reports, with a model or without."""

    def run(*words: object, told: tuple[Told, ...] = REPORTS, model: dict[str, Any] | None = None) -> Result:
        inputs = make_input(told, model)

        @contextmanager
        def open_archive(_: Path) -> Iterator[Any]:
            with connect(inputs.paths) as engine:
                manifest = SimpleNamespace(parameters=inputs.case.parameters, case={"period": None})
                yield SimpleNamespace(
                    engine=engine,
                    case=inputs.case,
                    build=SimpleNamespace(manifest=manifest),
                    place="build x",
                    rows=lambda sql, **parameters: engine.query(sql, parameters).to_pylist(),
                )

        monkeypatch.setattr(command, "open_archive", open_archive)
        given = [str(word) for word in (inputs.case.root, *words)]
        return CliRunner().invoke(command.estimate, given, catch_exceptions=False, standalone_mode=False)

    return run


def test_the_answer_fits_its_schema(call: Call) -> None:
    """Intervals of every quantity under three settings, what they stand on, and what cannot be."""
    said = json.loads(call("--json").stdout)
    jsonschema.validate(said["result"], json.loads(SCHEMA.read_text(encoding="utf-8")))
    result = said["result"]
    assert result["of"] == "black_market_activity"
    assert {one["setting"] for one in result["intervals"]} == {"independent", "rho-0.3", "comonotone"}
    for one in result["intervals"]:
        assert one["low_90"] <= one["low_50"] <= one["median"] <= one["high_50"] <= one["high_90"]
    assert result["drivers"][0]["name"] == "sales_money"
    assert result["conflicts"][0]["one"] == "at least $2 billion"
    assert result["checks"][0]["low"] == pytest.approx(1e8 / 3000)
    assert {one["says"] for one in result["unused"]} == {"$300,000", "150 kilograms"}


def test_the_terminal_says_how_much_how_sure_and_why(call: Call) -> None:
    """A sentence, bars, drivers, the flip test, conflicts and the reports' arithmetic."""
    said = " ".join(call().stdout.split())
    assert said.startswith("In 2013, black_market_activity is ")
    assert "│" in said
    assert "proposed by the program" in said
    for words in ("WHAT DRIVES THE WIDTH", "IF ONE SOURCE WERE WRONG", "WHAT TO ASK", "33,000 to 67,000 USD/kg"):
        assert words in said
    assert "at least $2 billion cannot be part of about $1 billion" in said


def test_another_result_is_explained_when_asked(call: Call) -> None:
    """--of names what is explained; a name that is none is met with the nearest."""
    result = json.loads(call("--of", "drug", "--json").stdout)["result"]
    assert {one["name"] for one in result["drivers"]} == {"drug_made", "drug_share_sold", "drug_price"}
    with pytest.raises(NotFoundError, match="'drug'"):
        call("--of", "drugs")


def test_proposal_is_printed_and_can_be_used(call: Call) -> None:
    """What --propose prints is a model that gives the same answer, but nobody's proposal any more."""
    data = tomllib.loads(call("--propose").stdout)["estimate"]
    assert read_model(data, "x").channels
    proposed, stated = (json.loads(call("--json", model=one).stdout)["result"] for one in (None, data))
    assert stated["intervals"] == proposed["intervals"]
    assert (proposed["is_proposed"], stated["is_proposed"]) == (True, False)


def test_what_is_left_out_is_said_and_ends_with_3(call: Call) -> None:
    """A figure that no report states any more is named."""
    model = {
        "periods": ["2013"],
        "quantity": {"q": {"unit": "USD/year", "claims": ["$5"], "prior": {"low": 1, "high": 2, "reason": "-"}}},
        "channel": {"c": {"formula": "q"}},
    }
    said = call(model=model)
    assert said.return_value == 3
    assert "no report states it now" in " ".join(said.stdout.split())


def test_plot_is_a_picture_that_parses(call: Call, tmp_path: Path) -> None:
    """An SVG with a title in words, and a box for each result and setting in the unit of what is explained."""
    path = tmp_path / "p.svg"
    call("--plot", path)
    tree = ET.fromstring(path.read_text(encoding="utf-8"))
    names = [one.tag.split("}")[1] for one in tree]
    assert names[0] == "title"
    assert names.count("rect") == 1 + 2 * 3 * 5  # ground; a line and a box for each


@pytest.mark.parametrize("words", [("--plot", "p.png"), ("--propose", "--json"), ("--json", "--plot", "-")])
def test_wrong_use_is_refused(call: Call, words: tuple[str, ...]) -> None:
    """What cannot be done together, or written, is said before anything is computed."""
    with pytest.raises(UsageError):
        call(*words)


def test_reports_without_money_say_what_to_do(call: Call) -> None:
    """A case that states no money is told how to state a model."""
    with pytest.raises(NotFoundError, match=r"\[estimate\]"):
        call(told=(REPORTS[4],))


def test_bar_stands_where_its_interval_is() -> None:
    """Thin for 90 %, thick for 50 %, a stroke at the median, all on one scale."""
    one = Interval(
        name="c", kind="channel", description="", period="2013", setting="x", unit="USD", low_90=10, low_50=100,
        median=1000, high_50=10_000, high_90=100_000, beliefs=(),
    )  # fmt: skip
    bar = bar_text(one, 1, 1e6)
    assert (bar.index("─"), bar.index("█"), bar.index("│")) == (5, 10, 16)
    assert len(bar) == 32


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.23e9, "1.2 billion"),
        (340_000, "340,000"),
        (0.0451, "0.045"),
        (999_999, "1.0 million"),
        (0, "0"),
        (5.0, "5.0"),
    ],
)
def test_amounts_have_two_digits(value: float, text: str) -> None:
    """More would say more than is known."""
    assert amount_text(value) == text
