"""What the words of a query weigh, before the postings of any are read."""

from __future__ import annotations

import numpy as np
import pytest

from counterflow.compare.compiled import compiled
from counterflow.compare.frame import seal
from counterflow.compare.index.memory import Memory, Wanted, new_memory
from counterflow.compare.index.plan import light_of, weigh_words
from counterflow.compare.index.scalar import Whole
from counterflow.compare.kernel.alone import LETTER_BITS, LIGHT_SHARE
from counterflow.compare.matcher import frame_of

from .conftest import person


@compiled
def weigh(wanted: Wanted, memory: Memory) -> tuple[np.float32, Whole]:
    """Weigh the words of a name; give what all do, and which are easily left out."""
    return np.float32(weigh_words(wanted, memory)), light_of(wanted)


def weighed(name: str) -> tuple[list[float], float, int]:
    """Say what the words of a person's name weigh."""
    frame = seal(frame_of([person("q", name)]))
    wanted = Wanted(frame.vocabulary, frame.names.token, 0, 0, 0, np.zeros(1, np.float32))
    memory = new_memory(1, 1, 1)
    total, light = weigh(wanted, memory)
    return memory.alone[: len(frame.names.token)].tolist(), float(total), int(light)


def test_an_initial_is_no_particle() -> None:
    alone, total, light = weighed("A. Rahman")
    assert alone[0] == LETTER_BITS
    assert total == pytest.approx(sum(alone))
    assert light == 0


def test_a_particle_is_easily_left_out() -> None:
    alone, _, light = weighed("Ahmed Al Rahman")
    assert light == 0b10
    frame = seal(frame_of([person("q", "Ahmed Al Rahman")]))
    bits = float(frame.vocabulary.bits[frame.names.token[1], 0])
    assert alone[1] == pytest.approx(float(LIGHT_SHARE) * bits)
