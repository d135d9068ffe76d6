"""TLP as STIX writes it: the label that a marking-definition of the standard's or of FIRST's extension stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
"""OASIS' extension that adds TLP 2.0 to STIX 2.1."""

TLP_IDS = {
    "TLP:CLEAR": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "TLP:GREEN": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "TLP:AMBER": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "TLP:AMBER+STRICT": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "TLP:RED": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
"""The objects that everyone uses for the labels of TLP 2.0."""

_TLP_1_IDS = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "TLP:CLEAR",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "TLP:GREEN",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "TLP:AMBER",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "TLP:RED",
}
"""Those of TLP 1.0 (STIX 2.1, section 7.2.1.4); white is what 2.0 calls clear."""

_LABELS = {**{id_: label for label, id_ in TLP_IDS.items()}, **_TLP_1_IDS}
_BY_WORD = {label.removeprefix("TLP:").lower(): label for label in TLP_IDS} | {"white": "TLP:CLEAR"}


def label_of_id(id_: str) -> str | None:
    """Give the label of a marking-definition that everyone knows; None: it is none of them."""
    return _LABELS.get(id_.lower())


def label_of_definition(marking: Mapping[str, Any]) -> str | None:
    """Give the label that a marking-definition states, in either way; None: it is not of TLP."""
    known = label_of_id(str(marking.get("id")))
    if known is not None:
        return known
    extension = (marking.get("extensions") or {}).get(TLP_EXTENSION) or {}
    definition = marking.get("definition") if marking.get("definition_type") == "tlp" else {}
    word = extension.get("tlp_2_0") or (definition or {}).get("tlp")
    return _BY_WORD.get(str(word).lower())
