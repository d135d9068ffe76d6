"""JSONL: one object a line."""

from __future__ import annotations

import pytest

from counterflow.exc import InputError
from counterflow.screen.json_rows import read_jsonl
from counterflow.screen.row import Row


def read(*lines: str) -> list[Row]:
    return list(read_jsonl(iter(lines), "q.jsonl"))


def test_objects_are_records() -> None:
    """Empty lines are none; a lone surrogate in an escape passes."""
    rows = read('{"name": "Kim"}\n', "\n", '{"name": "\\ud800x"}')
    assert rows == [Row(1, {"name": "Kim"}), Row(2, {"name": "\ud800x"})]


@pytest.mark.parametrize("line", ["{", '"Kim"', "7", "null", '{"a": 1} {"b": 2}', "[" * 5, '{"a":' * 100_000])
def test_a_line_that_is_no_object_is_kept_with_an_error(line: str) -> None:
    """The line stays, the records around it are read."""
    first, bad, last = read('{"name": "Kim"}', line, '{"name": "Ri"}')
    assert (first.error, last.error) == (None, None)
    assert bad.values == {"line": line}
    assert bad.error is not None
    assert bad.error.startswith("no JSON")


def test_one_array_is_an_error_that_says_what_to_do() -> None:
    """Many programs export it so."""
    with pytest.raises(InputError, match="jq -c"):
        read('[{"name": "Kim"},\n', '{"name": "Ri"}]')
