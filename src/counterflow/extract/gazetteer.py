"""The gazetteer: countries, regions and well-known organizations, by every name the lexica list."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from counterflow.extract.lexica import alternatives, any_of, load_records
from counterflow.extract.passage import fold


class Entry(NamedTuple):
    """What a listed name stands for."""

    type: str
    form: str
    key: str
    """Same for all names of one thing."""


@functools.cache
def load_gazetteer() -> Mapping[str, Entry]:
    """Read the lexica of countries, regions and organizations, by folded name."""
    entries: dict[str, Entry] = {}
    for lexicon in ("country", "region"):
        for code, names, demonyms in load_records(lexicon, 3):
            key = f"{lexicon}:{code}"
            entries |= {fold(name): Entry("place", "name", key) for name in alternatives(names)}
            entries |= {fold(name): Entry("group", "demonym", key) for name in alternatives(demonyms)}
    for code, type_, names in load_records("organization", 3):
        entries |= {fold(name): Entry(type_, "name", f"organization:{code}") for name in alternatives(names)}
    return MappingProxyType(entries)


def look_up(name: str) -> Entry | None:
    """Find a folded name, whatever its white space; in capitals throughout it fits too ("NORTH KOREA")."""
    entries = load_gazetteer()
    plain = re.sub(r"\s+", " ", name)
    return entries.get(plain) or (_in_capitals().get(plain) if plain.isupper() and len(plain) > 4 else None)


@functools.cache
def _in_capitals() -> Mapping[str, Entry]:
    return {name.upper(): entry for name, entry in load_gazetteer().items()}


@functools.cache
def _pattern() -> re.Pattern[str]:
    names = [*load_gazetteer(), *(name for name in _in_capitals() if len(name) > 4)]
    return re.compile(
        rf"(?:(?<![\w-])|(?<=\b[Nn]on-)|(?<=\banti-)|(?<=\bpro-))(?<!\w\.)(?:{any_of(names)})(?![\w])(?!-\w+-)"
    )


_NOT_AFTER = re.compile(r"[\w]+[.@]\w*$|https?://\S*$")


def find_listed(text: str) -> Iterator[tuple[int, int, Entry]]:
    """Find listed names in a folded text, in order; the longest wins."""
    for match in _pattern().finditer(text):
        entry = look_up(match[0])
        if entry is not None and _NOT_AFTER.search(text[max(0, match.start() - 60) : match.start()]) is None:
            yield *match.span(), entry
