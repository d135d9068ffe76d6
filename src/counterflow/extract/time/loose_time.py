"""Times that no calendar gives: "later", "per year", "for two years", "by a certain time", "after the coup".

They are read on the parse of a run, beside the dates that were found already. None has a value, but where a date
stands in it ("during the 1991 Gulf War").
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from counterflow.extract.lexica import load_map, load_set, load_terms
from counterflow.extract.parse.parsed import Parsed
from counterflow.extract.parse.passage import Span, Spans
from counterflow.extract.time import edtf
from counterflow.extract.time.date import Found
from counterflow.extract.time.event_time import PREPOSITIONS, EventTimes
from counterflow.extract.time.span import DAY_NAMES, PLURALS, UNITS, TimeSpan, Words
from counterflow.extract.time.unit_time import AMOUNTS, RATE_ADVERBS, UnitTimes

_LEADS = frozenset(
    "in on by since until till during throughout at from of as about around over for within before after between the"
    " this least a an".split()
)
"""Words that add nothing to the date after them: such a time is the date, which stands already."""
_YEAR = re.compile(r"\d{4}~?\Z")
_NOT_AFTER_PHRASE = frozenset("as of when that away".split())
_NOT_BEFORE_ADVERB = frozenset("no as how too than not or the so sooner".split())
_NOT_AFTER_LATER = frozenset("in on at this that last below above or than as".split())
_UNIT_WORDS = UNITS | PLURALS | DAY_NAMES | {"annum"}


def add_loose_times(parses: Iterable[Parsed], dates: Sequence[Found]) -> list[Found]:
    """Add the loose times of the runs to the dates of a text, in order and without overlap.

    A loose time gives way to a date that says the same, and takes in one that only names its event.
    """
    values = {Span(one.start, one.end): one.edtf for one in dates}
    taken = Spans(values)
    added: list[Found] = []
    for parsed in parses:
        last = -1
        for time in sorted(find_loose_times(parsed), key=lambda one: (one.first, -one.last)):
            span = Span(parsed.start[time.first], parsed.end[time.last])
            inner = taken.within(span)
            if time.first <= last or not all(_is_part(parsed, time, one, values[one]) for one in inner):
                continue
            last = time.last
            value = _value(time, values[inner[0]]) if len(inner) == 1 else None
            for one in inner:
                del values[one]
            added.append(Found(*span, value))
    kept = [one for one in dates if Span(one.start, one.end) in values]
    return sorted([*kept, *added], key=lambda one: one[:2])


def find_loose_times(parsed: Parsed) -> Iterator[TimeSpan]:
    """Find the loose times of one run, in the order of their words; they may overlap."""
    words, units = Words(parsed), UnitTimes(parsed)
    events = EventTimes(parsed, units)
    triggers, phrases, adverbs = _triggers(), _phrases(), load_set("time_adverb")
    for token, word in enumerate(parsed.lower):
        if word not in triggers:
            continue
        found: TimeSpan | None = None
        if word in phrases:
            found = _phrase(words, events, token, phrases)
        if found is None and word in PREPOSITIONS:
            found = events.find(token)
        elif found is None and word in adverbs:
            found = _adverb(words, token)
        elif found is None and word == "now":
            found = _now(parsed, token)
        elif found is None and word in RATE_ADVERBS:
            found = units.find_rate(token)
        elif found is None and word in _UNIT_WORDS:
            found = units.find(token)
        if found is not None:
            yield found


def _is_part(parsed: Parsed, time: TimeSpan, date: Span, value: str | None) -> bool:
    """Whether a date is a part of a loose time that says more than it."""
    if not (parsed.start[time.first] <= date.start and date.end <= parsed.end[time.last]):
        return False
    outside = (at for at in range(time.first, time.last + 1) if not date.start <= parsed.start[at] < date.end)
    if all(parsed.lower[at] in _LEADS for at in outside):
        return False
    return time.takes_date or value is None or _YEAR.match(value) is not None


def _value(time: TimeSpan, value: str | None) -> str | None:
    if value is None or time.bound == "same":
        return value
    if time.bound == "about":
        return edtf.approximate(value)
    if "/" in value:
        return None
    return f"{value}/.." if time.bound == "after" else f"../{value}"


@functools.cache
def _phrases() -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """Give the phrases by their first word, the longest first, each with what must follow it."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, what in (*((one, "nothing") for one in load_terms("time_phrase")), *load_map("event_lead").items()):
        words = tuple(re.findall(r"\w+|-", phrase))
        phrases.setdefault(words[0], []).append((words, what))
    return {first: sorted(those, key=lambda one: -len(one[0])) for first, those in phrases.items()}


@functools.cache
def _triggers() -> frozenset[str]:
    """Give the words at which a loose time may be found; every other word costs one look-up."""
    return load_set("time_adverb") | frozenset(_phrases()) | PREPOSITIONS | _UNIT_WORDS | RATE_ADVERBS | {"now"}


def _phrase(
    words: Words, events: EventTimes, token: int, phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
) -> TimeSpan | None:
    for phrase, what in phrases[words.at(token)]:
        end = token + len(phrase)
        if not words.holds(phrase, token):
            continue
        if what != "nothing":
            found = events.find_lead(token, len(phrase), needs_event=what == "event")
            if found is not None:
                return found
        elif not _goes_on(words, events, phrase, end):
            return TimeSpan(token, end - 1)
    return None


def _goes_on(words: Words, events: EventTimes, phrase: tuple[str, ...], end: int) -> bool:
    """Whether a phrase is only the beginning: "so far as", "in the past 24 hours", "shortly after the coup"."""
    if words.at(end) in _NOT_AFTER_PHRASE or words.at(end) in AMOUNTS | UNITS | PLURALS:
        return True
    if end < words.count and words.parsed.tag[end] == "CD":
        return True
    return phrase[-1] in ("after", "before") and events.noun(end) is not None


def _adverb(words: Words, token: int) -> TimeSpan | None:
    """Read "later" and its like where they tell when, not which: "later reports", "later in this report"."""
    p = words.parsed
    before, after = words.at(token - 1), words.at(token + 1)
    if p.tag[token] not in ("RB", "RBR") or p.relation[token] not in ("advmod", "npadvmod", "ROOT", "dep"):
        return None
    if before in _NOT_BEFORE_ADVERB or after in ("or", "than", "as"):
        return None
    if p.lower[token] in ("later", "earlier"):
        if before in UNITS or before in PLURALS:
            return None
        period = _later_in(words, token)
        if period is not None:
            return period
        if after in _NOT_AFTER_LATER or p.tag[p.head[token]][:2] == "NN" or p.relation[p.head[token]] == "amod":
            return None
        if before == "time" and words.at(token - 2) in ("some", "short", "long"):
            return TimeSpan(token - 2 if words.at(token - 2) == "some" else token - 3, token)
    return TimeSpan(token - 1 if before in ("more", "most", "very", "much") else token, token)


def _later_in(words: Words, token: int) -> TimeSpan | None:
    """Read "later that year", "earlier in the month"."""
    end = token + 2 if words.at(token + 1) == "in" else token + 1
    if words.at(end) not in ("this", "that", "the", "same", "last"):
        return None
    end += 2 if words.at(end + 1) == "same" else 1
    return TimeSpan(token, end, takes_date=True) if words.at(end) in UNITS else None


def _now(parsed: Parsed, token: int) -> TimeSpan | None:
    """Read "have now advanced": elsewhere "now" turns to the next thought as often as it says when."""
    verb = parsed.head[token]
    is_perfect = parsed.relation[token] == "advmod" and any(
        parsed.relation[child] == "aux" and parsed.lemma[child] == "have" for child in parsed.children[verb]
    )
    return TimeSpan(token, token) if is_perfect else None
