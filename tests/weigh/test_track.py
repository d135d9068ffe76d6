"""Track record: who is contradicted counts less, who is confirmed more, and copies confirm nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from counterflow.model.doubt import Reliability
from counterflow.weigh.track import grade

RunWeigh = Callable[..., dict[str, pa.Table]]
LETTERS = {"good": "A", "other": "C"}
ALONE = ("other:x", "birthDate", "1990-01-01", "two")


def chance_of_alone(run_weigh: RunWeigh, said: str, *, resources: dict[str, str], letters: dict[str, str]) -> Any:
    """Probability of a claim that `other` alone makes, when it told of 40 others what `good` tells, or otherwise."""
    claims = [("good:" + str(one), "birthDate", f"1970-01-{one % 28 + 1:02}", "one") for one in range(40)]
    claims += [(f"other:{one}", "birthDate", said.format(day=f"{one % 28 + 1:02}"), "two") for one in range(40)]
    merged = {f"other:{one}": f"good:{one}" for one in range(40)}
    tables = run_weigh([*claims, ALONE], resources=resources, letters=letters, merged=merged)
    rows = [row for row in tables["belief"].to_pylist() if row["value"] == "1990-01-01"]
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize(("said", "low", "high"), [("1980-02-{day}", 0.70, 0.80), ("1970-01-{day}", 0.90, 0.95)])
def test_letters_move_by_one_with_what_others_say(run_weigh: RunWeigh, said: str, low: float, high: float) -> None:
    """Who is C and contradicted by an A is weighed as D, who is confirmed as B; the stated letter stays."""
    found = chance_of_alone(run_weigh, said, resources={"one": "good", "two": "other"}, letters=LETTERS)
    assert low < found["probability"] < high
    assert found["reliability"] == "C"


def test_a_publisher_does_not_confirm_itself(run_weigh: RunWeigh) -> None:
    """Two lists of one publisher that say the same are one root: its letter stays."""
    found = chance_of_alone(run_weigh, "1970-01-{day}", resources={"one": "other", "two": "other"}, letters=LETTERS)
    assert 0.82 < found["probability"] < 0.86


@pytest.mark.parametrize(
    ("stated", "accuracy", "checked", "now"),
    [
        ("A", 0.1, 99, "B"),
        ("C", 0.97, 99, "B"),
        ("C", 0.7, 99, "C"),
        ("F", 0.97, 9, "F"),
        ("F", 0.97, 10, "A"),
        ("E", 0.01, 99, "E"),
    ],
)
def test_letters_have_bounds(stated: str, accuracy: float, checked: int, now: str) -> None:
    """Whatever the record, the letter is the stated one or the next; nothing is known of F until enough is checked."""
    assert grade(Reliability(stated), accuracy, checked) == Reliability(now)
