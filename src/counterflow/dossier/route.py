"""Routes for people: the rows of `route`, the most events first, and the places that they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rigour.territories import get_territory

from counterflow.clean.place import find_place
from counterflow.dossier.party_shape import StockpileItem
from counterflow.dossier.route_shape import RouteItem, RoutePlace


def route_items(rows: Iterable[Mapping[str, Any]]) -> tuple[RouteItem, ...]:
    """Make the items of rows of `route`: the most events first, then the greatest volume."""
    names = list(RouteItem.model_fields)
    items = [RouteItem(**{name: row[name] for name in names}) for row in rows]
    # What leads nowhere that is known comes last.
    return tuple(
        sorted(
            items,
            key=lambda one: (
                len(stops(one)) == 0,
                -one.events,
                one.commodity,
                one.period,
                -(one.high or 0.0),
                one.id,
            ),
        )
    )


def choose_routes(
    items: Sequence[RouteItem], commodity: str | None, year: str | None, place: str | None
) -> tuple[RouteItem, ...]:
    """Choose routes by goods (the words that their name holds), period and a place that they touch."""
    wanted = None if place is None else place_code(place)
    return tuple(
        one
        for one in items
        if _is_of(one, commodity, year)
        and (wanted is None or any(wanted in (stop, place_code(stop), country_of(stop)) for stop in stops(one)))
    )


def choose_stockpiles(
    items: Sequence[StockpileItem], commodity: str | None, year: str | None, place: str | None
) -> tuple[StockpileItem, ...]:
    """Choose stockpiles as routes are chosen."""
    wanted = None if place is None else place_code(place)
    return tuple(
        one
        for one in items
        if _is_of(one, commodity, year)
        and (wanted is None or (one.place is not None and wanted in (place_code(one.place), country_of(one.place))))
    )


def _is_of(one: RouteItem | StockpileItem, commodity: str | None, year: str | None) -> bool:
    named = commodity is None or commodity.casefold() in one.commodity.casefold()
    return named and (year is None or one.period.startswith(year))


def stops(route: RouteItem) -> tuple[str, ...]:
    """Give the known places of a route in order."""
    return tuple(stop for stop in (route.from_place, *route.via, route.to_place) if stop is not None)


def place_code(text: str) -> str:
    """Give a country's code, or a place as it is called."""
    found = find_place(text)
    return text if found is None else found.name


def country_of(text: str) -> str | None:
    """Give the country in which a place lies."""
    found = find_place(text)
    return None if found is None else found.country


def place_refs(items: Iterable[RouteItem]) -> dict[str, RoutePlace]:
    """Look up all places that routes name."""
    names = sorted({stop for one in items for stop in stops(one)})
    return {name: _place_ref(name) for name in names}


def place_caption(name: str) -> str:
    """Name a place for people: a country's name for its code."""
    return _place_ref(name).caption


def _place_ref(name: str) -> RoutePlace:
    place = find_place(name)
    if place is None:
        return RoutePlace(caption=name, country=None, latitude=None, longitude=None)
    territory = get_territory(name) if place.is_country else None
    caption = name if territory is None else territory.name
    return RoutePlace(caption=caption, country=place.country, latitude=place.latitude, longitude=place.longitude)
