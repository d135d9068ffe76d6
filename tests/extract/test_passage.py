"""Lines and sentences as spans."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.extract.passage import Sentences, Span, fold, split_lines, split_sentences


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    """Folding replaces one for one and is idempotent."""
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.sampled_from("Ab. \n\r\t!?\u2028'\"U.S")))
def test_lines_and_sentences_are_spans_in_order(text: str) -> None:
    """Every character that is no white space lies in exactly one line and at most one sentence."""
    folded = fold(text)
    runs = split_lines(folded)
    sentences = split_sentences(folded, runs)
    for spans in (runs, sentences):
        assert all(span.start < span.end for span in spans)
        assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
    covered = {at for span in sentences for at in range(span.start, span.end)}
    assert {at for at, char in enumerate(folded) if not char.isspace()} <= covered


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It left. It came back.", ["It left.", "It came back."]),
        ("The U.S. Treasury acted. It paid.", ["The U.S. Treasury acted.", "It paid."]),
        ("Mr. Example left on 8 Jun. 2010. He came.", ["Mr. Example left on 8 Jun. 2010.", "He came."]),
        ("He led Office No. 39 there. He left.", ["He led Office No. 39 there.", "He left."]),
        ("“Is it?” he asked. “Yes.” He left.", ["“Is it?” he asked.", "“Yes.”", "He left."]),
        ("A heading\n\nA sentence.", ["A heading", "A sentence."]),
        ("It cost $1.5 million. Why?", ["It cost $1.5 million.", "Why?"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    """Abbreviations, initials and acronyms do not end a sentence; a blank line does."""
    folded = fold(text)
    assert [text[one.start : one.end] for one in split_sentences(folded, split_lines(folded))] == sentences


def test_a_wrapped_line_goes_on_and_a_list_item_does_not() -> None:
    """Only a long line without an end is joined to the next."""
    long = "This line is long enough to have been wrapped by its writer and"
    assert len(split_lines(f"{long}\ngoes on here.")) == 1
    assert len(split_lines(f"{long}\n\ngoes on here.")) == 2
    assert len(split_lines(f"{long}\n- an item.")) == 2
    assert len(split_lines("Short line\nanother line.")) == 2


def test_a_span_over_a_boundary_joins_both_sentences() -> None:
    """A boundary inside a name was none."""
    sentences = Sentences([Span(0, 10), Span(11, 20), Span(21, 30)])
    assert sentences.around(Span(12, 15)) == Span(11, 20)
    assert sentences.around(Span(8, 13)) == Span(0, 20)
