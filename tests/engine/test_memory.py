"""Memory that is given back, and memory that is held."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from counterflow.engine import memory


class Libc:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: dict[int, int] = {}
        self.trimmed = 0

    def mallopt(self, parameter: int, value: int) -> None:
        self.told[parameter] = value

    def malloc_trim(self, _pad: int) -> None:
        self.trimmed += 1


@pytest.fixture
def libc(monkeypatch: pytest.MonkeyPatch) -> Libc:
    one = Libc()

    def library(_name: Any) -> Libc:
        return one

    monkeypatch.setattr(ctypes, "CDLL", library)
    return one


def test_memory_is_held_until_the_end_where_it_is_given_back(libc: Libc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_is_given_back", True)
    with pytest.raises(ValueError, match="stop"), memory.hold_memory():
        assert libc.told == {-3: 32 << 20, -1: 256 << 20}
        raise ValueError("stop")
    assert libc.told == {-3: 256 << 10, -1: 128 << 10}
    assert libc.trimmed == 1


def test_nothing_changes_where_nobody_asked_for_memory_to_be_given_back(
    libc: Libc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_is_given_back", False)
    with memory.hold_memory():
        pass
    assert libc.told == {}
    assert libc.trimmed == 0
