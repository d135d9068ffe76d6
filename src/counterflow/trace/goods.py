"""Events of goods: what was moved, made, sold, seized or held, how much, between which places and when.

Lists and records state an event by its properties. Documents tell it by frames, which say more of places than the
properties can hold (a port), and whether a country acts or is where it happened.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from counterflow.clean.country import read_country
from counterflow.clean.place import find_place
from counterflow.engine import Engine
from counterflow.model.doubt import Hedge
from counterflow.model.schema import load_model
from counterflow.model.told import is_told_event
from counterflow.trace.unit import load_units, read_unit

RULE_PATH = Path(__file__).parent / "route.toml"
SLOTS = ("from", "via", "to")
UNKNOWN_YEAR = "XXXX"
RECORDED, TOLD, INTENDED = "recorded", "told", "intended"
COUNTED = "piece"
"""Unit of what is counted and has no unit: 30,000 grenades."""
_INTENDED = frozenset([Hedge.PLANNED, Hedge.POSSIBLE, Hedge.OPINION])
_AMOUNT = re.compile(r"\s*([0-9][0-9,. ]*?)\s*([^\W\d_].*?)\s*")

_BELIEFS = """
SELECT belief.canonical_id, entity.schema, prop, prop_type, value, hedge, probability, statements, belief.handling
FROM belief
JOIN entity ON entity.canonical_id = belief.canonical_id
JOIN goods_schema ON goods_schema.schema = entity.schema
WHERE polarity = 'affirmed'
ORDER BY belief.canonical_id, prop, value
"""
_NAMES = """
SELECT canonical_id, caption FROM entity
WHERE canonical_id IN (SELECT value FROM belief JOIN entity ON entity.canonical_id = belief.canonical_id
    JOIN goods_schema ON goods_schema.schema = entity.schema WHERE prop_type = 'entity')
"""
_ADDRESSES = """
SELECT canonical_id, prop, value FROM belief
WHERE polarity = 'affirmed' AND prop IN ('city', 'country', 'full', 'name')
    AND canonical_id IN (SELECT canonical_id FROM entity WHERE schema = 'Address') ORDER BY ALL
"""
_QUANTITIES = """
SELECT statement_id, kind, low, high, unit, norm_low, norm_high, norm_unit, per, is_ambiguous
FROM quantity WHERE statement_id IS NOT NULL ORDER BY id
"""
_FRAMES = """
SELECT canonical.canonical_id, frame.type, argument.role, argument.text, mention.type AS kind, mention.form
FROM (SELECT id, type, polarity, start, unnest(args) AS argument FROM frame) frame
JOIN canonical ON canonical.entity_id = $event || frame.id
JOIN mention ON mention.id = argument.mention_id
WHERE polarity = 'affirmed' AND (mention.type = 'place' OR mention.form = 'demonym')
ORDER BY canonical.canonical_id, argument.start, frame.id
"""


class Volume(NamedTuple):
    """How much, at least and at most; an open end is None."""

    low: float | None
    high: float | None
    unit: str
    is_ambiguous: bool


@dataclass
class Goods:
    """One event or stock of goods."""

    id: str
    schema: str
    commodities: tuple[str, ...] = ()
    """Names of goods."""
    places: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By slot: `from`, `via`, `to`."""
    volumes: tuple[Volume, ...] = ()
    """One a unit; several accounts of one event have given each its bounds."""
    years: tuple[str, str] | None = None
    """First and last year; None: not known."""
    standing: str = TOLD
    probability: float | None = None
    holders: tuple[str, ...] = ()
    """Parties that hold it, of a stockpile."""
    statements: frozenset[str] = frozenset()
    handling: frozenset[str] = frozenset()

    @property
    def period(self) -> str:
        """The year or the years, EDTF."""
        if self.years is None:
            return UNKNOWN_YEAR
        return self.years[0] if self.years[0] == self.years[1] else "/".join(self.years)


def load_goods(engine: Engine, schemata: Sequence[str]) -> list[Goods]:
    """Load the events and stocks of goods of some schemata, and of all that descend from them.

    What nobody affirms is left out. Each belief counts as firmly as its source commits: what is planned or thought
    possible is `intended`, not done.

    Reads:
        `belief`, `entity`, `canonical`, `quantity`, `frame`, `mention`.
    """
    import pyarrow as pa

    names = sorted({one for name in schemata for one in _descending(name)})
    engine.register("goods_schema", pa.table({"schema": pa.array(names, pa.string())}))
    beliefs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in engine.query(_BELIEFS).to_pylist():
        beliefs[row["canonical_id"]].append(row)
    if len(beliefs) == 0:
        return []
    captions = {row["canonical_id"]: row["caption"] for row in engine.query(_NAMES).to_pylist()}
    addresses: dict[str, dict[str, str]] = defaultdict(dict)
    for row in engine.query(_ADDRESSES).to_pylist():
        addresses[row["canonical_id"]].setdefault(row["prop"], row["value"])
    quantities: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in engine.query(_QUANTITIES).to_pylist():
        quantities[row["statement_id"]].append(row)
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in engine.query(_FRAMES, {"event": "zframe-"}).to_pylist():
        told[row["canonical_id"]].append(row)
    makers = _Maker(captions, addresses, quantities, told)
    return [makers.make(id_, rows) for id_, rows in sorted(beliefs.items())]


@dataclass(frozen=True)
class _Maker:
    captions: Mapping[str, str]
    addresses: Mapping[str, Mapping[str, str]]
    quantities: Mapping[str, Sequence[Mapping[str, Any]]]
    told: Mapping[str, Sequence[Mapping[str, Any]]]

    def make(self, id_: str, rows: Sequence[Mapping[str, Any]]) -> Goods:
        """Put together what is known of one event."""
        schema = rows[0]["schema"]
        rule = _property_rule(schema)
        goods_props = rule.get("commodity", ("commodity",))
        of = {prop: [row for row in rows if row["prop"] == prop] for prop in {row["prop"] for row in rows}}
        named = [row for prop in goods_props for row in of.get(prop, ())]
        is_told = is_told_event(id_)
        core = [*named, *of.get("quantity", ()), *of.get("summary", ()), *of.get("holder", ())]
        core = core if len(core) > 0 else list(rows)
        hedges = {row["hedge"] for row in (named or core)}
        probabilities = [row["probability"] for row in (named or core) if row["probability"] is not None]
        return Goods(
            id=id_,
            schema=schema,
            commodities=tuple(sorted({self.captions.get(row["value"], row["value"]) for row in named})),
            places=self._told_places(id_) if is_told else self._places(of, rule),
            volumes=tuple(self._volumes(of.get("quantity", ()))),
            years=_years(of),
            standing=(INTENDED if hedges <= _INTENDED else TOLD) if is_told else RECORDED,
            probability=max(probabilities, default=None),
            holders=tuple(sorted({row["value"] for row in of.get("holder", ())})),
            statements=frozenset(statement for row in core for statement in row["statements"]),
            handling=frozenset(row["handling"] for row in core),
        )

    def _places(
        self, of: Mapping[str, Sequence[Mapping[str, Any]]], rule: Mapping[str, Any]
    ) -> dict[str, tuple[str, ...]]:
        """Read the places that properties hold; of the first and the last of a way the best property counts."""
        found: dict[str, tuple[str, ...]] = {}
        for slot in SLOTS:
            values: list[str] = []
            for prop in rule.get(slot, ()):
                here = [self._place(row) for row in of.get(prop, ())]
                values += [one for one in here if one is not None]
                if len(values) > 0 and slot != "via":
                    break
            found[slot] = _distinct(values)
        return found

    def _place(self, row: Mapping[str, Any]) -> str | None:
        value = str(row["value"])
        if row["prop_type"] == "entity":
            address = self.addresses.get(value, {})
            value = address.get("city") or address.get("name") or address.get("country") or address.get("full") or ""
        return _place_name(value) if value != "" else None

    def _told_places(self, id_: str) -> dict[str, tuple[str, ...]]:
        """Read the places that frames name, by their roles."""
        found: dict[str, list[str]] = {slot: [] for slot in SLOTS}
        for row in self.told.get(id_, ()):
            place = _told_place(row)
            slots = [slot for slot in SLOTS if row["role"] in _rules()["frame"].get(row["type"], {}).get(slot, ())]
            if place is not None and len(slots) > 0:
                found[slots[0]].append(place)
        return {slot: _distinct(places) for slot, places in found.items()}

    def _volumes(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Volume]:
        """Read the amounts: of several accounts in one unit, the least and the most."""
        found: dict[str, list[Volume]] = defaultdict(list)
        for row in rows:
            read = [one for statement in row["statements"] for one in self.quantities.get(statement, ())]
            volumes = [_volume(one) for one in read] if len(read) > 0 else [read_amount(row["value"])]
            for volume in volumes:
                if volume is not None:
                    found[volume.unit].append(volume)
        for unit, some in sorted(found.items()):
            lows = [one.low for one in some if one.low is not None]
            highs = [one.high for one in some if one.high is not None]
            low = min(lows) if len(lows) == len(some) else None
            high = max(highs) if len(highs) == len(some) else None
            yield Volume(low, high, unit, any(one.is_ambiguous for one in some))


def read_amount(text: str) -> Volume | None:
    """Read an amount that stands as text and in no table of quantities: "150 kilograms"; None where it is none."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    reading = read_unit(found[2])
    try:
        number = float(found[1].replace(",", "").replace(" ", ""))
    except ValueError:
        return None
    return Volume(number * reading.low, number * reading.high, reading.becomes, reading.is_ambiguous)


def _volume(row: Mapping[str, Any]) -> Volume | None:
    """Make the volume of a quantity; an ambiguous unit has the bounds of all its readings."""
    if row["kind"] in ("money", "percent", "ordinal", "duration", "vague") or (
        row["low"] is None and row["high"] is None
    ):
        return None
    reading = load_units().get(row["unit"].lower()) if row["is_ambiguous"] else None
    if reading is not None:
        low = None if row["low"] is None else row["low"] * reading.low
        high = None if row["high"] is None else row["high"] * reading.high
        unit = reading.becomes
    elif row["norm_unit"] is not None:
        low, high, unit = row["norm_low"], row["norm_high"], row["norm_unit"]
    else:
        low, high, unit = row["low"], row["high"], row["unit"]
    unit = COUNTED if unit in ("1", "") else unit
    rate = "" if row["per"] is None else f"/{row['per']}"
    return Volume(low, high, unit + rate, bool(row["is_ambiguous"]))


def _told_place(row: Mapping[str, Any]) -> str | None:
    """Name the place of an argument: a name, or the country of a people or of who acts; "the coast" names none."""
    words = " ".join(row["text"].split())
    if row["form"] == "demonym" or (row["kind"] == "place" and row["role"] in _rules()["party_roles"]):
        return read_country(words)
    if row["kind"] != "place" or row["form"] != "name":
        return None
    return _place_name(words)


def _place_name(words: str) -> str:
    found = find_place(words)
    return words if found is None else found.name


def _distinct(places: Iterable[str]) -> tuple[str, ...]:
    """Leave out what stands twice, and a country of which a city is named."""
    once = list(dict.fromkeys(places))
    found = {one: find_place(one) for one in once}
    within = {place.country for place in found.values() if place is not None and not place.is_country}
    return tuple(one for one in once if one not in within)


def _years(of: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[str, str] | None:
    found = sorted(
        row["value"][:4]
        for prop in ("startDate", "date", "endDate")
        for row in of.get(prop, ())
        if row["value"][:4].isdigit()
    )
    return (found[0], found[-1]) if len(found) > 0 else None


@functools.cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(RULE_PATH.read_text(encoding="utf-8"))


@functools.cache
def _property_rule(schema: str) -> Mapping[str, Any]:
    rules: Mapping[str, Any] = _rules()["property"]
    return next((rule for name, rule in rules.items() if load_model().schemata[schema].is_a(name)), {})


def _descending(name: str) -> list[str]:
    return [one for one, schema in load_model().schemata.items() if schema.is_a(name)]
