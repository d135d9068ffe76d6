"""A listed party being read: values in, statements with their evidence out.

Every list reader uses this one way, so that each value is cleaned by its FtM type, keeps the field it stands in word
for word, and is either a statement or a problem: none is lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from counterflow.clean.country import is_unknown_country, read_countries
from counterflow.clean.date import ftm_dates, read_date
from counterflow.collect.problem import make_problem
from counterflow.collect.source import Source, SourceFile
from counterflow.model.doubt import Hedge, Polarity
from counterflow.model.identity import make_id, statement_id
from counterflow.model.schema import clean_value, property_type
from counterflow.stage import Row
from counterflow.tables import Evidence, Problem, Statement

NON_LANG_TYPES = frozenset(
    [
        "entity",
        "date",
        "checksum",
        "email",
        "phone",
        "gender",
        "mimetype",
        "topic",
        "url",
        "country",
        "language",
        "ip",
        "id",
    ]
)
"""FtM types whose statements never carry a language (`followthemoney.statement.util.NON_LANG_TYPE_NAMES`)."""


class Party:
    """One entity of one record: collects values, gives rows."""

    def __init__(self, source: Source, extractor: str, schema: str, entity_id: str, record: str) -> None:
        self.source = source
        self.extractor = extractor
        self.schema = schema
        self.id = entity_id
        self.record = record
        self._statements: dict[str, Statement] = {}
        self._evidence: dict[str, Evidence] = {}
        self._problems: list[Problem] = []

    def add(  # noqa: PLR0913 - one keyword a fact of the value
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
        """Add one value; returns the cleaned value, or None if there was none.

        Args:
            prop: property of the party's schema.
            text: the value as written; None and blank add nothing.
            field: where it stands, in the format's own name.
            passage: the field's words that carry it; default `text`.
            value: what to clean instead of `text`, when the format's own notation was read first (dates, countries).
            file: the file it stands in; default the source's main file.
            lang: ISO 639-3 code, where the source states it.
            edtf: for a date, what was written, where FtM's value holds less.
            hedge, polarity: the doubt that the field itself expresses (`circa` is none; "possibly" is).
        """
        if text is None or text.strip() == "":
            return None
        file = file or self.source.main
        cleaned = clean_value(self.schema, prop, text if value is None else value)
        prop_type = property_type(self.schema, prop)
        if cleaned is None:
            self.problem(f"{prop} is not a valid {prop_type}", severity="value", field=field, value=text, file=file)
            return None
        lang = None if prop_type in NON_LANG_TYPES else lang
        key = self._state(prop, prop_type, cleaned, text, lang)
        passage = text if passage is None else passage
        self._support(key, file, field, passage, edtf, hedge, polarity)
        return cleaned

    @property
    def name(self) -> str | None:
        """The first name that was read; None: none yet."""
        return next((row.value for row in self._statements.values() if row.prop == "name"), None)

    def add_id_if_nameless(self, *, field: str) -> None:
        """Keep a party whose name cannot be read known by its id; a problem row says what is wrong with the name."""
        if not any(row.prop == "name" for row in self._statements.values()):
            self.add_id(field=field)

    def add_id(self, *, field: str) -> None:
        """Add the statement of an entity without any property, so that it is not lost: FtM's `id`."""
        key = self._state("id", "id", self.id, self.id, None)
        self._support(key, self.source.main, field, self.id, None, Hedge.FACT, Polarity.AFFIRMED)

    def _state(self, prop: str, prop_type: str, value: str, text: str, lang: str | None) -> str:
        """Make the statement, unless it is there; returns its id."""
        source = self.source
        key = statement_id(source.dataset, self.id, prop, value, lang=lang)
        if key not in self._statements:
            # By position, without the named tuple's own constructor: a list has millions, and this takes a third.
            self._statements[key] = tuple.__new__(
                Statement,
                (
                    key,
                    self.id,
                    self.id,
                    prop,
                    prop_type,
                    self.schema,
                    value,
                    source.dataset,
                    self.extractor,
                    lang,
                    text if text != value else None,
                    False,
                    source.published,
                    source.published,
                    source.handling,
                ),
            )
        return key

    def _support(  # noqa: PLR0913, PLR0917 - the columns of evidence that differ
        self, statement: str, file: SourceFile, field: str, passage: str, edtf: str | None, hedge: str, polarity: str
    ) -> None:
        """Make the evidence of a statement, unless it is there."""
        key = make_id(statement, self.source.series, self.extractor, self.record, field, passage, hedge, polarity)
        if key not in self._evidence:
            source = self.source
            self._evidence[key] = tuple.__new__(
                Evidence,
                (
                    key,
                    statement,
                    file.resource_id,
                    None,
                    None,
                    None,
                    self.record,
                    field,
                    passage,
                    edtf,
                    (),
                    str(hedge),
                    str(polarity),
                    None,
                    source.published,
                    source.published,
                    None,
                    self.extractor,
                    source.handling,
                ),
            )

    def add_date(  # noqa: PLR0913 - as `add`
        self,
        prop: str,
        text: str | None,
        *,
        field: str,
        passage: str | None = None,
        value: str | None = None,
        file: SourceFile | None = None,
        hedge: str = Hedge.FACT,
    ) -> str | None:
        """Add a date in any notation that `clean.date` reads; returns it in EDTF, or None with a problem row.

        A range or an alternative gives one statement for each FtM date that may stand for it; what was written stays on
        the evidence as EDTF.
        """
        if text is None or text.strip() == "":
            return None
        edtf = read_date(text if value is None else value)
        dates = () if edtf is None else ftm_dates(edtf)
        if len(dates) == 0:
            expected = "a date that can be read in one way"
            self.problem(f"{prop} is not a date", field=field, value=text, file=file, expected=expected)
        for one in dates:
            written = edtf if edtf != one else None
            self.add(prop, text, value=one, field=field, passage=passage, file=file, edtf=written, hedge=hedge)
        return edtf

    def add_country(
        self, prop: str, text: str | None, *, field: str, passage: str | None = None, file: SourceFile | None = None
    ) -> None:
        """Add every country that the text names, with the doubt that it states ("possibly", "until 1991")."""
        if text is None or text.strip() == "" or is_unknown_country(text):
            return
        countries = read_countries(text)
        if len(countries) == 0:
            self.problem(
                f"{prop} is not a country", field=field, value=text, file=file, expected="the name of a country"
            )
        for one in countries:
            hedge = {None: Hedge.FACT, "possible": Hedge.POSSIBLE, "former": Hedge.FORMER}[one.doubt]
            self.add(prop, text, value=one.code, field=field, passage=passage, file=file, hedge=hedge)

    def add_identifier(  # noqa: PLR0913 - as `add`
        self,
        prop: str,
        text: str,
        *,
        fallback: str,
        field: str,
        passage: str | None = None,
        file: SourceFile | None = None,
        hedge: str = Hedge.FACT,
    ) -> None:
        """Add an identifier; one that fails the check of its kind (IMO, LEI) is kept as `fallback`, with a problem."""
        number = text.strip()
        if number != "" and clean_value(self.schema, prop, number) is None:
            message = f"{prop} fails the check of its kind; kept as {fallback}"
            self.problem(
                message, field=field, value=text, file=file, next_step="Compare it with the publisher's own page"
            )
            prop = fallback
        self.add(prop, text, field=field, passage=passage, file=file, hedge=hedge)

    def problem(  # noqa: PLR0913 - one keyword a column of the table
        self,
        message: str,
        *,
        severity: str = "value",
        field: str | None = None,
        value: str | None = None,
        file: SourceFile | None = None,
        expected: str | None = None,
        next_step: str | None = None,
    ) -> None:
        """Say what could not be read of this party."""
        self._problems.append(
            make_problem(
                file or self.source.main,
                message,
                severity=severity,
                record=self.record,
                field=field,
                value=value,
                expected=expected,
                next_step=next_step,
                handling=self.source.handling,
            )
        )

    def unknown_field(self, path: str, text: str | None) -> None:
        """Say that a record has a field that its reader's `FIELDS` do not name."""
        next_step = "The publisher may have changed the format: please report it"
        self.problem("the field is not known", field=path, value=text, next_step=next_step)

    def rows(self) -> Iterator[Row]:
        """Yield the statements, their evidence and the problems."""
        yield from self._statements.values()
        yield from self._evidence.values()
        yield from self._problems
