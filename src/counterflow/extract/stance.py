"""Stance: how firmly a sentence tells of an event, whether it affirms it, and who says so.

A word that evokes a frame stands under others: "defectors say that the regime may have sold ...". Walking from it to the
root of the sentence gathers what lies in their scope: negation, modals, verbs and nouns of saying, planning, denying,
conditions, questions (`stance.toml`). What is presupposed - the content of a relative clause, a definite noun - keeps the
source of the sentence, not its negation. The least firm word wins.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from counterflow.extract.grammar import Grammar
from counterflow.extract.lexica import load_set

STANCE_PATH = Path(__file__).parent / "stance.toml"

_FIRMNESS = ("fact", "reported", "estimated", "opinion", "planned", "possible", "former")
"""From the firmest; of several the last counts."""
_SAYING = frozenset({"reported", "estimated", "opinion", "denied", "asked"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "our"})
_CLAUSE = frozenset({"ccomp", "xcomp", "csubj", "csubjpass", "acomp"})
_MAX_STEPS = 24


class Stance(NamedTuple):
    """How a sentence tells of an event."""

    polarity: str
    hedge: str
    sources: tuple[int, ...]
    """Words that name who says so, outermost first."""


@functools.cache
def load_stance() -> Mapping[str, Mapping[str, str]]:
    """Read the lists: word class, then word, to its effect."""
    data = tomllib.loads(STANCE_PATH.read_text(encoding="utf-8"))
    return {
        word_class: {word: effect for effect, words in effects.items() for word in words}
        for word_class, effects in data.items()
    }


class _Walk:
    """What was gathered on the way from one word to the root."""

    def __init__(self) -> None:
        self.hedges: list[str] = []
        self.flips = 0
        self.denials = 0
        self.sources: list[int] = []
        self.is_hard = True
        """Whether what stands further out has the event in its scope, not only the sentence's content."""

    def add(self, effect: str | None, sources: list[int] | None = None) -> None:
        if effect is None:
            return
        if effect in _SAYING and sources:
            self.sources += [one for one in reversed(sources) if one not in self.sources]
        if effect == "negated":
            self.flips += self.is_hard
        elif effect == "denied":
            self.denials += self.is_hard
        elif effect == "asked":
            if self.is_hard:
                self.hedges.append("possible")
        elif self.is_hard or effect in ("reported", "estimated", "opinion"):
            self.hedges.append(effect)

    def result(self, hedge: str | None) -> Stance:
        hedges = [*self.hedges, *([] if hedge is None else [hedge])]
        polarity = "affirmed"
        if self.denials > 0:
            # "did not deny": neither a denial nor a statement of the fact.
            polarity = "denied" if self.flips % 2 == 0 else "affirmed"
            hedges.append("reported" if self.flips % 2 == 0 else "possible")
        elif self.flips % 2 == 1:
            polarity = "negated"
        return Stance(polarity, max(hedges, key=_FIRMNESS.index, default="fact"), tuple(reversed(self.sources)))


class Stances:
    """Finds the stance of the words of one run."""

    def __init__(self, grammar: Grammar, questions: frozenset[int]) -> None:
        """`questions` are the numbers of the sentences that ask."""
        self.grammar = grammar
        self.parsed = grammar.parsed
        self.questions = questions
        self.words = load_stance()

    def find(self, trigger: int, hedge: str | None = None) -> Stance:
        """Find how firmly, and by whom, the frame of a word is told; `hedge` is what the word itself implies."""
        p = self.parsed
        walk = _Walk()
        at = trigger
        self._local(at, walk)
        for _ in range(_MAX_STEPS):
            head = p.head[at]
            if head == at:
                break
            at = self._step(at, head, walk)
        self._root(at, walk)
        return walk.result(hedge)

    # What stands at one word

    def _local(self, token: int, walk: _Walk) -> None:
        """Gather what modifies one word: negation, modals, adverbs, determiners, adjectives, conditions."""
        p = self.parsed
        is_verb = self.grammar.is_verb(token)
        for child in p.children[token]:
            relation, lemma = p.relation[child], p.lemma[child]
            if relation == "neg":
                walk.add("negated")
            elif relation in ("aux", "auxpass") and p.tag[child] == "MD":
                walk.add(self.words["modal"].get({"ca": "can", "wo": "will", "'ll": "will", "'d": "would"}.get(lemma, lemma)))
            elif relation == "advmod" or (relation == "preconj" and lemma in ("neither", "nor")):
                self._adverb(child, walk)
            elif relation == "mark" or (relation in ("advmod", "prep", "dobj") and p.lower[child] == "whether"):
                walk.add(self.words["mark"].get(p.lower[child]))
            elif relation == "det" and not is_verb:
                walk.add(self.words["determiner"].get(p.lower[child]))
            elif relation in ("amod", "compound", "nmod") and not is_verb:
                walk.add(self.words["adjective"].get(lemma) or self.words["adjective"].get(p.lower[child]))
            elif relation in ("acomp", "oprd") and is_verb:
                walk.add(self.words["adjective"].get(lemma) or self.words["adjective"].get(p.lower[child]))
            elif relation == "advcl" and is_verb:
                self._condition(child, token, walk)
            elif relation == "prep" and p.lower[child] == "according":
                self._according(child, walk)
            elif relation in ("nsubj", "nsubjpass", "dobj", "attr") and is_verb:
                self._participant(child, relation, walk)
        if is_verb:
            self._periphrasis(token, walk)

    def _adverb(self, child: int, walk: _Walk) -> None:
        p = self.parsed
        word = p.lower[child]
        if word == "longer" or (word == "more" and any(p.relation[one] == "neg" for one in p.children[child])):
            if any(p.lower[one] in ("no", "not", "n't") for one in p.children[child]):
                walk.add("negated")
            return
        walk.add(self.words["adverb"].get(word))

    def _participant(self, child: int, relation: str, walk: _Walk) -> None:
        """A negative or a general participant: "no vessel carried", "whoever sells", "sold nothing"."""
        p = self.parsed
        words = [p.lower[child], *(p.lower[one] for one in p.children[child] if p.relation[one] in ("det", "neg", "preconj"))]
        for word in words:
            if word in ("nobody", "nothing", "none", "no", "neither") or (word == "not" and relation in ("nsubj", "nsubjpass")):
                walk.add("negated")
                return
        effect = self.words["determiner"].get(words[0])
        if effect == "possible" or any(self.words["determiner"].get(word) == "possible" for word in words[1:] if relation == "nsubj"):
            walk.add("possible")

    def _periphrasis(self, verb: int, walk: _Walk) -> None:
        """ "used to sell" and the imperative."""
        p = self.parsed
        before = verb - 1
        if before > 0 and p.lower[before] == "to" and p.lower[before - 1] == "used" and p.relation[before - 1] in ("aux", "ROOT", "ccomp"):
            if not any(p.relation[one] in ("auxpass", "nsubjpass") for one in p.children[before - 1]) and p.head[verb] == before - 1:
                walk.add("former")

    def _condition(self, child: int, verb: int, walk: _Walk) -> None:
        """A condition beside the verb makes it possible only: "if paid, they will ship"."""
        p = self.parsed
        marks = [p.lower[one] for one in p.children[child] if p.relation[one] in ("mark", "advmod")]
        if any(self.words["mark"].get(mark) == "possible" for mark in marks) and "whether" not in marks:
            walk.add("possible")
        elif child < verb and any(p.tag[one] in ("MD", "VBD") and p.lower[one] in ("should", "had", "were") and one < child and p.relation[one] in ("aux", "auxpass") for one in p.children[child]):
            first = min([child, *p.children[child]])
            if p.lower[first] in ("should", "had", "were"):
                walk.add("possible")

    def _according(self, preposition: int, walk: _Walk) -> None:
        p = self.parsed
        for child in p.children[preposition]:
            if p.relation[child] in ("prep", "pobj"):
                found = [child] if p.relation[child] == "pobj" else [one for one in p.children[child] if p.relation[one] == "pobj"]
                walk.add("reported", [token for one in found for token in self.grammar.conjuncts(one)])

    # One step outwards

    def _step(self, at: int, head: int, walk: _Walk) -> int:
        """Gather what the word above has in its scope, and give the word to go on from."""
        p = self.parsed
        relation = p.relation[at]
        is_verb, is_governor_verb = self.grammar.is_verb(at), self.grammar.is_verb(head)
        if relation in ("pobj", "pcomp"):
            if self.words["preposition"].get(p.lower[head]) is not None:
                walk.add("negated")
            return self._from_preposition(at, head, walk)
        if relation == "conj":
            self._conjunct(at, head, walk)
            return head
        if is_governor_verb and (relation in _CLAUSE or (relation == "dobj" and is_verb)):
            self._under_verb(head, at, walk)
            return head
        if relation in ("relcl", "acl"):
            self._at_noun(at, head, relation, walk)
            return head
        if relation in ("advcl", "parataxis", "dep") and is_governor_verb:
            if relation == "advcl":
                self._adverbial(at, head, walk)
            return head
        if is_governor_verb:
            self._noun_under_verb(at, head, relation, walk)
            return head
        if relation in ("ccomp", "xcomp", "acomp"):
            # At an adjective or a noun: "likely to sell", "the claim that".
            walk.add(self.words["adjective"].get(p.lemma[head]) or self.words["noun"].get(p.lemma[head]))
            return head
        if relation in ("poss", "compound", "appos", "nmod", "amod", "prep"):
            walk.is_hard = walk.is_hard and relation == "prep"
        return head

    def _from_preposition(self, at: int, preposition: int, walk: _Walk) -> int:
        """Step over a preposition to what it hangs on: "accused of selling", "plans for a sale"."""
        p = self.parsed
        governor = p.head[preposition]
        if governor == preposition:
            return preposition
        name = p.lower[preposition]
        if p.relation[preposition] == "prep" and p.lower[governor] in ("instead", "rather", "according", "out"):
            if p.lower[governor] in ("instead", "rather"):
                walk.add("negated")
            walk.is_hard = False
            return governor
        if p.relation[preposition] == "pcomp" or p.relation[preposition] == "prep" and p.relation[governor] == "prep":
            return governor
        if self.grammar.is_verb(governor):
            effect = self._effect(governor)
            if effect is not None and (self.grammar.is_verb(at) or name in ("of", "for", "on", "from", "about", "in", "with", "to")):
                if not (effect in ("reported", "opinion", "estimated") and name not in ("of", "with", "about", "as")):
                    self._apply(governor, effect, walk)
                    self._local(governor, walk)
                    return governor
            self._carried(at, governor, name, walk)
            return governor
        effect = self.words["noun"].get(p.lemma[governor]) or self.words["adjective"].get(p.lemma[governor])
        if effect is not None and name in ("of", "for", "to", "about", "on", "against", "that", "in", "at", "from"):
            sources = [one.token for one in self.grammar.functions(governor).get("possessor", [])]
            walk.add(effect, sources)
            self._local(governor, walk)
        else:
            self._determined(governor, walk)
            walk.is_hard = walk.is_hard and not self._is_definite(governor)
        return governor

    def _determined(self, noun: int, walk: _Walk) -> None:
        for child in self.parsed.children[noun]:
            if self.parsed.relation[child] == "det":
                walk.add(self.words["determiner"].get(self.parsed.lower[child]))

    def _carried(self, at: int, verb: int, preposition: str, walk: _Walk) -> None:
        """A noun or gerund after a verb's preposition is in its scope where the verb only carries it."""
        if f"{self.parsed.lemma[verb]} {preposition}" in load_set("light_verb"):
            self._local(verb, walk)
        else:
            walk.is_hard = False

    def _conjunct(self, at: int, head: int, walk: _Walk) -> None:
        """Share what stands before the first of joined verbs: "did not load or ship", "may sell and deliver"."""
        p = self.parsed
        if not self.grammar.is_verb(at):
            if not self.grammar.is_verb(head):
                if not any(p.relation[one] == "det" for one in p.children[at]):
                    self._local(head, walk)
            return
        if not self.grammar.is_verb(head):
            return
        has_own = any(p.relation[one] in ("nsubj", "nsubjpass", "aux") for one in p.children[at])
        is_or = any(p.lower[one] in ("or", "nor") for one in p.children[head] if p.relation[one] == "cc")
        same_form = p.tag[at] == p.tag[head] and not has_own
        if same_form or (is_or and not has_own):
            for child in p.children[head]:
                if p.relation[child] in ("aux", "auxpass") and p.tag[child] == "MD":
                    walk.add(self.words["modal"].get(p.lemma[child]))
                elif p.relation[child] == "neg" and (is_or or any(p.tag[one] in ("MD", "VBD", "VBZ", "VBP") for one in p.children[head])):
                    walk.add("negated")
        for child in p.children[head]:
            if p.relation[child] == "mark" and not any(p.relation[one] == "mark" for one in p.children[at]):
                walk.add(self.words["mark"].get(p.lower[child]))
            elif p.relation[child] == "advcl":
                self._condition(child, head, walk)
            elif p.relation[child] == "prep" and p.lower[child] == "according":
                self._according(child, walk)
            elif p.relation[child] == "advmod" and p.lower[child] in self.words["adverb"] and child < head and not has_own:
                self._adverb(child, walk)

    def _effect(self, verb: int) -> str | None:
        return self.words["verb"].get(self.parsed.lemma[verb])

    def _apply(self, verb: int, effect: str, walk: _Walk) -> None:
        sources = [] if self.grammar.is_passive(verb) else self.grammar.surface(verb)
        if self.grammar.is_passive(verb):
            sources = [one.token for one in self.grammar.functions(verb).get("subject", [])]
        walk.add(effect, [one for one in sources if self._can_say(one)])

    def _can_say(self, token: int) -> bool:
        return self.parsed.lower[token] not in ("it", "this", "that", "which", "there", "what")

    def _under_verb(self, verb: int, at: int, walk: _Walk) -> None:
        """A clause under a verb: of saying, planning, failing, or one that only leads on to it."""
        effect = self._effect(verb)
        if effect is not None:
            is_infinitive = any(self.parsed.tag[one] == "TO" for one in self.parsed.children[at])
            if effect == "asked" and is_infinitive:
                effect = "planned"
            self._apply(verb, effect, walk)
        self._local(verb, walk)

    def _at_noun(self, at: int, noun: int, relation: str, walk: _Walk) -> None:
        """A clause at a noun: "a plan to sell", "the claim that it sold", or a relative clause, which is presupposed."""
        p = self.parsed
        is_infinitive = any(p.tag[one] == "TO" for one in p.children[at])
        is_that = any(p.relation[one] == "mark" for one in p.children[at])
        effect = self.words["noun"].get(p.lemma[noun])
        if relation == "acl" and (is_infinitive or is_that) and effect is not None:
            walk.add(effect, [one.token for one in self.grammar.functions(noun).get("possessor", [])])
            self._local(noun, walk)
            return
        if relation == "acl" and is_infinitive:
            walk.add("planned")
        if relation == "acl" and is_that and p.lemma[noun] in ("evidence", "proof", "sign", "indication", "fact", "doubt"):
            self._local(noun, walk)
            return
        for child in p.children[noun]:
            if p.relation[child] == "det" and self.words["determiner"].get(p.lower[child]) == "possible":
                walk.add("possible")
        walk.is_hard = False

    def _adverbial(self, at: int, head: int, walk: _Walk) -> None:
        p = self.parsed
        marks = [p.lower[one] for one in p.children[at] if p.relation[one] in ("mark", "advmod")]
        first = min([at, *p.children[at]])
        is_infinitive = any(p.tag[one] == "TO" for one in p.children[at])
        if "than" in marks or (p.lower[first] == "rather" and "than" in (p.lower[one] for one in p.children[at])):
            walk.add("negated")
        elif "as" in marks or p.lower[first] == "as":
            pass
        elif is_infinitive and p.lemma[head] != "use" and self._effect(head) is not None and self._effect(head) not in ("reported", "opinion"):
            self._apply(head, self._effect(head) or "", walk)
            self._local(head, walk)
            return
        elif is_infinitive and p.lemma[head] != "use":
            walk.add("planned")
        elif p.tag[at] == "VBG" and len(marks) == 0:
            # "sold drugs, earning millions": told with its main clause.
            self._local(head, walk)
            return
        walk.is_hard = False

    def _noun_under_verb(self, at: int, verb: int, relation: str, walk: _Walk) -> None:
        """A noun that evokes a frame, as subject or object of a verb."""
        p = self.parsed
        effect = self._effect(verb)
        is_passive_subject = relation == "nsubjpass"
        if relation in ("dobj", "attr", "oprd", "dative") or is_passive_subject:
            if effect is not None and effect not in ("reported",) or effect == "reported" and is_passive_subject:
                self._apply(verb, effect or "", walk)
                self._local(verb, walk)
                return
            if p.lemma[verb] in load_set("light_verb") or p.lemma[verb] in load_set("occurrence") or not self._is_definite(at):
                self._local(verb, walk)
                return
            walk.is_hard = False
            return
        if relation == "nsubj" and (p.lemma[verb] in load_set("occurrence") or p.lemma[verb] in ("be", "become", "remain", "seem", "appear")):
            self._local(verb, walk)
            return
        walk.is_hard = False

    def _is_definite(self, noun: int) -> bool:
        p = self.parsed
        return any(
            p.relation[one] == "poss" or (p.relation[one] == "det" and p.lower[one] in _DEFINITE) for one in p.children[noun]
        )

    def _root(self, root: int, walk: _Walk) -> None:
        p = self.parsed
        if p.sentence[root] in self.questions and walk.is_hard:
            walk.add("possible")
        is_imperative = p.tag[root] == "VB" and not any(
            p.relation[one] in ("nsubj", "nsubjpass", "aux", "auxpass", "expl") for one in p.children[root]
        )
        if is_imperative and walk.is_hard:
            walk.add("planned")
