"""Rows of quantities: what is normalised, and what stays open."""

from __future__ import annotations

from counterflow.extract.quantity.measured import Measured
from counterflow.extract.quantity.row import quantity_row
from counterflow.extract.reading import Reading

RANGE = Measured(0, 1, "mass", 1.0, 2.0, "t", "kg", 1000.0, "range", None, is_ambiguous=False)


def test_each_bound_is_normalised() -> None:
    """A range keeps both ends in the normalised unit, and an open end stays open."""
    rows = [quantity_row(Reading("d", "1"), one) for one in (RANGE, RANGE._replace(low=None))]
    assert [(one.norm_low, one.norm_high) for one in rows] == [(1000.0, 2000.0), (None, 2000.0)]


def test_without_a_normalised_unit_there_is_no_normalised_value() -> None:
    """What has no normalised unit has no normalised numbers."""
    row = quantity_row(Reading("d", "1"), RANGE._replace(norm_unit=None))
    assert (row.low, row.high, row.norm_low, row.norm_high) == (1.0, 2.0, None, None)
