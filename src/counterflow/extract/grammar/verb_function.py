"""The functions of verbs."""

from __future__ import annotations

from counterflow.extract.grammar.coordination import RELATIVES
from counterflow.extract.grammar.preposition import LOOSE, Filler, Functions, Prepositions
from counterflow.extract.grammar.subject import OBJECTS
from counterflow.extract.lexica import load_set


class VerbFunctions(Prepositions):
    """The functions of the verbs of one run; `Grammar` has the words for them."""

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
            p.tag[child] in RELATIVES or any(p.tag[one] in RELATIVES for one in p.children[child])
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
            if p.relation[child] in ("prep", "agent", "dative"):
                self._preposition(child, found, 0, is_passive)
            else:
                self._modifier(child, verb, found)
        if is_passive and "subject" not in found:
            self._add_agent(verb, found)
        self._add_loose(verb, found)
        self._add_causer(verb, found)
        self._add_owner(verb, found)
        for child in p.children[verb]:
            if p.relation[child] in ("advcl", "xcomp") and any(p.tag[one] == "TO" for one in p.children[child]):
                self._add_aim(child, found)

    def _worth(self, noun: int, spare: Functions) -> None:
        """Add what goods are worth, and what hangs there: "rockets worth $5 million to Iran"."""
        p = self.parsed
        for child in p.children[noun]:
            if p.lower[child] == "worth" and child > noun:
                self._hanging(child, LOOSE, spare, 1)
                amounts = [one for one in p.children[child] if p.relation[one] in ("npadvmod", "pobj", "dobj")]
                spare.setdefault("worth", []).extend(Filler(one, 1) for one in amounts)

    def _add_agent(self, verb: int, found: Functions) -> None:
        """Add the by-phrase that the parser hung on a noun before it, or that stands at the second of joined passives:
        "was sanctioned for theft by the council", "is owned and run by the army".
        """
        p = self.parsed
        for child in p.children[verb]:
            if p.relation[child] == "conj" and self.is_passive(child) and self._are_joined(verb, child):
                agents = self.functions(child).get("subject", [])
                found["subject"] = [one._replace(rank=1) for one in agents]
                return
            for noun in p.children[child] if p.relation[child] == "prep" else ():
                for inner in p.children[noun] if p.relation[noun] == "pobj" else ():
                    if p.lower[inner] == "by" and p.relation[inner] in ("prep", "agent"):
                        self._preposition(inner, found, 1, True)
                        return

    def _modifier(self, child: int, verb: int, found: Functions) -> None:
        """Add what stands in a function without a preposition."""
        p = self.parsed
        relation = p.relation[child]
        # "was paid 300 dollars", "was given the rank": the second object of a passive.
        if relation in ("attr", "oprd", "acomp") or (relation in OBJECTS and self.is_passive(verb)):
            found.setdefault("complement", []).extend(Filler(one) for one in self._resolved([child]))
        elif relation in ("npadvmod", "nmod", "compound", "advmod") and self._is_hyphened(child, verb):
            found.setdefault("hyphen", []).append(Filler(child))
        elif relation == "ccomp":
            found.setdefault("clause", []).append(Filler(child))
        elif relation == "npadvmod":
            found.setdefault("adverb", []).append(Filler(child))
        elif p.lower[child] == "where" and p.relation[verb] == "relcl":
            found.setdefault("where", []).append(Filler(p.head[verb], 1))

    def _is_hyphened(self, modifier: int, word: int) -> bool:
        """Whether a modifier is joined to its word: "EU-listed", "state-owned"."""
        return modifier < word and self.parsed.text[word - 1] == "-"

    def _add_causer(self, verb: int, found: Functions) -> None:
        """Add who makes the subject do it: "ordered diplomats to sell"."""
        p = self.parsed
        head = p.head[verb]
        # "told a hearing that the state grows poppies" makes nobody grow them.
        is_finite = p.tag[verb] in ("VBZ", "VBP", "VBD") or any(p.relation[one] == "mark" for one in p.children[verb])
        if is_finite:
            return
        if p.relation[verb] in ("xcomp", "ccomp") and p.lemma[head] in load_set("causative") and head < verb:
            own = {one.token for one in found.get("subject", [])}
            causers = self.functions(head).get("subject", [])
            found["causer"] = [one._replace(rank=1) for one in causers if one.token not in own]

    def _add_owner(self, verb: int, found: Functions) -> None:
        """Add whose the object is: "funds Pyongyang's programme"."""
        objects = [one.token for one in found.get("object", []) if one.token > verb]
        owners = [one for token in objects for one in self._owners(token)]
        if len(owners) > 0:
            found["object possessor"] = owners

    def _owners(self, noun: int) -> list[Filler]:
        p = self.parsed
        return [
            Filler(one, 1)
            for child in p.children[noun]
            if p.relation[child] == "poss"
            for one in self._resolved([child])
        ]

    def _add_aim(self, infinitive: int, found: Functions) -> None:
        """Add what it is done for: "uses the cash to prepare for the celebration"."""
        p = self.parsed
        inner: Functions = {}
        for child in p.children[infinitive]:
            if p.relation[child] == "prep":
                self._preposition(child, inner, 1, False)
        for whole in ("on behalf of", "for benefit of"):
            if whole in inner:
                found.setdefault(whole, inner[whole])
        for filler in [*self._objects(infinitive), *inner.get("for", [])]:
            found.setdefault("aim", []).append(filler._replace(rank=1))
            found.setdefault("aim possessor", []).extend(self._owners(filler.token))

    def _add_loose(self, verb: int, found: Functions) -> None:
        """Add prepositions that the parser hung on a neighbour of the verb."""
        p = self.parsed
        spare: Functions = {}
        for filler in [*found.get("object", []), *found.get("complement", [])]:
            if filler.token > verb:
                self._hanging(filler.token, LOOSE, spare, 1)
                # "200 kilograms of heroin from China": it may hang one deeper.
                inner = [
                    one for child in p.children[filler.token] if p.lower[child] == "of" for one in p.children[child]
                ]
                for one in inner:
                    self._hanging(one, LOOSE, spare, 1)
                self._worth(filler.token, spare)
        for name in ("to", "with", "from"):
            for filler in found.get(name, []):
                # "sent arms to its embassy in Vienna", "met with the envoy in Vienna"
                self._hanging(filler.token, ("in", "at"), spare, 2)
        if p.relation[verb] == "conj" and self.is_verb(p.head[verb]):
            for child in p.children[p.head[verb]]:
                if p.relation[child] == "prep" and child > verb:
                    self._preposition(child, spare, 1, self.is_passive(verb))
        for child in p.children[verb]:
            # "were caught selling drugs in Macau": where they sold is where they were caught.
            if p.relation[child] == "xcomp" and p.tag[child] == "VBG":
                self._hanging(child, ("in", "at", "on", "near", "off"), spare, 2)
        for name, fillers in spare.items():
            found.setdefault(name, []).extend(one for one in fillers if one not in found.get(name, []))
