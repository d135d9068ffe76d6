"""Why an object is no STIX: the sentences that a sender reads."""

from __future__ import annotations

from typing import Any

import pytest

from counterflow.stix.check import find_fault
from counterflow.stix.spec import REQUIRED, SCO_TYPES

MOMENT = "2026-01-01T00:00:00.000Z"
UUID = "00000000-0000-4000-8000-000000000001"
TOOL: dict[str, Any] = {
    "type": "tool",
    "spec_version": "2.1",
    "id": f"tool--{UUID}",
    "created": MOMENT,
    "modified": MOMENT,
    "name": "Tool",
}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in TOOL.items() if key != name}


@pytest.mark.parametrize(
    "right",
    [
        TOOL,
        {**TOOL, "x_own": {"a": [1]}, "aliases": ["a"], "labels": ["b"], "confidence": 0, "lang": "ko"},
        {**TOOL, "modified": "2026-01-01T00:00:00.000000001Z"},
        {"type": "url", "id": f"url--{UUID}", "value": "https://example.org/"},
        {"type": "file", "id": f"file--{UUID}", "name": "a", "size": 25},
        {**TOOL, "type": "x-own-thing", "id": f"x-own-thing--{UUID}"},
        {"type": "marking-definition", "spec_version": "2.1", "id": f"marking-definition--{UUID}", "created": MOMENT}
        | {"definition_type": "statement", "definition": {"statement": "Ours"}},
        {**without("spec_version"), "labels": ["remote-access"]},
    ],
)
def test_what_is_right_has_no_fault(right: dict[str, Any]) -> None:
    assert find_fault(right) is None


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ([], "it is no JSON object"),
        ({}, "it has no valid type"),
        ({**TOOL, "type": "Tool"}, "it has no valid type"),
        ({**TOOL, "type": 1}, "it has no valid type"),
        ({"type": "bundle", "id": f"bundle--{UUID}"}, "a bundle is no object: send the objects in it"),
        (without("id"), "it has no id of the form type--UUID"),
        ({**TOOL, "id": "tool--1"}, "it has no id of the form type--UUID"),
        ({**TOOL, "id": f"malware--{UUID}"}, "its id is not one of a tool"),
        ({**TOOL, "spec_version": "3.0"}, "its spec_version is not one of 2.0, 2.1"),
        (without("created"), "tool has no created"),
        (without("modified"), "tool has no modified"),
        (without("name"), "tool has no name"),
        (without("spec_version"), "tool has no labels"),
        ({**TOOL, "name": None}, "name is null, which STIX does not have"),
        ({**TOOL, "aliases": []}, "aliases is an empty list"),
        ({**TOOL, "aliases": [1]}, "aliases is no list of texts"),
        ({**TOOL, "revoked": "yes"}, "revoked is neither true nor false"),
        ({**TOOL, "created": "2026-01-01"}, "created is no timestamp like 2026-01-31T12:00:00.000Z"),
        ({**TOOL, "created": "2026-13-01T00:00:00Z"}, "created is no timestamp like 2026-01-31T12:00:00.000Z"),
        ({**TOOL, "modified": "2025-01-01T00:00:00Z"}, "modified is before created"),
        ({**TOOL, "confidence": 101}, "confidence is no number from 0 to 100"),
        ({**TOOL, "confidence": True}, "confidence is no number from 0 to 100"),
        ({**TOOL, "confidence": 1.5}, "confidence is no number from 0 to 100"),
        ({**TOOL, "created_by_ref": f"tool--{UUID}"}, "created_by_ref is not the id of an identity"),
        (
            {**TOOL, "object_marking_refs": [f"tool--{UUID}"]},
            "object_marking_refs has what is not the id of a marking-definition",
        ),
        ({**TOOL, "object_marking_refs": "x"}, "object_marking_refs has what is no id of the form type--UUID"),
        ({**TOOL, "external_references": [{"url": "x"}]}, "external_references has one without a source_name"),
        ({**TOOL, "extensions": []}, "extensions is an empty list"),
        ({**TOOL, "extensions": {"a": 1}}, "extensions is no object of objects"),
        ({"type": "file", "id": f"file--{UUID}", "size": 1}, "file has none of hashes, name"),
        ({**TOOL, "type": "location", "id": f"location--{UUID}"}, "location has none of region, country, latitude"),
        (
            {**TOOL, "type": "opinion", "id": f"opinion--{UUID}", "opinion": "maybe", "object_refs": [TOOL["id"]]},
            "opinion is not one of agree, disagree, neutral, strongly-agree, strongly-disagree",
        ),
        (
            {**TOOL, "type": "opinion", "id": f"opinion--{UUID}", "opinion": ["agree"], "object_refs": [TOOL["id"]]},
            "opinion is not one of agree, disagree, neutral, strongly-agree, strongly-disagree",
        ),
        (
            {**TOOL, "type": "relationship", "id": f"relationship--{UUID}"},
            "relationship has no relationship_type",
        ),
    ],
)
def test_a_fault_is_named(wrong: object, fault: str) -> None:
    assert find_fault(wrong) == fault


@pytest.mark.parametrize("type_", sorted(REQUIRED))
def test_each_type_needs_what_the_standard_requires(type_: str) -> None:
    head = {**TOOL, "type": type_, "id": f"{type_}--{UUID}"} if type_ not in SCO_TYPES else {}
    whole = {"type": type_, "id": f"{type_}--{UUID}", **{key: value for key, value in head.items() if key != "name"}}
    if REQUIRED[type_] != "":
        assert find_fault(whole) == f"{type_} has no {REQUIRED[type_].split()[0]}"
