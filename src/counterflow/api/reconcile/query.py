"""Reconciliation queries in, FtM example entities out (specification, 4.1)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.exceptions import HTTPException

from counterflow.api.reconcile.entity_property import FIELDS, find_property
from counterflow.api.reconcile.entity_type import UNKNOWN_TYPE, is_of_type
from counterflow.api.reconcile.form import shown
from counterflow.api.reconcile.service import Entity
from counterflow.exc import UsageError
from counterflow.screen.query import QueryReader
from counterflow.screen.row import Row
from counterflow.screen.sort import read_schema

BATCH_SIZE = 50
"""Queries at most in one batch; the manifest says so, and clients keep to it."""

DEFAULT_LIMIT = 5
MAX_LIMIT = 50
MAX_CHARS = 500
"""Length of a query, or of a property's value, in code points."""
MAX_VALUES = 100
"""Values of all properties of one query."""

STRICTNESS = ("should", "any", "all")
"""How firmly types are meant. The specification leaves the words open; `docs/reconcile.md` says what is done here."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query as it is searched."""

    text: str
    """Name, or id of an entity; empty: only properties were given."""
    types: tuple[str, ...]
    """Schemata asked for; empty: any."""
    strictness: str
    limit: int
    """Candidates at most."""
    entities: tuple[Entity, ...]
    """Example entities by which it is searched, one a sort of party; the best score of them counts."""

    def takes(self, schema: str) -> bool:
        """Say whether an entity of a schema may be a candidate."""
        if len(self.types) == 0 or self.strictness == "should":
            return True
        fits = [is_of_type(schema, name) for name in self.types]
        return all(fits) if self.strictness == "all" else any(fits)


@dataclass(frozen=True, slots=True)
class Batch:
    """The queries of one request."""

    questions: Mapping[str, Question]
    """By the client's keys, in its order; those that cannot be searched are not among them."""
    keys: tuple[str, ...]
    """All keys, in the client's order."""
    problems: Mapping[str, str]
    """What is wrong with a query, or left out of it."""


def read_batch(queries: Mapping[str, Any]) -> Batch:
    """Read a batch; a query that cannot be searched becomes a problem and does not spoil the others.

    Raises:
        HTTPException: 413 there are more queries than `BATCH_SIZE`.
    """
    if len(queries) > BATCH_SIZE:
        raise HTTPException(413, f"{len(queries):,} queries in one batch; at most {BATCH_SIZE} are taken")
    questions: dict[str, Question] = {}
    problems: dict[str, str] = {}
    for key, query in queries.items():
        try:
            draft = _Draft.read(query)
            questions[key] = draft.question()
        except UsageError as exc:
            problems[key] = exc.message
            continue
        if len(draft.unused) > 0:
            problems[key] = f"Not known and left out: {', '.join(draft.unused)}."
    return Batch(questions, tuple(queries), problems)


@dataclass(slots=True)
class _Draft:
    """What a query says, before it is searched."""

    text: str
    types: tuple[str, ...]
    strictness: str
    limit: int
    properties: dict[str, list[str]] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, query: Any) -> _Draft:
        if not isinstance(query, dict):
            raise UsageError("the query is no object")
        draft = cls(_read_text(query), _read_types(query), _read_strictness(query), _read_limit(query))
        if draft.text != "":
            draft.properties["name"] = [draft.text]
        properties = _read_list(query, "properties")
        for given in properties[: MAX_VALUES + 1]:
            draft.add(given)
        if len(properties) > MAX_VALUES or sum(len(texts) for texts in draft.properties.values()) > MAX_VALUES:
            raise UsageError("the query has too many values", expected=f"at most {MAX_VALUES}")
        return draft

    def add(self, given: Any) -> None:
        """Add a property of the query; one that is not known is left out."""
        if not isinstance(given, dict) or not isinstance(given.get("pid"), str):
            raise UsageError("a property has no pid", expected='{"pid": text, "v": value}')
        texts = list(_value_texts(given.get("v")))
        known = find_property(given["pid"])
        if known is None or known.id in FIELDS:
            self.unused.append(shown(given["pid"]))
        else:
            self.properties.setdefault(known.name, []).extend(texts)

    def question(self) -> Question:
        return Question(self.text, self.types, self.strictness, self.limit, tuple(self._entities()))

    def _entities(self) -> Iterator[Entity]:
        # Without a type, the reader tries every sort of party that the facts allow.
        for schema in self.types if len(self.types) > 0 else ("",):
            query = QueryReader().read(Row(1, {"schema": schema, "properties": self.properties}))
            if query.error is not None:
                raise UsageError(f"the query cannot be searched: {query.error}")
            yield from query.readings


def _read_text(query: Mapping[str, Any]) -> str:
    text = query.get("query", "")
    if not isinstance(text, str):
        raise UsageError("query is no text")
    return _clean(text).strip()


def _read_types(query: Mapping[str, Any]) -> tuple[str, ...]:
    given = query.get("type")
    words = [given] if isinstance(given, str) else _read_list(query, "type")
    found: dict[str, None] = {}
    for word in words:
        schema = read_schema(word) if isinstance(word, str) else None
        if schema is None:
            named = UNKNOWN_TYPE.format(shown(word)) if isinstance(word, str) else "a type is no text"
            raise UsageError(named, expected="an id that suggest/type gives")
        found[schema] = None
    return tuple(found)


def _read_strictness(query: Mapping[str, Any]) -> str:
    given = query.get("type_strict")
    if given is not None and given not in STRICTNESS:
        raise UsageError("type_strict is not known", expected=" or ".join(STRICTNESS))
    return STRICTNESS[0] if given is None else str(given)


def _read_limit(query: Mapping[str, Any]) -> int:
    given = query.get("limit")
    if given is None:
        return DEFAULT_LIMIT
    if isinstance(given, bool) or not isinstance(given, int | float) or not given >= 1:
        raise UsageError("limit is no positive number")
    return int(min(given, MAX_LIMIT))


def _read_list(query: Mapping[str, Any], name: str) -> list[Any]:
    given = query.get(name)
    if given is not None and not isinstance(given, list):
        raise UsageError(f"{name} is no list")
    return given if given is not None else []


def _value_texts(value: Any) -> Iterator[str]:
    """Give the texts of a property's value, or of a list of them; yes or no says nothing that is compared."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):  # a cell that was reconciled itself
            one = one.get("name", one.get("id"))  # noqa: PLW2901
        if isinstance(one, str):
            yield _clean(one)
        elif isinstance(one, int | float) and not isinstance(one, bool):
            yield _number_text(one)
        elif not isinstance(one, bool):
            raise UsageError("a property's value is no text, number or entity")


def _number_text(number: float) -> str:
    if isinstance(number, int):
        # Python refuses to write out integers of thousands of digits.
        if abs(number) >= 10**MAX_CHARS:
            raise UsageError("a number is too long", expected=f"at most {MAX_CHARS} digits")
        return str(number)
    if not math.isfinite(number):
        raise UsageError("a number is infinite or none")
    return str(int(number)) if number == int(number) else str(number)


def _clean(text: str) -> str:
    """Check a text's length; lone surrogates, of which no file of a list has any, become U+FFFD."""
    if len(text) > MAX_CHARS:
        raise UsageError("a text is too long", expected=f"at most {MAX_CHARS} characters")
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
