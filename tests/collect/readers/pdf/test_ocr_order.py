"""The reading order of what OCR finds on a page."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.collect.readers.pdf.ocr_order import Piece, Point, order_lines

HEIGHT = 30.0


def piece(text: str, x: float, y: float, *, width: float | None = None, height: float = HEIGHT) -> Piece:
    """Make a piece of text at a place of a page that lies straight."""
    wide = 15.0 * len(text) if width is None else width
    corners = (Point(x, y), Point(x + wide, y), Point(x + wide, y + height), Point(x, y + height))
    return Piece(text, 0.9, corners)


def turned(pieces: Sequence[Piece], degrees: float) -> list[Piece]:
    """Lay a page askew."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [
        one._replace(
            corners=(
                Point(cos * one.corners[0].x - sin * one.corners[0].y, sin * one.corners[0].x + cos * one.corners[0].y),
                Point(cos * one.corners[1].x - sin * one.corners[1].y, sin * one.corners[1].x + cos * one.corners[1].y),
                Point(cos * one.corners[2].x - sin * one.corners[2].y, sin * one.corners[2].x + cos * one.corners[2].y),
                Point(cos * one.corners[3].x - sin * one.corners[3].y, sin * one.corners[3].x + cos * one.corners[3].y),
            )
        )
        for one in pieces
    ]


LEFT = [piece(f"left {number} of a column of prose", 100, 300 + 45 * number) for number in range(6)]
RIGHT = [piece(f"right {number} of a column of prose", 700, 310 + 50 * number) for number in range(5)]
TABLE = [
    piece(text, x, 900 + 45 * row)
    for row, cells in enumerate([("Name", "Born"), ("Mara Lind", "1961"), ("Jon Ek", "1970"), ("Ri Chol", "1980")])
    for text, x in zip(cells, (100, 700), strict=True)
]
TITLE = piece("Seven ports and a broken seal", 200, 100, width=900, height=60)


@pytest.mark.parametrize("degrees", [-2.0, 0.0, 1.5])
def test_columns_are_read_one_after_the_other_and_tables_by_row(degrees: float) -> None:
    """A title over two columns of prose, and below them a table, however the page lies."""
    pieces = turned([TITLE, *LEFT, *RIGHT, *TABLE], degrees)
    random.Random(0).shuffle(pieces)
    assert [line.text for line in order_lines(pieces)] == [
        TITLE.text,
        *(one.text for one in LEFT),
        *(one.text for one in RIGHT),
        "Name Born",
        "Mara Lind 1961",
        "Jon Ek 1970",
        "Ri Chol 1980",
    ]


def test_three_columns() -> None:
    """Columns are parted again."""
    middle = [one._replace(text=f"middle {number}") for number, one in enumerate(RIGHT)]
    right = [piece(f"right {number} of a column of prose", 1300, 300 + 45 * number) for number in range(5)]
    lines = order_lines([*right, *middle, *LEFT])
    assert [line.text.split(maxsplit=1)[0] for line in lines] == ["left"] * 6 + ["middle"] * 5 + ["right"] * 5


def test_lines_of_one_type_have_one_height() -> None:
    """Boxes follow the letters: a line without strokes above is lower, but no smaller."""
    heights = [
        line.height
        for line in order_lines([piece(str(n), 0, 50 * n, height=h) for n, h in enumerate((30, 27, 33, 60))])
    ]
    assert heights == [30, 30, 30, 60]


@given(
    st.lists(
        st.tuples(st.integers(0, 1_500), st.integers(0, 2_000), st.integers(1, 60), st.integers(8, 80)), max_size=40
    )
)
def test_nothing_is_lost_and_the_order_found_does_not_matter(places: list[tuple[int, int, int, int]]) -> None:
    """Every piece is in one line, wherever it stands; the lines depend on the places alone."""
    pieces = [piece(f"{n}" * length, x, y, height=h) for n, (x, y, length, h) in enumerate(places)]
    words = [word for line in order_lines(pieces) for word in line.text.split(" ")]
    assert sorted(words) == sorted(one.text for one in pieces)
