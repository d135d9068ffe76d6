"""Strangers: near by name, and no namesakes."""

from __future__ import annotations

import pytest

pytest.importorskip("benchmarks.names.entity")

from benchmarks.names.entity import make_entity, names

from counterflow.compare.matcher import frame_of
from fit_weights.prior import make_prior
from fit_weights.stranger import NEAREST, find_strangers, is_namesake, words_of
from fit_weights.train import start_weights

GIVEN = "Ivan Pyotr Anna Sergei Vladimir Oleg Maria Nikolai Pavel Igor Yuri Lev Olga Vera Nina Boris Gleb".split()
FAMILY = "Petrov Sidorov Smirnov Volkov Orlov Kozlov Belov Gromov Titov Zuev Panin Rykov Gusev Serov Popov".split()


def words(name: str) -> list[frozenset[bytes]]:
    return words_of(frame_of([make_entity("a", "Person", name=[name])]), 0)


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        ("Ivan Petrov", "PETROV, Ivan", True),
        ("Ivan Petrov", "Ivan Sergeevich Petrov", True),
        ("Ivan Sergeevich Petrov", "Ivan Petrov", True),
        ("Ivan Petrov", "Petrov", False),
        ("Ivan Petrov", "Ivan Volkov", False),
    ],
)
def test_a_namesake_bears_all_words_or_several_of_them_alone(own: str, other: str, expected: bool) -> None:
    assert is_namesake(words(own), words(other)) is expected


def test_strangers_are_near_and_no_namesakes() -> None:
    population = [
        make_entity(f"{given}-{family}", "Person", name=[f"{given} {family}"], birthDate=["1961"])
        for given in GIVEN
        for family in FAMILY
    ]
    query = make_entity("q", "Person", name=["Ivan Petrof"])
    found = find_strangers([(query, "Ivan Petrov")], population, start_weights(make_prior()))
    assert len(found) == NEAREST
    for pair in found:
        assert pair.left is query
        assert not pair.is_match
        assert not any(is_namesake(words("Ivan Petrov"), words(name)) for name in names(pair.right))
        assert "Petrov" in pair.right["id"] or "Ivan" in pair.right["id"]
        assert "birthDate" not in pair.right["properties"]
