"""The UN Security Council's consolidated list as XML, after zavod's crawler of it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.lists.crawler.context import Context, add_date, join_text, read_elements, text_of, texts_of
from followthemoney.statement import StatementEntity
from lxml import etree

NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
ADDRESS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
ALIASES = {"Low": "weakAlias", "F.K.A.": "previousName", "f.k.a.": "previousName"}


def crawl(context: Context, path: Path) -> None:
    """Read one vintage."""
    for element in read_elements(path, "INDIVIDUAL", "ENTITY"):
        kind = str(element.tag)
        entity = context.make("Person" if kind == "INDIVIDUAL" else "Organization", text_of(element, "DATAID") or "")
        entity.add("name", join_text(*(text_of(element, name) for name in NAMES), sep=" "))
        entity.add("name", text_of(element, "NAME_ORIGINAL_SCRIPT"))
        entity.add("notes", text_of(element, "COMMENTS1"))
        for alias in element.iterfind(f"{kind}_ALIAS"):
            entity.add(ALIASES.get(text_of(alias, "QUALITY") or "", "alias"), text_of(alias, "ALIAS_NAME"))
            entity.add("notes", text_of(alias, "NOTE"))
        for address in element.iterfind(f"{kind}_ADDRESS"):
            entity.add("address", join_text(*(text_of(address, part) for part in ADDRESS)))
            entity.add("country", text_of(address, "COUNTRY"))
            entity.add("notes", text_of(address, "NOTE"))
        if kind == "INDIVIDUAL":
            _add_person(entity, element)
        sanction = context.make_sanction(entity)
        sanction.add("authority", "United Nations Security Council")
        sanction.add("program", text_of(element, "UN_LIST_TYPE"))
        sanction.add("programId", text_of(element, "UN_LIST_TYPE"))
        sanction.add("unscId", text_of(element, "REFERENCE_NUMBER"))
        add_date(sanction, "listingDate", text_of(element, "LISTED_ON"))
        for date in texts_of(element, "LAST_DAY_UPDATED/VALUE"):
            add_date(sanction, "modifiedAt", date)
        context.emit_party(entity, sanction)


def _add_person(entity: StatementEntity, element: etree._Element) -> None:
    for prop, name in zip(("firstName", "secondName"), NAMES, strict=False):
        entity.add(prop, text_of(element, name))
    entity.add("gender", text_of(element, "GENDER"))
    entity.add("title", texts_of(element, "TITLE/VALUE"))
    entity.add("position", texts_of(element, "DESIGNATION/VALUE"))
    entity.add("nationality", texts_of(element, "NATIONALITY/VALUE"))
    for birth in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        for name in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR"):
            add_date(entity, "birthDate", text_of(birth, name))
    for place in element.iterfind("INDIVIDUAL_PLACE_OF_BIRTH"):
        entity.add("birthPlace", join_text(*(text_of(place, part) for part in ADDRESS)))
        entity.add("birthCountry", text_of(place, "COUNTRY"))
    for document in element.iterfind("INDIVIDUAL_DOCUMENT"):
        is_passport = "passport" in (text_of(document, "TYPE_OF_DOCUMENT") or "").lower()
        entity.add("passportNumber" if is_passport else "idNumber", text_of(document, "NUMBER"))
        entity.add("country", text_of(document, "ISSUING_COUNTRY"))
        entity.add("notes", text_of(document, "NOTE"))
