"""The arrays: what is written into an index stays readable."""

from __future__ import annotations

import numpy as np
import pytest

from counterflow.compare.fact import Facts
from counterflow.compare.frame import Frame, NameKind, NameRank, Names, Vocabulary, seal
from counterflow.compare.matcher import frame_of

from .conftest import person


def test_numbers_of_an_index_do_not_change() -> None:
    """These numbers stand in files."""
    assert {kind.name: int(kind) for kind in NameKind} == {"PERSON": 0, "ORGANISATION": 1, "THING": 2}
    assert {rank.name: int(rank) for rank in NameRank} == {"NAME": 0, "ALIAS": 1, "WEAK": 2}


def test_every_field_is_an_array() -> None:
    frame = frame_of([person("Kim Jong Un")])
    assert isinstance(frame, Frame)
    for part, of in ((frame.vocabulary, Vocabulary), (frame.names, Names), (frame.facts, Facts)):
        assert isinstance(part, of)
        assert all(isinstance(array, np.ndarray) for array in part)


def test_seal_makes_every_array_read_only() -> None:
    frame = frame_of([person("Kim Jong Un")])
    vocabulary = frame.vocabulary._replace(text=frame.vocabulary.text.copy())
    loose = frame._replace(vocabulary=vocabulary, name_at=frame.name_at.copy())
    assert loose.vocabulary.text.flags.writeable
    assert seal(loose) is loose
    with pytest.raises(ValueError, match="read-only"):
        loose.vocabulary.text[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        loose.name_at[0] = 1
