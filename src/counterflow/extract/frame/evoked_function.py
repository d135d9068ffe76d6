"""The functions of what evokes a frame: of its word and its phrase, those of a noun mapped to those of a verb."""

from __future__ import annotations

from counterflow.extract.frame.evoke import Evoked
from counterflow.extract.frame.office import LEFT_OUT, TYPES, Offices
from counterflow.extract.grammar.grammar import Filler, Functions, Grammar
from counterflow.extract.lexica import load_set
from counterflow.extract.mention.filler import Content

_SUBJECT_OF_NOUN = ("possessor", "support", "answerable", "by")


class EvokedFunctions:
    """Finds the functions of what evokes frames in one run."""

    def __init__(self, grammar: Grammar, content: Content, offices: Offices) -> None:
        self.grammar = grammar
        self.parsed = grammar.parsed
        self.content = content
        self.offices = offices

    def find(self, evoked: Evoked) -> Functions:
        """Give the functions of a word and of the rest of its phrase; of a noun, mapped to those of a verb."""
        functions: Functions = {name: list(found) for name, found in self.grammar.functions(evoked.token).items()}
        for token in evoked.tokens:
            if token != evoked.token and self.parsed.tag[token][:2] == "NN":
                for name, fillers in self.grammar.functions(token).items():
                    if name not in ("holder", "support"):
                        functions.setdefault(name, []).extend(fillers)
        if evoked.rule.word_class == "phrase":
            return self._of_phrase(evoked)
        self._add_prepositions(evoked, functions)
        self._add_means(evoked.token, functions)
        for filler in [*functions.get("complement", []), *functions.get("as", [])]:
            # "appointed director of the bank"
            offices = self.grammar.functions(filler.token).get("of", []) if filler.token > evoked.token else []
            functions.setdefault("complement of", []).extend(offices)
        functions["phrase self"] = [
            Filler(one) for one in evoked.tokens if one != evoked.token and self.parsed.tag[one][:2] == "NN"
        ]
        if not {"of", "on"} & functions.keys():
            functions["bare phrase self"] = functions["phrase self"]
        if not self.grammar.is_verb(evoked.token):
            self._as_verb(evoked, functions)
            functions["self"] = [Filler(evoked.token)]
            # "his company Redline Trading": what it is called, and no office that others are joined to
            functions["called"] = [one for one in functions.get("holder", []) if self.content.is_name(one.token)]
            functions["number"] = [
                Filler(one) for one in self.parsed.children[evoked.token] if self.parsed.relation[one] == "nummod"
            ]
            if evoked.rule.type in TYPES and {"holder", "holder or self"} & evoked.rule.functions.keys():
                self.offices.add(evoked.tokens, evoked.token, functions, evoked.rule.type)
            functions["holder or self"] = functions.get("holder") or (
                [] if LEFT_OUT in functions else functions["self"]
            )
        return functions

    def _add_prepositions(self, evoked: Evoked, functions: Functions) -> None:
        """Add what follows a preposition of the phrase, wherever the parser hung it."""
        p = self.parsed
        for token in evoked.tokens:
            if p.tag[token] in ("IN", "TO") and p.lower[token] not in functions:
                inner = [one for one in p.children[token] if p.relation[one] == "pobj"]
                if len(inner) > 0:
                    functions[p.lower[token]] = [Filler(one, 1) for at in inner for one in self.grammar.conjuncts(at)]

    def _add_means(self, token: int, functions: Functions) -> None:
        """Tell who is used from who uses: in "uses diplomats to sell gold" the diplomats sell; in "trucks are used to
        carry arms" nobody says who does.
        """
        p = self.parsed
        verb = p.head[token]
        while p.relation[token] == "conj" and self.grammar.is_verb(verb):
            token, verb = verb, p.head[verb]
        is_infinitive = any(p.tag[one] == "TO" for one in p.children[token])
        if (
            p.relation[token] not in ("xcomp", "advcl")
            or not is_infinitive
            or p.lemma[verb] not in load_set("using_verb")
        ):
            return
        above = self.grammar.functions(verb) if self.grammar.is_verb(verb) else {}
        if p.lemma[verb] == "serve" or self.grammar.is_passive(verb):
            used = [one for one in functions.get("subject", []) if self._is_tool(one)]
            functions["subject"] = [one for one in functions.get("subject", []) if one not in used]
            functions["means"] = used
            return
        used = [one for one in (above.get("object") or above.get("on", [])) if one.token < token]
        used = [one for one in used if self.content.classes(one.token) & {"party", "facility"}]
        if len(used) > 0:
            functions["causer"] = above.get("subject", [])
            functions["subject"] = used

    def _is_tool(self, filler: Filler) -> bool:
        """Whether a site, ship or unknown thing stands there: money that is used is its source."""
        classes = self.content.classes(filler.token)
        return bool(classes & {"facility", "vessel", "other"}) and not classes & {"party", "pronoun", "money", "good"}

    def _of_phrase(self, evoked: Evoked) -> Functions:
        """Give the functions of a preposition: "in" of "its embassy in Austria", "on behalf of"."""
        p = self.parsed
        first, last = evoked.tokens[0], evoked.tokens[-1]
        governor = p.head[first]
        functions: Functions = {}
        if self.grammar.is_verb(governor):
            clause = self.grammar.functions(governor)
            functions["subject"] = clause.get("subject", [])
            functions["governed object"] = clause.get("object", [])
        elif governor != first:
            functions["subject"] = functions["governor"] = [Filler(governor)]
        before = first - 1
        if before >= 0 and p.tag[before][:2] == "NN" and p.sentence[before] == p.sentence[first]:
            functions["governor"] = [Filler(before)]
        inner = [one for one in p.children[last] if p.relation[one] == "pobj"]
        functions["object"] = [Filler(one) for token in inner for one in self.grammar.conjuncts(token)]
        if len(inner) == 0 and p.tag[last][:2] == "NN":
            possessor = [one for one in p.children[last] if p.relation[one] == "poss"]
            functions["object"] = [Filler(one) for token in possessor for one in self.grammar.conjuncts(token)]
        if p.tag[last][:2] == "NN":
            # "is in custody of the army in Rome": what stands at the noun, and at the verb
            inside = self.grammar.functions(last)
            around = self.grammar.functions(governor) if self.grammar.is_verb(governor) else {}
            for name in evoked.rule.functions.keys() - functions.keys():
                functions[name] = inside.get(name, around.get(name, []))
        return functions

    def _as_verb(self, evoked: Evoked, functions: Functions) -> None:
        """Map the functions of a noun to those of a verb, where the rule does not name them itself."""
        rule = evoked.rule.functions
        subject, object_ = rule.get("subject", ()), rule.get("object", ())
        for name in _SUBJECT_OF_NOUN:
            if name not in rule and name in functions:
                functions.setdefault("subject", []).extend(functions[name])
        if "of" not in rule and "of" in functions:
            functions.setdefault("object", []).extend(functions["of"])
        if "modifier" in rule:
            return
        for filler in functions.get("modifier", []):
            classes = self.content.classes(filler.token)
            if any(classes & slot.strong for slot in object_) and not classes & {"country", "group"}:
                functions.setdefault("object", []).append(filler)
            elif any(classes & slot.strong for slot in subject):
                functions.setdefault("subject", []).append(filler)
