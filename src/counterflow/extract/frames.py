"""Frames: the events and relations that a sentence tells, each argument with its role and its span.

A word that evokes a frame (`frame_rule.py`) has functions (`grammar.py`); what stands in them (`filler.py`) takes the
roles that the rule gives to the function, the first one that fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from counterflow.extract.filler import Content, Item
from counterflow.extract.frame_rule import Need, Rule, Slot, load_rules
from counterflow.extract.grammar import Filler, Functions, Grammar
from counterflow.extract.lexica import load_set
from counterflow.extract.quote import Quotes
from counterflow.extract.stance import Stance, Stances
from counterflow.model.frame import RELATIONS

_SUBJECT_OF_NOUN = ("possessor", "support", "by")
_MAX_PHRASE = 8
"""How many words after a verb the rest of its phrase may stand: "take the captain of the ship into custody"."""
_MAX_CLIMB = 10
_MAX_TITLE = 14
"""Words of the longest heading."""
_MAX_LASTING = 4
"""How far above a relation its time may stand: what lasts does not take the time of the event beside it."""
_MOVING = frozenset(
    "sale purchase transfer shipment trafficking supplies procurement payment remittance financing revenue theft".split()
)
"""Types of which a longer phrase leaves no other at its words."""
_LEADING = frozenset("conj xcomp advcl attr pcomp prep acl pobj appos oprd dep dobj".split())
"""Relations over which a word shares the left-out subject of its sentence."""


class Told(NamedTuple):
    """An argument as found in the parse."""

    role: str
    token: int
    """-1: the implied subject of a narrative."""
    start: int
    end: int
    item: Item | None


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


class Evoked(NamedTuple):
    """A word that evokes a frame, by one rule."""

    token: int
    rule: Rule
    tokens: tuple[int, ...]
    """Tokens of the whole phrase, in order."""


def _is_inside(one: Found, other: Found) -> bool:
    """Whether a frame tells again a part of what another tells: "talks" of "held talks with"."""
    if one is other or one.sentence != other.sentence:
        return False
    if one.type != other.type and not {one.type, other.type} <= _MOVING:
        return False
    return set(one.tokens) < set(other.tokens)


class FrameFinder:
    """Finds the frames of one run."""

    def __init__(self, grammar: Grammar, content: Content, stances: Stances, has_subject: bool) -> None:
        """`has_subject`: whether the text is about a listed party that its sentences may leave out."""
        self.grammar = grammar
        self.parsed = grammar.parsed
        self.content = content
        self.stances = stances
        self.has_subject = has_subject
        self.quotes = Quotes(grammar)
        self.times = [(item, self._attached(item.head)) for item in content.times()]

    def find(self) -> Iterator[Found]:
        """Give the frames, in the order of the words that evoke them."""
        rules = load_rules().by_lemma
        found = [
            one
            for token, lemma in enumerate(self.parsed.lemma)
            if lemma in rules and (self.has_subject or not self._is_title(token))
            for one in self._at(token, rules[lemma])
        ]
        for one in found:
            if not any(_is_inside(one, other) for other in found):
                yield one

    def _is_title(self, token: int) -> bool:
        """Whether a word stands in a heading: a few words without a finite verb or a full stop."""
        p = self.parsed
        number = p.sentence[token]
        first, last = token, token
        while first > 0 and p.sentence[first - 1] == number:
            first -= 1
        while last + 1 < len(p.text) and p.sentence[last + 1] == number:
            last += 1
        is_open = p.text[last][-1] not in ".!?\"'):;"
        return (
            is_open
            and last - first < _MAX_TITLE
            and not any(p.tag[at] in ("VBD", "VBZ", "VBP", "MD") for at in range(first, last + 1))
        )

    def _at(self, token: int, rules: tuple[Rule, ...]) -> Iterator[Found]:
        types: set[str] = set()
        for rule in rules:
            if rule.type in types or not self._is_class(token, rule):
                continue
            tokens = self._phrase(token, rule)
            if tokens is None:
                continue
            found = self._fill(Evoked(token, rule, tokens))
            if found is not None:
                types.add(rule.type)
                if not self._is_told_again(token, rule.type):
                    yield found

    def _is_told_again(self, token: int, type_: str) -> bool:
        """Whether the verb only leads on to another of the same type: "used to fund" funds once."""
        p = self.parsed
        rules = load_rules().by_lemma
        return self.grammar.is_verb(token) and any(
            p.relation[child] in ("xcomp", "advcl")
            and any(p.tag[one] == "TO" for one in p.children[child])
            and any(
                (rule.type == type_ or p.lemma[token] == "use") and rule.word_class == "verb"
                for rule in rules.get(p.lemma[child], ())
            )
            for child in p.children[token]
        )

    # What evokes a frame

    def _is_first(self, token: int) -> bool:
        """Whether a word begins its sentence."""
        return token == 0 or self.parsed.sentence[token - 1] != self.parsed.sentence[token]

    def _is_class(self, token: int, rule: Rule) -> bool:
        p = self.parsed
        word_class = rule.word_class
        rule_is_event = "holder" not in rule.functions
        if word_class == "verb":
            if self._is_idiom(token, rule.phrase):
                return False
            return self.grammar.is_verb(token) and p.relation[token] not in ("aux", "auxpass")
        if word_class == "noun":
            is_modifier = p.relation[token] == "compound" and p.head[token] > token
            if is_modifier and p.tag[token] != "NNP" and p.tag[p.head[token]] not in ("NNP", "NNPS"):
                return False
            item = self.content.covered.get(token)
            is_name = (
                p.tag[token] == "NNP" and rule_is_event and p.text[token][0].isupper() and not self._is_first(token)
            )
            return (
                not is_name and p.tag[token][:2] == "NN" and (item is None or item.mention_id is None or item.is_common)
            )
        if word_class == "adjective":
            return p.tag[token] in ("JJ", "VBN", "VBD", "JJR")
        return True

    def _is_idiom(self, verb: int, phrase: tuple[str, ...]) -> bool:
        """Whether the verb with its particle means something else: to carry out an attack carries nothing."""
        p = self.parsed
        particles = [p.lower[child] for child in p.children[verb] if p.relation[child] == "prt"]
        return any(f"{p.lemma[verb]} {one}" in load_set("particle_verb") and one not in phrase for one in particles)

    def _phrase(self, token: int, rule: Rule) -> tuple[int, ...] | None:
        """Find the other words of a phrase; None: they do not stand there."""
        p = self.parsed
        tokens = [token]
        at = token
        for word in reversed(rule.phrase[: rule.head]):
            at -= 1
            if at < 0 or word not in (p.lemma[at], p.lower[at]):
                return None
            tokens.insert(0, at)
        at = token
        for word in rule.phrase[rule.head + 1 :]:
            limit = min(at + _MAX_PHRASE, len(p.text) - 1)
            following = (one for one in range(at + 1, limit + 1) if word in (p.lemma[one], p.lower[one]))
            found = next((one for one in following if p.sentence[one] == p.sentence[token]), None)
            if found is None or not (self._is_under(found, token) or found == at + 1):
                found = self._before(token, word)
            if found is None:
                return None
            tokens.append(found)
            at = max(found, at)
        return tuple(sorted(tokens))

    def _before(self, verb: int, word: str) -> int | None:
        """Find a word of the phrase as subject of the passive: "its licence was revoked"."""
        p = self.parsed
        if not self.grammar.is_verb(verb) or not self.grammar.is_passive(verb):
            return None
        return next((one for one in self.grammar.surface(verb) if word == p.lemma[one] and one < verb), None)

    def _is_under(self, token: int, above: int) -> bool:
        at = token
        for _ in range(_MAX_CLIMB):
            if at == above:
                return True
            if self.parsed.head[at] == at:
                return False
            at = self.parsed.head[at]
        return False

    # Who stands in which role

    def _fill(self, evoked: Evoked) -> Found | None:
        functions = self._functions(evoked)
        args: list[Told] = []
        for name, slots in evoked.rule.functions.items():
            self._add_all(
                args, [one for one in functions.get(name, []) if self._is_free(one, evoked, name)], slots, evoked
            )
        if self.has_subject:
            self._imply(args, evoked, functions)
        if evoked.rule.has_origin:
            self._add_origin(args)
        if any(name in functions for name in evoked.rule.unless):
            return None
        args = self._paired(args)
        if not self._is_enough(args, evoked.rule.needs) or self._is_bare(args, evoked):
            return None
        args = self._without_repeats(args)
        if evoked.rule.type not in RELATIONS and self._is_advice(evoked.token):
            return None
        if self._is_mere_purpose(args, evoked.token):
            return None
        is_relational = (
            evoked.rule.word_class == "noun" and evoked.rule.type in RELATIONS and evoked.rule.type != "controls"
        )
        stance = self._quoted(self.stances.find(evoked.token, evoked.rule.hedge, is_relational), evoked.token)
        start, end = self._trigger_span(evoked)
        return Found(
            type=evoked.rule.type,
            start=start,
            end=end,
            sentence=self.parsed.sentence[evoked.token],
            args=tuple(sorted(args, key=lambda one: (one.start, one.end, one.role))),
            time=self._time(evoked, functions),
            stance=stance,
            tokens=evoked.tokens,
        )

    def _phrase_prepositions(self, evoked: Evoked, functions: Functions) -> None:
        """Add what follows a preposition of the phrase, wherever the parser hung it."""
        p = self.parsed
        for token in evoked.tokens:
            if p.tag[token] in ("IN", "TO") and p.lower[token] not in functions:
                inner = [one for one in p.children[token] if p.relation[one] == "pobj"]
                if len(inner) > 0:
                    functions[p.lower[token]] = [Filler(one, 1) for at in inner for one in self.grammar.conjuncts(at)]

    def _quoted(self, stance: Stance, token: int) -> Stance:
        """Give what is quoted to its speaker, whom the sentence itself need not name."""
        if len(stance.sources) > 0:
            return stance
        speakers = self.quotes.speaker(token)
        if len(speakers) == 0:
            return stance
        return stance._replace(sources=tuple(speakers), hedge="reported" if stance.hedge == "fact" else stance.hedge)

    def _functions(self, evoked: Evoked) -> Functions:
        """Give the functions of a word and of the rest of its phrase; of a noun, mapped to those of a verb."""
        functions: Functions = {name: list(found) for name, found in self.grammar.functions(evoked.token).items()}
        for token in evoked.tokens:
            if token != evoked.token and self.parsed.tag[token][:2] == "NN":
                for name, fillers in self.grammar.functions(token).items():
                    if name not in ("holder", "support"):
                        functions.setdefault(name, []).extend(fillers)
        if evoked.rule.word_class == "phrase":
            return self._of_phrase(evoked)
        self._phrase_prepositions(evoked, functions)
        if not self.grammar.is_verb(evoked.token):
            self._as_verb(evoked, functions)
            functions["self"] = [Filler(evoked.token)]
            functions["holder or self"] = functions.get("holder") or functions["self"]
        return functions

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
            if any(self.content.classes(one) & slot.strong for slot in slots):
                self._add_one(args, one, slots, None, trigger)
        for outer in tokens:
            for token in self.grammar.conjuncts(outer) if outer != filler.token else [outer]:
                self._add_one(args, token, slots, amount, trigger)

    def _add_one(
        self, args: list[Told], token: int, slots: tuple[Slot, ...], amount: Item | None, trigger: int
    ) -> None:
        role = self._role(token, slots)
        if role is None:
            return
        token = self._named(token, trigger)
        start, end = self.content.span(token)
        args.append(Told(role, token, start, end, self.content.amounts.get(token) or self.content.item(token)))
        self._add_nationality(args, role, token)
        amounts = [*([] if amount is None else [amount]), *self.content.amount_of(token)]
        for one in amounts:
            args.append(Told(self._amount_role(one, token), one.head, one.start, one.end, one))

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
        if p.tag[token] not in ("NN", "NNS") or (item is not None and not item.is_common) or token == trigger:
            return token
        for child in p.children[token]:
            if p.relation[child] == "acl" and p.lemma[child] in ("call", "name", "know", "dub", "title"):
                # "a section called Bureau 39"
                called = [one for one in p.children[child] if p.relation[one] in ("oprd", "dobj", "attr")]
                if len(called) == 1 and self.content.is_name(called[0]):
                    return called[0]
            if p.relation[child] == "appos" and self.content.is_name(child) and child > token:
                if "," not in p.text[token + 1 : child]:
                    return child
        if p.relation[token] in ("attr", "appos"):
            names = [one.token for one in self.grammar.holders(token) if self.content.is_name(one.token)]
            return names[0] if len(names) == 1 and names[0] != trigger else token
        return token

    def _amount_role(self, amount: Item, token: int) -> str:
        if "money" in amount.classes:
            return "money"
        if "count" in amount.classes and self.content.classes(token) & {"party", "other"}:
            return "count"
        return "quantity"

    def _role(self, token: int, slots: tuple[Slot, ...]) -> str | None:
        classes = self.content.classes(token)
        for slot in slots:
            if classes & slot.strong:
                return slot.role
        for slot in slots:
            if classes & slot.weak:
                return slot.role
        return None

    def _imply(self, args: list[Told], evoked: Evoked, functions: Functions) -> None:
        """Add the listed party where the sentence leaves out who it is about."""
        is_verb = self.grammar.is_verb(evoked.token)
        is_passive = is_verb and self.grammar.is_passive(evoked.token)
        for name in ("object",) if is_passive else ("subject",) if is_verb else ("holder", "holder or self", "subject"):
            slots = evoked.rule.functions.get(name)
            if slots is None or len(slots) == 0 or any(arg.role == slots[0].role for arg in args):
                continue
            if self._is_left_out(evoked, functions):
                args.append(
                    Told(slots[0].role, -1, self.parsed.start[evoked.token], self.parsed.start[evoked.token], None)
                )
                return

    def _is_left_out(self, evoked: Evoked, functions: Functions) -> bool:
        """Whether the word stands at the root of a sentence without a subject, or under such a root."""
        p = self.parsed
        at = evoked.token
        for _ in range(_MAX_CLIMB):
            if any(p.relation[child] in ("nsubj", "nsubjpass", "expl") for child in p.children[at]):
                return False
            head = p.head[at]
            if head == at:
                return True
            if p.relation[at] not in _LEADING:
                return False
            if p.relation[at] in ("pobj", "dobj", "appos", "acl") and self.grammar.is_verb(evoked.token):
                return False
            at = head
        return False

    def _is_enough(self, args: list[Told], needs: tuple[tuple[Need, ...], ...]) -> bool:
        return all(any(self._meets(args, need) for need in group) for group in needs)

    def _is_advice(self, token: int) -> bool:
        """Whether writer and reader are told what to do: "we should crack down on" tells nothing of the network."""
        p = self.parsed
        at = token
        for _ in range(_MAX_CLIMB):
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
            at = p.head[at]
        return False

    def _is_bare(self, args: list[Told], evoked: Evoked) -> bool:
        """Whether a noun names a kind of event only, not one: "goods for the manufacture of weapons"."""
        rule = evoked.rule
        if rule.word_class != "noun" or "subject" not in rule.functions or "holder" in rule.functions:
            return False
        subjects = {slot.role for slot in rule.functions["subject"]}
        roles = {arg.role for arg in args}
        return len(roles) < 2 and not roles & subjects and self._is_kind(evoked.token)

    def _is_mere_purpose(self, args: list[Told], token: int) -> bool:
        """Whether an infinitive of purpose names nobody and nothing of its own: "sell drugs to make money"."""
        p = self.parsed
        if p.relation[token] != "advcl" or not any(p.tag[one] == "TO" for one in p.children[token]):
            return False
        own = [arg.token for arg in args if arg.token > token]
        return not any(self.content.classes(one) - {"money", "pronoun", "other", "abstract"} for one in own[:1])

    def _is_kind(self, noun: int) -> bool:
        """Whether a noun names what something is for, or what is fought, and no event."""
        p = self.parsed
        at = noun
        while p.relation[at] == "conj" and p.head[at] != at:
            at = p.head[at]
        head = p.head[at]
        if p.relation[at] == "compound":
            return True
        if p.relation[at] in ("dobj", "nsubjpass", "nsubj"):
            return p.lemma[head] in load_set("countering_verb") or self.stances.find(noun).hedge == "possible"
        if p.relation[at] == "pobj":
            governor = p.head[head]
            return p.lemma[governor] in load_set("purpose_word") or p.lower[head] == "against"
        return False

    def _meets(self, args: list[Told], need: Need) -> bool:
        return any(
            arg.role == need.role
            and (len(need.classes) == 0 or arg.token < 0 or bool(self.content.classes(arg.token) & need.classes))
            for arg in args
        )

    @staticmethod
    def _paired(args: list[Told]) -> list[Told]:
        """Of two that are named on one side of a mutual relation, make the second the other side."""
        sides = [arg for arg in args if arg.role == "a"]
        if len(sides) < 2 or any(arg.role == "b" for arg in args):
            return args
        first = min(sides, key=lambda one: one.start)
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

    def _trigger_span(self, evoked: Evoked) -> tuple[int, int]:
        """Give the characters of what evokes: the phrase if its words stand together, else its head."""
        p, tokens = self.parsed, evoked.tokens
        if tokens[-1] - tokens[0] == len(tokens) - 1:
            return p.start[tokens[0]], p.end[tokens[-1]]
        return p.start[evoked.token], p.end[evoked.token]

    # When

    def _attached(self, token: int) -> int:
        """Give the word that a time belongs to: the first above it that is no preposition."""
        p = self.parsed
        at = token
        for _ in range(_MAX_CLIMB):
            relation, head = p.relation[at], p.head[at]
            if head == at:
                return at
            at = head
            if relation in ("npadvmod", "advmod", "nmod", "amod", "compound", "poss", "nummod", "appos", "dep", "dobj"):
                return at
            if p.tag[at] not in ("IN", "TO", "RB") and "time" not in self.content.classes(at):
                return at
        return at

    def _time(self, evoked: Evoked, functions: Functions) -> Item | None:
        """Find the time of an event: at its word, at what it happens to, or at the clauses around it, nearest first."""
        p = self.parsed
        trigger = evoked.token
        if len(self.times) == 0 or evoked.rule.word_class == "phrase":
            return None
        is_lasting = evoked.rule.type in RELATIONS
        steps = {trigger: 0}
        for name in ("object", "complement", "to", "from", "in", "of"):
            for filler in functions.get(name, []):
                steps.setdefault(filler.token, 1)
        at = trigger
        for step in range(2, _MAX_CLIMB + 2):
            if p.head[at] == at:
                break
            if is_lasting and (
                p.relation[at] in ("nsubj", "nsubjpass", "dobj", "pobj", "relcl") or step > _MAX_LASTING
            ):
                break
            at = p.head[at]
            steps.setdefault(at, step)
            for child in p.children[at]:
                if p.relation[child] in ("nsubj", "nsubjpass"):
                    steps.setdefault(child, step)
        near = [
            (steps[attached], abs(item.head - trigger), order, item)
            for order, (item, attached) in enumerate(self.times)
            if attached in steps and p.sentence[item.head] == p.sentence[trigger]
        ]
        return min(near, key=lambda one: one[:3])[3] if len(near) > 0 else None
