"""Accounts of one event side by side: in which role they say the same, one says less, or they differ.

Several passages tell of one event (`resolve` joins their frames under one canonical id) and seldom tell all of it, or
in the same words. What they differ in is kept, role by role: seized "by the Australian navy" and "by Australia", a ship
with its name and "a North Korean ship".
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from followthemoney.types import registry

from counterflow.clean.quantity.interval import Interval, Relation, compare_intervals, make_interval
from counterflow.clean.quantity.unit import load_units
from counterflow.model.commodity.ontology import find_in_phrase, load_ontology

MIN_COUNTRY_LETTERS = 4
"""Shorter words of a description are no countries: "Su" of a ship's name is no Soviet Union."""

TIME = "time"
"""Stands among the roles for when it happened."""

TOLD_SQL = """
WITH repeated AS (
    SELECT canonical_id FROM canonical WHERE starts_with(entity_id, 'zframe-')
    GROUP BY canonical_id HAVING count(*) > 1
), meant AS (
    SELECT m.document_id, m.entity, min(c.canonical_id) AS party
    FROM mention m
    JOIN link l ON l.source_id = m.id AND l.kind = 'mention' AND l.decision = 'same'
    JOIN canonical c ON c.entity_id = l.target_id
    GROUP BY m.document_id, m.entity
), stood_for AS (
    SELECT document_id, entity, max_by(text, (length(text), -start)) AS name
    FROM mention WHERE form = 'name' GROUP BY document_id, entity
), told AS (
    SELECT c.canonical_id AS event, c.entity_id, f.*, unnest(f.args) AS argument
    FROM canonical c JOIN repeated USING (canonical_id) JOIN frame f ON 'zframe-' || f.id = c.entity_id
)
SELECT told.event, told.entity_id, told.id AS frame, told.document_id, told.edtf, argument.role, argument.text,
    meant.party, mention.form, stood_for.name, q.low, q.high, q.unit, q.norm_low, q.norm_high, q.norm_unit, q.modifier,
    q.per, q.is_ambiguous
FROM told
LEFT JOIN meant ON meant.document_id = told.document_id AND meant.entity = argument.entity
LEFT JOIN mention ON mention.id = argument.mention_id
LEFT JOIN stood_for ON stood_for.document_id = told.document_id AND stood_for.entity = argument.entity
LEFT JOIN quantity q ON q.id = argument.quantity_id
ORDER BY told.event, told.entity_id, argument.role, argument.start, argument.text
"""
"""One row an argument of the frames of each event that is told more than once."""


class Stance(StrEnum):
    """How what two accounts say in one role stands to each other; the words of `agreement.kind`."""

    SAME = "same"
    WITHIN = "within"
    CONFLICTS = "conflicts"


class Filler(NamedTuple):
    """What an account says in a role."""

    text: str
    party: str | None = None
    """canonical_id of the party that it is linked to."""
    amount: Interval | None = None
    name: str | None = None
    """The longest name that its document has for it."""
    is_name: bool = True
    """Whether these words are a name; a pronoun or a description is none."""

    @property
    def has_name(self) -> bool:
        """Whether its document names it, here or elsewhere."""
        return self.is_name or self.name is not None


class Telling(NamedTuple):
    """One account of an event: its frame, and what it says in each role."""

    event: str
    """canonical_id of the event."""
    entity_id: str
    frame: str
    document: str
    roles: Mapping[str, tuple[Filler, ...]]


def gather_tellings(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Telling]]:
    """Gather the accounts of each event.

    Args:
        rows: those of `TOLD_SQL`.

    Returns:
        by canonical_id of the event, its accounts in the order of their ids.
    """
    heads: dict[str, Mapping[str, Any]] = {}
    said: dict[str, dict[str, list[Filler]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        heads[row["entity_id"]] = row
        filler = Filler(row["text"], row["party"], _interval(row), row["name"], row["form"] in (None, "name"))
        said[row["entity_id"]][row["role"]].append(filler)
    found: dict[str, list[Telling]] = defaultdict(list)
    for entity_id, row in heads.items():
        roles = {role: tuple(fillers) for role, fillers in said[entity_id].items()}
        if row["edtf"] is not None:
            roles[TIME] = (Filler(row["edtf"]),)
        found[row["event"]].append(Telling(row["event"], entity_id, row["frame"], row["document_id"], roles))
    return dict(found)


def compare_role(role: str, left: Sequence[Filler], right: Sequence[Filler]) -> Stance:
    """Tell how what two accounts say in one role stands to each other.

    Where each says one thing, two that are not the same conflict; where one lists several, what the other leaves out
    is less, and no conflict, as long as they share something.
    """
    stances = [[_compare(role, one, other) for other in right] for one in left]
    rows = [min(row, key=_ORDER.index) for row in stances]
    columns = [min(column, key=_ORDER.index) for column in zip(*stances, strict=True)]
    best = [*rows, *columns]
    if all(one is Stance.SAME for one in best):
        return Stance.SAME
    return Stance.WITHIN if any(one is not Stance.CONFLICTS for one in best) else Stance.CONFLICTS


def worst(stances: Sequence[Stance]) -> Stance:
    """Give the one that is furthest from saying the same; there must be one."""
    return max(stances, key=_ORDER.index)


_ORDER = (Stance.SAME, Stance.WITHIN, Stance.CONFLICTS)


def compare_tellings(left: Telling, right: Telling) -> Stance:
    """Tell how two accounts of one event stand to each other: the worst of the roles in which both say something."""
    shared = sorted(set(left.roles) & set(right.roles))
    stances = [compare_role(role, left.roles[role], right.roles[role]) for role in shared]
    if Stance.CONFLICTS in stances:
        return Stance.CONFLICTS
    is_same = set(left.roles) == set(right.roles) and all(one is Stance.SAME for one in stances)
    return Stance.SAME if is_same else Stance.WITHIN


def _compare(role: str, left: Filler, right: Filler) -> Stance:
    if role == TIME:
        return _compare_times(left.text, right.text)
    if left.amount is not None and right.amount is not None:
        return _compare_amounts(left.amount, right.amount)
    if left.party is not None and left.party == right.party:
        return Stance.SAME
    if left.party is not None and right.party is not None and left.has_name and right.has_name:
        return Stance.CONFLICTS
    return _compare_words(left, right)


def _compare_times(left: str, right: str) -> Stance:
    if left == right:
        return Stance.SAME
    return Stance.WITHIN if left.startswith(right) or right.startswith(left) else Stance.CONFLICTS


_STANCE = {Relation.SAME: Stance.SAME, Relation.APART: Stance.CONFLICTS}
"""How two amounts stand; what lies within the other, or shares something with it, is no conflict."""


def _compare_amounts(left: Interval, right: Interval) -> Stance:
    return _STANCE.get(compare_intervals(left, right), Stance.WITHIN)


def _interval(row: Mapping[str, Any]) -> Interval | None:
    """Read the amount of a row of `TOLD_SQL`, in the unit that it is told in; None: it has none."""
    if row["unit"] is None:
        return None
    unit, per = row["norm_unit"] or row["unit"].casefold(), row["per"]
    scale = _scale(row)
    return make_interval(row["low"], row["high"], row["modifier"], unit if per is None else f"{unit}/{per}", scale)


def _scale(row: Mapping[str, Any]) -> tuple[float, float]:
    """Give how many of the normalised unit one of the unit as told is, at least and at most."""
    known = load_units().get(row["unit"].lower()) if row["is_ambiguous"] else None
    if known is not None:
        return known.scale
    for told, normalised in ((row["low"], row["norm_low"]), (row["high"], row["norm_high"])):
        if told is not None and told != 0 and normalised is not None:
            # The table has its numbers to nine places: equal units must not differ by what that leaves out.
            factor = float(f"{normalised / told:.6g}")
            return factor, factor
    return 1.0, 1.0


def _compare_words(left: Filler, right: Filler) -> Stance:
    """Compare by words; who only describes what the other names says less of it, and nothing else."""
    one, other = left.name or left.text, right.name or right.text
    words, others = _words(one), _words(other)
    if words == others:
        return Stance.SAME
    if words < others or others < words or _names_country(one, other):
        return Stance.WITHIN
    says_less = left.has_name != right.has_name or (left.amount is None) != (right.amount is None)
    # Two descriptions differ only where something in them excludes the other.
    is_described = not left.has_name and not right.has_name
    if is_described and _differ_in_country(one, other):
        return Stance.CONFLICTS
    return Stance.WITHIN if says_less else _compare_goods(one, other, is_described=is_described)


def _compare_goods(left: str, right: str, *, is_described: bool) -> Stance:
    good, other = find_in_phrase(left), find_in_phrase(right)
    if good is None and other is None and is_described:
        return Stance.WITHIN
    if good is None or other is None:
        return Stance.CONFLICTS
    if good.key == other.key:
        return Stance.SAME
    return Stance.WITHIN if other.key in _chain(good.key) or good.key in _chain(other.key) else Stance.CONFLICTS


def _chain(key: str) -> list[str]:
    chain, ontology = [key], load_ontology()
    while chain[-1] in ontology and (parent := ontology[chain[-1]].parent) is not None:
        chain.append(parent)
    return chain


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower())) - {"the", "a", "an", "of", "its", "their", "s"}


def _names_country(left: str, right: str) -> bool:
    """Whether one is a country, and the other is described by it: Australia, the Australian navy."""
    countries = [_country(text) for text in (left, right)]
    if (countries[0] is None) == (countries[1] is None):
        return False
    code, description = (countries[0], right) if countries[0] is not None else (countries[1], left)
    return code in _countries_of(description)


def _differ_in_country(left: str, right: str) -> bool:
    """Whether two descriptions name countries, and none that is the same."""
    mine, theirs = _countries_of(left), _countries_of(right)
    return len(mine) > 0 and len(theirs) > 0 and mine.isdisjoint(theirs)


def _countries_of(description: str) -> frozenset[str]:
    """Give the countries that the capitalised words of a description name."""
    words = [word for word in re.findall(r"[\w.'’-]+", description) if word[:1].isupper()]
    # "North Korean" is one country, and "Korean" alone another.
    pairs = {" ".join(pair): pair for pair in itertools.pairwise(words)}
    used = {word for text, pair in pairs.items() if _country(text) is not None for word in pair}
    phrases = [*pairs, *(word for word in words if word not in used)]
    found = (_country(one) for one in phrases if len(one) >= MIN_COUNTRY_LETTERS)
    return frozenset(code for code in found if code is not None)


@functools.lru_cache(maxsize=8_192)
def _country(text: str) -> str | None:
    return registry.country.clean(text)
