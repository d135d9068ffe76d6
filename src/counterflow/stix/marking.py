"""Our markings as STIX objects: TLP 2.0 as the extension that everyone uses, the rest as one of ours, and back."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from counterflow.exc import InputError
from counterflow.model.handling import TLP_LABELS, Handling, parse_handling, strictest
from counterflow.stix.extension import EXTENSION
from counterflow.stix.identifier import make_identifier
from counterflow.stix.tlp import TLP_EXTENSION, TLP_IDS, label_of_definition, label_of_id

UNREADABLE = "TLP:AMBER"
"""What an object is taken for whose marking nobody here can read."""

_TLP_CREATED = "2022-10-01T00:00:00.000Z"
"""When the objects of TLP 2.0 were made: they are the same for everyone."""

_OURS_CREATED = "2026-01-01T00:00:00.000Z"


@functools.lru_cache(maxsize=1024)
def marking_refs(marking: str) -> tuple[str, ...]:
    """Name the marking-definitions that a marking is: one of TLP, and one of ours if there is more to it."""
    one = parse_handling(marking)
    rest = one._replace(tlp=TLP_LABELS[0])
    ours = () if rest == Handling() else (make_identifier("marking-definition", str(rest)),)
    return (TLP_IDS[one.tlp], *ours)


def make_definitions(markings: Iterable[str]) -> list[dict[str, Any]]:
    """Make the marking-definitions that markings need, ordered by id."""
    made: dict[str, dict[str, Any]] = {}
    for marking in markings:
        one = parse_handling(marking)
        tlp, *ours = marking_refs(marking)
        word = one.tlp.removeprefix("TLP:").lower()
        made[tlp] = _definition(tlp, _TLP_CREATED, one.tlp, TLP_EXTENSION, {"tlp_2_0": word})
        for id_ in ours:
            rest = str(one._replace(tlp=TLP_LABELS[0])).partition("//")[2]
            made[id_] = _definition(id_, _OURS_CREATED, rest, EXTENSION, {"marking": rest})
    return [made[id_] for id_ in sorted(made)]


def _definition(id_: str, created: str, name: str, extension: str, properties: Mapping[str, str]) -> dict[str, Any]:
    head = {"type": "marking-definition", "spec_version": "2.1", "id": id_, "created": created, "name": name}
    return {**head, "extensions": {extension: {"extension_type": "property-extension", **properties}}}


def read_marking(refs: Iterable[str], definitions: Mapping[str, Mapping[str, Any]]) -> str:
    """Give the marking that an object's references state, in our form; what is of neither form says nothing.

    Args:
        refs: `object_marking_refs`.
        definitions: marking-definitions by id.

    Raises:
        InputError: they state two labels of TLP, or two lists of recipients that have nobody in common.
    """
    labels, rests = set(), []
    for ref in refs:
        known = definitions.get(ref, {})
        label = label_of_id(ref) or label_of_definition(known)
        if label is not None:
            labels.add(label)
        rest = ((known.get("extensions") or {}).get(EXTENSION) or {}).get("marking")
        if rest is not None:
            rests.append(f"{TLP_LABELS[0]}//{rest}")
    if len(labels) > 1:
        raise InputError(f"it is marked {' and '.join(sorted(labels))}", expected="one label of TLP")
    whole = strictest([*labels, *rests])
    nobody: frozenset[str] = frozenset()
    is_nobody = parse_handling(whole).releasable_to == nobody
    if is_nobody and all(parse_handling(rest).releasable_to != nobody for rest in rests):
        raise InputError("its markings release it to different recipients, none of them in all", expected="one REL TO")
    return whole
