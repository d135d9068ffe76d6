"""Quotes: what stands between quotation marks is its speaker's."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest

from counterflow.extract.grammar.grammar import Grammar
from counterflow.extract.parse.parsed import Parsed
from counterflow.extract.read import read_text
from counterflow.extract.stance.quote import MIN_TOKENS, Quotes

Speak = Callable[[str], str]

SPEAKERS = [
    # Behind the quote, before it, on both sides of it.
    ("“The firm *sold* coal to Iran for years,” Kay said.", "Kay"),
    ("“The firm *sold* coal to Iran for years,” said Kay.", "Kay"),
    ("Kay said: “The firm *sold* coal to Iran for years.”", "Kay"),
    ("Kay said, “The firm *sold* coal to Iran for years.”", "Kay"),
    ("“The firm,” Kay said, “*sold* coal to Iran for many years.”", "Kay"),
    ("“The firm *sold* coal to Iran for years,” the minister told reporters.", "minister"),
    ("“The firm *sold* coal to Iran for years,” Kay and Ruiz said.", "Kay Ruiz"),
    ("“The firm *sold* coal to Iran for years,” Kay argued.", "Kay"),
    # Over as many sentences as the quote has.
    ("“The firm *sold* coal to Iran. It earned a lot of money. It was rich,” Kay said.", "Kay"),
    ("“It was rich. It earned a lot of money. The firm *sold* coal to Iran,” Kay said.", "Kay"),
    # It goes on after its speaker was named, if nothing else is told between.
    ("“It was rich and old,” Kay said. “It *sold* coal to Iran for many years.”", "Kay"),
    ("“It was rich and old,” Kay said. Ruiz left. “It *sold* coal to Iran for many years.”", ""),
    pytest.param(
        "“It was rich,” Kay said. “It *sold* coal to Iran for years,” he added.",
        "he",
    ),
    # What stands outside is not theirs.
    ("“It was rich for many years,” Kay said. The firm *sold* coal.", ""),
    ("The firm *sold* coal. “It was rich for many years,” Kay said.", ""),
    # Nobody is named, or nobody says anything.
    ("“The firm *sold* coal to Iran for years.”", ""),
    ("“The firm *sold* coal to Iran for years,” it was said.", ""),
    ("Kay closed the door. “The firm *sold* coal to Iran for years.”", ""),
    # Words set apart are no speech.
    ("Kay said the firm had *“sold”* coal.", ""),
    # A quote left open ends with the run.
    ("Kay said: “The firm *sold* coal to Iran for years.", "Kay"),
    # A verb of saying inside of the quote names no speaker of it.
    ("“Ruiz said that the firm *sold* coal to Iran,” Kay said.", "Kay"),
    # Plain marks do as well.
    ('"The firm *sold* coal to Iran for years," Kay said.', "Kay"),
]


@pytest.fixture(scope="session")
def speak(parse_text: Callable[[str], list[Parsed]]) -> Speak:
    """Give the function that parses a text, once, and names who speaks the marked word."""

    @functools.cache
    def speakers(text: str) -> str:
        before, word, after = text.split("*")
        (run,) = parse_text(before + word + after)
        found = Quotes(Grammar(run)).speaker(run.start.index(len(before)))
        return " ".join(run.text[token] for token in found)

    return speakers


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS)
def test_speaker(speak: Speak, text: str, speaker: str) -> None:
    """Who speaks a quote is named by the verb of saying next to it."""
    assert speak(text) == speaker


def test_a_short_quote_is_a_word_set_apart(speak: Speak) -> None:
    """From `MIN_TOKENS` words on a quote is speech."""
    words = ["arms"] * (MIN_TOKENS - 1)
    assert speak(f"Kay said “*{words[0]}* {' '.join(words[1:])}”.") == ""
    assert speak(f"Kay said “*{words[0]}* {' '.join(words)}”.") == "Kay"


FRAMES = [
    ("“The firm sold rockets to Iran for many years,” Kay said.", "reported", ["Kay"]),
    ("“The firm sold rockets to Iran. It was rich for many years,” said Kay.", "reported", ["Kay"]),
    ("The firm sold rockets to Iran. “It was rich for many years,” Kay said.", "fact", []),
]


@pytest.mark.parametrize(("text", "hedge", "sources"), FRAMES, ids=[text for text, _, _ in FRAMES])
def test_a_quoted_frame_is_the_speakers(text: str, hedge: str, sources: list[str]) -> None:
    """What is told in a quote is reported, and its source is the speaker."""
    (sale,) = [one for one in read_text(text).frames if one.type == "sale"]
    assert (sale.hedge, [one.text for one in sale.attribution]) == (hedge, sources)
