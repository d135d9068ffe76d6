"""FollowTheMoney's statements as JSON lines, as `ftm statements -f json` and nomenklatura write them: one value a line.

    {"canonical_id": "a", "entity_id": "a", "prop": "name", "schema": "Person", "value": "...", "dataset": "...", ...}

Format: https://followthemoney.tech/docs/statements/.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.ftm.entity import NOT_TEXT, Refused, is_id, line_problem, read_lines, read_object
from counterflow.collect.readers.ftm.statement import FIELDS, Claim, statement_records
from counterflow.collect.readers.ftm.statements_csv import REQUIRED
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.tables import Problem


class FtmStatementsJson(ListReader):
    """Reads a file of statements."""

    NAME = "ftm_statements_json"
    MIME_TYPE = "application/json+statement"
    FIELDS = FIELDS
    SOURCE = "https://followthemoney.tech/docs/statements/"

    def recognise(self, head: Head) -> bool:
        """Look at the first line: an object with the fields without which there is no statement."""
        first, ended, _ = head.data.decode("utf-8-sig", "replace").lstrip().partition("\n")
        if not first.startswith("{") or not all(f'"{key}"' in first for key in (*REQUIRED, "schema")):
            return False
        try:
            data = json.loads(first)
            return isinstance(data, dict) and {*REQUIRED, "schema"} <= set(data)
        except (ValueError, RecursionError):
            # A first line longer than the head is cut off; what stands before looks like a statement.
            return ended == ""

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the entities in the order of the file, then the tally."""
        unknown: dict[str, None] = {}
        for row in statement_records(_claims(source, unknown), source, self.extractor()):
            if isinstance(row, Tally):
                for field in unknown:
                    yield make_problem(
                        source.main, "the field is not known", severity="value", field=field, handling=source.handling
                    )
            yield row


def _claims(source: Source, unknown: dict[str, None]) -> Iterator[Claim | Problem]:
    """Yield the statements; `unknown` gathers the fields that a statement does not have."""
    for number, line, is_last in read_lines(source):
        try:
            claim = _read_claim(line, unknown)
        except Refused as refused:
            if is_last and refused.args[0].startswith("no valid JSON"):
                raise InputError(
                    f"the file ends inside a record, {line[-60:]!r}",
                    where=f"{source.main.name}, line {number}",
                    expected="one JSON object a line, the last one whole",
                    next_step="Download it again: this copy is cut off",
                ) from None
            yield line_problem(source, refused, number, line)
            continue
        yield claim


def _read_claim(line: str, unknown: dict[str, None]) -> Claim:
    """Read one line.

    Raises:
        Refused: it is no statement.
    """
    data = read_object(line)
    unknown.update((name, None) for name in data if name not in FIELDS and name.isprintable())
    claim = Claim(*[_text(name, data.get(name)) for name in Claim._fields])
    if not is_id(claim.entity_id):
        raise Refused("the statement has no entity_id that can be used", "the id of an entity")
    return claim


def _text(name: str, value: object) -> str:
    """Give a field as CSV writes it."""
    if value is None or isinstance(value, bool):
        return "t" if value is True else ""
    if not isinstance(value, str) or NOT_TEXT.search(value) is not None:
        raise Refused(f"{name} holds a JSON {type(value).__name__} that is no text", "a text")
    return value


__all__ = ["FtmStatementsJson"]
