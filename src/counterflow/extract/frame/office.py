"""Offices: the title, the body and the holder of an office, read from the order of the words.

Titles are long rows of capitals ("Deputy Chief of the General Staff", "Plenipotentiary Representative of Crimea to the
President"), which a small parser hangs at the wrong places; their order is strict. So the words decide first: the title
ends at the last office word of its row, what stands behind "of", "at" or "for" is the body, and an office with which a
sentence of a narrative begins is that of the listed party.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from counterflow.extract.frame.rule import load_rules
from counterflow.extract.grammar.grammar import SUBJECTS, Filler, Functions, Grammar
from counterflow.extract.lexica import load_set
from counterflow.extract.mention.filler import Content, Item

TYPES = frozenset({"officer_of", "member_of", "family", "owns", "acts_for"})
"""Frame types whose words name what a person is; the order of the words tells whose."""
BODY_TYPES = frozenset({"officer_of", "member_of"})
"""Of them, those that are held in a body."""
PORTFOLIO = "portfolio self"
"""Function of an office whose body is said only by what it is about: "Minister of Higher Education"."""
LEFT_OUT = "left out"
"""Function that says that the holder is the listed party, whom the sentence leaves out."""

_TITLE_TAGS = frozenset({"NN", "NNP", "NNPS", "JJ", "HYPH", "CD", "VBN", "VBG"})
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_PHRASE_TAGS = _NOUN_TAGS | {"JJ", "CD", "POS", "HYPH", "VBN", "VBG", "CC", "``", "''", "NFP", "SYM", "FW"}
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OF = frozenset({"of", "for", "at", "in", "to", "with", "within"})
_BODIES = frozenset({"body", "facility", "country", "programme", "company"})
_MAX_BODIES = 3
_MAX_CHAIN = 4


@functools.cache
def office_words() -> frozenset[str]:
    """Give the lemmas of the nouns that name an office."""
    rules = load_rules().by_lemma.items()
    return frozenset(
        lemma
        for lemma, found in rules
        if any(rule.type == "officer_of" and rule.word_class == "noun" and "holder" in rule.functions for rule in found)
    )


class Offices:
    """Reads the offices of one run; asked in the order of the text, since offices that are joined share a holder."""

    def __init__(self, grammar: Grammar, content: Content, has_subject: bool) -> None:
        self.grammar = grammar
        self.parsed = grammar.parsed
        self.content = content
        self.has_subject = has_subject
        self._last: tuple[int, list[Filler], bool] | None = None
        """The last office, its holders, and whether the listed party holds it."""

    def is_part(self, token: int) -> bool:
        """Whether a longer title goes on behind an office word: "Deputy" of "Deputy Prime Minister"."""
        p = self.parsed
        if p.lower[token] == "chief" and p.lower[max(token - 1, 0)] in ("in", "-") and token > 1:
            return True  # of "Commander-in-Chief"
        for at in range(token + 1, len(p.text)):
            if p.tag[at] not in _TITLE_TAGS or p.sentence[at] != p.sentence[token]:
                return False
            is_capital = p.text[at][0].isupper() or not p.text[token][0].isupper() or at == token + 1
            if p.lemma[at] in office_words() and is_capital:
                return True
            if self.content.is_name(at):
                return False
        return False

    def title(self, token: int) -> tuple[int, int]:
        """Give the first and the last token of the title of an office."""
        p = self.parsed
        first = token
        while self._is_before(first, token):
            first -= 1
        while first < token and p.tag[first] in ("HYPH", "CD"):
            first += 1
        last = token
        for words in (("in", "chief"), ("-", "in", "-", "chief"), ("general",), ("-", "general")):
            if p.lower[token + 1 : token + 1 + len(words)] == list(words):
                last = token + len(words)
        portfolio = self._portfolio(last)
        return first, last if portfolio is None else portfolio

    def _is_before(self, first: int, token: int) -> bool:
        """Whether the word before a title's first belongs to it."""
        p = self.parsed
        at = first - 1
        return (
            at >= 0
            and p.sentence[at] == p.sentence[token]
            and p.tag[at] in _TITLE_TAGS
            and (p.tag[at][:2] != "VB" or p.relation[at] in ("amod", "compound"))
            and not self.content.is_name(at)
            and not self.content.classes(at) & {"time", "group", "country"}
            and p.lower[at] not in ("former", "ex", "current", "called")
        )

    def add(self, tokens: Sequence[int], token: int, functions: Functions, type_: str) -> None:
        """Put what the words say into the functions of an office that the grammar gave; `type_`: of the frame."""
        p = self.parsed
        first, last = self.title(token)
        if self._portfolio(token) is not None:
            last = token
        if p.lower[tokens[-1]] not in _OF:
            last = max(last, tokens[-1])
        if type_ in BODY_TYPES:
            self._add_bodies(last, token, functions)
        self._add_holder(first, token, functions, type_ not in ("officer_of", "family"))

    # The body

    def _portfolio(self, last: int) -> int | None:
        """Give the last word of what a minister is minister of."""
        p = self.parsed
        if p.lemma[last] not in load_set("portfolio_office") or p.lower[last + 1 : last + 2] not in (["of"], ["for"]):
            return None
        end = self._phrase_end(last + 2)
        named = [at for at in range(last + 2, end) if self._body(at) is not None and self.content.is_name(at)]
        nouns = [at for at in range(last + 2, end) if p.tag[at] in _NOUN_TAGS]
        return nouns[-1] if len(named) == 0 and len(nouns) > 0 else None

    def _phrase_end(self, start: int) -> int:
        """Give the end of the noun phrase that begins at a word, commas of an enumeration included."""
        p = self.parsed
        at = start
        while at < len(p.text) and p.sentence[at] == p.sentence[start]:
            goes_on = (
                p.tag[at] in _PHRASE_TAGS
                or (p.tag[at] in ("DT", "PRP$") and at == start)
                or (
                    p.text[at] == ","
                    and at + 2 < len(p.text)
                    and p.tag[at + 1][:3] == "NNP"
                    and p.text[at + 2] in (",", "and")
                )
            )
            if not goes_on or (p.tag[at] == "CC" and p.lemma[min(at + 1, len(p.text) - 1)] in office_words()):
                break
            if p.tag[at] == "CC" and self._begins_office(at + 1):
                break
            at += 1
        return at

    def _begins_office(self, at: int) -> bool:
        """Whether a title begins at a word: its row ends with an office word."""
        p = self.parsed
        while at < len(p.text) and p.tag[at] in _TITLE_TAGS | {"DT"}:
            if p.lemma[at] in office_words():
                return True
            at += 1
        return False

    def _body(self, at: int) -> Item | None:
        """Give the named body, country or facility that begins at a word."""
        item = self.content.covered.get(at)
        if (
            item is None
            or item.first != at
            or not item.classes & _BODIES
            or (item.is_common and "body" not in item.classes)
        ):
            return None
        p = self.parsed
        return None if item.last + 1 < len(p.text) and p.tag[item.last + 1] == "POS" else item

    def _add_bodies(self, last: int, token: int, functions: Functions) -> None:
        p = self.parsed
        at = last + 1
        while at < len(p.text) and (p.tag[at] in ("''", "-RRB-") or p.text[at] in "'\""):
            at += 1
        if at < len(p.text) and p.tag[at] == "-LRB-":
            close = next((one for one in range(at, min(at + 8, len(p.text))) if p.tag[one] == "-RRB-"), None)
            at = at if close is None else close + 1
        portfolio = self._portfolio(token)
        if portfolio is not None:
            functions[PORTFOLIO] = [Filler(token)]
            for name in ("of", "for"):
                functions.pop(name, None)
            at = portfolio + 1
        found: Functions = {}
        for _ in range(_MAX_BODIES):
            if at + 1 >= len(p.text) or p.lower[at] not in _OF or p.sentence[at] != p.sentence[token]:
                break
            end = self._phrase_end(at + 1)
            bodies = [one for one in map(self._body, range(at + 1, end)) if one is not None]
            if len(bodies) > 0:
                listed = self._listed(bodies[0])
                found.setdefault(p.lower[at], []).extend(Filler(one.head) for one in listed)
                at = listed[-1].last + 1
            else:
                nouns = [one for one in range(at + 1, end) if p.tag[one] in _NOUN_TAGS]
                if len(nouns) == 0:
                    break
                found.setdefault(p.lower[at], []).append(Filler(nouns[-1]))
                if "body" not in self.content.classes(nouns[-1]):
                    break
                at = max(end, at + 1)
        for name, fillers in found.items():
            known = functions.get(name, [])
            if not any(self.content.is_name(one.token) for one in known):
                functions[name] = fillers

    def _listed(self, body: Item) -> list[Item]:
        """Give a body and those that are listed behind it."""
        p = self.parsed
        found = [body]
        while True:
            at = found[-1].last + 1
            begins = at
            while (
                at < len(p.text)
                and p.sentence[at] == p.sentence[body.first]
                and p.lower[at] in (",", "and", "or", "the")
            ):
                at += 1
            following = self._body(at) if at > begins and at < len(p.text) else None
            if following is None or "country" in following.classes or p.lower[begins] == "the":
                return found
            found.append(following)

    # The holder

    def _add_holder(self, first: int, token: int, functions: Functions, may_be_body: bool) -> None:
        p = self.parsed
        parties = [self._party(one, may_be_body) for one in functions.pop("holder", [])]
        holders = [one for one in parties if one is not None]
        is_left_out = False
        start = token
        while start > 0 and p.sentence[start - 1] == p.sentence[token]:
            start -= 1
        if self._is_role(first, start):
            subject = self._main_subject(token)
            holders = subject or holders
            is_left_out = len(holders) == 0
        elif len(holders) == 0:
            joined = self._joined(first, token)
            if joined is not None:
                holders, is_left_out = joined
            elif self.has_subject:
                is_left_out = self._is_front(start, first)
        if len(holders) > 0:
            functions["holder"] = holders
        elif is_left_out:
            functions[LEFT_OUT] = []
        self._last = token, holders, is_left_out

    def _party(self, filler: Filler, may_be_body: bool) -> Filler | None:
        """Give the person behind a holder: of a title, who has the title."""
        p = self.parsed
        token = filler.token
        for _ in range(_MAX_CHAIN):
            if p.lemma[token] == "staff":
                return None  # "Chief of the General Staff, Minister of Defence"
            classes = self.content.classes(token)
            if p.relation[token] == "dobj" and p.lemma[token] in ("role", "position", "post", "function", "rank"):
                subjects = self.grammar.surface(p.head[token])  # "held senior roles as head of X"
                return Filler(subjects[0], 1) if len(subjects) > 0 else None
            if p.lemma[token] in office_words() and not self.content.is_name(token):
                further = self.grammar.holders(token)
                if len(further) == 0:
                    return None
                token = further[0].token
            elif classes & {"person", "pronoun", "group"} or (
                may_be_body and classes & {"party", "facility", "vessel"}
            ):
                return Filler(token, filler.rank)
            else:
                return filler if "other" in classes else None
        return None

    def _is_role(self, first: int, start: int) -> bool:
        """Whether a sentence opens with the role that its subject has: "As director of X, he", "in his capacity as"."""
        p = self.parsed
        at = first - 1
        while at >= start and p.tag[at] in ("DT", "JJ", "PRP$"):
            at -= 1
        if at < start or p.lower[at] not in ("as", "being"):
            return False
        return not any(p.tag[one] in _FINITE for one in range(start, at))

    def _main_subject(self, token: int) -> list[Filler]:
        """Give the subject of the sentence, where it stands behind the office."""
        p = self.parsed
        for at in range(token + 1, len(p.text)):
            if p.sentence[at] != p.sentence[token]:
                break
            if (
                (p.tag[at] in ("PRP", "NNP", "NNPS") or "party" in self.content.classes(at))
                and p.relation[at] in SUBJECTS
                and p.tag[p.head[at]][:2] in ("VB", "MD")
                and p.relation[p.head[at]] not in ("relcl", "acl")
            ):
                return [Filler(at)]
        return []

    def _joined(self, first: int, token: int) -> tuple[list[Filler], bool] | None:
        """Give the holder of the office before, to which this one is joined: "Head of X and Chairman of Y"."""
        p = self.parsed
        if self._last is None or p.sentence[self._last[0]] != p.sentence[token]:
            return None
        at = max(first - 1, 0)
        while at > 0 and (p.tag[at] in ("DT", "JJ", "RB", "``") or p.lower[at] in ("former", "so-called")):
            at -= 1
        before = self._last[0]
        if p.lower[at] not in (",", "and", ";", "&", "well") or any(
            p.tag[one] in _FINITE for one in range(before, token)
        ):
            return None
        return self._last[1], self._last[2]

    def _is_front(self, start: int, first: int) -> bool:
        """Whether the sentence begins with the office, as that of the party it is about."""
        p = self.parsed
        for at in range(start, first):
            # "Is the Chief of Staff": a verb that opens the sentence has no subject.
            if (p.tag[at] in _FINITE and at > start) or (p.relation[at] in SUBJECTS and p.tag[at] in ("PRP", "NNP")):
                return False
        if p.tag[start] in _FINITE and p.lemma[start] != "be":
            return False
        between = range(start + 1, first)
        if p.tag[start] == "VBN" and any(p.tag[at] == "IN" for at in between):
            return any(p.lower[at] == "as" for at in between)  # "removed from the list of members"
        before = first - 1
        while before > start and p.tag[before] in ("DT", "JJ", "VBN", "RB", "PRP$"):
            before -= 1  # "uncle of an alleged member"
        if before > start and p.tag[before] in ("IN", "TO"):
            return p.lower[before] in ("of", "as") and any(p.lower[at] == "one" for at in range(start, first))
        if p.tag[start] in _FINITE:
            return True
        is_definite = first > 0 and p.lower[first - 1] in ("the", "this", "that", "his", "her", "their", "its")
        if not is_definite:
            return not any(
                self.content.is_name(at) and "person" in self.content.classes(at) for at in range(start, first)
            )
        sentence = p.sentence[first]
        return first - 1 == start and not any(
            tag in _FINITE for at, tag in enumerate(p.tag[first:], first) if p.sentence[at] == sentence
        )
