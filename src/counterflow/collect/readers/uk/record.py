"""One designation being read: the party, and how its cells become values of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.collect.party import Party
from counterflow.collect.readers.uk.designation import Cell, Designation
from counterflow.collect.readers.uk.text import read_places, read_uk_date, split_numbered
from counterflow.collect.source import Source
from counterflow.model.doubt import Hedge
from counterflow.model.schema import get_schema

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class UkRecord:
    """A designation and its party."""

    def __init__(self, source: Source, extractor: str, given: Designation, schema: str) -> None:
        self.source = source
        self.extractor = extractor
        self.given = given
        self.main = self.make(schema, given.entity_id)

    def make(self, schema: str, entity_id: str) -> Party:
        """Make an entity of this record."""
        return Party(self.source, self.extractor, schema, entity_id, self.given.record)

    def has(self, prop: str) -> bool:
        """Whether the party's schema has a property."""
        return prop in get_schema(self.main.schema).properties

    def keep(self, cell: Cell, text: str | None = None) -> None:
        """Keep a value that has no property of its own as a note, with the name of its concept."""
        label = _CAPITAL.sub(" ", cell.concept).capitalize() or cell.field
        self.main.add("notes", f"{label}: {text or cell.text}", field=cell.field, passage=cell.text)

    def each(self, concept: str) -> Iterator[tuple[Cell, str]]:
        """Give each value of a concept, numbered ones apart."""
        for cell in self.given.cells(concept):
            for part in split_numbered(cell.text):
                if part.strip() != "":
                    yield cell, part

    def add_or_keep(self, prop: str, cell: Cell, text: str) -> None:
        """Add a value, or keep it as a note where the party's schema has no such property."""
        if self.has(prop):
            self.main.add(prop, text, field=cell.field, passage=cell.text)
        else:
            self.keep(cell, text)

    def read_texts(self, concept: str, prop: str) -> None:
        """Read the values of a concept that are texts."""
        for cell, text in self.each(concept):
            self.add_or_keep(prop, cell, text)

    def add_countries(self, prop: str, cell: Cell, text: str, hedge: Hedge = Hedge.FACT) -> None:
        """Add the countries that a text names, with the doubt of the field unless a country has its own."""
        places = read_places(text)
        if len(places) == 0:
            # The problem row, or nothing where the text says that no country is known.
            self.main.add_country(prop, text, field=cell.field, passage=cell.text)
        for place in places:
            doubt = {None: hedge, "possible": Hedge.POSSIBLE, "former": Hedge.FORMER}[place.doubt]
            self.main.add(prop, text, value=place.code, field=cell.field, passage=cell.text, hedge=doubt)


def add_date(party: Party, prop: str, cell: Cell | None, text: str | None = None, *, circa: bool = False) -> None:
    """Add a date in British order; a cell that is absent adds none."""
    if cell is None:
        return
    # An empty value is no date: a date in another order must not be read by the general rules.
    edtf = read_uk_date(text or cell.text) or ""
    mark = "~" if circa and edtf != "" and edtf[-1].isdigit() and "/" not in edtf else ""
    party.add_date(prop, text or cell.text, value=f"{edtf}{mark}", field=cell.field, passage=cell.text)
