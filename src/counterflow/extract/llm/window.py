"""Windows: the sentences that one question holds, in the order of the document, each with its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from counterflow.extract.parse.passage import Span

MAX_WINDOW_CHARS = 6_000
"""Characters of the sentences of one question."""


class Sentence(NamedTuple):
    """One sentence as it is shown."""

    number: int
    """From 1, in the order of the document."""
    start: int
    """First character, in code points of the document."""
    shown: str
    """Folded, line breaks as spaces: as long as the sentence, so an offset in it is an offset in the document."""


def show_sentences(folded: str, spans: Sequence[Span]) -> list[Sentence]:
    """Number the sentences of a folded text and give each as it is shown; any white space is a plain space."""
    return [
        Sentence(number, span.start, "".join(" " if char.isspace() else char for char in folded[span.start : span.end]))
        for number, span in enumerate(spans, 1)
    ]


def is_readable(sentence: Sentence) -> bool:
    """Whether a sentence can tell anything: it has a letter."""
    return any(char.isalpha() for char in sentence.shown)


def make_windows(sentences: Sequence[Sentence], most: int) -> Iterator[tuple[Sentence, ...]]:
    """Pack the readable sentences, at most `most` a window."""
    window: list[Sentence] = []
    chars = 0
    for one in sentences:
        if not is_readable(one):
            continue
        if len(window) == most or (len(window) > 0 and chars + len(one.shown) > MAX_WINDOW_CHARS):
            yield tuple(window)
            window, chars = [], 0
        window.append(one)
        chars += len(one.shown)
    if len(window) > 0:
        yield tuple(window)
