"""Lines and sentences as spans."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.extract.parse.passage import (
    MAX_SENTENCE_CHARS,
    Sentences,
    Span,
    Spans,
    fold,
    split_lines,
    split_sentences,
)


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    """Folding replaces one for one and is idempotent."""
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("filler", ["oil, gas and ", "oil; gas and ", "oil and gas ", "oil,gas,"])
def test_a_sentence_without_end_is_cut_between_words(filler: str) -> None:
    """What has no full stop for pages is cut to pieces of a length that can be shown, and no word is cut or lost."""
    text = "He sold " + filler * 800
    sentences = split_sentences(text, split_lines(text))
    assert len(sentences) > 3
    assert all(len(text[one.start : one.end]) <= MAX_SENTENCE_CHARS for one in sentences)
    assert "".join(text[one.start : one.end] for one in sentences).replace(" ", "") == text.replace(" ", "")
    if " " in filler:
        assert {text[one.start : one.end].split()[-1] for one in sentences} <= {*filler.split(), "gas,"}


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


SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 30), st.integers(1, 9))


@given(st.lists(SPANS), SPANS)
def test_look_ups_equal_comparing_each(spans: list[Span], asked: Span) -> None:
    """Spans inside and across each other are found as if each were compared."""
    several = Spans(spans)
    overlapping = sorted(span for span in spans if span.overlaps(asked))
    assert several.overlap(asked) == (len(overlapping) > 0)
    assert several.within(asked) == overlapping


def test_an_endless_paragraph_is_read_in_pieces() -> None:
    """A text without a break is cut after sentences, so the language model takes it and nothing is lost."""
    text = "The ship carried 150 kilograms of heroin. " * 1000 + "x" * 25_000
    runs = split_lines(fold(text))
    assert all(run.end - run.start <= 10_000 for run in runs)
    assert "".join(text[run.start : run.end] for run in runs).replace(" ", "") == text.replace(" ", "")
    assert all(text[run.end - 1] == "." for run in runs[:4])


def test_a_legal_form_ends_a_sentence_before_a_word_of_grammar() -> None:
    """ "... Co., Ltd. This company" is two sentences; "Acme Ltd. Smith" may be one name."""
    text = "It designated Silverstar Co., Ltd. This company was controlled by Kim. He works for Acme Ltd. Smith left."
    spans = split_sentences(text, split_lines(text))
    assert [text[span.start : span.end] for span in spans] == [
        "It designated Silverstar Co., Ltd.",
        "This company was controlled by Kim.",
        "He works for Acme Ltd. Smith left.",
    ]


def test_cells_of_a_table_are_read_apart() -> None:
    """A tab within a line ends what is read as one; one that indents a wrapped line does not."""
    text = fold(
        "IMO\tName\tFlag\n9999993\tBLUE HERON\tTogo\n"
        "\tThe harbour of the small town was closed to every ship that came\n\tfrom the south."
    )
    assert [text[run.start : run.end] for run in split_lines(text)] == [
        "IMO",
        "Name",
        "Flag",
        "9999993",
        "BLUE HERON",
        "Togo",
        "The harbour of the small town was closed to every ship that came\n\tfrom the south.",
    ]
