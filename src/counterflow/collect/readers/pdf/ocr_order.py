"""The order in which the lines of a scanned page are read, from where they stand on it.

OCR finds pieces of lines at places of an image that may lie askew. Here the image is set straight, columns of prose
are read one after the other, and what stands side by side in a table is one line.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from typing import NamedTuple

SIZE_RATIO = 1.25
"""Ratio of heights up to which lines are set in the same type: letters with and without strokes above differ so."""
INK_SHARE = 0.6
"""Share of a box's height that its letters fill; the rest is margin, which overlaps with the lines beside."""
MIN_GUTTER = 1.0
"""Narrowest space between two columns, in heights of a line."""
MAX_GAP = 2.0
"""Largest empty space across a page inside a zone, in heights of a line; below it something else begins."""
MIN_COLUMN_LINES = 3
MIN_COLUMN_WIDTH = 7.0
"""Narrowest usual line of a column of prose, in heights of a line: 15 Latin letters; a table's cells are shorter."""
MIN_COLUMN_FILL = 0.6
"""How much of its column's width the usual line of prose fills."""
MIN_ANGLE_WIDTH = 5.0
"""Shortest piece whose slant counts, in its heights."""


class Point(NamedTuple):
    """A place in an image, in pixels to the right and downwards."""

    x: float
    y: float


class Piece(NamedTuple):
    """Text found in an image, with its corners clockwise from the upper left one."""

    text: str
    confidence: float
    """0 to 1, as the OCR model gives it; not a probability."""
    corners: tuple[Point, Point, Point, Point]


class OcrLine(NamedTuple):
    """One printed line, set straight. Lengths are in pixels, downwards."""

    text: str
    confidence: float
    left: float
    right: float
    middle: float
    """Where the middle of its height lies."""
    height: float
    """Height of its type, equal for all lines of the same type."""

    @property
    def top(self) -> float:
        """Upper end of its letters."""
        return self.middle - INK_SHARE * self.height / 2

    @property
    def bottom(self) -> float:
        """Lower end of its letters."""
        return self.middle + INK_SHARE * self.height / 2


def order_lines(pieces: Sequence[Piece]) -> list[OcrLine]:
    """Give the lines of a page in reading order."""
    if len(pieces) == 0:
        return []
    angle = _slant(pieces)
    return _read_area(_same_type([_straight(piece, angle) for piece in pieces]))


def _slant(pieces: Iterable[Piece]) -> float:
    """Give the angle at which the page lies, in radians: that of most of its longer pieces."""
    angles = []
    for piece in pieces:
        first, second, _, last = piece.corners
        if math.dist(first, second) >= MIN_ANGLE_WIDTH * math.dist(first, last):
            angles.append(math.atan2(second.y - first.y, second.x - first.x))
    return statistics.median(angles) if len(angles) > 0 else 0.0


def _straight(piece: Piece, angle: float) -> OcrLine:
    """Turn a piece back by the page's slant."""
    cos, sin = math.cos(angle), math.sin(angle)
    xs = [cos * corner.x + sin * corner.y for corner in piece.corners]
    ys = [cos * corner.y - sin * corner.x for corner in piece.corners]
    return OcrLine(piece.text, piece.confidence, min(xs), max(xs), sum(ys) / 4, max(max(ys) - min(ys), 1.0))


def _same_type(lines: Sequence[OcrLine]) -> list[OcrLine]:
    """Give lines of nearly the same height the same: the boxes of OCR follow the letters, not the type."""
    height_of: dict[float, float] = {}
    rest = sorted(line.height for line in lines)
    while len(rest) > 0:
        usual = statistics.median_low(rest)
        near = [height for height in rest if usual / SIZE_RATIO <= height <= usual * SIZE_RATIO]
        height_of.update(dict.fromkeys(near, usual))
        rest = [height for height in rest if height not in height_of]
    return [line._replace(height=height_of[line.height]) for line in lines]


def _read_area(lines: Sequence[OcrLine]) -> list[OcrLine]:
    """Read a part of a page: its zones from top to bottom, and in each the columns from left to right."""
    found: list[OcrLine] = []
    for zone in _zones(lines):
        columns = _columns(zone)
        if columns is None:
            found.extend(_rows(zone))
        else:
            for column in columns:
                found.extend(_read_area(column))
    return found


def _zones(lines: Sequence[OcrLine]) -> list[list[OcrLine]]:
    """Part lines into zones: those with the same gutter, and those with none."""
    zones: list[list[OcrLine]] = []
    gap = MAX_GAP * statistics.median(line.height for line in lines)
    for band in _bands(lines):
        if len(zones) > 0 and band[0].top - max(line.bottom for line in zones[-1]) <= gap:
            both = [*zones[-1], *band]
            has_gutter = _gutter(both) is not None
            if has_gutter or (_gutter(zones[-1]) is None and _gutter(band) is None):
                zones[-1] = both
                continue
        zones.append(band)
    return zones


def _bands(lines: Sequence[OcrLine]) -> list[list[OcrLine]]:
    """Part lines where a straight cut across the page touches none."""
    bands: list[list[OcrLine]] = []
    end = -math.inf
    for line in sorted(lines, key=lambda one: (one.top, one.left)):
        if line.top >= end:
            bands.append([])
        bands[-1].append(line)
        end = max(end, line.bottom)
    return bands


def _gutter(lines: Sequence[OcrLine]) -> float | None:
    """Find the middle of the widest space between lines from top to bottom of a zone; None: there is none."""
    least = MIN_GUTTER * statistics.median(line.height for line in lines)
    widest, middle = least, None
    ordered = sorted(lines, key=lambda one: one.left)
    right = ordered[0].right
    for line in ordered[1:]:
        if line.left - right > widest:
            widest, middle = line.left - right, (line.left + right) / 2
        right = max(right, line.right)
    return middle


def _columns(zone: Sequence[OcrLine]) -> tuple[list[OcrLine], list[OcrLine]] | None:
    """Part a zone at its gutter, if prose stands on both sides of it."""
    gutter = _gutter(zone)
    if gutter is None:
        return None
    left = [line for line in zone if line.right < gutter]
    right = [line for line in zone if line.right >= gutter]
    return (left, right) if _is_prose_column(left) and _is_prose_column(right) else None


def _is_prose_column(lines: Sequence[OcrLine]) -> bool:
    if len(lines) < MIN_COLUMN_LINES:
        return False
    if _gutter(lines) is not None:
        parts = _columns(lines)  # three columns or more
        return parts is not None
    width = statistics.median(line.right - line.left for line in lines)
    extent = max(line.right for line in lines) - min(line.left for line in lines)
    height = statistics.median(line.height for line in lines)
    return width >= MIN_COLUMN_WIDTH * height and width >= MIN_COLUMN_FILL * extent


def _rows(lines: Sequence[OcrLine]) -> list[OcrLine]:
    """Join the pieces that stand side by side, from left to right."""
    rows: list[list[OcrLine]] = []
    for line in sorted(lines, key=lambda one: (one.middle, one.left)):
        if len(rows) > 0 and line.middle - rows[-1][0].middle < min(line.height, rows[-1][0].height) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_join(sorted(row, key=lambda one: (one.left, one.middle))) for row in rows]


def _join(row: Sequence[OcrLine]) -> OcrLine:
    if len(row) == 1:
        return row[0]
    weights = [len(line.text) for line in row]
    return OcrLine(
        " ".join(line.text for line in row),
        sum(line.confidence * weight for line, weight in zip(row, weights, strict=True)) / sum(weights),
        min(line.left for line in row),
        max(line.right for line in row),
        statistics.mean(line.middle for line in row),
        max(line.height for line in row),
    )
