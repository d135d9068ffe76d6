"""A tree of fields finds what a walk over all paths finds."""

from __future__ import annotations

from lxml import etree

from counterflow.collect.field_tree import FieldTree
from counterflow.collect.xml import unknown_fields

FIELDS = {"@id": "", "a": "", "a@x": "", "a/b": "", "a/b@y": "", "c/d@z": ""}


def _both(xml: str) -> tuple[list[tuple[str, str | None]], list[tuple[str, str | None]]]:
    element = etree.fromstring(xml)
    return sorted(FieldTree(FIELDS).find_unknown(element)), sorted(unknown_fields(element, FIELDS))


def test_known_fields() -> None:
    """Elements, attributes and comments that are known, or say nothing, are not told."""
    xml = '<r id="1"><a x="2"><b y="3">t</b><b/><!-- no field --></a><?no field?></r>'
    assert _both(xml) == ([], [])


def test_unknown_fields() -> None:
    """Unknown elements are told with all that stands below them, unknown attributes wherever they stand."""
    xml = '<r id="1" no="4"><a x="2" y="3"><b z="5">t</b><new k="6"><deep>w</deep></new></a><b>u</b></r>'
    found, walked = _both(xml)
    assert found == walked
    assert found == sorted(
        [
            ("@no", "4"),
            ("a@y", "3"),
            ("a/b@z", "5"),
            ("a/new", None),
            ("a/new@k", "6"),
            ("a/new/deep", "w"),
            ("b", "u"),
        ]
    )
