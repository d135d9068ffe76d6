"""What the listed party of a narrative is: where a sentence leaves it out, nothing else says what may fill a role."""

from __future__ import annotations

import re

from counterflow.extract.lexica import load_set

PARTY = frozenset({"party", "person", "body", "company", "full_name", "named"})
_VESSEL = frozenset({"vessel", "thing", "named"})
_SHIP = re.compile(r"\bVessel Registration Identification IMO\b|^(?:The )?[Vv]essel\b")


def subject_classes(name: str, text: str) -> frozenset[str]:
    """Give the classes of the party that a narrative is about: a ship by its prefix or number, else any party."""
    is_ship = name.partition(" ")[0] in load_set("vessel_prefix") or _SHIP.search(text) is not None
    return _VESSEL if is_ship else PARTY
