"""An `entity` of OFAC's enhanced XML becomes a `Profile`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from counterflow.collect.field_tree import FieldTree
from counterflow.collect.readers.ofac.enhanced_fields import FIELDS, SEVERAL
from counterflow.collect.readers.ofac.profile import (
    LATIN,
    Entry,
    Feature,
    Labels,
    Link,
    Name,
    Paper,
    Part,
    Period,
    Place,
    Profile,
    Stray,
    compose_name,
    read_formatted,
    write_period,
)
from counterflow.collect.repeated import find_repeated
from counterflow.collect.xml import Element, text_of, texts_of

LABELS = Labels(
    number="entity@id",
    name="names/name",
    place="addresses/address",
    country="addresses/address/country",
    feature="features/feature",
    paper="identityDocuments/identityDocument",
    link="relationships/relationship",
    target="relationships/relationship/relatedEntity",
    entry="sanctionsLists/sanctionsList",
    program="sanctionsPrograms/sanctionsProgram",
    measure="sanctionsTypes/sanctionsType",
    base="legalAuthorities/legalAuthority",
    title="generalInfo/title",
    remarks="generalInfo/remarks",
)

_FIELD_TREE = FieldTree(FIELDS)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_BOUNDS = ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")


def read_entity(element: Element) -> Profile:
    """Read a party; references to others are not resolved yet."""
    names = tuple(_read_names(element))
    kind = text_of(element, "generalInfo/entityType")
    return Profile(
        number=element.get("id", ""),
        kind=kind,
        names=names,
        places=tuple(_read_places(element)),
        features=tuple(_read_features(element)),
        papers=tuple(_read_papers(element, names)),
        links=tuple(_read_links(element)),
        entries=tuple(_read_entries(element)),
        programs=tuple(texts_of(element, "sanctionsPrograms/sanctionsProgram")),
        measures=tuple(texts_of(element, "sanctionsTypes/sanctionsType")),
        bases=tuple(texts_of(element, "legalAuthorities/legalAuthority")),
        titles=tuple(texts_of(element, "generalInfo/title")),
        remarks=tuple(texts_of(element, "generalInfo/remarks")),
        unknown=tuple(_FIELD_TREE.find_unknown(element)),
        broken=tuple(_find_broken(element)),
        repeated=tuple(find_repeated(element, SEVERAL)),
    )


def _is_alias(name: Element) -> bool:
    return text_of(name, "isPrimary") != "true"


def _read_names(element: Element) -> Iterator[Name]:
    is_person = text_of(element, "generalInfo/entityType") == "Individual"
    for name in sorted(element.iterfind("names/name"), key=_is_alias):
        kind = "" if not _is_alias(name) else text_of(name, "aliasType") or "A.K.A."
        is_weak = text_of(name, "isLowQuality") == "true"
        for one in name.iterfind("translations/translation"):
            parts = tuple(_read_parts(one, "nameParts/namePart"))
            script = text_of(one, "script") or LATIN
            full = text_of(one, "formattedFullName")
            whole = compose_name(parts, script=script) if full is None else read_formatted(full, is_person=is_person)
            if whole != "":
                yield Name(full or whole, whole, kind, is_weak, script, parts)


def _read_parts(element: Element, path: str) -> Iterator[Part]:
    for part in element.iterfind(path):
        text = text_of(part, "value")
        if text is not None:
            yield Part(text_of(part, "type") or "", text)


def _read_places(element: Element) -> Iterator[Place]:
    for address in element.iterfind("addresses/address"):
        country = text_of(address, "country")
        places = {
            Place(tuple(_read_parts(one, "addressParts/addressPart")), country): None
            for one in address.iterfind("translations/translation")
        }
        yield from places or ((Place((), country),) if country is not None else ())


def _read_features(element: Element) -> Iterator[Feature]:
    for feature in element.iterfind("features/feature"):
        value = text_of(feature, "value")
        yield Feature(
            kind=text_of(feature, "type") or "",
            value=value,
            period=_read_period(feature.find("valueDate"), value),
            reliability=text_of(feature, "reliability"),
            comment=text_of(feature, "comments"),
        )


def _read_papers(element: Element, names: tuple[Name, ...]) -> Iterator[Paper]:
    primary = names[0].text if len(names) > 0 else None
    is_person = text_of(element, "generalInfo/entityType") == "Individual"
    for paper in element.iterfind("identityDocuments/identityDocument"):
        number, name = text_of(paper, "documentNumber"), text_of(paper, "name")
        yield Paper(
            kind=text_of(paper, "type") or "",
            number=number or "",
            country=text_of(paper, "issuingCountry"),
            place=text_of(paper, "issuingLocation"),
            authority=text_of(paper, "issuingAuthority"),
            issued=_read_period(paper.find("issueDate")),
            expires=_read_period(paper.find("expirationDate")),
            flaw="not valid" if text_of(paper, "isValid") == "false" else None,
            name=None if name in (None, primary) else read_formatted(name or "", is_person=is_person),
            comments=(*texts_of(paper, "comments"), *texts_of(paper, "idFeatures/idFeature")),
        )


def _read_links(element: Element) -> Iterator[Link]:
    for link in element.iterfind("relationships/relationship"):
        related = link.find("relatedEntity")
        target = None if related is None else related.get("entityId")
        if target is not None:
            yield Link(
                kind=text_of(link, "type") or "",
                target=target,
                name=text_of(link, "relatedEntity"),
                quality=text_of(link, "quality"),
                start=_read_period(link.find("dateFrom")),
                end=_read_period(link.find("dateTo")),
                comment=text_of(link, "comments"),
            )


def _read_entries(element: Element) -> Iterator[Entry]:
    for one in element.iterfind("sanctionsLists/sanctionsList"):
        day = one.get("datePublished")
        yield Entry((one.text or "").strip(), () if day is None else (day,))


def _read_period(element: Element | None, text: str | None = None) -> Period | None:
    """Read a date; None when one of its bounds is missing or no day, which `_find_broken` tells."""
    if element is None:
        return None
    days = [_read_day(text_of(element, bound)) for bound in _BOUNDS]
    first, second, third, fourth = days
    if first is None or second is None or third is None or fourth is None or not first <= fourth:
        return None
    edtf = write_period((first, second, third, fourth), is_approximate=text_of(element, "isApproximate") == "true")
    return Period(edtf, text or edtf)


def _read_day(text: str | None) -> date | None:
    found = None if text is None else _DAY.match(text)
    try:
        return None if found is None else date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _find_broken(element: Element) -> Iterator[Stray]:
    """Yield what stands where a date should, and references to a party without its number."""
    for path in (
        "features/feature/valueDate",
        "identityDocuments/identityDocument/issueDate",
        "identityDocuments/identityDocument/expirationDate",
        "relationships/relationship/dateFrom",
        "relationships/relationship/dateTo",
    ):
        for one in element.iterfind(path):
            if _read_period(one) is None:
                yield path, " ".join(texts_of(one, "*"))
    for link in element.iterfind("relationships/relationship"):
        related = link.find("relatedEntity")
        if related is None or related.get("entityId") is None:
            yield "relationships/relationship/relatedEntity", None if related is None else related.text
