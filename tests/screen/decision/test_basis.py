"""Who approves sees what the decider saw; what is gone or changed says so, and is not approved."""

from __future__ import annotations

import pytest

from counterflow.exc import DecisionError
from counterflow.model.decision import Verdict
from counterflow.screen.decision.basis import Document, basis_of, captions_of, read_seen
from counterflow.screen.decision.decide import approve
from counterflow.screen.decision.history import State, past_of
from counterflow.screen.decision.record import Record

from .conftest import HIT, LIMITS, enter, seen_of


def test_a_basis_is_what_was_seen(strict: Record) -> None:
    """The question, the hit with its sentence and reasons, and the lists with the dates that they had."""
    entry = enter(strict)
    basis = basis_of(strict, entry)
    seen = seen_of(HIT).data
    assert (basis.document, basis.why, basis.seen) == (Document.WHOLE, None, entry.data["seen"])
    assert (basis.query, basis.result, basis.others) == (seen["query"], seen["results"][0], 0)
    assert captions_of(entry, seen_of(HIT)) == ("Ri Yong Ho", "RI YONG HO")
    assert basis.lists == seen["index"]["lists"]
    assert (basis.score, basis.algorithm, basis.threshold) == (0.625, "test-v1", LIMITS.threshold)


@pytest.mark.parametrize("is_erased", [True, False])
def test_what_cannot_be_looked_at_is_not_approved(strict: Record, is_erased: bool) -> None:
    """It says what is wrong, keeps what the ledger knows, and can be rejected."""
    entry = enter(strict)
    file = strict.folder.path / f"{entry.data['seen']}.json"
    if is_erased:
        file.unlink()
    else:
        file.write_bytes(file.read_bytes().replace(b"Likely", b"Lively"))
    basis = basis_of(strict, entry)
    assert basis.document is (Document.FORGOTTEN if is_erased else Document.CHANGED)
    assert (basis.query, basis.result, basis.others, basis.score) == (None, None, None, 0.625)
    assert captions_of(entry, read_seen(strict, entry)[1]) == (None, None)
    assert ("erased" if is_erased else "changed") in str(basis.why)
    with pytest.raises(DecisionError, match="cannot be approved"):
        approve(strict, entry.hash, Verdict.APPROVE, by="ben")
    assert past_of(strict.ledger, entry).state is State.PENDING
    approve(strict, entry.hash, Verdict.REJECT, by="ben")
    assert past_of(strict.ledger, entry).state is State.REJECTED


def test_only_a_decision_has_one(strict: Record) -> None:
    with pytest.raises(DecisionError, match="is a note"):
        basis_of(strict, strict.ledger.append("note", {"text": "x"}))
