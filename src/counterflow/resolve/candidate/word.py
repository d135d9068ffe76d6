"""Words of vocabularies as columns: which of one are in another, and what is known of them there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from counterflow.compare.frame import Vocabulary
from counterflow.compare.vocabulary import Token, look_up, recall


def words_of(vocabulary: Vocabulary) -> pa.LargeBinaryArray:
    """Give the words of a vocabulary as a column, in UTF-8."""
    buffers = map(pa.py_buffer, (vocabulary.text_at.astype(np.int64), vocabulary.text))
    return pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(vocabulary.text_at) - 1, [None, *buffers])


def same_words(few: pa.LargeBinaryArray, many: pa.LargeBinaryArray) -> NDArray[np.int64]:
    """Give the place of each of some distinct words among others; -1: it is not there."""
    found = pc.index_in(many, value_set=few)
    place = np.flatnonzero(found.is_valid())
    same = np.full(len(few), -1, np.int64)
    same[found.drop_null().to_numpy()] = place
    return same


def recall_tokens(texts: Sequence[str], known: Vocabulary) -> list[Token]:
    """Say what is known of distinct tokens: those that a vocabulary has are not looked up again."""
    encoded = pa.array([text.encode("utf-8", "surrogatepass") for text in texts], pa.large_binary())
    places = same_words(encoded, words_of(known)).tolist()
    return [look_up(text) if at < 0 else recall(known, at) for text, at in zip(texts, places, strict=True)]
