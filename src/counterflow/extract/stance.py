"""Stance: how firmly a sentence tells of an event, whether it affirms it, and who says so.

A word that evokes a frame stands under others: "defectors say that the regime may have sold ...". Walking from it to
the root of the sentence gathers what has it in its scope: negation, modals, verbs and nouns of saying, planning,
denying, conditions, questions (`stance.toml`). What is presupposed - the content of a relative clause, a definite
noun - keeps the source of the sentence, not its negation or its doubt. The least firm word wins.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from counterflow.extract.grammar import SUBJECTS, Grammar
from counterflow.extract.lexica import load_set

STANCE_PATH = Path(__file__).parent / "stance.toml"

_FIRMNESS = ("fact", "reported", "estimated", "opinion", "planned", "possible", "former")
"""From the firmest; of several the last counts."""
_SAYING = frozenset({"reported", "estimated", "opinion", "denied", "asked", "recommended"})
_TOLD = frozenset({"reported", "estimated", "opinion"})
"""Effects that reach what is only presupposed."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "our"})
_CLAUSE = frozenset({"ccomp", "xcomp", "acomp"})
_OPEN_MARKS = frozenset({"whether", "if"})
_SHORT_MODALS = MappingProxyType({"ca": "can", "wo": "will", "'ll": "will", "'d": "would"})
_BARE_NEGATIVES = frozenset({"nobody", "nothing", "none", "no", "neither", "nowhere"})
_TEMPORAL = frozenset({"before", "after", "when", "whenever", "once", "until", "where", "wherever", "as", "while"})
_INVERTED = frozenset({"should", "had", "were"})
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

    def __init__(self, trigger: int) -> None:
        self.trigger = trigger
        self.hedges: list[str] = []
        self.negations: set[int] = set()
        """Words that negate: each counts once, however often the walk comes by."""
        self.denials: set[int] = set()
        self.sources: list[int] = []
        self.is_hard = True
        """Whether what stands further out has the event in its scope, not only the sentence's content."""
        self.is_presupposed = False
        self.is_author = False
        self.is_relational = False
        self.is_relative = False
        """Whether the word stands in a relative clause."""
        """Whether the text itself gives it as its opinion: "we can safely assume"."""

    def add(self, effect: str | None, word: int, sources: Iterable[int] = ()) -> None:
        """Add the effect of a word, and who says so."""
        if effect is None or not (self.is_hard or effect in _TOLD or effect == "denied-if-negated"):
            return
        if effect == "denied-if-negated":
            # "says that it never sold": what one says of oneself is a denial.
            effect = "reported"
            if len(self.negations) % 2 == 1 and self.is_hard:
                self.denials.add(word)
                self.negations.clear()
        if effect in _SAYING:
            self.sources += [one for one in reversed(list(sources)) if one not in self.sources]
        if effect == "negated":
            self.negations.add(word)
        elif effect == "denied":
            self.denials.add(word)
        else:
            self.hedges.append({"asked": "possible", "recommended": "planned"}.get(effect, effect))

    def presuppose(self) -> None:
        """Go on outside a clause or a noun phrase whose content the sentence takes for granted."""
        self.is_hard = False
        self.is_presupposed = True

    def result(self, hedge: str | None) -> Stance:
        hedges = [*self.hedges, *([] if hedge is None else [hedge])]
        is_negated = len(self.negations) % 2 == 1
        polarity = "negated" if is_negated else "affirmed"
        if len(self.denials) > 0:
            # "did not deny": neither a denial nor a statement of the fact.
            polarity = "affirmed" if is_negated else "denied"
            hedges.append("possible" if is_negated else "reported")
        if self.is_author:
            hedges = ["opinion"]
        return Stance(polarity, max(hedges, key=_FIRMNESS.index, default="fact"), tuple(reversed(self.sources)))


class Stances:
    """Finds the stance of the words of one run."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.parsed = grammar.parsed
        self.words = load_stance()
        self._last: dict[int, int] = {number: at for at, number in enumerate(self.parsed.sentence)}
        self._cues: dict[int, str | None] = {}

    def find(self, trigger: int, hedge: str | None = None, is_relational: bool = False) -> Stance:
        """Find how firmly, and by whom, the frame of a word is told.

        Args:
            trigger: the word.
            hedge: what the word itself implies.
            is_relational: whether it is a noun that says what somebody is ("brother", "director"): where it is subject
                or object of another verb, that he is so is presupposed.
        """
        p = self.parsed
        walk = _Walk(trigger)
        walk.is_relational = is_relational
        at = trigger
        self._local(at, walk, is_trigger=True)
        for _ in range(_MAX_STEPS):
            head = p.head[at]
            if head == at:
                break
            at = self._step(at, head, walk)
        self._root(at, walk)
        return walk.result(hedge)

    # What stands at one word

    def _local(self, token: int, walk: _Walk, is_trigger: bool = False) -> None:
        """Gather what modifies one word: negation, modals, adverbs, determiners, adjectives, conditions."""
        if self.grammar.is_verb(token):
            self._at_verb(token, walk, is_trigger)
        else:
            self._at_noun(token, walk)

    def _at_verb(self, verb: int, walk: _Walk, is_trigger: bool) -> None:
        p = self.parsed
        for child in p.children[verb]:
            relation, lower = p.relation[child], p.lower[child]
            if relation == "neg":
                walk.add("negated", child)
            elif relation == "aux" and p.tag[child] == "MD":
                self._modal(child, verb, walk)
            elif relation in ("advmod", "preconj"):
                self._adverb(child, walk)
            elif relation == "mark":
                walk.add(self.words["mark"].get(lower), child)
            elif relation in ("acomp", "oprd"):
                walk.add(self._adjective(child), child)
                self._local_adverbs(child, walk)
            elif relation in ("advcl", "ccomp"):
                self._condition(child, verb, walk)
            elif relation == "prep":
                self._adjunct(child, walk)
            elif relation in SUBJECTS or (relation in ("dobj", "attr") and (is_trigger or self._is_light(verb))):
                self._participant(child, relation, walk)
        before = verb - 1
        if before > 0 and p.lower[before] == "to" and p.lower[before - 1] == "used" and p.head[verb] == before - 1:
            if not self.grammar.is_passive(before - 1):
                walk.add("former", verb)

    def _at_noun(self, noun: int, walk: _Walk) -> None:
        p = self.parsed
        for child in p.children[noun]:
            relation, lower = p.relation[child], p.lower[child]
            if relation in ("det", "neg", "preconj"):
                walk.add(self.words["determiner"].get(lower), child)
            elif relation in ("amod", "compound", "nmod", "advmod"):
                walk.add(self._adjective(child), child)
                if p.tag[child][:2] == "RB":
                    self._adverb(child, walk)

    def _adjective(self, token: int) -> str | None:
        found = self.words["adjective"].get(self.parsed.lower[token])
        return found or self.words["adjective"].get(self.parsed.lemma[token])

    def _local_adverbs(self, token: int, walk: _Walk) -> None:
        for child in self.parsed.children[token]:
            if self.parsed.relation[child] == "neg":
                walk.add("negated", child)

    def _modal(self, modal: int, verb: int, walk: _Walk) -> None:
        p = self.parsed
        word = _SHORT_MODALS.get(p.lower[modal], p.lower[modal])
        walk.add(self.words["modal"].get(word), modal)
        # "would have sold": it did not.
        perfect = any(p.lower[one] == "have" and p.relation[one] == "aux" for one in p.children[verb])
        if perfect and word == "would":
            walk.add("negated", modal)

    def _adverb(self, child: int, walk: _Walk) -> None:
        p = self.parsed
        word = p.lower[child]
        if word in ("longer", "more"):
            if any(p.lower[one] in ("no", "not", "n't", "any") for one in p.children[child]):
                walk.add("negated", child)
                walk.add("former" if word == "longer" else None, child)
            return
        effect = self.words["adverb"].get(word)
        if word == "not" and any(p.lower[one] == "only" for one in (child + 1,) if one < len(p.lower)):
            return
        walk.add(effect, child)

    def _participant(self, child: int, relation: str, walk: _Walk) -> None:
        """A negative or a general participant: "no vessel carried", "whoever sells", "sold nothing"."""
        p = self.parsed
        words = [child, *(one for one in p.children[child] if p.relation[one] in ("det", "neg", "preconj", "predet"))]
        words += [one for word in words for one in p.children[word] if p.relation[one] == "advmod" and word != one]
        for word in words:
            lower = p.lower[word]
            if p.relation[word] == "advmod":
                walk.add(self.words["adverb"].get(lower) if relation in SUBJECTS else None, word)
                continue
            if (lower in _BARE_NEGATIVES and p.tag[word] in ("DT", "NN", "CC", "RB", "CD")) or (
                lower == "not" and relation in SUBJECTS
            ):
                walk.add("negated", word)
                return
        if relation in SUBJECTS and any(self.words["determiner"].get(p.lower[one]) == "possible" for one in words):
            walk.add("possible", child)

    def _condition(self, child: int, verb: int, walk: _Walk) -> None:
        """A condition beside the verb makes it possible only: "if paid, they will ship", "had it paid, ..."."""
        p = self.parsed
        marks = [p.lower[one] for one in p.children[child] if p.relation[one] in ("mark", "advmod")]
        if any(self.words["mark"].get(mark) == "possible" for mark in marks) and "whether" not in marks:
            walk.add("possible", child)
        elif p.lower[min([child, *p.children[child]])] in _INVERTED and child < verb:
            walk.add("possible", child)
        elif self.words["mark"].get(p.lower[child]) == "possible":
            walk.add("possible", child)  # "assuming that"

    def _adjunct(self, preposition: int, walk: _Walk) -> None:
        """ "According to X", "contrary to what X says"."""
        p = self.parsed
        if p.lower[preposition] != "according":
            return
        inner = [
            one
            for child in p.children[preposition]
            for one in ([child] if p.relation[child] == "pobj" else p.children[child])
            if p.relation[one] == "pobj"
        ]
        walk.add("reported", preposition, [token for one in inner for token in self.grammar.conjuncts(one)])

    def _is_light(self, verb: int) -> bool:
        lemma = self.parsed.lemma[verb]
        return lemma in load_set("light_verb") or lemma in load_set("occurrence")

    # One step outwards

    def _step(self, at: int, head: int, walk: _Walk) -> int:
        """Gather what the word above has in its scope, and give the word to go on from."""
        p = self.parsed
        relation = p.relation[at]
        is_verb, is_under_verb = self.grammar.is_verb(at), self.grammar.is_verb(head)
        if relation in ("pobj", "pcomp"):
            return self._over_preposition(at, head, walk)
        if relation == "conj":
            self._conjunct(at, head, walk)
            return head
        if relation in ("relcl", "acl"):
            if relation == "relcl" and any(p.tag[one] == "TO" for one in p.children[at]):
                relation = "acl"
            self._clause_of_noun(at, head, relation, walk)
            return head
        if is_under_verb and (relation in _CLAUSE or (relation in ("dobj", "attr", "oprd") and is_verb)):
            self._under_verb(head, at, walk)
            return head
        if is_under_verb and relation in ("csubj", "csubjpass"):
            self._as_subject(at, head, relation, walk)
            return head
        if relation in ("advcl", "parataxis", "dep") and is_under_verb:
            if relation == "advcl":
                self._adverbial(at, head, walk)
            else:
                walk.is_hard = False
            return head
        if is_under_verb and relation == "prep" and at == walk.trigger:
            self._local(head, walk)  # "works on behalf of"
            return head
        if is_under_verb:
            self._noun_under_verb(at, head, relation, walk)
            return head
        if relation == "ccomp" and p.lemma[head] in load_set("factive"):
            walk.presuppose()
            return head
        if relation in ("ccomp", "xcomp", "acomp"):
            # At an adjective or a noun: "likely to sell", "the claim that".
            walk.add(self._adjective(head) or self.words["noun"].get(p.lemma[head]), head)
            self._local(head, walk)
            return head
        if relation in ("poss", "compound", "appos", "nmod", "amod"):
            walk.presuppose()
        return head

    def _over_preposition(self, at: int, preposition: int, walk: _Walk) -> int:
        """Step over a preposition to what it hangs on: "accused of selling", "plans for a sale"."""
        p = self.parsed
        governor = p.head[preposition]
        name = p.lower[preposition]
        walk.add(self.words["preposition"].get(name), preposition)
        if governor == preposition:
            return preposition
        above = p.lower[governor]
        for whole in (f"{above} {name}", f"{name} {above}"):
            if whole in self.words["preposition"]:
                walk.add(self.words["preposition"][whole], preposition)
                walk.is_hard = False
                return governor
        if (
            p.relation[preposition] in ("prep", "pcomp")
            and p.tag[governor] in ("IN", "TO", "RB")
            and governor != p.head[governor]
        ):
            return governor
        if self.grammar.is_verb(governor):
            self._governed(at, governor, name, walk)
            return governor
        effect = self.words["noun"].get(p.lemma[governor]) or self._adjective(governor)
        if effect is not None:
            walk.add(effect, governor, self._speakers_of_noun(governor))
            self._local(governor, walk)
        else:
            self._at_noun(governor, walk)
            if self._is_definite(governor):
                walk.presuppose()
        return governor

    def _governed(self, at: int, verb: int, preposition: str, walk: _Walk) -> None:
        """What a verb has in its scope through a preposition: "accused of selling", "engaged in sales"."""
        effect = self.words["verb"].get(self.parsed.lemma[verb])
        is_gerund = self.grammar.is_verb(at)
        if (
            effect in _TOLD
            and preposition not in ("of", "with", "about", "as")
            and not (is_gerund and preposition == "to")
        ):
            effect = None
        if effect == "negated" and preposition not in ("from", "in", "on", "to", "of"):
            effect = None
        if effect is not None:
            self._apply(verb, effect, walk)
            self._local(verb, walk)
        elif f"{self.parsed.lemma[verb]} {preposition}" in load_set("light_verb"):
            self._local(verb, walk)
        elif is_gerund and preposition in ("by", "in"):
            self._local(verb, walk)
        else:
            if is_gerund and preposition in ("before", "after", "to", "when", "while") and self._is_unreal(verb):
                walk.add("possible", at)
            walk.is_hard = False

    def _conjunct(self, at: int, head: int, walk: _Walk) -> None:
        """Share what stands before the first of joined words: "did not load or ship", "may sell and deliver"."""
        p = self.parsed
        if not self.grammar.is_verb(at):
            if not self.grammar.is_verb(head) and not any(p.relation[one] == "det" for one in p.children[at]):
                self._at_noun(head, walk)
            return
        if not self.grammar.is_verb(head):
            return
        has_own = any(p.relation[one] in ("nsubj", "nsubjpass") for one in p.children[at])
        has_auxiliary = any(p.relation[one] == "aux" for one in p.children[at])
        is_or = any(p.lower[one] in ("or", "nor") for one in p.children[head] if p.relation[one] == "cc")
        for child in p.children[head]:
            relation = p.relation[child]
            if relation in ("aux", "neg", "preconj") and (has_own or has_auxiliary):
                continue
            if relation == "aux" and p.tag[child] == "MD" and p.tag[at] in ("VB", "VBN"):
                self._modal(child, head, walk)
            elif relation == "neg" and (is_or or p.tag[at] in ("VB", "VBN", "VBG")):
                walk.add("negated", child)
            elif relation == "preconj" or p.lower[child] == "neither":
                self._adverb(child, walk)
            elif relation == "mark":
                walk.add(self.words["mark"].get(p.lower[child]), child)
            elif relation == "advcl":
                self._condition(child, head, walk)
            elif relation == "prep" and p.lower[child] == "according":
                self._adjunct(child, walk)
            elif relation == "advmod" and child < head and not has_own:
                self._adverb(child, walk)
            elif relation in SUBJECTS and not has_own:
                self._participant(child, relation, walk)

    def _apply(self, verb: int, effect: str, walk: _Walk) -> None:
        if self.grammar.is_passive(verb):
            sources = [one.token for one in self.grammar.functions(verb).get("subject", [])]
        else:
            sources = self.grammar.surface(verb)
        if effect == "opinion" and any(self.parsed.lower[one] in ("we", "i") for one in sources) and walk.is_hard:
            walk.is_author = True
        sources = [*sources, *self._cited(verb)]
        if effect == "reported" and self.parsed.lemma[verb] in load_set("own_word"):
            effect = "denied-if-negated"
        walk.add(effect, verb, [one for one in sources if self._can_say(one)])

    def _cited(self, verb: int) -> list[int]:
        """Give whom the speaker cites: "citing officials, the paper reported"."""
        p = self.parsed
        clauses = [
            child for child in p.children[verb] if p.relation[child] == "advcl" and p.lemma[child] in ("cite", "quote")
        ]
        objects = [one for clause in clauses for one in p.children[clause] if p.relation[one] == "dobj"]
        return [one for token in objects for one in self.grammar.conjuncts(token)]

    def _can_say(self, token: int) -> bool:
        return self.parsed.lower[token] not in (
            "it",
            "this",
            "that",
            "which",
            "there",
            "what",
            "nobody",
            "we",
            "i",
            "one",
        )

    def _speakers_of_noun(self, noun: int) -> list[int]:
        """Give who says what a noun of saying announces: "Tehran's claim that", "a claim by Tehran"."""
        functions = self.grammar.functions(noun)
        return [one.token for name in ("possessor", "by") for one in functions.get(name, [])]

    def _under_verb(self, verb: int, at: int, walk: _Walk) -> None:
        """A clause under a verb: of saying, planning, failing, or one that only leads on to it."""
        p = self.parsed
        effect = self.words["verb"].get(p.lemma[verb])
        infinitive = any(p.tag[one] == "TO" for one in p.children[at])
        if not infinitive and self._is_factive(verb):
            walk.presuppose()
            return
        is_open = any(p.lower[one] in _OPEN_MARKS and p.relation[one] in ("mark", "advmod") for one in p.children[at])
        if p.lemma[verb] == "be":
            self._predicated(verb, walk)
        elif p.lemma[verb] == "let" and p.tag[verb] == "VB":
            walk.add("planned", verb)
        if is_open:
            # "could not say whether": whatever stands above, it is open. "Asked the firm to explain whether": the
            # asker is the source.
            above = p.head[verb]
            is_told = p.relation[verb] in ("xcomp", "ccomp") and p.lemma[above] in load_set("telling_verb")
            self._apply(above if is_told else verb, "asked", walk)
            walk.is_hard = False
            return
        if infinitive and p.lemma[verb] in load_set("telling_verb"):
            effect = "recommended"
        elif infinitive and p.lemma[verb] == "encourage" and self.grammar.is_passive(verb):
            effect = "recommended"
        elif infinitive and p.lemma[verb] == "have" and any(p.lower[one] == "yet" for one in p.children[verb]):
            effect = "negated"  # "has yet to hand over"
        elif infinitive and effect in ("asked", "reported") and not self.grammar.is_passive(verb):
            # "asked him to sell", "told it to stop"; but "claims to have sold".
            is_perfect = any(p.lower[one] == "have" for one in p.children[at])
            has_object = any(p.relation[one] in ("dobj", "dative") for one in p.children[verb])
            effect = "recommended" if (effect == "asked" or has_object) and not is_perfect else effect
        is_result = any(
            p.lower[one] in ("so", "such") for child in p.children[verb] for one in (child, *p.children[child])
        )
        if (
            effect is None
            and p.relation[at] == "ccomp"
            and not infinitive
            and not is_result
            and p.lemma[verb] not in load_set("transparent_verb")
        ):
            # What an unknown verb says of its clause is not taken for a fact.
            effect = "possible" if p.lemma[verb] != "be" else None
        if effect is not None:
            self._apply(verb, effect, walk)
        self._at_verb(verb, walk, is_trigger=False)

    def _is_factive(self, verb: int) -> bool:
        """Whether what is said of a clause takes it for true: "should not be surprised that it sells arms"."""
        p = self.parsed
        if p.lemma[verb] in load_set("factive"):
            return True
        return p.lemma[verb] == "be" and any(
            p.relation[one] in ("acomp", "attr") and p.lemma[one] in load_set("factive") for one in p.children[verb]
        )

    def _predicated(self, verb: int, walk: _Walk) -> None:
        """ "The plan is to sell", "the claim is that it sold"."""
        p = self.parsed
        for child in p.children[verb]:
            if p.relation[child] in SUBJECTS:
                walk.add(self.words["noun"].get(p.lemma[child]), child, self._speakers_of_noun(child))
                self._at_noun(child, walk)
            elif p.relation[child] in ("attr", "acomp"):
                walk.add(self.words["noun"].get(p.lemma[child]) or self._adjective(child), child)

    def _as_subject(self, at: int, verb: int, relation: str, walk: _Walk) -> None:
        """A clause as a subject: "that it sold arms is untrue", "whoever sold it left"."""
        p = self.parsed
        is_open = any(p.lower[one] in _OPEN_MARKS for one in p.children[at] if p.relation[one] in ("mark", "advmod"))
        is_that = any(p.lower[one] == "that" and p.relation[one] == "mark" for one in p.children[at])
        if is_open:
            walk.add("possible", at)
        elif is_that:
            effect = self.words["verb"].get(p.lemma[verb])
            if effect is not None:
                self._apply(verb, effect, walk)
            self._at_verb(verb, walk, is_trigger=False)
        walk.is_hard = False

    def _clause_of_noun(self, at: int, noun: int, relation: str, walk: _Walk) -> None:
        """A clause at a noun: "a plan to sell", "the claim that it sold"; a relative clause is presupposed."""
        p = self.parsed
        marks = [p.lower[one] for one in p.children[at] if p.relation[one] in ("mark", "advmod")]
        infinitive = any(p.tag[one] == "TO" for one in p.children[at])
        effect = self.words["noun"].get(p.lemma[noun])
        is_content = infinitive or "that" in marks or not self._has_gap(at)
        if p.tag[at] == "VBG" and relation == "acl" and self.words["verb"].get(p.lemma[at]) in _TOLD:
            # "records showing that", "nothing suggesting that": the noun is what tells.
            self._at_noun(noun, walk)
            return
        if infinitive and (p.lower[noun] in _BARE_NEGATIVES or any(p.lower[one] == "no" for one in p.children[noun])):
            walk.add("negated", noun)
        if is_content and (effect is not None or p.lemma[noun] in load_set("proof_noun")):
            walk.add(effect, noun, self._speakers_of_noun(noun))
            self._at_noun(noun, walk)
            if any(mark in _OPEN_MARKS for mark in marks):
                walk.add("possible", at)
            return
        if p.tag[at] == "VBG" and p.relation[noun] == "pobj" and p.lower[p.head[noun]] == "of":
            # "the risk of an officer selling rifles"
            above = p.head[p.head[noun]]
            walk.add(self.words["noun"].get(p.lemma[above]), above)
        if any(mark in _OPEN_MARKS for mark in marks):
            walk.add("possible", at)
        if infinitive:
            walk.add("planned", at)
        if p.lemma[noun] in load_set("supposed_noun") or self._is_general(at, noun):
            walk.add("possible", noun)
        walk.is_relative = True
        for child in p.children[noun]:
            if p.relation[child] == "det" and self.words["determiner"].get(p.lower[child]) == "possible":
                walk.add("possible", child)
        walk.add("possible" if self.words["determiner"].get(p.lower[noun]) == "possible" else None, noun)
        walk.presuppose()

    def _is_general(self, clause: int, noun: int) -> bool:
        """Whether a clause at a noun belongs to a rule about anybody: "persons who finance it can be prosecuted"."""
        p = self.parsed
        has_own = any(
            p.relation[one] in ("det", "poss", "nummod", "amod", "compound") and one < noun for one in p.children[noun]
        )
        if p.tag[noun] != "NNS" or has_own or noun > clause or p.text[noun + 1] == ",":
            return False
        head = p.head[noun]
        if p.relation[noun] not in SUBJECTS or not self.grammar.is_verb(head):
            return False
        is_present = p.tag[clause] in ("VBP", "VBG", "VBZ") and any(
            p.tag[one] in ("VBP", "VBZ") for one in (head, *p.children[head])
        )
        return self._is_unreal(head) or (is_present and not self._has_sayer(head))

    def _has_sayer(self, verb: int) -> bool:
        return self.words["verb"].get(self.parsed.lemma[verb]) == "reported"

    def _has_gap(self, clause: int) -> bool:
        """Whether a clause at a noun lacks what the noun fills, so that it is a relative clause."""
        p = self.parsed
        if p.relation[clause] == "acl":
            return p.tag[clause] in ("VBN", "VBG")
        relatives = [
            one
            for child in p.children[clause]
            for one in (child, *p.children[child])
            if p.tag[one] in ("WDT", "WP", "WP$", "WRB")
        ]
        # "a report which claims": the pronoun is the subject. "reports that diplomats sold ivory": nothing is missing.
        subjects = [one for one in p.children[clause] if p.relation[one] in SUBJECTS]
        objects = [one for one in p.children[clause] if p.relation[one] in ("dobj", "prep", "attr")]
        if any(p.lower[one] != "that" for one in relatives):
            return True
        return len(subjects) == 0 or any(p.lower[one] == "that" for one in subjects) or len(objects) == 0

    def _adverbial(self, at: int, head: int, walk: _Walk) -> None:
        """An adverbial clause: its own marks were gathered at its verb; most of them presuppose what they say."""
        p = self.parsed
        marks = [p.lower[one] for one in p.children[at] if p.relation[one] in ("mark", "advmod")]
        first = p.lower[min([at, *p.children[at]])]
        infinitive = any(p.tag[one] == "TO" for one in p.children[at])
        if "than" in marks or (first == "rather" and "than" in marks):
            walk.add("negated", at)
        elif first in _INVERTED and p.tag[at] != "VBD":
            walk.add("possible", at)
        elif infinitive and p.lemma[head] not in load_set("light_verb"):
            effect = self.words["verb"].get(p.lemma[head])
            if effect is not None and effect not in _TOLD:
                self._apply(head, effect, walk)
                self._at_verb(head, walk, is_trigger=False)
                return
            walk.add("planned", at)
        elif p.tag[at] == "VBG" and len(marks) == 0:
            # "sold drugs, earning millions": told with its main clause.
            self._at_verb(head, walk, is_trigger=False)
            return
        is_to_come = any(mark in ("before", "until", "till") for mark in marks) and p.tag[at] in ("VBZ", "VBP", "VB")
        if is_to_come or (any(mark in _TEMPORAL for mark in marks) and self._is_unreal(head)):
            walk.add("possible", at)
        walk.is_hard = False

    def _is_unreal(self, verb: int) -> bool:
        """Whether a main clause tells of no fact, so that neither do its clauses of time: "check it before you pay"."""
        p = self.parsed
        return self._is_order(verb) or any(
            p.relation[one] == "aux" and p.lower[one] in self.words["modal"] for one in p.children[verb]
        )

    def _noun_under_verb(self, at: int, verb: int, relation: str, walk: _Walk) -> None:
        """A noun that evokes a frame, as subject or object of a verb."""
        p = self.parsed
        effect = self.words["verb"].get(p.lemma[verb])
        if at == walk.trigger and walk.is_relational and relation in ("dobj", "dative", "nsubjpass", "nsubj"):
            if p.lemma[verb] != "be":
                walk.presuppose()
                return
        if relation in ("dobj", "dative", "nsubjpass"):
            is_teller = at != walk.trigger and (
                p.lemma[at] in load_set("proof_noun") or p.lemma[at] in self.words["noun"]
            )
            if effect == "reported" and (is_teller or p.lemma[verb] in load_set("content_verb")):
                self._apply(verb, effect, walk)
                self._local(verb, walk)
            elif effect is not None and (effect != "reported" or relation == "nsubjpass"):
                self._apply(verb, effect, walk)
                self._local(verb, walk)
            elif self._is_light(verb) or not self._is_definite(at):
                self._local(verb, walk)
            else:
                walk.presuppose()
        elif relation in ("attr", "oprd"):
            self._local(verb, walk)
        elif relation == "nsubj" and (self._is_light(verb) or p.lemma[verb] in ("become", "remain", "seem", "appear")):
            self._local(verb, walk)
        else:
            walk.is_hard = False

    def _is_definite(self, noun: int) -> bool:
        p = self.parsed
        return any(
            p.relation[one] == "poss" or (p.relation[one] == "det" and p.lower[one] in _DEFINITE)
            for one in p.children[noun]
        )

    # The sentence as a whole

    def _root(self, root: int, walk: _Walk) -> None:
        p = self.parsed
        first = root == 0 or p.sentence[root - 1] != p.sentence[root]
        if self._is_asked(root, walk.trigger) and not walk.is_relative and (first or not walk.is_presupposed):
            walk.hedges.append("possible")
        if self._is_order(root):
            walk.add("planned", root)
        if self._cue(p.sentence[root]) is not None and not walk.is_presupposed:
            walk.hedges.append("possible")
        if not walk.is_presupposed and self._is_contested(walk):
            walk.hedges.append("possible")
        if not walk.is_relative and self._is_conditional(walk.trigger):
            walk.hedges.append("possible")

    def _is_order(self, root: int) -> bool:
        """Whether a verb is an imperative: "do not pay the ransom"."""
        p = self.parsed
        return (
            p.head[root] == root
            and p.tag[root] in ("VB", "VBP")
            and not any(
                p.relation[one] in (*SUBJECTS, "auxpass", "expl", "csubj")
                or (p.relation[one] == "aux" and p.lemma[one] != "do")
                for one in p.children[root]
            )
        )

    def _is_asked(self, root: int, trigger: int) -> bool:
        """Whether a question mark follows the word in its sentence."""
        p = self.parsed
        last = self._last[p.sentence[root]]
        return "?" in p.text[trigger : last + 1]

    def _is_conditional(self, trigger: int) -> bool:
        """Whether "whether" stands before a word in its part of the sentence.

        The parser does not always hang the clause where it belongs; better doubted than told as a fact.
        """
        p = self.parsed
        at = trigger
        while at > 0 and p.sentence[at - 1] == p.sentence[trigger] and p.text[at - 1] != ";":
            at -= 1
            if p.lower[at] == "whether":
                return True
        return False

    def _is_contested(self, walk: _Walk) -> bool:
        """Whether the sentence holds a denial that the walk did not come by: better doubted than told as a fact."""
        if len(walk.denials) > 0 or len(walk.negations) > 0 or len(walk.sources) > 0 or self._is_main(walk.trigger):
            return False
        p = self.parsed
        last = self._last[p.sentence[walk.trigger]]
        first = last
        while first > 0 and p.sentence[first - 1] == p.sentence[walk.trigger]:
            first -= 1
        denials = load_set("denial_word")
        return any(
            (p.lemma[at] in denials or p.lower[at] in denials or " ".join(p.lower[at : at + 2]) in denials)
            and not self._is_under(at, walk.trigger)
            for at in range(first, last + 1)
            if at != walk.trigger
        )

    def _is_main(self, token: int) -> bool:
        """Whether a verb is the sentence's own, or joined to it by "and" or "but"."""
        at = token
        while self.parsed.relation[at] == "conj" and self.parsed.head[at] != at:
            at = self.parsed.head[at]
        return self.parsed.head[at] == at and self.grammar.is_verb(token)

    def _is_under(self, token: int, above: int) -> bool:
        at = token
        for _ in range(_MAX_STEPS):
            if at == above:
                return True
            if self.parsed.head[at] == at:
                return False
            at = self.parsed.head[at]
        return False

    def _cue(self, sentence: int) -> str | None:
        """Find a phrase that makes the whole sentence a condition."""
        if sentence not in self._cues:
            p = self.parsed
            last = self._last[sentence]
            first = last
            while first > 0 and p.sentence[first - 1] == sentence:
                first -= 1
            words = " " + " ".join(p.lower[first : last + 1]) + " "
            cues = load_set("condition_phrase")
            self._cues[sentence] = next((cue for cue in cues if f" {cue} " in words), None)
        return self._cues[sentence]
