"""A party drawn: its kind's generator puts names and facts together."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from benchmarks.names.population_alias import CompanyAliases, PersonAliases
from benchmarks.names.population_company import Companies
from benchmarks.names.population_culture import CultureGuess
from benchmarks.names.population_fact import Facts, Properties, count_names
from benchmarks.names.population_person import PersonName, Persons
from benchmarks.names.population_pool import Pool
from benchmarks.names.population_source import Party
from benchmarks.names.population_spelling import Spellings
from benchmarks.names.population_vessel import Vessels

KINDS = ("person", "company", "vessel", "other")
COMPANIES = ("Company", "LegalEntity", "Organization")
KIND = {"Person": "person", "Vessel": "vessel", **dict.fromkeys(COMPANIES, "company")}

GROWN_PERSON, GROWN_COMPANY, GROWN_VESSEL = 0.28, 0.2, 0.2
"""Shares of family names, of company stems and of rare words of ships that are derived. The real parties hold
55,000 words, and drawing only from them would add few; with these shares 2.5 million names hold about 470,000."""
TRIES = 3
"""Draws for a further name, since some equal the first name or each other."""
MORE = {"person": 0.4, "company": 0.3}
"""Share of generated parties with one alias more than the real party after which they have theirs: the lists hold 2.2
names a party, the population 2.5."""
EVENED = 0.7
"""Power of the real numbers of parties by culture; two fifths of the real ones are Russian, fewer of the million."""


def kind_of(party: Party) -> str:
    """Give the kind of a party; embassies, aircraft and property are `other`."""
    return KIND.get(party.schema, "other")


class Generator:
    """Draws parties from what the real ones show."""

    def __init__(self, parties: Sequence[Party]) -> None:
        """Learn from the real parties, ordered by id."""
        self.guess = CultureGuess(parties)
        self.spellings = Spellings()
        self.facts = Facts()
        by_kind: dict[str, list[Party]] = {kind: [] for kind in KINDS}
        for party in parties:
            kind, culture = kind_of(party), self.guess.culture(party)
            # The debarred are persons and firms under one schema; the FinCEN Files would make every third firm a bank.
            if "debarment" not in party.properties.get("topics", ()) and not party.id.startswith("fincen-"):
                by_kind[kind].append(party)
                self.facts.learn(kind, culture, party)
                self.spellings.learn(culture, kind, party.names)
        self.persons = Persons(by_kind["person"], self.guess, grown=GROWN_PERSON)
        self.companies = Companies(by_kind["company"], self.guess, grown=GROWN_COMPANY)
        self.vessels = Vessels(by_kind["vessel"], grown=GROWN_VESSEL)
        self._person_aliases = PersonAliases(self.persons, self.spellings)
        self._company_aliases = CompanyAliases(self.companies, self.spellings)
        self._extra = {kind: Pool(count_names(by_kind[kind])) for kind in KINDS}
        self._cultures = {
            "person": _even(self.persons.cultures, self.persons.shapes),
            "company": _even(self.companies.cultures, self.companies.shapes),
        }

    def draw(self, rng: random.Random, kind: str, party_id: str) -> Party:
        """Draw a party of a kind."""
        if kind == "person":
            return self._person(rng, party_id)
        if kind == "vessel":
            return self._vessel(rng, party_id)
        return self._company(rng, party_id, "Organization" if kind == "other" else _schema(rng))

    def _person(self, rng: random.Random, party_id: str) -> Party:
        culture = self._cultures["person"].draw(rng)
        name = self.persons.draw(rng, culture)
        facts = self.facts.person(rng, culture, name.shape.gender)
        if rng.random() < 0.45:
            facts.update(_name_parts(name))
        aliases, weak = self._count(rng, "person")
        alias = _some(aliases, lambda: self._person_aliases.draw(rng, culture, name))
        weak_alias = _some(weak, lambda: self._person_aliases.weak(rng, culture, name))
        return _make(party_id, "Person", name.text(), alias, weak_alias, facts)

    def _count(self, rng: random.Random, kind: str) -> tuple[int, int]:
        aliases, weak = self._extra[kind].draw(rng)
        return aliases + (rng.random() < MORE[kind]), weak

    def _company(self, rng: random.Random, party_id: str, schema: str) -> Party:
        culture = self._cultures["company"].draw(rng)
        family = self.persons.parts.pool((f"{culture} S",))
        name = self.companies.draw(rng, culture, "global" if family is None else family.draw(rng))
        aliases, weak = self._count(rng, "company")
        alias = _some(aliases, lambda: self._company_aliases.draw(rng, culture, name))
        weak_alias = _some(weak, lambda: self._company_aliases.draw(rng, culture, name))
        return _make(party_id, schema, name.text(), alias, weak_alias, self.facts.company(rng, culture))

    def _vessel(self, rng: random.Random, party_id: str) -> Party:
        aliases, _ = self._extra["vessel"].draw(rng)
        alias = [self.vessels.draw(rng) for _ in range(aliases)]
        return _make(party_id, "Vessel", self.vessels.draw(rng), alias, [], self.facts.vessel(rng))


def _schema(rng: random.Random) -> str:
    luck = rng.random()
    return "Company" if luck < 0.6 else "LegalEntity" if luck < 0.85 else "Organization"


def _even(counts: Counter[str], known: Iterable[str]) -> Pool[str]:
    return Pool({culture: counts[culture] ** EVENED for culture in known})


def _some(count: int, draw: Callable[[], str]) -> list[str]:
    """Draw that many different names, or as many as a few more draws give."""
    found: dict[str, None] = {}
    for _ in range(count * TRIES):
        if len(found) == count:
            break
        found[draw()] = None
    return list(found)


def _name_parts(name: PersonName) -> Properties:
    words = list(zip(name.text().split(" "), name.shape.slots, strict=False))
    given = " ".join([word for word, slot in words if slot.role in "GMPI"])
    family = " ".join([word for word, slot in words if slot.role not in "GMPI"])
    return {prop: [value] for prop, value in (("firstName", given), ("lastName", family)) if value != ""}


def _make(party_id: str, schema: str, name: str, alias: list[str], weak: list[str], facts: Properties) -> Party:
    properties: Properties = {"name": [name]}
    known = {name}
    for prop, values in (("alias", alias), ("weakAlias", weak)):
        new = sorted({value for value in values if value not in known and value != ""})
        known.update(new)
        if len(new) > 0:
            properties[prop] = new
    for prop, values in facts.items():
        kept = [value for value in values if value != ""]
        if len(kept) > 0:
            properties[prop] = kept
    return Party(party_id, schema, properties)
