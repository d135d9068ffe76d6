"""Under what, since when and until when the Swiss list lists a target."""

from __future__ import annotations

from collections.abc import Iterable

from counterflow.clean.date import edtf_bounds
from counterflow.collect.party import Party
from counterflow.collect.readers.ch.register import Register, sets_of
from counterflow.collect.xml import Element, text_of, texts_of

AUTHORITY = "State Secretariat for Economic Affairs"
DELISTED = "de-listed"
_DATES = ("effective-date", "enactment-date", "publication-date")


def latest_modification(element: Element, until: str | None = None) -> Element | None:
    """Find the modification that took effect last; of one day the first one, since the list writes newest first.

    Args:
        element: the target.
        until: day after which a modification is not in force yet; None: all are.
    """
    latest: Element | None = None
    for one in element.iterfind("modification"):
        if until is not None and _effective(one) > until:
            continue
        if latest is None or _effective(one) > _effective(latest):
            latest = one
    return latest


def current_modification(element: Element, published: str | None) -> Element | None:
    """Find the modification in force on the day of the list."""
    return latest_modification(element, None if published is None else edtf_bounds(published)[1].isoformat())


def status_of(element: Element, published: str | None) -> str | None:
    """Give the type of the modification in force on the day of the list; None where none is.

    Switzerland publishes a removal some days before it takes effect: until then the target is listed.
    """
    current = current_modification(element, published)
    return None if current is None else str(current.get("modification-type") or "")


def is_listed(element: Element, published: str | None) -> bool:
    """Whether a target is listed: the modification in force is no de-listing. The list keeps whom it has removed."""
    return status_of(element, published) != DELISTED


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
    published = sanction.source.published
    ends = (latest_modification(element), current_modification(element, published))
    sanction.add("status", status_of(element, published), field="modification@modification-type")
    for one in element.iterfind("modification"):
        kind = str(one.get("modification-type") or "")
        found = {name: one.get(name) for name in _DATES}
        if kind == "listed":
            _add(sanction, found, (("listingDate", "publication-date"), ("startDate", "effective-date")))
        elif kind == DELISTED:
            # Of a target that was listed again the end of the first listing would be read as that of the second.
            name = next((name for name in _DATES if found[name] is not None), None)
            if name is not None:
                _add(sanction, found, (("endDate" if one in ends else "modifiedAt", name),))
            elif one in ends:
                field = "modification@effective-date"
                sanction.problem(
                    "no date says since when the target is de-listed; that of the list is taken", field=field
                )
                sanction.add_date("endDate", kind, value=published, field=field)
        else:
            _add(sanction, found, (("modifiedAt", "publication-date"),))
        _add(sanction, found, (("date", "enactment-date"),))
        sanction.add("summary", text_of(one, "remark"), field="modification/remark")


def _add(sanction: Party, found: dict[str, str | None], props: Iterable[tuple[str, str]]) -> None:
    for prop, name in props:
        sanction.add_date(prop, found[name], field=f"modification@{name}")


def _effective(modification: Element) -> str:
    return next((str(day) for name in _DATES if (day := modification.get(name)) is not None), "")
