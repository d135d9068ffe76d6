"""What was seen reads back as it was, to the byte."""

from __future__ import annotations

import datetime
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.exc import LedgerError
from counterflow.screen.answer import Answer, IndexRef
from counterflow.screen.decision.seen import conditions_of, dump_seen, load_seen, see
from counterflow.screen.encode import dump_json
from counterflow.screen.screener import Limits

from .conftest import HIT, NOW, answer_of, seen_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), VALUES, max_size=4), st.floats(0, 1), st.integers(1, 100))
def test_it_reads_back_as_it_was(query: dict[str, object], threshold: float, results: int) -> None:
    """Whatever was asked, lone surrogates too."""
    query["odd"] = "\ud800"
    answer = Answer(query, (), IndexRef("b1", ()), None, "test-v1")
    seen = see(answer, conditions_of(Limits(threshold, 0.0, results), "listed", NOW, None))
    assert load_seen(dump_seen(seen)) == seen
    assert seen.answer.encode() == dump_json(answer)
    assert seen.answer_sha256 == hashlib.sha256(dump_json(answer)).hexdigest()
    assert dump_json(seen.data["query"]) == dump_json(query)


def test_the_bytes_of_an_answer_are_kept_as_they_are() -> None:
    """Also when another program wrote them with spaces."""
    content = json.dumps(json.loads(dump_json(answer_of(HIT))), indent=1).encode()
    assert see(content, seen_of(HIT).conditions).answer.encode() == content


def test_the_time_is_kept_in_utc() -> None:
    """Wherever it was asked."""
    there = NOW.astimezone(datetime.timezone(datetime.timedelta(hours=9)))
    assert conditions_of(Limits(0.5, 0.1, 1), "listed", there, None).now == "2026-11-22T10:00:00+00:00"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"version": 1}', b'{"version": 2}'])
def test_another_document_is_refused(content: bytes) -> None:
    """A damaged one, or one of a later version."""
    with pytest.raises(LedgerError):
        load_seen(content)
