"""The ontology of goods: `branch/*.toml`, one file a branch, read and made ready for looking up.

The files say what their fields mean (`branch/drug.toml`). Names are looked up without regard to case, spaces, hyphens,
full stops and number.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from counterflow.exc import InputError

GOOD_PATH = Path(__file__).parent / "branch"


class Commodity(NamedTuple):
    """One entry of the ontology."""

    key: str
    parent: str | None
    """Key of the wider good; null for the root of a branch."""
    branch: str
    """The file it stands in."""
    type: str
    """Kind of the whole branch, as FtM's Commodity has it: narcotic, arms, mineral ..."""
    hs: tuple[str, ...]
    """Headings of the Harmonized System 2022, without a dot: 2 to 6 digits."""
    in_trade: bool
    """A good only where it is traded: workers, ships, services. Elsewhere the words mean people, carriers, acts."""
    is_generic: bool
    """Says nothing of the kind: goods, cargo, equipment."""


class Lexicon(NamedTuple):
    """The names of all goods, squeezed as `squeeze_word` does."""

    names: Mapping[str, tuple[Commodity | None, bool]]
    """Name to its good, and whether it is a weak one; no good for what looks like one and is none."""
    prefixes: frozenset[str]
    """What a longer name begins with."""


def squeeze_word(word: str) -> str:
    """Give a word in lower case as it is looked up: without hyphens and full stops."""
    return word if word.isalpha() else word.replace("-", "").replace(".", "")


@functools.cache
def load_ontology() -> Mapping[str, Commodity]:
    """Read the ontology, by key.

    Raises:
        InputError: a file has another form, or a key stands twice.
    """
    goods: dict[str, Commodity] = {}
    for branch, key, entry, common in _entries():
        if key in goods:
            raise InputError(
                f"{key!r} stands twice",
                where=f"model/commodity/branch/{branch}.toml",
                next_step="Rename one of the goods",
            )
        goods[key] = Commodity(
            key=key,
            parent=entry.get("parent", None if key == _root(branch) else _root(branch)),
            branch=branch,
            type=common["type"],
            hs=tuple(code.replace(".", "") for code in entry.get("hs", ())),
            in_trade=entry.get("in_trade", common.get("in_trade", False)),
            is_generic=entry.get("generic", common.get("generic", False)),
        )
    return MappingProxyType(goods)


def wider(key: str) -> tuple[str, ...]:
    """Name a good and all wider ones, from itself up to the root of its branch."""
    found, goods = [key], load_ontology()
    while (parent := goods[found[-1]].parent if found[-1] in goods else None) is not None and parent not in found:
        found.append(parent)
    return tuple(found)


def read_entries(branch: str) -> dict[str, Any]:
    """Read the tables of one branch as they stand in its file, with their examples."""
    return {key: entry for of, key, entry, _ in _entries() if of == branch}


@functools.cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    return {path.stem: _file(path) for path in sorted(GOOD_PATH.glob("*.toml"))}


def _file(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        where = f"model/commodity/branch/{path.name}"
        raise InputError(f"it is no TOML: {exc}", where=where, next_step="Mend the line") from exc


_FIELDS = frozenset({"names", "weak", "except", "parent", "hs", "in_trade", "generic", "examples", "not"})


def _entries() -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    for branch, content in _files().items():
        common = {name: value for name, value in content.items() if not isinstance(value, dict)}
        for key, entry in content.items():
            if isinstance(entry, dict):
                if not entry.keys() <= _FIELDS or "names" not in entry:
                    raise InputError(
                        f"[{key}] has the fields {', '.join(entry)}",
                        where=f"model/commodity/branch/{branch}.toml",
                        expected=f"names, and any of {', '.join(sorted(_FIELDS))}",
                    )
                yield branch, key, entry, common


@functools.cache
def _root(branch: str) -> str:
    """The first good of a file is the root of its branch."""
    return next(key for key, entry in _files()[branch].items() if isinstance(entry, dict))


@functools.cache
def load_lexicon() -> Lexicon:
    """Make the names of all goods ready for looking up.

    Raises:
        InputError: two goods have the same name.
    """
    goods = load_ontology()
    names: dict[str, tuple[Commodity | None, bool]] = {}
    prefixes: set[str] = set()
    for branch, key, entry, _ in _entries():
        for name, weak in [(name, False) for name in entry["names"]] + [(name, True) for name in entry.get("weak", ())]:
            for form in (name, plural(name)):
                known = names.get(squeeze(form))
                if known is not None and known[0] is not goods[key] and not weak and not known[1]:
                    other = "" if known[0] is None else known[0].key
                    raise InputError(f"{name!r} is {other} and {key}", where=f"model/commodity/branch/{branch}.toml")
                if known is None or known[1]:
                    names[squeeze(form)] = (goods[key], weak)
                prefixes |= _prefixes(form)
    for _, _, entry, _ in _entries():
        for phrase in entry.get("except", ()):
            for form in (phrase, plural(phrase)):
                names.setdefault(squeeze(form), (None, False))
                prefixes |= _prefixes(form)
    return Lexicon(MappingProxyType(names), frozenset(prefixes))


def find_in_phrase(phrase: str) -> Commodity | None:
    """Tell which good a noun phrase names ("North Korean crystal meth", "bundles of cash"); None: none that is known.

    The longest name that ends at the head decides; of a phrase with "of" that says no good before it, what follows.
    """
    words = phrase.split()
    lead = words.index("of") if "of" in words[1:] else len(words)
    for part in (words[:lead], words[lead + 1 :]):
        found = _find_at_end(part)
        if found is not None:
            return found
    return None


def _find_at_end(words: list[str]) -> Commodity | None:
    names = load_lexicon().names
    for first in range(len(words)):
        good, is_weak = names.get(squeeze("".join(words[first:])), (None, True))
        if good is not None and not is_weak:
            return good
    return None


def squeeze(name: str) -> str:
    """Give a name as it is looked up: small, without spaces, hyphens and full stops."""
    return re.sub(r"[\s.-]", "", name.lower())


def _prefixes(name: str) -> set[str]:
    parts = re.split(r"(?<=[\s-])", name.lower())
    return {squeeze("".join(parts[:count])) for count in range(1, len(parts))}


def plural(name: str) -> str:
    """Form the plural of a noun phrase: of its last word, or of the one before "of"."""
    lead, of, rest = name.partition(" of ")
    words = lead.split(" ")
    words[-1] = _plural_word(words[-1])
    return " ".join(words) + of + rest


def _plural_word(word: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh)$", word) is not None:
        return word + "es"
    if re.search(r"[^aeiou]y$", word) is not None:
        return word[:-1] + "ies"
    if word.endswith(("man", "woman")):
        return word[:-2] + "en"
    if re.search(r"(?:[^f]fe|[lr]f)$", word) is not None:
        return re.sub(r"fe?$", "ves", word)
    return word + "s"
