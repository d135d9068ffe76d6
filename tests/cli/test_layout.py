"""How values are written in a terminal."""

from __future__ import annotations

import pytest

from counterflow.cli.layout import date_text


@pytest.mark.parametrize(
    ("edtf", "text"),
    [
        ("2016-03-02", "2016-03-02"),
        ("XXXX-05-05", "5 May, year not given"),
        ("XXXX-12", "December, year not given"),
        ("XXXX-13-01", "XXXX-13-01"),
        (None, "date unknown"),
    ],
)
def test_a_date_without_a_year_says_so(edtf: str | None, text: str) -> None:
    """No reader has to know what EDTF writes for a missing year."""
    assert date_text(edtf) == text
