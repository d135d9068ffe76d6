"""What stands at one word and tells how firm it is: negation, modals, adverbs, determiners, adjectives, conditions."""

from __future__ import annotations

from types import MappingProxyType

from counterflow.extract.grammar.grammar import SUBJECTS, Grammar
from counterflow.extract.lexica import load_set
from counterflow.extract.stance.word import TOLD, Walk, load_stance

_SHORT_MODALS = MappingProxyType({"ca": "can", "wo": "will", "'ll": "will", "'d": "would"})
BARE_NEGATIVES = frozenset({"nobody", "nothing", "none", "no", "neither", "nowhere"})
INVERTED = frozenset({"should", "had", "were"})


class LocalStance:
    """Gathers what modifies one word."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.parsed = grammar.parsed
        self.words = load_stance()

    def _local(self, token: int, walk: Walk, is_trigger: bool = False) -> None:
        """Gather what modifies one word: negation, modals, adverbs, determiners, adjectives, conditions."""
        if self.grammar.is_verb(token):
            self._at_verb(token, walk, is_trigger)
        else:
            self._at_noun(token, walk)

    def _at_verb(self, verb: int, walk: Walk, is_trigger: bool) -> None:
        p = self.parsed
        for child in p.children[verb]:
            relation, lower = p.relation[child], p.lower[child]
            if relation == "neg":
                walk.add("negated", child)
            elif relation == "aux":
                self._auxiliary(child, verb, walk)
            elif relation in ("advmod", "preconj"):
                self._adverb(child, walk)
            elif relation == "mark":
                walk.add(self.words["mark"].get(lower), child)
            elif relation in ("acomp", "oprd"):
                walk.add(self._adjective(child) or self.words["predicate"].get(lower), child)
                self._local_adverbs(child, walk)
            elif relation in ("advcl", "ccomp"):
                self._condition(child, verb, walk)
            elif relation == "parataxis":
                self._put_in(child, walk)
            elif relation == "prep":
                self._adjunct(child, walk)
            elif relation in SUBJECTS or (relation in ("dobj", "attr") and (is_trigger or self._is_light(verb))):
                self._participant(child, relation, walk)
        self._before_verb(verb, walk)

    def _before_verb(self, verb: int, walk: Walk) -> None:
        """Gather set phrases that stand right before a verb, which the parser builds in in many ways."""
        p = self.parsed
        if " ".join(p.lower[max(verb - 2, 0) : verb]) in self.words["preposition"]:
            walk.add("negated", verb - 1)  # "rather than selling it"
        if p.lower[max(verb - 2, 0) : verb] == ["all", "but"]:
            walk.add("negated", verb - 1)  # "all but sold it"
        if self._is_used_to(verb):
            walk.add("former", verb)

    def _is_used_to(self, verb: int) -> bool:
        """Whether a verb stands after "used to", that is not "were used to"."""
        p = self.parsed
        above = p.head[verb]
        return (
            p.lower[above] == "used"
            and p.lower[above + 1 : above + 2] == ["to"]
            and p.relation[verb] in ("xcomp", "advcl", "ccomp")
            and above + 1 in p.children[verb]
            and not any(p.relation[one] in ("auxpass", "nsubjpass") for one in p.children[above])
        )

    def _at_noun(self, noun: int, walk: Walk) -> None:
        p = self.parsed
        for child in p.children[noun]:
            relation, lower = p.relation[child], p.lower[child]
            if relation in ("det", "neg", "preconj"):
                walk.add(self.words["determiner"].get(lower) or self.words["adverb"].get(lower), child)
            elif relation in ("amod", "compound", "nmod", "advmod"):
                walk.add(self._adjective(child), child)
                if p.tag[child][:2] == "RB":
                    self._adverb(child, walk)

    def _in_apposition(self, noun: int, holder: int, walk: Walk) -> None:
        """What stands before an apposition belongs to it: "Kay, not the owner", "Kay, no longer the owner"."""
        p = self.parsed
        between = " ".join(p.lower[holder + 1 : noun])
        if "by no means" in between or "in no way" in between:
            walk.add("negated", noun)
        for child in p.children[holder]:
            if holder < child < noun:
                if p.relation[child] == "neg":
                    walk.add("negated", child)
                elif p.relation[child] == "advmod":
                    self._adverb(child, walk)

    def _adjective(self, token: int) -> str | None:
        found = self.words["adjective"].get(self.parsed.lower[token])
        return found or self.words["adjective"].get(self.parsed.lemma[token])

    def _local_adverbs(self, token: int, walk: Walk) -> None:
        for child in self.parsed.children[token]:
            if self.parsed.relation[child] == "neg":
                walk.add("negated", child)

    def _modal(self, modal: int, verb: int, walk: Walk) -> None:
        p = self.parsed
        word = _SHORT_MODALS.get(p.lower[modal], p.lower[modal])
        walk.add(self.words["modal"].get(word), modal)
        # "would have sold": it did not.
        perfect = any(p.lower[one] == "have" and p.relation[one] == "aux" for one in p.children[verb])
        if perfect and word == "would":
            walk.add("negated", modal)

    def _adverb(self, child: int, walk: Walk) -> None:
        p = self.parsed
        word = p.lower[child]
        if word in ("longer", "more"):
            before = {p.lower[one] for one in p.children[child]}
            # "any longer" goes with a "not" that counts by itself.
            walk.add("negated" if before & {"no", "not", "n't"} else None, child)
            walk.add("former" if word == "longer" and before & {"no", "not", "n't", "any"} else None, child)
            return
        effect = self.words["adverb"].get(word)
        if word == "not" and any(p.lower[one] == "only" for one in (child + 1,) if one < len(p.lower)):
            return
        walk.add(effect, child)

    def _participant(self, child: int, relation: str, walk: Walk) -> None:
        """A negative or a general participant: "no vessel carried", "whoever sells", "sold nothing"."""
        p = self.parsed
        words = [child, *(one for one in p.children[child] if p.relation[one] in ("det", "neg", "preconj", "predet"))]
        words += [one for word in words for one in p.children[word] if p.relation[one] == "advmod" and word != one]
        for word in words:
            lower = p.lower[word]
            if p.relation[word] == "advmod":
                walk.add(self.words["adverb"].get(lower) if relation in SUBJECTS else None, word)
                continue
            if (lower in BARE_NEGATIVES and p.tag[word] in ("DT", "NN", "CC", "RB", "CD")) or (
                lower == "not" and relation in SUBJECTS
            ):
                walk.add("negated", word)
                return
        if relation in SUBJECTS and any(self.words["determiner"].get(p.lower[one]) == "possible" for one in words):
            walk.add("possible", child)

    def _auxiliary(self, child: int, verb: int, walk: Walk) -> None:
        """A modal; or "had" before its subject: "had it shipped them, ..."."""
        if self.parsed.tag[child] == "MD":
            self._modal(child, verb, walk)
        if self.parsed.lower[child] in INVERTED and self._is_inverted(child, verb):
            walk.add("possible", child)

    def _is_inverted(self, auxiliary: int, verb: int) -> bool:
        """Whether an auxiliary stands before the subject, at the beginning of its clause."""
        p = self.parsed
        return auxiliary == min(p.children[verb]) and any(
            p.relation[one] in SUBJECTS and one > auxiliary for one in p.children[verb]
        )

    def _condition(self, child: int, verb: int, walk: Walk) -> None:
        """A condition beside the verb makes it possible only: "if paid, they will ship", "had it paid, ..."."""
        p = self.parsed
        marks = [p.lower[one] for one in p.children[child] if p.relation[one] in ("mark", "advmod")]
        is_marked = any(self.words["mark"].get(mark) == "possible" for mark in marks) and "whether" not in marks
        is_inverted = p.lower[min([child, *p.children[child]])] in INVERTED and child < verb
        is_assumed = self.words["mark"].get(p.lower[child]) == "possible"  # "assuming that"
        if is_marked or is_inverted or is_assumed:
            walk.add("possible", child)

    def _put_in(self, child: int, walk: Walk) -> None:
        """A clause of saying put into what is said: "the firm, police said, sold coal"."""
        effect = self._verb_effect(child)
        if effect in TOLD and self.grammar.has_own_subject(child) and not self.grammar.is_passive(child):
            walk.add(effect, child, self.grammar.surface(child))

    def _adjunct(self, preposition: int, walk: Walk) -> None:
        """ "According to X", "contrary to what X says"."""
        p = self.parsed
        fiction = load_set("fiction_noun")
        if p.lower[preposition] in ("in", "during", "for") and any(
            p.relation[one] == "pobj" and p.lemma[one] in fiction for one in p.children[preposition]
        ):
            walk.add("possible", preposition)  # "in the film, the firm sells arms"
        if p.lower[preposition] != "according":
            return
        inner = [
            one
            for child in p.children[preposition]
            for one in ([child] if p.relation[child] == "pobj" else p.children[child])
            if p.relation[one] == "pobj"
        ]
        walk.add("reported", preposition, [token for one in inner for token in self.grammar.conjuncts(one)])

    def _verb_effect(self, verb: int) -> str | None:
        """Give the effect of a verb, with its particle where it has one: "ruled out"."""
        p = self.parsed
        words = self.words["verb"]
        with_particle = (words.get(f"{p.lemma[verb]} {particle}") for particle in self._particles(verb))
        return next((effect for effect in with_particle if effect is not None), words.get(p.lemma[verb]))

    def _particles(self, verb: int) -> list[str]:
        """Give the particles of a verb; the parser takes that of "backed out of it" for a preposition."""
        p = self.parsed
        return [
            p.lower[child]
            for child in p.children[verb]
            if p.relation[child] in ("prt", "advmod")
            or (p.relation[child] == "prep" and p.lower[child + 1 : child + 2] == ["of"])
        ]

    def _is_void(self, noun: int) -> bool:
        """Whether who or what tells is made up: a novel, a forged letter, a draft."""
        p = self.parsed
        return p.lemma[noun] in load_set("fiction_noun") or any(
            p.relation[one] in ("amod", "compound", "nmod") and p.lower[one] in self.words["voiding"]
            for one in p.children[noun]
        )

    def _is_light(self, verb: int) -> bool:
        lemma = self.parsed.lemma[verb]
        return lemma in load_set("light_verb") or lemma in load_set("occurrence")
