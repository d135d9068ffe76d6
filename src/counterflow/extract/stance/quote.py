"""Quotes: what stands between quotation marks is its speaker's, over as many sentences as the quote has."""

from __future__ import annotations

from counterflow.extract.grammar.grammar import Grammar
from counterflow.extract.stance.word import load_stance

MIN_TOKENS = 5
"""Shorter quotes are words set apart ("ice"), not speech."""
_MAX_BETWEEN = 16
"""Most tokens between two quotes of one speaker."""


class Quotes:
    """The quotes of one run and who speaks them."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        p = grammar.parsed
        marks = [at for at, text in enumerate(p.text) if text == '"']
        # A quote left open ends with the run: the next paragraph opens it anew.
        if len(marks) % 2 == 1:
            marks.append(len(p.text))
        pairs = zip(marks[::2], marks[1::2], strict=True)
        self._quotes = [(first, last) for first, last in pairs if last - first > MIN_TOKENS]
        self._speakers: dict[tuple[int, int], list[int]] = {}

    def speaker(self, token: int) -> list[int]:
        """Give the words that name who speaks the quote around a word; none: no quote, or nobody is named."""
        for quote in self._quotes:
            if quote[0] < token < quote[1]:
                if quote not in self._speakers:
                    self._speakers[quote] = self._find(*quote) or self._before(quote)
                return self._speakers[quote]
        return []

    def _before(self, quote: tuple[int, int]) -> list[int]:
        """Give who spoke the quote before, if nothing but the naming of the speaker stands between: "...," Kay said.
        "..."."""
        at = self._quotes.index(quote)
        if at == 0 or quote[0] - self._quotes[at - 1][1] > _MAX_BETWEEN:
            return []
        last = self._quotes[at - 1][1]
        between = range(last + 1, quote[0])
        ends = {self.grammar.parsed.sentence[one] for one in between}
        speakers = self.speaker(last - 1)
        return speakers if len(ends) == 1 and all(one in between for one in speakers) else []

    def _find(self, first: int, last: int) -> list[int]:
        """Look for a verb of saying in the sentences that the quote begins and ends in, outside of it."""
        p = self.grammar.parsed
        words = load_stance()["verb"]
        ends = {p.sentence[min(first + 1, len(p.text) - 1)], p.sentence[max(last - 1, 0)]}
        ends |= {p.sentence[at] for at in (first, last) if at < len(p.text)}
        outside = [at for at in range(len(p.text)) if p.sentence[at] in ends and not first <= at <= last]
        # What follows the quote comes first: "...", Kay said.
        for at in sorted(outside, key=lambda at: abs(at - last) if at > last else abs(at - first) + len(p.text)):
            if (
                self.grammar.is_verb(at)
                and words.get(p.lemma[at]) in ("reported", "opinion")
                and not self._is_inside(at)
            ):
                speakers = [one for one in self.grammar.surface(at) if not first <= one <= last]
                if len(speakers) > 0 and not self.grammar.is_passive(at):
                    return speakers
        return []

    def _is_inside(self, token: int) -> bool:
        return any(first < token < last for first, last in self._quotes)
