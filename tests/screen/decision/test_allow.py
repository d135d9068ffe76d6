"""An allow entry holds while its facts are so, and lapses when one changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.exc import LedgerError
from counterflow.model.decision import Decision, Verdict
from counterflow.screen.answer import ReasonLine, Status
from counterflow.screen.decision.allow import ERASED, SUPERSEDED, dump_facts, find_allowed, load_facts
from counterflow.screen.decision.decide import approve
from counterflow.screen.decision.fact import Change, Side, facts_of, find_changes
from counterflow.screen.decision.hit import Hit
from counterflow.screen.decision.record import Record

from .conftest import HIT, REASONS, SUBJECT, change_party, enter


def put(record: Record, hit: Hit = HIT) -> None:
    enter(record, hit, allow_hit=hit)


def holds(record: Record, hit: Hit) -> bool:
    found = find_allowed(record, hit)
    assert found is not None
    return found.holds


def change_subject(**properties: list[str]) -> Hit:
    return replace(HIT, subject={**SUBJECT, "properties": {**SUBJECT["properties"], **properties}})


def change_names(query: str, candidate: str) -> Hit:
    """The hit with another pair of names that agrees best."""
    return replace(HIT, reasons=(ReasonLine("name", query, candidate, 6.5), *REASONS[1:]))


UNRELATED = (
    ("another alias", change_party(HIT, properties={"alias": ["RI YO'NG-HO", "YI YONG-HO"]})),
    ("an alias less", change_party(HIT, properties={"alias": []})),
    ("another address", change_party(HIT, properties={"address": ["Berlin"]})),
    ("another spelling of the name besides", change_party(HIT, properties={"name": ["RI Yong Ho", "RI YONG HO"]})),
    ("another nationality besides", change_party(HIT, properties={"nationality": ["cn", "kp"]})),
    ("another caption", change_party(HIT, caption="R. Y. H.")),
    ("another canonical id", change_party(HIT, id="aa-1", referents=["un-0", "un-1"])),
    ("another member", change_party(HIT, referents=["un-0", "un-00"])),
    ("one member left", change_party(HIT, id="un-0", referents=[])),
    ("the subject moved", change_subject(address=["Seoul"])),
    ("the same names in other letters", change_names("RI YONG HO", "Ri Yong Ho")),
    ("a lower score", replace(HIT, score=0.5)),
    ("a score rounded otherwise", replace(HIT, score=0.625 + 1e-7)),
    ("weaker evidence", replace(HIT, reasons=(replace(REASONS[0], contribution=5.0), *REASONS[1:]))),
)

RELATED = (
    (change_party(HIT, properties={"birthDate": ["1944", "1980"]}), (Side.PARTY, "birthDate", (), ("1980",))),
    (change_party(HIT, properties={"birthDate": []}), (Side.PARTY, "birthDate", ("1944",), ())),
    (change_party(HIT, properties={"name": ["RI YONG"]}), (Side.PARTY, "name", ("RI YONG HO",), ())),
    (change_party(HIT, properties={"nationality": []}), (Side.PARTY, "nationality", ("kp",), ())),
    (change_party(HIT, datasets=["un_sc_sanctions", "us_ofac_sdn"]), (Side.LISTING, "datasets", (), ("us_ofac_sdn",))),
    (change_party(HIT, properties={"topics": []}), (Side.LISTING, "topics", ("sanction",), ())),
    (change_party(HIT, properties={"programId": ["P-1"]}), (Side.LISTING, "programId", (), ("P-1",))),
    (replace(HIT, status=Status.UNVERIFIED), (Side.LISTING, "status", ("LISTED",), ("UNVERIFIED",))),
    (change_subject(birthDate=["1944"]), (Side.SUBJECT, "birthDate", ("1980-05-01",), ("1944",))),
    (change_subject(name=["Ri Yong Ha"]), (Side.SUBJECT, "name", ("Ri Yong Ho",), ())),
    (replace(HIT, reasons=(*REASONS, ReasonLine("passport_equal", "1", "1", 9.0))),
     (Side.PAIR, "agreement", (), ("passport_equal",))),
    (change_names("Ri Yong Ho", "RI YO'NG-HO"),
     (Side.PAIR, "names", ("Ri Yong Ho / RI YONG HO",), ("Ri Yong Ho / RI YO'NG-HO",))),
    (replace(HIT, reasons=REASONS[1:]), (Side.PAIR, "names", ("Ri Yong Ho / RI YONG HO",), ())),
    (replace(HIT, score=0.75), (Side.PAIR, "score", ("0.625",), ("0.75",))),
)  # fmt: skip


@pytest.mark.parametrize("hit", [hit for _, hit in UNRELATED], ids=[name for name, _ in UNRELATED])
def test_it_survives_merges_and_list_updates(record: Record, hit: Hit) -> None:
    """Whatever else changes, by whichever member the party is found."""
    put(record)
    assert holds(record, hit)


@pytest.mark.parametrize(("hit", "change"), RELATED, ids=range(len(RELATED)))
def test_it_lapses_when_a_fact_changes_and_says_which(record: Record, hit: Hit, change: tuple[Any, ...]) -> None:
    """And holds again when the fact is as it was."""
    put(record)
    found = find_allowed(record, hit)
    assert found is not None
    assert not found.holds
    assert found.changes == (Change(*change),)
    assert holds(record, HIT)


def test_another_pair_is_not_allowed(record: Record) -> None:
    """Neither another subject nor another party."""
    put(record)
    assert find_allowed(record, replace(HIT, subject_id="c-2")) is None
    assert find_allowed(record, change_party(HIT, id="x", referents=[])) is None


def test_it_falls_with_its_decision(record: Record) -> None:
    """Taken back, or another decision since; cleared anew, it holds again."""
    put(record)
    enter(record, decision=Decision.BLOCK)
    found = find_allowed(record, HIT)
    assert found is not None
    assert found.lapse == SUPERSEDED
    enter(record)
    assert holds(record, HIT)
    record.ledger.append("undo", {"hash": record.ledger.entries()[0].hash})
    assert not holds(record, HIT)


def test_a_merge_with_a_blocked_party_lapses_it(record: Record) -> None:
    """Also where all facts are still so."""
    put(record)
    enter(record, change_party(HIT, id="ofac-1", referents=[]), Decision.BLOCK)
    assert holds(record, HIT)
    assert not holds(record, change_party(HIT, referents=["ofac-1", "un-0"]))


def test_it_holds_when_four_eyes_saw_it(strict: Record) -> None:
    """Not while the decision is pending, even where an older one cleared the pair."""
    decision = enter(strict, allow_hit=HIT)
    assert not holds(strict, HIT)
    approve(strict, decision.hash, Verdict.APPROVE, by="ben")
    assert holds(strict, HIT)


def test_it_can_be_taken_off(record: Record) -> None:
    """By an undo, as any entry."""
    put(record)
    record.ledger.append("undo", {"hash": record.ledger.entries()[-1].hash})
    assert find_allowed(record, HIT) is None


def test_of_several_one_that_holds_counts(record: Record) -> None:
    """The list went back to what it was."""
    put(record)
    later = change_party(HIT, datasets=["un_sc_sanctions", "us_ofac_sdn"])
    put(record, later)
    assert holds(record, later)
    assert holds(record, HIT)
    found = find_allowed(record, change_party(HIT, datasets=["eu"]))
    assert found is not None
    assert found.entry == record.ledger.entries()[-1]


def test_without_its_facts_it_does_not_hold(record: Record) -> None:
    """They were erased when their time was over."""
    put(record)
    record.folder.erase(record.ledger.entries()[-1].data["grounds"])
    found = find_allowed(record, HIT)
    assert found is not None
    assert found.lapse == ERASED


def test_only_what_was_decided_is_allowed(record: Record) -> None:
    """Not a block, not another pair, not facts that nobody decided on."""
    for decision, hit in (
        (Decision.BLOCK, HIT),
        (Decision.CLEAR, replace(HIT, subject_id="c-2")),
        (Decision.CLEAR, change_party(HIT, id="x", referents=[])),
        (Decision.CLEAR, change_party(HIT, datasets=["eu"])),
        (Decision.CLEAR, replace(HIT, reasons=REASONS[:2])),
        (Decision.CLEAR, replace(HIT, status=Status.UNVERIFIED)),
    ):
        with pytest.raises(LedgerError):
            enter(record, decision=decision, allow_hit=hit)
    assert record.ledger.entries() == []


def test_a_name_put_together_rests_on_its_parts(record: Record) -> None:
    """First and last name as the subject's keeper has them."""
    subject = {"schema": "Person", "properties": {"firstName": ["Yong Ho"], "lastName": ["Ri"]}}
    hit = replace(HIT, subject=subject, reasons=(ReasonLine("name", "Yong Ho Ri", "RI YONG HO", 6.5),))
    put(record, hit)
    assert holds(record, hit)
    assert not holds(
        record, replace(hit, subject={**subject, "properties": {"firstName": ["Yong"], "lastName": ["Ri"]}})
    )


TEXTS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True)
PROPERTIES = st.fixed_dictionaries(
    dict.fromkeys(("name", "alias", "birthDate", "nationality", "address", "topics"), TEXTS)
)
DATASETS = st.lists(st.sampled_from(["un", "eu"]), min_size=1, unique=True)


def build_hit(subject: Mapping[str, Any], party: Mapping[str, Any], datasets: list[str], status: Status) -> Hit:
    """A hit whose reasons name the first name, the birth dates as differing and the nationality as shared."""
    names = [list(one["name"])[:1] for one in (subject, party)]
    reasons = (
        ReasonLine("name", "".join(names[0]), "".join(names[1]), 2.0),
        ReasonLine("birth_year_differs", "", "", -1.0),
        ReasonLine("nationality_shared", "", "", 1.0),
    )
    entity = {"id": "p", "caption": "p", "schema": "Person", "datasets": datasets, "properties": party}
    return Hit("c-1", {"schema": "Person", "properties": subject}, entity, status, reasons, 0.5)


def is_so(then: Hit, now: Hit) -> bool:
    """Say in another way whether all facts of the first hit are so in the second."""
    sides = [
        (then.subject["properties"], now.subject["properties"]),
        (then.party["properties"], now.party["properties"]),
    ]
    for before, after in sides:
        if set(before["birthDate"]) != set(after["birthDate"]) or not set(before["nationality"]) <= set(
            after["nationality"]
        ):
            return False
        shown = set(before["name"][:1])
        for prop in ("name", "alias"):
            named = shown & set(before[prop]) if len(shown) > 0 else set(before[prop])
            if not named <= set(after[prop]):
                return False
    listing = [(set(one.party["datasets"]), set(one.party["properties"]["topics"]), one.status) for one in (then, now)]
    return listing[0] == listing[1] and then.reasons[0] == now.reasons[0]


HITS = st.builds(build_hit, PROPERTIES, PROPERTIES, DATASETS, st.sampled_from(Status))


@given(HITS, HITS, st.sampled_from(["all", "subject", "party", "lists"]))
def test_it_lapses_if_and_only_if_a_fact_changes(then: Hit, now: Hit, part: str) -> None:
    """Compared with the rule written the other way round; values may change their order."""
    if part != "all":
        # Only one part changes, so that the others cannot hide what it does.
        party = then.party if part == "subject" else now.party
        subject = now.subject if part == "subject" else then.subject
        if part == "lists":
            party = {**then.party, "datasets": now.party["datasets"]}
        now = replace(then, subject=subject, party=party)
    changes = find_changes(facts_of(then), now)
    assert (len(changes) == 0) == is_so(then, now)
    assert find_changes(facts_of(then), then) == ()
    assert load_facts(dump_facts(facts_of(then))) == facts_of(then)


@given(st.lists(st.sampled_from(range(len(UNRELATED))), max_size=3), st.integers(0, len(RELATED) - 1))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_unrelated_entries_do_not_matter(record: Record, others: list[int], related: int) -> None:
    """Decisions and allow entries on other subjects, before and after."""
    subject = f"c-{len(record.ledger.entries())}"
    for number in others[:1]:
        put(record, replace(UNRELATED[number][1], subject_id=subject + "-before"))
    put(record, replace(HIT, subject_id=subject))
    for number in others[1:]:
        enter(record, replace(UNRELATED[number][1], subject_id=subject + "-after"), Decision.BLOCK)
    assert all(holds(record, replace(hit, subject_id=subject)) for _, hit in UNRELATED)
    assert not holds(record, replace(RELATED[related][0], subject_id=subject))


def test_a_list_that_adds_the_customers_own_name_lapses_it(record: Record) -> None:
    """All that was shown is still there, and the pair is likelier than what was cleared."""
    subject = {"schema": "Person", "properties": {"name": ["Kasim Barzan"]}}
    party = {**HIT.party, "properties": {"name": ["Kasim Barzanov"]}}
    near = (ReasonLine("name", "Kasim Barzan", "Kasim Barzanov", 3.0),)
    put(record, Hit("c-1", subject, party, Status.LISTED, near, 0.836))
    party = {**party, "properties": {"name": ["Kasim Barzanov"], "alias": ["Kasim Barzan"]}}
    same = (ReasonLine("name", "Kasim Barzan", "Kasim Barzan", 5.0),)
    found = find_allowed(record, Hit("c-1", subject, party, Status.LISTED, same, 0.961))
    assert found is not None
    assert found.why == (
        "the names that agree best changed (Kasim Barzan / Kasim Barzan came, Kasim Barzan / Kasim Barzanov went); "
        "the score changed (0.961 came, 0.836 went)"
    )


def test_facts_of_the_first_version_are_read() -> None:
    """They name no pair of names, but the decision states its score."""
    first = tuple(fact for fact in facts_of(HIT) if fact.prop != "names")
    content = dump_facts(first).replace(b'"version":2', b'"version":1')
    assert load_facts(content) == first


@pytest.mark.parametrize("content", [b"", b"[]", b'{"version": 1}', b'{"version": 9, "facts": []}'])
def test_other_documents_are_refused(content: bytes) -> None:
    """A damaged one, or one of a later version."""
    with pytest.raises(LedgerError):
        load_facts(content)
