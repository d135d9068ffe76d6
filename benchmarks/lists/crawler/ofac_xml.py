"""OFAC's lists as XML: the native `sdnList`, the enhanced `sanctionsData`, and the advanced `Sanctions` form."""

from __future__ import annotations

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.lists.crawler.context import Context, add_date, join_text, read_elements, text_of, texts_of
from benchmarks.lists.crawler.ofac_remark import add_remarks
from followthemoney.statement import StatementEntity
from lxml import etree

SCHEMATA = {"Individual": "Person", "Vessel": "Vessel", "Aircraft": "Airplane"}
ALIASES = {"f.k.a.": "previousName", "weak": "weakAlias"}


def crawl_native(context: Context, path: Path) -> None:
    """Read `sdnList`: one `sdnEntry` a party."""
    for entry in read_elements(path, "sdnEntry"):
        uid = text_of(entry, "uid") or ""
        entity = context.make(SCHEMATA.get(text_of(entry, "sdnType") or "", "Organization"), uid)
        _add_name(entity, "name", text_of(entry, "firstName"), text_of(entry, "lastName"))
        entity.add("position", text_of(entry, "title"), quiet=True)
        add_remarks(entity, text_of(entry, "remarks") or "")
        for aka in entry.iterfind("{*}akaList/{*}aka"):
            prop = ALIASES.get(text_of(aka, "category") or "", ALIASES.get(text_of(aka, "type") or "", "alias"))
            _add_name(entity, prop, text_of(aka, "firstName"), text_of(aka, "lastName"))
        for one in entry.iterfind("{*}idList/{*}id"):
            _add_identifier(entity, text_of(one, "idType"), text_of(one, "idNumber"), text_of(one, "idCountry"))
        for address in entry.iterfind("{*}addressList/{*}address"):
            parts = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
            entity.add("address", join_text(*(text_of(address, part) for part in parts)))
            entity.add("country", text_of(address, "country"))
        for date in texts_of(entry, "dateOfBirthList/dateOfBirthItem/dateOfBirth"):
            add_date(entity, "birthDate", date)
        entity.add("birthPlace", texts_of(entry, "placeOfBirthList/placeOfBirthItem/placeOfBirth"), quiet=True)
        entity.add("nationality", texts_of(entry, "nationalityList/nationality/country"), quiet=True)
        entity.add("citizenship", texts_of(entry, "citizenshipList/citizenship/country"), quiet=True)
        entity.add("flag", text_of(entry, "vesselInfo/vesselFlag"), quiet=True)
        entity.add("type", text_of(entry, "vesselInfo/vesselType"), quiet=True)
        _emit(context, entity, uid, texts_of(entry, "programList/program"))


def crawl_enhanced(context: Context, path: Path) -> None:
    """Read `sanctionsData`, plain or in an archive: one `entity` a party, with its relationships."""
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive, TemporaryDirectory() as folder:
            for member in archive.namelist():
                crawl_enhanced(context, Path(archive.extract(member, folder)))
        return
    for entry in read_elements(path, "entity"):
        uid = entry.get("id") or ""
        entity = context.make(SCHEMATA.get(text_of(entry, "generalInfo/entityType") or "", "Organization"), uid)
        entity.add("position", text_of(entry, "generalInfo/title"), quiet=True)
        add_remarks(entity, text_of(entry, "generalInfo/remarks") or "")
        for name in entry.iterfind("{*}names/{*}name"):
            prop = "name" if text_of(name, "isPrimary") == "true" else "alias"
            if text_of(name, "aliasType") == "F.K.A.":
                prop = "previousName"
            elif text_of(name, "isLowQuality") == "true":
                prop = "weakAlias"
            for part in name.iterfind("{*}translations/{*}translation"):
                _add_name(entity, prop, text_of(part, "formattedFirstName"), text_of(part, "formattedLastName"))
        for address in entry.iterfind("{*}addresses/{*}address"):
            lines = texts_of(address, "translations/translation/addressParts/addressPart/value")
            country = text_of(address, "country")
            entity.add("address", join_text(*lines, country))
            entity.add("country", country)
        for feature in entry.iterfind("{*}features/{*}feature"):
            _add_feature(entity, text_of(feature, "type"), text_of(feature, "value"))
        for document in entry.iterfind("{*}identityDocuments/{*}identityDocument"):
            number, country = text_of(document, "documentNumber"), text_of(document, "issuingCountry")
            _add_identifier(entity, text_of(document, "type"), number, country)
        for relationship in entry.iterfind("{*}relationships/{*}relationship"):
            _emit_link(context, entity, relationship)
        dates = [one.get("datePublished") for one in entry.iterfind("{*}sanctionsLists/{*}sanctionsList")]
        _emit(context, entity, uid, texts_of(entry, "sanctionsPrograms/sanctionsProgram"), dates)


def crawl_advanced(context: Context, path: Path) -> None:
    """Read `Sanctions`: names and features of each `DistinctParty`."""
    kinds: dict[str, str] = {}
    for element in read_elements(path, "FeatureType", "DistinctParty"):
        if etree.QName(element).localname == "FeatureType":
            kinds[element.get("ID") or ""] = element.text or ""
            continue
        uid = element.get("FixedRef") or ""
        entity = context.make("LegalEntity", uid)
        for name in element.iterfind(".//{*}DocumentedName"):
            entity.add("name", join_text(*texts_of(name, "DocumentedNamePart/NamePartValue"), sep=" "))
        for feature in element.iterfind(".//{*}Feature"):
            value = text_of(feature, "FeatureVersion/VersionDetail")
            _add_feature(entity, kinds.get(feature.get("FeatureTypeID") or ""), value)
        _emit(context, entity, uid, [])


def _add_name(entity: StatementEntity, prop: str, first: str | None, last: str | None) -> None:
    entity.add(prop, join_text(first, last, sep=" "))
    if prop == "name" and entity.schema.name == "Person":
        entity.add("firstName", first)
        entity.add("lastName", last)


def _add_identifier(entity: StatementEntity, kind: str | None, number: str | None, country: str | None) -> None:
    if number is None:
        return
    place = "" if country is None else f" ({country})"
    add_remarks(entity, f"{kind} {number.replace(';', ',')}{place}")


def _add_feature(entity: StatementEntity, kind: str | None, value: str | None) -> None:
    props = {
        "Place of Birth": "birthPlace",
        "Nationality Country": "nationality",
        "Citizenship Country": "citizenship",
        "Title": "position",
    }
    if value is None:
        return
    if kind == "Birthdate":
        add_date(entity, "birthDate", value)
    elif kind in props:
        entity.add(props[kind], value, quiet=True)
    else:
        add_remarks(entity, f"{kind} {value.replace(';', ',')}")


def _emit_link(context: Context, entity: StatementEntity, relationship: etree._Element) -> None:
    related = relationship.find("{*}relatedEntity")
    if related is None:
        return
    link = context.make("UnknownLink", "link", relationship.get("id") or "")
    link.add("subject", entity)
    link.add("object", context.make("LegalEntity", related.get("entityId") or ""))
    link.add("role", text_of(relationship, "type"))
    context.emit(link)


def _emit(
    context: Context, entity: StatementEntity, uid: str, programs: list[str], dates: list[str | None] | None = None
) -> None:
    sanction = context.make_sanction(entity)
    sanction.add("authority", "Office of Foreign Assets Control")
    sanction.add("authorityId", uid)
    sanction.add("program", programs)
    sanction.add("programId", programs)
    sanction.add("listingDate", dates)
    context.emit_party(entity, sanction)
