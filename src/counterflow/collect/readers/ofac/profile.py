"""One party of OFAC's lists as its database holds it: what the enhanced and the advanced XML both say, in two ways.

Both formats are exports of one database: identities with names in parts, features of a type each, identity documents,
relations between parties, entries in lists. Their readers make a `Profile` of each party, and `OfacProfileParty` makes
rows of it, so that one party has the same statements in either.
"""

from __future__ import annotations

import calendar
import functools
import re
from datetime import date
from typing import NamedTuple

from counterflow.collect.readers.ofac.feature import read_feature
from counterflow.collect.readers.ofac.kinds import REFERENCE_ACTIONS
from counterflow.collect.readers.ofac.record import NameIndex, find_schema, natural_name, party_id
from counterflow.collect.readers.ofac.remarks import Remark

NAME_ORDER = ("First Name", "Nickname", "Middle Name", "Patronymic", "Last Name", "Matronymic", "Maiden Name")
"""Types of the parts of a person's name, in the order in which the name is written."""
FAMILY_PARTS = frozenset(["Last Name", "Matronymic", "Maiden Name", "Entity Name", "Vessel Name", "Aircraft Name"])
"""Parts that OFAC's formatted names set in capitals."""
STREET_PARTS = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
TOWN_PARTS = frozenset(["CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION"])
LATIN = "Latin"


_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks of writing direction, which stand around Arabic names and are no part of them."""

Stray = tuple[str, str | None]
"""Path and text of what cannot be read."""


class Part(NamedTuple):
    """A part of a name or of an address."""

    kind: str
    """OFAC's word for it: `Last Name`, `CITY`."""
    text: str


class Period(NamedTuple):
    """A date as OFAC states it: four days that bound its beginning and its end."""

    edtf: str
    text: str
    """Its words, for the passage."""


class Name(NamedTuple):
    """One name in one script."""

    text: str
    """Word for word as the format writes it."""
    whole: str
    """In natural order, family names and names of entities in capitals, as in all of OFAC's formats."""
    kind: str
    """`A.K.A.`, `F.K.A.`, `N.K.A.`; empty for the primary name."""
    is_weak: bool
    """Low quality in OFAC's judgement: it finds too many people."""
    script: str
    parts: tuple[Part, ...]


class Place(NamedTuple):
    """An address, or where something was; its parts are joined as in the legacy list: "Guadalajara, Jalisco 44670"."""

    parts: tuple[Part, ...]
    country: str | None

    @property
    def text(self) -> str:
        """Its words, in the order of the format."""
        return ", ".join([part.text for part in self.parts] + ([] if self.country is None else [self.country]))

    @property
    def street(self) -> str | None:
        """Street, house, post box, and whatever has a kind that is not known."""
        streets = sorted(
            (part for part in self.parts if part.kind not in TOWN_PARTS),
            key=lambda part: STREET_PARTS.index(part.kind) if part.kind in STREET_PARTS else len(STREET_PARTS),
        )
        return ", ".join(part.text for part in streets) or None

    @property
    def town(self) -> str | None:
        """Town, state and postal code; the region where there is a country besides."""
        city, code, region = (
            [part.text for kind in kinds for part in self.parts if part.kind == kind]
            for kinds in (("CITY", "STATE/PROVINCE"), ("POSTAL CODE",), ("REGION",))
        )
        town = " ".join([", ".join(city), *code]).strip()
        return ", ".join([town] * (town != "") + region * (self.country is not None)) or None

    @property
    def area(self) -> str | None:
        """The country; where there is none, the region as the legacy list has it in the country's place."""
        region = ", ".join(part.text for part in self.parts if part.kind == "REGION")
        return f"Region: {region}" if self.country is None and region != "" else self.country

    @property
    def line(self) -> str:
        """All of it in one line."""
        return ", ".join(part for part in (self.street, self.town, self.area) if part is not None)


class Feature(NamedTuple):
    """Anything of a kind that OFAC has a type for."""

    kind: str
    """The type's name: `Birthdate`, `Digital Currency Address - XBT`."""
    value: str | None = None
    period: Period | None = None
    reliability: str | None = None
    """`Confirmed`, `Reported`, `False`; None: not stated."""
    comment: str | None = None
    target: str | None = None
    """Entity id of the party that the value names, where one party of the list alone bears that name."""


class Paper(NamedTuple):
    """An identity document or a registration."""

    kind: str
    number: str
    country: str | None = None
    place: str | None = None
    authority: str | None = None
    issued: Period | None = None
    expires: Period | None = None
    flaw: str | None = None
    """That it is not valid, in the format's word."""
    name: str | None = None
    """The name it is made out to, where it is not the party's primary one."""
    comments: tuple[str, ...] = ()


class Link(NamedTuple):
    """A relation, as the party that the link starts from has it."""

    kind: str
    """`Acting for or on behalf of`: this party acts for the other one."""
    target: str
    """Number of the other party."""
    name: str | None = None
    """The other party's name, where the format gives it."""
    schema: str | None = None
    """Schema of the other party; None: it is not in the file."""
    quality: str | None = None
    start: Period | None = None
    end: Period | None = None
    comment: str | None = None
    is_former: bool = False


class Entry(NamedTuple):
    """That a party stands in a list."""

    list: str
    days: tuple[str, ...]
    """When it was entered, ISO."""
    programs: tuple[str, ...] = ()
    """Programmes of this entry, where the format ties them to it."""


class Profile(NamedTuple):
    """One party."""

    number: str
    """OFAC's number, the same in all of its formats."""
    kind: str | None
    """`Individual`, `Entity`, `Vessel`, `Aircraft`; None: the format does not say."""
    names: tuple[Name, ...]
    """The primary name first."""
    places: tuple[Place, ...] = ()
    features: tuple[Feature, ...] = ()
    papers: tuple[Paper, ...] = ()
    links: tuple[Link, ...] = ()
    entries: tuple[Entry, ...] = ()
    programs: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    """What is done to the party: `Block`, `13662 Sectoral Directive 1`."""
    bases: tuple[str, ...] = ()
    """Legal authorities."""
    titles: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    unknown: tuple[Stray, ...] = ()
    """Every field that the reader does not know."""
    broken: tuple[Stray, ...] = ()
    """Every value that says nothing: a date that is no day, a reference to nobody."""
    repeated: tuple[Stray, ...] = ()
    """Everything that stands a second time where the format has one."""

    @property
    def entity_id(self) -> str:
        """Id of the party."""
        return party_id(self.number)

    def content(self) -> bytes:
        """Give all that its rows follow from; neither OFAC's row numbers nor the order of equal fields change it."""
        first, *others = self.names
        ordered = [sorted(map(repr, items)) for items in self[3:]]
        return repr((self.number, self.kind, first, sorted(map(repr, others)), ordered)).encode(
            "utf-8", "surrogatepass"
        )


class Labels(NamedTuple):
    """Where each thing stands in a format, in its own words: the `field` of evidence."""

    number: str
    name: str
    place: str
    country: str
    feature: str
    paper: str
    link: str
    target: str
    entry: str
    program: str
    measure: str
    base: str
    title: str
    remarks: str


class ProfileIndex:
    """What the parties of a file need to know of each other: schemata, and who alone bears a name."""

    def __init__(self) -> None:
        self.schemata: dict[str, str] = {}
        self.names = NameIndex()

    def add(self, profile: Profile) -> None:
        """Enter a party that has a number of its own and a name."""
        self.schemata[profile.number] = choose_schema(profile)
        for order, name in enumerate(profile.names):
            self.names.add(name.text, profile.entity_id, is_primary=order == 0)

    def resolve(self, profile: Profile) -> Profile:
        """Complete the references of a profile to other parties."""
        links = tuple(link._replace(schema=self.schemata.get(link.target)) for link in profile.links)
        features = tuple(
            feature._replace(target=self.names.find(feature.value))
            if feature.value is not None and _is_reference(feature.kind)
            else feature
            for feature in profile.features
        )
        return profile._replace(links=links, features=features)


def choose_schema(profile: Profile) -> str:
    """Choose the FtM schema of a party as for the legacy list: by its type, its features or its legal form."""
    kind = None if profile.kind is None or profile.kind.lower() == "entity" else profile.kind
    traits = [(one.kind.rstrip("- "), one.value or "") for one in profile.features]
    traits += [(one.kind, one.number) for one in profile.papers]
    return find_schema(kind, profile.names[0].whole, [Remark("", trait, value, None) for trait, value in traits])


@functools.cache
def _is_reference(feature_type: str) -> bool:
    """Whether values of a type of feature are names of other parties."""
    kind = read_feature(feature_type, "").kind
    return kind is not None and kind.action in REFERENCE_ACTIONS


def compose_name(parts: tuple[Part, ...], *, script: str) -> str:
    """Write a name of its parts in natural order, as OFAC formats it: family names and entities in capitals."""
    ranked = sorted(parts, key=lambda part: NAME_ORDER.index(part.kind) if part.kind in NAME_ORDER else -1)
    is_latin = script == LATIN
    texts = (part.text.upper() if is_latin and part.kind in FAMILY_PARTS else part.text for part in ranked)
    return _DIRECTION_MARKS.sub("", " ".join(texts)).strip()


def read_formatted(name: str, *, is_person: bool) -> str:
    """Turn OFAC's "LAST, First Middle" of a person into natural order."""
    name = _DIRECTION_MARKS.sub("", name).strip()
    return natural_name(name)[0] if is_person else name


def write_period(days: tuple[date, date, date, date], *, is_approximate: bool) -> str:
    """Write OFAC's four bounds in EDTF: a day, a month, a year, or an interval of them.

    Args:
        days: first and last day on which it may begin, first and last day on which it may end.
        is_approximate: what OFAC's remarks call "circa".
    """
    mark = "~" if is_approximate else ""
    single = _span(days[0], days[3])
    if single is not None:
        return single + mark
    start, end = _span(days[0], days[1]) or days[0].isoformat(), _span(days[2], days[3]) or days[3].isoformat()
    return f"{start}{mark}/{end}{mark}"


def _span(first: date, last: date) -> str | None:
    """Name the day, the month or the year that goes from `first` to `last`; None when no single one does."""
    if first == last:
        return first.isoformat()
    if first.day != 1 or first.year != last.year or last.day != calendar.monthrange(last.year, last.month)[1]:
        return None
    if first.month == last.month:
        return first.isoformat()[:7]
    return f"{first.year:04d}" if (first.month, last.month) == (1, 12) else None
