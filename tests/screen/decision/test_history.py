"""What was decided, in order, and what of it stands."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.case import Screening
from counterflow.ledger import Ledger
from counterflow.model.decision import Decision, Verdict
from counterflow.screen.decision.decide import approve
from counterflow.screen.decision.find import Wanted, find_decisions
from counterflow.screen.decision.history import State, history_of_subject, standing
from counterflow.screen.decision.record import Record

from .conftest import HIT, change_party, enter

OTHER = change_party(HIT, id="ofac-1", referents=[])
MERGED = change_party(HIT, id="ofac-1", referents=["un-0", "un-1"])


def test_the_history_is_in_order_with_approvals(strict: Record) -> None:
    """Of a subject, and of a party by any of its members; what was taken back is in it, and says so."""
    one = enter(strict)
    other = enter(strict, replace(HIT, subject_id="c-2"), Decision.BLOCK)
    approval = approve(strict, one.hash, Verdict.APPROVE, by="ben")
    strict.ledger.append("undo", {"hash": other.hash})
    of_party = list(find_decisions(strict.ledger, Wanted(party="un-0")))[::-1]
    assert [(past.entry, past.state) for past in of_party] == [(one, State.IN_FORCE), (other, State.UNDONE)]
    assert of_party[0].approvals == (approval,)
    assert list(find_decisions(strict.ledger, Wanted(party="un-1"))) == of_party[::-1]
    assert history_of_subject(strict.ledger, "c-1") == of_party[:1]
    assert history_of_subject(strict.ledger, "c-9") == []


def test_the_newest_decision_stands(record: Record) -> None:
    """It takes the place of earlier ones on the pair; taken back, the one before stands again."""
    enter(record)
    block = enter(record, decision=Decision.BLOCK)
    clear = enter(record)
    assert stands(record.ledger) == clear.hash
    record.ledger.append("undo", {"hash": clear.hash})
    assert stands(record.ledger) == block.hash
    assert standing(record.ledger, "c-1", ["ofac-1"]) is None


def test_a_pending_decision_takes_no_place(strict: Record) -> None:
    """Who is blocked stays blocked until the clearing is approved."""
    block = enter(strict, decision=Decision.BLOCK)
    clear = enter(strict)
    assert stands(strict.ledger) == block.hash
    approve(strict, clear.hash, Verdict.APPROVE, by="ben")
    assert stands(strict.ledger) == clear.hash


def test_a_block_taken_back_clears_nobody(strict: Record) -> None:
    """Nor does one that waits: the pair must be decided anew. A rejected one leaves what stood."""
    clear = enter(strict)
    approve(strict, clear.hash, Verdict.APPROVE, by="ben")
    rejected = enter(replace(strict, rules=Screening(frozenset([Decision.BLOCK]))), decision=Decision.BLOCK)
    assert stands(strict.ledger) is None
    approve(strict, rejected.hash, Verdict.REJECT, by="ben")
    assert stands(strict.ledger) == clear.hash
    block = enter(strict, decision=Decision.BLOCK, by="ben")
    strict.ledger.append("undo", {"hash": block.hash}, by="anna")
    assert stands(strict.ledger) is None


def test_after_a_merge_the_strictest_stands(record: Record) -> None:
    """Two parties of opposite decisions became one: nobody is cleared by that, until it is decided anew."""
    block = enter(record, OTHER, Decision.BLOCK)
    clear = enter(record)
    assert (stands(record.ledger), stands(record.ledger, "ofac-1")) == (clear.hash, block.hash)
    assert stands(record.ledger, *MERGED.members) == block.hash
    anew = enter(record, MERGED)
    assert stands(record.ledger, *MERGED.members) == stands(record.ledger, "un-0") == anew.hash


def stands(ledger: Ledger, *members: str) -> str | None:
    past = standing(ledger, "c-1", members or HIT.members)
    return None if past is None else past.entry.hash


@given(st.lists(st.sampled_from(["other subject", "other party", "note"]), max_size=4))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_entries_on_others_change_nothing(record: Record, others: list[str]) -> None:
    """Whatever was said of other subjects and parties before, between and after."""
    subject = f"c-{len(record.ledger.entries())}"
    mine = replace(HIT, subject_id=subject)
    for step, decision in enumerate((Decision.BLOCK, Decision.CLEAR)):
        for other in others[step::2]:
            if other == "note":
                record.ledger.append("note", {"text": subject})
            elif other == "other party":
                enter(record, replace(OTHER, subject_id=subject), Decision.ESCALATE)
            else:
                enter(record, replace(HIT, subject_id=subject + "-other"), Decision.ESCALATE)
        entry = enter(record, mine, decision)
        past = standing(record.ledger, subject, HIT.members)
        assert past is not None
        assert past.entry == entry
    mine_alone = [one for one in history_of_subject(record.ledger, subject) if "un-1" in one.party]
    assert [one.decision for one in mine_alone] == [Decision.BLOCK, Decision.CLEAR]
