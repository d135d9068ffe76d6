"""Why an object is no STIX: what another program would break on, said so that its sender can mend it.

Checked are the rules that hold for every object and the required properties of each type. Open vocabularies,
patterns and the content of extensions are not: STIX lets them be anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from counterflow.stix.identifier import identifier_type, is_type_name
from counterflow.stix.spec import (
    BOOLEANS,
    ENUMS,
    ONE_OF,
    ORDERED,
    PARTS,
    RANGES,
    REQUIRED,
    REQUIRED_20,
    SCO_TYPES,
    TEXT_LISTS,
    TEXTS,
    TIMESTAMPS,
)
from counterflow.stix.version import SPEC_VERSIONS, spec_version, timestamp_key

Object = Mapping[str, Any]


def find_fault(object_: object) -> str | None:
    """Say the first reason why a value is no STIX object of 2.0 or 2.1; None: there is none."""
    if not isinstance(object_, dict):
        return "it is no JSON object"
    return next(_faults(object_), None)


def _faults(object_: Object) -> Iterator[str]:
    yield from _head_faults(object_)
    type_: str = object_["type"]
    version = spec_version(object_)
    required = (REQUIRED if version == "2.1" else REQUIRED_20).get(type_, "")
    for name in (*_common(object_), *required.split()):
        if name not in object_:
            yield f"{type_} has no {name}"
    one_of = ONE_OF.get(type_, ())
    if version == "2.1" and len(one_of) > 0 and not any(name in object_ for name in one_of):
        yield f"{type_} has none of {', '.join(one_of)}"
    for name, value in object_.items():
        yield from _value_faults(type_, name, value)
    yield from _order_faults(object_)


def _head_faults(object_: Object) -> Iterator[str]:
    """Check what everything else relies on: type, id and version of the standard."""
    type_, id_ = object_.get("type"), object_.get("id")
    if not isinstance(type_, str) or not is_type_name(type_):
        yield "it has no valid type"
    if type_ == "bundle":
        yield "a bundle is no object: send the objects in it"
    if not isinstance(id_, str) or identifier_type(id_) is None:
        yield "it has no id of the form type--UUID"
    if identifier_type(str(id_)) != type_:
        yield f"its id is not one of a {type_}"
    if spec_version(object_) not in SPEC_VERSIONS:
        yield f"its spec_version is not one of {', '.join(SPEC_VERSIONS)}"


def _common(object_: Object) -> tuple[str, ...]:
    """Name the common properties that an object must have (STIX 2.1, section 3.2)."""
    type_ = object_["type"]
    if type_ in SCO_TYPES:
        return ()
    if type_ not in REQUIRED:
        # A type of an extension may be an observable, which has none; what has one of the two has both.
        return ("created", "modified") if "created" in object_ or "modified" in object_ else ()
    return ("created",) if type_ == "marking-definition" else ("created", "modified")


def _value_faults(type_: str, name: str, value: object) -> Iterator[str]:
    if value is None:
        yield f"{name} is null, which STIX does not have"
    elif isinstance(value, list) and len(value) == 0:
        yield f"{name} is an empty list"
    elif name.endswith("_ref"):
        yield from _reference_faults(name, value)
    elif name.endswith("_refs"):
        for one in value if isinstance(value, list) else [None]:
            yield from _reference_faults(name, one)
    elif name in RANGES:
        yield from _range_faults(name, value)
    elif (type_, name) in ENUMS and (not isinstance(value, str) or value not in ENUMS[type_, name]):
        yield f"{name} is not one of {', '.join(sorted(ENUMS[type_, name]))}"
    else:
        yield from _kind_faults(name, value)


def _kind_faults(name: str, value: object) -> Iterator[str]:
    """Check that a value is of the kind that its name has in every object."""
    if name in TIMESTAMPS and (not isinstance(value, str) or timestamp_key(value) is None):
        yield f"{name} is no timestamp like 2026-01-31T12:00:00.000Z"
    elif name in TEXTS and not isinstance(value, str):
        yield f"{name} is no text"
    elif name in TEXT_LISTS and not _is_text_list(value):
        yield f"{name} is no list of texts"
    elif name in BOOLEANS and not isinstance(value, bool):
        yield f"{name} is neither true nor false"
    elif name in PARTS and not _is_list_with(value, PARTS[name]):
        yield f"{name} has one without a {PARTS[name]}"
    elif name == "extensions" and not _is_object_of_objects(value):
        yield "extensions is no object of objects"


def _reference_faults(name: str, value: object) -> Iterator[str]:
    found = identifier_type(value) if isinstance(value, str) else None
    if found is None:
        yield f"{name} has what is no id of the form type--UUID"
    elif name == "created_by_ref" and found != "identity":
        yield "created_by_ref is not the id of an identity"
    elif name == "object_marking_refs" and found != "marking-definition":
        yield "object_marking_refs has what is not the id of a marking-definition"


def _range_faults(name: str, value: object) -> Iterator[str]:
    least, most = RANGES[name]
    kinds = (int,) if isinstance(least, int) else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not least <= value <= most:
        yield f"{name} is no number from {least:g} to {most:g}"


def _order_faults(object_: Object) -> Iterator[str]:
    for first, second in ORDERED:
        if first in object_ and second in object_:
            earlier, later = (timestamp_key(str(object_[name])) for name in (first, second))
            if earlier is not None and later is not None and later < earlier:
                yield f"{second} is before {first}"


def _is_text_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_object_of_objects(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, dict) for one in value.values())


def _is_list_with(value: object, name: str) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and isinstance(one.get(name), str) for one in value)
