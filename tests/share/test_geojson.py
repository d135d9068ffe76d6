"""Routes on a map, as RFC 7946 has it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from counterflow.share.geojson import geometry, write_routes


def route(from_place: str | None, via: tuple[str, ...], to_place: str | None) -> dict[str, Any]:
    return {"id": "1", "commodity": "coal", "from_place": from_place, "via": via, "to_place": to_place, "low": 1.0}


def features(*rows: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
    output = io.StringIO()
    unplaced = write_routes(rows, output)
    whole = json.loads(output.getvalue())
    assert whole["type"] == "FeatureCollection"
    assert "GeoNames" in whole["attribution"]
    return whole["features"], unplaced


def test_a_way_is_a_line_with_longitude_first() -> None:
    """Its columns are properties; what is not known on the way is named and left out."""
    (feature,), unplaced = features(route("Nampo", ("East Kalimantan",), "kr"))
    line = feature["geometry"]
    assert (line["type"], unplaced) == ("LineString", 0)
    assert line["coordinates"][0] == pytest.approx([125.4, 38.7], abs=0.1)
    assert feature["properties"]["unplaced"] == ["East Kalimantan"]
    assert (feature["id"], feature["properties"]["commodity"]) == ("1", "coal")


def test_one_place_is_a_point_and_none_has_no_geometry() -> None:
    """So that no route is lost."""
    (point, none), unplaced = features(route(None, ("fr",), None), route(None, ("the coast",), None))
    assert point["geometry"]["type"] == "Point"
    assert none["geometry"] is None
    assert unplaced == 1


def test_a_way_over_the_date_line_is_cut_there() -> None:
    """Section 3.1.9: in two parts that meet at 180 degrees, each inside the map."""
    found = geometry([(170.0, 10.0), (-170.0, 30.0)])
    assert found == {
        "type": "MultiLineString",
        "coordinates": [[[170.0, 10.0], [180.0, 20.0]], [[-180.0, 20.0], [-170.0, 30.0]]],
    }
    assert geometry([(-170.0, 30.0), (170.0, 10.0)]) == {
        "type": "MultiLineString",
        "coordinates": [[[-170.0, 30.0], [-180.0, 20.0]], [[180.0, 20.0], [170.0, 10.0]]],
    }
    assert geometry([(1.0, 2.0), (1.0, 2.0)]) == {"type": "Point", "coordinates": [1.0, 2.0]}
