"""The types that a query may name: FtM's schemata of parties."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from followthemoney.schema import Schema

from counterflow.api.reconcile.form import shown
from counterflow.model.schema import load_model
from counterflow.screen.sort import SCHEMATA, read_schema

UNKNOWN_TYPE = "type {} is not known"


@functools.cache
def type_names() -> tuple[str, ...]:
    """Name the types on offer: those that FtM can match and screening takes, the most used first."""
    model = load_model()
    return tuple(name for name in SCHEMATA if (schema := model.get(name)) is not None and schema.matchable)


@dataclass(frozen=True, slots=True)
class AskedType:
    """The type that a parameter asks for; the specification has none for suggestions, OpenRefine sends one."""

    text: str | None
    """As the client wrote it; None: it wrote none."""
    name: str | None
    """FtM schema; None: any is wanted, or the word names none."""

    @property
    def is_unknown(self) -> bool:
        """Whether a word names no type: nothing is of it, as in a query."""
        return self.text is not None and self.name is None

    @property
    def problems(self) -> dict[str, str]:
        """Say that it is not known."""
        return {"type": UNKNOWN_TYPE.format(shown(str(self.text)))} if self.is_unknown else {}


def read_type(text: str | None) -> AskedType:
    """Read the type that a parameter asks for; an empty one asks for any."""
    return AskedType(None, None) if text is None or text == "" else AskedType(text, read_schema(text))


def type_ref(name: str) -> dict[str, str]:
    """Give a type as `id` and `name`; one that is not known is its own name."""
    schema = load_model().get(name)
    return {"id": name, "name": schema.label if schema is not None else name}


def broad_type(name: str) -> dict[str, Any]:
    """Give a type with those directly above it (specification, 2.2)."""
    schema = load_model().get(name)
    above = sorted(one.name for one in schema.extends if one.is_a("Thing")) if schema is not None else []
    return {**type_ref(name), **_described(schema), "broader": [type_ref(one) for one in above]}


def is_of_type(schema: str, type_name: str) -> bool:
    """Say whether an entity of a schema is of a type: the schema is it, or stands below it."""
    found = load_model().get(schema)
    return found is not None and found.is_a(type_name)


def suggest_types(prefix: str) -> list[dict[str, Any]]:
    """Give the types whose id or name begins with a text, then those that hold it; all of them for an empty one."""
    asked = prefix.strip().casefold()
    refs = [type_ref(name) for name in type_names()]
    ranked = sorted((rank, number) for number, ref in enumerate(refs) if (rank := text_rank(asked, ref)) is not None)
    return [broad_type(refs[number]["id"]) for _, number in ranked]


def text_rank(asked: str, ref: dict[str, str]) -> int | None:
    """Say how well a type or property answers a text in small letters: 0 best, None not at all."""
    texts = [ref["id"].casefold(), ref["id"].casefold().rpartition(":")[2], ref["name"].casefold()]
    if asked in texts:
        return 0
    if any(text.startswith(asked) for text in texts):
        return 1
    return 2 if any(asked in text for text in texts) else None


def _described(schema: Schema | None) -> dict[str, str]:
    text = schema.description if schema is not None else None
    return {"description": text} if text is not None else {}
