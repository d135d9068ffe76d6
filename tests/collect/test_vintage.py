"""The vintages of a list, read together."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterflow.collect.readers.ofac.sdn_csv import OfacSdnCsv
from counterflow.collect.source import Source, SourceFile
from counterflow.collect.vintage import vintage_order


def _source(published: str | None, name: str, *companions: str) -> Source:
    files = tuple(SourceFile(Path(one), one, "", 0, one) for one in (name, *companions))
    return Source("ofac_sdn_csv", files, "us_ofac_sdn", published=published)


def test_vintages_are_ordered_by_the_last_day_of_their_date() -> None:
    """A month comes after its days, a year after its months; undated ones first."""
    dates = ["2022", "2022-01-31", None, "2022-01", "2021-12-30", "2022-01-05"]
    ordered = sorted((_source(date, f"{number}") for number, date in enumerate(dates)), key=vintage_order)
    assert [one.published for one in ordered] == [None, "2021-12-30", "2022-01-05", "2022-01", "2022-01-31", "2022"]


@pytest.mark.parametrize(
    ("companion", "role"),
    [
        ("add.csv", "ofac_sdn_csv:add"),
        ("ADD_2022-01-28.csv.gz", "ofac_sdn_csv:add"),
        ("sdn_comments.csv", "ofac_sdn_csv:comments"),
    ],
)
def test_a_companion_has_one_role_in_all_vintages(companion: str, role: str) -> None:
    """Whatever date stands in its name."""
    assert OfacSdnCsv().role(_source(None, "sdn.csv", companion), 1) == role
    assert OfacSdnCsv().role(_source(None, "sdn_2022.csv", companion), 0) == "ofac_sdn_csv"
