"""Fixtures of the tests of the API."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from counterflow.case import Case
from counterflow.screen.decision.record import Record, record_of_case


@pytest.fixture
def record(told_case: Case) -> Iterator[Record]:
    """Where decisions about the told case are kept."""
    record = record_of_case(told_case)
    yield record
    record.ledger.close()
