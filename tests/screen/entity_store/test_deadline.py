"""Searches that take too long."""

from __future__ import annotations

import sqlite3

import pytest

from counterflow.exc import UsageError
from counterflow.screen.entity_store.deadline import limited

_ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def test_an_endless_search_is_given_up() -> None:
    """It is said what to do, and the connection goes on."""
    connection = sqlite3.connect(":memory:")
    with pytest.raises(UsageError, match="took longer"), limited(connection, 0.01):
        connection.execute(_ENDLESS).fetchall()
    with limited(connection, 10):
        assert connection.execute("SELECT 1").fetchone() == (1,)
    connection.close()


def test_other_errors_stay_what_they_are() -> None:
    """A wrong statement is no slow one."""
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError), limited(connection, 10):
        connection.execute("SELECT nothing")
    connection.close()
