"""What a path names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.api.yente.place import Place, read_place

_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(st.builds(Place, _TEXT, st.just(False), st.none()) | st.builds(Place, _TEXT, st.just(True), st.none() | _TEXT))
def test_what_is_written_is_read(place: Place) -> None:
    """Any id and any property."""
    assert read_place({"raw_path": place.path().encode("ascii"), "path": ""}) == place


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/entities/a/b", Place("a/b")),
        ("/entities/adjacent", Place("adjacent")),
        ("/entities/a/b/adjacent", Place("a/b", True)),
        ("/entities/a%2Fadjacent", Place("a/adjacent")),
        ("/prefix/entities/a/adjacent/owner", Place("a", True, "owner")),
    ],
)
def test_slashes(path: str, expected: Place) -> None:
    """Sent bare, they belong to the id as far as nothing else is meant."""
    assert read_place({"raw_path": path.encode("ascii"), "path": ""}) == expected
