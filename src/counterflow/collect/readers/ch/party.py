"""One target of the Swiss list becomes a party, its sanctions, documents, links and narratives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.clean.country import read_country
from counterflow.clean.script import language_of_script
from counterflow.collect.narrative import make_narrative
from counterflow.collect.party import Party
from counterflow.collect.readers.ch.field import FIELDS
from counterflow.collect.readers.ch.information import read_information
from counterflow.collect.readers.ch.name import language, read_parts, spellings, whole_name
from counterflow.collect.readers.ch.register import Place, Register
from counterflow.collect.readers.ch.sanction import is_listed, read_sanctions
from counterflow.collect.source import Source
from counterflow.collect.xml import Element, text_of, texts_of, unknown_fields
from counterflow.model.doubt import Hedge
from counterflow.model.identity import make_id
from counterflow.model.schema import get_schema
from counterflow.stage import Row

_NAME_PROPS = {"primary-name": "alias", "alias": "alias", "formerly-known-as": "previousName"}
_PART_PROPS = {
    "given-name": "firstName",
    "further-given-name": "middleName",
    "father-name": "fatherName",
    "family-name": "lastName",
    "suffix": "nameSuffix",
}
_DATE_PROPS = {"Person": "birthDate", "Organization": "incorporationDate"}


class ChParty:
    """Turns one target into rows."""

    def __init__(
        self, source: Source, extractor: str, element: Element, kind: Element, schema: str, register: Register
    ) -> None:
        self.source = source
        self.element = element
        self.kind = kind
        self.register = register
        self.record = str(element.get("ssid")).strip()
        self.main = Party(source, extractor, schema, f"ch-seco-{self.record}", self.record)
        self.is_person = schema == "Person"
        self.others: dict[str, Party] = {}

    def rows(self) -> Iterator[Row]:
        """Read the target and yield its rows."""
        main, kind = self.main, self.kind
        primary = _primary_name(kind)
        for identity in kind.iterfind("identity"):
            self._read_identity(identity, primary)
        if is_listed(self.element, self.source.published):
            main.add("topics", "sanction", field="modification", passage=self.record)
        sex = kind.get("sex")
        main.add("gender" if self.is_person else "notes", sex, field=f"{kind.tag}@sex")
        for text in texts_of(kind, "other-information"):
            read_information(main, text, f"{kind.tag}/other-information")
        for attribute in self.element.iterfind("generic-attribute"):
            words = ": ".join(one for one in (attribute.get("name"), (attribute.text or "").strip()) if one)
            main.add("notes", words, field="generic-attribute")
        sanctions = read_sanctions(main, self.element, self.register)
        for relation in kind.iterfind("relation"):
            self._read_relation(relation)
        for path, value in unknown_fields(self.element, FIELDS):
            main.unknown_field(path, value)
        yield from main.rows()
        for party in (*sanctions, *self.others.values()):
            yield from party.rows()
        for reason in texts_of(kind, "justification"):
            field = "justification"
            yield make_narrative(self.source, main.id, self.record, field, reason, language="eng", name=main.name)

    def _other(self, schema: str, entity_id: str) -> Party:
        new = Party(self.source, self.main.extractor, schema, entity_id, self.record)
        return self.others.setdefault(entity_id, new)

    def _has(self, prop: str) -> bool:
        return prop in get_schema(self.main.schema).properties

    def _field(self, path: str) -> str:
        return f"{self.kind.tag}/identity/{path}"

    def _read_identity(self, identity: Element, primary: Element | None) -> None:
        for name in identity.iterfind("name"):
            self._read_name(name, is_main=_is_main(identity), is_primary=name is primary)
        for nationality in identity.iterfind("nationality"):
            country = nationality.find("country")
            if country is not None:
                prop = "nationality" if self.is_person else "country"
                self._add_country(prop, country.text, country.get("iso-code"), "nationality/country", Hedge.FACT)
        for date in identity.iterfind("day-month-year"):
            self._read_date(date)
        for place in identity.iterfind("place-of-birth"):
            self._read_birth_place(place)
        for address in identity.iterfind("address"):
            self._read_address(address)
        for document in identity.iterfind("identification-document"):
            self._read_document(document)

    def _read_name(self, name: Element, *, is_main: bool, is_primary: bool) -> None:
        main, field = self.main, self._field("name")
        kind = name.get("name-type") or "alias"
        if kind not in _NAME_PROPS:
            main.problem("the type of a name is not known; read as alias", field=f"{field}@name-type", value=kind)
        is_weak = (name.get("quality") or "good").lower() == "low"
        prop = "name" if is_primary else "weakAlias" if is_weak else _NAME_PROPS.get(kind, "alias")
        parts = read_parts(name)
        whole = whole_name(parts)
        main.add(prop, whole, field=field, lang=language(name.get("lang") or "") or language_of_script(whole))
        for spelling in spellings(parts):
            if spelling is None:
                main.problem("a name has too many spellings to combine them all", field=field, value=whole)
            elif spelling.text != whole:
                other = "weakAlias" if is_weak or spelling.is_mixed else "alias" if prop == "name" else prop
                where = f"{field}/name-part/spelling-variant"
                main.add(other, spelling.text, field=where, lang=spelling.lang or language_of_script(spelling.text))
        for part in parts if self.is_person else ():
            part_field = f"{field}/name-part/value"
            if part.kind == "title":
                main.add("title", part.value, field=part_field)
            elif part.kind == "maiden-name":
                main.add("lastName", part.value, field=part_field, hedge=Hedge.FORMER)
            elif part.kind in _PART_PROPS and is_main and not is_weak:
                main.add(_PART_PROPS[part.kind], part.value, field=part_field)

    def _read_date(self, date: Element) -> None:
        main, field = self.main, self._field("day-month-year")
        year, month, day = ((date.get(name) or "").strip() for name in ("year", "month", "day"))
        written = " ".join(one for one in (day, month, year) if one != "")
        calendar = date.get("calendar") or "Gregorian"
        prop = _DATE_PROPS.get(main.schema, "buildDate")
        if calendar.lower() != "gregorian":
            main.problem(
                "the date is of another calendar; kept as a note",
                field=f"{field}@calendar",
                value=f"{written} {calendar}",
                expected="a date of the Gregorian calendar",
            )
            main.add("notes", f"{written} ({calendar})", field=field)
            return
        value = "-".join([year, *(one.zfill(2) for one in (month, day) if one != "")])
        value = f"XXXX{value}" if year == "" else value
        main.add_date(
            prop, written, value=value if month != "" or day == "" else written, field=field, hedge=_hedge(date)
        )

    def _place(self, element: Element) -> Place | None:
        number = element.get("place-id")
        place = None if number is None else self.register.places.get(number)
        if number is not None and place is None:
            self.main.problem(
                "the list has no such place",
                field=self._field(f"{element.tag}@place-id"),
                value=number,
                expected="the ssid of a place",
            )
        return place

    def _read_birth_place(self, element: Element) -> None:
        place = self._place(element)
        if place is None:
            return
        field = self._field("place-of-birth")
        prop = "birthPlace" if self.is_person else "notes"
        self.main.add(prop, _line(place), field=field, hedge=_hedge(element))
        country_prop = "birthCountry" if self.is_person else "country"
        self._add_country(country_prop, place.country, place.country_code, "place-of-birth", _hedge(element))
        self._note_variants(place, field)

    def _note_variants(self, place: Place, field: str) -> None:
        for variant in place.variants:
            self.main.add("notes", f"Place also written {variant}", field=field, passage=variant)

    def _read_address(self, element: Element) -> None:
        main, field, place = self.main, self._field("address"), self._place(element)
        care_of, box = text_of(element, "c-o"), text_of(element, "p-o-box")
        parts = [
            None if care_of is None else f"c/o {care_of.removeprefix('c/o').strip()}",
            text_of(element, "address-details"),
            f"P.O. Box {box}" if box is not None and box[:1].isdigit() else box,
            text_of(element, "zip-code"),
        ]
        if place is not None:
            parts += [place.location, place.area]
        found = [part for part in parts if part is not None]
        hedge = Hedge.FORMER if (element.get("current") or "").lower() == "false" else _hedge(element)
        if place is not None:
            if len(found) > 0 and place.country is not None:
                found.append(place.country)
            self._add_country("country", place.country, place.country_code, "address", hedge)
            self._note_variants(place, field)
        main.add("address", re.sub(r"\s+", " ", ", ".join(found)), field=field, hedge=hedge)
        for remark in texts_of(element, "remark"):
            main.add("notes", remark, field=f"{field}/remark")

    def _add_country(self, prop: str, name: str | None, code: str | None, path: str, hedge: str) -> None:
        add_country(self.main, prop, (name, code), self._field(path), hedge)

    def _read_document(self, element: Element) -> None:
        main, field = self.main, self._field("identification-document")
        kind = element.get("document-type") or ""
        number, remark = text_of(element, "number"), text_of(element, "remark")
        passage = " ".join(text for part in element.itertext() if (text := str(part).strip()) != "")
        passage = f"{kind} {passage}".strip()
        if number is None:
            main.add("notes", passage, field=field)
            return
        schema = "Passport" if "passport" in kind.lower() else "Identification"
        prop = "passportNumber" if schema == "Passport" and self.is_person else "idNumber"
        prop = prop if self._has(prop) else "registrationNumber"
        main.add(prop, number, field=f"{field}/number", passage=passage)
        paper = self._other(schema, make_id(main.id, schema, number))
        paper.add("holder", main.id, field=field, passage=passage)
        paper.add("number", number, field=f"{field}/number", passage=passage)
        paper.add("type", kind, field=f"{field}@document-type")
        issuer = element.find("issuer")
        if issuer is not None:
            issuer_name = (issuer.text or "").strip() or None
            if issuer_name is not None and read_country(issuer_name) is None:
                paper.add("authority", issuer_name, field=f"{field}/issuer")
                issuer_name = None
            add_country(paper, "country", (issuer_name, issuer.get("code")), f"{field}/issuer", Hedge.FACT)
        paper.add_date("startDate", text_of(element, "date-of-issue"), field=f"{field}/date-of-issue")
        paper.add_date("endDate", text_of(element, "expiry-date"), field=f"{field}/expiry-date")
        issue = element.find("place-of-issue")
        place = None if issue is None else self._place(issue)
        if place is not None:
            paper.add("authority", _line(place), field=f"{field}/place-of-issue")
        paper.add("summary", remark, field=f"{field}/remark")

    def _read_relation(self, element: Element) -> None:
        field = f"{self.kind.tag}/relation"
        number, role = (element.get("target-id") or "").strip(), element.get("relation-type")
        if number not in self.register.targets:
            self.main.problem(
                "the list has no such target; the relation is kept as a note",
                field=f"{field}@target-id",
                value=number,
                expected="the ssid of a target",
            )
            words = " ".join(one for one in (role, number, text_of(element, "remark")) if one is not None)
            self.main.add("notes", words, field=field)
            return
        link = self._other("UnknownLink", f"{self.main.id}-link-{number}")
        link.add("subject", self.main.id, field=field, passage=self.record)
        link.add("object", f"ch-seco-{number}", field=f"{field}@target-id", passage=number)
        link.add("role", role, field=f"{field}@relation-type")
        link.add("summary", text_of(element, "remark"), field=f"{field}/remark")


def add_country(party: Party, prop: str, names: tuple[str | None, str | None], field: str, hedge: str) -> None:
    """Add a country by its name, or by its code where the name is not known."""
    name, code = names
    known = next((one for one in (name, code) if one is not None and read_country(one.strip()) is not None), None)
    if known is not None:
        party.add(prop, known, value=read_country(known.strip()), field=field, hedge=hedge)
    else:
        party.add_country(prop, name or code, field=field)


def _is_main(identity: Element) -> bool:
    return (identity.get("main") or "").lower() != "false"


def _primary_name(kind: Element) -> Element | None:
    """Find the name that a target goes by: its main identity's primary name; failing that the best that it has."""
    best: tuple[tuple[bool, bool, bool], Element] | None = None
    for identity in kind.iterfind("identity"):
        for name in identity.iterfind("name"):
            is_good = (name.get("quality") or "good").lower() != "low"
            rank = (_is_main(identity) and name.get("name-type") == "primary-name", is_good, _is_main(identity))
            if whole_name(read_parts(name)) != "" and (best is None or rank > best[0]):
                best = rank, name
    return None if best is None else best[1]


def _hedge(element: Element) -> str:
    return Hedge.POSSIBLE if (element.get("quality") or "").lower() == "low" else Hedge.FACT


def _line(place: Place) -> str:
    return ", ".join(one for one in (place.location, place.area, place.country) if one is not None)
