"""Games with the identity of ships: renamed, reflagged, numbers that are invalid, changed, or shared by two.

An IMO number belongs to a hull for life and has a check digit; an MMSI belongs to a radio and a flag. What sources
claim of ships is set against that. A change of name or flag is lawful and common; it is told because a search by name
misses it. What cannot be true of one ship is marked as a contradiction, with both statements; which of the two is false
nobody can tell from here.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product
from typing import NamedTuple

from followthemoney.types import registry
from rigour.text.distance import levenshtein

from counterflow.trace.imo import is_imo, is_mmsi
from counterflow.trace.mid import mmsi_state, state_of

YEARS_APART = 2
"""Years between two stated years of building from which two hulls are two; keel and delivery may be a year apart."""

TONNAGE_APART = 1.25
"""Ratio of two gross tonnages from which two hulls are two; a ship that is measured again changes less."""

MOST_HOLDERS = 20
"""A number that more records have is a placeholder, and says nothing of two of them."""

SPELLING = 6
"""Letters of a name for each letter that may differ and be a spelling."""

NAMES = frozenset(["name", "alias", "weakAlias", "previousName"])
CHANGES = frozenset(["renamed", "reflagged", "reborn"])
"""What may be, and is told because a search by name or flag misses it."""

_GROSS = ("grossRegisteredTonnage", "tonnage")


class Claim(NamedTuple):
    """One value that one source states of one record."""

    party: str
    """canonical_id."""
    record: str
    """entity_id."""
    prop: str
    value: str
    source: str = ""
    """Dataset."""
    first: str | None = None
    """Date of the first vintage that states it, EDTF; null: not known."""
    last: str | None = None
    statement: str = ""


class Game(NamedTuple):
    """One thing that an identity was changed by, or that cannot be."""

    kind: str
    party: str
    other: str | None
    """The party on the other side, where there is one."""
    value: str
    other_value: str | None
    since: str | None
    """Date of the first vintage that states the new; null: not known."""
    statements: tuple[str, ...]

    @property
    def is_contradiction(self) -> bool:
        """Whether both sides cannot be true; a new name or flag can."""
        return self.kind not in CHANGES


@dataclass
class _Ship:
    """What is claimed of one record."""

    record: str
    claims: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))

    @property
    def party(self) -> str:
        return next(iter(self.claims.values()))[0].party

    def values(self, prop: str) -> set[str]:
        return {one.value for one in self.claims.get(prop, ())}

    def numbers(self, prop: str) -> dict[str, Claim]:
        """Valid numbers by their digits."""
        check = is_imo if prop == "imoNumber" else is_mmsi
        return {digits(one.value): one for one in self.claims.get(prop, ()) if check(digits(one.value))}

    @functools.cached_property
    def names(self) -> set[str]:
        return {name_key(one.value) for prop in NAMES for one in self.claims.get(prop, ())} - {""}


def find_ship_games(claims: Iterable[Claim]) -> list[Game]:
    """Find what changes or contradicts the identity of ships.

    Args:
        claims: of ships: imoNumber, mmsi, name, alias, previousName, flag, pastFlags, callSign, buildDate, tonnage.

    Returns:
        each once, in the order of kind, party and values.
    """
    ships: dict[str, _Ship] = {}
    for one in claims:
        ships.setdefault(one.record, _Ship(one.record)).claims[one.prop].append(one)
    found: dict[tuple[str, ...], Game] = {}
    for game in _games([ships[record] for record in sorted(ships)]):
        keys = sorted([_key(game.kind, game.value), _key(game.kind, game.other_value or "")])
        if not game.is_contradiction:
            keys = [_key(game.kind, game.value), _key(game.kind, game.other_value or "")]
        parties = sorted({game.party, game.other or game.party})
        known = found.setdefault((game.kind, *parties, *keys), game)
        if known.since is None and game.since is not None:
            found[game.kind, *parties, *keys] = game
    return [found[key] for key in sorted(found)]


def _key(kind: str, value: str) -> str:
    return name_key(value) if kind == "renamed" else value


def _games(ships: Sequence[_Ship]) -> Iterator[Game]:
    for ship in ships:
        yield from _invalid(ship)
        yield from _several(ship)
        yield from _renamed(ship)
        yield from _reflagged(ship)
    for number, held in _holders(ships, "imoNumber"):
        yield from _same_imo(held, number)
    for number, held in _holders(ships, "mmsi"):
        for left, right in combinations(held, 2):
            yield from _same_mmsi(left, right, number)
    yield from _two_numbers(ships)
    held_by = Counter(number for ship in ships for number in ship.numbers("mmsi"))
    placeholders = {number for number, records in held_by.items() if records > MOST_HOLDERS}
    for records in _hull_records(ships):
        yield from _foreign_radios(records, placeholders)


def _invalid(ship: _Ship) -> Iterator[Game]:
    for prop, kind, check in (("imoNumber", "imo-invalid", is_imo), ("mmsi", "mmsi-invalid", _is_assigned)):
        for one in ship.claims.get(prop, ()):
            if not check(digits(one.value)):
                yield Game(kind, ship.party, None, one.value, None, one.first, (one.statement,))


def _is_assigned(number: str) -> bool:
    """Whether a state assigns radios such numbers."""
    return is_mmsi(number) and mmsi_state(number) is not None


def _several(ship: _Ship) -> Iterator[Game]:
    """A hull has one IMO number; a record with two is of two ships, or one of them is not its own."""
    for one, other in combinations([ship.numbers("imoNumber")[key] for key in sorted(ship.numbers("imoNumber"))], 2):
        yield _game("imo-several", one, other)


def _renamed(ship: _Ship) -> Iterator[Game]:
    current = _latest(ship.claims.get("name", ()))
    for one in ship.claims.get("previousName", ()):
        if current is not None and name_key(one.value) not in ("", name_key(current.value)):
            yield _game("renamed", one, current, is_stated=True)
    for one, other in _successive(ship.claims.get("name", ())):
        if not is_spelling(one.value, other.value):
            yield _game("renamed", one, other)


def _reflagged(ship: _Ship) -> Iterator[Game]:
    current = _latest(ship.claims.get("flag", ()))
    for one in ship.claims.get("pastFlags", ()):
        if current is not None and country(one.value) not in (None, country(current.value)):
            yield _flags("reflagged", one, current, is_stated=True)
    for one, other in _successive(ship.claims.get("flag", ())):
        if None not in (country(one.value), country(other.value)) and country(one.value) != country(other.value):
            yield _flags("reflagged", one, other)


def _successive(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Give each value of one source with the next, where the one had ended before the other began."""
    by_source: dict[str, list[Claim]] = defaultdict(list)
    for one in claims:
        if one.first is not None and one.last is not None:
            by_source[one.source].append(one)
    for held in by_source.values():
        held.sort(key=lambda one: (one.first or "", one.last or "", one.value))
        for one, other in pairwise(held):
            if (one.last or "") < (other.first or "") and one.value != other.value:
                yield one, other


def _latest(claims: Sequence[Claim]) -> Claim | None:
    return max(claims, key=lambda one: (one.last or "", one.first or "", one.value), default=None)


def _holders(ships: Sequence[_Ship], prop: str) -> Iterator[tuple[str, list[_Ship]]]:
    """Give each valid number with the records that have it."""
    holders: dict[str, list[_Ship]] = defaultdict(list)
    for ship in ships:
        for number in ship.numbers(prop):
            holders[number].append(ship)
    for number in sorted(holders):
        if 1 < len(holders[number]) <= MOST_HOLDERS:
            yield number, holders[number]


def _same_imo(ships: Sequence[_Ship], number: str) -> Iterator[Game]:
    """Records with one number are one ship with several names or flags, or two ships of which one wears the other's."""
    groups = _by_name(ships)
    for left, right in combinations(groups, 2):
        apart = [
            (one.numbers("imoNumber")[number], other.numbers("imoNumber")[number])
            for one, other in product(left, right)
            if _are_two_hulls(one, other)
            or _at_once(one.numbers("imoNumber")[number], other.numbers("imoNumber")[number])
        ]
        if len(apart) > 0:
            yield _game("imo-shared", *apart[0])
        else:
            names = (_latest([one for ship in side for one in ship.claims.get("name", ())]) for side in (left, right))
            one, other = names
            if one is not None and other is not None:
                yield _game("renamed", *_in_order(one, other))
                yield from _differing_flags([*left, *right])
    for group in groups:
        yield from _differing_flags(group)


def _by_name(ships: Sequence[_Ship]) -> list[list[_Ship]]:
    """Sort records of one number by their names: those that have a name in common, or one spelled otherwise."""
    groups: list[list[_Ship]] = []
    for ship in ships:
        same = [group for group in groups if any(_is_same_name(ship, one) for one in group)]
        groups = [group for group in groups if group not in same]
        groups.append([*(one for group in same for one in group), ship])
    return sorted(groups, key=lambda group: min(one.record for one in group))


def _is_same_name(left: _Ship, right: _Ship) -> bool:
    if len(left.names) == 0 or len(right.names) == 0 or not left.names.isdisjoint(right.names):
        return True
    return any(is_spelling(*pair) for pair in product(left.values("name"), right.values("name")))


def _differing_flags(ships: Sequence[_Ship]) -> Iterator[Game]:
    flags = [one for ship in ships if (one := _latest(ship.claims.get("flag", ()))) is not None]
    known = [one for one in flags if country(one.value) is not None]
    for one, other in combinations(known, 2):
        if country(one.value) != country(other.value):
            first, second = _in_order(one, other)
            is_later = first.last is not None and second.first is not None and first.last < second.first
            yield _flags("reflagged" if is_later else "flag-differs", first, second)


def _at_once(one: Claim, other: Claim) -> bool:
    """Whether one source states both at one time."""
    return one.source == other.source != "" and _may_meet(one, other)


def _are_two_hulls(left: _Ship, right: _Ship) -> bool:
    years = [
        {int(found[0]) for one in ship.values("buildDate") if (found := re.findall(r"\d{4}", one))}
        for ship in (left, right)
    ]
    if years[0] and years[1] and min(abs(a - b) for a, b in product(*years)) >= YEARS_APART:
        return True
    for prop in _GROSS:
        sizes = [{_number(one) for one in ship.values(prop)} - {0.0} for ship in (left, right)]
        if sizes[0] and sizes[1] and min(max(a, b) / min(a, b) for a, b in product(*sizes)) >= TONNAGE_APART:
            return True
    return False


def _same_mmsi(left: _Ship, right: _Ship, number: str) -> Iterator[Game]:
    """Two ships answer with one radio number: their IMO numbers differ, or nothing else says that they are one."""
    one, other = left.numbers("mmsi")[number], right.numbers("mmsi")[number]
    imo = set(left.numbers("imoNumber")), set(right.numbers("imoNumber"))
    if imo[0] and imo[1]:
        is_two = imo[0].isdisjoint(imo[1])
    else:
        is_two = left.party != right.party and left.names.isdisjoint(right.names)
    if is_two:
        yield _game("mmsi-shared", one, other)


def _hull_records(ships: Sequence[_Ship]) -> list[list[_Ship]]:
    """Put the records of one hull together: of one valid IMO number, or else of one party."""
    numbers = {ship.party: min(held) for ship in ships if len(held := ship.numbers("imoNumber")) > 0}
    hulls: dict[str, list[_Ship]] = defaultdict(list)
    for ship in ships:
        hulls[min(ship.numbers("imoNumber"), default=numbers.get(ship.party, ship.party))].append(ship)
    return [hulls[key] for key in sorted(hulls)]


def _foreign_radios(ships: Sequence[_Ship], placeholders: Collection[str]) -> Iterator[Game]:
    """The radio number of a hull is of a state whose flag nobody says that it flew, then or ever.

    A number is often kept when the flag changes; one of a former flag therefore says nothing, and is not told.
    """
    told = [
        one
        for ship in ships
        for prop in ("flag", "pastFlags")
        for one in ship.claims.get(prop, ())
        if country(one.value)
    ]
    states = {state_of(country(one.value) or "") for one in told}
    flags = [one for one in told if one.prop == "flag"]
    for number in sorted({digits for ship in ships for digits in ship.numbers("mmsi")} - set(placeholders)):
        state = mmsi_state(number)
        if state is None or state in states:
            continue
        held = [ship.numbers("mmsi")[number] for ship in ships if number in ship.numbers("mmsi")]
        pairs = [(radio, flag) for radio, flag in product(held, flags) if _may_meet(radio, flag)]
        if len(pairs) > 0:
            # The flag that stands beside the number, if one does; of several the latest.
            radio, flag = max(
                pairs,
                key=lambda pair: (
                    pair[0].record == pair[1].record,
                    pair[1].last or "",
                    pair[1].first or "",
                    pair[1].value,
                ),
            )
            game = _game("mmsi-flag", radio, flag, is_stated=True)
            since = None if None in (radio.first, flag.first) else max(radio.first or "", flag.first or "")
            yield game._replace(value=number, other_value=country(flag.value), since=since)


def _may_meet(one: Claim, other: Claim) -> bool:
    """Whether two claims may hold at one time: neither ended before the other began."""
    if None in (one.first, one.last, other.first, other.last):
        return True
    return max(one.first or "", other.first or "") <= min(one.last or "", other.last or "")


def _two_numbers(ships: Sequence[_Ship]) -> Iterator[Game]:
    """One ship under two IMO numbers: the same name, and the same radio or the same hull.

    A source that lists both at one time tells two sisters apart that have no name of their own yet; so what only the
    hulls have in common counts between sources, and only where no source has two ships of that name and hull.
    """
    for prop in ("radio", "hull"):
        held: dict[tuple[str, str], list[_Ship]] = defaultdict(list)
        for ship in ships:
            if len(ship.numbers("imoNumber")) > 0:
                marks = _radios(ship) if prop == "radio" else _hulls(ship)
                for name, mark in product(sorted(ship.names), sorted(marks)):
                    held[name, mark].append(ship)
        for key in sorted(held):
            if len(held[key]) <= MOST_HOLDERS and not (prop == "hull" and _has_sisters(held[key])):
                yield from _differing_numbers(held[key])


def _has_sisters(ships: Sequence[_Ship]) -> bool:
    """Whether one source has two numbers among these ships, at one time."""
    held = [(one, number) for ship in ships for number, one in ship.numbers("imoNumber").items()]
    return any(left[1] != right[1] and _at_once(left[0], right[0]) for left, right in combinations(held, 2))


def _differing_numbers(ships: Sequence[_Ship]) -> Iterator[Game]:
    for left, right in combinations(ships, 2):
        numbers = left.numbers("imoNumber"), right.numbers("imoNumber")
        if set(numbers[0]).isdisjoint(numbers[1]) and not _are_two_hulls(left, right):
            one, other = (held[min(held)] for held in numbers)
            yield _game("imo-several", one, other)


def _radios(ship: _Ship) -> set[str]:
    calls = {_signs(one) for one in ship.values("callSign")} - {""}
    return {f"mmsi {one}" for one in ship.numbers("mmsi")} | {f"call {one}" for one in calls}


def _hulls(ship: _Ship) -> set[str]:
    years = {one[:4] for one in ship.values("buildDate")}
    sizes = {_number(one) for prop in _GROSS for one in ship.values(prop)} - {0.0}
    return {f"hull {year} {size:.0f}" for year in years for size in sizes}


def _game(kind: str, one: Claim, other: Claim, *, is_stated: bool = False) -> Game:
    """Make a game of two claims, the older or lesser first; a stated former value has no date of its own."""
    first, second = (one, other) if is_stated or kind in CHANGES else _in_order(one, other)
    since = None if is_stated else second.first
    statements = tuple(dict.fromkeys(claim.statement for claim in (first, second)))
    other_party = second.party if second.party != first.party else None
    return Game(kind, first.party, other_party, first.value, second.value, since, statements)


def _flags(kind: str, one: Claim, other: Claim, *, is_stated: bool = False) -> Game:
    game = _game(kind, one, other, is_stated=is_stated)
    return game._replace(value=country(game.value) or "", other_value=country(game.other_value or ""))


def _in_order(one: Claim, other: Claim) -> tuple[Claim, Claim]:
    pair = sorted((one, other), key=lambda claim: (claim.last or "", claim.first or "", claim.record, claim.value))
    return pair[0], pair[1]


def digits(value: str) -> str:
    """Give the digits of a number as written ("IMO 9187629")."""
    return re.sub(r"\D", "", value)


def _signs(value: str) -> str:
    return re.sub(r"\W", "", value.lower())


@functools.lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Write a ship's name so that case, accents, signs and "M/V" do not count."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one))
    plain = re.sub(r"^(?:m\W{0,2}[vt]|s\W{0,2}s)\b\.?\s+", "", plain.strip())
    return re.sub(r"[\W_]", "", plain)


def is_spelling(left: str, right: str) -> bool:
    """Whether two names are one, spelled otherwise; other figures, in digits or Roman, are another name."""
    one, other = name_key(left), name_key(right)
    if one == other:
        return True
    if _figures(left) != _figures(right):
        return False
    return levenshtein(one, other) <= min(len(one), len(other)) // SPELLING


def _figures(name: str) -> list[str]:
    return re.findall(r"\d+|\b[IVX]+\b", name.upper())


def _number(text: str) -> float:
    found = re.sub(r"[^\d.]", "", text)
    try:
        return float(found)
    except ValueError:
        return 0.0


@functools.lru_cache(maxsize=8_192)
def country(value: str) -> str | None:
    """Give FtM's code of a flag as it is written, with a code in brackets or without; null: none that is known."""
    plain = re.sub(r"\s*\([^)]*\)", "", value)
    codes = re.findall(r"\(([A-Z]{2,3})\)", value)
    return next((code for one in (value, plain, *codes) if (code := registry.country.clean(one)) is not None), None)
