"""One `sdnEntry` of OFAC's legacy XML becomes a party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from counterflow.collect.readers.ofac.entry import OfacEntry
from counterflow.collect.readers.ofac.kinds import KINDS, Kind
from counterflow.collect.readers.ofac.record import NameIndex, find_schema
from counterflow.collect.readers.ofac.remarks import Number, Remark, read_item, read_number, read_remarks
from counterflow.collect.source import Source
from counterflow.collect.xml import Element, texts_of
from counterflow.stage import Row

_ROW_NUMBER = "dropped: OFAC's number of the row, which no other file refers to"
_MAIN_ENTRY = "dropped: which of several OFAC shows first; FtM's values have no rank"
_PAPER = "number, country and dates of an Identification or Passport"
_ADDRESS = "address"

FIELDS = {
    "uid": "entity id, Sanction.authorityId",
    "firstName": "name and firstName, with the middle names: the format does not part them",
    "lastName": "name; of a person also lastName",
    "title": "position of a person, else notes",
    "sdnType": "schema",
    "remarks": "items parted by semicolons, each by its kind: UnknownLink, phone, Sanction.provisions, else notes",
    "programList": "holds program",
    "programList/program": "Sanction.program, Sanction.programId; one each of several",
    "idList": "holds id",
    "idList/id": "an item of the kind that idType names",
    "idList/id/uid": _ROW_NUMBER,
    "idList/id/idType": "the property: passportNumber, idNumber, taxNumber, registrationNumber, imoNumber, mmsi, email,"
    " website, gender, Sanction.provisions, Sanction.listingDate, CryptoWallet ...; of no known kind: notes",
    "idList/id/idNumber": "the value of that property",
    "idList/id/idCountry": _PAPER,
    "idList/id/issueDate": _PAPER,
    "idList/id/expirationDate": _PAPER,
    "akaList": "holds aka",
    "akaList/aka": "alias (a.k.a., n.k.a.), previousName (f.k.a.), weakAlias",
    "akaList/aka/uid": _ROW_NUMBER,
    "akaList/aka/type": "alias or previousName",
    "akaList/aka/category": "weakAlias when weak",
    "akaList/aka/lastName": "alias",
    "akaList/aka/firstName": "alias",
    "addressList": "holds address",
    "addressList/address": _ADDRESS,
    "addressList/address/uid": _ROW_NUMBER,
    **{f"addressList/address/{part}": _ADDRESS for part in ("address1", "address2", "address3")},
    **{f"addressList/address/{part}": _ADDRESS for part in ("city", "stateOrProvince", "postalCode", "region")},
    "addressList/address/country": "address and country",
    "nationalityList": "holds nationality",
    "nationalityList/nationality": "holds country",
    "nationalityList/nationality/uid": _ROW_NUMBER,
    "nationalityList/nationality/country": "nationality",
    "nationalityList/nationality/mainEntry": _MAIN_ENTRY,
    "citizenshipList": "holds citizenship",
    "citizenshipList/citizenship": "holds country",
    "citizenshipList/citizenship/uid": _ROW_NUMBER,
    "citizenshipList/citizenship/country": "citizenship",
    "citizenshipList/citizenship/mainEntry": _MAIN_ENTRY,
    "dateOfBirthList": "holds dateOfBirthItem",
    "dateOfBirthList/dateOfBirthItem": "holds dateOfBirth",
    "dateOfBirthList/dateOfBirthItem/uid": _ROW_NUMBER,
    "dateOfBirthList/dateOfBirthItem/dateOfBirth": "birthDate",
    "dateOfBirthList/dateOfBirthItem/mainEntry": _MAIN_ENTRY,
    "placeOfBirthList": "holds placeOfBirthItem",
    "placeOfBirthList/placeOfBirthItem": "holds placeOfBirth",
    "placeOfBirthList/placeOfBirthItem/uid": _ROW_NUMBER,
    "placeOfBirthList/placeOfBirthItem/placeOfBirth": "birthPlace",
    "placeOfBirthList/placeOfBirthItem/mainEntry": _MAIN_ENTRY,
    "vesselInfo": "of a vessel; of others notes",
    "vesselInfo/callSign": "callSign",
    "vesselInfo/vesselType": "type",
    "vesselInfo/vesselFlag": "flag",
    "vesselInfo/vesselOwner": "owner, the listed party of that name if there is one",
    "vesselInfo/tonnage": "tonnage",
    "vesselInfo/grossRegisteredTonnage": "grossRegisteredTonnage",
}
"""Every element below `sdnEntry`, as sdn.xsd declares it; none has attributes."""

REPEATED = frozenset(
    ["program", "id", "aka", "address", "nationality", "citizenship", "dateOfBirthItem", "placeOfBirthItem"]
)
"""Elements that may stand several times beside each other."""

_DROPPED = frozenset(path for path, use in FIELDS.items() if use.startswith("dropped: "))
_ID_PARTS = ("idType", "idNumber", "idCountry", "issueDate", "expirationDate")
_ADDRESS_PARTS = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "region", "country")
OWNER = "vesselInfo/vesselOwner"
_TYPES = frozenset(["individual", "entity", "vessel", "aircraft"])
_ALIAS_PROPS = {"a.k.a.": "alias", "f.k.a.": "previousName", "n.k.a.": "alias"}
_PERSON_KINDS = {
    "dateOfBirthList/dateOfBirthItem/dateOfBirth": KINDS["dob"],
    "placeOfBirthList/placeOfBirthItem/placeOfBirth": KINDS["pob"],
    "nationalityList/nationality/country": KINDS["nationality"],
    "citizenshipList/citizenship/country": KINDS["citizen"],
}
_VESSEL_KINDS = {
    "vesselInfo/callSign": KINDS["vessel call sign"],
    "vesselInfo/vesselType": KINDS["vessel type"],
    "vesselInfo/vesselFlag": KINDS["vessel flag"],
    OWNER: Kind("operator", "owner"),
    "vesselInfo/tonnage": Kind("text", "tonnage"),
    "vesselInfo/grossRegisteredTonnage": KINDS["gross registered tonnage"],
}


class Item(NamedTuple):
    """Something that an entry says under a name of its own, and the field that it stands in."""

    field: str
    remark: Remark


class Entry(NamedTuple):
    """One `sdnEntry`, as far as it is read before it is known whether an earlier vintage held the same."""

    element: Element
    leaves: Mapping[str, str]
    """Texts of the entry's own elements that hold no others."""
    items: tuple[Item, ...]
    content: bytes
    """All that it says, its parts sorted: their order differs from vintage to vintage and has no meaning."""
    unknown: Sequence[tuple[str, str | None]]
    """Path and text of what `FIELDS` do not name."""
    repeated: Sequence[tuple[str, str | None]]
    """Path and text of what stands a second time where sdn.xsd allows one."""

    @property
    def number(self) -> str:
        """The number of the party."""
        return self.leaves.get("uid", "")

    @property
    def name(self) -> str:
        """The primary name."""
        return full_name(self.leaves)


def leaves_of(element: Element) -> dict[str, str]:
    """Give the texts of an element's own children by name, blank ones left out; of two of one name the first."""
    leaves: dict[str, str] = {}
    for child in element.iterchildren("*"):
        text = (child.text or "").strip()
        if text != "":
            leaves.setdefault(child.tag, text)
    return leaves


def full_name(leaves: Mapping[str, str]) -> str:
    """Give the name of an entry or an alias as the list writes it in other formats: "LAST, First Middle"."""
    return ", ".join(leaves[part] for part in ("lastName", "firstName") if part in leaves)


def read_entry(element: Element) -> Entry:
    """Read what an entry holds, not yet what it means."""
    leaves = leaves_of(element)
    survey = _Survey([], [])
    content = "\x1e".join(sorted(survey.parts(element, ""))).encode("utf-8", "surrogatepass")
    remarks = read_remarks(leaves.get("remarks", ""), leaves.get("title", ""))
    items = (
        *(Item("remarks", remark) for remark in remarks),
        *(Item("idList/id", _read_id(leaves_of(one))) for one in element.iterfind("idList/id")),
    )
    return Entry(element, leaves, items, content, survey.unknown, survey.repeated)


class _Survey(NamedTuple):
    """One walk through an entry: what it says, and what does not belong there."""

    unknown: list[tuple[str, str | None]]
    repeated: list[tuple[str, str | None]]

    def parts(self, element: Element, path: str) -> list[str]:
        """Give what stands below an element, each part with its path."""
        parts, seen = self._attributes(element, path.rstrip("/")), set()
        for child in element.iterchildren("*"):
            tag = child.tag
            place = path + tag
            if place not in FIELDS:
                self.unknown.append((place, child.text))
            if len(child) > 0:
                inner = sorted(self.parts(child, f"{place}/"))
                parts.append(f"{place}(" + "\x1f".join(inner) + ")")
                continue
            if len(child.attrib) > 0:
                parts += self._attributes(child, place)
            if tag in seen and tag not in REPEATED:
                self.repeated.append((place, child.text))
                parts.append(f"{place} twice={child.text}")
            seen.add(tag)
            if place not in _DROPPED:
                parts.append(f"{place}={(child.text or '').strip()}")
        return parts

    def _attributes(self, element: Element, place: str) -> list[str]:
        """Note the attributes of an element, of which the schema has none; returns them."""
        attributes = [(f"{place}@{name!s}", str(value)) for name, value in element.attrib.items()]
        self.unknown.extend(attributes)
        return [f"{path}={value}" for path, value in attributes]


def _read_id(leaves: Mapping[str, str]) -> Remark:
    """Read one identity; its country and dates stand apart from the number, where the remarks have them in one."""
    name, value, place, issued, expires = map(leaves.get, _ID_PARTS)
    words = " ".join(part for part in (name, value, place, issued, expires) if part is not None)
    if name is None:
        return Remark(words, "", words, None)
    item = read_item(name, value or "")._replace(text=words)
    if (place, issued, expires) == (None, None, None):
        return item
    given = read_number(item.value)
    given = Number(given.number, place or given.place, issued or given.issued, expires or given.expires)
    return item._replace(given=given)


class OfacLegacyParty(OfacEntry):
    """Turns one entry into rows."""

    def __init__(self, source: Source, extractor: str, entry: Entry, names: NameIndex) -> None:
        self.type = entry.leaves.get("sdnType", "")
        type_ = None if self.type.lower() in ("", "entity") else self.type
        schema = find_schema(type_, entry.name, (item.remark for item in entry.items))
        super().__init__(source, extractor, entry.number, schema, names)
        self.entry = entry

    def rows(self) -> Iterator[Row]:
        """Read the entry and yield its rows."""
        element, leaves = self.entry.element, self.entry.leaves
        self.read_name(self.entry.name, "name", "lastName", self.file)
        programs = sorted(texts_of(element, "programList/program"))  # their order has no meaning either
        passage = None if len(programs) == 0 else " ".join(programs)
        self.read_listing(programs, "uid", "programList/program", passage)
        self.read_titles(leaves.get("title"), "title")
        if self.type.lower() not in _TYPES:
            self.main.problem("the type is not known; read as LegalEntity", field="sdnType", value=self.type)
        for alias in element.iterfind("akaList/aka"):
            self._read_alias(alias)
        for address in element.iterfind("addressList/address"):
            self._read_address(address)
        self._read_fields()
        for item in self.entry.items:
            self.field = item.field
            self.read_remark(item.remark)
        for path, text in self.entry.unknown:
            self.main.unknown_field(path, text)
        for path, text in self.entry.repeated:
            self.main.problem(
                "the element stands twice where one is allowed; the first is read", field=path, value=text
            )
        yield from super().rows()

    def _read_alias(self, alias: Element) -> None:
        field = "akaList/aka"
        leaves = leaves_of(alias)
        type_, category = leaves.get("type", ""), leaves.get("category", "")
        if type_.lower() not in _ALIAS_PROPS:
            self.main.problem("the type of an alias is not known; read as a.k.a.", field=f"{field}/type", value=type_)
        is_strong = category.lower() == "strong"
        if not is_strong and category.lower() != "weak":
            self.main.problem(
                "the category of an alias is not known; read as weak", field=f"{field}/category", value=category
            )
        prop = _ALIAS_PROPS.get(type_.lower(), "alias") if is_strong else "weakAlias"
        self.read_name(full_name(leaves), prop, field, self.file)

    def _read_address(self, address: Element) -> None:
        leaves = leaves_of(address)
        parts = [leaves.get(part) for part in _ADDRESS_PARTS]
        street = _join(", ", *parts[:3])
        city, state, code, region, country = parts[3:]
        # As add.csv writes it: "Guadalajara, Jalisco 44670".
        place = _join(" ", _join(", ", city, state), code)
        if region is not None and country is not None:
            place = _join(", ", place, region)
        elif region is not None:
            country = f"Region: {region}"
        fields = ("addressList/address", "addressList/address/country")
        self.read_location(street, place, country, _join(", ", *parts) or "", fields, self.file)

    def _read_fields(self) -> None:
        """Read the elements that hold one value each."""
        for self.field, kind in _PERSON_KINDS.items():
            for text in texts_of(self.entry.element, self.field):
                self.read_remark(Remark(text, "", text, kind))
        for self.field, kind in _VESSEL_KINDS.items():
            for text in texts_of(self.entry.element, self.field):
                if self.main.schema == "Vessel":
                    self.read_remark(Remark(text, "", text, kind))
                else:
                    note = f"{self.field.rpartition('/')[2]}: {text}"
                    self.main.add("notes", note, field=self.field, passage=text)


def _join(sign: str, *parts: str | None) -> str | None:
    """Join what is there; None when nothing is."""
    return sign.join(part for part in parts if part is not None) or None
