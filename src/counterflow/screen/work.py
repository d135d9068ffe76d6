"""A block of records into the bytes of its answers: the same bytes whichever process does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from counterflow.screen.answer import Answer
from counterflow.screen.layout import Layout, answer_rows
from counterflow.screen.query import Notes, QueryReader
from counterflow.screen.row import Row
from counterflow.screen.screener import Screener
from counterflow.screen.source import Format


@dataclass(frozen=True)
class Sheet:
    """How answers are written."""

    layout: Layout
    format: Format


class Screened(NamedTuple):
    """What a block gave."""

    rows: int
    """Records of the block."""
    data: bytes
    """Their answers, in the output's format."""
    tally: Mapping[str, int]
    """Queries with a match, results, and records that could not be searched."""
    notes: Notes
    """What of the block could not be used."""


def screen_block(block: Sequence[Row], screener: Screener, sheet: Sheet) -> Screened:
    """Screen the records of a block and write their answers."""
    reader = QueryReader()
    answers = screener.answer([reader.read(row) for row in block])
    records = answers if sheet.format is Format.JSONL else answer_rows(sheet.layout, block, answers)
    data = sheet.layout.encoder(sheet.format).encode(records)
    return Screened(len(block), data, _tally(answers), reader.noted)


def _tally(answers: Sequence[Answer]) -> Mapping[str, int]:
    return {
        "matched": sum(any(one.match for one in answer.results) for answer in answers),
        "results": sum(len(answer.results) for answer in answers),
        "errors": sum(answer.error is not None for answer in answers),
    }
