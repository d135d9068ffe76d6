"""Our reading of an annotated text, with what the gold gives a reader: the day of publication and the listed party."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any, NamedTuple

from benchmarks.reading.gold import GoldText

from counterflow.extract import read_text
from counterflow.tables import Frame, Mention, Quantity


class Found(NamedTuple):
    """What was read in a text."""

    mentions: Sequence[Mention]
    quantities: Sequence[Quantity]
    frames: Sequence[Frame]


def read_ours(gold: GoldText) -> Found:
    """Read an annotated text."""
    reader: Any = read_text
    about = {"subject": gold.subject} if "subject" in inspect.signature(reader).parameters else {}
    mentions, quantities, *frames = reader(gold.text, published=gold.published, **about)
    return Found(mentions, quantities, frames[0] if len(frames) > 0 else ())
