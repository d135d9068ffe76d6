"""The known fields of a record as a tree: finds unknown ones with one look-up an element, for lists of 100 MB and more.

It gives what `xml.unknown_fields` gives, without writing the path of every element that is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from counterflow.collect.xml import Element, local_name


class FieldTree:
    """What may stand in one kind of element: its attributes, and the elements below it."""

    def __init__(self, fields: Iterable[str], path: str = "") -> None:
        """Build the tree of all paths, `akaList/aka` and `akaList/aka@id`, that begin at an element."""
        self.path = path
        below: dict[str, list[str]] = {}
        attributes: list[str] = []
        for field in fields:
            if field.startswith("@"):
                attributes.append(field[1:])
            elif "/" in field:
                head, _, rest = field.partition("/")
                below.setdefault(head, []).append(rest)
            else:
                head, sign, name = field.partition("@")
                below.setdefault(head, []).extend([f"@{name}"] if sign != "" else [])
        self.attributes = frozenset(attributes)
        self.elements = {tag: FieldTree(rest, f"{path}/{tag}".lstrip("/")) for tag, rest in below.items()}

    def find_unknown(self, element: Element) -> Iterator[tuple[str, str | None]]:
        """Yield path and text of everything at and below an element that the tree lacks."""
        waiting = [(element, self)]
        while len(waiting) > 0:
            one, known = waiting.pop()
            for name in one.keys():  # noqa: SIM118 - lxml's elements are no mappings
                if name not in known.attributes:
                    yield f"{known.path}@{name!s}", one.get(name)
            for child in one:
                below = known.elements.get(child.tag)
                if below is not None:
                    waiting.append((child, below))
                elif isinstance(child.tag, str):
                    yield from _all_below(child, f"{known.path}/{child.tag}".lstrip("/"))


def _all_below(element: Element, path: str) -> Iterator[tuple[str, str | None]]:
    yield path, element.text
    for name, value in element.attrib.items():
        yield f"{path}@{name!s}", str(value)
    for child in element.iterchildren(etree.Element):
        yield from _all_below(child, f"{path}/{local_name(child)}")
