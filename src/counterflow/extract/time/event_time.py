"""Times told by an event, a period or a point: "after the coup", "during wartime", "by a certain time".

The lexica `event_noun` and `period_noun` say what takes place and what lasts; after any other noun a preposition
leads to a place, a party or a thing.
"""

from __future__ import annotations

from typing import NamedTuple

from counterflow.extract.lexica import load_map, load_set
from counterflow.extract.parse.parsed import Parsed
from counterflow.extract.time.span import DAY_NAMES, PLURALS, UNITS, Bound, TimeSpan, Words
from counterflow.extract.time.unit_time import UnitTimes

_DURING = frozenset({"during", "throughout"})
_AFTER = frozenset({"after", "following", "since", "upon"})
_BEFORE = frozenset({"before", "until", "till", "prior", "pending", "by", "ahead"})
_OF_EVENT = frozenset("after before following since until till pending".split()) | _DURING
PREPOSITIONS = _OF_EVENT | frozenset("at in by from over on upon within through towards around".split())
_OF_POINT = frozenset("by at until till since around from before after".split())
_OF_LIMIT = frozenset("within by before after until".split())
_POINTS = frozenset("time date moment point stage juncture".split())
_LIMITS = frozenset("deadline timeframe timeline timetable limit window period".split())
_PARTS = (
    frozenset("start beginning outset middle midst height peak end close conclusion course eve".split())
    | frozenset("stage stages phase phases part half".split())
    | UNITS
    | PLURALS
    | DAY_NAMES
)
_MOMENTS = frozenset("arrival return completion release departure expiry expiration delivery death retirement".split())
"""Nouns after "on" and "upon" that say when: "on his return"."""
_WITHOUT_WAR = frozenset({"wartime", "peacetime"})
_BEGIN = frozenset("begin start end erupt finish conclude break".split())
_CERTAIN = frozenset("that this some one certain given specified set agreed particular".split())
_HURRY = frozenset("shortly immediately soon just right long directly".split())
_NAMING = frozenset("name call model title look seek pattern".split())
_PREMODIFIERS = frozenset("DT PRP$ JJ JJR JJS NN NNS NNP NNPS CD POS VBN HYPH VBG".split())
_LINKS = frozenset("of against between over in on by into from to".split())
_MAX_PHRASE_WORDS = 12
_MAX_LINKS = 3


class Noun(NamedTuple):
    """A noun phrase: its head, and its last word without what depends on it by a preposition."""

    head: int
    last: int


class EventTimes:
    """Finds the times of a run at their prepositions."""

    def __init__(self, parsed: Parsed, units: UnitTimes) -> None:
        self.parsed = parsed
        self.words = Words(parsed)
        self.units = units

    def find(self, token: int) -> TimeSpan | None:
        """Read the time that a preposition leads to."""
        p = self.parsed
        if p.tag[token] not in ("IN", "VBG", "RB") or not self._leads(token):
            return None
        noun = self.noun(token + 1)
        if noun is None:
            return None
        return (
            self._point(token, noun)
            or self._limit(token, noun)
            or self._part(token, noun)
            or self._moment(token, noun)
            or self._event(token, noun)
        )

    def find_lead(self, token: int, length: int, *, needs_event: bool) -> TimeSpan | None:
        """Read the time that a preposition of several words leads to: "in the wake of the coup"."""
        noun = self.noun(token + length)
        if noun is None or (needs_event and not self.is_event(noun.head)):
            return None
        words = {self.parsed.lower[one] for one in range(token, token + length)}
        bound: Bound = "same"
        if len(words & {"wake", "aftermath", "since"}) > 0:
            bound = "after"
        elif len(words & {"prior", "eve", "ahead", "advance", "up", "by", "until"}) > 0:
            bound = "before"
        return TimeSpan(self._distance(token), self._extent(noun.last), bound)

    def is_event(self, head: int) -> bool:
        """Whether a noun is of what takes place."""
        events = load_set("event_noun")
        return self.parsed.lemma[head] in events or self.parsed.lower[head] in events

    def _point(self, token: int, noun: Noun) -> TimeSpan | None:
        """Read "by a certain time", "at some point"; not "at the same time", "two at a time"."""
        p, words = self.parsed, self.words
        word = p.lower[noun.head]
        if p.lower[token] not in _OF_POINT or word not in _POINTS or words.at(noun.last + 1) in ("of", "when", "where"):
            return None
        inner = {p.lower[one] for one in range(token + 1, noun.head)}
        is_counted = any(p.tag[one] == "CD" and p.lower[one] != "one" for one in range(token + 1, noun.head))
        if "same" in inner or is_counted:
            return None
        is_any = p.lower[token] != "at" and len(inner & {"a", "an"}) > 0 and word in ("time", "date")
        return TimeSpan(token, noun.last) if is_any or len(inner & _CERTAIN) > 0 else None

    def _limit(self, token: int, noun: Noun) -> TimeSpan | None:
        """Read "by the deadline", "within a short period of time"."""
        preposition, word, words = self.parsed.lower[token], self._noun_word(noun.head), self.words
        if preposition not in _OF_LIMIT or word not in _LIMITS:
            return None
        if preposition not in ("within", "by") and word != "deadline":
            return None
        is_of_time = words.holds(("of", "time"), noun.last + 1)
        return TimeSpan(token, noun.last + 2 if is_of_time else noun.last)

    def _part(self, token: int, noun: Noun) -> TimeSpan | None:
        """Read a part of an event or of a period: "by the end of the war", "at the beginning of this year"."""
        if self.words.at(noun.last + 1) != "of" or self._noun_word(noun.head) not in _PARTS:
            return None
        inner = self.noun(noun.last + 2)
        if inner is None:
            return None
        if self.is_event(inner.head):
            return TimeSpan(self._distance(token), self._extent(inner.last), self._bound(token))
        is_period = self.parsed.lower[inner.head] in UNITS and self.parsed.lower[noun.head] not in UNITS
        is_ours = self.words.at(inner.head - 1) in ("the", "this", "that", "next", "last")
        return TimeSpan(token, inner.last, "about", takes_date=True) if is_period and is_ours else None

    def _moment(self, token: int, noun: Noun) -> TimeSpan | None:
        """Read "on his return", "upon completion of the contract", "in wartime"."""
        p = self.parsed
        preposition, word = p.lower[token], p.lower[noun.head]
        if preposition == "in" and word in _WITHOUT_WAR:
            return TimeSpan(token, noun.last)
        is_moment = preposition in ("on", "upon") and word in _MOMENTS and p.lower[token + 1] not in ("a", "an", "the")
        return TimeSpan(token, self._extent(noun.last)) if is_moment else None

    def _event(self, token: int, noun: Noun) -> TimeSpan | None:
        p, words = self.parsed, self.words
        preposition = p.lower[token]
        if preposition not in _OF_EVENT:
            return None
        lasts = preposition in _DURING and p.lower[noun.head] in load_set("period_noun")
        if not lasts and not self.is_event(noun.head):
            return None
        end, first = self._extent(noun.last), self._distance(token)
        verb = p.head[noun.head]
        if p.relation[noun.head] in ("nsubj", "nsubjpass") and verb > noun.head:
            if p.lemma[verb] not in _BEGIN or not end < verb <= end + 2:
                return None
            end = self._date_end(verb + 1 if words.at(verb + 1) == "out" else verb)
            return TimeSpan(first, end, self._bound(token), takes_date=True)
        has_begin = words.at(token - 2) in ("from", "since") and p.tag[token - 1] == "CD"
        if preposition in ("until", "till") and has_begin:
            # "from 2010 until its collapse" begins with the date; its end has none.
            return TimeSpan(token - 2, end, "after", takes_date=True)
        return TimeSpan(first, end, self._bound(token))

    def _bound(self, token: int) -> Bound:
        word = self.parsed.lower[token]
        return "after" if word in _AFTER else "before" if word in _BEFORE else "same"

    def _date_end(self, token: int) -> int:
        """Take in the date right after a verb: "began on Oct. 17"."""
        p = self.parsed
        end = token
        for one in range(token + 1, min(token + 6, self.words.count)):
            is_date = p.tag[one] == "CD" or p.text[one].rstrip(".") in load_map("month")
            if is_date and self.words.is_together(one, token):
                end = one
            elif p.lower[one] not in ("on", "in", ",", "early", "late"):
                break
        return end

    def _distance(self, token: int) -> int:
        """Take in how long before or after: "two days after the coup", "shortly before"."""
        if self.parsed.lower[token] not in ("after", "before", "following", "prior"):
            return token
        return token - 1 if self.words.at(token - 1) in _HURRY else self.units.distance(token)

    def _leads(self, token: int) -> bool:
        """Whether a word leads to a time and is no particle or adjective: "named after", "the following list"."""
        p = self.parsed
        if p.lower[token] == "following":
            is_verb = token > 0 and p.lemma[token - 1] == "be"
            return p.relation[token] != "amod" and not is_verb and self.words.at(token - 1) not in ("the", "a", "any")
        return p.lower[token] != "after" or p.lemma[p.head[token]] not in _NAMING

    def noun(self, token: int) -> Noun | None:
        """Give the noun phrase that begins at a word, by the parts of speech; None: there is none."""
        p = self.parsed
        if token >= self.words.count or p.tag[token] in ("VBG", "POS"):
            return None
        last = -1
        for one in range(token, min(token + _MAX_PHRASE_WORDS, self.words.count)):
            tag = p.tag[one]
            is_next = one > token and tag in ("DT", "PRP$") and p.tag[one - 1] != "DT"
            if tag not in _PREMODIFIERS or is_next or not self.words.is_together(one, token):
                break
            # "the fighting" is a noun that the tagger calls a verb.
            if tag[:2] == "NN" or (tag == "VBG" and p.relation[one] in ("pobj", "nsubj", "dobj", "nsubjpass")):
                last = one
        if last < 0:
            return None
        if p.lower[last] in ("i", "ii") and last > token:
            return Noun(last - 1, last)
        is_numbered = p.lower[last] == "war" and self.words.at(last + 1) in ("i", "ii")
        return Noun(last, last + 1 if is_numbered else last)

    def _extent(self, last: int) -> int:
        """Take in what an event is of, and where, against or between whom it was; its date stands by itself."""
        p = self.parsed
        for _ in range(_MAX_LINKS):
            link = self.words.at(last + 1)
            if link not in _LINKS or (link != "of" and not last - _MAX_PHRASE_WORDS <= p.head[last + 1] <= last):
                break
            noun = self.noun(last + 2)
            if noun is None or (link != "of" and self._is_dated(last + 2, noun.last)):
                break
            last = noun.last
            if link == "between" and self.words.at(last + 1) == "and":
                other = self.noun(last + 2)
                last = last if other is None else other.last
        return last

    def _is_dated(self, first: int, last: int) -> bool:
        p = self.parsed
        return any(
            p.tag[one] == "CD"
            or p.lower[one] in UNITS | PLURALS | DAY_NAMES
            or p.text[one].rstrip(".") in load_map("month")
            for one in range(first, last + 1)
        )

    def _noun_word(self, head: int) -> str:
        """Give a noun, "time-frame" and "time frame" as one word."""
        word = self.parsed.lower[head]
        if word == "frame" and "time" in (self.words.at(head - 1), self.words.at(head - 2)):
            return "timeframe"
        return word
