"""Grammar: who stands in which function to a word, whichever way the sentence says it.

"The navy seized the ship", "the ship was seized by the navy", "the ship seized by the navy", "the navy, which seized
the ship", "the navy tried to seize the ship" and "the navy's seizure of the ship" all give the ship as object and the
navy as subject of seizing. Rules for frames name functions only, so that one rule reads all forms.

Functions of a verb: `subject`, `object`, `dative`, `complement` and one for each preposition (`to`, `on behalf of`).
Functions of a noun: `possessor`, `modifier`, `holder` (of whom it is predicated), `support` (the subject of the verb
that carries it: "carry out a seizure"), `answerable` (who is responsible for it) and its prepositions.
"""

from __future__ import annotations

from counterflow.extract.grammar.preposition import LOOSE, Filler, Functions
from counterflow.extract.grammar.subject import MAX_STEPS, OBJECTS, SUBJECTS
from counterflow.extract.grammar.verb_function import VerbFunctions
from counterflow.extract.lexica import load_set
from counterflow.extract.parse.climb import first_joined
from counterflow.extract.parse.parsed import Parsed

__all__ = ["SUBJECTS", "Filler", "Functions", "Grammar"]


class Grammar(VerbFunctions):
    """The functions of the words of one run."""

    def __init__(self, parsed: Parsed) -> None:
        super().__init__(parsed)
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
        self._add_neighbours(noun, found)
        if "of" not in found:
            for filler in found.get("by", []):
                # "the sale by the firm of arms": the parser hangs the arms on the firm.
                self._hanging(filler.token, ("of",), found, 1)
        for holder in self.holders(noun):
            found.setdefault("holder", []).append(holder)
        self._predicate(noun, found)
        self._support(noun, found)

    def _add_neighbours(self, noun: int, found: Functions) -> None:
        """Add what hangs on a neighbour of the noun, or on what it is joined to."""
        p = self.parsed
        spare: Functions = {}
        for filler in [*found.get("of", []), *found.get("against", [])]:
            # "the seizure of coal in Manzanillo": the parser hangs the place on the coal.
            self._hanging(filler.token, LOOSE, spare, 1)
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
        """Give the verb or adjective that a noun depends on, and how: `subject`, `object` or the preposition."""
        p = self.parsed
        first = first_joined(p, noun)
        relation, head = p.relation[first], p.head[first]
        # "gave a count of cases: 50 arrests": what a list behind a colon spells out, the verb does not do.
        if head == first or ":" in p.text[first:noun]:
            return None
        if self.is_verb(head) and relation in (*SUBJECTS, *OBJECTS, "attr", "oprd", "dative"):
            return head, "subject" if relation in SUBJECTS else "object" if relation in OBJECTS else relation
        if relation == "pobj" and (self.is_verb(p.head[head]) or p.tag[p.head[head]] == "JJ"):
            return p.head[head], p.lower[head]
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
        if not self.is_verb(verb):
            # "is responsible for the sale of arms"
            named = [
                further for one in functions.get("holder", []) for further in self._whose(one) if further.token != noun
            ]
            found["answerable"] = [one._replace(rank=1) for one in named]
            return
        role = "object" if how not in ("object", "subject") and self.is_passive(verb) else "subject"
        if how == "subject" and not self.is_passive(verb):
            return
        found["support"] = [filler._replace(rank=1) for filler in functions.get(role, []) if filler.token != noun]
        for preposition in LOOSE:
            if preposition in functions and preposition not in found and preposition != how:
                fillers = [one._replace(rank=1) for one in functions[preposition] if one.token != noun]
                found[preposition] = fillers

    def _whose(self, holder: Filler) -> list[Filler]:
        """Give who is called what a common noun says: "X, an entity responsible for sales"."""
        further = [] if self.parsed.tag[holder.token][:3] in ("NNP", "PRP") else self.holders(holder.token)
        return further if len(further) > 0 else [holder]

    def holders(self, noun: int, steps: int = 0) -> list[Filler]:
        """Give those of whom a noun is said: "Kim, director of the bureau"; "Kim is director"; "director Kim"."""
        p = self.parsed
        relation, head = p.relation[noun], p.head[noun]
        found: list[int] = []
        if relation == "appos":
            found = [head]
        elif relation in ("compound", "nmod", "amod") and p.tag[head] in ("NNP", "NNPS") and head > noun:
            found = self._conjuncts(head)
        elif relation == "amod" and head < noun:
            found = [head]  # "companies subordinate to the bureau"
        elif relation in ("attr", "acomp") and self.is_verb(head):
            found = self.surface(head)
        elif relation in ("oprd", "xcomp", *OBJECTS) and self.is_verb(head):
            found = self._named(noun, head, relation)
        elif relation == "pobj" and p.lower[head] == "as":
            found = self._as_what(p.head[head])
        elif relation == "conj" and not self.is_verb(head) and steps < MAX_STEPS:
            shared = [one for one in self.holders(head, steps + 1) if one.token != noun]
            if len(shared) > 0:
                return shared
        if len(found) == 0:
            appositions = [child for child in p.children[noun] if p.relation[child] == "appos"]
            found = [one for one in appositions if p.tag[one] in ("NNP", "NNPS")]
        return [Filler(one) for one in found if one != noun]

    def _named(self, noun: int, verb: int, relation: str) -> list[int]:
        """Give whom a verb of naming gives the noun: "was appointed director", "appointed him director"."""
        if relation in OBJECTS and not self.is_passive(verb):
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
