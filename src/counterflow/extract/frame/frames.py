"""Frames: the events and relations that a sentence tells, each argument with its role and its span.

A word that evokes a frame (`rule.py`) has functions (package `grammar`); what stands in them (`mention/filler.py`)
takes the roles that the rule gives to the function, the first one that fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from counterflow.extract.frame.argument import Arguments, Told
from counterflow.extract.frame.evoke import Evocation, Evoked
from counterflow.extract.frame.evoked_function import EvokedFunctions
from counterflow.extract.frame.office import Offices
from counterflow.extract.frame.rule import Rule, load_rules
from counterflow.extract.frame.telling import FrameTest
from counterflow.extract.frame.time import FrameTimes
from counterflow.extract.grammar.grammar import Grammar
from counterflow.extract.mention.filler import Content, Item
from counterflow.extract.parse.climb import first_joined
from counterflow.extract.stance.quote import Quotes
from counterflow.extract.stance.stance import Stance, Stances
from counterflow.model.frame import RELATIONS

_MOVING = frozenset(
    "sale purchase transfer shipment trafficking supplies procurement payment remittance financing revenue"
    " theft".split()
)
"""Types of which a longer phrase leaves no other at its words."""


class Found(NamedTuple):
    """A frame as found in the parse of one run."""

    type: str
    start: int
    """First character of what evokes it, in code points."""
    end: int
    sentence: int
    args: tuple[Told, ...]
    time: Item | None
    stance: Stance
    tokens: tuple[int, ...] = ()
    """Tokens of what evokes it."""


def _is_inside(one: Found, other: Found) -> bool:
    """Whether a frame tells again a part of what another tells: "talks" of "held talks with"."""
    if one is other or one.sentence != other.sentence:
        return False
    types = {one.type, other.type}
    if one.type != other.type and not (types <= _MOVING or types == {"member_of", "officer_of"}):
        return False
    return set(one.tokens) < set(other.tokens)


class FrameFinder:
    """Finds the frames of one run."""

    def __init__(
        self, grammar: Grammar, content: Content, stances: Stances, subject: frozenset[str] | None = None
    ) -> None:
        """`subject`: the classes of the listed party that the sentences may leave out; None: the text has none."""
        self.parsed = grammar.parsed
        self.stances = stances
        self.has_subject = subject is not None
        self.quotes = Quotes(grammar)
        offices = Offices(grammar, content, self.has_subject)
        self.evocation = Evocation(grammar, content, offices)
        self.functions = EvokedFunctions(grammar, content, offices)
        self.arguments = Arguments(grammar, content, offices, subject)
        self.test = FrameTest(grammar, content, stances, subject)
        self.times = FrameTimes(grammar, content)

    def find(self) -> Iterator[Found]:
        """Give the frames, in the order of the words that evoke them."""
        rules = load_rules().by_lemma
        known = [(token, rules[lemma]) for token, lemma in enumerate(self.parsed.lemma) if lemma in rules]
        found = [one for token, of_lemma in known for one in self._at(token, of_lemma)]
        for one in found:
            if not any(_is_inside(one, other) for other in found):
                yield one

    def _at(self, token: int, rules: Iterable[Rule]) -> Iterator[Found]:
        """Give the frames that a word evokes, one of each type."""
        types: set[str] = set()
        for evoked in self.evocation.find(token, rules, self.has_subject):
            found = self._fill(evoked) if evoked.rule.type not in types else None
            if found is not None:
                types.add(found.type)
                yield found

    def _fill(self, evoked: Evoked) -> Found | None:
        functions = self.functions.find(evoked)
        args = self.arguments.find(evoked, functions)
        if not self.test.holds(evoked, functions, args):
            return None
        rule = evoked.rule
        is_relational = rule.word_class == "noun" and rule.type in RELATIONS and rule.type != "controls"
        stance = self.stances.find(evoked.token, rule.hedge, is_relational)
        time = self.times.find(evoked, functions)
        if self.has_subject and stance.hedge == "opinion" and len(stance.sources) == 0:
            stance = stance._replace(hedge="possible")  # "Believed to be in X": nobody's view is told
        if self._is_over(evoked, stance, time):
            stance = stance._replace(hedge="former")
        start, end = self._trigger_span(evoked)
        return Found(
            type=rule.type,
            start=start,
            end=end,
            sentence=self.parsed.sentence[evoked.token],
            args=tuple(args),
            time=time,
            stance=self._quoted(stance, evoked.token),
            tokens=evoked.tokens,
        )

    def _is_over(self, evoked: Evoked, stance: Stance, time: Item | None) -> bool:
        """Whether a narrative tells of a relation as past: "He was the head of X"; with its time it is a plain fact."""
        p = self.parsed
        if not self.has_subject or time is not None or stance.hedge != "fact" or evoked.rule.type not in RELATIONS:
            return False
        at = first_joined(p, evoked.token)
        verb = p.head[at] if p.relation[at] in ("attr", "acomp") else at
        return any(
            p.lower[one] in ("was", "were") and p.relation[one] in ("ROOT", "conj", "auxpass")
            for one in (verb, *p.children[verb])
        ) and (
            p.relation[at] in ("attr", "acomp")
            or (p.tag[at] == "VBN" and evoked.rule.type in ("works_with", "member_of"))
        )

    def _quoted(self, stance: Stance, token: int) -> Stance:
        """Give what is quoted to its speaker, whom the sentence itself need not name."""
        if len(stance.sources) > 0:
            return stance
        speakers = self.quotes.speaker(token)
        if len(speakers) == 0:
            return stance
        return stance._replace(sources=tuple(speakers), hedge="reported" if stance.hedge == "fact" else stance.hedge)

    def _trigger_span(self, evoked: Evoked) -> tuple[int, int]:
        """Give the characters of what evokes: the phrase if its words stand together, else its head."""
        p, tokens = self.parsed, evoked.tokens
        is_close = evoked.rule.word_class == "phrase" and tokens[-1] - tokens[0] <= len(tokens) + 1
        if is_close or tokens[-1] - tokens[0] == len(tokens) - 1:
            return p.start[tokens[0]], p.end[tokens[-1]]
        return p.start[evoked.token], p.end[evoked.token]
