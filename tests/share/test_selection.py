"""Only what evidence affirms openly enough leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from counterflow.engine import Engine
from counterflow.share.policy import Recipient
from counterflow.share.selection import Reason, select_statements

Make = Callable[..., Any]
OpenBuild = Callable[..., Engine]


def left(engine: Engine) -> set[str]:
    """Ids of the statements that were held back."""
    return set(engine.query("SELECT id FROM held_back").column("id").to_pylist())


@pytest.mark.parametrize("hedge", ["fact", "reported"])
def test_affirmed_fact_and_report_leave(open_build: OpenBuild, state: Make, support: Make, hedge: str) -> None:
    """A fact and a report that is affirmed leave."""
    name = state("ship", "Vessel", "name", "Ost Star")
    assert select_statements(open_build([name], evidence=[support(name, hedge=hedge)]), "TLP:GREEN") == {}


@pytest.mark.parametrize(
    ("hedge", "polarity"),
    [
        ("estimated", "affirmed"),
        ("planned", "affirmed"),
        ("possible", "affirmed"),
        ("opinion", "affirmed"),
        ("former", "affirmed"),
        ("fact", "negated"),
        ("reported", "denied"),
    ],
)
def test_doubt_and_denial_stay(open_build: OpenBuild, state: Make, support: Make, hedge: str, polarity: str) -> None:
    """A denial exported would be an accusation, a guess a fact."""
    name = state("ship", "Vessel", "name", "Ost Star")
    engine = open_build([name], evidence=[support(name, hedge=hedge, polarity=polarity)])
    assert select_statements(engine, "TLP:RED") == {Reason.DOUBT: 1}
    assert left(engine) == {name.id}


def test_a_statement_without_evidence_stays(open_build: OpenBuild, state: Make, support: Make) -> None:
    """What nothing supports does not leave."""
    assert select_statements(open_build([state("a", "Vessel", "name", "A")], evidence=[]), "TLP:RED") == {
        Reason.DOUBT: 1
    }


def test_one_affirmation_among_denials_is_enough(open_build: OpenBuild, state: Make, support: Make) -> None:
    """A statement that one source affirms and another denies leaves."""
    name = state("ship", "Vessel", "name", "Ost Star")
    engine = open_build([name], evidence=[support(name, polarity="denied"), support(name, hedge="reported")])
    assert select_statements(engine, "TLP:GREEN") == {}


@pytest.mark.parametrize(
    ("marking", "max_tlp", "leaves"),
    [
        ("TLP:CLEAR//LIC CC-BY-4.0", "TLP:CLEAR", True),
        ("TLP:GREEN", "TLP:GREEN", True),
        ("TLP:GREEN", "TLP:CLEAR", False),
        ("TLP:AMBER", "TLP:GREEN", False),
        ("TLP:AMBER", "TLP:AMBER", True),
        ("TLP:AMBER+STRICT", "TLP:AMBER", False),
        ("TLP:RED", "TLP:RED", True),
        # A file names no recipient.
        ("TLP:CLEAR//REL TO MOFA", "TLP:RED", False),
        ("TLP:CLEAR//ORCON", "TLP:RED", False),
    ],
)
def test_markings(open_build: OpenBuild, state: Make, support: Make, marking: str, max_tlp: str, leaves: bool) -> None:
    """A marking up to the limit leaves; limits to recipients never do."""
    name = state("ship", "Vessel", "name", "Ost Star")
    engine = open_build([name], evidence=[support(name, handling=marking)])
    assert select_statements(engine, max_tlp) == ({} if leaves else {Reason.HANDLING: 1})


@pytest.mark.parametrize(
    ("marking", "leaves"),
    [("TLP:GREEN//REL TO EX", True), ("TLP:GREEN//REL TO MOFA", False), ("TLP:AMBER//REL TO EX", False)],
)
def test_what_is_for_a_recipient(open_build: OpenBuild, state: Make, support: Make, marking: str, leaves: bool) -> None:
    """What names them leaves to them, up to the label that is sent to them."""
    name = state("ship", "Vessel", "name", "Ost Star")
    engine = open_build([name], evidence=[support(name, handling=marking)])
    held = select_statements(engine, "TLP:GREEN", recipient=Recipient("EX", is_named=True))
    assert held == ({} if leaves else {Reason.HANDLING: 1})


def test_denied_in_public_and_affirmed_in_secret_stays(open_build: OpenBuild, state: Make, support: Make) -> None:
    """The affirmation itself must be open, though the statement's own marking is that of the public denial."""
    name = state("ship", "Vessel", "name", "Ost Star", handling="TLP:CLEAR")
    evidence = [support(name, polarity="denied"), support(name, handling="TLP:RED")]
    assert select_statements(open_build([name], evidence=evidence), "TLP:GREEN") == {Reason.HANDLING: 1}


def test_references_to_what_stays_stay_too(open_build: OpenBuild, state: Make, support: Make) -> None:
    """The id of a party that is held back does not leave with what points to it, nor a tie that has no end left."""
    secret = state("person", "Person", "name", "Kim")
    firm = state("firm", "Company", "name", "Daesong Trading")
    tie = [state("tie", "UnknownLink", prop, "person") for prop in ("subject", "object")]
    role = [state("firm", "Company", "parent", "person")]
    note = state("deed", "Documentation", "entity", "tie")
    statements = [secret, firm, *tie, *role, note]
    evidence = [support(secret, handling="TLP:RED"), *map(support, [firm, *tie, *role, note])]
    engine = open_build(statements, evidence=evidence)
    assert select_statements(engine, "TLP:GREEN") == {Reason.HANDLING: 1, Reason.REFERENCE: 4}
    assert engine.query("SELECT canonical_id FROM exported").column(0).to_pylist() == ["firm"]


def test_a_party_is_not_its_own_parent(open_build: OpenBuild, state: Make) -> None:
    """A reference that the resolver turned into one to the party itself stays: FtM refuses it."""
    statements = [
        state("a", "Company", "name", "Ost"),
        state("b", "Company", "name", "Ost Co."),
        state("b", "Company", "parent", "a"),
    ]
    assert select_statements(open_build(statements, clusters={"b": "a"}), "TLP:GREEN") == {Reason.REFERENCE: 1}


def test_a_delisted_party_is_not_called_sanctioned(open_build: OpenBuild, state: Make) -> None:
    """The topic of a party that no list holds any more stays; its other topics and all of a listed one's leave."""
    statements = [
        *(state("gone", "Person", "topics", topic) for topic in ("sanction", "crime")),
        state("here", "Person", "topics", "sanction"),
    ]
    engine = open_build(statements, listed={"gone": "2024-05-01", "here": None})
    assert select_statements(engine, "TLP:GREEN") == {Reason.DELISTED: 1}
    assert left(engine) == {statements[0].id}


def test_what_a_list_has_dropped_stays(open_build: OpenBuild, state: Make, support: Make) -> None:
    """A flag that was replaced would read as one that stands; a second source that still gives it lets it leave."""
    old, new, both = (
        state("ship", "Vessel", prop, value) for prop, value in (("flag", "cy"), ("flag", "pa"), ("type", "Tug"))
    )
    evidence = [
        support(old, gone_on="2021-09-30"),
        support(new),
        support(both, gone_on="2021-09-30"),
        support(both, record="2"),
    ]
    engine = open_build([old, new, both], evidence=evidence)
    assert select_statements(engine, "TLP:GREEN") == {Reason.GONE: 1}
    assert left(engine) == {old.id}


def test_a_format_with_dates_keeps_what_has_gone(open_build: OpenBuild, state: Make, support: Make) -> None:
    """Whoever reads statements sees in `last_seen` until when."""
    flag = state("ship", "Vessel", "flag", "cy")
    engine = open_build([flag], evidence=[support(flag, gone_on="2021-09-30")])
    assert select_statements(engine, "TLP:GREEN", keeps_gone=True) == {}


def test_affirmed_openly_once_and_secretly_now_stays(open_build: OpenBuild, state: Make, support: Make) -> None:
    """What stands only by a source that may not leave would give that source away."""
    flag = state("ship", "Vessel", "flag", "cy")
    evidence = [support(flag, gone_on="2021-09-30"), support(flag, handling="TLP:RED")]
    assert select_statements(open_build([flag], evidence=evidence), "TLP:GREEN") == {Reason.GONE: 1}


def test_properties_of_ours_stay(open_build: OpenBuild, state: Make) -> None:
    """What FtM's parent schema lacks is left out; the rest of the entity leaves."""
    statements = [state("raid", "Seizure", "name", "Raid"), state("raid", "Seizure", "quantity", "150 kilograms")]
    assert select_statements(open_build(statements), "TLP:GREEN") == {Reason.PROPERTY: 1}
