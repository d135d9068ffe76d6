"""When: the time of a frame, at its word, at what it happens to, or at the clauses around it."""

from __future__ import annotations

import itertools

from counterflow.extract.frame.evoke import Evoked
from counterflow.extract.grammar.grammar import Functions, Grammar
from counterflow.extract.lexica import load_set
from counterflow.extract.mention.filler import Content, Item
from counterflow.extract.parse.climb import climb
from counterflow.extract.stance.word import load_stance
from counterflow.model.frame import RELATIONS

_MAX_LASTING = 4
"""How far above a relation its time may stand: what lasts does not take the time of the event beside it."""
_DIRECT = frozenset("npadvmod advmod nmod amod compound poss nummod appos dep dobj".split())
"""Relations of a time to the very word that it dates."""
_DAY_PARTS = frozenset({"night", "morning", "afternoon", "evening", "day", "week", "dawn"})
"""What leads to a time as a preposition does: "on the night of 15 April 2003"."""
_ELSEWHEN = frozenset({"after", "before", "until", "till", "since"})
"""Conjunctions whose clause happens at another time than what it stands beside."""
_TERMS = frozenset({"arrest", "sentencing"})
"""Types whose "for ten years" is a term, not when it happens."""


class FrameTimes:
    """Finds the times of the frames of one run."""

    def __init__(self, grammar: Grammar, content: Content) -> None:
        self.grammar = grammar
        self.parsed = grammar.parsed
        self.content = content
        self._times = [(item, self._attached(item.head)) for item in content.times() if not self._is_no_time(item)]

    def find(self, evoked: Evoked, functions: Functions) -> Item | None:
        """Find the time of an event: at its word, at what it happens to, or at the clauses around it, nearest first."""
        p = self.parsed
        trigger = evoked.token
        if len(self._times) == 0 or evoked.rule.word_class == "phrase":
            return None
        is_term = evoked.rule.type in _TERMS
        is_lasting = evoked.rule.type in RELATIONS
        steps = {trigger: 0}
        for name in ("object", "complement", "to", "from", "in", "of"):
            for filler in functions.get(name, []):
                steps.setdefault(filler.token, 1)
        joined: set[int] = set()
        for step, (at, above) in enumerate(itertools.pairwise(climb(p, trigger)), 2):
            if self._is_apart(at, above):
                break
            if p.relation[at] == "conj":
                joined.add(above)
            if is_lasting and (
                p.relation[at] in ("nsubj", "nsubjpass", "dobj", "pobj", "relcl") or step > _MAX_LASTING
            ):
                break
            steps.setdefault(above, step)
            for child in p.children[above]:
                if p.relation[child] in ("nsubj", "nsubjpass"):
                    steps.setdefault(child, step)
        near = [
            (steps[attached], abs(item.head - trigger), order, item)
            for order, (item, attached) in enumerate(self._times)
            if attached in steps
            and p.sentence[item.head] == p.sentence[trigger]
            and not (is_term and "for" in p.lower[max(item.first - 1, 0) : item.first + 1])
            # "was designated in April 2009 and is a dealer": behind the first of joined verbs, a time is its own.
            and not (attached in joined and attached < item.head < trigger)
        ]
        return min(near, key=lambda one: one[:3])[3] if len(near) > 0 else None

    def _is_apart(self, clause: int, above: int) -> bool:
        """Whether what dates the verb above dates a clause of it not: "blew up the seized ship in 2006", "sank in 2006,
        three years after they seized her", "told a hearing on 20 May 2003 that it grows poppies".
        """
        p = self.parsed
        if p.relation[clause] in ("amod", "acl") and p.tag[clause] in ("VBN", "VBD"):
            return True
        if p.relation[clause] == "advcl":
            return any(p.relation[one] == "mark" and p.lower[one] in _ELSEWHEN for one in p.children[clause])
        if p.relation[clause] == "pcomp":
            return p.lower[above] in _ELSEWHEN
        return p.relation[clause] == "ccomp" and clause > above and _is_saying(p.lemma[above])

    def _attached(self, token: int) -> int:
        """Give the word that a time belongs to: the first above it that is no preposition."""
        p = self.parsed
        above = token
        for at, above in itertools.pairwise(climb(p, token)):
            if p.relation[at] in _DIRECT:
                break
            is_led = p.tag[above] in ("IN", "TO", "RB") or p.lemma[above] in _DAY_PARTS
            if not is_led and "time" not in self.content.classes(above):
                break
        return above

    def _is_no_time(self, item: Item) -> bool:
        """Whether a time says no more than that it is so now, or what an amount is for: "$5 million a year"."""
        words = self.parsed.lower[item.first : item.last + 1]
        is_rate = words[0] in ("a", "an", "per", "each", "every") and item.first - 1 in self.content.amounts
        return is_rate or " ".join(words) in load_set("present_time")


def _is_saying(verb: str) -> bool:
    """Whether what dates a verb dates that somebody spoke, and not what he spoke of."""
    return verb in load_stance()["verb"]
