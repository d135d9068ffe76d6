"""How sure it is that a statement is about the party it is counted for."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from counterflow.weigh.linked import Tie, chances_of

Run = Callable[..., dict[str, pa.Table]]

TIES = st.lists(
    st.builds(Tie, st.sampled_from("abcd"), st.sampled_from("efgh"), st.sampled_from([0.9, 0.95, 0.99, 1.0])),
    max_size=9,
)


def test_the_weakest_step_of_the_surest_way_counts(run_weigh: Run) -> None:
    """c is joined to a by b: by its weaker half. What another record says too is as sure as that one."""
    claims: list[tuple[str, ...]] = [
        ("a:1", "country", "kp"),
        ("b:1", "position", "Banker"),
        ("c:1", "position", "Clerk"),
    ]
    claims += [("c:1", "country", "kp"), ("s:1", "owner", "c:1", "list", "entity")]
    joined = [("a:1", "b:1", 0.92), ("b:1", "c:1", 0.97)]
    found = run_weigh(claims, merged={"b:1": "a:1", "c:1": "a:1"}, joined=joined)["belief"].to_pylist()
    chances = {(row["prop"], row["value"]): row["link_probability"] for row in found}
    assert chances["position", "Banker"] == chances["position", "Clerk"] == 0.92
    assert chances["country", "kp"] == 1.0
    assert chances["owner", "a:1"] == 0.92


def test_what_a_document_names_is_as_sure_as_its_link(run_weigh: Run) -> None:
    """A link of what a document names counts beside the pairs of records."""
    claims = [("zdoc-1", "country", "kp"), ("a:1", "name", "Songi")]
    found = run_weigh(claims, merged={"zdoc-1": "a:1"}, joined=[("zdoc-1", "a:1", 0.91)])["belief"].to_pylist()
    assert {row["prop"]: row["link_probability"] for row in found} == {"country": 0.91, "name": 1.0}


@given(TIES, st.randoms())
def test_the_order_of_ties_does_not_matter(ties: list[Tie], dice: object) -> None:
    """Nor do ties that are weaker than what holds already."""
    found = chances_of("a", ties)
    again = list(ties)
    dice.shuffle(again)  # type: ignore[attr-defined]
    assert chances_of("a", again) == found
    for one, chance in found.items():
        stronger = [tie for tie in ties if tie.probability > chance]
        reached = {"a"}
        for _ in ties:
            reached |= {end for tie in stronger for end in tie[:2] if not reached.isdisjoint(tie[:2])}
        assert one not in reached
