"""A decision and its place on the allow-list are entered together; the list shows what is on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from counterflow.exc import DecisionError, LedgerError
from counterflow.ledger.entry import check_payload
from counterflow.model.decision import Decision, Verdict
from counterflow.screen.decision.allow import PENDING, find_allowed, stand
from counterflow.screen.decision.allow_list import allow_row, find_allowances, revoke
from counterflow.screen.decision.basis import Captions
from counterflow.screen.decision.decide import Pair, Said, approve, decide
from counterflow.screen.decision.record import Record

from .conftest import HIT, change_party, enter, seen_of

CLEAR = Said(Decision.CLEAR, "another man", "anna")
PAIR = Pair("c-1", "un-1", HIT.members)


def test_a_decision_and_its_allow_entry_are_one_step(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second cannot be written, the first is not there either."""
    decided = decide(record, PAIR, seen_of(HIT), CLEAR, allow_hit=HIT)
    decision, entry = record.ledger.entries()
    assert decision == decided
    assert (entry.kind, entry.data["decision"], entry.previous) == ("allow", decision.hash, decision.hash)

    def fail(kind: str, payload: Mapping[str, Any]) -> None:
        check_payload(kind, payload)
        if kind == "allow":
            raise OSError("killed")

    monkeypatch.setattr("counterflow.ledger.ledger.check_payload", fail)
    with pytest.raises(OSError, match="killed"):
        decide(record, PAIR, seen_of(HIT), CLEAR, allow_hit=HIT)
    assert record.ledger.entries() == [decision, entry]
    assert record.ledger.verify() == []


@pytest.mark.parametrize(
    ("said", "hit"),
    [
        (Said(Decision.BLOCK, "why", "anna"), HIT),
        (CLEAR, change_party(HIT, datasets=["eu"])),
        (CLEAR, change_party(HIT, id="x", referents=[])),
    ],
)
def test_what_cannot_be_allowed_is_not_decided(record: Record, said: Said, hit: Any) -> None:
    """Another decision than clear, and another hit than was seen."""
    with pytest.raises(LedgerError):
        decide(record, PAIR, seen_of(HIT), said, allow_hit=hit)
    assert record.ledger.entries() == []


def test_an_entry_names_only_what_is_there(record: Record) -> None:
    """Of the same call those before it, and none behind it."""
    with pytest.raises(LedgerError, match="no entry has the hash"):
        record.ledger.append_all([("note", {"text": "a"}), ("undo", {"hash": "0" * 64})])
    note, undo = record.ledger.append_all(
        [("note", {"text": "a"}), ("undo", lambda before: {"hash": before[0].hash})], by="anna"
    )
    assert undo.data["hash"] == note.hash
    assert record.ledger.verify() == []


def test_the_list_leaves_out_what_was_taken_off(record: Record) -> None:
    """Newest first, of a subject or all; only an entry of it can be taken off, and once."""
    for _ in range(2):
        decide(record, PAIR, seen_of(HIT), CLEAR, allow_hit=HIT)
    newest, oldest = find_allowances(record.ledger)
    assert newest.sequence > oldest.sequence
    assert list(find_allowances(record.ledger, "c-1", before=newest.sequence)) == [oldest]
    assert list(find_allowances(record.ledger, "c-2")) == []
    assert revoke(record.ledger, newest.hash[:12], by="ben", reason="a mistake").entered_by == "ben"
    assert list(find_allowances(record.ledger)) == list(find_allowances(record.ledger, "c-1")) == [oldest]
    for digits in (newest.hash, oldest.data["decision"]):
        with pytest.raises(DecisionError):
            revoke(record.ledger, digits, by="ben")


def test_a_pending_one_says_so(strict: Record) -> None:
    """It holds when a second person approved it, and says until then what it waits for."""
    decide(strict, PAIR, seen_of(HIT), CLEAR, allow_hit=HIT)
    found = find_allowed(strict, HIT)
    assert found is not None
    row = allow_row(found, Captions("Ri Yong Ho", None))
    assert (row.why, row.state, row.subject_caption, row.party_caption) == (PENDING, "pending", "Ri Yong Ho", None)
    (decision, _) = strict.ledger.entries()
    approve(strict, decision.hash, Verdict.APPROVE, by="ben")
    held = find_allowed(strict, HIT)
    assert held is not None
    assert allow_row(held, Captions(None, None)).state == "holds"
    enter(strict, decision=Decision.BLOCK)
    lapsed = find_allowed(strict, HIT)
    assert lapsed is not None
    assert allow_row(lapsed, Captions(None, None)).state == "lapsed"


def test_a_changed_document_is_the_end_of_its_own_entry_alone(record: Record) -> None:
    """What cannot be verified holds no more, and nothing is raised."""
    decide(record, PAIR, seen_of(HIT), CLEAR, allow_hit=HIT)
    (entry,) = find_allowances(record.ledger)
    file = record.folder.path / f"{entry.data['grounds']}.json"
    whole = file.read_bytes()
    for place in range(0, len(whole), 41):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        for hit in (HIT, None):
            assert "cannot be verified" in (stand(record, entry, hit).why or "")
    file.unlink()
    file.mkdir()
    assert "cannot be read" in (stand(record, entry, HIT).why or "")
    file.rmdir()
    assert "erased" in (stand(record, entry, HIT).why or "")
    file.write_bytes(whole)
    assert stand(record, entry, HIT).why is None
    assert enter(record, decision=Decision.ESCALATE).hash != entry.hash
    assert not stand(record, entry, HIT).holds
