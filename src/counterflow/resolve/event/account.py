"""Accounts: what one passage tells of an event, in the terms in which accounts are compared."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from followthemoney.types import registry

from counterflow.clean.date import edtf_bounds
from counterflow.clean.name import mentioned_name
from counterflow.model.commodity.ontology import find_in_phrase, load_ontology
from counterflow.model.told import party_id
from counterflow.resolve.event.kind import Kinds

PARTY_TYPES = frozenset(
    ["person", "organization", "company", "public_body", "vessel", "group", "facility", "programme"]
)
"""Types of mentions that act or are acted on; a place is one too where it stands for its state."""

MAX_COUNTRY_WORDS = 4

BEFORE = 40
"""How much of the text before a name is read for what it is called, in code points."""

HEADLINE_START = 10
"""Where a headline begins at the latest, in code points: marks and blanks may stand before it."""

MIN_COUNTRY_LETTERS = 4
"""Shorter words are countries only in capitals: "Su" of a ship's name is no Soviet Union."""

_PROPER = frozenset(["person", "vessel"])
"""Types whose names say nothing of a country: the ship "Spirit of China", Mr. Holland."""


class Side(StrEnum):
    """On which side of an event a party stands, whatever the role is called."""

    DOER = "doer"
    TARGET = "target"
    OTHER = "other"


class Party(NamedTuple):
    """One party of an account."""

    side: Side
    key: str | None
    """Of a named party: what its accounts in other documents share; null for one that is only described."""
    local: str | None
    """Its id within the document."""
    type: str
    countries: frozenset[str]
    """Countries that its words name, ISO 3166 codes as FtM has them."""
    is_country: bool
    """Whether it is a state, named as such."""
    text: str
    shown_by: frozenset[str] = frozenset()
    """Accounts of the event that showed its key, where it has none by itself: within that event the key says nothing
    more."""


class Amount(NamedTuple):
    """A quantity or a sum, in a normalised unit."""

    unit: str
    low: float | None
    high: float | None
    per: str | None
    text: str


class Place(NamedTuple):
    """Where: a named place, or the country that it names."""

    key: str
    country: str | None


class Account(NamedTuple):
    """What one passage tells of one event."""

    id: str
    """Of its frame."""
    document: str
    sentence: int
    """Where its sentence begins, in code points."""
    trigger: tuple[int, int]
    type: str
    kinds: frozenset[str]
    """Kinds of event that its type can tell of."""
    time: tuple[date, date] | None
    edtf: str | None
    setting: str | None
    """Where it has no time of its own: the last day or month that the document names before it, EDTF."""
    parties: tuple[Party, ...]
    goods: frozenset[str]
    """`good:` and a key of the ontology of commodities; a word that is not in it stands as `word:...`."""
    amounts: tuple[Amount, ...]
    places: tuple[Place, ...]
    words: frozenset[str]
    """The words of its sentence, small."""
    is_headline: bool
    """Whether it stands in the document's first line, which tells in short what the rest tells."""
    is_affirmed: bool
    is_estimate: bool
    """Whether it is a statement about a sum or a rate, and not about one happening."""
    told_by: date | None
    """The last day on which it can have happened, because it was told then; null for a plan, or if not known."""
    handling: str


class Spoken(NamedTuple):
    """What a document says a thing is: gathered over all mentions of one document-local id."""

    type: str
    name: str | None
    """Its fullest name, normalised; null while no mention names it."""
    canonical: str | None
    """The party that its mentions are linked to, or its events showed it to be."""
    countries: frozenset[str] = frozenset()
    """Countries that its descriptions name."""


def make_account(
    row: Mapping[str, Any],
    spoken: Mapping[tuple[str, str], Spoken],
    quantities: Mapping[str, Mapping[str, Any]],
    kinds: Kinds,
    days: Sequence[tuple[int, str]] = (),
) -> Account:
    """Make an account of a row of `frame`.

    Args:
        row: a row of `frame`, and as `passage` the text of its sentence, as `published` its document's date.
        spoken: by document and document-local id, what the document says a thing is.
        quantities: rows of `quantity`, by id.
        kinds: the kinds of event.
        days: where the document names days and months, in order, and which.
    """
    parties, goods, amounts, places = [], set(), [], []
    for argument in row["args"]:
        role, text = argument["role"], argument["text"]
        quantity = quantities.get(argument["quantity_id"] or "")
        if quantity is not None:
            amounts.append(_amount(quantity))
        known = spoken.get((row["document_id"], argument["entity"] or ""), Spoken("other", None, None))
        if role in kinds.place_roles and known.type in ("place", "facility", "other"):
            places.append(_place(known, text))
        elif known.type == "commodity" or role in kinds.good_roles:
            goods |= _goods(text)
        elif known.type in PARTY_TYPES or known.type == "place":
            parties.append(_party(Side(kinds.sides.get(role, Side.OTHER)), argument["entity"], known, text))
    return Account(
        id=row["id"],
        document=row["document_id"],
        sentence=row["start"],
        trigger=(row["trigger_start"], row["trigger_end"]),
        type=row["type"],
        kinds=kinds.of_type(row["type"]),
        time=read_time(row["edtf"]),
        edtf=row["edtf"],
        setting=_setting(row, days),
        parties=tuple(parties),
        goods=frozenset(goods),
        amounts=tuple(amounts),
        places=tuple(places),
        words=frozenset(re.findall(r"\w+", row["passage"].lower())),
        is_headline=row["start"] < HEADLINE_START and row["passage"].rstrip()[-1:] not in ".!?",
        is_affirmed=row["polarity"] == "affirmed",
        is_estimate=row["type"] in kinds.totals or any(amount.per is not None for amount in amounts),
        told_by=_told_by(row),
        handling=row["handling"],
    )


def _setting(row: Mapping[str, Any], days: Sequence[tuple[int, str]]) -> str | None:
    if row["edtf"] is not None:
        return None
    before = [edtf for start, edtf in days if start < row["end"]]
    return before[-1] if len(before) > 0 else None


def find_days(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[tuple[int, str]]]:
    """Find where each document names a day or a month.

    Args:
        rows: mentions of times, with `document_id`, `start` and `edtf`, in order.
    """
    days: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        if row["edtf"] is not None and _DAY.fullmatch(row["edtf"]) is not None:
            days.setdefault(row["document_id"], []).append((row["start"], row["edtf"]))
    return days


_DAY = re.compile(r"(?:\d{4}|XXXX)-\d\d(?:-\d\d)?")


def _told_by(row: Mapping[str, Any]) -> date | None:
    published = read_time(row["published"]) if row["hedge"] not in ("planned", "possible") else None
    return None if published is None else published[1]


def read_day_of_year(edtf: str | None) -> tuple[int, int | None] | None:
    """Give month and day of a time that has no year (`XXXX-12-15`), the day null where it has none either."""
    found = _NO_YEAR.fullmatch(edtf or "")
    return None if found is None else (int(found["month"]), None if found["day"] is None else int(found["day"]))


_NO_YEAR = re.compile(r"XXXX-(?P<month>\d\d)(?:-(?P<day>\d\d))?[~?%]?")


def read_time(edtf: str | None) -> tuple[date, date] | None:
    """Give the first and the last day that a time covers; None: it is not given, or has no year."""
    if edtf is None or "XXXX" in edtf:
        return None
    try:
        return edtf_bounds(edtf)
    except ValueError:
        return None


def _party(side: Side, local: str | None, known: Spoken, text: str) -> Party:
    countries = known.countries
    if known.type == "place":
        code = country_of(known.name or text)
        countries |= frozenset() if code is None else {code}
        key = None if code is None else f"country:{code}"
        return Party(side, key or _name_key(known), local, known.type, countries, code is not None, text)
    return Party(side, known.canonical or _name_key(known), local, known.type, countries, False, text)


def _name_key(known: Spoken) -> str | None:
    return None if known.name is None else f"name:{known.name}"


def _place(known: Spoken, text: str) -> Place:
    name = known.name or mentioned_name(text)
    code = country_of(name)
    found = find_countries(text)
    country = code or (next(iter(found)) if len(found) == 1 else None)
    return Place(f"country:{code}" if code is not None else f"place:{name}", country)


def _goods(text: str) -> set[str]:
    good = find_in_phrase(text)
    if good is not None:
        return set() if good.is_generic else {f"good:{good.key}"}
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    return {f"word:{words[-1]}"} if len(words) > 0 else set()


def wider(good: str) -> tuple[str, ...]:
    """Give a good and all that it is a kind of, narrowest first."""
    chain, ontology = [good], load_ontology()
    key = good.removeprefix("good:")
    while key in ontology and (parent := ontology[key].parent) is not None:
        key = parent
        chain.append(f"good:{key}")
    return tuple(chain)


def _amount(row: Mapping[str, Any]) -> Amount:
    unit = row["norm_unit"] or row["unit"]
    low, high = (row["norm_low"], row["norm_high"]) if row["norm_unit"] is not None else (row["low"], row["high"])
    return Amount(unit, low, high, row["per"], row["text"])


@functools.lru_cache(maxsize=65_536)
def country_of(text: str) -> str | None:
    """Tell which country a name or adjective names, as FtM's code; a capital stands for its country."""
    return registry.country.clean(text)


@functools.lru_cache(maxsize=65_536)
def find_countries(text: str) -> frozenset[str]:
    """Find the countries that the words of a description name ("a North Korean ship", "Australian navy")."""
    words = re.findall(r"[\w.'’-]+", text)
    found: set[str] = set()
    at = 0
    while at < len(words):
        for count in range(min(MAX_COUNTRY_WORDS, len(words) - at), 0, -1):
            part = words[at : at + count]
            if _may_name_country(part) and (code := country_of(" ".join(part))) is not None:
                found.add(code)
                at += count - 1
                break
        at += 1
    return frozenset(found)


def _may_name_country(words: list[str]) -> bool:
    text = "".join(words).replace(".", "")
    return text[:1].isupper() and (len(text) >= MIN_COUNTRY_LETTERS or (text.isupper() and len(text) >= 2))


def gather_spoken(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Spoken]:
    """Gather what the mentions of each document-local id say.

    Args:
        rows: mentions with `document_id`, `entity`, `type`, `form`, `text`, `canonical_id` of a firm link, or null, and
            as `before` the text before it, as far as it is at hand.
    """
    found: dict[tuple[str, str], Spoken] = {}
    for row in rows:
        key = (row["document_id"], row["entity"])
        known = found.get(key)
        name = mentioned_name(row["text"]) if row["form"] == "name" else None
        countries = _countries_of_mention(row)
        if known is None:
            found[key] = Spoken(row["type"], name, row["canonical_id"], countries)
            continue
        fullest = max(
            (one for one in (known.name, name) if one is not None), key=lambda one: (len(one), one), default=None
        )
        type_ = row["type"] if known.name is None and name is not None else known.type
        canonical = min((one for one in (known.canonical, row["canonical_id"]) if one is not None), default=None)
        found[key] = Spoken(type_, fullest, canonical, known.countries | countries)
    # That a described party is itself, as its document has it, gives it no name.
    return {
        key: known._replace(canonical=None) if known.name is None and known.canonical == party_id(*key) else known
        for key, known in found.items()
    }


def _countries_of_mention(row: Mapping[str, Any]) -> frozenset[str]:
    if row["form"] == "nominal" or (row["form"] == "name" and row["type"] not in _PROPER):
        return find_countries(row["text"])
    styled = _STYLED.search(row.get("before") or "") if row["type"] == "vessel" and row["form"] == "name" else None
    return frozenset() if styled is None else find_countries(styled["whose"])


_STYLED = re.compile(
    r"(?P<whose>(?:[A-Z][\w-]*\s+)+)(?:[a-z]+\s+)?(?:boat|carrier|freighter|ship|steamer|tanker|trawler|vessel)\s+$"
)
"""Before a ship's name: whose she is, "the North Korean cargo ship Pong Su"."""
