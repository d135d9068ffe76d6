"""What could not be read, in a terminal: what says the same is said once."""

from __future__ import annotations

import pytest

from counterflow.cli.render_problems import print_problems
from counterflow.dossier.shape import ProblemItem


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def problem(path: str, message: str = "phone is not a valid phone", **values: str | None) -> ProblemItem:
    blank = {"record": None, "field": None, "value": None, "severity": "value", "expected": None, "next_step": None}
    return ProblemItem.model_validate({**blank, "path": path, "message": message, **values})


def test_nothing_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty answer could be a failure."""
    print_problems([], in_full=False)
    assert capsys.readouterr().out == "no problems: everything was read\n"


def test_one_problem_begins_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    """Place, then what, value, expected and next step."""
    one = problem("a.csv", record="7", field="tel", value="12", expected="a number", next_step="Compare it")
    print_problems([one], in_full=False)
    assert capsys.readouterr().out == (
        "\nVALUES LEFT OUT (1)\n"
        "  a.csv, 7, tel\n"
        '    phone is not a valid phone: "12"\n'
        "    Expected a number. Compare it\n"
    )


def test_the_same_problem_of_many_places_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    """With its number and the first places, each with its value."""
    many = [problem(f"{number}.csv", value=str(number), next_step="Compare it") for number in range(1_200)]
    print_problems(many, in_full=False)
    assert capsys.readouterr().out == (
        "\nVALUES LEFT OUT (1,200)\n"
        "  phone is not a valid phone (1,200 times)\n"
        "    Compare it\n"
        '    0.csv: "0"\n'
        '    1.csv: "1"\n'
        '    2.csv: "2"\n'
        "    and 1,197 more (--all)\n"
    )


def test_in_full_every_place_stands(capsys: pytest.CaptureFixture[str]) -> None:
    """No place is lost, and none stands twice."""
    print_problems([problem(f"{number}.csv") for number in range(50)], in_full=True)
    lines = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in lines[3:]] == [f"{number}.csv" for number in range(50)]


def test_what_differs_in_its_advice_stays_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """And what is lost whole comes before what is lost in part."""
    print_problems(
        [problem("a.csv"), problem("b.csv", next_step="Fetch it"), problem("c.csv", "it is empty", severity="file")],
        in_full=False,
    )
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        *("", "FILES NOT READ, OR NOT READ WHOLE (1)", "c.csv", "it is empty"),
        *("", "VALUES LEFT OUT (2)", "a.csv", "phone is not a valid phone"),
        *("b.csv", "phone is not a valid phone", "Fetch it"),
    ]
