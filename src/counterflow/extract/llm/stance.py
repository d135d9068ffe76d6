"""What the grammar of an English text says of a span: the same stance that frames of the rules get."""

from __future__ import annotations

import functools

from counterflow.extract.grammar.grammar import Grammar
from counterflow.extract.llm.vocabulary import DOUBTFUL
from counterflow.extract.parse.parsed import parse
from counterflow.extract.parse.passage import Span, fold, split_lines, split_sentences
from counterflow.extract.stance.stance import Stances

HELD_RUNS = 64
"""Runs whose parse is kept: the candidates of one question lie close together."""


class TextStance:
    """Finds polarity and hedge in one text; a run is parsed when it is first asked about."""

    def __init__(self, text: str) -> None:
        self._folded = fold(text)
        self._runs = split_lines(self._folded)
        self._sentences = split_sentences(self._folded, self._runs)
        self._stances = functools.lru_cache(maxsize=HELD_RUNS)(self._parse)

    def __call__(self, span: Span) -> tuple[str, str]:
        """Give the polarity and the hedge of what a span tells; of several words the least firm counts."""
        run = next((one for one in self._runs if one.overlaps(span)), None)
        stances = None if run is None else self._stances(run)
        if stances is None:
            return "affirmed", "fact"
        p = stances.parsed
        inside = [at for at in range(len(p.text)) if p.start[at] < span.end and span.start < p.end[at]]
        heads = [at for at in inside if p.head[at] == at or p.head[at] not in inside]
        found = [stances.find(at)[:2] for at in heads]
        return min(found, key=_firmness, default=("affirmed", "fact"))

    def _parse(self, run: Span) -> Stances | None:
        inside = [one for one in self._sentences if one.overlaps(run)]
        (parsed,) = parse(self._folded, [run], inside)
        return Stances(Grammar(parsed.parsed)) if len(parsed.parsed.text) > 0 else None


def _firmness(stance: tuple[str, str]) -> tuple[bool, bool]:
    polarity, hedge = stance
    return polarity == "affirmed", hedge not in DOUBTFUL
