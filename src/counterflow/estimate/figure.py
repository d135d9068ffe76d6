"""Figures that reports state, as claims of what a case model names.

A figure is one amount of one belief: how much, of what, a year or once, who says so in the end, and how firmly.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from counterflow.engine import Engine
from counterflow.estimate.claim import Claim, rounding_of
from counterflow.estimate.deflator import load_index, price_ratio
from counterflow.estimate.model import Channel, Model, Quantity, Total, Wanted
from counterflow.estimate.posterior import Claims
from counterflow.estimate.unit import TIME, Unit, read_unit

FEWEST_DIGITS = 8
"""Digits by which a belief may be named."""
_ID = re.compile(rf"[0-9a-f]{{{FEWEST_DIGITS},40}}")

_FIGURES = """
SELECT belief.id, belief.canonical_id, entity.schema, belief.prop, belief.probability, belief.hedge,
    belief.statements, belief.handling, belief.time, quantity.text, quantity.kind, quantity.low, quantity.high,
    quantity.unit, quantity.norm_low, quantity.norm_high, quantity.norm_unit, quantity.modifier, quantity.per,
    quantity.is_ambiguous, evidence.document_id, evidence.start, evidence.attribution, evidence.text AS passage
FROM (SELECT *, unnest(statements) AS statement_id FROM belief) belief
JOIN quantity ON quantity.statement_id = belief.statement_id
JOIN evidence ON evidence.statement_id = belief.statement_id
    AND evidence.document_id IS NOT DISTINCT FROM quantity.document_id
LEFT JOIN entity ON entity.canonical_id = belief.canonical_id
WHERE belief.polarity = 'affirmed' AND evidence.polarity = 'affirmed'
    AND quantity.kind NOT IN ('vague', 'ordinal', 'duration')
    AND (quantity.low IS NOT NULL OR quantity.high IS NOT NULL)
ORDER BY ALL
"""
_EVENTS = """
SELECT belief.canonical_id, belief.prop, coalesce(entity.caption, belief.value) AS value
FROM belief LEFT JOIN entity ON entity.canonical_id = belief.value AND belief.prop_type = 'entity'
WHERE belief.polarity = 'affirmed'
    AND belief.prop IN ('date', 'startDate', 'endDate', 'commodity', 'activity', 'summary')
ORDER BY ALL
"""
_LINEAGE = "SELECT source_id, repeats_id FROM lineage WHERE is_recorded OR probability > 0.5 ORDER BY ALL"


@dataclass(frozen=True)
class Figure:
    """One amount that one passage states."""

    belief: str
    event: str
    """`canonical_id` of what it is stated of."""
    schema: str
    prop: str
    says: str
    """As written."""
    low: float | None
    """As the next, in `unit`."""
    high: float | None
    unit: str
    """As read: `USD/embassy/year`, `kg`, `tons`."""
    modifier: str = "="
    hedge: str = "fact"
    probability: float | None = None
    root: str = ""
    years: tuple[int, int] | None = None
    document: str = ""
    at: int = 0
    """Where the passage begins in its document."""
    passage: str = ""
    attribution: tuple[str, ...] = ()
    commodities: tuple[str, ...] = ()
    activity: str = ""
    statements: tuple[str, ...] = ()
    handling: str = "TLP:CLEAR"

    @property
    def caption(self) -> str:
        """What is said, in a few words."""
        return f"{self.says} ({self.schema.lower()})"


def load_figures(engine: Engine) -> list[Figure]:
    """Load the figures of a build.

    Reads:
        `belief`, `quantity`, `evidence`, `entity`, `lineage`.
    """
    events: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in engine.query(_EVENTS).to_pylist():
        events[row["canonical_id"]][row["prop"]].append(row["value"])
    repeats: dict[str, str] = {}
    for row in engine.query(_LINEAGE).to_pylist():
        repeats.setdefault(row["source_id"], row["repeats_id"])
    rows = engine.query(_FIGURES).to_pylist()
    found = dict.fromkeys(_figure(row, events[row["canonical_id"]], repeats) for row in rows)
    return [one for one in found if _is_unit(one.unit)]


def _is_unit(text: str) -> bool:
    """Whether a unit as read from a report can be read as one."""
    try:
        read_unit(text)
    except ValueError:
        return False
    return True


def _figure(row: Mapping[str, Any], event: Mapping[str, Sequence[str]], repeats: Mapping[str, str]) -> Figure:
    low, high, unit = _amount(row)
    return Figure(
        belief=row["id"],
        event=row["canonical_id"],
        schema=row["schema"] or "",
        prop=row["prop"],
        says=row["text"],
        low=low,
        high=high,
        unit=unit if row["per"] is None else f"{unit}/{row['per']}",
        modifier=row["modifier"],
        hedge=row["hedge"],
        probability=row["probability"],
        root=_root(row["document_id"] or row["id"], row["attribution"], repeats),
        years=_years(
            [row["time"] or "", *event.get("date", ()), *event.get("startDate", ()), *event.get("endDate", ())]
        ),
        document=row["document_id"] or "",
        at=row["start"] or 0,
        passage=row["passage"],
        attribution=tuple(row["attribution"]),
        commodities=tuple(one for one in event.get("commodity", ()) if one.strip() != ""),
        activity=next(iter(event.get("activity", ())), ""),
        statements=tuple(row["statements"]),
        handling=row["handling"],
    )


def _amount(row: Mapping[str, Any]) -> tuple[float | None, float | None, str]:
    """Give the amount in a unit that says what it is; one with several readings stays as written."""
    if row["kind"] == "mass" and row["is_ambiguous"]:
        return row["low"], row["high"], row["unit"]
    if row["norm_unit"] is None:
        return row["low"], row["high"], row["unit"] or "1"
    return row["norm_low"], row["norm_high"], row["norm_unit"]


def _root(document: str, attribution: Sequence[str], repeats: Mapping[str, str]) -> str:
    """Name who says it in the end: the last to whom it is attributed, or the document that others repeat."""
    if len(attribution) > 0:
        return " ".join(attribution[-1].lower().split())
    seen = set()
    while document in repeats and document not in seen:
        seen.add(document)
        document = repeats[document]
    return document


def _years(dates: Iterable[str]) -> tuple[int, int] | None:
    found = sorted(int(year) for date in dates for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", date[:21]))
    return (found[0], found[-1]) if len(found) > 0 else None


@dataclass
class Found:
    """What of the reports a model names, and what could not be found or does not fit."""

    claims: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    figures: dict[str, list[Figure]] = field(default_factory=lambda: defaultdict(list))
    """The same, as figures, by the name that they inform."""
    notes: list[str] = field(default_factory=list)
    """What was left out and why, in words."""

    @property
    def used(self) -> set[str]:
        """Beliefs that inform something."""
        return {one.belief for some in self.figures.values() for one in some}


class Given(NamedTuple):
    """A model, what the reports say of it, and all figures of the reports."""

    model: Model
    found: Found
    figures: Sequence[Figure]

    def events_of(self, channel: str) -> frozenset[str]:
        """Name the events whose figures inform a channel."""
        parts = [channel, *self.model.inputs_of(channel)]
        return frozenset(figure.event for part in parts for figure in self.found.figures.get(part, ()))


def find_claims(model: Model, figures: Sequence[Figure]) -> Found:
    """Find the figures that a model names, and turn them into claims in base units.

    One that is not there any more, or does not fit, is left out with a note: a report that is withdrawn must not keep
    a case from being built.
    """
    found = Found()
    for section, items in (("quantity", model.quantities), ("channel", model.channels), ("total", model.totals)):
        for name, one in items.items():
            for wanted in one.claims:
                where = f"[estimate.{section}.{name}] claims {wanted.says!r}"
                matches = _match(wanted, figures)
                if len(matches) == 0:
                    found.notes.append(f"{where}: no report states it now; it is left out")
                elif len({figure.event for figure in matches}) > 1:
                    ids = ", ".join(f"{figure.belief[:FEWEST_DIGITS]} {figure.caption}" for figure in matches)
                    found.notes.append(f"{where} fits several figures and is left out: name one by its id: {ids}")
                for figure in matches if len({figure.event for figure in matches}) == 1 else ():
                    claim, note = claim_of(figure, one, wanted, model)
                    if note is not None:
                        found.notes.append(f"{where}: {note}")
                    if claim is not None:
                        found.claims[name].append(claim)
                        found.figures[name].append(figure)
    return found


def _match(wanted: Wanted, figures: Sequence[Figure]) -> list[Figure]:
    words = " ".join(wanted.says.lower().split())
    if _ID.fullmatch(words) is not None:
        return [one for one in figures if one.belief.startswith(words)]
    return [one for one in figures if " ".join(one.says.lower().split()) == words]


def claim_of(
    figure: Figure, one: Quantity | Channel | Total, wanted: Wanted, model: Model
) -> tuple[Claim | None, str | None]:
    """Turn a figure into a claim in the base units of what it informs; gives a note where it does not fit."""
    unit = wanted.unit if wanted.unit is not None else read_unit(figure.unit)
    years = 1.0
    if not unit.fits(one.unit):
        yearly = unit / Unit(((TIME, 1),))
        if figure.years is None or not yearly.fits(one.unit):
            said = f"{figure.says!r} is in {unit}, and {one.name} in {one.unit}"
            more = "; give the claim a unit" if yearly.fits(one.unit) else ""
            return None, said + more
        # A total of stated years is so much a year.
        unit, years = yearly, figure.years[1] - figure.years[0] + 1.0
    low_scale, high_scale = unit.scale(model.price_year)
    ratio = 1.0
    is_money = any(len(name) == 3 and name.isupper() for name, _ in unit.powers)
    if is_money and unit.year is None and model.price_year is not None and figure.years is not None:
        middle = min(max(sum(figure.years) // 2, min(load_index())), max(load_index()))
        ratio = price_ratio(middle, model.price_year)
    return (
        Claim(
            id=figure.belief,
            text=figure.says,
            low=None if figure.low is None else figure.low * low_scale * ratio / years,
            high=None if figure.high is None else figure.high * high_scale * ratio / years,
            modifier=figure.modifier,
            hedge=figure.hedge,
            probability=figure.probability,
            root=figure.root,
            years=figure.years,
            digits=_digits(figure),
            statements=figure.statements,
            handling=figure.handling,
        ),
        None,
    )


def _digits(figure: Figure) -> float | None:
    return None if figure.low is None or figure.low <= 0 else rounding_of(figure.low)


def without_root(claims: Claims, root: str) -> dict[str, list[Claim]]:
    """Leave out everything that one root says."""
    return {name: [one for one in some if one.root != root] for name, some in claims.items()}
