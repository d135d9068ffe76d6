"""Lemmas: the dictionary form of a word, from the tables of the language model and the word's Penn tag.

The model's own component looks at each token; here each pair of word and tag is looked up once a process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_CLASSES = {"VB": "verb", "NN": "noun", "JJ": "adj", "RB": "adv"}
_BASE = frozenset({"VB", "VBP", "NN", "NNP", "NNPS", "JJ", "RB"})
"""Tags of words that are their own lemma. VBP is not quite: "are" is an exception of the table below."""
_CLITICS = "'s be|'re be|'m be|'ve have|'d have|'ll will|n't not|wo will"
_IRREGULAR = dict(pair.split() for pair in _CLITICS.split("|"))


class Lemmas:
    """The lemma of each word by its tag, kept once it was found."""

    def __init__(self, lookups: Any) -> None:
        self._index: Mapping[str, Any] = lookups.get_table("lemma_index")
        self._exceptions: Mapping[str, Any] = lookups.get_table("lemma_exc")
        self._rules: Mapping[str, Sequence[Sequence[str]]] = lookups.get_table("lemma_rules")
        self._known: dict[tuple[str, str], str] = {}

    def find(self, lower: str, tag: str) -> str:
        """Give the lemma of a word in lower case with its Penn tag."""
        key = (lower, tag)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(lower, tag)
        return found

    def _find(self, lower: str, tag: str) -> str:
        if lower in _IRREGULAR and tag != "POS":
            return _IRREGULAR[lower]
        word_class = _CLASSES.get(tag[:2])
        if word_class is None or tag in ("NNP", "NNPS"):
            return lower
        exceptions = self._exceptions.get(word_class, {})
        if lower in exceptions and tag != "VB":
            return str(exceptions[lower][0])
        if tag in _BASE:
            return lower
        index = self._index.get(word_class, {})
        rules = self._rules.get(word_class, [])
        forms = [lower[: len(lower) - len(old)] + new for old, new in rules if lower.endswith(old)]
        return next((form for form in forms if form in index), next((form for form in forms if form != ""), lower))
