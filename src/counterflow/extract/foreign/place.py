"""Countries and well-known organizations in other languages: CLDR's names of countries, and a lexicon beside them.

Source: Unicode CLDR by way of ICU, whose names are those that each language's newspapers use.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from counterflow.extract.foreign.script import pattern_of
from counterflow.extract.lexica import alternatives, load_records
from counterflow.extract.parse.passage import fold

MIN_CHARS = {"zho": 2, "jpn": 2, "kor": 2}
"""Shortest name that is looked for; 3 in alphabets."""

_ICU = {"zho": ("zh", "zh_Hant"), "kor": ("ko",), "jpn": ("ja",), "rus": ("ru",), "ara": ("ar",), "fas": ("fa",)}

_COMMON_WORDS = {
    # 수단 is "means", 인도 "delivery" or "humane", 가나 "whether going", 오만 "arrogance", 말리 a given name.
    "kor": frozenset("수단 인도 가나 오만 차드 말리 통가 기니 요르단강 도미니카 모나코 영국령".split()),
    "zho": frozenset("马里 多哥 帕劳 汤加".split()),
    "rus": frozenset(["Того"]),
    "ara": frozenset("مالي عمان بيرو".split()),
    "fas": frozenset("مالی چاد غنا پرو عمان".split()),
}
"""Names of countries that are words as well; they count only where `_NATION` follows."""
_NATION = re.compile(r"\s?(?:정부|대통령|총리|공화국|국적|주재|대사관|군|정권|政府|总统|共和国)")
_NOT_BEFORE = {"zho": re.compile("发展$|發展$")}
_NOT_AFTER = {
    "zho": re.compile("[家海洋半族]|兰州"),
    "jpn": re.compile("[海洋半]|地方"),
    "kor": re.compile("해협|반도|양(?![가-힣])|어(?:로|를|와|학)|적(?:인|으로)|인도"),
}
"""What makes a longer word of it: 中国 in 发展中国家, 印度 in 印度洋, 日本 in 日本海."""


class ForeignEntry(NamedTuple):
    """What a listed name stands for."""

    type: str
    key: str


@functools.cache
def load_foreign(language: str) -> Mapping[str, ForeignEntry]:
    """Read the names of countries and organizations in a language, folded; `*` ends a stem."""
    entries = {fold(name): ForeignEntry("place", f"country:{code}") for code, name in _countries(language)}
    for one, key, type_, names in load_records("foreign_name", 4):
        if one == language:
            entries |= {fold(name): ForeignEntry(type_, key) for name in alternatives(names)}
    if language == "ara":  # with `ل`, "for", the article loses its first letter: للصين
        entries |= {name[1:]: entry for name, entry in entries.items() if name.startswith("ال")}
    return MappingProxyType(entries)


def _countries(language: str) -> Iterator[tuple[str, str]]:
    """Yield code and name of every country of our own list, as CLDR writes it."""
    import icu  # type: ignore[import-untyped]

    shortest = MIN_CHARS.get(language, 3)
    for tag in _ICU.get(language, ()):
        for code, _, _ in load_records("country", 3):
            if len(code) != 2:
                continue  # a country of the past
            name = icu.Locale("und", code.upper()).getDisplayCountry(icu.Locale(tag))
            if len(name) >= shortest and name.isascii() is False and re.search("[(（]", name) is None:
                yield code, _stemmed(name) if language == "rus" else name


def _stemmed(name: str) -> str:
    """End a Russian name where its endings begin: Кита|й, Росси|я, Сири|я; those in consonants take them on."""
    words = []
    for word in name.split():
        stem = re.sub("(?:ая|ий|ый|[аяйьы])$", "", word)
        is_inflected = word[0].isupper() and not word.isupper() and not word.endswith(("о", "и", "у", "е"))
        words.append(f"{stem}*" if is_inflected and len(stem) >= 3 else word)
    return " ".join(words)


@functools.cache
def _pattern(language: str) -> re.Pattern[str]:
    return pattern_of(language, load_foreign(language))


@functools.cache
def _stems(language: str) -> tuple[tuple[re.Pattern[str], ForeignEntry], ...]:
    return tuple((pattern_of(language, [name]), entry) for name, entry in load_foreign(language).items() if "*" in name)


def find_listed(folded: str, language: str) -> Iterator[tuple[int, int, ForeignEntry]]:
    """Find listed names in a folded text, in order; the longest wins."""
    if len(load_foreign(language)) == 0:
        return
    for match in _pattern(language).finditer(folded):
        start, end = match.span("name")
        name = re.sub(r"\s+", " ", match["name"])
        entry = _look_up(language, name)
        if entry is None or (name in _COMMON_WORDS.get(language, ()) and _NATION.match(folded, end) is None):
            continue
        before, after = _NOT_BEFORE.get(language), _NOT_AFTER.get(language)
        if before is not None and before.search(folded, max(0, start - 4), start) is not None:
            continue
        if after is not None and entry.type == "place" and after.match(folded, end) is not None:
            continue
        yield start, end, entry


@functools.cache
def _look_up(language: str, name: str) -> ForeignEntry | None:
    listed = load_foreign(language).get(name)
    if listed is not None:
        return listed
    fitting = (entry for pattern, entry in _stems(language) if (one := pattern.fullmatch(name)) and one["name"] == name)
    return next(fitting, None)
