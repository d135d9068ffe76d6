"""The person of a UK designation: birth, nationality, titles, positions and papers."""

from __future__ import annotations

from counterflow.collect.party import Party
from counterflow.collect.readers.uk.designation import Cell
from counterflow.collect.readers.uk.other_information import is_birth_approximate
from counterflow.collect.readers.uk.paper import Paper, read_papers
from counterflow.collect.readers.uk.record import UkRecord, add_date
from counterflow.collect.readers.uk.text import split_numbered
from counterflow.model.identity import make_id

_PAPERS = (
    ("Passport", "PassportNumber", "PassportAdditionalInformation", "passportNumber"),
    (
        "NationalIdentifier",
        "NationalIdentifierNumber",
        "NationalIdentifierAdditionalInformation",
        "idNumber",
    ),
)


def read_person(record: UkRecord) -> list[Party]:
    """Read what the list says of persons, and give their papers; of an entity it is kept as notes."""
    for cell, title in record.each("Title"):
        for one in title.split("/") if record.has("title") else (title,):
            record.add_or_keep("title", cell, one)
    record.read_texts("Position", "position")
    for cell, gender in record.each("Gender"):
        if gender.lower() not in ("unknown", "not known"):
            record.add_or_keep("gender", cell, gender)
    _read_birth_dates(record)
    for cell, nationality in record.each("Nationality"):
        record.add_countries("nationality" if record.has("nationality") else "country", cell, nationality)
    for group in record.given.groups.get("Location", ()):
        _read_birth_place(record, group.get("TownOfBirth"), group.get("CountryOfBirth"))
    papers: dict[str, Party] = {}
    for name, number, information, prop in _PAPERS:
        for group in record.given.groups.get(name, ()):
            _read_papers(record, papers, group.get(number), group.get(information), prop)
    return list(papers.values())


def _read_birth_dates(record: UkRecord) -> None:
    circa = any(is_birth_approximate(cell.text) for cell in record.given.cells("OtherInformation"))
    for cell, birth in record.each("DOB"):
        if record.has("birthDate"):
            add_date(record.main, "birthDate", cell, birth, circa=circa)
        else:
            record.keep(cell, birth)


def _read_birth_place(record: UkRecord, town: Cell | None, country: Cell | None) -> None:
    # Parts keep their place, because the second town lies in the second country; a dash holds a place.
    towns = () if town is None else tuple(_words(part) for part in split_numbered(town.text))
    countries = () if country is None else tuple(_words(part) for part in split_numbered(country.text))
    if not record.has("birthPlace"):
        for cell in (town, country):
            if cell is not None:
                record.keep(cell)
        return
    for index, name in enumerate(towns):
        state = countries[index] if len(countries) == len(towns) else countries[0] if len(countries) == 1 else ""
        line = ", ".join(part for part in (name, state) if part != "")
        if town is not None and name != "":
            record.main.add("birthPlace", line, field=town.field, passage=town.text)
    for state in dict.fromkeys(countries):
        if country is not None and state != "":
            if all(name == "" for name in towns):
                record.main.add("birthPlace", state, field=country.field, passage=country.text)
            record.add_countries("birthCountry", country, state)


def _read_papers(
    record: UkRecord, papers: dict[str, Party], number: Cell | None, information: Cell | None, prop: str
) -> None:
    if number is None:
        if information is not None:
            # Without a number it identifies nobody; its words are kept.
            record.keep(information)
        return
    texts = split_numbered(number.text)
    notes = split_numbered("" if information is None else information.text)
    for index, text in enumerate(texts):
        note = notes[index] if len(notes) == len(texts) else "" if information is None else information.text
        found = list(read_papers(text, note)) if record.has("passportNumber") else []
        if len(found) == 0 and text.strip() != "":
            record.keep(number, f"{text} {note}".strip())
        for paper in found:
            is_passport = prop == "passportNumber" and not paper.is_identity
            record.main.add(
                "passportNumber" if is_passport else "idNumber",
                text,
                value=paper.number,
                field=number.field,
                passage=number.text,
            )
            schema = "Passport" if is_passport else "Identification"
            entity_id = make_id(record.main.id, schema, paper.number)
            entity = papers.setdefault(entity_id, record.make(schema, entity_id))
            entity.add("holder", record.main.id, field=number.field, passage=number.text)
            entity.add("number", text, value=paper.number, field=number.field, passage=number.text)
            words = text if information is None else note
            _describe(entity, paper, information or number, paper.words or words)


def _describe(entity: Party, paper: Paper, where: Cell, words: str) -> None:
    if paper.country is not None:
        entity.add("country", words, value=paper.country, field=where.field, passage=where.text)
    for prop, date in (("startDate", paper.issued), ("endDate", paper.expires)):
        if date is not None:
            entity.add_date(prop, words, value=date, field=where.field, passage=where.text)
    if words.strip() not in ("", paper.number):
        entity.add("summary", words, field=where.field, passage=where.text)


def _words(text: str) -> str:
    return text if any(char.isalpha() for char in text) else ""
