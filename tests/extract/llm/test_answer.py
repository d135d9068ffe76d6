"""Answers of any bytes are candidates and faults, and nothing else."""

from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.extract.llm.answer import MAX_CANDIDATES, BrokenAnswerError, read_body, read_candidates

from .serving import frames, seizure


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"{}", b'{"choices": []}', b'{"choices": [7]}', b'{"choices": [{"message": null}]}',
        b'{"choices": [{"message": {"content": null}}]}', b'{"choices": [{"message": {"content": [1]}}]}',
        b"\xff\xfe\x00",
        b"[" * 100_000, b'{"choices": NaN}', b'{"a": ' + b"9" * 5000 + b"}", b'{"a": 1, "a": 2}', b"<html>",
    ],
)  # fmt: skip
def test_a_body_that_is_no_chat_is_refused(body: bytes) -> None:
    """It never raises anything else."""
    with pytest.raises(BrokenAnswerError):
        read_body(body)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    """The law behind it."""
    with contextlib.suppress(BrokenAnswerError):
        read_body(body)


@pytest.mark.parametrize(
    "text",
    [
        frames(seizure()),
        f"<think>I look for {{frames}} ...</think>\n\n{frames(seizure())}",
        f"```json\n{frames(seizure())}\n```",
        f"\n```\n{frames(seizure())}\n```\n",
    ],
)
def test_thoughts_and_a_fence_are_left_out(text: str) -> None:
    """Well-known wrappings are no lie."""
    candidates, faults = read_candidates(text)
    assert (len(candidates), faults) == (1, [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Here you are: " + frames(seizure()), "is no JSON"),
        (frames(seizure())[:-5], "is no JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"frames": {}}', "no list of frames"),
        ('"frames"', "no list of frames"),
        ('{"frames": [NaN]}', "NaN"),
        ('{"frames": [], "frames": []}', "stands twice"),
    ],
)
def test_what_is_no_answer_is_one_fault(text: str, reason: str) -> None:
    """Nothing is fished out of prose."""
    candidates, (fault,) = read_candidates(text)
    assert candidates == []
    assert reason in fault.message


def test_an_answer_that_was_cut_says_so() -> None:
    """The way out is another: a longer answer, or fewer sentences."""
    _, (fault,) = read_candidates(frames(seizure())[:-5], is_cut=True)
    assert "max_tokens" in fault.message


@pytest.mark.parametrize(
    "changes",
    [
        {"sentence": True}, {"sentence": "1"}, {"sentence": None}, {"sentence": 1.5}, {"sentence": 10**30},
        {"type": 5}, {"trigger": 5}, {"trigger": {"quote": 5}}, {"trigger": {"quote": "a", "occurrence": "1"}},
        {"trigger": {"quote": "a", "occurrence": True}}, {"arguments": None}, {"arguments": ["x"]},
        {"arguments": [{"role": "agent", "quote": "x"}] * 17}, {"arguments": [{"role": "agent"}]},
        {"arguments": [{"role": "agent", "quote": "x", "number": "5"}]},
        {"arguments": [{"role": "agent", "quote": "x", "number": 10**400}]},
        {"attribution": "officials"}, {"time": 5}, {"hedge": ["fact"]},
    ],
)  # fmt: skip
def test_a_candidate_of_another_form_is_refused_alone(changes: dict[str, object]) -> None:
    """The ones beside it stand."""
    candidates, faults = read_candidates(frames(seizure(**changes), seizure()))
    assert (len(candidates), len(faults)) == (1, 1)


def test_a_flood_of_candidates_is_counted_and_not_read() -> None:
    """An answer cannot fill a build."""
    candidates, faults = read_candidates(frames(*[seizure()] * (MAX_CANDIDATES + 1000)))
    assert len(candidates) == MAX_CANDIDATES
    assert "1,000 more" in faults[0].message


@pytest.mark.parametrize("text", [" " * 900_000 + "x", "<think>" * 100_000, "```\n" * 200_000, "\n```" * 200_000])
def test_no_answer_is_slow_to_read(text: str) -> None:
    """Reading is linear in what came."""
    begin = time.monotonic()
    assert read_candidates(text)[0] == []
    assert time.monotonic() - begin < 2


def test_content_is_told_with_its_tokens() -> None:
    """Counts that are none are left out."""
    body: dict[str, object] = {"choices": [{"message": {"content": "x"}, "finish_reason": "length"}]}
    body |= {"usage": {"prompt_tokens": 5, "completion_tokens": -1}}
    assert read_body(json.dumps(body).encode()) == ("x", True, 5, None)
