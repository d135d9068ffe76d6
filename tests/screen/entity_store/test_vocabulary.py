"""Words near a misspelt one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from counterflow.screen.entity_store.vocabulary import MAX_NEAR, Vocabulary

_WORDS = st.text("abcdeж", min_size=1, max_size=7)


@given(st.lists(_WORDS, max_size=30, unique=True), _WORDS, st.integers(0, 2))
def test_no_near_word_is_missed(known: list[str], word: str, edits: int) -> None:
    """All words within the distance, as another program measures it, nearest first."""
    apart = sorted((Levenshtein.distance(word, other), other) for other in known)
    expected = [other for distance, other in apart if 0 < distance <= edits]
    assert list(Vocabulary(known).near(word, edits)) == expected[:MAX_NEAR]
