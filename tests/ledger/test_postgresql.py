"""The ledger keeps its promises on PostgreSQL too: order, chain, append only."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa

from counterflow.ledger import Ledger, Role
from counterflow.ledger.store import REFERENCE, open_store


@pytest.fixture
def case_name() -> str:
    """A case of its own for each test: one database serves several cases."""
    return f"case-{uuid.uuid4()}"


def test_entries_come_back_in_order_and_verify(postgres_url: str, case_name: str) -> None:
    """What was said is read back as it was said, also through a second connection."""
    ledger = Ledger(postgres_url, case_name)
    for number in range(3):
        ledger.append("note", {"text": f"remark {number}"}, by="analyst")
    ledger.close()
    again = Ledger(postgres_url, case_name)
    assert [one.sequence for one in again.entries()] == [1, 2, 3]
    assert again.verify() == []
    again.close()


def test_cases_do_not_see_each_other(postgres_url: str, case_name: str) -> None:
    """An entry belongs to its case alone."""
    ledger, other = Ledger(postgres_url, case_name), Ledger(postgres_url, case_name + "-other")
    ledger.append("note", {"text": "remark"}, by="analyst")
    assert list(other.entries()) == []
    ledger.close()
    other.close()


@pytest.mark.parametrize("slip", ["UPDATE entry SET kind = 'x'", "DELETE FROM entry", "TRUNCATE entry"])
def test_the_table_is_append_only(postgres_url: str, case_name: str, slip: str) -> None:
    """A slip in an SQL shell changes nothing of what was said."""
    ledger = Ledger(postgres_url, case_name)
    ledger.append("note", {"text": "remark"}, by="analyst")
    engine = open_store(postgres_url)
    with pytest.raises(sa.exc.DBAPIError, match="append only"), engine.begin() as connection:
        connection.exec_driver_sql(slip)
    engine.dispose()
    assert ledger.verify() == []
    ledger.close()


def test_an_entry_is_found_by_what_it_names(postgres_url: str, case_name: str) -> None:
    """By party, by digits of its hash, in its own case alone; taken back ones are left out."""
    ledger, other = Ledger(postgres_url, case_name), Ledger(postgres_url, case_name + "-other")
    said = {"left_id": "a" * 5000, "right_id": "b", "judgement": "positive"}
    entry = ledger.append("judgement", said, by="analyst")
    other.append("judgement", said, by="analyst")
    assert ledger.about(Role.PARTY, "b") == ledger.about(Role.PARTY, "a" * 5000) == [entry]
    assert ledger.find(entry.hash[:16]) == entry
    ledger.append("undo", {"hash": entry.hash})
    assert ledger.about(Role.PARTY, "b") == []
    assert ledger.verify() == other.verify() == []
    ledger.close()
    other.close()


def test_a_ledger_of_an_earlier_version_is_completed(postgres_url: str, case_name: str) -> None:
    """Rows that say what entries name are added where they lack."""
    ledger = Ledger(postgres_url, case_name)
    entry = ledger.append("judgement", {"left_id": "a", "right_id": "b", "judgement": "positive"}, by="analyst")
    engine = open_store(postgres_url)
    with engine.begin() as connection:
        connection.execute(REFERENCE.delete().where(REFERENCE.c.case_name == case_name))
    engine.dispose()
    assert ledger.about(Role.PARTY, "b") == []
    ledger.close()
    again = Ledger(postgres_url, case_name)
    assert again.about(Role.PARTY, "b") == [entry]
    assert again.verify() == []
    again.close()
