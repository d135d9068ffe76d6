"""Coordination: words joined by "and", examples named beside a word, and what a relative pronoun stands for."""

from __future__ import annotations

from collections.abc import Iterable

from counterflow.extract.grammar.clause import relative_noun
from counterflow.extract.parse.parsed import Parsed

RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})
_EXEMPLAR_WORDS = frozenset({"especially", "notably", "namely"})
_EXEMPLAR_PHRASES = frozenset({"in particular", "for example", "for instance"})


def behind_bracket(parsed: Parsed, at: int) -> int:
    """Give the token behind a bracket that opens at a token: "vehicles (UAVs), ..."; without one, the token itself."""
    if parsed.text[at : at + 1] != ["("]:
        return at
    return next((one + 1 for one in range(at, min(at + 8, len(parsed.text))) if parsed.text[one] == ")"), at)


class Coordination:
    """The words of one run that stand together."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed

    def is_verb(self, token: int) -> bool:
        """Whether a word is used as a verb: tagged as one, and not as a noun's modifier in the -ing form."""
        tag = self.parsed.tag[token]
        return tag[:2] == "VB" or (tag == "MD" and self.parsed.relation[token] != "aux")

    def conjuncts(self, token: int) -> list[int]:
        """Give a word and those joined to it by "and", "or" and commas, in order."""
        return sorted(self._conjuncts(token))

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
        if p.tag[token] not in RELATIVES and p.lower[token] != "that":
            return token
        if p.relation[token] in ("det", "mark"):
            return token
        noun = relative_noun(p, token)
        return token if noun is None else noun

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
        after = behind_bracket(p, token + 1)
        if after + 2 < len(p.text) and p.text[after] == ",":
            opening = " ".join(p.lower[after + 1 : after + 3])
            if opening in _EXEMPLAR_PHRASES or p.lower[after + 1] in _EXEMPLAR_WORDS:
                start = after + (3 if " " in opening and p.lower[after + 1] in ("in", "for") else 2)
                start += p.text[start : start + 1] == [","]
                last = next((at for at in range(start, len(p.text)) if p.text[at] in (".", ",", ";")), len(p.text))
                found += [at for at in range(start, last) if p.tag[at][:2] == "NN" and not start <= p.head[at] < last]
                found += [at for at in range(start, last) if p.relation[at] == "conj" and p.head[at] in found]
        return [one for start in found for one in self._conjuncts(start)]
