"""Rules of the ledger: nobody leaves them out, and nobody takes one back alone."""

from __future__ import annotations

from dataclasses import replace

from counterflow.case import Screening
from counterflow.model.decision import Decision
from counterflow.screen.decision.history import State, past_of
from counterflow.screen.decision.record import Record, record_of_file
from counterflow.screen.decision.rule import add_rules, find_rules, four_eyes_of

from .conftest import enter


def test_a_rule_holds_for_whoever_opens_the_ledger(record: Record) -> None:
    """From now on; what was decided before stays, and a rule that is there is not entered again."""
    before = enter(record)
    (rule,) = add_rules(record.ledger, [Decision.CLEAR], by="anna")
    assert add_rules(record.ledger, [Decision.CLEAR], by="ben") == []
    again = record_of_file(record.folder.path.parent / "ledger.sqlite")
    assert past_of(again.ledger, enter(again)).state is State.PENDING
    assert past_of(again.ledger, enter(again, decision=Decision.BLOCK)).state is State.IN_FORCE
    assert past_of(again.ledger, before).state is State.IN_FORCE
    assert find_rules(again.ledger) == [rule]
    assert again.ledger.verify() == []
    again.ledger.close()


def test_two_people_take_a_rule_back(record: Record) -> None:
    """One alone cannot, by no second undo and under no other spelling; a third undoes that of the second."""
    ledger = record.ledger
    (rule,) = add_rules(ledger, [Decision.BLOCK], by="anna")
    for name in ("ben", "ben", " BEN "):
        ledger.append("undo", {"hash": rule.hash}, by=name)
        assert four_eyes_of(ledger) == {Decision.BLOCK}
        assert rule.hash not in ledger.undone()
    second = ledger.append("undo", {"hash": rule.hash}, by="cleo")
    assert four_eyes_of(ledger) == frozenset()
    assert rule.hash in ledger.undone()
    ledger.append("undo", {"hash": second.hash}, by="anna")
    assert four_eyes_of(ledger) == {Decision.BLOCK}


def test_rules_of_a_case_and_of_its_ledger_both_count(record: Record) -> None:
    of_case = replace(record, rules=Screening(frozenset([Decision.CLEAR])))
    add_rules(record.ledger, [Decision.BLOCK], by="anna")
    assert of_case.four_eyes == {Decision.CLEAR, Decision.BLOCK}
