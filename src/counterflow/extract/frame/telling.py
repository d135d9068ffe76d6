"""What makes no frame: too little told, a kind of event and no event, mere purpose, advice."""

from __future__ import annotations

from counterflow.extract.frame.argument import Told
from counterflow.extract.frame.evoke import Evoked
from counterflow.extract.frame.rule import Need
from counterflow.extract.grammar.grammar import Functions, Grammar
from counterflow.extract.lexica import load_set
from counterflow.extract.mention.filler import Content
from counterflow.extract.parse.climb import climb, first_joined
from counterflow.extract.stance.stance import Stances
from counterflow.model.frame import RELATIONS

_MAX_REACH = 60
"""Words to either side in which a name makes a sentence particular."""


class FrameTest:
    """Tests what was found in one run."""

    def __init__(
        self, grammar: Grammar, content: Content, stances: Stances, subject: frozenset[str] | None = None
    ) -> None:
        """`subject`: the classes of the listed party that the sentences may leave out; None: the text has none."""
        self.subject = subject or frozenset()
        self.grammar = grammar
        self.parsed = grammar.parsed
        self.content = content
        self.stances = stances

    def holds(self, evoked: Evoked, functions: Functions, args: list[Told]) -> bool:
        """Whether enough is told for a frame."""
        rule = evoked.rule
        if any(name in functions for name in rule.unless) or not self._is_enough(args, rule.needs):
            return False
        if rule.type not in RELATIONS and (self._is_advice(evoked.token) or self._is_general(args, evoked.token)):
            return False
        return not self._is_bare(args, evoked) and not self._is_mere_purpose(args, evoked.token)

    def _is_enough(self, args: list[Told], needs: tuple[tuple[Need, ...], ...]) -> bool:
        return all(any(self._meets(args, need) for need in group) for group in needs)

    def _meets(self, args: list[Told], need: Need) -> bool:
        return any(
            arg.role == need.role and (len(need.classes) == 0 or bool(self._classes(arg) & need.classes))
            for arg in args
        )

    def _classes(self, arg: Told) -> frozenset[str]:
        """Give the classes of an argument, or of the listed party."""
        return self.subject if arg.token < 0 else self.content.classes(arg.token)

    def _is_bare(self, args: list[Told], evoked: Evoked) -> bool:
        """Whether a noun names a kind of event only, not one: "goods for the manufacture of weapons"."""
        rule = evoked.rule
        if rule.word_class != "noun" or "subject" not in rule.functions or "holder" in rule.functions:
            return False
        subjects = {slot.role for slot in rule.functions["subject"]}
        roles = {arg.role for arg in args}
        return len(roles) < 2 and not roles & subjects and self._is_kind(evoked.token)

    def _is_kind(self, noun: int) -> bool:
        """Whether a noun names what something is for, or what is fought, and no event."""
        p = self.parsed
        at = first_joined(p, noun)
        head = p.head[at]
        if p.relation[at] == "compound":
            return True
        if p.relation[at] in ("dobj", "nsubjpass", "nsubj"):
            return p.lemma[head] in load_set("countering_verb") or self.stances.find(noun).hedge == "possible"
        if p.relation[at] == "pobj":
            governor = p.head[head]
            return p.lemma[governor] in load_set("purpose_word") or p.lower[head] == "against"
        return False

    def _is_general(self, args: list[Told], token: int) -> bool:
        """Whether a sentence tells of a kind of event, as rules, definitions and lists of warning signs do.

        It is in the simple present, or without a finite verb, and names nobody, no place, no day and no amount:
        "customers who transfer funds to several accounts", "layering means moving money".
        """
        if len(self.subject) > 0 or any(self._is_particular(arg) for arg in args):
            return False
        p = self.parsed
        if p.head[token] == token and p.tag[token] == "VBP":
            return False  # "diplomats smuggle drugs": some that the text has told of, for all that is known
        for at in climb(p, token):
            if p.tag[at] in ("VBD", "MD"):
                return False
            if self.grammar.is_verb(at) and any(p.relation[one] in ("aux", "auxpass") for one in p.children[at]):
                return False
        number = p.sentence[token]
        near = range(max(token - _MAX_REACH, 0), min(token + _MAX_REACH, len(p.text)))
        inside = [at for at in near if p.sentence[at] == number]
        times = {at for one in self.content.times() for at in range(one.first, one.last + 1)}
        return not any(
            self.content.is_name(at) or at in times or p.text[at] == "?" or p.text[at].isdigit() for at in inside
        )

    def _is_particular(self, arg: Told) -> bool:
        """Whether an argument is one that the text means, not any of its kind."""
        p = self.parsed
        if arg.token < 0 or self.content.is_name(arg.token):
            return True
        if self.content.classes(arg.token) & {"country", "place", "pronoun", "time"}:
            return True
        return any(
            p.relation[one] == "poss" or (p.relation[one] == "det" and p.lower[one] not in ("a", "an", "any", "no"))
            for one in p.children[arg.token]
        )

    def _is_mere_purpose(self, args: list[Told], token: int) -> bool:
        """Whether an infinitive of purpose names nobody and nothing of its own: "sell drugs to make money"."""
        p = self.parsed
        if p.relation[token] != "advcl" or not any(p.tag[one] == "TO" for one in p.children[token]):
            return False
        own = [arg.token for arg in args if arg.token > token]
        return not any(self.content.classes(one) - {"money", "pronoun", "other", "abstract"} for one in own[:1])

    def _is_advice(self, token: int) -> bool:
        """Whether writer and reader are told what to do: "we should crack down on" tells nothing of the network."""
        p = self.parsed
        for at in climb(p, token):
            if self.grammar.is_verb(at):
                children = p.children[at]
                is_called_for = p.lemma[at] in ("need", "have", "ought") or any(
                    p.lower[one] in ("should", "must", "need", "ought") and p.relation[one] == "aux" for one in children
                )
                if is_called_for and any(p.relation[one] == "nsubj" and p.lower[one] == "we" for one in children):
                    return True
            is_relative = p.relation[at] == "relcl" and not any(p.tag[one] == "TO" for one in p.children[at])
            if p.head[at] == at or is_relative or p.relation[at] in ("ccomp", "nsubj", "csubj"):
                return False
        return False
