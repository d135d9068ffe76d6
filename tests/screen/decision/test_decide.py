"""Decisions, and the second person who approves them."""

from __future__ import annotations

import json

import pytest

from counterflow.exc import LedgerError, NotFoundError
from counterflow.model.decision import Decision, Verdict
from counterflow.screen.decision.decide import Pair, Said, approve, decide
from counterflow.screen.decision.history import State, past_of
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.seen import load_seen

from .conftest import HIT, enter, seen_of


def test_a_decision_says_what_an_audit_asks(record: Record) -> None:
    """Who, why, score, reasons, lists with their dates, algorithm; the party by all its members."""
    entry = enter(record)
    said, content = entry.data, entry.data["content"]
    assert (entry.entered_by, said["subject"], said["decision"]) == ("anna", "c-1", "clear")
    assert said["party"] == ["un-0", "un-1"]
    assert (content["score"], content["algorithm"], content["build"]) == (0.625, "test-v1", "b1")
    assert content["lists"] == [{"name": "un_sc_sanctions", "published": "2026-02-10", "stale": False}]
    assert content["reasons"][1] == {"feature": "birth_year_differs", "contribution": -3.25}
    assert content["fingerprint"] == "f" * 64
    assert record.ledger.verify() == []


def test_the_ledger_holds_no_value_of_the_subject(record: Record) -> None:
    """Name and birth date are in what was seen, which can be erased."""
    entry = enter(record)
    for value in ("Ri Yong Ho", "1980", "RI YONG HO", "1944"):
        assert value not in entry.payload
    content = record.folder.read(entry.data["seen"])
    assert content is not None
    assert load_seen(content) == seen_of(HIT)
    assert load_seen(content).answer_sha256 == entry.data["content"]["answer_sha256"]


def test_only_a_party_of_the_answer_is_decided_on(record: Record) -> None:
    """And somebody must decide, with a reason."""
    said = Said(Decision.BLOCK, "why", "anna")
    with pytest.raises(NotFoundError, match=r"'un-9'.*Expected one of un-1"):
        decide(record, Pair("c-1", "un-9"), seen_of(HIT), said)
    for wrong in (Said(Decision.BLOCK, " ", "anna"), Said(Decision.BLOCK, "why", "")):
        with pytest.raises(LedgerError):
            decide(record, Pair("c-1", "un-1"), seen_of(HIT), wrong)
    assert record.ledger.entries() == []


def test_four_eyes_hold_back_until_another_person_approves(strict: Record) -> None:
    """Pending first, in force when somebody else approves; nobody can say anything more."""
    entry = enter(strict)
    assert past_of(strict.ledger, entry).state is State.PENDING
    for same in ("anna", " Anna ", "ＡＮＮＡ"):
        with pytest.raises(LedgerError, match="made decision"):
            approve(strict, entry.hash, Verdict.APPROVE, by=same)
    approval = approve(strict, entry.hash[:12], Verdict.APPROVE, by="ben", reason="checked")
    past = past_of(strict.ledger, entry)
    assert (past.state, past.approvals) == (State.IN_FORCE, (approval,))
    with pytest.raises(LedgerError, match="is in force"):
        approve(strict, entry.hash, Verdict.REJECT, by="cleo")


def test_a_rejected_decision_is_not_in_force(strict: Record) -> None:
    """Until the rejection is taken back."""
    entry = enter(strict)
    rejection = approve(strict, entry.hash, Verdict.REJECT, by="ben")
    assert past_of(strict.ledger, entry).state is State.REJECTED
    strict.ledger.append("undo", {"hash": rejection.hash})
    assert past_of(strict.ledger, entry).state is State.PENDING


def test_an_approval_by_the_decider_does_not_count(strict: Record) -> None:
    """Even where it was written into the ledger by another way."""
    entry = enter(strict)
    strict.ledger.append("approval", {"decision": entry.hash, "verdict": "approve"}, by="ANNA")
    assert past_of(strict.ledger, entry).state is State.PENDING
    approve(strict, entry.hash, Verdict.APPROVE, by="ben")
    assert past_of(strict.ledger, entry).state is State.IN_FORCE


def test_only_what_case_toml_names_needs_four_eyes(strict: Record, record: Record) -> None:
    """The rule of the day of the decision counts, not today's."""
    assert past_of(strict.ledger, enter(strict, decision=Decision.BLOCK)).state is State.IN_FORCE
    pending = enter(strict)
    assert past_of(record.ledger, pending).state is State.PENDING
    free = enter(record)
    assert past_of(strict.ledger, free).state is State.IN_FORCE


def test_only_a_decision_that_waits_is_approved(strict: Record) -> None:
    """Not a note, not one that was taken back."""
    note = strict.ledger.append("note", {"text": "x"})
    with pytest.raises(LedgerError, match="is a note"):
        approve(strict, note.hash, Verdict.APPROVE, by="ben")
    entry = enter(strict)
    strict.ledger.append("undo", {"hash": entry.hash})
    with pytest.raises(LedgerError, match="taken back"):
        approve(strict, entry.hash, Verdict.APPROVE, by="ben")


def test_a_payload_is_plain_json(record: Record) -> None:
    """What is hashed reads back as it was entered."""
    entry = enter(record)
    assert json.loads(entry.payload) == record.ledger.entries()[0].data
