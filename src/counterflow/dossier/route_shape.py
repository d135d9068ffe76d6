"""What `counterflow routes` answers, as JSON: ways of goods with their volumes, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping

from counterflow.dossier.party_shape import StockpileItem
from counterflow.dossier.shape import Shape

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""


class RoutePlace(Shape):
    """A place that routes name."""

    caption: str
    country: str | None
    """Its country's code; None: the place is not known."""
    latitude: float | None
    """WGS 84, as the next; None: the place is not known."""
    longitude: float | None


class RouteItem(Shape):
    """One way of one commodity in one period: a row of `route`."""

    id: str
    commodity: str
    from_place: str | None
    via: tuple[str, ...]
    to_place: str | None
    period: str
    standing: str
    """`recorded` in a register, `told` as a fact or as reported, or `intended`."""
    low: float | None
    high: float | None
    unit: str | None
    is_ambiguous: bool
    events: int
    probability: float | None
    statements: tuple[str, ...]
    """Ids of what stands behind it; none of a register."""
    handling: str


class Unread(Shape):
    """What a register held and what of it could not be read."""

    rows: int
    equal_rows: int
    """Rows that equal an earlier one in every column: volumes count them once (`low`) and all (`high`)."""
    broken_rows: int
    """Rows with more or fewer fields than the head: these alone are in no route."""
    no_place: int
    no_year: int
    no_amount: int
    unread_amounts: Mapping[str, int]
    zero_amounts: int
    unknown_units: Mapping[str, int]
    no_unit: int
    unknown_countries: Mapping[str, int]
    no_country: Mapping[str, int]


class Routes(Shape):
    """Routes, the places that they name, and what a register held that could not be read."""

    routes: tuple[RouteItem, ...]
    """The most events first."""
    places: Mapping[str, RoutePlace]
    """By the word that a route has for the place."""
    stockpiles: tuple[StockpileItem, ...]
    """Of a case: supply that could come to market."""
    unread: Unread | None
    """None: the routes are of a case."""


SHAPES: dict[str, type[Shape]] = {"routes": Routes}
