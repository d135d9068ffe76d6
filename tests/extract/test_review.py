"""Reviews of frames, obeyed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from counterflow.exc import InputError
from counterflow.extract.frame.identity import frame_id
from counterflow.extract.read import read
from counterflow.extract.reading import Reading
from counterflow.extract.review import correct, obey
from counterflow.stage import Row
from counterflow.tables import Argument, Frame, Mention, Problem

TEXT = "Customs seized 150 kg of heroin from the Pong Su in May 2003."
TRIGGER = (8, 14)


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def argument(role: str, words: str) -> Argument:
    return Argument(role, *at(words), words, f"m:{words}", None, f"e:{words}")


def frame(*args: Argument, type_: str = "seizure", **values: Any) -> Frame:
    row: dict[str, Any] = dict.fromkeys(Frame._fields)
    row |= {"document_id": "d", "type": type_, "schema": "Seizure", "start": 0, "end": len(TEXT), "args": args}
    row |= {"trigger_start": TRIGGER[0], "trigger_end": TRIGGER[1], "polarity": "affirmed", "hedge": "fact"}
    row |= {"attribution": (), "extractor": "frames/1", "handling": "TLP:GREEN"}
    row |= {"id": frame_id("d", type_, TRIGGER, args)}
    return Frame(**(row | values))


def mention(words: str) -> Mention:
    return Mention(
        f"m:{words}",
        "d",
        *at(words),
        words,
        "vessel",
        "Vessel",
        f"e:{words}",
        "name",
        None,
        0,
        9,
        "names/1",
        "TLP:GREEN",
    )


A = frame(argument("authority", "Customs"), argument("commodity", "heroin"))
B = frame(argument("agent", "Customs"), type_="possession")


def said(one: Frame, review: str = "reject", **correction: Any) -> dict[str, Any]:
    payload: dict[str, Any] = {"frame_id": one.id, "document_id": "d", "review": review, "reason": "why"}
    payload |= {"reviewer": "ana", "passage": TEXT, "seen": {"type": one.type}}
    return payload | ({} if len(correction) == 0 else {"correction": state(one) | correction})


def state(one: Frame) -> dict[str, Any]:
    args = [{"role": arg.role, "start": arg.start, "end": arg.end} for arg in one.args]
    return {"type": one.type, "args": args, "time": None, "polarity": one.polarity, "hedge": one.hedge}


def outcome(reviews: Sequence[dict[str, Any]], *rows: Row) -> tuple[list[Frame], list[Problem]]:
    found = list(obey(rows or (mention("Pong Su"), A, B), TEXT, reviews))
    assert [row for row in found if isinstance(row, Mention)] == [row for row in rows if isinstance(row, Mention)] or (
        rows == ()
    )
    return [row for row in found if isinstance(row, Frame)], [row for row in found if isinstance(row, Problem)]


def test_ids_are_those_of_the_reader() -> None:
    """A corrected frame is named as if it had been read so."""
    frames = [row for row in read(Reading("d", TEXT)) if isinstance(row, Frame)]
    assert len(frames) > 0
    for one in frames:
        assert one.id == frame_id(one.document_id, one.type, (one.trigger_start, one.trigger_end), one.args)


def test_without_reviews_nothing_changes() -> None:
    """Rows pass as they are."""
    assert list(obey((A, B), TEXT, ())) == [A, B]


def test_a_rejected_frame_is_absent() -> None:
    """The others stay."""
    assert outcome([said(A)]) == ([B], [])


def test_a_corrected_frame_is_the_reviewers() -> None:
    """All that was said is right, the words are those of the text, and an argument at a mention is linked as it is."""
    args = [
        {"role": "authority", "start": 0, "end": 7},
        {"role": "vessel", "start": at("Pong Su")[0], "end": at("Pong Su")[1]},
    ]
    time = {"start": at("May 2003")[0], "end": at("May 2003")[1], "edtf": "2003-05"}
    correction = {"args": args, "type": "arrest", "hedge": "reported", "polarity": "denied", "time": time}
    (one, _), problems = outcome([said(A, "correct", **correction)])
    assert problems == []
    assert (one.type, one.schema, one.hedge, one.polarity) == ("arrest", "Event", "reported", "denied")
    assert (one.extractor, one.handling, one.edtf) == ("review:ana", "TLP:GREEN", "2003-05")
    assert TEXT[one.time_start : one.time_end] == "May 2003"
    assert [(arg.role, arg.text, arg.mention_id, arg.entity) for arg in one.args] == [
        ("authority", "Customs", "m:Customs", "e:Customs"),
        ("vessel", "Pong Su", "m:Pong Su", "e:Pong Su"),
    ]
    assert one.id == frame_id("d", "arrest", TRIGGER, one.args) != A.id


def test_the_last_review_of_a_frame_counts() -> None:
    """Two people who reject one frame agree; who speaks last is heard."""
    assert outcome([said(A), said(A)]) == ([B], [])
    (one, _), _ = outcome([said(A), said(A, "correct", hedge="possible")])
    assert one.hedge == "possible"
    assert outcome([said(A, "correct", hedge="possible"), said(A)]) == ([B], [])


def test_a_correction_is_reviewed_in_its_turn() -> None:
    """The next build shows the corrected frame, and a person may reject or correct that; turning round ends."""
    first = said(A, "correct", type="arrest")
    (corrected, _), _ = outcome([first])
    assert outcome([first, said(corrected)]) == ([B], [])
    (back, _), problems = outcome([first, said(corrected, "correct", type="seizure")])
    assert (back.id, back.type, problems) == (A.id, "seizure", [])


def test_two_frames_corrected_into_one_are_one_row() -> None:
    """A table has one row of an id."""
    same = {"type": "arrest", "args": state(A)["args"]}
    frames, problems = outcome([said(A, "correct", **same), said(B, "correct", **same)])
    assert len(frames) == 1
    assert problems == []


def test_a_review_of_what_is_not_read_any_more_lapses_aloud() -> None:
    """The text or the reader changed: nothing is changed by it, and the next run says so."""
    frames, (problem,) = outcome([said(frame(argument("authority", "the Pong Su")))])
    assert frames == [A, B]
    assert (problem.severity, problem.path, problem.value) == ("record", "ledger.sqlite", TEXT)
    assert problem.message == "the reject is not obeyed: the document is no longer read as this frame"
    assert "by ana" in (problem.record or "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "gossip"},
        {"hedge": "sure"},
        {"polarity": "maybe"},
        {"args": [{"role": "agent", "start": 0, "end": 10_000}]},
        {"args": [{"role": "agent", "start": 5, "end": 5}]},
        {"args": [{"role": "agent", "start": True, "end": 5}]},
        {"args": [{"role": "agent"}]},
        {"args": [{"role": "Not a role", "start": 0, "end": 7}]},
        {"args": "heroin"},
        {"time": {"start": 0, "end": 7, "edtf": "last spring"}},
        {"time": "May"},
        {"more": 1},
    ],
)
def test_an_impossible_correction_is_refused(wrong: dict[str, Any]) -> None:
    """Before it is entered; one that is in the ledger all the same leaves the frame as it was, and says why."""
    with pytest.raises(InputError):
        correct(A, TEXT, state(A) | wrong, "ana")
    frames, problems = outcome([said(A, "correct", **wrong)])
    assert frames == [A, B]
    assert len(problems) == 1


def test_an_implied_subject_can_change_its_role() -> None:
    """It stands nowhere, so it is named without a place, and only where the frame has one."""
    implied = frame(Argument("person", None, None, "Ri Yong Ho", None, None, "e:subject"))
    corrected = correct(
        implied, TEXT, state(implied) | {"args": [{"role": "agent", "start": None, "end": None}]}, "ana"
    )
    assert [(one.role, one.text, one.entity) for one in corrected.args] == [("agent", "Ri Yong Ho", "e:subject")]
