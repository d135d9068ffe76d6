"""What a person says of a frame that a document was read as."""

from __future__ import annotations

from enum import StrEnum


class Review(StrEnum):
    """What is done with the frame."""

    REJECT = "reject"
    """The passage does not say this."""
    CORRECT = "correct"
    """It says something else: type, arguments, time, polarity or hedge are others."""
    CONFIRM = "confirm"
    """It says this: somebody looked, and nothing changes."""
    UNSURE = "unsure"
    """Somebody looked and cannot tell: nothing changes."""


OBEYED = (Review.REJECT, Review.CORRECT)
"""Reviews that change what is read."""
