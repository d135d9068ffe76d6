"""Linking inside one document: which mentions its own words show to name one thing.

Linking to parties is `resolve`'s.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from counterflow.extract.name.acronym import is_acronym
from counterflow.extract.name.gazetteer import look_up
from counterflow.extract.name.names import Name

_RESOLUTION = re.compile(r"^(?:.*(?:resolutions?|UNSCRs?)\s+(?:No\.?\s*)?)?(\d{1,4})(?:\s?\(\d{4}\))?$", re.IGNORECASE)
_ALIAS = re.compile(r",?\s*\((?:hereinafter\s+|hereafter\s+|the\s+|or\s+)*[\"']?\s*$")


def link_names(folded: str, names: Sequence[Name]) -> tuple[list[Name], list[str]]:
    """Give each name the key of the thing it names, and a defined short form the type of its full form.

    Mentions share a key when their normalised words are equal, when the gazetteer lists both for one thing, when a
    short form was defined in parentheses after the full one, or when a bare surname fits one full name alone.
    """
    aliases = _aliases(folded, names)
    aliases |= _leads(folded, names, aliases)
    types = dict(aliases.values())
    names = [_typed(folded, name, aliases, types) for name in names]
    keys = [_key(folded[name.start : name.end]) for name in names]
    keys = [aliases[key][0] if key in aliases else key for key in keys]
    persons = {key for name, key in zip(names, keys, strict=True) if name.type == "person" and " " in key}
    return names, [_full_name(name, key, persons) for name, key in zip(names, keys, strict=True)]


def normalise(name: str) -> str:
    """Normalise a name for comparison inside a document: case, dots, hyphens, apostrophes and space do not count."""
    plain = re.sub(r"['.]", "", name.casefold())
    words = re.sub(r"[^\w]+", " ", plain).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _key(name: str) -> str:
    if name.lower() in ("the north", "the south"):
        return "country:kp" if name.lower() == "the north" else "country:kr"
    entry = look_up(name)
    if entry is not None:
        return entry.key
    resolution = _RESOLUTION.search(name)
    return normalise(name) if resolution is None else f"resolution:{resolution[1]}"


def _aliases(folded: str, names: Sequence[Name]) -> dict[str, tuple[str, str]]:
    """Find short forms defined in parentheses: key of the short form to key and type of the full one."""
    aliases: dict[str, tuple[str, str]] = {}
    for full, short in itertools.pairwise(names):
        before, after = folded[full.end : short.start], folded[short.end : short.end + 3]
        if _ALIAS.fullmatch(before) is None or re.match(r"[\"']?,?[\"')]", after) is None:
            continue
        name, alias = folded[full.start : full.end], folded[short.start : short.end]
        is_quoted = before.rstrip()[-1] in "\"'"
        if look_up(alias) is None and (is_acronym(alias, name) or is_quoted):
            # No person has an acronym: what the model took for one is an organization.
            type_ = "organization" if full.type == "person" and is_acronym(alias, name) else full.type
            aliases.setdefault(_key(alias), (_key(name), type_))
    return {alias: full for alias, full in aliases.items() if alias != full[0]}


def _leads(folded: str, names: Sequence[Name], known: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Find company names that are the first words of one longer company name: "Green Pine"."""
    keys = {_key(folded[name.start : name.end]) for name in names if name.type == "company"}
    leads = {}
    for key in keys - set(known):
        longer = [other for other in keys if other.startswith(key + " ")]
        if len(longer) == 1 and " " in key:
            leads[key] = (longer[0], "company")
    return leads


def _typed(folded: str, name: Name, aliases: Mapping[str, tuple[str, str]], types: Mapping[str, str]) -> Name:
    key = _key(folded[name.start : name.end])
    if name.form == "demonym":
        return name
    return name._replace(type=aliases[key][1] if key in aliases else types.get(key, name.type))


def _full_name(name: Name, key: str, persons: set[str]) -> str:
    """Join a bare surname to the one full name that begins or ends with it."""
    if name.type != "person" or " " in key:
        return key
    fitting = [person for person in persons if key in (person.split()[0], person.split()[-1])]
    return fitting[0] if len(fitting) == 1 else key
