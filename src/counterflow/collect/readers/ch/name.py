"""Names on the Swiss list: parts in an order, each with its spellings in other scripts."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rigour.langs import iso_639_alpha3

from counterflow.collect.xml import Element
from counterflow.model.schema import clean_value

MAX_SPELLINGS = 32
"""Spellings of one name in one script beyond which they are not combined: four parts of three spellings make 81."""

PART_ORDER = (
    "given-name",
    "further-given-name",
    "father-name",
    "grand-father-name",
    "tribal-name",
    "family-name",
    "maiden-name",
    "suffix",
)
"""Order of the parts in a name as it is spoken: the list puts the family name first."""


class NamePart(NamedTuple):
    """One part of a name."""

    kind: str
    order: int
    value: str
    variants: tuple[tuple[str, str, str], ...]
    """Language and script as the list writes them, and the spelling."""


class Spelling(NamedTuple):
    """One whole name in one script."""

    text: str
    lang: str | None
    is_mixed: bool
    """Whether a part has no spelling in this script and stands in the list's own."""


def read_parts(name: Element) -> tuple[NamePart, ...]:
    """Read the parts of a name in the order in which it is spoken; blank ones are left out."""
    found = []
    for part in name.iterfind("name-part"):
        value = (part.findtext("value") or "").strip()
        variants = tuple(
            (str(one.get("lang") or ""), str(one.get("script") or ""), text)
            for one in part.iterfind("spelling-variant")
            if (text := (one.text or "").strip()) != ""
        )
        order = str(part.get("order") or "")
        if value != "" or len(variants) > 0:
            kind = str(part.get("name-part-type") or "other")
            # A part may have its spelling in another script alone.
            found.append(NamePart(kind, int(order[:6]) if order.isdecimal() else 0, value or variants[0][2], variants))
    found.sort(key=lambda part: part.order)
    if all(part.kind in (*PART_ORDER, "title") for part in found):
        found.sort(key=lambda part: PART_ORDER.index(part.kind) if part.kind != "title" else -1)
    return tuple(found)


def whole_name(parts: Sequence[NamePart]) -> str:
    """Write a name in the list's own script, "" where it is no name; a title is no part of it."""
    name = " ".join(part.value for part in parts if part.kind != "title")
    return name if clean_value("Thing", "name", name) is not None else ""


def spellings(parts: Sequence[NamePart]) -> Iterator[Spelling | None]:
    """Yield the name in each other language and script; None where its parts have too many spellings to combine."""
    parts = [part for part in parts if part.kind != "title"]
    keys = dict.fromkeys((lang, script) for part in parts for lang, script, _ in part.variants)
    for key in keys:
        choices = [[text for lang, script, text in part.variants if (lang, script) == key] for part in parts]
        is_mixed = any(len(choice) == 0 for choice in choices)
        filled = [choice or [part.value] for choice, part in zip(choices, parts, strict=True)]
        combined = list(itertools.islice(itertools.product(*filled), MAX_SPELLINGS + 1))
        for words in combined[:MAX_SPELLINGS]:
            yield Spelling(" ".join(words), language(key[0]), is_mixed and key[1].upper() != "LATN")
        if len(combined) > MAX_SPELLINGS:
            yield None


@functools.lru_cache(maxsize=512)
def language(code: str) -> str | None:
    """Give the ISO 639-3 code of a language as the list writes it, e.g. `RUS`."""
    return None if code.strip() == "" else iso_639_alpha3(code.strip().lower())
