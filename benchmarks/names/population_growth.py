"""New family names of a culture, derived as its real ones are; and new given names where they are two syllables.

1. Stem and ending. An ending of the culture's (below) is cut from a real family name, or a real given name is taken
   whole; another ending of the same culture is put on: Ivan, Ivanov, Ivanenko, Ivanchuk; Karam, Karamyan; Baghdad,
   Baghdadi. Endings are drawn as often as real names have them; Slavic ones follow the gender.
2. Place. After al- and in Persian and Pashto, real birthplaces take the ending -i.
3. Two syllables. Chinese and Korean given names join a real first and a real second syllable.
4. Seam. Elsewhere the head of one real name meets the tail of another at letters at which real names of the culture
   meet; head and tail each occur in several real names.

No letter is drawn by itself.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from benchmarks.names.population_pool import Pool, Pools

ENDINGS = {
    "russian": "ov ev in yn sky skiy enko chuk yuk uk ich ovich evich ko ik ak ets kov nikov chenko yan ian tsev",
    "balkan": "ov ev ic vic ovic ski evski ev ek ak ik nik ovski kovic",
    "caucasian": "yan ian dze shvili ia ava adze idze ov zade li yev uri ani oglu",
    "central_asian": "ov ev yev bekov bayev baev in bek kulov shev aliyev ullin nazarov",
    "persian": "i pour pur zadeh nejad nia ian yan fard far abadi zade vand parast doust",
    "turkish": "oglu li ci er han gil soy demir kan kaya alp",
    "afghan": "i zai zada khel yar wal ullah khan zoy mal",
    "arabic": "i awi ani ullah uddin",
    "south_asian": "kar wala an raj kumar nath pal singh deep lal das",
    "spanish": "ez es o a az era ero on illo uez ado eda",
    "portuguese": "es a o eira al inho ado",
    "western": "son sen man ton ley er s el mann berg ing ham",
}
"""Endings of family names by culture; which are used, and how often, is counted in the real names."""

_FEMALE = {"ov": "ova", "ev": "eva", "in": "ina", "yn": "yna", "sky": "skaya", "skiy": "skaya", "kov": "kova"}
_FEMALE |= {"nikov": "nikova", "tsev": "tseva", "yev": "yeva", "ski": "ska", "bekov": "bekova", "bayev": "bayeva"}
_GENDERED = frozenset(("russian", "balkan", "central_asian"))

SYLLABIC = frozenset(("chinese", "korean"))
_FINALS = "iang iong uang ang eng ing ong iao ian uai uan ai ao an ei en ou ia ie in iu ua ui un uo ue er a o e i u"
_CHINESE = f"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:{'|'.join(_FINALS.split())})"
"""A syllable in pinyin."""
_TWO_SYLLABLES = re.compile(f"({_CHINESE})({_CHINESE})$")
_LETTERS = re.compile(r"[^\W\d_]{4,}$")
LEAST_SEEN = 3
"""Real names in which a head or a tail must occur."""


class Seams(NamedTuple):
    """Heads and tails of real words that may meet."""

    heads: Pool[str]
    tails: Mapping[str, Pool[str]]
    """Tails by the last letter of the head that they may follow."""


class Growth:
    """Derives names from the parts of real ones."""

    def __init__(self, parts: Pools, places: Mapping[str, Counter[str]]) -> None:
        """Read the pools of given (G) and family names (S) by culture, and birthplaces by culture."""
        self._places = {culture: _plain(places[culture]) for culture in sorted(places)}
        self._stems: dict[str, Pool[str]] = {}
        self._endings: dict[str, Pool[str]] = {}
        self._seams: dict[str, Seams | None] = {}
        self._syllables: dict[str, tuple[Pool[str], Pool[str]]] = {}
        for culture in sorted({key[0].split()[0] for key in parts.counts}):
            self._learn(culture, parts)

    def _learn(self, culture: str, parts: Pools) -> None:
        given = _plain(parts.counts.get((f"{culture} G",), Counter()))
        family = _plain(parts.counts.get((f"{culture} S",), Counter()))
        if culture in SYLLABIC:
            self._learn_syllables(culture, parts.counts.get((f"{culture} G",), Counter()))
        elif culture in ENDINGS:
            self._learn_stems(culture, given, family)
        chained = (word for role in "MN" for word in _plain(parts.counts.get((f"{culture} {role}",), Counter())))
        self._seams[culture] = find_seams([*given, *family, *chained])

    def _learn_stems(self, culture: str, given: Iterable[str], family: Iterable[str]) -> None:
        endings = sorted(ENDINGS[culture].split(), key=lambda one: (-len(one), one))
        found: Counter[str] = Counter()
        stems: Counter[str] = Counter(re.sub("[aeiouy]$", "", word) for word in given)
        for word in family:
            male = re.sub("a$", "", word) if culture in _GENDERED else word
            ending = next((one for one in endings if male.endswith(one) and len(male) - len(one) >= 3), "")
            found[ending] += ending != ""
            stems[male[: len(male) - len(ending)]] += 1
        stems = Counter({stem: 1 for stem in stems if len(stem) >= 3})
        found = Counter({one: count for one, count in found.items() if count > 1})
        if len(stems) > 0 and len(found) > 0:
            self._stems[culture], self._endings[culture] = Pool(stems), Pool(found)

    def _learn_syllables(self, culture: str, given: Mapping[str, int]) -> None:
        first: Counter[str] = Counter()
        second: Counter[str] = Counter()
        for word in sorted(given):
            split = word.split("-") if "-" in word else _split(word)
            if len(split) == 2 and all(part.isalpha() for part in split):
                first[split[0]] += 1
                second[split[1]] += 1
        if len(first) > 0:
            self._syllables[culture] = Pool(first), Pool(second)

    def draw(self, rng: random.Random, culture: str, role: str, gender: str) -> str:
        """Derive a word for a role; empty when the culture has too little to derive from."""
        if culture in SYLLABIC:
            return self._two_syllables(rng, culture) if role in "GM" else ""
        places = self._places.get(culture, [])
        share = 0.3 if role == "N" else 0.1
        if len(places) > 0 and culture in ("arabic", "persian", "afghan") and rng.random() < share:
            return re.sub("(?:ah|eh|[aeiouy])$", "", places[int(rng.random() * len(places))]) + "i"
        stems = self._stems.get(culture)
        if stems is None or rng.random() < 0.35:
            return draw_seam(rng, self._seams.get(culture))
        return self._with_ending(rng, culture, stems.draw(rng), gender)

    def _with_ending(self, rng: random.Random, culture: str, stem: str, gender: str) -> str:
        ending = self._endings[culture].draw(rng)
        if stem[-1] == ending[0] or (stem[-1] in "aeiouy" and ending[0] in "aeiouy"):
            stem = stem[:-1]
        if gender == "female" and culture in _GENDERED:
            ending = _FEMALE.get(ending, ending)
        return stem + ending

    def _two_syllables(self, rng: random.Random, culture: str) -> str:
        if culture not in self._syllables:
            return ""
        first, second = self._syllables[culture]
        joint = "-" if culture == "korean" and rng.random() < 0.6 else ""
        return f"{first.draw(rng)}{joint}{second.draw(rng)}"


def _split(word: str) -> list[str]:
    found = _TWO_SYLLABLES.match(word)
    return [] if found is None else list(found.groups())


def _plain(words: Iterable[str]) -> list[str]:
    return sorted(word for word in words if _LETTERS.match(word) is not None)


def find_seams(words: Iterable[str], least_tail: int = 3) -> Seams | None:
    """Find the heads and tails that several real words share, and which letters meet where they do.

    Args:
        words: distinct words in lower case.
        least_tail: letters of the shortest tail.
    """
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    meeting: Counter[str] = Counter()
    known = sorted(set(words))
    for word in known:
        for at in range(3, len(word) - 2):
            if at <= 6:
                heads[word[:at]] += 1
            if least_tail <= len(word) - at <= 6:
                tails[word[at:]] += 1
            meeting[word[at - 1 : at + 1]] += 1
    kept = {head: count for head, count in heads.items() if count >= LEAST_SEEN}
    before: dict[str, list[str]] = {}
    for pair in sorted(meeting):
        if meeting[pair] >= LEAST_SEEN:
            before.setdefault(pair[1], []).append(pair[0])
    by_letter: dict[str, Counter[str]] = {}
    for tail, count in tails.items():
        for letter in before.get(tail[0], []) if count >= LEAST_SEEN else []:
            by_letter.setdefault(letter, Counter())[tail] = count
    kept = {head: count for head, count in kept.items() if head[-1] in by_letter}
    if len(kept) < 20:
        return None
    return Seams(Pool(kept), {letter: Pool(by_letter[letter]) for letter in sorted(by_letter)})


def draw_seam(rng: random.Random, seams: Seams | None) -> str:
    """Join a head and a tail; empty without seams."""
    if seams is None:
        return ""
    head = seams.heads.draw(rng)
    return head + seams.tails[head[-1]].draw(rng)
