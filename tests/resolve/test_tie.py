"""Ties that several reports tell are one tie; deeds that are alike, and ties that differ, stay apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pytest

from counterflow.model.doubt import Judgement
from counterflow.resolve.tie import join_ties

NO_JUDGEMENTS: Mapping[tuple[str, str], Judgement] = {}


class OneTable:
    """An engine that has read the statements of told ties."""

    def __init__(self, rows: Sequence[tuple[str, str, str, str]]) -> None:
        self._rows = rows

    def query(self, sql: str, parameters: Mapping[str, Sequence[str]]) -> pa.Table:
        assert "canonical" in sql
        names = ("entity_id", "schema", "prop", "value")
        rows = [dict(zip(names, row, strict=True)) | {"handling": "TLP:CLEAR"} for row in self._rows]
        return pa.Table.from_pylist([row for row in rows if row["schema"] in parameters["schemata"]])


def tie(number: int, schema: str = "Ownership", **said: str) -> list[tuple[str, str, str, str]]:
    """Tell one tie."""
    return [(f"zframe-{number}", schema, prop, value) for prop, value in said.items()]


def joined(
    *ties: list[tuple[str, str, str, str]], judgements: Mapping[tuple[str, str], Judgement] = NO_JUDGEMENTS
) -> dict[str, str]:
    """Give which ties are one."""
    return join_ties(OneTable([row for one in ties for row in one]), judgements).canonical  # type: ignore[arg-type]


OWNS = {"owner": "songi", "asset": "wise-honest"}


def test_what_three_reports_tell_is_one_tie() -> None:
    """The smallest id stands for it; a share that one of them tells is no difference."""
    found = joined(tie(1, **OWNS), tie(2, **OWNS, percentage="50"), tie(3, **OWNS))
    assert found == {"zframe-1": "zframe-1", "zframe-2": "zframe-1", "zframe-3": "zframe-1"}


@pytest.mark.parametrize(
    ("schema", "other"),
    [
        ("Ownership", {"owner": "songi", "asset": "another"}),
        ("Ownership", {"owner": "wise-honest", "asset": "songi"}),
        ("Ownership", {**OWNS, "startDate": "2014"}),
        ("Ownership", {**OWNS, "role": "in trust"}),
        ("Control", {"controller": "songi", "controlled": "wise-honest"}),
    ],
)
def test_what_differs_is_two(schema: str, other: Mapping[str, str]) -> None:
    """Other ends, the other way round, another time, role or kind."""
    assert joined(tie(1, **OWNS), tie(2, schema, **other)) == {}


def test_a_tie_without_direction_may_be_told_from_either_end() -> None:
    """Who works with whom works with him."""
    one, other = {"subject": "a", "object": "b"}, {"subject": "b", "object": "a"}
    assert set(joined(tie(1, "UnknownLink", **one), tie(2, "UnknownLink", **other))) == {"zframe-1", "zframe-2"}


def test_deeds_that_are_alike_are_no_tie() -> None:
    """Two payments between the same two may both have been made."""
    paid = {"payer": "a", "beneficiary": "b"}
    assert joined(tie(1, "Payment", **paid), tie(2, "Payment", **paid)) == {}


def test_a_person_has_the_last_word() -> None:
    """Said to be two, they stay two."""
    said = {("zframe-1", "zframe-2"): Judgement.NEGATIVE}
    assert joined(tie(1, **OWNS), tie(2, **OWNS), judgements=said) == {}
