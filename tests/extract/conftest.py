"""Fixtures of reading: parses of a text by the language model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counterflow.extract.parse.parsed import Parsed, parse
from counterflow.extract.parse.passage import fold, split_lines, split_sentences


@pytest.fixture(scope="session")
def parse_text() -> Callable[[str], list[Parsed]]:
    """Give the function that parses a text as reading does, a `Parsed` a run."""

    def parse_runs(text: str) -> list[Parsed]:
        folded = fold(text)
        runs = split_lines(folded)
        return [run.parsed for run in parse(folded, runs, split_sentences(folded, runs))]

    return parse_runs
