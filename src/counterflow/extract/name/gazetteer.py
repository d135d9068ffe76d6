"""The gazetteer: countries, regions and well-known organizations, by every name the lexica list."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from counterflow.extract.lexica import alternatives, any_of, load_records, load_terms
from counterflow.extract.parse.passage import fold


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
    for code, demonyms in load_records("people", 2):
        entries |= {fold(name): Entry("group", "demonym", f"people:{code}") for name in alternatives(demonyms)}
    spellings = [city.split(" = ") for _, cities in load_records("city", 2) for city in alternatives(cities)]
    spellings += [line.split(" = ") for lexicon in ("province", "water") for line in load_terms(lexicon)]
    for place in spellings:
        entry = Entry("place", "name", f"place:{place[0]}")
        entries |= {fold(name): entry for name in place if fold(name) not in entries}
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


_WORD = re.compile(r"(?<!\w)\w+")


@functools.cache
def _by_first_word() -> Mapping[str, tuple[str, ...]]:
    """Give the names by their first letters and digits, "U" for "U.S."."""
    names: dict[str, list[str]] = {}
    for name in [*load_gazetteer(), *(name for name in _in_capitals() if len(name) > 4)]:
        names.setdefault(_WORD.findall(name)[0], []).append(name)
    return MappingProxyType({word: tuple(some) for word, some in names.items()})


@functools.cache
def _pattern(word: str) -> re.Pattern[str]:
    # Compiled when its first word is met: all names in one expression take half a second.
    return re.compile(rf"(?:{any_of(_by_first_word()[word])})(?!\w)(?!-\w+-)")


def _matches(text: str) -> Iterator[re.Match[str]]:
    first_words, end = _by_first_word(), 0
    for word in _WORD.finditer(text):
        if word.start() >= end and word[0] in first_words:
            match = _pattern(word[0]).match(text, word.start())
            if match is not None:
                end = match.end()
                yield match


_NOT_AFTER = re.compile(r"[\w]+[.@]\w*$|https?://\S*$")
_PREFIX = re.compile(r"(?P<prefix>[\w.]+)-$")
_PREFIXES = frozenset(
    ["non", "anti", "pro", "counter", "ex", "pre", "post", "inter", "intra", "trans", "sub", "mid", "all"]
)


def find_listed(text: str) -> Iterator[tuple[int, int, Entry]]:
    """Find listed names in a folded text, in order; the longest wins."""
    for match in _matches(text):
        entry = look_up(match[0])
        if entry is None:
            continue
        before = text[max(0, match.start() - 60) : match.start()]
        if before[-1:] in ("-", "@", ".", "/") and not _may_follow(before):
            continue
        if entry.key == "region:west" and re.match(r"\s+[A-Z]", text[match.end() : match.end() + 3]) is not None:
            continue  # "Western Division" is a name of its own
        yield *match.span(), entry


def _may_follow(before: str) -> bool:
    """Whether a listed name may begin after a hyphen or dot: "anti-Russian", "U.S.-Iraq", not in an address."""
    if _NOT_AFTER.search(before) is not None:
        return False
    prefix = _PREFIX.search(before)
    if before[-1:] != "-":
        return True
    return prefix is not None and (prefix["prefix"].lower() in _PREFIXES or look_up(prefix["prefix"]) is not None)
