"""A name is changed in the same way on every machine, and in one way only."""

from __future__ import annotations

import random

import pytest

from fit_weights.perturb import Change, join, leave_out, mistype, perturb, reverse, shorten


def test_seed_decides() -> None:
    """The same seed, the same change; other seeds, others."""
    name = "Rosoboronexport Trading House"
    changed = [perturb(name, seed=f"{seed}", is_person=False) for seed in range(20)]
    assert changed == [perturb(name, seed=f"{seed}", is_person=False) for seed in range(20)]
    assert len(set(changed)) > 8
    assert name not in changed


@pytest.mark.parametrize(
    ("change", "expected"),
    [(reverse, "SONG PONG"), (join, "PONGSONG"), (leave_out, None), (shorten, "P. SONG")],
)
def test_change_of_two_words(change: Change, expected: str | None) -> None:
    """What each change makes of two words."""
    changed = change(["PONG", "SONG"], random.Random(0))
    assert (None if changed is None else " ".join(changed)) == expected


def test_middle_word_is_left_out() -> None:
    """First and last stay."""
    assert leave_out(["KIM", "JONG", "UN"], random.Random(0)) == ["KIM", "UN"]


def test_one_letter_is_mistyped() -> None:
    """Short words stay, and a long one changes by a letter at most."""
    for seed in range(50):
        changed = mistype(["al", "Tikriti"], random.Random(seed))
        assert changed is not None
        assert changed[0] == "al"
        assert abs(len(changed[1]) - len("Tikriti")) <= 1


@pytest.mark.parametrize("name", ["", " ", ",", "Li", "金正恩", "\ud800", "7"])
def test_name_that_nothing_can_be_done_to(name: str) -> None:
    """There is no pair then."""
    assert all(perturb(name, seed=f"{seed}", is_person=True) is None for seed in range(10))


def test_initials_are_for_persons() -> None:
    """No company is written with an initial for its first word."""
    changed = [perturb("Haesun Trading", seed=f"{seed}", is_person=False) for seed in range(60)]
    assert "H. Trading" not in changed
    assert "H. Trading" in [perturb("Haesun Trading", seed=f"{seed}", is_person=True) for seed in range(60)]
