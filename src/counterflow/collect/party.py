"""A listed party being read: values in, statements with their evidence out.

Every list reader uses this one way, so that each value is cleaned by its FtM type, keeps the field it stands in word
for word, and is either a statement or a problem: none is lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from counterflow.collect.source import Source, SourceFile
from counterflow.model.doubt import Hedge, Polarity
from counterflow.model.identity import make_id, statement_id
from counterflow.model.schema import clean_value, get_property
from counterflow.stage import Row
from counterflow.tables import Evidence, Problem, Statement

PROBLEM_VALUE_CHARS = 500
"""How much of an offending value a problem row keeps, in code points."""

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


def make_problem(  # noqa: PLR0913 - one keyword a column of the table
    file: SourceFile | None,
    message: str,
    *,
    severity: str = "record",
    record: str | None = None,
    field: str | None = None,
    value: str | None = None,
    expected: str | None = None,
    next_step: str | None = None,
    handling: str = "TLP:CLEAR",
    path: str | None = None,
) -> Problem:
    """Make a `problem` row; see the table for what each field says."""
    name = path if file is None else file.name
    resource_id = None if file is None else file.resource_id
    value = None if value is None else value[:PROBLEM_VALUE_CHARS]
    return Problem(
        id=make_id(resource_id, name, record, field, value, message),
        resource_id=resource_id,
        path=name or "",
        record=record,
        field=field,
        value=value,
        severity=severity,
        message=message,
        expected=expected,
        next_step=next_step,
        handling=handling,
    )


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
        if cleaned is None:
            prop_type = get_property(self.schema, prop).type.name
            self.problem(f"{prop} is not a valid {prop_type}", severity="value", field=field, value=text, file=file)
            return None
        prop_type = get_property(self.schema, prop).type.name
        lang = None if prop_type in NON_LANG_TYPES else lang
        statement = Statement(
            id=statement_id(self.source.dataset, self.id, prop, cleaned, lang=lang),
            entity_id=self.id,
            canonical_id=self.id,
            prop=prop,
            prop_type=prop_type,
            schema=self.schema,
            value=cleaned,
            dataset=self.source.dataset,
            origin=self.extractor,
            lang=lang,
            original_value=text if text != cleaned else None,
            external=False,
            first_seen=self.source.published,
            last_seen=self.source.published,
            handling=self.source.handling,
        )
        self._statements.setdefault(statement.id, statement)
        passage = text if passage is None else passage
        evidence = Evidence(
            id=make_id(statement.id, file.resource_id, self.record, field, passage, hedge, polarity),
            statement_id=statement.id,
            resource_id=file.resource_id,
            document_id=None,
            start=None,
            end=None,
            record=self.record,
            field=field,
            text=passage,
            edtf=edtf,
            attribution=(),
            hedge=str(hedge),
            polarity=str(polarity),
            frame_id=None,
            extractor=self.extractor,
            handling=self.source.handling,
        )
        self._evidence.setdefault(evidence.id, evidence)
        return cleaned

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

    def rows(self) -> Iterator[Row]:
        """Yield the statements, their evidence and the problems."""
        yield from self._statements.values()
        yield from self._evidence.values()
        yield from self._problems
