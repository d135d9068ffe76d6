"""Under what, since when and until when the Swiss list lists a target."""

from __future__ import annotations

from collections.abc import Iterable

from counterflow.collect.party import Party
from counterflow.collect.readers.ch.register import Register, sets_of
from counterflow.collect.xml import Element, text_of, texts_of

AUTHORITY = "State Secretariat for Economic Affairs"
DELISTED = "de-listed"
_DATES = ("effective-date", "enactment-date", "publication-date")


def latest_modification(element: Element) -> Element | None:
    """Find the modification that took effect last; of one day the first one, since the list writes newest first."""
    latest: Element | None = None
    for one in element.iterfind("modification"):
        if latest is None or _effective(one) > _effective(latest):
            latest = one
    return latest


def is_listed(element: Element) -> bool:
    """Whether a target is listed: its latest modification is not a de-listing. The list keeps whom it has removed."""
    latest = latest_modification(element)
    return latest is None or latest.get("modification-type") != DELISTED


def read_sanctions(main: Party, element: Element, register: Register) -> list[Party]:
    """Make one Sanction for each set that a target is listed under."""
    sanctions = []
    for number in sets_of(element) or (None,):
        ending = "" if number is None else f"-{number}"
        sanction = Party(main.source, main.extractor, "Sanction", f"{main.id}-sanction{ending}", main.record)
        field, passage = ("@ssid", main.record) if number is None else ("sanctions-set-id", number)
        sanction.add("entity", main.id, field="@ssid", passage=main.record)
        sanction.add("authority", AUTHORITY, field=field, passage=passage)
        sanction.add("country", "ch", field=field, passage=passage)
        sanction.add("authorityId", main.record, field="@ssid")
        origin = None if number is None else _read_program(sanction, number, register)
        for text in texts_of(element, "foreign-identifier"):
            sanction.add("unscId" if origin == "UN" else "recordId", text, field="foreign-identifier")
        _read_modifications(sanction, element)
        for one in texts_of(element, "*/justification"):
            sanction.add("reason", one, field="justification")
        sanctions.append(sanction)
    return sanctions


def _read_program(sanction: Party, number: str, register: Register) -> str | None:
    field = "sanctions-set-id"
    program = register.programs.get(number)
    if program is None:
        sanction.problem(
            "the list has no such sanctions set", field=field, value=number, expected="the ssid of a sanctions-set"
        )
        sanction.add("programId", number, field=field)
        return None
    for prop, text in (("program", program.name), ("programId", program.key), ("provisions", program.measure)):
        sanction.add(prop, text, field=field, passage=text)
    if program.origin is not None:
        sanction.add("summary", f"Origin: {program.origin}", field=field, passage=program.origin)
    return program.origin


def _read_modifications(sanction: Party, element: Element) -> None:
    latest = latest_modification(element)
    for one in element.iterfind("modification"):
        kind = str(one.get("modification-type") or "")
        found = {name: one.get(name) for name in _DATES}
        if one is latest:
            sanction.add("status", kind, field="modification@modification-type")
        if kind == "listed":
            _add(sanction, found, (("listingDate", "publication-date"), ("startDate", "effective-date")))
        elif kind == DELISTED:
            # Of a target that was listed again the end of the first listing would be read as that of the second.
            _add(
                sanction,
                found,
                (("endDate", "effective-date"),) if one is latest else (("modifiedAt", "effective-date"),),
            )
        else:
            _add(sanction, found, (("modifiedAt", "publication-date"),))
        _add(sanction, found, (("date", "enactment-date"),))
        sanction.add("summary", text_of(one, "remark"), field="modification/remark")


def _add(sanction: Party, found: dict[str, str | None], props: Iterable[tuple[str, str]]) -> None:
    for prop, name in props:
        sanction.add_date(prop, found[name], field=f"modification@{name}")


def _effective(modification: Element) -> str:
    return next((str(day) for name in _DATES if (day := modification.get(name)) is not None), "")
