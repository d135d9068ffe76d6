"""Leads of a build: who acts as an authority is no party to one, and the precision beside them never rises."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from counterflow.trace.lead_table import HIDDEN_TIE

Run = Callable[..., list[dict[str, Any]]]
Entity = tuple[str, str, dict[str, list[str]]]

NAMES = (
    "Argentum Borealis Cinnabar Dolomite Ephedra Feldspar Gadolinium Hyacinth Iridium Juniper Krypton Lazulite".split()
)
GROUPS = NAMES[:6], NAMES[6:]
HIDDEN = {("Argentum", "Borealis"), ("Gadolinium", "Hyacinth")}
COUNCIL = "a:council"


def companies() -> list[Entity]:
    """Two groups of companies in which all are linked, but for a pair of each."""
    pairs = [pair for group in GROUPS for pair in itertools.combinations(group, 2) if pair not in HIDDEN]
    made: list[Entity] = [(f"a:{one}", "Company", {"name": [one]}) for one in NAMES]
    ties = [*pairs, ("Feldspar", "Lazulite")]
    return made + [
        (f"a:{one}-{two}", "UnknownLink", {"subject": [f"a:{one}"], "object": [f"a:{two}"]}) for one, two in ties
    ]


def enforcement(number: int, patient: str) -> Entity:
    said = {"name": [f"enforcement {number}"], "organizer": [COUNCIL], "involved": [f"a:{patient}"]}
    return f"a:e{number}", "Enforcement", said


def test_an_authority_is_no_party_to_a_lead(run_trace: Run) -> None:
    """A council that enforces against companies of one group is tied to none, though two ties of its own remain."""
    council: Entity = (COUNCIL, "Organization", {"name": ["Council of Nations"]})
    own = [
        (f"a:c-{one}", "UnknownLink", {"subject": [COUNCIL], "object": [f"a:{one}"]})
        for one in ("Cinnabar", "Dolomite")
    ]
    acts = [enforcement(number, one) for number, one in enumerate(GROUPS[0][:3])]
    rows = run_trace([*companies(), council, *own, *acts], wanted="lead")
    assert len(rows) > 0
    assert {row["kind"] for row in rows} == {HIDDEN_TIE}
    assert COUNCIL not in {row[end] for row in rows for end in ("source_id", "target_id")}
    # Without the acts it is a party like others.
    rows = run_trace([*companies(), council, *own], wanted="lead")
    assert COUNCIL in {row[end] for row in rows for end in ("source_id", "target_id")}


def test_precision_never_rises_with_the_rank(run_trace: Run) -> None:
    """The likeliest first, each with no more precision than the one before."""
    rows = sorted(run_trace(companies(), wanted="lead"), key=lambda row: -row["score"])
    shares = [row["precision"] for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert {
        tuple(sorted(one.removeprefix("a:") for one in (row["source_id"], row["target_id"]))) for row in rows[:2]
    } == HIDDEN
