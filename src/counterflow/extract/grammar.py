"""Grammar: who stands in which function to a word, whichever way the sentence says it.

"The navy seized the ship", "the ship was seized by the navy", "the ship seized by the navy", "the navy, which seized
the ship", "the navy tried to seize the ship" and "the navy's seizure of the ship" all give the ship as object and the
navy as subject of seizing. Rules for frames name functions only, so that one rule reads all forms.

Functions of a verb: `subject`, `object`, `dative`, `complement` and one for each preposition (`to`, `on behalf of`).
Functions of a noun: `possessor`, `modifier`, `holder` (of whom it is predicated), `support` (the subject of the verb
that carries it: "carry out a seizure") and its prepositions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from counterflow.extract.lexica import load_set
from counterflow.extract.parse import Parsed

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "obj"})
_RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})
_LOOSE = frozenset({"to", "from", "via", "through", "into", "in", "at", "on", "near", "off", "for", "aboard", "inside"})
"""Prepositions that may belong to the verb though the parser hung them on its object, and the other way round."""
_MAX_STEPS = 12
"""How far a chain of governors is followed; no sentence of prose needs more."""


class Filler(NamedTuple):
    """A word in a function."""

    token: int
    rank: int = 0
    """0: it stands in the function; 1: it is inherited or was hung on a neighbour; 2: farther."""


Functions = dict[str, list[Filler]]


class Grammar:
    """The functions of the words of one run."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self._surface: dict[int, list[int]] = {}
        self._functions: dict[int, Functions] = {}

    def functions(self, token: int) -> Functions:
        """Give the fillers of each function of a verb, noun or adjective, conjuncts each by itself."""
        found = self._functions.get(token)
        if found is None:
            found = {}
            if self.is_verb(token):
                self._verb(token, found)
            else:
                self._noun(token, found)
            self._functions[token] = found
        return found

    # Verbs

    def is_verb(self, token: int) -> bool:
        """Whether a word is used as a verb: tagged as one, and not as a noun's modifier in the -ing form."""
        tag = self.parsed.tag[token]
        return tag[:2] == "VB" or (tag == "MD" and self.parsed.relation[token] != "aux")

    def is_passive(self, verb: int) -> bool:
        """Whether the grammatical subject of a verb is what it happens to."""
        p = self.parsed
        relations = [p.relation[child] for child in p.children[verb]]
        if "auxpass" in relations or "nsubjpass" in relations:
            return True
        if p.tag[verb] not in ("VBN", "VBD") or "aux" in relations or "nsubj" in relations:
            return False
        if p.relation[verb] in ("acl", "amod", "advcl"):
            return p.tag[verb] == "VBN" or p.relation[verb] == "acl"
        if p.relation[verb] == "conj" and self.is_verb(p.head[verb]):
            return p.tag[verb] == "VBN" and self.is_passive(p.head[verb])
        return p.tag[verb] == "VBN"

    def surface(self, verb: int, steps: int = 0) -> list[int]:
        """Give the grammatical subjects of a verb, its own or the one that it shares, conjuncts each by itself."""
        known = self._surface.get(verb)
        if known is not None:
            return known
        if steps > _MAX_STEPS:
            return []
        own = [child for child in self.parsed.children[verb] if self.parsed.relation[child] in SUBJECTS]
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
        if relation in ("conj", "advcl", "dep", "parataxis") and self.is_verb(head):
            return self.surface(head, steps)
        if relation in ("advcl", "conj") and p.relation[head] in ("acl", "relcl"):
            return self._resolved([p.head[head]])
        if relation in ("xcomp", "ccomp"):
            return self._controller(verb, head, steps)
        if relation == "pcomp":
            return self._of_gerund(head, steps)
        if relation in ("acl", "relcl"):
            return self._of_participle(verb, head, steps)
        if relation == "amod":
            return self._conjuncts(head) if p.tag[verb] in ("VBN", "VBG", "VBD") else []
        return []

    def _controller(self, verb: int, governor: int, steps: int) -> list[int]:
        """Give the subject of an open complement: "ordered diplomats to sell", "the ship tried to deliver"."""
        objects = [one for one in self._own_objects(governor) if one < verb]
        if len(objects) > 0 and self.parsed.lemma[governor] not in load_set("subject_control"):
            return self._resolved(objects)
        if self.is_verb(governor):
            return self.surface(governor, steps)
        if self.parsed.relation[governor] in ("amod", "acl", "relcl"):
            return self._conjuncts(self.parsed.head[governor])  # "people willing to sell"
        return self._climb(governor, steps)

    def _of_gerund(self, preposition: int, steps: int) -> list[int]:
        p = self.parsed
        governor = p.head[preposition]
        if not self.is_verb(governor):
            possessors = [child for child in p.children[governor] if p.relation[child] == "poss"]
            return self._resolved(possessors) if len(possessors) > 0 else self._climb(governor, steps)
        objects = self._own_objects(governor)
        # "accused Iran of selling", "stopped them from sailing": the object does it.
        if len(objects) > 0 and p.lower[preposition] in ("of", "from", "for", "into"):
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
        at = token
        for _ in range(_MAX_STEPS):
            if p.head[at] == at:
                return []
            relation = p.relation[at]
            at = p.head[at]
            if self.is_verb(at):
                if relation in SUBJECTS:
                    return []
                return self.surface(at, steps + 1)
            if relation in ("poss", "appos"):
                return []
        return []

    def _own_objects(self, verb: int) -> list[int]:
        p = self.parsed
        found = [child for child in p.children[verb] if p.relation[child] in _OBJECTS]
        # "sells off weapons": the parser may hang the object on the particle.
        particles = [child for child in p.children[verb] if p.relation[child] == "prt"]
        return found + [one for child in particles for one in p.children[child] if p.relation[one] == "pobj"]

    def _objects(self, verb: int) -> list[Filler]:
        """Give the objects of an active verb, shared ones too."""
        p = self.parsed
        own = self._own_objects(verb)
        if len(own) > 0:
            return [Filler(one) for one in self._resolved(own)]
        for child in p.children[verb]:
            # "transport and sell the goods": only "and" and adverbs stand between the two.
            if p.relation[child] == "conj" and self.is_verb(child) and self._are_joined(verb, child):
                return [Filler(one, 1) for one in self._resolved(self._own_objects(child))]
        if p.relation[verb] == "conj" and self.is_verb(p.head[verb]):
            after = [one for one in self._own_objects(p.head[verb]) if one > verb]
            if len(after) > 0:
                return [Filler(one, 1) for one in self._resolved(after)]
        if p.relation[verb] == "relcl" and self.has_own_subject(verb) and not self._has_relative(verb):
            return [Filler(one, 1) for one in self._conjuncts(p.head[verb])]
        if p.relation[verb] in ("xcomp", "acl") and any(p.tag[child] == "TO" for child in p.children[verb]):
            return []
        return []

    def _are_joined(self, verb: int, other: int) -> bool:
        return all(self.parsed.relation[at] in ("cc", "punct", "advmod") for at in range(verb + 1, other))

    def _has_relative(self, verb: int) -> bool:
        p = self.parsed
        return any(
            p.tag[child] in _RELATIVES or any(p.tag[one] in _RELATIVES for one in p.children[child])
            for child in p.children[verb]
        )

    def _verb(self, verb: int, found: Functions) -> None:
        p = self.parsed
        surface = self.surface(verb)
        rank = 0 if self.has_own_subject(verb) else 1
        is_passive = self.is_passive(verb)
        if is_passive:
            found["object"] = [Filler(one, rank) for one in surface]
        else:
            found["subject"] = [Filler(one, rank) for one in surface]
            objects = self._objects(verb)
            if len(objects) > 0:
                found["object"] = objects
        for child in p.children[verb]:
            relation = p.relation[child]
            if relation in ("prep", "agent", "dative"):
                self._preposition(child, found, 0, is_passive)
            elif relation in ("attr", "oprd", "acomp"):
                found.setdefault("complement", []).extend(Filler(one) for one in self._resolved([child]))
            elif is_passive and relation in _OBJECTS:
                # "was paid 300 dollars", "was given the rank": the second object of a passive.
                found.setdefault("complement", []).extend(Filler(one) for one in self._resolved([child]))
            elif relation in ("npadvmod", "nmod", "compound", "advmod") and self._is_hyphened(child, verb):
                found.setdefault("hyphen", []).append(Filler(child))
            elif relation == "ccomp":
                found.setdefault("clause", []).append(Filler(child))
            elif relation == "npadvmod":
                found.setdefault("adverb", []).append(Filler(child))
            elif p.lower[child] == "where" and p.relation[verb] == "relcl":
                found.setdefault("in", []).append(Filler(p.head[verb], 1))
        self._loose(verb, found, is_passive)
        self._beyond(verb, found)

    def _beyond(self, verb: int, found: Functions) -> None:
        """Add who makes the subject do it, whose the object is, and what it is done for."""
        p = self.parsed
        head = p.head[verb]
        if p.relation[verb] in ("xcomp", "ccomp") and self.is_verb(head) and p.lemma[head] in load_set("causative"):
            causers = self.functions(head).get("subject", []) if head < verb else []
            own = {one.token for one in found.get("subject", [])}
            found["causer"] = [one._replace(rank=1) for one in causers if one.token not in own]
        possessors = [
            Filler(one, 1)
            for filler in found.get("object", [])
            for child in p.children[filler.token]
            if p.relation[child] == "poss" and filler.token > verb
            for one in self._resolved([child])
        ]
        if len(possessors) > 0:
            found["object possessor"] = possessors
        for child in p.children[verb]:
            if p.relation[child] in ("advcl", "xcomp") and any(p.tag[one] == "TO" for one in p.children[child]):
                aims = [*self._objects(child)]
                inner: Functions = {}
                for one in p.children[child]:
                    if p.relation[one] == "prep":
                        self._preposition(one, inner, 1, False)
                for whole in ("on behalf of", "for benefit of"):
                    if whole in inner:
                        found.setdefault(whole, inner[whole])
                for filler in [*aims, *inner.get("for", [])]:
                    found.setdefault("aim", []).append(filler._replace(rank=1))
                    owners = [one for one in p.children[filler.token] if p.relation[one] == "poss"]
                    found.setdefault("aim possessor", []).extend(Filler(one, 1) for one in self._resolved(owners))

    def _is_hyphened(self, modifier: int, word: int) -> bool:
        """Whether a modifier is joined to its word: "EU-listed", "state-owned"."""
        return modifier < word and self.parsed.text[word - 1] == "-"

    def _loose(self, verb: int, found: Functions, is_passive: bool) -> None:
        """Add prepositions that hang on the object or on the verb that shares its object with this one."""
        p = self.parsed
        spare: Functions = {}
        for filler in [*found.get("object", []), *found.get("complement", [])]:
            if filler.token > verb:
                for child in p.children[filler.token]:
                    if p.relation[child] == "prep" and p.lower[child] in _LOOSE:
                        self._preposition(child, spare, 1, is_passive)
                    elif p.relation[child] == "prep" and p.lower[child] == "of":
                        # "200 kilograms of heroin from China": it may hang one deeper.
                        for inner in (one for pobj in p.children[child] for one in p.children[pobj]):
                            if p.relation[inner] == "prep" and p.lower[inner] in _LOOSE:
                                self._preposition(inner, spare, 1, is_passive)
        for filler in found.get("to", []):
            # "sent arms to its embassy in Vienna"
            for child in p.children[filler.token]:
                if p.relation[child] == "prep" and p.lower[child] in ("in", "at"):
                    self._preposition(child, spare, 2, False)
        if p.relation[verb] == "conj" and self.is_verb(p.head[verb]):
            for child in p.children[p.head[verb]]:
                if p.relation[child] == "prep" and child > verb:
                    self._preposition(child, spare, 1, is_passive)
        for child in p.children[verb]:
            # "were caught selling drugs in Macau": where they sold is where they were caught.
            if p.relation[child] == "xcomp" and p.tag[child] == "VBG":
                for inner in p.children[child]:
                    if p.relation[inner] == "prep" and p.lower[inner] in ("in", "at", "on", "near", "off"):
                        self._preposition(inner, spare, 2, False)
        for name, fillers in spare.items():
            found.setdefault(name, []).extend(one for one in fillers if one not in found.get(name, []))

    def _preposition(self, token: int, found: Functions, rank: int, is_passive: bool) -> None:
        p = self.parsed
        name = p.lower[token]
        if name == "according":
            return  # who says so, not who does it
        if p.relation[token] == "dative" and p.tag[token] not in ("IN", "TO"):
            found.setdefault("dative", []).extend(Filler(one, rank) for one in self._resolved([token]))
            return
        if p.relation[token] == "agent" or (name == "by" and is_passive):
            name = "subject"
        for child in p.children[token]:
            relation = p.relation[child]
            if relation == "pobj":
                inner = self._complex(name, child)
                if inner is not None:
                    found.setdefault(inner[0], []).extend(Filler(one, rank) for one in self._resolved([inner[1]]))
                found.setdefault(name, []).extend(Filler(one, rank) for one in self._resolved([child]))
                if name in ("from", "out of"):
                    self._onward(child, found, rank)
            elif relation == "prep":
                joined = f"{name} {p.lower[child]}"
                self._preposition(child, found, rank, False)
                for inner_child in p.children[child]:
                    if p.relation[inner_child] == "pobj":
                        fillers = [Filler(one, rank) for one in self._resolved([inner_child])]
                        found.setdefault(joined, []).extend(fillers)
            elif relation == "pcomp" and self.is_verb(child):
                found.setdefault(f"{name} -ing", []).append(Filler(child, rank))

    def _onward(self, place: int, found: Functions, rank: int) -> None:
        """Read "to" where the parser hung it on what follows "from": "from China to Iran"."""
        p = self.parsed
        for child in p.children[place]:
            if p.relation[child] == "prep" and p.lower[child] in ("to", "via", "through", "into"):
                self._preposition(child, found, max(rank, 1), False)

    def _complex(self, name: str, noun: int) -> tuple[str, int] | None:
        """Read a preposition of several words: "on behalf of Iran" gives ("on behalf of", Iran)."""
        p = self.parsed
        for child in p.children[noun]:
            if p.relation[child] == "prep":
                whole = f"{name} {p.lower[noun]} {p.lower[child]}"
                if whole in load_set("complex_preposition"):
                    inner = [one for one in p.children[child] if p.relation[one] == "pobj"]
                    return None if len(inner) == 0 else (whole, inner[0])
        possessor = next((child for child in p.children[noun] if p.relation[child] == "poss"), None)
        if possessor is not None and f"{name} {p.lower[noun]} of" in load_set("complex_preposition"):
            return f"{name} {p.lower[noun]} of", possessor  # "on its behalf"
        return None

    # Nouns

    def _noun(self, noun: int, found: Functions) -> None:
        p = self.parsed
        for child in p.children[noun]:
            relation = p.relation[child]
            if relation == "poss":
                found.setdefault("possessor", []).extend(Filler(one) for one in self._resolved([child]))
            elif relation in ("compound", "amod", "nmod", "nummod"):
                found.setdefault("modifier", []).extend(Filler(one) for one in self._conjuncts(child))
            elif relation in ("prep", "agent"):
                self._preposition(child, found, 0, False)
            elif relation == "acl" and not self.is_verb(child):
                continue
        spare: Functions = {}
        for filler in found.get("of", []):
            for child in p.children[filler.token]:
                # "the seizure of coal in Manzanillo": the parser hangs the place on the coal.
                if p.relation[child] == "prep" and p.lower[child] in _LOOSE:
                    self._preposition(child, spare, 1, False)
        for name, fillers in spare.items():
            found.setdefault(name, fillers)
        if p.relation[noun] in ("compound", "nmod") and p.head[noun] > noun:
            # "North Korean vessel Pong Su": what stands before the title belongs to it.
            for child in p.children[p.head[noun]]:
                if child < noun and p.relation[child] in ("compound", "amod", "nmod"):
                    found.setdefault("modifier", []).append(Filler(child, 1))
        if p.relation[noun] == "conj" and not self.is_verb(p.head[noun]):
            self._left_shared(noun, found)
        for name, fillers in self._right_shared(noun).items():
            found.setdefault(name, fillers)
        for holder in self.holders(noun):
            found.setdefault("holder", []).append(holder)
        self._predicate(noun, found)
        self._support(noun, found)

    def _predicate(self, noun: int, found: Functions) -> None:
        """Add what is said of a noun: "his father's name is X"; and who has it: "a firm with ties to Y"."""
        p = self.parsed
        head = p.head[noun]
        if p.relation[noun] in SUBJECTS:
            # "is X", "is said to be X"
            links = [head, *(child for child in p.children[head] if p.relation[child] == "xcomp")]
            said = [
                child
                for link in links
                if p.lemma[link] == "be"
                for child in p.children[link]
                if p.relation[child] == "attr"
            ]
            found["predicate"] = [Filler(one) for one in self._resolved(said)]
        elif p.relation[noun] == "pobj" and p.lower[head] == "with" and not self.is_verb(p.head[head]):
            found["support"] = [Filler(p.head[head], 1)]

    def _left_shared(self, noun: int, found: Functions) -> None:
        """Add what stands outside a coordination: "North Korea's production and sale of drugs"."""
        p = self.parsed
        first = p.head[noun]
        outer: Functions = {}
        for child in p.children[first]:
            relation = p.relation[child]
            if relation == "poss":
                outer.setdefault("possessor", []).extend(Filler(one, 1) for one in self._resolved([child]))
            elif relation in ("compound", "amod", "nmod") and p.relation[noun] == "conj":
                outer.setdefault("modifier", []).extend(Filler(one, 1) for one in self._conjuncts(child))
            elif relation == "prep" and child > noun:
                self._preposition(child, outer, 1, False)
        has_own = any(p.relation[child] in ("det", "poss") for child in p.children[noun])
        for name, fillers in outer.items():
            if name not in found and not (has_own and name in ("possessor", "modifier")):
                found[name] = fillers

    def _right_shared(self, noun: int) -> Functions:
        """Give the prepositions of the last conjunct, which a first one may share: "production and use of drugs"."""
        p = self.parsed
        found: Functions = {}
        for child in p.children[noun]:
            if p.relation[child] == "conj" and not self.is_verb(child):
                for inner in p.children[child]:
                    if p.relation[inner] == "prep":
                        self._preposition(inner, found, 1, False)
                found = found or self._right_shared(child)
        return found

    def governor(self, noun: int) -> tuple[int, str] | None:
        """Give the verb that a noun depends on and how: `subject`, `object`, or the preposition between."""
        p = self.parsed
        at = noun
        for _ in range(_MAX_STEPS):
            relation, head = p.relation[at], p.head[at]
            if head == at:
                return None
            if relation == "conj":
                at = head
            elif self.is_verb(head) and relation in (*SUBJECTS, *_OBJECTS, "attr", "oprd", "dative"):
                return head, "subject" if relation in SUBJECTS else "object" if relation in _OBJECTS else relation
            elif relation == "pobj":
                return (p.head[head], p.lower[head]) if self.is_verb(p.head[head]) else None
            else:
                return None
        return None

    def _support(self, noun: int, found: Functions) -> None:
        """Add the subject of the verb that only carries the noun, and the verb's own prepositions."""
        governed = self.governor(noun)
        if governed is None:
            return
        verb, how = governed
        if how == "object" and self.parsed.lemma[verb] in load_set("measuring_verb"):
            # "estimated production at 3,000 kilograms"
            found["at"] = [one._replace(rank=1) for one in self.functions(verb).get("at", [])]
        name = self.parsed.lemma[verb] if how in ("object", "subject") else f"{self.parsed.lemma[verb]} {how}"
        if name not in load_set("light_verb"):
            return
        functions = self.functions(verb)
        role = "object" if how not in ("object", "subject") and self.is_passive(verb) else "subject"
        if how == "subject" and not self.is_passive(verb):
            return
        found["support"] = [filler._replace(rank=1) for filler in functions.get(role, []) if filler.token != noun]
        for preposition in _LOOSE:
            if preposition in functions and preposition not in found and preposition != how:
                fillers = [one._replace(rank=1) for one in functions[preposition] if one.token != noun]
                found[preposition] = fillers

    def holders(self, noun: int, steps: int = 0) -> list[Filler]:
        """Give those of whom a noun is said: "Kim, director of the bureau"; "Kim is director"; "director Kim"."""
        p = self.parsed
        relation, head = p.relation[noun], p.head[noun]
        found: list[int] = []
        if relation == "appos":
            found = [head]
        elif relation in ("compound", "nmod", "amod") and p.tag[head] in ("NNP", "NNPS") and head > noun:
            found = self._conjuncts(head)
        elif relation == "attr" and self.is_verb(head):
            found = self.surface(head)
        elif relation in ("oprd", "xcomp", *_OBJECTS) and self.is_verb(head):
            found = self._named(noun, head, relation)
        elif relation == "pobj" and p.lower[head] == "as":
            found = self._as_what(p.head[head])
        elif relation == "conj" and not self.is_verb(head) and steps < _MAX_STEPS:
            return [one for one in self.holders(head, steps + 1) if one.token != noun]
        if len(found) == 0:
            appositions = [child for child in p.children[noun] if p.relation[child] == "appos"]
            found = [one for one in appositions if p.tag[one] in ("NNP", "NNPS")]
        return [Filler(one) for one in found if one != noun]

    def _named(self, noun: int, verb: int, relation: str) -> list[int]:
        """Give whom a verb of naming gives the noun: "was appointed director", "appointed him director"."""
        if relation in _OBJECTS and not self.is_passive(verb):
            return []
        functions = self.functions(verb) if relation != "xcomp" else {}
        return [one.token for one in functions.get("object", []) if one.token != noun]

    def _as_what(self, governor: int) -> list[int]:
        """Give who is what stands after "as": "served as director", "in his capacity as director"."""
        p = self.parsed
        if not self.is_verb(governor):
            possessors = [child for child in p.children[governor] if p.relation[child] == "poss"]
            return self._resolved(possessors) if len(possessors) > 0 else self._climb(governor, 0)
        functions = self.functions(governor)
        return [one.token for one in functions.get("object", functions.get("subject", []))]

    # Coordination and relative pronouns

    def _resolved(self, tokens: Iterable[int]) -> list[int]:
        """Put the antecedent in place of a relative pronoun, and add conjuncts."""
        found: list[int] = []
        for token in tokens:
            for one in self._conjuncts(self.antecedent(token)):
                if one not in found:
                    found.append(one)
        return found

    def antecedent(self, token: int) -> int:
        """Give the noun that a relative pronoun stands for, or the word itself."""
        p = self.parsed
        if p.tag[token] not in _RELATIVES and p.lower[token] != "that":
            return token
        if p.relation[token] in ("det", "mark"):
            return token
        at = token
        for _ in range(4):
            if p.relation[at] == "relcl":
                return p.head[at]
            if p.head[at] == at:
                return token
            at = p.head[at]
        return token

    def _conjuncts(self, token: int) -> list[int]:
        """Give a word and those joined to it by "and", "or" and commas."""
        p = self.parsed
        found = [token]
        for at in found:
            found += [
                child
                for child in p.children[at]
                if p.relation[child] == "conj" and not self.is_verb(child) and not self._is_excluded(child)
            ]
        return found

    def _is_excluded(self, conjunct: int) -> bool:
        """Whether a conjunct is named as what it was not: "sand, not coal"."""
        p = self.parsed
        first = min([conjunct, *p.children[conjunct]])
        return any(p.lower[at] in ("not", "never") for at in range(max(first - 1, 0), conjunct))

    def exemplars(self, token: int) -> list[int]:
        """Give what is named as examples of a noun: "drugs such as heroin", "drugs, in particular methamphetamine"."""
        p = self.parsed
        found: list[int] = []
        for child in p.children[token]:
            if p.relation[child] == "prep" and child > token:
                is_such = p.lower[child] == "as" and any(p.lower[one] == "such" for one in p.children[child])
                if is_such or p.lower[child] in ("including", "like", "include"):
                    found += [one for one in p.children[child] if p.relation[one] == "pobj"]
        after = token + 1
        if after + 2 < len(p.text) and p.text[after] == ",":
            opening = " ".join(p.lower[after + 1 : after + 3])
            if opening in ("in particular", "for example", "for instance") or p.lower[after + 1] in (
                "especially",
                "notably",
                "namely",
            ):
                start = after + (3 if " " in opening and p.lower[after + 1] in ("in", "for") else 2)
                start += p.text[start : start + 1] == [","]
                last = next((at for at in range(start, len(p.text)) if p.text[at] in (".", ",", ";")), len(p.text))
                found += [at for at in range(start, last) if p.tag[at][:2] == "NN" and not start <= p.head[at] < last]
                found += [at for at in range(start, last) if p.relation[at] == "conj" and p.head[at] in found]
        return [one for start in found for one in self._conjuncts(start)]

    def conjuncts(self, token: int) -> list[int]:
        """Give a word and those joined to it by "and", "or" and commas, in order."""
        return sorted(self._conjuncts(token))
