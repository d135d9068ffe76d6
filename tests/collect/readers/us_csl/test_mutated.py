"""Damaged copies of the Consolidated Screening List: no row is lost, no other error than InputError is raised."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.readers.us_csl.csl_csv import UsCslCsv

from ..list_mutation import check_reader, count_read, mutations

NAME = "consolidated_2022-04.csv"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_records(data: st.DataObject, tmp_path: Path, lists_path: Path) -> None:
    """Whatever happens to a row, the list is refused with an InputError or read with its books in balance."""
    check_reader(UsCslCsv(), NAME, data.draw(mutations((lists_path / "us_csl" / NAME).read_bytes(), "comma")), tmp_path)


@pytest.mark.slow
def test_many_mutated_records(tmp_path: Path, lists_path: Path) -> None:
    """The same, ten thousand times; many of the damaged lists are still read."""
    assert count_read(UsCslCsv(), NAME, (lists_path / "us_csl" / NAME).read_bytes(), "comma", tmp_path) > 2_000
