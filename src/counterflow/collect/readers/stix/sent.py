"""What a bundle says of its objects: who gives them, and under which marking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.model.handling import strictest
from counterflow.stix.extension import CREATOR
from counterflow.stix.marking import UNREADABLE, read_marking
from counterflow.stix.tlp import label_of_id


class Refused(Exception):  # noqa: N818 - an object's way into quarantine, caught by the reader
    """Why an object cannot be taken; `args` are the message and what was expected."""

    def __init__(
        self,
        message: str,
        expected: str,
        *,
        field: str | None = None,
        value: str | None = None,
        next_step: str = "Ask who gave it for a whole one; the other objects are read",
    ) -> None:
        super().__init__(message, expected)
        self.field = field
        self.value = value
        self.next_step = next_step


class Giver(NamedTuple):
    """Who gives an object."""

    name: str | None
    id: str | None


class Sent(NamedTuple):
    """What is known of all objects of a bundle."""

    source: Source
    definitions: Mapping[str, Mapping[str, Any]]
    """Marking-definitions by id."""
    names: Mapping[str, str]
    """Names of identities by id."""
    makers: frozenset[str]
    """Identities that objects name as their creator, and nothing else speaks of."""

    def giver_of(self, one: Mapping[str, Any]) -> Giver:
        """Say who gives an object: its creator, else whom case.toml calls the publisher of the bundle."""
        id_ = one.get("created_by_ref")
        return Giver(self.source.publisher if id_ is None else self.names.get(id_, id_), id_)

    def marking_of(self, one: Mapping[str, Any]) -> str:
        """Give the marking of an object in our form, and no wider than that of the bundle in case.toml.

        Raises:
            Refused: it is marked in two ways that contradict each other.
        """
        refs = one.get("object_marking_refs", [])
        try:
            read = read_marking(refs, self.definitions)
        except InputError as exc:
            raise Refused(exc.what, exc.expected or "one marking", field="object_marking_refs") from None
        is_unknown = any(label_of_id(ref) is None and ref not in self.definitions for ref in refs)
        # A marking of a part of it holds for all of it: rows are marked, not properties.
        parts = [read_marking([ref], self.definitions) for ref in _granular(one)]
        return strictest([read, self.source.handling, *parts, *([UNREADABLE] if is_unknown else [])])


def read_sent(objects: Iterable[Any], source: Source) -> Sent:
    """Read what a bundle says of its objects; what is no object says nothing."""
    known = [one for one in objects if isinstance(one, dict) and isinstance(one.get("id"), str)]
    creators = {one["created_by_ref"] for one in known if isinstance(one.get("created_by_ref"), str)}
    creators.add(CREATOR)
    return Sent(
        source,
        {one["id"]: one for one in known if one.get("type") == "marking-definition"},
        {one["id"]: str(one.get("name")) for one in known if one.get("type") == "identity"},
        frozenset(creators - {ref for one in known for ref in _refs(one)}),
    )


def _refs(one: Mapping[str, Any]) -> Iterator[str]:
    for name, value in one.items():
        if name.endswith("_ref") and name != "created_by_ref" and isinstance(value, str):
            yield value
        elif name.endswith("_refs") and isinstance(value, list):
            yield from (ref for ref in value if isinstance(ref, str))


def _granular(one: Mapping[str, Any]) -> Iterator[str]:
    markings = one.get("granular_markings")
    for part in markings if isinstance(markings, list) else []:
        if isinstance(part, dict) and isinstance(part.get("marking_ref"), str):
            yield part["marking_ref"]
