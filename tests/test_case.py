"""case.toml: every key is checked, a typo is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterflow.case import Screening, load_case
from counterflow.exc import CaseError, CounterflowError
from counterflow.model.decision import Decision

WHOLE = """
[case]
name = "Office 39"
question = "Who?"
period = "2001/2026"
handling = "TLP:GREEN"

[publisher.wire]
name = "Example Wire"
reliability = "b"

[[source]]
path = "lists/a.csv"
date = "2022-01"
publisher = "wire"
exclude = true

[parameter.extract]
some = 1

[screening]
four_eyes = ["clear", "block"]
retention_days = 1825
"""


def write(folder: Path, text: str) -> Path:
    """Write a case.toml."""
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_whole_case_is_read(tmp_path: Path) -> None:
    """Every key arrives with its type."""
    case = load_case(write(tmp_path, WHOLE))
    assert (case.name, case.period, case.handling) == ("Office 39", "2001/2026", "TLP:GREEN")
    assert case.publishers["wire"].reliability == "B"
    assert (case.sources[0].date, case.sources[0].exclude) == ("2022-01", True)
    assert case.parameters["extract"] == {"some": 1}
    assert case.screening == Screening(frozenset({Decision.CLEAR, Decision.BLOCK}), 1825)
    assert load_case(write(tmp_path, "[case]")).screening == Screening()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[case]\nnmae = 'x'", r"unknown key 'nmae'.*did you mean 'name'"),
        ("[cases]\n", "unknown key 'cases'"),
        ("[case]\nname = 3", "name is 3"),
        ("[case]\nname = \n", "no valid TOML.*line 2"),
        ("[publisher.x]\nreliability = 'G'", "reliability is 'G'"),
        ("[[source]]\ndate = '2022'", "has no path"),
        ("[[source]]\npath = 'x'\nexclude = 'yes'", "exclude is 'yes'"),
        ("[[source]]\npath = 'x'\nhandling = 'SECRET'", "does not begin with a TLP"),
        ("[case]\ninputs = ['nowhere']", "does not exist"),
        ("source = 3", "is 3"),
        ("[source]\npath = 'x'", r"Expected the heading \[\[source\]\] in double brackets"),
        ("[case]\nperiod = 'last year'", "period is 'last year'.*EDTF interval"),
        ("[[source]]\npath = 'x'\ndate = 'soon'", "date is 'soon'.*EDTF date"),
        ("[[source]]\npath = 'x'\ndate = 2022", "date is 2022.*a text in quotes"),
        ("[[source]]\npath = 'x'\ndataset = 'a b/../c'", "dataset is 'a b/../c'"),
        ("[publisher.wire]\n[[source]]\npath = 'x'\npublisher = 'wier'", "publisher 'wier'.*did you mean 'wire'"),
        ("[publisher.wire]\n[[source]]\npath = 'x'\npublisher = 'other'", r"Add \[publisher.other\]"),
        ("[case]\ninputs = ['.']", "holds the case itself"),
        ("[case]\ninputs = ['..']", "holds the case itself"),
        ('[case]\ninputs = ["a\\u0000"]', "does not exist"),
        ("[parameter.extract]\nx = 2020-01-01", r"\[parameter.extract\] x is 2020-01-01"),
        ("[parameter.extract]\nx = [1, nan]", r"\[parameter.extract\] x 2 is nan"),
        ("[parameter.estimate]\nx = 1", r"\[parameter.estimate\] stands elsewhere.*\[estimate\]"),
        ("estimate = 3", r"\[estimate\] is 3"),
        ("[estimate]\nx = 2020-01-01", r"\[estimate\] x is 2020-01-01"),
        ("[estimate]\nmodel = 'no.toml'", r"\[estimate\] model names 'no.toml', which cannot be read"),
        ("[estimate]\nmodel = 'no.toml'\nseed = 1", r"\[estimate\] has an unknown key 'seed'"),
        ("[case]\nname = " + "[" * 5000, "nested too deeply"),
        ("screening = 3", r"\[screening\] is 3"),
        ("[screening]\nfour_eye = []", "did you mean 'four_eyes'"),
        ("[screening]\nfour_eyes = 'clear'", r"\[screening\] four_eyes is 'clear'.*a list"),
        ("[screening]\nfour_eyes = ['Clear']", "has 'Clear'.*clear, escalate, block"),
        ("[screening]\nfour_eyes = [1]", "has 1.*clear, escalate, block"),
        ("[screening]\nretention_days = 0", "retention_days is 0.*1 or more"),
        ("[screening]\nretention_days = true", "retention_days is True"),
    ],
)
def test_a_wrong_case_toml_names_the_key(tmp_path: Path, text: str, message: str) -> None:
    """The error names the file, the key, the value and what was expected."""
    with pytest.raises(CounterflowError, match=f"(?s)case.toml.*{message}"):
        load_case(write(tmp_path, text))


def test_a_folder_that_is_no_case_says_how_to_make_one(tmp_path: Path) -> None:
    """The next step is in the error."""
    with pytest.raises(CaseError, match="counterflow init"):
        load_case(tmp_path)


def test_a_case_toml_in_another_encoding_names_the_byte(tmp_path: Path) -> None:
    """Latin-1 bytes are refused, not guessed."""
    (tmp_path / "case.toml").write_bytes(b'[case]\nname = "B\xfcro 39"\n')
    with pytest.raises(CaseError, match="byte 16 is not UTF-8"):
        load_case(tmp_path)


def test_a_date_without_quotes_is_a_date(tmp_path: Path) -> None:
    """TOML's own dates say what EDTF says, and a date in words becomes EDTF."""
    text = "[[source]]\npath = 'x'\ndate = 2022-01-28\n[[source]]\npath = 'y'\ndate = '28 January 2022'\n"
    assert [source.date for source in load_case(write(tmp_path, text)).sources] == ["2022-01-28", "2022-01-28"]


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    """Editors on Windows write one."""
    (tmp_path / "case.toml").write_bytes(b"\xef\xbb\xbf[case]\r\nname = 'x'\r\n")
    assert load_case(tmp_path).name == "x"


def test_a_case_toml_that_is_no_file_is_named(tmp_path: Path) -> None:
    """A folder of that name, and a path that is not UTF-8, are errors of the case."""
    (tmp_path / "case.toml").mkdir()
    with pytest.raises(CaseError, match=r"case.toml: it cannot be read"):
        load_case(tmp_path)
    with pytest.raises(CaseError, match="is not UTF-8"):
        load_case(tmp_path / "\udcff")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.toml", "periods = ['2013']\n[quantity.a]\nunit = 'kg'"),
        ("m.toml", "[estimate]\nperiods = ['2013']\n[estimate.quantity.a]\nunit = 'kg'"),
        ("m.yaml", "periods: ['2013']\nquantity:\n  a: {unit: kg}"),
    ],
)
def test_a_case_model_may_stand_beside_case_toml(tmp_path: Path, name: str, text: str) -> None:
    """The model of [estimate] stands in case.toml or in a TOML or YAML file that it names, and reads the same."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    there = load_case(write(tmp_path, f"[estimate]\nmodel = '{name}'")).parameters["estimate"]
    here = load_case(write(tmp_path, "[estimate]\nperiods = ['2013']\n[estimate.quantity.a]\nunit = 'kg'"))
    assert there == here.parameters["estimate"]


@pytest.mark.parametrize(("name", "text"), [("m.yaml", "a: [1"), ("m.toml", "a = "), ("m.yaml", "- 1")])
def test_a_model_that_cannot_be_read_names_its_file(tmp_path: Path, name: str, text: str) -> None:
    """A broken file beside case.toml is named with what is wrong."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=name):
        load_case(write(tmp_path, f"[estimate]\nmodel = '{name}'"))
