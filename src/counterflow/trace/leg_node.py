"""Ends of legs: parties of the case, and where an event names none the country, place or group that it tells of."""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from rigour.territories import get_territory

from counterflow.clean.country import read_countries, read_country
from counterflow.clean.place import find_place
from counterflow.engine import Engine
from counterflow.model.schema import get_schema
from counterflow.model.told import PARTY_ID_SQL

RULE_PATH = Path(__file__).parent / "leg.toml"
GROUP_TYPES = ("person", "organization", "company", "public_body", "group", "vessel")
"""Types of mentions that can act without a name: "its diplomats". A farm or a depot does not."""

PARTY_ROLES = ("agent", "recipient", "source", "beneficiary")
"""Roles of a frame that a party has, or a state."""
LONGEST = 3
"""Words of the longest name of a country that is looked for inside others."""

_MENTIONS = """
SELECT document_id, id, start, "end", text, type, form, entity FROM mention
WHERE document_id IN (SELECT unnest($documents)) ORDER BY document_id, start, id
"""
_PARTIES = f"""
SELECT DISTINCT m.document_id, m.entity, c.canonical_id
FROM (SELECT DISTINCT document_id, entity, {PARTY_ID_SQL} AS party FROM mention
    WHERE document_id IN (SELECT unnest($documents))) m
JOIN canonical c ON c.entity_id = m.party
"""  # noqa: S608 - constants
_SUBJECTS = """
SELECT document.id, canonical.canonical_id FROM document JOIN canonical ON canonical.entity_id = document.subject
WHERE document.id IN (SELECT unnest($documents))
"""
_ENTITIES = "SELECT canonical_id, caption, schema, countries FROM entity"


class Node(NamedTuple):
    """An end of legs."""

    id: str
    name: str
    kind: str
    """party, person, vessel, group, country, place or market."""
    country: str | None


def country_node(code: str) -> Node:
    """Make the node of a country."""
    territory = get_territory(code)
    return Node(f"country:{code}", code if territory is None else territory.name, "country", code)


def place_node(words: str) -> Node:
    """Make the node of a place; one that is a country is that country's."""
    found = find_place(words)
    if found is None:
        return Node(f"place:{words.casefold()}", words, "place", None)
    return (
        country_node(found.country)
        if found.is_country
        else Node(f"place:{found.name}", found.name, "place", found.country)
    )


def market_node(commodities: Sequence[str]) -> Node:
    """Make the node of buyers of some goods whom nobody names."""
    words = ", ".join(commodities).replace("_", " ")
    return Node("market:" + "+".join(commodities), f"unnamed buyers of {words}", "market", None)


@functools.cache
def rules() -> Mapping[str, Any]:
    """Read the rules."""
    return tomllib.loads(RULE_PATH.read_text(encoding="utf-8"))


@dataclass
class Nodes:
    """Finds the node of an argument of a frame, or of a value of a belief."""

    entities: Mapping[str, Mapping[str, Any]]
    subjects: Mapping[str, str] = field(default_factory=dict)
    """By document, the party that it is about."""
    parties: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By document and its own id."""
    mentions: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    """By document, in the order of the text."""
    _clusters: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_id: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def load(cls, engine: Engine, documents: Iterable[str]) -> Nodes:
        """Load what is known of the mentions of some documents.

        Reads:
            `mention`, `canonical`, `document`, `entity`.
        """
        some = {"documents": sorted(documents) or [""]}
        made = cls(
            entities={row["canonical_id"]: row for row in engine.query(_ENTITIES).to_pylist()},
            subjects={row["id"]: row["canonical_id"] for row in engine.query(_SUBJECTS, some).to_pylist()},
            parties={
                (row["document_id"], row["entity"]): row["canonical_id"]
                for row in engine.query(_PARTIES, some).to_pylist()
            },
        )
        mentions: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in engine.query(_MENTIONS, some).to_pylist():
            mentions[row["document_id"]].append(row)
            made._by_id[row["id"]] = row
            if row["form"] != "pronoun":
                made._clusters[row["document_id"], row["entity"]].append(row["text"])
        made.mentions = mentions
        return made

    def of_party(self, canonical_id: str) -> Node | None:
        """Give the node of a party; None of what is none: an event, goods, an address."""
        row = self.entities.get(canonical_id)
        if row is None:
            return None
        schema = get_schema(row["schema"])
        countries = row["countries"] or []
        country = countries[0] if len(countries) == 1 else None
        if schema.is_a("Person"):
            return Node(canonical_id, row["caption"], "person", country)
        if schema.is_a("Vehicle"):
            return Node(canonical_id, row["caption"], "vessel", country)
        if schema.is_a("LegalEntity") or row["schema"] == "Asset" or schema.is_a("Facility"):
            return Node(canonical_id, row["caption"], "party", country)
        return None

    def of_value(self, prop_type: str, value: str) -> Node | None:
        """Give the node of a value of a property."""
        if prop_type == "entity":
            return self.of_party(value)
        return country_node(value) if prop_type == "country" else place_node(value) if value.strip() != "" else None

    def of_argument(self, document: str, argument: Mapping[str, Any]) -> Node | None:
        """Give the node of an argument; None where its words tell of no actor and no place that has a name."""
        if argument["start"] is None:
            return self.of_party(self.subjects.get(document, ""))
        party = self.parties.get((document, argument["entity"] or ""))
        found = None if party is None else self.of_party(party)
        if found is not None:
            return found
        mention = self._by_id.get(argument["mention_id"] or "")
        if mention is None:
            return None
        words = " ".join(argument["text"].split())
        if mention["form"] == "pronoun":
            return self._of_pronoun(document, mention)
        if mention["form"] == "demonym":
            return _people(words)
        if mention["type"] == "place":
            return _place(words, argument["role"]) if mention["form"] == "name" else None
        is_mission = words.split()[-1].casefold() in rules()["missions"]
        return self._group(document, argument, mention, words) if mention["type"] in GROUP_TYPES or is_mission else None

    def _of_pronoun(self, document: str, mention: Mapping[str, Any]) -> Node | None:
        codes = self._countries(self._clusters[document, mention["entity"]])
        return country_node(codes[0]) if len(codes) == 1 else None

    def _group(self, document: str, argument: Mapping[str, Any], mention: Mapping[str, Any], words: str) -> Node:
        """Make the node of who has no name, of the one country that the words, or others for the same, tell of."""
        inside = [
            one
            for one in self.mentions.get(document, ())
            if argument["start"] <= one["start"] and one["end"] <= argument["end"]
        ]
        texts = [words]
        for one in (mention, *inside):
            texts += self._clusters[document, one["entity"]]
        # What a name holds says nothing of where it is: "Hong Kong Electronics" of Iran.
        codes = [] if mention["form"] == "name" else self._countries(texts)
        code = codes[0] if len(codes) == 1 else None
        plain = _plain(words)
        if (
            code is not None
            and mention["type"] == "public_body"
            and plain.split()[-1].casefold() in rules()["state_words"]
        ):
            return country_node(code)
        told = code is None or len(self._countries([plain])) > 0
        name = plain if told else f"{plain} ({country_node(code or '').name})"
        return Node(f"group:{code or document}:{plain.casefold()}", name, "group", code)

    @staticmethod
    def _countries(texts: Iterable[str]) -> list[str]:
        """Name the countries that some words tell of: "North Korean government", "DPRK"."""
        found: dict[str, None] = {}
        for text in texts:
            words = text.split()
            spans = {
                " ".join(words[first:last])
                for first in range(len(words))
                for last in range(first + 1, min(len(words), first + LONGEST) + 1)
            }
            seen = ""
            # The longest first: "North Korean" is not also Korean.
            for part in sorted(spans, key=lambda one: (-len(one), one)):
                is_name = part[0].isupper() and (len(part) > len("XX") or part in rules()["short"])
                if not is_name or part in seen or part in rules()["ambiguous"]:
                    continue
                countries = read_countries(part)
                if len(countries) == 1 and countries[0].doubt is None:
                    found.setdefault(countries[0].code)
                    seen += f" {part} "
        return list(found)


def _people(words: str) -> Node | None:
    """Make the node of a people, or of the country that its adjective stands for: "North Koreans", "North Korean"."""
    code = read_country(words)
    if code is not None:
        return country_node(code)
    code = read_country(words.removesuffix("s"))
    return None if code is None else Node(f"group:{code}:{words.casefold()}", words, "group", code)


def _place(words: str, role: str) -> Node | None:
    """Make the node of a place. Who acts or receives is none: a capital is its state, another is not known."""
    if role not in PARTY_ROLES:
        return place_node(words)
    code = read_country(words)
    return None if code is None else country_node(code)


def _plain(words: str) -> str:
    """Leave out articles, possessives and counts before a name of a group."""
    parts = words.split()
    while len(parts) > 1 and (parts[0].casefold() in rules()["leading"] or parts[0][0].isdigit()):
        parts = parts[1:]
    return " ".join(parts)
