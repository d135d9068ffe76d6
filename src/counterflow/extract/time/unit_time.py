"""Times told by a unit: rates ("per year"), durations ("for two years"), steps ("two days later", "the same night")."""

from __future__ import annotations

from counterflow.extract.parse.parsed import Parsed
from counterflow.extract.time.span import DAY_NAMES, PLURALS, UNITS, TimeSpan, Words

RATE_ADVERBS = frozenset("annually yearly monthly weekly daily hourly nightly quarterly fortnightly biannually".split())
AMOUNTS = frozenset("a an several few many some couple half recent another these those that this".split())
"""Words that count a unit without a number."""
_EACH = frozenset({"each", "every"})
_NUMBERED = AMOUNTS - {"that", "this"}
_QUALIFYING = frozenset(
    "the past last next coming previous preceding following first final initial intervening consecutive full long"
    " entire whole more than at least most up to about around nearly almost over under approximately roughly only"
    " just - plus and of single straight successive other".split()
)
_INSIDE = frozenset("of to and than - plus least more most at".split())
"""Words that stand in an amount, but begin none."""
_PASSED = frozenset("past last next coming previous".split())
_RATES = frozenset("once twice thrice".split())
_NO_DURATION = frozenset("old ago of worth imprisonment away".split())
_BEFORE_OR_AFTER = frozenset("after before following since until till prior".split())
_FOR = frozenset("for within over throughout during".split())
_ON = frozenset("in on during since by until throughout from".split())
_LASTING = frozenset("last stay wait remain live take".split())
_MAX_AMOUNT_WORDS = 7


class UnitTimes:
    """Finds the times of a run at their units."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.words = Words(parsed)

    def find_rate(self, token: int) -> TimeSpan | None:
        """Read an adverb that says how often: "annually", "on a monthly basis"."""
        p, words = self.parsed, self.words
        if words.at(token + 1) == "basis" and words.at(token - 2) == "on":
            return TimeSpan(token - 2, token + 1)
        if words.at(token - 1) in ("-", "semi", "bi") or p.relation[token] in ("amod", "compound", "nmod"):
            return None
        is_adverb = p.tag[token] in ("RB", "RBR") or p.relation[token] in ("advmod", "npadvmod")
        return TimeSpan(token, token) if is_adverb else None

    def find(self, unit: int) -> TimeSpan | None:
        """Read the time whose unit stands at a token."""
        p, words = self.parsed, self.words
        word, before = p.lower[unit], words.at(unit - 1)
        if before == "per":
            return TimeSpan(self._how_often(unit - 1), unit)
        if word == "annum" or p.relation[unit] in ("compound", "nmod", "amod", "poss") or self._is_possessive(unit):
            return None
        if before in ("a", "an") and word in UNITS and self._is_rate(unit - 1):
            return TimeSpan(self._how_often(unit - 1), unit)
        if before in ("same", "that", "following", "next") and word not in PLURALS:
            return self._same(unit)
        first = self.amount(unit)
        for each in (first, first - 1):
            if words.at(each) in _EACH:
                return TimeSpan(each, unit)
        if word in DAY_NAMES or not self.is_counted(first, unit) or words.at(unit + 1) in _NO_DURATION:
            return None
        if words.at(unit + 1) in ("later", "earlier", "beforehand", "afterwards"):
            return TimeSpan(first, unit + 1)
        return self._duration(first, unit)

    def _duration(self, first: int, unit: int) -> TimeSpan | None:
        p, words = self.parsed, self.words
        lead = words.at(first - 1)
        has_number = any(p.tag[one] == "CD" for one in range(first, unit))
        if p.lower[first] == "over" and lead not in _FOR | {"in", "after"}:
            # "over two years" is a period where it is no amount: "over two years passed".
            return TimeSpan(first, unit) if p.relation[first] == "prep" else None
        if lead in _FOR:
            return TimeSpan(first - 1, unit)
        if words.at(unit + 1) in _BEFORE_OR_AFTER:
            return None
        if lead in ("in", "after") and (has_number or any(p.lower[one] in AMOUNTS for one in range(first, unit))):
            return TimeSpan(first - 1, unit)
        return TimeSpan(first, unit) if has_number and self._is_bare(unit) else None

    def _is_bare(self, unit: int) -> bool:
        """Whether a duration without a preposition says how long: "to be deployed two months", "lasted two days"."""
        p = self.parsed
        verb = p.head[unit]
        if p.tag[verb][:2] != "VB" or verb > unit:
            return False
        if p.relation[unit] == "npadvmod":
            return True
        is_passive = any(p.relation[child] == "auxpass" for child in p.children[verb])
        return p.relation[unit] == "dobj" and (is_passive or p.lemma[verb] in _LASTING)

    def amount(self, unit: int) -> int:
        """Give the first word of the amount before a unit; the unit itself where there is none."""
        p = self.parsed
        first = unit
        for one in range(unit - 1, max(unit - _MAX_AMOUNT_WORDS, 0) - 1, -1):
            word = p.lower[one]
            is_part = p.tag[one] == "CD" or word in AMOUNTS or word in _QUALIFYING or word in _EACH
            if not is_part or p.tag[one][:2] == "VB" or not self.words.is_together(one, unit):
                break
            first = one
        while first < unit and p.lower[first] in _INSIDE and p.lower[first + 1] not in ("than", "least", "most"):
            first += 1
        return first

    def is_counted(self, first: int, unit: int) -> bool:
        """Whether an amount counts a unit: "two years", "several weeks", "decades"; not "the year"."""
        p = self.parsed
        before = range(first, unit)
        if any(p.tag[one] == "CD" or p.lower[one] in _NUMBERED for one in before):
            return True
        return p.lower[unit] in PLURALS and all(p.lower[one] in _QUALIFYING - {"the"} for one in before)

    def distance(self, preposition: int) -> int:
        """Give the first word of how long before or after something: "two days after", "in the days before"."""
        unit = preposition - 1
        word = self.words.at(unit)
        if word not in UNITS and word not in PLURALS:
            return preposition
        p = self.parsed
        first = self.amount(unit)
        is_passed = any(p.lower[one] in _PASSED for one in range(first, unit))
        if is_passed or not (self.is_counted(first, unit) or p.lower[first] == "the"):
            return preposition
        return first - 1 if self.words.at(first - 1) in ("in", "for", "within", "during") else first

    def _is_rate(self, article: int) -> bool:
        """Whether "a year" says how often: after an amount."""
        p, words = self.parsed, self.words
        before, after = article - 1, words.at(article + 2)
        if before < 0 or not words.is_together(before, article) or after in ("ago", "later", "earlier", "old"):
            return False
        if p.lower[before] in _RATES:
            return True
        if after in _BEFORE_OR_AFTER or p.lower[before] == "half":
            return False
        if p.tag[before] == "CD" or p.lower[before] in ("%", "percent", "apiece"):
            return True
        if p.tag[before][:2] != "NN":
            return False
        near = range(max(before - 4, 0), before)
        return any(p.tag[one] == "CD" and words.is_together(one, before) for one in near)

    def _how_often(self, token: int) -> int:
        """Take in how often: "twice a year", "three times per month"."""
        if self.words.at(token - 1) in _RATES:
            return token - 1
        if self.words.at(token - 1) == "times" and token >= 2 and self.parsed.tag[token - 2] == "CD":
            return token - 2
        return token

    def _same(self, unit: int) -> TimeSpan | None:
        """Read "the same night", "that year", "the following day"."""
        p, words = self.parsed, self.words
        first = unit - 1
        if p.lower[first] != "that":
            if words.at(first - 1) not in ("the", "that"):
                return None
            first -= 1
        if words.at(unit + 1) in ("of", "'s"):
            return None
        if words.at(first - 1) in _ON:
            return TimeSpan(first - 1, unit)
        # "that year" alone may be what a verb is about: "he remembered that year".
        is_when = p.relation[unit] == "npadvmod" or (
            p.lower[unit - 1] != "that" and p.relation[unit] in ("dobj", "appos")
        )
        return TimeSpan(first, unit) if is_when else None

    def _is_possessive(self, unit: int) -> bool:
        return self.words.at(unit + 1) in ("'s", "'") and self.parsed.tag[unit + 1] == "POS"
