"""Who is screened against brings what is said of them, and nothing of anybody else."""

from __future__ import annotations

import json
from typing import Any

from counterflow.service.case_parties import _with_neighbours


def entity(entity_id: str, schema: str, **properties: list[str]) -> str:
    content: dict[str, Any] = {"id": entity_id, "schema": schema, "properties": properties}
    return json.dumps(content)


def test_nothing_of_those_who_are_not_listed() -> None:
    lines = [
        entity("a", "Person", addressEntity=["address-a"]),
        entity("b", "Person", addressEntity=["address-b"]),
        entity("address-a", "Address", full=["1 Street"]),
        entity("address-b", "Address", full=["2 Street"]),
        entity("s-a", "Sanction", entity=["a"]),
        entity("s-b", "Sanction", entity=["b"]),
        entity("family", "Family", person=["a"], relative=["b"]),
        entity("owns", "Ownership", owner=["b"], asset=["c"]),
    ]
    assert _with_neighbours(iter(lines), {"a"}) == {"a", "address-a", "s-a", "family"}
