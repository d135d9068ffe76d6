"""What a person says of a frame that a document was read as."""

from __future__ import annotations

from enum import StrEnum


class Review(StrEnum):
    """What is done with the frame."""

    REJECT = "reject"
    """The passage does not say this."""
    CORRECT = "correct"
    """It says something else: type, arguments, time, polarity or hedge are others."""
