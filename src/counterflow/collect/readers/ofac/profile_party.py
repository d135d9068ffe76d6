"""A `Profile` of OFAC's database becomes a party, its sanction, its documents, wallets and links."""

from __future__ import annotations

from collections.abc import Iterator

from counterflow.clean.country import is_unknown_country
from counterflow.clean.script import language_of_script
from counterflow.collect.party import Party
from counterflow.collect.readers.ofac.entry import OfacEntry
from counterflow.collect.readers.ofac.feature import read_feature, read_paper
from counterflow.collect.readers.ofac.profile import (
    FAMILY_PARTS,
    LATIN,
    Feature,
    Labels,
    Link,
    Name,
    Paper,
    Place,
    Profile,
    ProfileIndex,
    read_formatted,
)
from counterflow.collect.readers.ofac.record import party_id
from counterflow.collect.readers.ofac.relation import find_relation, outside_schema
from counterflow.collect.readers.ofac.remarks import Remark, read_remarks
from counterflow.collect.source import Source, SourceFile
from counterflow.model.doubt import Hedge, Polarity
from counterflow.model.identity import make_id
from counterflow.model.schema import get_schema
from counterflow.stage import Row

PART_PROPS = {
    "Last Name": "lastName",
    "First Name": "firstName",
    "Middle Name": "middleName",
    "Maiden Name": "lastName",
    "Patronymic": "fatherName",
    "Matronymic": "motherName",
    "Nickname": "weakAlias",
}
"""Parts of a person's primary name; those of an alias stand in it whole, or they would mix with these."""
NAME_PROPS = {"": "name", "F.K.A.": "previousName"}
SCRIPT_LANGUAGES = {
    "Armenian": "hye",
    "Chinese Simplified": "zho",
    "Chinese Traditional": "zho",
    "Georgian": "kat",
    "Greek": "ell",
    "Hangul": "kor",
    "Hebrew": "heb",
    "Japanese": "jpn",
    "Korean": "kor",
}
"""Scripts that OFAC names after one language; Arabic, Cyrillic and Latin are written in several."""


class _HedgedParty(Party):
    """A party whose values are stated with the doubt of the item being read."""

    hedge: Hedge = Hedge.FACT

    def add(  # noqa: PLR0913 - as `Party.add`
        self,
        prop: str,
        text: str | None,
        *,
        field: str,
        passage: str | None = None,
        value: str | None = None,
        file: SourceFile | None = None,
        lang: str | None = None,
        edtf: str | None = None,
        hedge: str = Hedge.FACT,
        polarity: str = Polarity.AFFIRMED,
    ) -> str | None:
        """Add one value; see `Party.add`."""
        hedge = self.hedge if hedge == Hedge.FACT else hedge
        return super().add(
            prop,
            text,
            field=field,
            passage=passage,
            value=value,
            file=file,
            lang=lang,
            edtf=edtf,
            hedge=hedge,
            polarity=polarity,
        )


class OfacProfileParty(OfacEntry):
    """Turns one profile into rows."""

    main: _HedgedParty

    def __init__(self, source: Source, extractor: str, labels: Labels, profile: Profile, index: ProfileIndex) -> None:
        super().__init__(source, extractor, profile.number, index.schemata[profile.number], index.names)
        self.labels = labels
        self.profile = profile
        self.feature: Feature | None = None
        """The feature being read."""

    def _make(self, schema: str, entity_id: str) -> Party:
        return _HedgedParty(self.source, self.extractor, schema, entity_id, self.number)

    def rows(self) -> Iterator[Row]:
        """Read the profile and yield its rows."""
        profile = self.profile
        for name in profile.names:
            self._read_name(name)
        self._read_sanction()
        for place in profile.places:
            self._read_place(place)
        for self.feature in profile.features:
            self._read_feature(self.feature)
        self.feature = None
        for title in profile.titles:
            self.read_titles(title, self.labels.title)
        self.field = self.labels.remarks
        for text in profile.remarks:
            for remark in read_remarks(text, ";".join(profile.titles)):
                self.read_remark(remark)
        for paper in profile.papers:
            self._read_paper(paper)
        for link in profile.links:
            self._read_link(link)
        for path, value in profile.unknown:
            self.main.unknown_field(path, value)
        for path, value in profile.broken:
            self.main.problem("the value cannot be read", field=path, value=value)
        for path, value in profile.repeated:
            message = "the element stands twice where one is allowed; the first is read"
            self.main.problem(message, field=path, value=value)
        yield from super().rows()

    def _read_name(self, name: Name) -> None:
        field = self.labels.name
        is_latin = name.script == LATIN
        prop = "weakAlias" if name.is_weak else NAME_PROPS.get(name.kind, "alias")
        if name is self.profile.names[0]:
            prop = "name"  # whatever else it is, a party has a name
        elif prop == "name" and not is_latin:
            prop = "alias"
        language = None if is_latin else SCRIPT_LANGUAGES.get(name.script) or language_of_script(name.whole)
        self.main.add(prop, name.text, value=name.whole, field=field, lang=language)
        if prop != "name" or self.main.schema != "Person":
            return
        for part in name.parts:
            if part.kind in PART_PROPS:
                value = part.text.upper() if part.kind in FAMILY_PARTS else part.text
                self.main.add(PART_PROPS[part.kind], part.text, value=value, field=field, passage=name.text)

    def _read_sanction(self) -> None:
        profile, labels, sanction = self.profile, self.labels, self.sanction
        passage = None if len(profile.programs) == 0 else " ".join(profile.programs)
        self.read_listing(profile.programs, labels.number, labels.program, passage)
        for entry in profile.entries:
            text = ", ".join([entry.list, *entry.days])
            if len(entry.programs) > 0:
                text = f"{text}: {', '.join(entry.programs)}"
            sanction.add("summary", text, field=labels.entry)
            for day in entry.days:
                sanction.add_date("listingDate", day, field=labels.entry, passage=text)
        for measure in profile.measures:
            sanction.add("provisions", measure, field=labels.measure)
        for basis in profile.bases:
            sanction.add("reason", basis, field=labels.base)

    def _read_place(self, place: Place) -> None:
        fields = (self.labels.place, self.labels.country)
        area = None if place.area is None or is_unknown_country(place.area) else place.area
        if (place.street, place.town, area) != (None, None, None):
            self.read_location(place.street, place.town, area, place.text, fields, self.file)

    def _read_feature(self, feature: Feature) -> None:
        self.field = self.labels.feature
        value = feature.value or (None if feature.period is None else feature.period.text)
        remark = read_feature(feature.kind, value or "")
        if feature.comment is not None:
            remark = remark._replace(text=f"{remark.text} ({feature.comment.strip('()')})")
            self.note(remark)
        if feature.reliability == "False":
            # OFAC keeps what it knows to be untrue, so that others do not take it for news.
            self.main.add("notes", f"{remark.text}: reliability False", field=self.field)
            return
        self.main.hedge = Hedge.REPORTED if feature.reliability == "Reported" else Hedge.FACT
        if value is None:
            self.note(remark)
        elif remark.kind is not None and remark.kind.prop == "position":
            self.read_titles(value, self.field)
        else:
            self.read_remark(remark)
        self.main.hedge = Hedge.FACT

    def _date(self, remark: Remark, prop: str, _: str) -> None:
        period = None if self.feature is None else self.feature.period
        if period is None or not self._has(prop):
            super()._date(remark, prop, _)
        else:
            self.main.add_date(prop, remark.value, value=period.edtf, field=self.field, passage=remark.text)

    def _read_paper(self, paper: Paper) -> None:
        self.field = field = self.labels.paper
        issued, expires = (None if one is None else one.edtf for one in (paper.issued, paper.expires))
        remark = read_paper(paper.kind, paper.number, paper.country, issued, expires)
        self.read_remark(remark)
        details = (
            ("authority", paper.authority),
            ("authority", paper.place),
            ("namesMentioned", paper.name),
            ("summary", paper.flaw),
            *(("summary", comment) for comment in paper.comments),
        )
        stated = [(prop, value) for prop, value in details if value is not None]
        if len(stated) == 0 or remark.kind is None or remark.given is None:
            return
        if not get_schema(self.main.schema).is_a("LegalEntity") or remark.given.number == "":
            self.main.add("notes", "; ".join([remark.text, *(value for _, value in stated)]), field=field)
            return
        schema = "Passport" if remark.kind.action == "passport" else "Identification"
        self._document(remark, remark.given, schema)
        document = self._other(schema, make_id(self.main.id, schema, remark.name.lower(), remark.given.number))
        for prop, value in stated:
            document.add(prop, value, field=field, passage=remark.text)

    def _read_link(self, link: Link) -> None:
        labels, target = self.labels, party_id(link.target)
        text = f"{link.kind} {link.name or link.target}"
        if target == self.main.id:
            self.main.add("notes", text, field=labels.link)
            return
        schema = link.schema or outside_schema(link.kind)
        if link.schema is None:
            # A file of one list or one programme names parties of others: they get no more than their name.
            stub = self._other(schema, target)
            name = None if link.name is None else read_formatted(link.name, is_person=schema == "Person")
            if stub.add("name", link.name, value=name, field=labels.target) is None:
                stub.add_id(field=labels.target)
        relation = find_relation(link.kind, self.main.schema, schema)
        hedge = Hedge.FORMER if link.is_former else Hedge.POSSIBLE if link.quality == "Low" else Hedge.FACT
        tie = self._other(relation.schema, make_id(self.main.id, "relation", link.kind.lower(), target))
        for prop, value in (
            (relation.subject, self.main.id),
            (relation.object, target),
            (relation.role, link.kind),
            ("summary", None if link.quality is None else f"Quality: {link.quality}"),
            ("summary", link.comment),
        ):
            if value is not None:
                tie.add(prop, value, field=labels.link, passage=text, hedge=hedge)
        for prop, period in (("startDate", link.start), ("endDate", link.end)):
            if period is not None:
                tie.add_date(prop, period.text, value=period.edtf, field=labels.link, hedge=hedge)
