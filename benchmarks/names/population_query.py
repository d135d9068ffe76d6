"""Queries for parties of a population: a name of the party, changed as people change names, and the id to be found.

Perturbations: exact, typo, dropped (a middle name or word), initial, order, joined, split, transliteration, form (legal
form written in another way or left out), script (a script in which the party holds no name), foreign (no party has it).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.names.population_company import Word, change_form, find_form
from benchmarks.names.population_culture import script_of
from benchmarks.names.population_draw import Generator, kind_of
from benchmarks.names.population_person import PARTICLES
from benchmarks.names.population_source import Party

SHARES: Mapping[str, float] = {
    "dropped": 0.1,
    "exact": 0.05,
    "foreign": 0.1,
    "form": 0.07,
    "initial": 0.08,
    "joined": 0.07,
    "order": 0.1,
    "script": 0.05,
    "split": 0.05,
    "transliteration": 0.13,
    "typo": 0.2,
}
"""Share of each perturbation among the queries."""

FOREIGN_KINDS = ("person", "person", "person", "company", "vessel")
SPARE = 8
"""Parties kept a query: not every name can be changed in every way."""
FACTS = ("birthDate", "nationality", "country", "gender", "flag")
"""What half of the queries tell of the party beside its name."""
_ALIAS = 0.25
"""Share of queries made of an alias."""


class Query(NamedTuple):
    """One name to be looked up."""

    id: str
    schema: str
    name: str
    perturbation: str
    true_id: str | None
    """The party that the name was made from; None: no party has it. Namesakes of the party may match as well."""
    made_from: str
    properties: dict[str, list[str]]
    """The query as properties of an entity, `name` among them."""

    def dump(self) -> str:
        """Give the query as one JSON line."""
        return json.dumps(self._asdict(), ensure_ascii=False, separators=(",", ":")) + "\n"


def name_key(name: str) -> str:
    """Give what two names share that differ in case, order and hyphens alone."""
    return " ".join(sorted(name.casefold().replace("-", " ").replace(",", " ").split()))


def draw_foreign(rng: random.Random, generator: Generator, known: frozenset[str], count: int) -> dict[str, Party]:
    """Draw parties that are kept out of the population, by the key of their name; none has a name in `known`."""
    found: dict[str, Party] = {}
    while len(found) < count:
        party = generator.draw(rng, FOREIGN_KINDS[len(found) % len(FOREIGN_KINDS)], "")
        name = party.properties["name"][0]
        if len(name.split()) > 1 and name_key(name) not in known:
            found[name_key(name)] = party
    return found


def make_queries(
    rng: random.Random, generator: Generator, kept: Sequence[Party], foreign: Mapping[str, Party], count: int
) -> Iterator[Query]:
    """Make the queries of a population.

    Args:
        kept: parties of the population in random order, `SPARE` a query.
        foreign: parties that are not in it, by name.
    """
    changes = Changes(generator)
    rest = iter(kept)
    number = 0
    for perturbation in sorted(SHARES):
        wanted = round(SHARES[perturbation] * count)
        if perturbation == "foreign":
            for key in sorted(foreign)[:wanted]:
                number += 1
                yield _query(rng, number, foreign[key], foreign[key].properties["name"][0], perturbation)
            continue
        for party in rest:
            if wanted == 0:
                break
            query = changes.apply(rng, party, perturbation)
            if query is not None:
                number, wanted = number + 1, wanted - 1
                yield _query(rng, number, party, query[0], perturbation, query[1])


def _query(rng: random.Random, number: int, party: Party, name: str, perturbation: str, source: str = "") -> Query:
    facts = {prop: party.properties[prop] for prop in FACTS if prop in party.properties} if rng.random() < 0.5 else {}
    true_id = None if perturbation == "foreign" else party.id
    return Query(f"q-{number:06}", party.schema, name, perturbation, true_id, source or name, {"name": [name], **facts})


class Changes:
    """Changes names; each kind gives None for a name that it does not fit."""

    def __init__(self, generator: Generator) -> None:
        self._guess = generator.guess
        self._spellings = generator.spellings
        self._words = generator.companies.words.counts

    def apply(self, rng: random.Random, party: Party, perturbation: str) -> tuple[str, str] | None:
        """Give a changed name and the name it was made from; None if it does not fit or is a name of the party."""
        names = [name for name in party.names if script_of(name) == "latin" and 1 < len(name.split()) < 12]
        weak = frozenset(party.properties.get("weakAlias", ()))
        names = [name for name in names if name not in weak]
        if len(names) == 0:
            return None
        name = names[int(rng.random() * len(names))] if rng.random() < _ALIAS else names[0]
        if perturbation == "exact":
            return name, name
        change: Callable[[random.Random, Party, list[str]], str | None] = getattr(self, f"_{perturbation}")
        changed = change(rng, party, name.split())
        known = {one.casefold() for one in party.names}
        return None if changed is None or changed.casefold() in known else (changed, name)

    def _typo(self, rng: random.Random, party: Party, words: list[str]) -> str | None:
        long = [at for at, word in enumerate(words) if len(word) > 3 and word.isalpha()]
        if len(long) == 0:
            return None
        at = long[int(rng.random() * len(long))]
        return " ".join([*words[:at], mistype(rng, words[at]), *words[at + 1 :]])

    def _dropped(self, rng: random.Random, party: Party, words: list[str]) -> str | None:
        if len(words) < 3:
            return None
        at = 1 + int(rng.random() * (len(words) - 2))
        return " ".join([*words[:at], *words[at + 1 :]])

    def _initial(self, rng: random.Random, party: Party, words: list[str]) -> str | None:
        given = " ".join(party.properties.get("firstName", [])[:1]).casefold().split()
        at = next((n for n, word in enumerate(words) if word.casefold() in given), 0 if len(given) == 0 else -1)
        if party.schema != "Person" or at < 0 or len(words[at]) < 2 or words[at].casefold() in PARTICLES:
            return None
        return " ".join([*words[:at], f"{words[at][0]}.", *words[at + 1 :]])

    def _order(self, rng: random.Random, party: Party, words: list[str]) -> str | None:
        if party.schema == "Person":
            return f"{words[-1]}{',' if rng.random() < 0.3 else ''} {' '.join(words[:-1])}"
        return " ".join(reversed(words))

    def _joined(self, rng: random.Random, party: Party, words: list[str]) -> str | None:
        at = int(rng.random() * (len(words) - 1))
        return " ".join([*words[:at], words[at] + words[at + 1].lower(), *words[at + 2 :]])

    def _split(self, rng: random.Random, party: Party, words: list[str]) -> str | None:
        long = [at for at, word in enumerate(words) if len(word) > 5 and word.isalpha()]
        if len(long) == 0:
            return None
        at = long[int(rng.random() * len(long))]
        cut = 3 + int(rng.random() * (len(words[at]) - 5))
        return " ".join([*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]])

    def _transliteration(self, rng: random.Random, party: Party, words: list[str]) -> str | None:
        culture = self._guess.culture(party)
        at = int(rng.random() * len(words))
        word = words[at].casefold()
        changed = self._spellings.variant(rng, culture, word)
        # Nobody transliterates "company" or "bank": of firms only the words are changed that few of them share.
        is_name = kind_of(party) == "person" or word in self._words.get((f"{culture} R",), ())
        if not is_name or changed == word:
            return None
        return " ".join(
            [*words[:at], changed.upper() if words[at].isupper() else changed.capitalize(), *words[at + 1 :]]
        )

    def _form(self, rng: random.Random, party: Party, words: list[str]) -> str | None:
        shape = tuple(Word("", word) for word in words)
        found = find_form(shape)
        if kind_of(party) != "company" or found is None or found[1] - found[0] == len(words):
            return None
        if rng.random() < 0.4:
            start, end, _ = found
            return " ".join([*words[:start], *words[end:]])
        changed = " ".join([word.text for word in change_form(rng, shape)])
        return changed.upper() if " ".join(words).isupper() else changed

    def _script(self, rng: random.Random, party: Party, words: list[str]) -> str | None:
        culture = self._guess.culture(party)
        scripts = self._spellings.scripts.counts.get(("person", culture))
        if party.schema != "Person" or scripts is None or any(script_of(name) != "latin" for name in party.names):
            return None
        script = max(sorted(scripts), key=scripts.__getitem__)
        syllables = [part for word in words for part in word.casefold().split("-")]
        parts = syllables if script in ("han", "hangul") else [word.casefold() for word in words]
        written = [self._spellings.in_script(culture, part, script) for part in parts]
        if "" in written:
            return None
        return "".join(written) if script in ("han", "hangul") else " ".join([part.title() for part in written])


def mistype(rng: random.Random, word: str) -> str:
    """Make one typing error after the first letter: one left out, doubled, hit beside its key, or two exchanged."""
    at = 1 + int(rng.random() * (len(word) - 1))
    luck = int(rng.random() * 4)
    if luck == 0:
        return word[:at] + word[at + 1 :]
    if luck == 1:
        return word[:at] + word[at] + word[at:]
    if luck == 2 and at + 1 < len(word) and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + _neighbour(rng, word[at]) + word[at + 1 :]


def _neighbour(rng: random.Random, letter: str) -> str:
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm"):
        at = row.find(letter.lower())
        if at >= 0:
            near = (row[max(0, at - 1) : at] + row[at + 1 : at + 2]) or row[:1]
            other = near[int(rng.random() * len(near))]
            return other.upper() if letter.isupper() else other
    return ""
