"""Names are found in which the parts of a query's word stand side by side."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.compiled import compiled
from counterflow.compare.frame import Frame, seal
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.expand import expand_name, forget_answers
from counterflow.compare.index.memory import Memory, Wanted, new_memory
from counterflow.compare.index.scalar import Whole
from counterflow.compare.index.split import split_name
from counterflow.compare.index.store import Index
from counterflow.compare.matcher import frame_of

from .conftest import build, person

NAMES = [
    "Good Will",
    "Good Sun Will",
    "Will Good",
    "Yo'ng Chong",
    "Young Jung",
    "Tsitsi Zein",
    "Hassan Moqadam",
    "Hasan Moghadam",
    "Tun Zaw",
    "Tin Zaw",
    "Kim Jong Un",
    "Sun Moon Star",
    "Ocean Maritime",
]
CROWD = ["Ocean", "Korea"]


@compiled
def split(wanted: Wanted, frame: Frame, derived: Derived, memory: Memory) -> Whole:
    """Look the words of a name up, then cut them."""
    groups = expand_name(wanted, frame.vocabulary, derived, memory)
    return split_name(wanted, frame, derived, groups, memory)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Hold a few names, and one word that thousands have."""
    parties = [person(f"p-{number:05}", name) for number, name in enumerate(NAMES)]
    parties += [person(f"q-{number:05}", f"{CROWD[number % 2]} Nr{number % 700}x") for number in range(11_000)]
    return build(parties, tmp_path_factory.mktemp("split") / "index")


@pytest.fixture(scope="module")
def memory(index: Index) -> Memory:
    """Give memory for its searches."""
    vocabulary = index.frame.vocabulary
    return new_memory(len(vocabulary.text_at) - 1, len(vocabulary.digest), len(index))


def found(query: str, index: Index, memory: Memory) -> set[str]:
    """Name those of `NAMES` in which parts of a query's word stand side by side."""
    frame = seal(frame_of([person("q", query)]))
    wanted = Wanted(frame.vocabulary, frame.names.token, 0, 0, 0, load_algorithm().weights.name[0])
    groups = split(wanted, index.frame, index.derived, memory)
    noted = memory.split_name[memory.split_at[1] : memory.split_at[memory.split_at[0] + 1]]
    names = {cast("str", index.entity(party_of(int(name), index))["properties"]["name"][0]) for name in noted}
    forget_answers(groups, memory)
    assert (memory.first == -1).all()
    return names


def party_of(name: int, index: Index) -> int:
    """Say whose a name is."""
    return int(np.searchsorted(index.frame.name_at, name, "right")) - 1


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("Goodwill", {"Good Will"}),
        ("Yongjong", {"Yo'ng Chong", "Young Jung"}),
        ("Tsatsizein", {"Tsitsi Zein"}),
        ("Tsitsizeen", {"Tsitsi Zein"}),
        ("Hassanmoqadam", {"Hassan Moqadam", "Hasan Moghadam"}),
        ("Tunzaw", {"Tun Zaw", "Tin Zaw"}),
        ("Sunmoonstar", {"Sun Moon Star"}),
        ("Star Goodwill", {"Good Will"}),
        ("Goodsun", {"Good Sun Will"}),
        ("Oceanmarytime", {"Ocean Maritime"}),
        ("Tsatsizoon", set()),
        ("Moonsun", set()),
        ("Kimun", set()),
        ("Will", set()),
        ("Good Will", set()),
    ],
)
def test_names_in_which_the_parts_stand_side_by_side(query: str, names: set[str], index: Index, memory: Memory) -> None:
    assert found(query, index, memory) == names


@pytest.mark.parametrize("query", ["a" * 60, "Goodwill" * 7, " ".join(["Goodwill"] * 30), "Will" * 3 + " Goodwill"])
def test_long_words_and_many_of_them(query: str, index: Index, memory: Memory) -> None:
    assert found(query, index, memory) <= {"Good Will"}
