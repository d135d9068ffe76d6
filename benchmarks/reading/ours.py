"""Our reading of an annotated text, with what the gold gives a reader: the day of publication and the listed party."""

from __future__ import annotations

from benchmarks.reading.gold import GoldText

from counterflow.extract import read_text
from counterflow.extract.read import Extracted


def read_ours(gold: GoldText) -> Extracted:
    """Read an annotated text."""
    return read_text(gold.text, published=gold.published, subject=gold.subject)
