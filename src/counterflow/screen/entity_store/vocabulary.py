"""All words of a store, to find those that a misspelt one may mean."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rigour.text.distance import levenshtein

from counterflow.screen.entity_store.row import EVERY

MAX_NEAR = 40
"""Words that one is taken for at most, the nearest first."""

_LETTERS = 64


class Vocabulary:
    """Words with the set of letters of each: those that differ in too many letters are passed over at once.

    A word within `n` edits of another differs from it in at most `2 n` letters of the set, so nothing is lost.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Hold these words."""
        self._words = sorted(words)
        self._sizes = np.fromiter(map(len, self._words), np.int32, len(self._words))
        self._letters = np.fromiter(map(_letters, self._words), np.uint64, len(self._words))
        self.near = lru_cache(maxsize=1024)(self._near)

    def _near(self, word: str, edits: int) -> tuple[str, ...]:
        """Give other words within so many letters put in, left out or replaced, nearest first."""
        found = []
        for number in np.flatnonzero(self._is_possible(word, edits)):
            other = self._words[int(number)]
            distance = levenshtein(word, other, max_edits=edits)
            if 0 < distance <= edits:
                found.append((distance, other))
        return tuple(other for _, other in sorted(found)[:MAX_NEAR])

    def _is_possible(self, word: str, edits: int) -> NDArray[np.bool_]:
        apart = np.bitwise_count(self._letters ^ np.uint64(_letters(word)))
        possible: NDArray[np.bool_] = (np.abs(self._sizes - len(word)) <= edits) & (apart <= 2 * edits)
        return possible


class LazyVocabulary:
    """The vocabulary of a store, read when a search first allows misspelling."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: Vocabulary | None = None

    def of(self, connection: sqlite3.Connection) -> Vocabulary:
        """Give the vocabulary of the store that the connection has open."""
        with self._lock:
            if self._made is None:
                self._made = Vocabulary(_read(connection))
            return self._made


def _read(connection: sqlite3.Connection) -> list[str]:
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab (main, word, row)")
    found = connection.execute("SELECT term FROM vocabulary WHERE doc > 0")
    return [term for (term,) in found if EVERY not in term and not term.isdecimal()]


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % _LETTERS)
    return bits
