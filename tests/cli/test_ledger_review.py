"""`counterflow ledger CASE review`: a frame is rejected or corrected by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from counterflow.case import Case, load_case
from counterflow.cli.main import counterflow
from counterflow.dossier.archive import Archive
from counterflow.dossier.frame import list_passages
from counterflow.dossier.told_shape import FrameItem
from counterflow.exc import NotFoundError, UsageError
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case


def call(case: Case, *words: str, status: int = 0) -> Result:
    env = {"COUNTERFLOW_USER": "ana"}
    result = CliRunner().invoke(counterflow, ["ledger", str(case.root), *words], env=env, catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result


def rebuilt(case: Case) -> list[FrameItem]:
    run_case(load_case(case.root), options=RunOptions(processes=1))
    return frames(case)


def frames(case: Case) -> list[FrameItem]:
    archive = Archive(case, open_build(case))
    found = [frame for one in list_passages(archive) for frame in one.frames]
    archive.close()
    return found


def entered(case: Case) -> list[dict[str, Any]]:
    return [json.loads(line)["payload"] for line in call(case, "list", "--json").stdout.splitlines()]


def test_a_rejected_frame_is_gone_until_it_is_taken_back(told_case: Case) -> None:
    """By its first digits, with a reason, in the name of who says so."""
    payment, controls = frames(told_case)
    done = call(told_case, "review", payment.id[:8], "reject", "reason=it says 'said', not 'paid'")
    assert "the next run takes it into account" in done.stderr
    (payload,) = entered(told_case)
    assert (payload["frame_id"], payload["reviewer"], payload["seen"]["type"]) == (payment.id, "ana", "payment")
    assert payload["passage"].startswith("A defector said")
    assert rebuilt(told_case) == [controls]
    digits = done.stderr.split("entered as ")[1][:12]
    call(told_case, "undo", digits)
    assert rebuilt(told_case) == [payment, controls]


def test_what_is_corrected_replaces_what_was_read(told_case: Case) -> None:
    """Only what is named changes; places are those of the document."""
    payment, _ = frames(told_case)
    agent, vessel = payment.args
    args = f"args=payer:{agent.start}-{agent.end},vessel:{vessel.start}-{vessel.end}"
    call(told_case, "review", payment.id, "correct", "reason=who pays", args, "hedge=fact", "time=none")
    corrected, _ = rebuilt(told_case)
    assert [one.role for one in corrected.args] == ["payer", "vessel"]
    assert (corrected.type, corrected.polarity, corrected.hedge) == ("payment", "affirmed", "fact")
    assert (corrected.edtf, corrected.time_text, corrected.extractor) == (None, None, "review:ana")
    assert corrected.args[0].party == agent.party
    call(told_case, "review", corrected.id, "correct", "reason=a year will do", "time=10-14:2013")
    again, _ = rebuilt(told_case)
    assert (again.edtf, again.time_start, again.args) == ("2013", 10, corrected.args)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("reject",), "needs a reason"),
        (("keep", "reason=x"), "one of: reject, correct"),
        (("correct", "reason=x", "colour=red"), "fields of a review"),
        (("correct", "reason=x", "type=sale", "type=theft"), "given twice"),
    ],
)
def test_wrong_words_are_wrong_use(told_case: Case, words: tuple[str, ...], error: str) -> None:
    """Nothing is entered."""
    assert error in call(told_case, "review", frames(told_case)[0].id, *words, status=2).stderr
    assert entered(told_case) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("correct", "reason=x"), "nothing is corrected"),
        (("correct", "reason=x", "type=payment"), "nothing is corrected"),
        (("correct", "reason=x", "type=gossip"), "gossip"),
        (("correct", "reason=x", "args=agent:5-99999"), "stands at 5 to 99999"),
        (("correct", "reason=x", "args=agent:subject"), "no subject is implied"),
        (("correct", "reason=x", "args=agent"), "has no place"),
        (("correct", "reason=x", "time=1-4:soon"), "'soon' is no date"),
        (("reject", "reason=x", "type=sale"), "left out whole"),
    ],
)
def test_what_no_run_could_obey_is_refused(told_case: Case, words: tuple[str, ...], message: str) -> None:
    """It is checked before it is entered: the ledger forgets nothing."""
    with pytest.raises(UsageError, match=message):
        call(told_case, "review", frames(told_case)[0].id, *words)
    assert entered(told_case) == []


def test_a_frame_that_is_not_there_is_named(told_case: Case) -> None:
    """And where to look for it."""
    with pytest.raises(NotFoundError, match=r"no frame begins with '00000000'.*--passages"):
        call(told_case, "review", "00000000", "reject", "reason=x")
