"""Routes as GeoJSON (RFC 7946): a line through the places of each, a point where one alone is known."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from counterflow.clean.place import ATTRIBUTION, find_place

Position = tuple[float, float]
"""Longitude, latitude: the order of RFC 7946, section 3.1.1."""


def write_routes(rows: Iterable[Mapping[str, Any]], output: TextIO) -> int:
    """Write a FeatureCollection with one feature a row of `route`; gives how many have no place that is known.

    The columns of the row are its properties; `unplaced` names those of its places that are not known, which the
    line leaves out. A feature without any has no geometry (section 3.2), so no route is lost.
    """
    features = [_feature(row) for row in rows]
    # A foreign member (section 6.1).
    whole = {"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features}
    output.write(json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n")  # dump is six times slower
    return sum(feature["geometry"] is None for feature in features)


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    stops = [stop for stop in (row["from_place"], *row["via"], row["to_place"]) if stop is not None]
    places = {stop: find_place(stop) for stop in stops}
    line = [(place.longitude, place.latitude) for place in map(places.get, stops) if place is not None]
    properties = {name: value for name, value in row.items() if name != "id"}
    properties["unplaced"] = [stop for stop in stops if places[stop] is None]
    return {"type": "Feature", "id": row["id"], "geometry": geometry(line), "properties": properties}


def geometry(line: Sequence[Position]) -> dict[str, Any] | None:
    """Make the geometry of a way through places; one that crosses the antimeridian is cut there (section 3.1.9)."""
    steps = [one for number, one in enumerate(line) if number == 0 or one != line[number - 1]]
    if len(steps) == 0:
        return None
    if len(steps) == 1:
        return {"type": "Point", "coordinates": list(steps[0])}
    parts: list[list[Position]] = [[steps[0]]]
    for before, after in itertools.pairwise(steps):
        if abs(after[0] - before[0]) > 180.0:
            edge = 180.0 if before[0] > 0.0 else -180.0
            whole = after[0] + 2 * edge - before[0]
            share = 0.0 if whole == 0.0 else (edge - before[0]) / whole
            height = round(before[1] + share * (after[1] - before[1]), 6)
            parts[-1].append((edge, height))
            parts.append([(-edge, height)])
        parts[-1].append(after)
    coordinates = [[list(one) for one in part] for part in parts]
    if len(coordinates) == 1:
        return {"type": "LineString", "coordinates": coordinates[0]}
    return {"type": "MultiLineString", "coordinates": coordinates}
