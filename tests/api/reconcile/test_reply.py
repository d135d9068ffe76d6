"""Replies and the header of problems."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from counterflow.api.reconcile.reply import PROBLEM_HEADER, reply


@given(st.dictionaries(st.text(), st.text(), max_size=50))
def test_problems_are_one_bounded_line_of_ascii(problems: dict[str, str]) -> None:
    """The header can be sent, read as JSON, and holds as many problems as fit."""
    headers = reply({}, problems).headers
    if len(problems) == 0:
        assert PROBLEM_HEADER not in headers
        return
    text = headers[PROBLEM_HEADER]
    assert text.isascii()
    assert text.isprintable()
    assert len(text) < 40_000
    assert len(json.loads(text)) <= 11


def test_problems_left_out_are_counted() -> None:
    """Nobody takes ten for all."""
    text = reply({}, {f"q{number}": "it has no name" for number in range(25)}).headers[PROBLEM_HEADER]
    assert json.loads(text)["…"] == "15 more"


def test_a_lone_surrogate_stays_an_escape() -> None:
    """UTF-8 cannot hold it, and the reply is JSON all the same."""
    assert json.loads(bytes(reply({"\ud800": 1}).body)) == {"\ud800": 1}
