"""Parsing: the tokens of a text as parallel lists that agree with each other and with the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.extract.parse.parsed import Parsed, parse, sentence_spans, subtree
from counterflow.extract.parse.passage import fold, split_lines, split_sentences

Parse = Callable[[str], list[Parsed]]

TEXT = (
    "The navy seized the ship. Its captain, who had fled,\nwas “arrested” in Iran’s port.\n\n"
    "Kim Jong Un sold 2,500 tons of coal to the U.S. in March 2013. É𐍈 paid $5."
)

WORDS = [
    "The navy ",
    "seized ",
    "coal. ",
    "\n",
    "\n\n",
    "U.S. ",
    "“Kim” ",
    "𐍈",
    "é ",
    "$5 ",
    ". ",
    "- ",
    "\u00a0",
    "of ",
]


def check(run: Parsed, text: str) -> None:
    """Assert what holds for every run of a text."""
    count = len(run.text)
    assert {len(column) for column in run} == {count}
    folded = fold(text)
    for at in range(count):
        assert folded[run.start[at] : run.end[at]].replace("\n", " ") == run.text[at]
        assert run.lower[at] == run.text[at].lower()
        assert 0 <= run.head[at] < count
        # Trees do not reach over sentences.
        assert run.sentence[run.head[at]] == run.sentence[at]
        if run.head[at] != at:
            assert at in run.children[run.head[at]]
    assert [at for at in range(count) if at in run.children[at]] == []
    assert sum(len(children) for children in run.children) == sum(run.head[at] != at for at in range(count))
    assert all(children == sorted(children) for children in run.children)
    assert all(end <= start for end, start in zip(run.end, run.start[1:], strict=False))
    assert run.sentence == sorted(run.sentence)


def test_tokens_agree_with_the_text(parse_text: Parse) -> None:
    """Offsets are code points of the whole text, also after a wrapped line and typographic characters."""
    runs = parse_text(TEXT)
    assert len(runs) == 2
    for run in runs:
        check(run, TEXT)
    assert TEXT[runs[1].start[0] : runs[1].end[2]] == "Kim Jong Un"
    words = runs[1].text
    assert TEXT[runs[1].start[words.index("paid")] :].startswith("paid $5")


@settings(max_examples=40, deadline=None)
@given(text=st.lists(st.sampled_from(WORDS), max_size=15).map("".join))
def test_tokens_agree_with_any_text(text: str) -> None:
    """The law holds whatever stands side by side."""
    folded = fold(text)
    runs = split_lines(folded)
    found = list(parse(folded, runs, split_sentences(folded, runs)))
    assert len(found) == len(runs)
    for run in found:
        check(run.parsed, text)


def test_sentences_are_ours(parse_text: Parse) -> None:
    """The parser ends a sentence where reading does, not at "U.S.", and numbers go on through the text."""
    first, second = parse_text(TEXT)
    assert [first.text[span.stop - 1] for span in sentence_spans(first)] == [".", "."]
    assert sorted(set(first.sentence)) == [0, 1]
    assert sorted(set(second.sentence)) == [2, 3]
    assert [span.start for span in sentence_spans(second)] == [0, second.sentence.index(3)]


def test_grammar_is_read(parse_text: Parse) -> None:
    """Tags, relations, heads and lemmas of a plain sentence."""
    (run,) = parse_text("The navy seized the ship.")
    assert run.tag == ["DT", "NN", "VBD", "DT", "NN", "."]
    assert run.relation == ["det", "nsubj", "ROOT", "det", "dobj", "punct"]
    assert run.head == [1, 2, 2, 4, 2, 2]
    assert run.lemma == ["the", "navy", "seize", "the", "ship", "."]
    assert run.children[2] == [1, 4, 5]


def test_an_empty_text_has_no_run(parse_text: Parse) -> None:
    """Nothing gives nothing."""
    assert parse_text("") == []
    assert parse_text(" \n \n") == []


def test_sentence_spans_cover_the_run(parse_text: Parse) -> None:
    """Each token lies in one sentence."""
    for run in parse_text(TEXT):
        assert [at for span in sentence_spans(run) for at in span] == list(range(len(run.text)))


def test_subtree(parse_text: Parse) -> None:
    """A word with all that depends on it; the root has the whole sentence."""
    (run,) = parse_text("The old navy seized the ship of Iran.")
    assert sorted(subtree(run, 2)) == [0, 1, 2]
    assert sorted(subtree(run, 5)) == [4, 5, 6, 7]
    assert sorted(subtree(run, 3)) == list(range(9))


def test_parsing_one_run_does_not_depend_on_the_others(parse_text: Parse) -> None:
    """Batches change nothing."""
    lines = ["The navy seized the ship.", "Iran sold coal.", "Kim fled."]
    together = parse_text("\n\n".join(lines))
    for line, run in zip(lines, together, strict=True):
        (alone,) = parse_text(line)
        assert (run.text, run.tag, run.relation, run.head) == (alone.text, alone.tag, alone.relation, alone.head)


@pytest.mark.parametrize("text", ["The navy seized", "( \" '", "5", "𐍈", "- - -", "\u200b"])
def test_odd_text_is_parsed(parse_text: Parse, text: str) -> None:
    """No text stops the parser."""
    for run in parse_text(text):
        check(run, text)
