"""Levels: agreement has a lower level than disagreement, for each kind of error."""

from __future__ import annotations

import numpy as np
import pytest

from counterflow.resolve.linkage import kernel
from counterflow.resolve.linkage.field import Kind
from counterflow.resolve.linkage.level import compare_pairs, describe_level
from counterflow.resolve.linkage.value import read_values

# Words that are in most files, so that the words compared are neither rare nor frequent.
_OTHERS = {
    Kind.NAME: [["anna king"], ["peter hall"], ["william clarke"], ["mary woodgate"], ["john smith"]] * 8,
    Kind.DATE: [["1801-02-03"], ["1920-10-11"]] * 20,
    Kind.CODE: [["ab1 2cd"], ["xy9 8zw"]] * 20,
    Kind.WORDS: [["harbour of leith"], ["county durham"]] * 20,
}


def level(kind: Kind, left: str, right: str) -> int:
    """Compare two values among others."""
    values = read_values(kind, [[left], [right], *_OTHERS[kind]])
    return int(compare_pairs([values], np.array([0]), np.array([1]))[0, 0])


@pytest.mark.parametrize(
    ("kind", "left", "near", "far"),
    [
        (Kind.NAME, "thomas woodgate", "woodgate, Thomas", "thomas smith"),  # parts swapped
        (Kind.NAME, "thomas woodgate", "tom woodgate", "henry woodgate"),  # a nickname
        (Kind.NAME, "leonard rowland", "leonard rlwland", "leonard burney"),  # a wrong letter
        (Kind.NAME, "leonard rowland", "l rowland", "k rowland"),  # an initial
        (Kind.DATE, "1862-12-29", "1862-12-59", "1862-03-17"),  # a digit wrong, impossible as a date
        (Kind.DATE, "1862-12-03", "1862-03-12", "1862-11-30"),  # day and month swapped
        (Kind.DATE, "1862-12-29", "1862", "1863"),  # a year alone
        (Kind.DATE, "19620216", "16/02/1962", "1971-08-09"),  # as others write it
        (Kind.CODE, "tr2 4qy", "tr2 4qt", "wa16 0eq"),  # a wrong letter
        (Kind.CODE, "tr2 4qy", "tr2 9ab", "wa16 0eq"),  # the same district
        (Kind.CODE, "roberta25@smith.net", "robert255@smith.net", "hannah88@powers.com"),
        (Kind.WORDS, "bristol", "bristol, city of", "shropshire"),
        (Kind.WORDS, "pridham street 177", "pridhan street", "lambrigg street 72"),
    ],
)
def test_errors_leave_agreement(kind: Kind, left: str, near: str, far: str) -> None:
    """A value with a known kind of error agrees more than another value; both orders give one level."""
    assert level(kind, left, near) < level(kind, left, far)
    assert level(kind, left, near) == level(kind, near, left)


def test_rare_values_agree_more() -> None:
    """Equal values have a level by how rare they are: a default date says less than any other day."""
    values = read_values(Kind.DATE, [["1862-01-01"]] * 200 + [["1862-05-17"]] * 2)
    common, rare = compare_pairs([values], np.array([0, 200]), np.array([1, 201]))[0].tolist()
    assert rare < common


def test_missing_is_no_disagreement() -> None:
    """A record without a value has the level that weighs nothing."""
    values = read_values(Kind.DATE, [["1862-01-01"], [], ["no date"]])
    assert compare_pairs([values], np.array([0, 0]), np.array([1, 2]))[0].tolist() == [kernel.MISSING] * 2


def test_best_of_several_values() -> None:
    """A record with several names agrees by the best of them."""
    values = read_values(Kind.NAME, [["mary clarke", "billy woodgate"], ["william woodgate"], ["mary hall"]])
    first, second = compare_pairs([values], np.array([0, 1]), np.array([1, 2]))[0].tolist()
    assert first < second


@pytest.mark.parametrize("kind", list(Kind))
def test_every_level_has_words(kind: Kind) -> None:
    """Reasons can name each level of each kind, and absence."""
    from counterflow.resolve.linkage.level import LEVELS

    said = [describe_level(kind, one) for one in (*range(LEVELS[kind]), kernel.MISSING)]
    assert all(said)
    assert said[-1] == "missing"
