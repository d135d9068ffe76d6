"""Subjects: who does what a verb says, also where the verb shares its subject with another or leaves it out."""

from __future__ import annotations

import itertools

from counterflow.extract.grammar.coordination import Coordination
from counterflow.extract.lexica import load_set
from counterflow.extract.parse.climb import climb
from counterflow.extract.parse.parsed import Parsed

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
MAX_STEPS = 12
"""How far a chain of governors is followed; no sentence of prose needs more."""


class Subjects(Coordination):
    """The grammatical subjects of the verbs of one run."""

    def __init__(self, parsed: Parsed) -> None:
        super().__init__(parsed)
        self._surface: dict[int, list[int]] = {}

    def is_passive(self, verb: int) -> bool:
        """Whether the grammatical subject of a verb is what it happens to."""
        p = self.parsed
        relations = [p.relation[child] for child in p.children[verb]]
        if "auxpass" in relations or "nsubjpass" in relations:
            return True
        if p.tag[verb] not in ("VBN", "VBD") or "aux" in relations or "nsubj" in relations:
            return False
        if p.relation[verb] == "ROOT" and any(relation in OBJECTS for relation in relations):
            return False  # "Sold rockets to Syria.", of a listed party
        if p.relation[verb] in ("acl", "amod", "advcl"):
            return p.tag[verb] == "VBN" or p.relation[verb] == "acl"
        if p.relation[verb] == "conj" and self.is_verb(p.head[verb]):
            # "was arrested and extradited": without an object it shares the auxiliary, whatever the tag.
            has_object = any(relation in OBJECTS for relation in relations)
            return self.is_passive(p.head[verb]) and (p.tag[verb] == "VBN" or not has_object)
        return p.tag[verb] == "VBN"

    def surface(self, verb: int, steps: int = 0) -> list[int]:
        """Give the grammatical subjects of a verb, its own or the one that it shares, conjuncts each by itself."""
        known = self._surface.get(verb)
        if known is not None:
            return known
        if steps > MAX_STEPS:
            return []
        own = [child for child in self.parsed.children[verb] if self.parsed.relation[child] in SUBJECTS]
        if len(own) > 1:
            own = [child for child in own if self.parsed.lower[child] != "both"]  # "the firm both makes and sells"
        found = self._resolved(own) if len(own) > 0 else self._inherited(verb, steps + 1)
        self._surface[verb] = found
        return found

    def has_own_subject(self, verb: int) -> bool:
        """Whether a verb has a grammatical subject of its own."""
        return any(self.parsed.relation[child] in SUBJECTS for child in self.parsed.children[verb])

    def _inherited(self, verb: int, steps: int) -> list[int]:
        p = self.parsed
        relation, head = p.relation[verb], p.head[verb]
        if head == verb:
            return []
        told = self._for_whom(verb)
        if told is not None:
            return self._resolved([told])
        if relation == "advcl" and self.is_verb(head) and self._is_done_to_object(verb, head):
            return self._resolved(self._own_objects(head))  # "carried arms, to be repaired"
        if relation in ("conj", "advcl", "dep", "parataxis") and self.is_verb(head):
            return self.surface(head, steps)
        if relation in ("advcl", "conj") and p.relation[head] in ("acl", "relcl"):
            return self._resolved([p.head[head]])
        if relation in ("acomp", "attr", "oprd") and self.is_verb(head):
            return self.surface(head, steps)  # "is involved in selling"
        if relation in ("xcomp", "ccomp"):
            return self._controller(verb, head, steps)
        if relation == "pcomp":
            return self._of_gerund(head, steps)
        if relation in ("acl", "relcl"):
            return self._of_participle(verb, head, steps)
        if relation == "amod":
            return self._conjuncts(head) if p.tag[verb] in ("VBN", "VBG", "VBD") else []
        return []

    def _for_whom(self, verb: int) -> int | None:
        """Give who does what an infinitive says where "for" names him right before: "a way for the army to sell"."""
        p = self.parsed
        to = next((child for child in p.children[verb] if p.tag[child] == "TO"), 0)
        before = to - 1
        is_told = to > 1 and p.relation[before] == "pobj" and p.lower[p.head[before]] == "for"
        return before if is_told and p.tag[before][:2] in ("NN", "PR") else None

    def _is_done_to_object(self, verb: int, governor: int) -> bool:
        """Whether a passive infinitive says what is to happen to the object of the verb above it."""
        p = self.parsed
        is_infinitive = any(p.tag[child] == "TO" for child in p.children[verb])
        return (
            is_infinitive
            and any(p.relation[child] == "auxpass" for child in p.children[verb])
            and any(one < verb for one in self._own_objects(governor))
        )

    def _controller(self, verb: int, governor: int, steps: int) -> list[int]:
        """Give the subject of an open complement: "ordered diplomats to sell", "the ship tried to deliver"."""
        objects = [one for one in self._own_objects(governor) if one < verb]
        if len(objects) > 0 and self.parsed.lemma[governor] not in load_set("subject_control"):
            return self._resolved(objects)
        if self.is_verb(governor):
            subjects = self.surface(governor, steps)
            # "it is illegal to sell": "it" stands for the infinitive, and sells nothing.
            is_empty = self.parsed.lemma[governor] == "be" and [self.parsed.lower[one] for one in subjects] == ["it"]
            return [] if is_empty else subjects
        if self.parsed.relation[governor] in ("amod", "acl", "relcl"):
            return self._conjuncts(self.parsed.head[governor])  # "people willing to sell"
        return self._climb(governor, steps)

    def _of_gerund(self, preposition: int, steps: int) -> list[int]:
        p = self.parsed
        governor = p.head[preposition]
        if not self.is_verb(governor):
            possessors = [child for child in p.children[governor] if p.relation[child] == "poss"]
            if len(possessors) > 0:
                return self._resolved(possessors)
            if p.relation[governor] == "acomp" and f"{p.lemma[governor]} {p.lower[preposition]}" in load_set(
                "light_verb"
            ):
                return self.surface(p.head[governor], steps)  # "is responsible for funding"
            # "condemned the practice of selling": who condemns does not sell.
            return self._climb(governor, steps) if p.lemma[governor] in load_set("plan_noun") else []
        objects = [one for one in self._own_objects(governor) if one < preposition]
        # "accused Iran of selling", "stopped them from sailing": the object does it.
        if len(objects) > 0 and p.lower[preposition] in ("of", "from", "for", "into", "with"):
            return self._resolved(objects)
        return self.surface(governor, steps)

    def _of_participle(self, verb: int, noun: int, steps: int) -> list[int]:
        p = self.parsed
        is_infinitive = any(p.tag[child] == "TO" for child in p.children[verb])
        if not is_infinitive:
            return self._conjuncts(noun)
        if p.lemma[noun] in load_set("infinitive_subject") or not self._is_plan(noun):
            return self._conjuncts(noun)
        possessors = [child for child in p.children[noun] if p.relation[child] == "poss"]
        if len(possessors) > 0:
            return self._resolved(possessors)
        return self._climb(noun, steps)

    def _is_plan(self, noun: int) -> bool:
        """Whether an infinitive at a noun says what somebody means or is able to do: "a plot to traffic"."""
        return self.parsed.lemma[noun] in load_set("plan_noun") or self.parsed.tag[noun] != "NNP"

    def _climb(self, token: int, steps: int) -> list[int]:
        """Give the subject of the verb that governs a noun."""
        p = self.parsed
        for at, above in itertools.pairwise(climb(p, token)):
            if self.is_verb(above):
                return [] if p.relation[at] in SUBJECTS else self.surface(above, steps + 1)
            if p.relation[at] in ("poss", "appos"):
                return []
        return []

    def _own_objects(self, verb: int) -> list[int]:
        p = self.parsed
        found = [child for child in p.children[verb] if p.relation[child] in OBJECTS]
        # "sells off weapons": the parser may hang the object on the particle.
        particles = [child for child in p.children[verb] if p.relation[child] == "prt"]
        return found + [one for child in particles for one in p.children[child] if p.relation[one] == "pobj"]
