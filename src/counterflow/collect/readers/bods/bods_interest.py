"""A statement about ownership or control becomes one relation for each interest.

    interest                                            relation        held by      in
    shareholding                                        Ownership       owner        asset
    voting rights, appointment of the board, influence  Control         controller   controlled
    settlor, trustee, protector of a trust              Control         controller   controlled
    senior managing official, member or chair of board  Directorship    director     organization
    beneficiary, rights to income or surplus, any other UnknownLink     subject      object

The role is the publisher's own code. Where a party is not specified (nobody owns it, nobody knows, nobody need say), no
party is made up: the reason is a note on the party that is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from counterflow.collect.party import Party
from counterflow.collect.readers.bods.bods_party import add_frame, add_note, party_id
from counterflow.collect.readers.bods.bods_statement import BodsStatement, Json, items, mapping, objects, text
from counterflow.collect.source import Source
from counterflow.model.identity import make_id
from counterflow.stage import Row


class _Relation(NamedTuple):
    """How an interest is stated."""

    schema: str
    holder: str
    held: str
    directness: str
    """Property that says whether it is held directly."""


_OWNERSHIP = _Relation("Ownership", "owner", "asset", "ownershipType")
_CONTROL = _Relation("Control", "controller", "controlled", "controlType")
_DIRECTORSHIP = _Relation("Directorship", "director", "organization", "description")
_UNKNOWN = _Relation("UnknownLink", "subject", "object", "description")
_RELATIONS = {
    "shareholding": _OWNERSHIP,
    **dict.fromkeys(
        (
            *("votingrights", "appointmentofboard", "otherinfluenceorcontrol", "otherinfluenceorcontroloftrust"),
            *("controlviacompanyrulesorarticles", "controlbylegalframework", "settlor", "settloroftrust"),
            *("trustee", "trusteeoftrust", "protector", "protectoroftrust"),
        ),
        _CONTROL,
    ),
    **dict.fromkeys(("seniormanagingofficial", "boardmember", "boardchair"), _DIRECTORSHIP),
}
_REFERENCES = ("describedByEntityStatement", "describedByPersonStatement")


class End(NamedTuple):
    """One end of a relationship."""

    record: str | None
    """The record that it names; None where it is not specified."""
    reason: tuple[str, ...]
    """Why it is not specified."""


def read_end(statement: BodsStatement, key: str) -> End:
    """Read `subject` or `interestedParty`."""
    value = statement.details.get(key)
    if isinstance(value, str):
        return End(value.strip() or None, ())
    data: Json = value if isinstance(value, dict) else {}
    named = next((found for one in _REFERENCES if (found := text(data, one)) is not None), None)
    unspecified = (data, mapping(data, "unspecified"))
    reason = (text(one, name) for one in unspecified for name in ("reason", "description"))
    return End(named, tuple(one for one in reason if one is not None))


def refusal(statement: BodsStatement) -> str | None:
    """Say why a relationship cannot be stated; None if it can."""
    subject, party = read_end(statement, "subject"), read_end(statement, "interestedParty")
    if subject.record is None and party.record is None:
        return "the relationship names neither its subject nor an interested party"
    return None


def read_relationship(
    source: Source, extractor: str, statement: BodsStatement, record: str, ends: tuple[str | None, str | None]
) -> Iterable[Row]:
    """Yield the rows of a relationship; `ends` are the records that subject and interested party are known by."""
    subject, holder = ends
    interests = objects(statement.details, "interests")
    if subject is None or holder is None:
        yield from _unspecified(source, extractor, statement, record, ends, interests)
        return
    count: dict[str, int] = {}
    for interest in interests or [{}]:
        kind = text(interest, "type") or ""
        count[kind] = count.get(kind, 0) + 1
        relation = _RELATIONS.get(kind.replace("-", "").lower(), _UNKNOWN)
        link = Party(source, extractor, relation.schema, make_id("bods", record, kind, count[kind]), record)
        link.add(relation.holder, party_id(holder), field=f"{statement.prefix}interestedParty", passage=holder)
        link.add(relation.held, party_id(subject), field=f"{statement.prefix}subject", passage=subject)
        link.add("recordId", record, field="recordId" if statement.prefix != "" else "statementID")
        _read_interest(link, statement, interest, relation)
        _read_statement(link, statement)
        yield from link.rows()


def _read_interest(link: Party, statement: BodsStatement, interest: Json, relation: _Relation) -> None:
    path = f"{statement.prefix}interests[]"
    link.add("role", text(interest, "type"), field=f"{path}/type")
    for key in ("directOrIndirect", "interestLevel"):
        link.add(relation.directness, text(interest, key), field=f"{path}/{key}")
    beneficial = text(interest, "beneficialOwnershipOrControl")
    field = f"{path}/beneficialOwnershipOrControl"
    add_note(link, "description", "Beneficial ownership or control", [beneficial], field)
    link.add("description", text(interest, "details"), field=f"{path}/details")
    share = share_text(mapping(interest, "share"))
    if share is not None and relation.schema == "Ownership":
        link.add("percentage", share, field=f"{path}/share")
    else:
        link.add("summary", None if share is None else f"{share} %", field=f"{path}/share", passage=share)
    link.add_date("startDate", text(interest, "startDate"), field=f"{path}/startDate")
    ended = text(interest, "endDate")
    link.add_date("endDate", ended, field=f"{path}/endDate")
    if statement.is_closed:
        link.add("status", "closed", field="recordStatus")
        if ended is None:
            link.add_date("endDate", statement.date[:10], field="statementDate")


def _read_statement(link: Party, statement: BodsStatement) -> None:
    add_frame(link, statement, "description")
    if text(statement.details, "isComponent") == "true":
        field = f"{statement.prefix}isComponent"
        add_note(link, "description", "Component", ["of an indirect relationship"], field)
    for key in ("componentStatementIDs", "componentRecords"):
        parts = map(text, items(statement.details, key))
        add_note(link, "description", "Components", parts, f"{statement.prefix}{key}[]")
    # The ids of statements stand in `recordId` already, where they are the records.
    if statement.prefix != "":
        link.add("recordId", statement.id, field="statementId")


def _unspecified(
    source: Source,
    extractor: str,
    statement: BodsStatement,
    record: str,
    ends: tuple[str | None, str | None],
    interests: list[Json],
) -> Iterator[Row]:
    """Note on the party that is known why the other is not; what interest it would have, stands in the note."""
    subject, holder = ends
    missing, known = ("interestedParty", subject) if holder is None else ("subject", holder)
    assert known is not None  # a relationship that names nobody is refused
    party = Party(source, extractor, "LegalEntity", party_id(known), record)
    label = "Interested party not specified" if holder is None else "Subject of an interest not specified"
    reason = read_end(statement, missing).reason
    dates = ("startDate", "endDate")
    details: list[str | None] = []
    for interest in interests:
        level = text(interest, "directOrIndirect") or text(interest, "interestLevel")
        beneficial = text(interest, "beneficialOwnershipOrControl")
        details += [text(interest, "type"), level, share_text(mapping(interest, "share")), text(interest, "details")]
        details += [
            None if beneficial is None else f"beneficial: {beneficial}",
            *(text(interest, key) for key in dates),
        ]
    closed = f"closed {statement.date}".strip() if statement.is_closed else None
    note = (*(reason or ("no reason given",)), *details, closed)
    add_note(party, "notes", label, note, f"{statement.prefix}{missing}")
    components = (
        text(one) for key in ("componentStatementIDs", "componentRecords") for one in items(statement.details, key)
    )
    add_note(party, "notes", "Components", components, f"{statement.prefix}componentRecords[]")
    add_frame(party, statement, "notes")
    yield from party.rows()


def share_text(share: Json) -> str | None:
    """Write a share as text: `75`, `25 to 50`, `more than 25 to 50`, `25 or more`, `less than 50`; None without one."""
    exact = _number(share, "exact")
    if exact is not None:
        return exact
    low, above = _number(share, "minimum"), _number(share, "exclusiveMinimum")
    high, below = _number(share, "maximum"), _number(share, "exclusiveMaximum")
    start = low if low is not None else None if above is None else f"more than {above}"
    end = high if high is not None else None if below is None else f"less than {below}"
    if start is not None and start == end:
        return start
    if end is None:
        return f"{start} or more" if low is not None else start
    if start is None:
        return f"{end} or less" if high is not None else end
    return f"{start} to {end}"


def _number(share: Json, key: str) -> str | None:
    found = text(share, key)
    return found.removesuffix(".0") if found is not None else None


__all__ = ["End", "read_end", "read_relationship", "refusal", "share_text"]
