"""Acronyms of names, with and without their small words."""

from __future__ import annotations

import numpy as np
import pytest

from counterflow.compare.digest import hash_text
from counterflow.compare.frame import Frame, seal
from counterflow.compare.index.acronym import MAX_SPELT, is_acronym, list_acronyms
from counterflow.compare.matcher import frame_of

from .conftest import company, person


def acronyms_in(frame: Frame, *words: str) -> list[tuple[int, str]]:
    """Say which of some words are acronyms of which party."""
    hashes, parties = list_acronyms(frame)
    spelt = {int(hash_text(word)): word for word in words}
    found = {(party, spelt[one]) for party, one in zip(parties.tolist(), hashes.tolist(), strict=True) if one in spelt}
    return sorted(found)


@pytest.mark.parametrize(
    ("name", "acronyms"),
    [
        ("People's Liberation Army", ["pla"]),
        ("Bank of Foreign Trade", ["bft", "boft"]),
        ("Bank for Development and Trade", ["bdt", "bfdt", "bdat", "bfdat"]),
        ("Foreign Trade", []),
    ],
)
def test_small_words_may_be_left_out(name: str, acronyms: list[str]) -> None:
    frame = seal(frame_of([company("c-1", name)]))
    assert acronyms_in(frame, "pla", "pl", "bft", "boft", "bdt", "bfdt", "bdat", "bfdat", "ft") == sorted(
        (0, one) for one in acronyms
    )


def test_persons_have_none_and_every_alias_has_its_own() -> None:
    frame = seal(frame_of([person("p-1", "Paul Leon Adams"), company("c-1", "Tura Stores", "Port Lines Africa")]))
    assert acronyms_in(frame, "pla") == [(1, "pla")]
    room = np.zeros(MAX_SPELT, np.uint64)
    assert not is_acronym(frame, 0, hash_text("pla"), room)
    assert is_acronym(frame, 1, hash_text("pla"), room)
    assert not is_acronym(frame, 1, hash_text("plb"), room)


def test_many_small_words_are_no_overflow() -> None:
    frame = seal(frame_of([company("c-1", "Bank of and the for of and the for of and the for Trade Ports")]))
    hashes, _ = list_acronyms(frame)
    assert len(hashes) == MAX_SPELT
