"""A quantity as a row: the numbers as written, and in the normalised unit."""

from __future__ import annotations

from counterflow.extract.quantity.measured import Measured
from counterflow.extract.reading import Reading
from counterflow.model.identity import make_id
from counterflow.tables import Quantity


def quantity_row(reading: Reading, one: Measured) -> Quantity:
    """Make the row of a quantity that was found in a text."""
    return Quantity(
        id=make_id(reading.document_id, one.start, one.end, one.kind),
        statement_id=None,
        document_id=reading.document_id,
        start=one.start,
        end=one.end,
        text=reading.text[one.start : one.end],
        kind=one.kind,
        low=one.low,
        high=one.high,
        unit=one.unit,
        norm_low=_normalised(one.low, one),
        norm_high=_normalised(one.high, one),
        norm_unit=one.norm_unit,
        modifier=one.modifier,
        per=one.per,
        is_ambiguous=one.is_ambiguous,
        handling=reading.handling,
    )


def _normalised(value: float | None, one: Measured) -> float | None:
    return None if value is None or one.norm_unit is None else round(value * one.factor, 9)
