"""Judgements that no run can obey are said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from counterflow.model.told import is_told_party, party_id

KIM = {"name": ["Kim Yong Chol"], "birthDate": ["1962"]}
RI = {"name": ["Ri Kwang Il"], "birthDate": ["1950"]}
PAK = {"name": ["Pak Chun Il"], "birthDate": ["1954"]}
PARTIES = [("x:1", "Person", KIM), ("y:2", "Person", RI), ("z:3", "Person", PAK)]

Run = Callable[..., dict[str, pa.Table]]


def problems(found: dict[str, pa.Table]) -> list[dict[str, Any]]:
    return list(found["problem"].to_pylist())


def test_judgements_that_hold_are_no_problem(run_resolve: Run) -> None:
    """One and two, as people said."""
    found = run_resolve(PARTIES, judgements=[("x:1", "y:2", "positive"), ("x:1", "z:3", "negative")])
    assert problems(found) == []


def test_judgements_that_contradict_each_other_are_named(run_resolve: Run) -> None:
    """Two that are one, by way of a third, and are said to be two: which was not obeyed, of whom, and what to do."""
    said = [("x:1", "y:2", "positive"), ("y:2", "z:3", "positive"), ("x:1", "z:3", "negative")]
    rows = problems(run_resolve(PARTIES, judgements=said))
    assert len(rows) == 1
    assert (rows[0]["path"], rows[0]["field"], rows[0]["value"]) == ("ledger.sqlite", "judgement", "positive")
    assert "Ri Kwang Il (y:2)" in rows[0]["message"]
    assert "undo" in rows[0]["next_step"]


def test_a_judgement_on_what_is_gone_is_named(run_resolve: Run) -> None:
    """An id that the build does not have, by its id; the other by its name."""
    (row,) = problems(run_resolve(PARTIES, judgements=[("a:9", "x:1", "positive")]))
    assert row["message"] == ("the judgement positive on 'a:9' and Kim Yong Chol (x:1): the build has no entity 'a:9'")
    assert row["severity"] == "value"


def test_two_parties_of_one_mention_are_said_to_be_merged(run_resolve: Run) -> None:
    """A name that a document uses cannot mean two that nothing else makes one."""
    told = party_id("doc", "e0")
    assert is_told_party(told)
    parties = [*PARTIES, (told, "Person", {"name": ["Kim Yong Chol"]})]
    one, other = ((min(told, listed), max(told, listed)) for listed in ("x:1", "y:2"))
    said, named = [(*one, "positive"), (*other, "positive")], [("Kim Yong Chol", "person")]
    (row,) = problems(run_resolve(parties, judgements=said, mentions=named))
    assert "'x:1' and 'y:2'" in row["message"]
    both = [*said, ("x:1", "y:2", "positive")]
    assert problems(run_resolve(parties, judgements=both, mentions=named)) == []
