"""Which naming culture a party belongs to: by its country, else by the words and endings that it shares with others."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from benchmarks.names.population_source import Party

COUNTRIES = {
    "russian": "ru by ua su",
    "balkan": "bg rs mk me ba hr si xk pl cz sk",
    "caucasian": "am ge az",
    "central_asian": "kz kg uz tj tm",
    "arabic": "sa iq sy eg jo lb ps ly dz tn ma ye om ae qa bh kw sd mr",
    "horn": "so et er dj ss",
    "persian": "ir",
    "afghan": "af pk",
    "south_asian": "in bd lk np mv",
    "turkish": "tr",
    "chinese": "cn hk tw mo sg",
    "korean": "kp kr",
    "japanese": "jp",
    "southeast_asian": "mm th vn id ph my la kh bn",
    "spanish": "co mx ve cu ni pa sv hn gt ec pe bo ar cl es do cr uy py gq",
    "portuguese": "br pt ao mz gw st",
    "francophone": "cd cf ml ne td cm ci bj bf gn sn ga cg rw bi tg mg km ht",
    "anglophone": "zw ng ke ug za tz gh lr sl zm gm mw na bw",
    "western": "us gb ca au nz ie de fr it nl be ch at se no dk fi is lu mt gr cy hu ro ee lv lt il md mc li jm",
}
"""Countries whose people carry names of one kind, as the lists show them."""

CULTURE = {country: culture for culture, countries in COUNTRIES.items() for country in countries.split()}
COUNTRY_PROPS = ("nationality", "citizenship", "country", "birthCountry", "jurisdiction", "mainCountry")

_SCRIPT = re.compile(
    "(?P<cyrillic>[\u0400-\u052f])|(?P<arabic>[\u0600-\u06ff])|(?P<han>[\u4e00-\u9fff])"
    "|(?P<hangul>[\uac00-\ud7a3])|(?P<latin>[A-Za-z\u00c0-\u024f])|(?P<other>[^\\W\\d_])"
)


def script_of(text: str) -> str:
    """Name the script of the first letter; empty when there is none."""
    found = _SCRIPT.search(text)
    return "" if found is None else found.lastgroup or ""


def countries_of(party: Party) -> list[str]:
    """List the countries a party is said to belong to, the one that says most of its name first."""
    return [value for prop in COUNTRY_PROPS for value in party.properties.get(prop, ())]


def words_of(text: str) -> list[str]:
    """Split a name into words in lower case, without punctuation around them."""
    return [word for word in (part.strip(".,;:()\"'«»") for part in text.casefold().split()) if word != ""]


class CultureGuess:
    """Naive Bayes over words and their last three letters, learnt from the parties whose country is known."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self.counts: dict[str, Counter[str]] = {}
        self.parties: Counter[str] = Counter()
        for party in parties:
            culture = known_culture(party)
            if culture != "":
                self.parties[culture] += 1
                self.counts.setdefault(culture, Counter()).update(_marks(party.names))
        self._known: dict[str, str] = {}
        self.totals = {culture: sum(counts.values()) for culture, counts in self.counts.items()}

    def culture(self, party: Party) -> str:
        """Give the culture of a party: stated, else the likeliest."""
        if party.id not in self._known:
            self._known[party.id] = known_culture(party) or self._likeliest(party.names)
        return self._known[party.id]

    def _likeliest(self, names: Sequence[str]) -> str:
        marks = _marks(names)
        return max(sorted(self.counts), key=lambda culture: self._log_likelihood(culture, marks), default="western")

    def _log_likelihood(self, culture: str, marks: Sequence[str]) -> float:
        counts, total = self.counts[culture], self.totals[culture]
        prior = math.log(self.parties[culture])
        return prior + sum(math.log((counts[mark] + 0.05) / (total + 5_000)) for mark in marks)


def known_culture(party: Party) -> str:
    """Give the culture of the first country that has one; empty when none is stated."""
    return next((CULTURE[country] for country in countries_of(party) if country in CULTURE), "")


def _marks(names: Iterable[str]) -> list[str]:
    words = [word for name in names for word in words_of(name)]
    return [*words, *(f"-{word[-3:]}" for word in words)]
