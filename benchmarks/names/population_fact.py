"""What lists say of parties beside names, as the real parties have it: dates, countries, numbers, addresses."""

from __future__ import annotations

import calendar
import random
from collections import Counter
from collections.abc import Iterable

from benchmarks.names import population_identifier as identifier
from benchmarks.names.population_culture import countries_of
from benchmarks.names.population_pool import Pools
from benchmarks.names.population_source import Party

Properties = dict[str, list[str]]

BORN, SEX, PASSPORT, ADDRESS, PLACE = 0.7, 0.5, 0.12, 0.25, 0.2
"""Shares of persons with a birth date, a gender, a passport, an address, a birthplace."""
REGISTERED, TAXED, LEI = 0.35, 0.25, 0.03
"""Shares of companies with a registration number, a tax number, a LEI."""

_LEARNT = ("passportNumber", "registrationNumber", "taxNumber", "address", "birthPlace", "type", "flag")
"""Properties whose real values are drawn, or filled with other digits."""


class Facts:
    """Values of the real parties, by kind and culture or country."""

    def __init__(self) -> None:
        self._values = Pools(least=10)

    def learn(self, kind: str, culture: str, party: Party) -> None:
        """Learn from one real party."""
        for prop in _LEARNT:
            for value in party.properties.get(prop, ())[:3]:
                self._values.add((f"{prop} {kind}", *countries_of(party)[:1]), value)
        for country in countries_of(party)[:1]:
            self._values.add((f"country {kind}", culture), country)
        for date in party.properties.get("birthDate", ())[:1]:
            self._values.add(("birth", culture), f"{date[:4]} {len(date)}")
        self._values.add((f"topics {kind}",), " ".join(party.properties.get("topics", ())))

    def _draw(self, rng: random.Random, *key: str) -> str:
        pool = self._values.pool(key)
        return "" if pool is None else pool.draw(rng)

    def person(self, rng: random.Random, culture: str, gender: str) -> Properties:
        """Make the facts of a person."""
        country = self._draw(rng, "country person", culture)
        facts: Properties = {"topics": self._draw(rng, "topics person").split()}
        if rng.random() < BORN:
            facts["birthDate"] = [self._birth(rng, culture)]
        if rng.random() < 0.8:
            facts["nationality"] = [country]
        if rng.random() < SEX:
            facts["gender"] = [gender or ("male" if rng.random() < 0.85 else "female")]
        if rng.random() < PASSPORT:
            facts["passportNumber"] = [identifier.like(rng, self._draw(rng, "passportNumber person", country))]
        if country == "ru" and rng.random() < 0.15:
            facts["innCode"] = [identifier.inn_person(rng)]
        if rng.random() < PLACE:
            facts["birthPlace"] = [self._draw(rng, "birthPlace person", country)]
        self._add_address(rng, "person", country, facts)
        return facts

    def company(self, rng: random.Random, culture: str) -> Properties:
        """Make the facts of a company or an organisation."""
        country = self._draw(rng, "country company", culture)
        facts: Properties = {"topics": self._draw(rng, "topics company").split()}
        if rng.random() < 0.85:
            facts["country"] = [country]
        if rng.random() < REGISTERED:
            facts["registrationNumber"] = [self._registration(rng, country)]
        if rng.random() < TAXED:
            prop, number = self._tax(rng, country)
            facts[prop] = [number]
        if rng.random() < LEI:
            facts["leiCode"] = [identifier.lei(rng)]
        self._add_address(rng, "company", country, facts)
        return facts

    def _registration(self, rng: random.Random, country: str) -> str:
        if country == "ru":
            return identifier.ogrn(rng)
        return identifier.like(rng, self._draw(rng, "registrationNumber company", country))

    def _tax(self, rng: random.Random, country: str) -> tuple[str, str]:
        if country == "ru":
            return "innCode", identifier.inn_company(rng)
        if country == "cn":
            return "uscCode", identifier.usc(rng)
        if country == "co":
            return "taxNumber", identifier.nit(rng)
        return "taxNumber", identifier.like(rng, self._draw(rng, "taxNumber company", country))

    def vessel(self, rng: random.Random) -> Properties:
        """Make the facts of a ship."""
        facts: Properties = {"topics": self._draw(rng, "topics vessel").split(), "imoNumber": [identifier.imo(rng)]}
        flag = self._draw(rng, "flag vessel")
        if rng.random() < 0.9:
            facts["flag"] = [flag]
            facts["type"] = [self._draw(rng, "type vessel")]
        return facts

    def _birth(self, rng: random.Random, culture: str) -> str:
        year, length = self._draw(rng, "birth", culture).split() or ("1970", "4")
        month = 1 + int(rng.random() * 12)
        day = 1 + int(rng.random() * calendar.monthrange(int(year), month)[1])
        return f"{year}-{month:02}-{day:02}"[: int(length)]

    def _add_address(self, rng: random.Random, kind: str, country: str, facts: Properties) -> None:
        if rng.random() < ADDRESS:
            address = self._draw(rng, f"address {kind}", country)
            facts["address"] = [identifier.like(rng, address)]


def count_names(parties: Iterable[Party]) -> Counter[tuple[int, int]]:
    """Count how many aliases and weak aliases a party has beside its first name; long lists are cut at twelve."""
    counts: Counter[tuple[int, int]] = Counter()
    for party in parties:
        weak = len(party.properties.get("weakAlias", ()))
        counts[min(12, len(party.names) - 1 - weak), min(3, weak)] += 1
    return counts
