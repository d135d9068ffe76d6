"""What the language model is shown of a run: without what breaks sentences for it and tells it nothing.

Codes of lists and short forms in brackets behind a name ("(QDe.014)", "(AQIM)"), emoji, blanks beside blanks, and what
has no space in a hundred characters, which is no word and takes the tokenizer the square of its length.
"""

from __future__ import annotations

import bisect
import re
from typing import NamedTuple

from counterflow.extract.parse.passage import EMOJI

_LEFT_OUT = re.compile(
    r"\s+\((?:[A-Z]{2}[ie]\.\d{3}|[A-Z][A-Z0-9&/-]{1,9})\)(?=[\s.,;:)]|$)|(?<=\s)\s+|(?<!\S)\S{100,}"
)


class Shown(NamedTuple):
    """A run as the model is shown it, and the way back."""

    text: str
    places: list[int]
    """Places in the shown text before which something was left out, ascending."""
    lengths: list[int]
    """How many characters in all, up to and with that place; one entry more, 0, before the first."""

    def place(self, at: int) -> int:
        """Give the place in the run of a place in the shown text."""
        return at + self.lengths[bisect.bisect_right(self.places, at)]

    def end(self, end: int) -> int:
        """Give the end in the run, exclusive, of an end in the shown text."""
        return self.place(end - 1) + 1


def show(text: str) -> Shown:
    """Leave out of a run what the model is not shown; a line break is a space to it: a wrapped line is read on."""
    pieces: list[str] = []
    shown = Shown("", [], [0])
    at = length = 0
    if not text.isascii():
        text = EMOJI.sub(lambda found: " " * len(found[0]), text)
    for found in _LEFT_OUT.finditer(text):
        pieces.append(text[at : found.start()])
        length += found.start() - at
        shown.places.append(length)
        shown.lengths.append(shown.lengths[-1] + found.end() - found.start())
        at = found.end()
    pieces.append(text[at:])
    return shown._replace(text="".join(pieces).replace("\n", " "))
