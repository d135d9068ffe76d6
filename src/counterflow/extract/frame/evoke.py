"""What evokes a frame: a word of a rule, used as the rule says, with the rest of its phrase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from counterflow.extract.frame.office import BODY_TYPES, Offices
from counterflow.extract.frame.rule import Rule, load_rules
from counterflow.extract.grammar.grammar import Grammar
from counterflow.extract.lexica import load_set
from counterflow.extract.mention.filler import Content
from counterflow.extract.parse.climb import is_under

_MAX_PHRASE = 8
"""How many words after a verb the rest of its phrase may stand: "take the captain of the ship into custody"."""
_MAX_TITLE = 14
"""Words of the longest heading."""


class Evoked(NamedTuple):
    """A word that evokes a frame, by one rule."""

    token: int
    rule: Rule
    tokens: tuple[int, ...]
    """Tokens of the whole phrase, in order."""


class Evocation:
    """Finds what evokes frames in one run."""

    def __init__(self, grammar: Grammar, content: Content, offices: Offices) -> None:
        self.grammar = grammar
        self.parsed = grammar.parsed
        self.content = content
        self.offices = offices

    def find(self, token: int, rules: Iterable[Rule], has_subject: bool) -> Iterator[Evoked]:
        """Give the rules that hold for a word, longer phrases first; in a heading none, but of a list's narrative."""
        if not has_subject and self._is_title(token):
            return
        for rule in rules:
            tokens = self._phrase(token, rule) if self._is_class(token, rule) else None
            if tokens is not None and not self._is_told_again(token, rule.type):
                yield Evoked(token, rule, tokens)

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
        return is_open and last - first < _MAX_TITLE and not any(self._is_finite(at) for at in range(first, last + 1))

    def _is_finite(self, token: int) -> bool:
        """Whether a verb of a heading is one of a sentence; in "Drug ship bombed off Busan" the ship bombs nothing."""
        p = self.parsed
        if p.tag[token] != "VBD":
            return p.tag[token] in ("VBZ", "VBP", "MD")
        while p.relation[token] == "conj" and p.tag[p.head[token]] == "VBD":
            token = p.head[token]
        subjects = [one for one in p.children[token] if p.relation[one] == "nsubj"]
        objects = [one for one in p.children[token] if p.relation[one] in ("dobj", "attr", "ccomp", "xcomp", "acomp")]
        return len(objects) > 0 or any("vessel" not in self.content.classes(one) for one in subjects)

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
            if rule.type in BODY_TYPES and self.offices.is_part(token):
                return False
            is_modifier = p.relation[token] == "compound" and p.head[token] > token
            if is_modifier and p.tag[token] != "NNP" and p.tag[p.head[token]] not in ("NNP", "NNPS"):
                return False
            item = self.content.covered.get(token)
            is_name = (
                p.tag[token] == "NNP" and rule_is_event and p.text[token][0].isupper() and not self._is_first(token)
            )
            # "weapons of mass destruction": a word inside goods evokes nothing.
            is_inside = item is not None and "good" in item.classes and item.head != token and item.last > item.first
            is_free = item is None or item.mention_id is None or (item.is_common and not is_inside)
            return not is_name and p.tag[token][:2] == "NN" and is_free
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
            if found is None or not (is_under(p, found, token) or found == at + 1):
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
