"""Parties that several documents name and no list has: which of them are one, with a probability and reasons.

Organizations of one full name are one. Persons and ships are weighed by the matching kernel, as records are: how much
alike and how rare their names are, and the facts that documents tell of them. Then what stands around the names speaks:
countries, positions, who else both documents name. Two parties of one document stay two; a third is joined to two
others only if it is like both.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from counterflow.clean.name import mentioned_name, normal_name
from counterflow.compare.algorithm import ALGORITHM as KERNEL
from counterflow.compare.builder import NAME_PROPERTIES
from counterflow.engine import Engine
from counterflow.model.handling import strictest
from counterflow.resolve.candidate.near import near_pairs
from counterflow.resolve.candidate.record import COMPARED
from counterflow.resolve.candidate.score import score_pairs, tabulate
from counterflow.resolve.candidate.segment import make_segment
from counterflow.resolve.cluster import Clusters, Merge, Refusal
from counterflow.resolve.decide import ALGORITHM as RECORDS
from counterflow.resolve.decide import Decision, Rank
from counterflow.resolve.mention.candidate import is_mixed, is_turned
from counterflow.resolve.mention.context import words_of
from counterflow.resolve.mention.link import probabilities
from counterflow.resolve.mention.weight import COUNTRY, LEAST_SHOWN, MIXED, POSITION, SPELLING, THRESHOLD
from counterflow.resolve.schema import PERSON, VEHICLE, name_family
from counterflow.tables import Link

ALGORITHM = f"{KERNEL}+told-v1"
"""Version of what joins parties of documents: the kernel, and the evidence here."""

NAMED_ALIKE = ("Company", "Organization")
"""Schemata whose entities are one when several documents use one name; every country has a "Ministry of Defence"."""

# Set by judgement before anything was measured, rounded, in nats.
ONE_CASE = 1.0
"""Documents of one case tell of one matter: two strangers of one name are rarer in it than among all names."""
COUNTRY_OTHER = -1.0
"""Both documents name countries, and none in common."""
COMPANY = 0.7
"""Both documents name one and the same party of a list."""
ONLY_LIKE = -2.0
"""The names are neither the same words nor firmly spellings of one name."""
LISTED_NAMESAKES = -3.0
"""Lists have two or more persons of the name: there is more than one whom documents may mean."""

_DIGITS = 4
_LEAST_WORDS = 2

_NAME_SQL = """
SELECT DISTINCT member.entity_id, value, member.handling
FROM statement JOIN member USING (entity_id)
WHERE member.is_told AND prop = 'name' AND member.schema IN (SELECT unnest($schemata))
ORDER BY member.entity_id, value
"""

_SAID_SQL = """
SELECT DISTINCT statement.entity_id, prop, value
FROM statement JOIN wanted_told USING (entity_id)
WHERE (prop IN (SELECT unnest($compared)) OR prop = 'position')
    AND EXISTS (SELECT 1 FROM evidence WHERE statement_id = statement.id AND polarity = 'affirmed')
ORDER BY ALL
"""


class Told(NamedTuple):
    """A party as one document names it, with what stands around it."""

    entity_id: str
    schema: str
    document_id: str
    handling: str
    countries: frozenset[str] = frozenset()
    """That its document names."""
    company: frozenset[str] = frozenset()
    """Parties of lists that its document names."""
    namesakes: int = 0
    """Parties of lists that its name may mean."""


class Pair(NamedTuple):
    """Two parties of documents, the smaller id first, with what speaks for one."""

    left: Told
    right: Told
    reasons: tuple[tuple[str, str, str, float], ...]
    """Feature, both sides' values, log-odds."""

    @property
    def odds(self) -> float:
        """Log-odds that they are one."""
        return sum(reason[-1] for reason in self.reasons)


def join_alike(engine: Engine, clusters: Clusters, told: Sequence[Told]) -> list[Link]:
    """Join parties of several documents that no list has.

    Reads:
        `statement`, `evidence`, and the registered rows `member`.
    Args:
        engine: the tables.
        clusters: hold all of `told`; grow.
        told: parties of documents that mean none of a list.
    Returns:
        rows of `link` of kind `entity`: each from the larger id to the smaller.
    """
    joined = join_pairs(clusters, weigh_pairs(read_told(engine, told), told))
    return [*_join_organizations(engine, clusters, {one.entity_id for one in told}), *joined]


def join_pairs(clusters: Clusters, pairs: Sequence[Pair]) -> list[Link]:
    """Join pairs, likeliest first; those that are less likely, or that others stand in the way of, are candidates."""
    share = {_ids(pair): probabilities([pair.odds])[0] for pair in pairs}
    clusters.learn({_ids(pair): pair.odds for pair in pairs})
    firm = [pair for pair in pairs if share[_ids(pair)] >= THRESHOLD]
    refused = clusters.merge_all(Merge(Rank.SCORE, -pair.odds, *_ids(pair)) for pair in firm)
    return [_link(pair, share[_ids(pair)], refused) for pair in pairs if share[_ids(pair)] >= LEAST_SHOWN]


def read_told(engine: Engine, told: Iterable[Told]) -> dict[str, dict[str, Any]]:
    """Read persons and ships of documents as FtM entities: their full names and what somebody affirms of them."""
    wanted = {one.entity_id: one for one in told if name_family(one.schema) in (PERSON, VEHICLE)}
    engine.register("wanted_told", pa.table({"entity_id": pa.array(sorted(wanted), pa.string())}))
    entities: dict[str, dict[str, Any]] = {}
    names = {prop for prop, _ in NAME_PROPERTIES}
    for row in engine.query(_SAID_SQL, {"compared": list(COMPARED)}).to_pylist():
        one = wanted[row["entity_id"]]
        is_name = row["prop"] in names
        if is_name and name_family(one.schema) == PERSON and len(mentioned_name(row["value"]).split()) < _LEAST_WORDS:
            continue
        entity = entities.setdefault(
            one.entity_id, {"id": one.entity_id, "schema": one.schema, "properties": {}, "is_named": False}
        )
        entity["is_named"] |= is_name
        entity["properties"].setdefault(row["prop"], []).append(row["value"])
    return {key: entity for key, entity in sorted(entities.items()) if entity.pop("is_named")}


def weigh_pairs(entities: Mapping[str, Mapping[str, Any]], told: Iterable[Told]) -> list[Pair]:
    """Weigh the pairs of parties of different documents whose names are near, in order of ids."""
    if len(entities) < 2:
        return []
    by_id = {one.entity_id: one for one in told}
    segment = make_segment((key, "", entities[key]) for key in sorted(entities))
    left, right = near_pairs(segment)
    kept = score_pairs(segment, left, segment, right, -np.inf)
    found = []
    for row in tabulate(segment, segment, kept, is_near=True).to_pylist():
        one, other = by_id[row["left_id"]], by_id[row["right_id"]]
        if one.document_id == other.document_id or name_family(one.schema) != name_family(other.schema):
            continue
        known = [
            (str(reason["feature"]), str(reason["left"]), str(reason["right"]), float(reason["contribution"]))
            for reason in json.loads(row["reasons"])
        ]
        positions = [
            words_of(" ".join(entities[side.entity_id]["properties"].get("position", ()))) for side in (one, other)
        ]
        found.append(Pair(one, other, (*known, *_around(one, other, known[0], positions))))
    return sorted(found, key=_ids)


def _around(
    one: Told, other: Told, name: tuple[str, str, str, float], positions: Sequence[frozenset[str]]
) -> Iterator[tuple[str, str, str, float]]:
    yield "documents of one case", "", "", ONE_CASE
    if name_family(one.schema) == PERSON and is_mixed(name[1], name[2]):
        yield "words in another order", name[1], name[2], MIXED
    elif not (is_turned(name[1], name[2]) or is_fuller(name[1], name[2]) or name[3] >= SPELLING):
        yield "only like its name", name[1], name[2], ONLY_LIKE
    if max(one.namesakes, other.namesakes) > 1:
        yield "namesakes on lists", str(one.namesakes), str(other.namesakes), LISTED_NAMESAKES
    if len(one.countries) > 0 and len(other.countries) > 0:
        common = one.countries & other.countries
        sides = (", ".join(sorted(one.countries)), ", ".join(sorted(other.countries)))
        yield "country", sides[0], sides[1], COUNTRY if len(common) > 0 else COUNTRY_OTHER
    shared = positions[0] & positions[1]
    if len(shared) > 0:
        yield "position", ", ".join(sorted(positions[0])), ", ".join(sorted(positions[1])), POSITION
    company = sorted(one.company & other.company)
    if len(company) > 0:
        yield "named by both", company[0], company[0], COMPANY


def is_fuller(one: str, other: str) -> bool:
    """Whether one of two names is the other with initials between its first and last word."""
    short, full = sorted((mentioned_name(one).split(), mentioned_name(other).split()), key=len)
    if len(short) < _LEAST_WORDS or len(short) == len(full):
        return False
    rest = iter(full)
    is_within = all(any(word == found for found in rest) for word in short)
    ends = (short[0], short[-1]) == (full[0], full[-1])
    return is_within and ends and all(len(word) == 1 for word in full if word not in short)


def _ids(pair: Pair) -> tuple[str, str]:
    return pair.left.entity_id, pair.right.entity_id


def _link(pair: Pair, probability: float, refused: Mapping[tuple[str, str], Refusal]) -> Link:
    refusal = refused.get(_ids(pair))
    is_same = probability >= THRESHOLD and refusal is None
    reasons: list[dict[str, object]] = [
        {"feature": feature, "source": right, "target": left, "contribution": round(worth, _DIGITS)}
        for feature, left, right, worth in pair.reasons
        if worth != 0
    ]
    if refusal is not None:
        sides = {"source": refusal.left, "target": refusal.right, "contribution": None}
        reasons.append({"feature": f"refused: {refusal.feature}", **sides})
    return Link(
        pair.right.entity_id,
        pair.left.entity_id,
        "entity",
        Decision.SAME if is_same else Decision.CANDIDATE,
        round(probability, _DIGITS + 2),
        json.dumps(reasons, ensure_ascii=False),
        ALGORITHM,
        strictest((pair.left.handling, pair.right.handling)),
    )


def _join_organizations(engine: Engine, clusters: Clusters, wanted: Collection[str]) -> Iterator[Link]:
    """Join organizations of several documents that have one full name to the one with the smallest id."""
    alike: dict[str, list[tuple[str, str, str]]] = {}
    for row in engine.query(_NAME_SQL, {"schemata": list(NAMED_ALIKE)}).to_pylist():
        key = normal_name(row["value"])
        if row["entity_id"] in wanted and " " in key:
            alike.setdefault(key, []).append((row["entity_id"], row["value"], row["handling"]))
    pairs = {(some[0][0], one[0]): (some[0], one) for some in alike.values() for one in some[1:]}
    refused = clusters.merge_all(Merge(Rank.NAME, 0.0, *pair) for pair in pairs)
    for pair, (first, other) in sorted(pairs.items()):
        if pair not in refused:
            reason = {"feature": "name", "source": other[1], "target": first[1], "contribution": None}
            marking = strictest((first[2], other[2]))
            reasons = json.dumps([reason], ensure_ascii=False)
            yield Link(other[0], first[0], "entity", Decision.SAME, None, reasons, RECORDS, marking)


def describe_told(
    told: Iterable[Told],
    countries: Mapping[str, Mapping[int, Collection[str]]],
    links: Iterable[tuple[str, Link]],
) -> list[Told]:
    """Add to parties of documents what stands around them.

    Args:
        told: the parties.
        countries: that documents name, by sentence.
        links: of the names of documents to parties of lists, each with its document.
    """
    company: dict[str, set[str]] = {}
    for document_id, link in links:
        if link.decision == Decision.SAME:
            company.setdefault(document_id, set()).add(link.target_id)
    return [
        one._replace(
            countries=frozenset(itertools.chain.from_iterable(countries.get(one.document_id, {}).values())),
            company=frozenset(company.get(one.document_id, ())),
        )
        for one in told
    ]
