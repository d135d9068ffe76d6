"""The schemata: FollowTheMoney's model, with the few of ours that it lacks.

Ours stand in `schema/*.yaml`, in FtM's own form, and each extends an FtM schema; on export they become that parent, so
`ftm` tools read every file.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from counterflow.exc import InputError

if TYPE_CHECKING:
    from followthemoney.model import Model
    from followthemoney.property import Property
    from followthemoney.schema import Schema

OWN_PATH = Path(__file__).parent / "schema"


@functools.cache
def load_model() -> Model:
    """Load FtM's schemata and ours, once a process."""
    # FtM takes half a second to import: what only reads a text never asks for a schema.
    from followthemoney.model import Model
    from followthemoney.settings import MODEL_PATH

    class _Model(Model):
        """FtM's model, loaded from two folders before its schemata are finalised."""

        def generate(self) -> None:
            for path in sorted(OWN_PATH.glob("*.yaml")):
                self._load(str(path))
            super().generate()

    return _Model(MODEL_PATH)


@functools.cache
def get_schema(name: str) -> Schema:
    """Find a schema by name.

    Raises:
        InputError: no such schema.
    """
    schema = load_model().get(name)
    if schema is None:
        raise InputError(f"schema {name!r} is not known", expected="a FollowTheMoney schema or one of docs/schema.md")
    return schema


@functools.cache
def get_property(schema: str, prop: str) -> Property:
    """Find a property of a schema by name.

    Raises:
        InputError: the schema has no such property.
    """
    found = get_schema(schema).get(prop)
    if found is None:
        raise InputError(f"schema {schema!r} has no property {prop!r}")
    return found


@functools.cache
def ftm_schema(name: str) -> str:
    """Name the FtM schema that stands for `name` on export: itself, or the FtM parent of one of ours."""
    from followthemoney.model import Model

    schema = get_schema(name)
    ftm = Model.instance()
    while schema.name not in ftm.schemata:
        # Ours extend exactly one schema (a test asserts it), so the way up is a line.
        schema = next(iter(sorted(schema.extends)))
    return schema.name


@functools.cache
def property_type(schema: str, prop: str) -> str:
    """Name the FtM type of a property, e.g. `name`, `date`, `entity`.

    Raises:
        InputError: the schema has no such property.
    """
    return str(get_property(schema, prop).type.name)


@functools.lru_cache(maxsize=65_536)
def clean_value(schema: str, prop: str, text: str) -> str | None:
    """Clean a value as FtM's property type does; None when it is no value of that type.

    Cached: lists repeat countries, programmes and names hundreds of times, and FtM's country lookup costs 50 us.
    """
    property_ = get_property(schema, prop)
    if property_.type.name == "entity":
        return text
    return property_.type.clean(text, format=property_.format)


@functools.cache
def thing_schemata() -> tuple[str, ...]:
    """Name the schemata of parties, places and goods (FtM's `Thing`), not of the intervals between them."""
    return tuple(sorted(name for name, schema in load_model().schemata.items() if schema.is_a("Thing")))
