"""Binding: the mentions of one run and what its grammar lets a pronoun among them stand for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from counterflow.extract.grammar.clause import argument_verb, followed_subject, subject_of
from counterflow.extract.parse.parsed import Parsed


class Spoken(NamedTuple):
    """A mention of a run: a name, a good or a nominal."""

    first: int
    last: int
    """Its last token, inclusive."""
    head: int
    type: str
    """As `mention` has it."""
    key: str | None
    """Of the thing that it names; null for a nominal, whose key is found here."""
    noun: str = ""
    """Of a nominal: its entry in the lexica."""
    is_definite: bool = False


class Barred(NamedTuple):
    """What a pronoun cannot stand for."""

    parsed: Parsed
    tokens: set[int]
    verb: int | None
    """Verb whose other arguments it cannot stand for."""

    def holds(self, token: int) -> bool:
        """Whether a mention with this head is barred; -1 stands in a run before and is not."""
        if token < 0 or token in self.tokens:
            return token >= 0
        return self.verb is not None and argument_verb(self.parsed, token) == self.verb


_COUNTING = frozenset(
    {"many", "some", "several", "few", "most", "other", "more", "any", "numerous", "certain", "various"}
)


class Binding:
    """One run with its mentions, and the grammar that binding needs."""

    def __init__(self, parsed: Parsed, by_head: Mapping[int, Spoken]) -> None:
        self.parsed = parsed
        self.by_head = by_head
        self._covering: dict[int, Spoken] = {}
        for one in by_head.values():
            for at in range(one.first, one.last + 1):
                self._covering.setdefault(at, one)

    def mention_head(self, at: int) -> int | None:
        """Give the head of the mention that covers a word."""
        mention = self._covering.get(at)
        return None if mention is None else mention.head

    def told_of(self, at: int) -> int | None:
        """Give what a predicate or an apposition tells of: "An is a diplomat who ..."."""
        p = self.parsed
        if p.relation[at] == "appos":
            return p.head[at]
        return subject_of(p, p.head[at]) if p.relation[at] == "attr" else None

    def owners(self, one: Spoken) -> list[int]:
        """Give the words that own a nominal: "his" sister, "Iran's" navy."""
        return [at for at in self.parsed.children[one.head] if self.parsed.relation[at] == "poss"]

    def names_inside(self, one: Spoken) -> list[int]:
        """Give the names that describe a nominal: the "Kim" regime, the government of "Iraq"."""
        names = (self.by_head.get(at) for at in range(one.first, one.last + 1))
        return [name.head for name in names if name is not None and name.key is not None and name.type != "commodity"]

    def is_counted(self, one: Spoken) -> bool:
        """Whether a number, "many" or "some" stands before the noun."""
        p = self.parsed
        return any(p.relation[at] in ("nummod", "quantmod") or p.lower[at] in _COUNTING for at in p.children[one.head])

    def called(self, one: Spoken) -> list[str]:
        """Give the nouns that the sentence calls a named thing: by apposition, as predicate, before the name, in it."""
        p = self.parsed
        if one.key is None or one.type in ("place", "group", "commodity"):
            return []
        nouns = [p.lemma[at] for at in p.children[one.head] if p.relation[at] == "appos"]
        relation, governor = p.relation[one.head], p.head[one.head]
        if relation == "appos":
            nouns.append(p.lemma[governor])
        if relation == "nsubj" and p.lemma[governor] == "be":
            nouns += [p.lemma[at] for at in p.children[governor] if p.relation[at] == "attr"]
        if one.first > 0 and p.tag[one.first - 1] == "NN":
            nouns.append(p.lemma[one.first - 1])
        if one.type != "person":
            nouns += [p.lower[one.head], p.lower[one.last]]
        return nouns

    def barred(self, at: int) -> Barred:
        """Give what a pronoun cannot stand for: what shares its clause, and what it stands in."""
        p = self.parsed
        inside = self._covering.get(at)
        tokens = {at} if inside is None else {at, inside.head}
        verb = None if p.relation[at] == "poss" else argument_verb(p, at)
        subject = None if verb is None else followed_subject(p, verb)
        if subject is not None and subject != at:
            tokens.add(subject)
        return Barred(p, tokens, verb)

    def main_subject(self, at: int) -> int | None:
        """Give the subject of the clause that a pronoun's clause stands before: "Although he signed, Dorin ..."."""
        p = self.parsed
        verb = argument_verb(p, at)
        if verb is None or p.relation[verb] not in ("advcl", "csubj"):
            return None
        subject = subject_of(p, p.head[verb])
        return subject if subject is not None and subject > at else None

    def is_ahead(self, at: int) -> bool:
        """Whether a name is the subject after the pronoun's clause, which it then stands for."""
        subject = self.main_subject(at)
        mention = None if subject is None else self.by_head.get(subject)
        return mention is not None and mention.key is not None
