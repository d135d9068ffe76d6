"""When ties and events were."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pytest

from counterflow.weigh.held import narrowest_of

Run = Callable[..., dict[str, pa.Table]]


@pytest.mark.parametrize(
    ("times", "narrowest"),
    [
        (["2003-04", "2003-04-20"], "2003-04-20"),
        (["2003", "2003-04/2003-05", "2003-04"], "2003-04"),
        (["2003-04-20", "2003-04-21"], None),
        (["2003/..", "2004"], "2004"),
        (["soon", "2003"], None),
        ([], None),
    ],
)
def test_the_narrowest_time_that_all_agree_on(times: list[str], narrowest: str | None) -> None:
    """One that lies within all others; accounts that differ have none."""
    assert narrowest_of(times) == narrowest


def test_what_is_told_of_a_tie_has_its_time(run_weigh: Run) -> None:
    """From when to when an ownership held; a birth date is not when a person was."""

    def claim(schema: str, prop: str, value: str) -> tuple[str, ...]:
        return (f"x:{schema}", prop, value, "list", "string", "fact", "affirmed", "doc", "TLP:CLEAR", schema)

    claims = [
        *(claim("Ownership", "role", "owner"), claim("Ownership", "startDate", "2001-05")),
        *(
            claim("Event", "summary", "boarded"),
            claim("Event", "date", "2003-04"),
            claim("Event", "date", "2003-04-20"),
        ),
        claim("Person", "birthDate", "1962"),
    ]
    found = run_weigh(claims, documents={"doc": None})["belief"].to_pylist()
    times = {(row["canonical_id"], row["prop"]): row["time"] for row in found}
    assert times["x:Ownership", "role"] == "2001-05/.."
    assert times["x:Event", "summary"] == "2003-04-20"
    assert times["x:Person", "birthDate"] is None
