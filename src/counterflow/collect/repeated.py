"""Elements that stand twice in a record where the format has one: whoever reads the first would lose the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from counterflow.collect.xml import Element


def find_repeated(element: Element, several: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str | None]]:
    """Yield path and text of everything below a record that stands a second time beside its like.

    Args:
        several: for each element that may hold several of a kind, the names of these kinds.
    """
    waiting = [(element, "")]
    while len(waiting) > 0:
        one, path = waiting.pop()
        seen: set[str] = set()
        for child in one.iterchildren("*"):
            tag = child.tag
            if tag in seen and tag not in several.get(one.tag, ()):
                yield f"{path}{tag}", " ".join(text for part in child.itertext() if (text := str(part).strip()) != "")
            seen.add(tag)
            if len(child) > 0:
                waiting.append((child, f"{path}{tag}/"))
