"""The records of OFAC's advanced XML become `Profile`s: what one table says of a party is joined by its numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from counterflow.collect.field_tree import FieldTree
from counterflow.collect.readers.ofac.advanced_date import read_bound, read_period, read_side
from counterflow.collect.readers.ofac.advanced_fields import RECORD_FIELDS, SEVERAL
from counterflow.collect.readers.ofac.profile import (
    LATIN,
    Entry,
    Feature,
    Labels,
    Link,
    Name,
    Paper,
    Part,
    Place,
    Profile,
    Stray,
    compose_name,
)
from counterflow.collect.repeated import find_repeated
from counterflow.collect.xml import Element, local_name, text_of

LABELS = Labels(
    number="Profile@ID",
    name="Profile/Identity/Alias/DocumentedName",
    place="Location",
    country="Location/LocationCountry",
    feature="Profile/Feature",
    paper="IDRegDocument",
    link="ProfileRelationship",
    target="ProfileRelationship@To-ProfileID",
    entry="SanctionsEntry",
    program="SanctionsEntry/SanctionsMeasure/Comment",
    measure="SanctionsEntry/SanctionsMeasure",
    base="SanctionsEntry/EntryEvent",
    title="Profile/Feature",
    remarks="DistinctParty/Comment",
)

SDN_LIST_ID = "1550"
"""OFAC's number of the SDN list, in every format that numbers it."""
_FIELD_TREES = {tag: FieldTree(fields) for tag, fields in RECORD_FIELDS.items()}
_UNKNOWN = "Unknown"
_LOCATION = "Location"
"""The type of feature that is an address."""


class _Listing(NamedTuple):
    """One `SanctionsEntry`."""

    entry: Entry
    measures: tuple[str, ...]
    bases: tuple[str, ...]


class Records:
    """What a file has said so far: words, places and documents, then parties, then their relations and entries."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, str], str] = {("List", SDN_LIST_ID): "SDN List"}
        self._owners: dict[tuple[str, str], str] = {}
        self._places: dict[str, tuple[Place, ...]] = {}
        self._papers: dict[str, list[tuple[Paper, str | None]]] = defaultdict(list)
        self._links: dict[str, list[Link]] = defaultdict(list)
        self._listings: dict[str, list[_Listing]] = defaultdict(list)
        self._unknown: dict[tuple[str, str], list[Stray]] = defaultdict(list)
        """Fields that no table names, by the kind and number of what they belong to."""
        self._broken: dict[tuple[str, str], list[Stray]] = defaultdict(list)
        self._repeated: dict[tuple[str, str], list[Stray]] = defaultdict(list)
        """Fields that stand twice where one is allowed."""
        self.profiles: list[Profile] = []

    def read(self, element: Element) -> None:
        """Take up one record, or the reference tables."""
        match element.tag:
            case "ReferenceValueSets":
                self._read_words(element)
            case "Location":
                self._read_location(element)
            case "IDRegDocument":
                self._read_document(element)
            case "DistinctParty":
                self._read_party(element)
            case "ProfileRelationship":
                self._read_relation(element)
            case "SanctionsEntry":
                self._read_entry(element)

    def joined(self) -> Iterator[Profile]:
        """Yield each party with what the tables after it say; what is yielded is given up here."""
        for profile in self.profiles:
            listings = self._listings.pop(profile.number, [])
            owner = ("Profile", profile.number)
            yield profile._replace(
                links=tuple(self._links.pop(profile.number, ())),
                entries=tuple(one.entry for one in listings),
                programs=_distinct(program for one in listings for program in one.entry.programs),
                measures=_distinct(measure for one in listings for measure in one.measures),
                bases=_distinct(basis for one in listings for basis in one.bases),
                unknown=(*profile.unknown, *self._unknown.pop(owner, ())),
                broken=(*profile.broken, *self._broken.pop(owner, ())),
                repeated=(*profile.repeated, *self._repeated.pop(owner, ())),
            )

    def orphans(self) -> Iterator[tuple[str, str, str]]:
        """Yield what no party took up, once all are joined: field, the number that it refers to, its words."""
        for number, links in self._links.items():
            yield from (("ProfileRelationship", number, f"{link.kind} {link.target}") for link in links)
        for number, listings in self._listings.items():
            yield from (("SanctionsEntry", number, one.entry.list) for one in listings)
        for number, papers in self._papers.items():
            yield from (("IDRegDocument", number, f"{paper.kind} {paper.number}") for paper, _ in papers)
        for strays in (self._unknown, self._broken, self._repeated):
            for (_, number), values in strays.items():
                yield from ((path, number, text or "") for path, text in values)

    def _word(self, table: str, number: str | None) -> str | None:
        """Give the word of a reference table; the number itself where the table lacks it, so that it is not lost."""
        if number is None:
            return None
        return self._words.get((table, number), f"{table} {number}")

    def _stated(self, table: str, number: str | None) -> str | None:
        """Give the word of a reference table; None where it says that nothing is known."""
        word = None if number is None else self._words.get((table, number))
        return None if word == _UNKNOWN else word

    def _read_words(self, element: Element) -> None:
        for table in element:
            for value in table:
                name, number = local_name(value), value.get("ID")
                if number is None:
                    continue
                # An area code's own text is ISO's two letters, which some areas lack.
                self._words[name, number] = " ".join((value.get("Description") or value.text or "").split())
                owner = value.get("PartyTypeID")
                if owner is not None:
                    self._owners[name, number] = owner

    def _read_location(self, element: Element) -> None:
        country = None
        for tag, attribute, table in (
            ("LocationCountry", "CountryID", "Country"),
            ("LocationAreaCode", "AreaCodeID", "AreaCode"),
        ):
            found = element.find(tag)
            if country is None and found is not None:
                country = self._word(table, found.get(attribute))
        scripts: dict[str, list[Part]] = {}
        for part in element.iterfind("LocationPart"):
            kind = self._word("LocPartType", part.get("LocPartTypeID")) or ""
            for value in part.iterfind("LocationPartValue"):
                text = text_of(value, "Value")
                if text is not None:
                    scripts.setdefault(text_of(value, "Comment") or LATIN, []).append(Part(kind, text))
        places = tuple(Place(tuple(parts), country) for parts in scripts.values())
        number = element.get("ID", "")
        self._places[number] = places or (Place((), country),)
        self._note_unknown(element, "Location", number)

    def _read_document(self, element: Element) -> None:
        owner, dates = element.get("IdentityID", ""), {}
        for one in element.iterfind("DocumentDate"):
            kind = self._word("IDRegDocDateType", one.get("IDRegDocDateTypeID")) or ""
            period = read_period(one.find("DatePeriod"))
            if period is None:
                self._broken["Identity", owner].append((f"IDRegDocument/DocumentDate/{kind}", _words_of(one)))
            else:
                dates[kind] = period
        place = next(iter(self._places.get(element.get("IssuedIn-LocationID", ""), ())), None)
        validity = self._stated("Validity", element.get("ValidityID"))
        comment = text_of(element, "Comment")
        others = tuple(f"{kind}: {period.text}" for kind, period in dates.items() if kind not in _DATE_TYPES)
        paper = Paper(
            kind=self._word("IDRegDocType", element.get("IDRegDocTypeID")) or "",
            number=text_of(element, "IDRegistrationNo") or "",
            country=self._word("Country", element.get("IssuedBy-CountryID")),
            place=None if place is None else place.line or None,
            authority=text_of(element, "IssuingAuthority"),
            issued=dates.get("Issue Date"),
            expires=dates.get("Expiration Date"),
            flaw=None if validity == "Valid" else validity,
            comments=(*(() if comment is None else (comment,)), *others),
        )
        named = element.find("DocumentedNameReference")
        self._papers[owner].append((paper, None if named is None else named.get("DocumentedNameID")))
        self._note_unknown(element, "Identity", owner)

    def _read_party(self, element: Element) -> None:
        profile = element.find("Profile")
        number = str((None if profile is None else profile.get("ID")) or element.get("FixedRef", ""))
        names: list[Name] = []
        papers: list[Paper] = []
        features: list[Feature] = []
        places: list[Place] = []
        unknown: list[Stray] = list(_FIELD_TREES["DistinctParty"].find_unknown(element))
        broken: list[Stray] = []
        repeated: list[Stray] = list(find_repeated(element, SEVERAL))
        for identity in () if profile is None else profile.iterfind("Identity"):
            own = sorted(self._read_names(identity), key=lambda found: (found[1].kind != "", found[1].script != LATIN))
            names += [name for _, name in own]
            papers += self._take_papers(identity.get("ID", ""), dict(own), names[0].whole if len(names) > 0 else None)
            unknown += self._unknown.pop(("Identity", identity.get("ID", "")), ())
            broken += self._broken.pop(("Identity", identity.get("ID", "")), ())
            repeated += self._repeated.pop(("Identity", identity.get("ID", "")), ())
        for feature in () if profile is None else profile.iterfind("Feature"):
            self._read_feature(feature, features, places, broken)
        comment = text_of(element, "Comment")
        self.profiles.append(
            Profile(
                number=number,
                kind=self._kind(None if profile is None else profile.get("PartySubTypeID")),
                names=tuple(names),
                places=tuple(places),
                features=tuple(features),
                papers=tuple(papers),
                remarks=() if comment is None else (comment,),
                unknown=tuple(unknown),
                broken=tuple(broken),
                repeated=tuple(repeated),
            )
        )

    def _kind(self, number: str | None) -> str | None:
        """Name the kind of a party: its subtype, Vessel or Aircraft, or else its type, Individual or Entity."""
        kind = self._stated("PartySubType", number)
        if kind is None and number is not None:
            kind = self._stated("PartyType", self._owners.get(("PartySubType", number)))
        return kind

    def _take_papers(self, identity: str, names: dict[str, Name], primary: str | None) -> Iterator[Paper]:
        for paper, name in self._papers.pop(identity, []):
            holder = None if name is None or name not in names else names[name].whole
            yield paper if holder == primary else paper._replace(name=holder)

    def _read_names(self, identity: Element) -> Iterator[tuple[str, Name]]:
        """Yield the names of an identity with the numbers that documents refer to them by."""
        groups = {
            group.get("ID"): self._word("NamePartType", group.get("NamePartTypeID")) or ""
            for group in identity.iterfind("NamePartGroups/MasterNamePartGroup/NamePartGroup")
        }
        is_false = identity.get("False") == "true"
        for alias in identity.iterfind("Alias"):
            is_primary = alias.get("Primary") == "true"
            kind = "" if is_primary else self._word("AliasType", alias.get("AliasTypeID")) or "A.K.A."
            is_weak = is_false or alias.get("LowQuality") == "true"
            for documented in alias.iterfind("DocumentedName"):
                values = [
                    one for one in documented.iterfind("DocumentedNamePart/NamePartValue") if (one.text or "").strip()
                ]
                parts = tuple(
                    Part(groups.get(one.get("NamePartGroupID"), ""), (one.text or "").strip()) for one in values
                )
                if len(parts) > 0:
                    script = self._stated("Script", values[0].get("ScriptID")) or LATIN
                    text = " ".join(part.text for part in parts)
                    whole = compose_name(parts, script=script)
                    yield documented.get("ID", ""), Name(text, whole, kind, is_weak, script, parts)

    def _read_feature(
        self, element: Element, features: list[Feature], places: list[Place], broken: list[Stray]
    ) -> None:
        kind = self._word("FeatureType", element.get("FeatureTypeID")) or ""
        for version in element.iterfind("FeatureVersion"):
            found = [
                place
                for one in version.iterfind("VersionLocation")
                for place in self._places.get(one.get("LocationID", ""), ())
            ]
            comment = text_of(version, "Comment")
            if kind == _LOCATION and len(found) > 0 and comment is None:
                places += found
                continue
            details = [
                detail
                for one in version.iterfind("VersionDetail")
                if (detail := self._stated("DetailReference", one.get("DetailReferenceID")) or (one.text or "").strip())
            ]
            details += [line for place in found if (line := place.line or None) is not None]
            period = read_period(version.find("DatePeriod"))
            if period is None and version.find("DatePeriod") is not None:
                broken.append(("Profile/Feature/FeatureVersion/DatePeriod", _words_of(version)))
            reliability = self._stated("Reliability", version.get("ReliabilityID"))
            stated: Sequence[str | None] = details or (None,)
            features += (Feature(kind, one, period, reliability, comment) for one in stated)

    def _read_relation(self, element: Element) -> None:
        owner, target = element.get("From-ProfileID", ""), element.get("To-ProfileID")
        kind = self._word("RelationType", element.get("RelationTypeID")) or ""
        self._note_unknown(element, "Profile", owner)
        if target is None:
            self._broken["Profile", owner].append(("ProfileRelationship@To-ProfileID", kind))
            return
        dates = element.find("DatePeriod")
        link = Link(
            kind=kind,
            target=target,
            quality=self._stated("RelationQuality", element.get("RelationQualityID")),
            start=None if dates is None else read_side(dates.find("Start")),
            end=None if dates is None else read_side(dates.find("End")),
            comment=text_of(element, "Comment"),
            is_former=element.get("Former") == "true",
        )
        self._links[owner].append(link)

    def _read_entry(self, element: Element) -> None:
        owner = element.get("ProfileID", "")
        days, bases, programs, measures = [], [], [], []
        for event in element.iterfind("EntryEvent"):
            day = read_bound(event.find("Date"), is_last=False)
            if day is None:
                self._broken["Profile", owner].append(("SanctionsEntry/EntryEvent/Date", _words_of(event)))
            else:
                days.append(day.isoformat())
            basis = self._stated("LegalBasis", event.get("LegalBasisID"))
            bases += [text for text in (basis, text_of(event, "Comment")) if text is not None]
        for measure in element.iterfind("SanctionsMeasure"):
            kind, comment = self._stated("SanctionsType", measure.get("SanctionsTypeID")), text_of(measure, "Comment")
            # A programme is a measure without a type of its own, and stands in the comment.
            if kind in (None, "Program"):
                programs += [comment] if comment is not None else []
            else:
                measures.append(kind if comment is None else f"{kind}: {comment}")
        listed = Entry(self._word("List", element.get("ListID")) or "", _distinct(days), _distinct(programs))
        self._listings[owner].append(_Listing(listed, tuple(measures), _distinct(bases)))
        self._note_unknown(element, "Profile", owner)

    def _note_unknown(self, element: Element, table: str, number: str) -> None:
        """Keep what of a record no table names, and what stands twice, for the party that it belongs to."""
        tag = str(element.tag)
        for path, text in _FIELD_TREES[tag].find_unknown(element):
            self._unknown[table, number].append((f"{tag}{'' if path.startswith('@') else '/'}{path}", text))
        for path, text in find_repeated(element, SEVERAL):
            self._repeated[table, number].append((f"{tag}/{path}", text))


_DATE_TYPES = ("Issue Date", "Expiration Date")


def _distinct(values: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _words_of(element: Element) -> str:
    return " ".join(text for one in element.itertext() if (text := str(one).strip()) != "")
