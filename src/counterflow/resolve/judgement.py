"""Judgements: what people said of pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from counterflow.exc import LedgerError
from counterflow.model.doubt import Judgement


def read_judgements(entries: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Judgement]:
    """Read the judgement that stands on each pair: the last one counts, and none of it lifts what was said before.

    Args:
        entries: payloads with left_id, right_id and judgement, in the order they were entered.

    Returns:
        (left_id, right_id), left_id < right_id, to the judgement.

    Raises:
        LedgerError: a payload lacks a field, names no judgement, or pairs an entity with itself.
    """
    judgements = {}
    for entry in entries:
        left, right = _text(entry, "left_id"), _text(entry, "right_id")
        if left == right:
            raise LedgerError(f"cannot judge whether {left!r} is itself", expected="two different entity ids")
        try:
            judgements[min(left, right), max(left, right)] = Judgement(_text(entry, "judgement"))
        except ValueError:
            raise LedgerError(
                f"{entry['judgement']!r} is no judgement on {left!r} and {right!r}", expected=", ".join(Judgement)
            ) from None
    return dict(sorted(judgements.items()))


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str):
        raise LedgerError(f"a judgement's {name} is {value!r}", expected="a text")
    return value
