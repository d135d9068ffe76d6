"""How the lists spell one name in several ways: learnt from names and aliases of one party, applied to others.

A pair of names that differ in one word gives a variant (Gennady, Gennadi) and, from what differs, a rule (y to i) of
that culture. Names in two scripts with equally many words give pairs of words. Chinese and Korean ones are written
together; there a syllable belongs to a character.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from benchmarks.names.population_culture import script_of, words_of
from benchmarks.names.population_pool import Pool, Pools

LEAST_RATIO = 0.6
"""Two words with a lower ratio of difflib are two names, not two spellings."""
LEAST_SEEN = 3
"""Parties that must show a rule."""
TRIES = 8
"""Rules drawn before a word is left as it is."""
NO_RULE = "?>?"
"""Two spellings that differ in more than a rule holds."""

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i yi ye g u".split(" "),
        strict=True,
    )
)
_TO_CYRILLIC = dict(
    zip(
        "shch zh kh ts ch sh yu ya yo ye iy ey ay oy a b v g d e z i y k l m n o p r s t u f h c j x w q ' ’".split(),
        "щ ж х ц ч ш ю я ё е ий ей ай ой а б в г д е з и ы к л м н о п р с т у ф х к дж кс в к ь ь".split(),
        strict=True,
    )
)
_LATIN_LETTERS = re.compile("|".join(sorted(map(re.escape, _TO_CYRILLIC), key=len, reverse=True)))
_ARABIC = dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويیپچگةىآأإئک", "abttjhkddrzsssdtzagfqklmnhwyypcghaaaayk", strict=True))
_LATIN_VOWELS = re.compile("[aeiouyw'’-]")


def to_cyrillic(word: str) -> str:
    """Write a Russian word in Cyrillic, BGN/PCGN turned around; for words that no list gives in Cyrillic."""
    return _LATIN_LETTERS.sub(lambda found: _TO_CYRILLIC[found.group()], word)


def is_same_word(latin: str, other: str, script: str) -> bool:
    """Whether a word of another script may be the Latin one, letter by letter."""
    if script == "cyrillic":
        written = "".join(_CYRILLIC.get(letter, letter) for letter in other)
        return SequenceMatcher(None, latin, written).ratio() >= LEAST_RATIO
    if script == "arabic":
        letters = "".join(_ARABIC.get(letter, "") for letter in other)
        left, right = _LATIN_VOWELS.sub("", latin), _LATIN_VOWELS.sub("", letters)
        return SequenceMatcher(None, left, right).ratio() >= LEAST_RATIO
    return False


class Spellings:
    """What was learnt: variants, rules, pairs of scripts, and how often each relation of alias and name occurs."""

    def __init__(self) -> None:
        self.variants = Pools(least=1)
        self.native: dict[tuple[str, str], Counter[str]] = {}
        self.relations = Pools(least=50)
        self.scripts = Pools(least=20)
        self._rules: dict[str, Counter[str]] = {}
        self._rule_pools: dict[str, Pool[str]] = {}
        self._spelt: dict[tuple[str, str], bool] = {}

    def learn(self, culture: str, kind: str, names: Iterable[str]) -> None:
        """Learn from the names of one party, the first of which the others are aliases of."""
        first, *others = names
        if script_of(first) != "latin":
            return
        left = words_of(first)
        seen: set[str] = set()
        for other in others:
            script, right = script_of(other), words_of(other)
            if script not in ("latin", ""):
                self.relations.add((kind, culture), "script")
                self.scripts.add((kind, culture), script)
                self._learn_script(culture, left, right, script)
            else:
                self.relations.add((kind, culture), self._relate(culture, left, right, seen))
        for rule in sorted(seen):
            self._rules.setdefault(culture, Counter())[rule] += 1

    def _relate(self, culture: str, left: list[str], right: list[str], seen: set[str]) -> str:
        """Name what an alias does to the name: order, joined, dropped, added, spelling, other."""
        if sorted(left) == sorted(right):
            return "order"
        if "".join(left).replace("-", "") == "".join(right).replace("-", ""):
            return "joined"
        gone, new = Counter(left) - Counter(right), Counter(right) - Counter(left)
        if not new:
            return "dropped"
        if not gone:
            return "added"
        changed = [(a, b) for a in sorted(gone) for b in sorted(new) if self._is_spelling(a, b)]
        for a, b in changed if len(gone) == len(new) == len(changed) else []:
            self.variants.add((f"{culture} {a}",), b)
            self.variants.add((f"{culture} {b}",), a)
            seen.update((_rule(a, b), _rule(b, a)))
        return "spelling" if len({a for a, _ in changed}) == len(gone) else "other"

    def _is_spelling(self, a: str, b: str) -> bool:
        if (a, b) not in self._spelt:
            long = min(len(a), len(b)) > 3
            self._spelt[a, b] = long and SequenceMatcher(None, a, b).ratio() >= LEAST_RATIO + 0.1
        return self._spelt[a, b]

    def _learn_script(self, culture: str, left: list[str], right: list[str], script: str) -> None:
        if script in ("han", "hangul"):
            syllables = [part for word in left for part in word.split("-")]
            characters = "".join(right)
            if len(syllables) == len(characters):
                # Lists put the family name first or last; the characters always have it first.
                if len(left) > 1 and len(left[0].split("-")) > 1:
                    syllables = [*left[-1].split("-"), *syllables[: -len(left[-1].split("-"))]]
                for syllable, character in zip(syllables, characters, strict=True):
                    self.native.setdefault((script, syllable), Counter())[character] += 1
            return
        for a in left:
            for b in right:
                if is_same_word(a, b, script):
                    self.native.setdefault((script, a), Counter())[b] += 1

    def variant(self, rng: random.Random, culture: str, word: str) -> str:
        """Spell a word in another way of its culture; the word itself when nothing fits."""
        pool = self.variants.pool((f"{culture} {word}",))
        if pool is not None and rng.random() < 0.5:
            return pool.draw(rng)
        rules = self._pool(culture)
        for _ in range(TRIES if rules is not None else 0):
            assert rules is not None
            old, new = rules.draw(rng).split(">")
            at = word.find(old, 1) if rng.random() < 0.8 else word.find(old)
            if at >= 0 and len(word) > 3:
                return word[:at] + new + word[at + len(old) :]
        return word

    def _pool(self, culture: str) -> Pool[str] | None:
        if culture not in self._rule_pools:
            seen = self._rules.get(culture, Counter())
            rules = {rule: seen[rule] for rule in seen if seen[rule] >= LEAST_SEEN and rule != NO_RULE}
            self._rule_pools[culture] = Pool(rules)
        pool = self._rule_pools[culture]
        return pool if len(pool) > 0 else None

    def in_script(self, culture: str, word: str, script: str) -> str:
        """Give a word in another script as lists have it; empty when they do not say. Russian words always have one."""
        known = self.native.get((script, word))
        if known is not None:
            return min(known, key=lambda one: (-known[one], one))
        if script == "cyrillic" and culture in ("russian", "central_asian", "caucasian"):
            return to_cyrillic(word)
        return ""


def _rule(a: str, b: str) -> str:
    """Give what differs, with one letter of context where letters were only put in: `iy>y`, `ha>hha`."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    if start + end in (len(a), len(b)) and start > 0:
        start -= 1
    old, new = a[start : len(a) - end], b[start : len(b) - end]
    is_rule = 0 < len(old) <= 3 and len(new) <= 3 and abs(len(old) - len(new)) <= 1 and ">" not in old + new
    return f"{old}>{new}" if is_rule else NO_RULE
