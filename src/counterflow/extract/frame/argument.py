"""Who stands in which role: what fills the functions of a word takes the first role of its rule that fits."""

from __future__ import annotations

from typing import NamedTuple

from counterflow.extract.frame.evoke import Evoked
from counterflow.extract.frame.office import LEFT_OUT, TYPES, Offices
from counterflow.extract.frame.rule import Slot
from counterflow.extract.grammar.clause import argument_verb, is_expletive
from counterflow.extract.grammar.grammar import Filler, Functions, Grammar
from counterflow.extract.lexica import load_set
from counterflow.extract.mention.filler import Content, Item
from counterflow.extract.parse.climb import climb

_LEADING = frozenset("conj xcomp advcl attr pcomp prep acl pobj appos oprd dep dobj".split())
"""Relations over which a word shares the left-out subject of its sentence."""
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_GOODS = frozenset({"commodity", "asset", "patient"})
"""Roles of what is held, made, moved and acted on."""


class Told(NamedTuple):
    """An argument as found in the parse."""

    role: str
    token: int
    """-1: the implied subject of a narrative."""
    start: int
    end: int
    item: Item | None


class Arguments:
    """Finds the arguments of the frames of one run."""

    def __init__(self, grammar: Grammar, content: Content, offices: Offices, subject: frozenset[str] | None) -> None:
        """`subject`: the classes of the listed party that the sentences may leave out; None: the text has none."""
        self.grammar = grammar
        self.parsed = grammar.parsed
        self.content = content
        self.offices = offices
        self.subject = subject

    def find(self, evoked: Evoked, functions: Functions) -> list[Told]:
        """Give the arguments of a frame, in the order of the text."""
        args: list[Told] = []
        for name, slots in evoked.rule.functions.items():
            fillers = functions.get(name)
            if fillers is not None and len(fillers) > 0:
                free = [one for one in fillers if self._is_free(one, evoked, name)]
                self._add_all(args, free, slots, evoked)
        if self.subject is not None:
            self._imply(args, evoked, functions, self.subject)
        if evoked.rule.has_origin:
            self._add_origin(args)
        args = self._selves(args)
        # Two that are named together are two: "the people as well as the banks" are no names of one.
        args = self._without_repeats(args if evoked.rule.type == "alias_of" else self._paired(args))
        return sorted(args, key=lambda one: (one.start, one.end, one.role))

    @staticmethod
    def _is_free(filler: Filler, evoked: Evoked, name: str) -> bool:
        return filler.token not in evoked.tokens or "self" in name

    def _add_all(self, args: list[Told], fillers: list[Filler], slots: tuple[Slot, ...], evoked: Evoked) -> None:
        """Add the fillers of one function; one that is only inherited gives way to one that stands there."""
        nearest: dict[str, int] = {}
        for filler in sorted(fillers, key=lambda one: one.rank):
            found: list[Told] = []
            self._add(found, filler, slots, evoked.token)
            for arg in found:
                if nearest.setdefault(arg.role, filler.rank) == filler.rank:
                    args.append(arg)

    def _add(self, args: list[Told], filler: Filler, slots: tuple[Slot, ...], trigger: int) -> None:
        tokens, amount = self.content.through(filler.token)
        for one in self.grammar.exemplars(filler.token):
            if any(self.content.classes(one) & (slot.strong - {"other"}) for slot in slots):
                self._add_one(args, one, slots, None, trigger)
        for outer in tokens:
            whole = self.grammar.antecedent(outer)  # "several of whom"
            inner = self.grammar.conjuncts(whole) if whole != filler.token else self._meant(outer)
            for token in [*inner, *self._joined_inside(outer)]:
                self._add_one(args, token, slots, amount, trigger)

    def _joined_inside(self, token: int) -> list[int]:
        """Give what the parser joined to a later word of a name: "Movement of Uzbekistan and Al-Qaida"."""
        p = self.parsed
        item = self.content.at.get(token)
        if item is None or item.first == item.last:
            return []
        inner = (child for at in range(item.first, item.last + 1) if at != token for child in p.children[at])
        found = [one for one in inner if p.relation[one] == "conj" and one > item.last and p.tag[one][:2] == "NN"]
        return [one for start in found for one in self.grammar.conjuncts(start)]

    def _meant(self, token: int) -> list[int]:
        """Give what a possessive pronoun stands for, if the sentence has it: "their" quotas."""
        p = self.parsed
        noun = self.content.same_entity(token) if p.tag[token] == "PRP$" else None
        if noun is None or p.lower[token] != "their":
            return [token if noun is None else noun]
        while p.relation[noun] == "conj" and p.tag[p.head[noun]][:2] == "NN":
            noun = p.head[noun]
        return self.grammar.conjuncts(noun)

    def _selves(self, args: list[Told]) -> list[Told]:
        """Put the subject in place of a reflexive pronoun, if it is told in no other role: "enrich themselves"."""
        told = {arg.token for arg in args}
        found: list[Told] = []
        for arg in args:
            verb = argument_verb(self.parsed, arg.token) if self._is_reflexive(arg.token) else None
            meant = self.grammar.surface(verb) if verb is not None else []
            if len(meant) == 0 or not told.isdisjoint(meant):
                found.append(arg._replace(item=self.content.item(meant[0])) if len(meant) == 1 else arg)
                continue
            spans = [(one, *self.content.span(one), self.content.item(one)) for one in meant]
            found += [Told(arg.role, one, start, end, item) for one, start, end, item in spans]
        return found

    def _is_reflexive(self, token: int) -> bool:
        return token >= 0 and self.parsed.lower[token] in _REFLEXIVE

    def _add_one(
        self, args: list[Told], token: int, slots: tuple[Slot, ...], amount: Item | None, trigger: int
    ) -> None:
        if not any(one.isalnum() or one == "%" for one in self.parsed.text[token]):
            return
        role = self._role(token, slots)
        if role is None or (self.parsed.lower[token] == "it" and is_expletive(self.parsed, token)):
            return
        if self._is_listed(token, trigger):
            args.append(Told(role, -1, self.parsed.start[trigger], self.parsed.start[trigger], None))
            return
        if role != "title":
            token = self._named(self._goods_before(token) if role == "commodity" else token, trigger)
        start, end = self.content.span(token)
        if role == "title" and token == trigger:
            first, last = self.offices.title(token)
            start, end = self.parsed.start[first], self.parsed.end[last]
        args.append(Told(role, token, start, end, self.content.amounts.get(token) or self.content.item(token)))
        self._add_nationality(args, role, token)
        amounts = [*([] if amount is None else [amount]), *self.content.amount_of(token)]
        for one in amounts:
            args.append(Told(self._amount_role(one, role, token), one.head, one.start, one.end, one))

    def _is_listed(self, token: int, trigger: int) -> bool:
        """Whether a noun at the root describes the listed party: "Engineering firm that procures for the ministry"."""
        p = self.parsed
        is_root = p.head[token] == token and p.tag[token] in ("NN", "NNP") and token < trigger
        return (
            self.subject is not None
            and is_root
            and not self.content.is_name(token)
            and bool(self.content.classes(token) & {"party", "other", "company"})
            and not any(p.relation[one] in ("det", "poss", "nummod") for one in p.children[token])
        )

    def _goods_before(self, token: int) -> int:
        """Give the goods that "this" or "these" stands for: the last that the sentence names before it."""
        p = self.parsed
        if p.tag[token] != "DT" or p.lower[token] not in ("this", "that", "these", "those"):
            return token
        before = (one for one in range(token - 1, -1, -1) if p.sentence[one] == p.sentence[token])
        return next((one for one in before if one in self.content.at and "good" in self.content.classes(one)), token)

    def _add_nationality(self, args: list[Told], role: str, token: int) -> None:
        """Read "smugglers of Chinese and Thai origin"."""
        p = self.parsed
        if role != "patient":
            return
        for child in p.children[token]:
            for noun in p.children[child] if p.lower[child] == "of" else []:
                if p.lemma[noun] in ("origin", "nationality", "descent", "citizenship"):
                    modifiers = [one for one in p.children[noun] if p.relation[one] in ("amod", "compound")]
                    for one in (inner for modifier in modifiers for inner in self.grammar.conjuncts(modifier)):
                        args.append(Told("nationality", one, p.start[one], p.end[one], self.content.item(one)))

    def _add_origin(self, args: list[Told]) -> None:
        """Read where goods are from by what stands before them: "North Korean drugs"."""
        p = self.parsed
        if any(arg.role == "origin" for arg in args):
            return
        for arg in [one for one in args if one.role == "commodity" and one.token >= 0]:
            modifiers = [child for child in p.children[arg.token] if p.relation[child] in ("amod", "compound", "nmod")]
            for child in modifiers:
                if self.content.classes(child) & {"country", "group"}:
                    start, end = self.content.span(child)
                    args.append(Told("origin", child, start, end, self.content.item(child)))

    def _named(self, token: int, trigger: int) -> int:
        """Give the name that a common noun is said of or stands beside: "Sidar" for "the company Sidar", and for "an
        airline" in "Iran Air is an airline owned by the ministry".
        """
        p = self.parsed
        item = self.content.item(token)
        if p.relation[token] == "appos" and "group" in self.content.classes(token):
            return self._described(token)
        if p.tag[token] not in ("NN", "NNS") or (item is not None and not item.is_common) or token == trigger:
            return token
        for child in p.children[token]:
            if p.relation[child] == "acl" and p.lemma[child] in ("call", "name", "know", "dub", "title"):
                # "a section called Bureau 39"
                called = [one for one in p.children[child] if p.relation[one] in ("oprd", "dobj", "attr")]
                if len(called) == 1 and self.content.is_name(called[0]):
                    return called[0]
            is_person = "person" in self.content.classes(token) and "full_name" in self.content.classes(child)
            is_beside = child > token and (is_person or "," not in p.text[token + 1 : child])
            if p.relation[child] == "appos" and self.content.is_name(child) and is_beside:
                return child
        if p.relation[token] in ("attr", "appos"):
            names = [one.token for one in self.grammar.holders(token) if self.content.is_name(one.token)]
            if len(names) == 1 and names[0] != trigger:
                return names[0]
            return self._described(token)
        return token

    def _described(self, token: int) -> int:
        """Give whom or what an apposition describes: the broker of "the broker, a Belgian who sold the jets"."""
        p = self.parsed
        head = p.head[token]
        is_behind = p.relation[token] == "appos" and head < token and "," in p.text[head + 1 : token]
        kind, described = self.content.classes(token), self.content.classes(head)
        is_person = bool(kind & {"person", "group"}) and "person" in described
        is_alike = is_person or bool(kind & described & {"vessel", "facility", "company"})
        return head if is_behind and is_alike else token

    def _amount_role(self, amount: Item, role: str, token: int) -> str:
        """Give the role of an amount: a `quantity` of goods and things, a `count` of parties and of the unknown."""
        if "money" in amount.classes:
            return "money"
        classes = self.content.classes(token)
        is_thing = bool(classes & {"good", "thing"}) or (role in _GOODS and "party" not in classes)
        return "count" if "count" in amount.classes and not is_thing else "quantity"

    def _role(self, token: int, slots: tuple[Slot, ...]) -> str | None:
        classes = self.content.classes(token)
        for slot in slots:
            if classes & slot.strong:
                return slot.role
        for slot in slots:
            if classes & slot.weak:
                return slot.role
        return None

    def _imply(self, args: list[Told], evoked: Evoked, functions: Functions, classes: frozenset[str]) -> None:
        """Add the listed party where the sentence leaves out who it is about."""
        is_verb = self.grammar.is_verb(evoked.token)
        is_passive = is_verb and self.grammar.is_passive(evoked.token)
        for name in ("object",) if is_passive else ("subject",) if is_verb else ("holder", "holder or self", "subject"):
            slots = evoked.rule.functions.get(name)
            slot = next((one for one in slots or () if one.strong & classes), None)
            if slot is None or any(arg.role == slot.role for arg in args):
                continue
            is_office = evoked.rule.type in TYPES and name.startswith("holder")
            if LEFT_OUT in functions or (not is_office and self._is_left_out(evoked, functions)):
                args.append(Told(slot.role, -1, self.parsed.start[evoked.token], self.parsed.start[evoked.token], None))
                return

    def _is_left_out(self, evoked: Evoked, functions: Functions) -> bool:
        """Whether the word stands at the root of a sentence without a subject, or under such a root."""
        p = self.parsed
        for at in climb(p, evoked.token):
            if any(p.relation[child] in ("nsubj", "nsubjpass", "expl") for child in p.children[at]):
                return False
            head = p.head[at]
            if head == at:
                return True
            if p.relation[at] not in _LEADING:
                return False
            if not self._is_said_of_subject(at):
                return False
            is_in_clause = p.relation[at] in ("pobj", "dobj", "appos", "acl")
            if is_in_clause and self.grammar.is_verb(evoked.token):
                return False
            # "Has ties to leaders": what an object is called is not said of the party; "served as leader" is.
            if is_in_clause and p.relation[at] == "pobj" and p.lower[head] not in ("as", "of", "in"):
                return False
        return False

    def _is_said_of_subject(self, noun: int) -> bool:
        """Whether what a noun says of the noun or verb above it is said of the sentence's subject as well: "held the
        post of director", but not "met the director", "uncle of a member".
        """
        p = self.parsed
        head = p.head[noun]
        if self.grammar.is_verb(noun):
            return True
        if p.relation[noun] == "dobj":
            return p.lemma[head] in load_set("light_verb") or p.lemma[head] in load_set("office_verb")
        if p.relation[noun] != "pobj" or p.lower[head] != "of":
            return True
        governor = p.head[head]
        return self.grammar.is_verb(governor) or p.lemma[governor] in load_set("post_noun")

    @staticmethod
    def _paired(args: list[Told]) -> list[Told]:
        """Of two that are named on one side of a mutual relation, make the second the other side."""
        sides = [arg for arg in args if arg.role == "a"]
        if len(sides) < 2 or any(arg.role == "b" for arg in args):
            return args
        first = min(sides, key=lambda one: (one.start, one.token))
        return [arg._replace(role="b") if arg.role == "a" and arg is not first else arg for arg in args]

    @staticmethod
    def _without_repeats(args: list[Told]) -> list[Told]:
        """Keep one role a span, the first; roles of amounts stand beside."""
        kept: list[Told] = []
        seen: set[tuple[int, int, str]] = set()
        spans: set[tuple[int, int]] = set()
        for arg in args:
            if (arg.start, arg.end, arg.role) in seen or (arg.token >= 0 and (arg.start, arg.end) in spans):
                continue
            seen.add((arg.start, arg.end, arg.role))
            if arg.token >= 0:
                spans.add((arg.start, arg.end))
            kept.append(arg)
        return kept
