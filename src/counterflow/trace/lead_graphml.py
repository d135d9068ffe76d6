"""Leads as GraphML: a network of leads alone, each edge marked as one, for programs that draw networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TextIO
from xml.etree import ElementTree as ET

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NUMBERS = ("score", "precision")


def write_graphml(file: TextIO, rows: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> None:
    """Write leads: a node a party, an edge a lead with all that its row says, and `status` first.

    An edge is directed where it is of a market (seller to buyer). What is not known is left out.
    """
    root = ET.Element("graphml", xmlns=NAMESPACE)
    ET.SubElement(root, "key", {"id": "label", "for": "node", "attr.name": "label", "attr.type": "string"})
    shown = [name for name in columns if name not in ("source_id", "source", "target_id", "target")]
    for name in shown:
        kind = "double" if name in _NUMBERS else "string"
        ET.SubElement(root, "key", {"id": name, "for": "edge", "attr.name": name, "attr.type": kind})
    graph = ET.SubElement(root, "graph", id="leads", edgedefault="undirected")
    said = [dict(zip(columns, row, strict=True)) for row in rows]
    parties = {row.get(f"{end}_id", row[end]): row[end] for row in said for end in ("source", "target")}
    for party, caption in sorted(parties.items()):
        _data(ET.SubElement(graph, "node", id=party), "label", caption)
    for number, row in enumerate(said):
        ends = {end: str(row.get(f"{end}_id", row[end])) for end in ("source", "target")}
        edge = ET.SubElement(graph, "edge", {"id": f"lead-{number + 1}", **ends})
        if row.get("kind") == "market":
            edge.set("directed", "true")
        for name in shown:
            if row[name] is not None and row[name] not in ("", []):
                _data(edge, name, "; ".join(row[name]) if isinstance(row[name], list | tuple) else str(row[name]))
    ET.indent(root)
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n")


def _data(element: ET.Element, key: str, text: str) -> None:
    # What XML cannot hold stands in no name that is read, but a file may bring one.
    ET.SubElement(element, "data", key=key).text = "".join(one for one in text if one >= " " or one in "\t\n")
