"""What lies in what: "Sydney" in "Australia". A claim of the wider one does not conflict with the narrower."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from counterflow.weigh.truth.words import words_of

_Node = TypeVar("_Node", bound=Hashable)


class Hierarchy:
    """Each name with all that it lies in. A name that stands in several places lies in all of them."""

    def __init__(self, rows: Iterable[tuple[str, str]] = ()):
        """Take pairs of a name and the wider one that it lies in."""
        self._parents: dict[str, set[str]] = {}
        for name, parent in rows:
            low, high = key_of(name), key_of(parent)
            self._parents.setdefault(high, set())
            if low != high:
                self._parents.setdefault(low, set()).add(high)
        self._parents_used = {one for parents in self._parents.values() for one in parents}
        self._within: dict[str, frozenset[str]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._parents

    def __len__(self) -> int:
        return len(self._parents)

    def has_narrower(self, key: str) -> bool:
        """Whether something lies in it."""
        return key in self._parents_used

    def within(self, key: str) -> frozenset[str]:
        """Give the keys of all that a name lies in, however far up; a circle ends where it began."""
        if key not in self._within:
            seen: set[str] = set()
            todo = list(self._parents.get(key, ()))
            while len(todo) > 0:
                one = todo.pop()
                if one not in seen and one != key:
                    seen.add(one)
                    todo.extend(self._parents.get(one, ()))
            self._within[key] = frozenset(seen)
        return self._within[key]


def key_of(name: str) -> str:
    """Write a name as it is compared."""
    return " ".join(words_of(name))


def find_circle(steps: Iterable[tuple[_Node, _Node]]) -> tuple[_Node, ...]:
    """Find a circle among steps of one thing to a wider one: its members, each in the next; empty: there is none.

    What is said to lie in itself is no circle: New York lies in New York.
    """
    sorter: TopologicalSorter[_Node] = TopologicalSorter()
    for low, high in steps:
        if low != high:
            sorter.add(low, high)
    try:
        sorter.prepare()
    except CycleError as exc:
        return tuple(reversed(exc.args[1][1:]))
    return ()
