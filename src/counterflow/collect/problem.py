"""Problems: what could not be read becomes a row that says so."""

from __future__ import annotations

import re

from counterflow.collect.source import SourceFile
from counterflow.model.identity import make_id
from counterflow.tables.problem import Problem

PROBLEM_VALUE_CHARS = 500
"""How much of an offending value a problem row keeps, in code points."""

_NOT_TEXT = re.compile("[\ud800-\udfff]")
"""Halves of characters, which JSON can hold and no table."""


def make_problem(  # noqa: PLR0913 - one keyword a column of the table
    file: SourceFile | None,
    message: str,
    *,
    severity: str = "record",
    record: str | None = None,
    field: str | None = None,
    value: str | None = None,
    expected: str | None = None,
    next_step: str | None = None,
    handling: str = "TLP:CLEAR",
    path: str | None = None,
) -> Problem:
    """Make a `problem` row; see the table for what each field says."""
    name = path if file is None else file.name
    resource_id = None if file is None else file.resource_id
    value = None if value is None else _NOT_TEXT.sub("\ufffd", value[:PROBLEM_VALUE_CHARS])
    record, field = (None if one is None else _NOT_TEXT.sub("\ufffd", one) for one in (record, field))
    message = _NOT_TEXT.sub("\ufffd", message)
    return Problem(
        id=make_id(resource_id, name, record, field, value, message),
        resource_id=resource_id,
        path=name or "",
        record=record,
        field=field,
        value=value,
        severity=severity,
        message=message,
        expected=expected,
        next_step=next_step,
        handling=handling,
    )
