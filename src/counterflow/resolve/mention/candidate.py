"""Which listed parties a name may mean: candidates by equal and by near names, weighed by the matching kernel."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from counterflow.clean.name import mentioned_name
from counterflow.compare.builder import NAME_PROPERTIES
from counterflow.compare.reason import NAMES_DIFFER
from counterflow.engine import Engine
from counterflow.resolve.candidate.near import near_pairs, segment_kin
from counterflow.resolve.candidate.record import list_records, read_records
from counterflow.resolve.candidate.score import score_pairs, tabulate
from counterflow.resolve.candidate.segment import Segment, make_segment
from counterflow.resolve.candidate.store import Held, PairStore
from counterflow.resolve.candidate.version import pair_version
from counterflow.resolve.schema import PERSON, VEHICLE

SCHEMATA = {PERSON: "Person", VEHICLE: "Vessel"}
"""Schema under which a name is compared with parties of a family; with all others, as a legal entity's."""
OTHER_SCHEMA = "LegalEntity"

LEAST_ODDS = -1.5
"""Log-odds of two names from which on they are worth looking at."""


_LEAST_MIXED, _MOST_MIXED = 3, 5
"""Words of names whose order is looked at: two words may stand either way; of many, some may stand anywhere."""
_MIXED_GAIN = 0.15
"""How much more alike the words must be in another order. Words, of which 1 is the same."""
_ARTICLES = ("the", "al", "el")


class Candidate(NamedTuple):
    """A name and a party that it may mean, as far as names go."""

    text: str
    entity_id: str
    name: str
    """The party's name that is nearest."""
    odds: float
    """What the names say, by the kernel: log-odds."""
    is_equal: bool
    """The party has the very name."""
    has_as_many: bool
    """The nearest name has as many words, as far as its script lets that be counted."""
    is_mixed: bool
    """The nearest name is a person's, of the same words in another order."""


_EQUAL_SQL = """
SELECT DISTINCT wording.text, name.entity_id
FROM wording JOIN name ON name.key IN ('p:' || wording.tokens, 'o:' || wording.phrase, 'v:' || wording.phrase)
ORDER BY ALL
"""


def find_candidates(
    engine: Engine, texts: Collection[str], near: Collection[str], cache: Path | None
) -> dict[str, list[Candidate]]:
    """Find the parties that names may mean, by name.

    Reads:
        `statement`, and the registered rows `member` and `name`.
    Args:
        engine: the tables.
        texts: names, looked up by equal names.
        near: those of them that are looked up by near names too.
        cache: where the parties of lists lie analysed; None: they are analysed here.
    """
    equal = _equal(engine, texts)
    pairs = equal | _near(engine, near, cache)
    families = _families(engine, {entity_id for _, entity_id in pairs})
    wanted = sorted((text, entity_id) for text, entity_id in pairs if entity_id in families)
    found: dict[str, list[Candidate]] = {}
    for one in _score(engine, wanted, families, equal):
        if one.odds >= LEAST_ODDS or (one.text, one.entity_id) in equal:
            found.setdefault(one.text, []).append(one)
    return found


def _equal(engine: Engine, texts: Collection[str]) -> set[tuple[str, str]]:
    phrases = {text: mentioned_name(text) for text in sorted(texts)}
    rows = [
        {"text": text, "phrase": phrase, "tokens": " ".join(sorted(phrase.split()))}
        for text, phrase in phrases.items()
        if phrase != ""
    ]
    schema = pa.schema([(column, pa.string()) for column in ("text", "phrase", "tokens")])
    engine.register("wording", pa.Table.from_pylist(rows, schema))
    return {(row["text"], row["entity_id"]) for row in engine.query(_EQUAL_SQL).to_pylist()}


def _near(engine: Engine, texts: Collection[str], cache: Path | None) -> set[tuple[str, str]]:
    if len(texts) == 0:
        return set()
    names = make_segment((f"{schema}:{text}", "", _named(text, schema)) for text in sorted(texts) for schema in _all())
    found = set()
    for held in _segments(engine, cache):
        segment = held.segment
        left, right = near_pairs(names, segment, segment_kin(names, segment, held.kin))
        for a, b in zip(left.tolist(), right.tolist(), strict=True):
            if held.living[b]:
                found.add((names.ids[a].partition(":")[2], segment.ids[b]))
    return found


def _all() -> tuple[str, ...]:
    return (*SCHEMATA.values(), OTHER_SCHEMA)


def _named(text: str, schema: str) -> Mapping[str, Any]:
    return {"id": f"{schema}:{text}", "schema": schema, "properties": {"name": [mentioned(text)]}}


def mentioned(text: str) -> str:
    """Give a name as it is compared: without what running text puts around it, its capitals kept."""
    words = " ".join(text.split())
    for article in ("the ", "The "):
        words = words.removeprefix(article)
    for ending in ("'s", "’s", "'", "’"):
        words = words.removesuffix(ending)
    return words


def _segments(engine: Engine, cache: Path | None) -> Iterable[Held]:
    if cache is not None:
        held = PairStore(cache, pair_version()).load().segments
        if len(held) > 0:
            return held
    records = list_records(engine)
    ids = records.column("entity_id").to_pylist()
    segment = make_segment((one, "", entity) for one, entity in read_records(engine, ids))
    return [Held(segment, np.ones(len(segment), np.bool_))]


def _families(engine: Engine, wanted: Collection[str]) -> dict[str, str]:
    engine.register("wanted", pa.table({"entity_id": pa.array(sorted(wanted), pa.string())}))
    rows = engine.query(
        "SELECT entity_id, family FROM member JOIN wanted USING (entity_id) WHERE is_mergeable AND NOT is_told"
    )
    return dict(zip(rows.column("entity_id").to_pylist(), rows.column("family").to_pylist(), strict=True))


def _score(
    engine: Engine, pairs: Sequence[tuple[str, str]], families: Mapping[str, str], equal: Collection[tuple[str, str]]
) -> Iterable[Candidate]:
    """Weigh names against those of parties: the kernel's log-odds, without what it says of facts."""
    if len(pairs) == 0:
        return
    entities = dict(read_records(engine, {entity_id for _, entity_id in pairs}))
    schemata = [SCHEMATA.get(families[entity_id], OTHER_SCHEMA) for _, entity_id in pairs]
    sides = [(_id(schema, text), entity_id) for schema, (text, entity_id) in zip(schemata, pairs, strict=True)]
    named = {_id(schema, text): _named(text, schema) for schema, (text, _) in zip(schemata, pairs, strict=True)}
    names, parties = _segment(named), _segment(entities)
    places = [{one: at for at, one in enumerate(segment.ids)} for segment in (names, parties)]
    known = [(names_id, party_id) for names_id, party_id in sides if party_id in places[1]]
    left, right = (np.array([places[side][pair[side]] for pair in known], np.int64) for side in (0, 1))
    kept = score_pairs(names, left, parties, right, -np.inf)
    table = tabulate(names, parties, kept, is_near=True)
    for row in table.to_pylist():
        reasons = json.loads(row["reasons"])
        differ = sum(one["contribution"] for one in reasons if one["feature"] == NAMES_DIFFER)
        text = row["left_id"].partition(":")[2]
        is_person = families[row["right_id"]] == PERSON
        name = reasons[0]["right"]
        is_equal = (text, row["right_id"]) in equal and (
            not is_person or any(is_turned(text, one) for one in _names(entities[row["right_id"]]))
        )
        as_many = text.isascii() != name.isascii() or _count(text) == _count(name)
        mixed = is_person and not is_equal and is_mixed(text, name)
        yield Candidate(text, row["right_id"], name, row["name_odds"] + differ, is_equal, as_many, mixed)


def is_turned(one: str, other: str) -> bool:
    """Whether two names are the same words in the same order, or one with its last words first.

    "Yong-chol Kim" is KIM Yong Chol, but Kim Il Sung is not KIM Sung Il.
    """
    left, right = mentioned_name(one).split(), mentioned_name(other).split()
    turned = (right[at:] + right[:at] for at in range(len(right)))
    return len(left) == len(right) and any(left == words for words in turned)


def is_mixed(one: str, other: str) -> bool:
    """Whether two names are the same words, or nearly, in an order that is no turning.

    Kim Chol Song is not Kim Song Chol, nor is Kim Chol Seong.
    """
    left, right = mentioned_name(one).split(), mentioned_name(other).split()
    if len(left) != len(right) or not _LEAST_MIXED <= len(left) <= _MOST_MIXED:
        return False
    turned = [right[at:] + right[:at] for at in range(len(right))]
    return max(_likeness(left, words) for words in itertools.permutations(right)) > _MIXED_GAIN + max(
        _likeness(left, words) for words in turned
    )


def _likeness(left: Sequence[str], right: Sequence[str]) -> float:
    """Add up how alike the words at each place are, 0 to 1 each."""
    return sum(_alike(one, other) for one, other in zip(left, right, strict=True))


@functools.lru_cache(maxsize=100_000)
def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _count(name: str) -> int:
    """Count the words of a name; an article says nothing."""
    return sum(word not in _ARTICLES for word in mentioned_name(name).split())


def _names(entity: Mapping[str, Any]) -> Iterable[str]:
    properties: Mapping[str, Sequence[str]] = entity["properties"]
    return (value for prop, _ in NAME_PROPERTIES for value in properties.get(prop, ()))


def _id(schema: str, text: str) -> str:
    return f"{schema}:{text}"


def _segment(entities: Mapping[str, Mapping[str, Any]]) -> Segment:
    return make_segment((one, "", entities[one]) for one in sorted(entities))
