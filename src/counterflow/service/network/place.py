"""What the map shows beside the parties: where countries lie, and the ways of goods."""

from __future__ import annotations

from rigour.territories import get_territory

from counterflow.clean.place import ATTRIBUTION, find_place
from counterflow.dossier.archive import Archive
from counterflow.dossier.route import place_refs, route_items, stops
from counterflow.dossier.route_shape import RoutePlace
from counterflow.model.handling import strictest
from counterflow.service.network.shape import MapAnswer

MOST_ROUTES = 500

_MARKINGS = "SELECT DISTINCT handling FROM entity UNION SELECT DISTINCT handling FROM edge"
_COUNTRIES = "SELECT DISTINCT unnest(countries) AS code FROM entity ORDER BY code"


def read_map(archive: Archive) -> MapAnswer:
    """Say where the countries of parties lie, and what goods went where; what cannot be placed is named.

    Reads:
        `entity`; `route`, where the build has it.
    """
    codes = [row["code"] for row in archive.rows(_COUNTRIES)]
    rows = archive.rows("SELECT * FROM route") if "route" in archive.build.manifest.tables else []
    routes = [one for one in route_items(rows) if len(stops(one)) > 0]
    shown = tuple(routes[:MOST_ROUTES])
    markings = archive.rows(_MARKINGS) if "edge" in archive.build.manifest.tables else []
    return MapAnswer(
        handling=strictest({*(one.handling for one in shown), *(row["handling"] for row in markings)}),
        attribution=ATTRIBUTION,
        countries={code: _country(code) for code in codes},
        places=place_refs(shown),
        routes=shown,
        hidden=len(rows) - len(shown),
    )


def _country(code: str) -> RoutePlace:
    place, territory = find_place(code), get_territory(code)
    caption = code if territory is None else territory.name
    if place is None:
        return RoutePlace(caption=caption, country=code, latitude=None, longitude=None)
    return RoutePlace(caption=caption, country=code, latitude=place.latitude, longitude=place.longitude)
