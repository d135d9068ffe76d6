"""Records of a JSONL file: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import orjson

from counterflow.exc import InputError
from counterflow.screen.row import Row

LINE = "line"
"""Column that keeps a line that is no object."""


def read_jsonl(lines: Iterator[str], where: str) -> Iterator[Row]:
    """Yield the records of a JSONL file; a line that is no object is a record with an error, empty lines are none.

    Raises:
        InputError: the file is one JSON array.
    """
    number = 0
    for line in lines:
        text = line.strip()
        if text == "":
            continue
        number += 1
        if number == 1 and text.startswith("["):
            raise InputError(
                "it is one JSON array", where=where, expected="one object a line", next_step="jq -c '.[]' makes it so"
            )
        yield _read_line(number, text)


def _read_line(number: int, text: str) -> Row:
    try:
        value = load_json(text)
    except (ValueError, RecursionError) as exc:
        reason = "nested too deeply" if isinstance(exc, RecursionError) else str(exc)
        return Row(number, {LINE: text}, f"no JSON: {reason}")
    if not isinstance(value, dict):
        return Row(number, {LINE: text}, "no JSON object")
    return Row(number, value)


def load_json(text: str) -> Any:
    """Read JSON; lone surrogates, which orjson refuses and other programs write, pass."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)
