"""The grammar's word on a span: a model's affirmed candidate against it is refused."""

from __future__ import annotations

import pytest

from counterflow.extract.llm.document import rule_reading
from counterflow.extract.llm.stance import TextStance
from counterflow.extract.parse.passage import Span
from counterflow.extract.read import read
from counterflow.extract.reading import Reading


@pytest.mark.parametrize(
    ("text", "word", "polarity"),
    [
        ("The firm sold arms to Syria in 2011.", "sold", "affirmed"),
        ("The firm never sold arms to Syria.", "sold", "negated"),
        ("The ministry denied that the firm had sold arms.", "sold", "denied"),
        ("One sold.\n\nThe firm did not sell arms to Syria.", "sell arms", "negated"),
    ],
)
def test_polarity_is_that_of_the_word(text: str, word: str, polarity: str) -> None:
    """In the run that it stands in; of several words the one that governs."""
    start = text.index(word, text.find("\n") + 1)
    assert TextStance(text)(Span(start, start + len(word)))[0] == polarity


def test_what_is_planned_is_not_so() -> None:
    """As with frames of the rules."""
    text = "If the firm sells arms to Syria, it will be listed."
    start = text.index("sells")
    assert TextStance(text)(Span(start, start + 5))[1] == "possible"


def test_where_nothing_stands_nothing_is_said() -> None:
    """A text without words takes no doubt."""
    assert TextStance("")(Span(0, 1)) == ("affirmed", "fact")


def test_the_grammar_is_that_of_english() -> None:
    """A text in another language has none; its questions are still seen."""
    reading = Reading("d", "Kim sold arms.", language="kor")
    assert rule_reading(reading, [], path="p", resource_id="r").stance is None
    english = Reading("d", "Kim sold arms.")
    given = rule_reading(english, list(read(english)), path="p", resource_id="r")
    assert given.stance is not None
    assert (given.path, given.resource_id, len(given.sentences)) == ("p", "r", 1)
    assert given.mentions[0].text == "Kim"
