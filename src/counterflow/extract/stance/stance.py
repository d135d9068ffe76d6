"""Stance: how firmly a sentence tells of an event, whether it affirms it, and who says so.

A word that evokes a frame stands under others: "defectors say that the regime may have sold ...". Walking from it to
the root of the sentence gathers what has it in its scope: negation, modals, verbs and nouns of saying, planning,
denying, conditions, questions (`word.toml`). What is presupposed - the content of a relative clause, a definite
noun - keeps the source of the sentence, not its negation or its doubt. The least firm word wins.
"""

from __future__ import annotations

from counterflow.extract.grammar.determiner import DEFINITES
from counterflow.extract.grammar.grammar import SUBJECTS
from counterflow.extract.lexica import load_set
from counterflow.extract.parse.climb import MAX_CLIMB
from counterflow.extract.stance.clause import TIME_MARKS, ClauseStance
from counterflow.extract.stance.word import TOLD, Stance, Walk

__all__ = ["Stance", "Stances"]

_DEFINITE = DEFINITES | {"its", "his", "her", "their", "our"}
_COMPLEMENTS = frozenset({"ccomp", "xcomp", "acomp"})
_UNSURE = frozenset({"of", "from", "against", "about", "at", "to", "into", "on"})
"""Prepositions after which a gerund is as true as its verb says, which has to be known for that."""
_LINKING = frozenset({"become", "remain", "seem", "appear"})


class Stances(ClauseStance):
    """Finds the stance of the words of one run."""

    def find(self, trigger: int, hedge: str | None = None, is_relational: bool = False) -> Stance:
        """Find how firmly, and by whom, the frame of a word is told.

        Args:
            trigger: the word.
            hedge: what the word itself implies.
            is_relational: whether it is a noun that says what somebody is ("brother", "director"): where it is subject
                or object of another verb, that he is so is presupposed.
        """
        p = self.parsed
        walk = Walk(trigger)
        walk.is_relational = is_relational
        at = trigger
        self._local(at, walk, is_trigger=True)
        for _ in range(MAX_CLIMB):
            head = p.head[at]
            if head == at or self._is_parted(at, head):
                break
            at = self._step(at, head, walk)
        self._root(at, walk)
        return walk.result(hedge)

    def _is_parted(self, at: int, head: int) -> bool:
        """Whether a semicolon parts a clause from the one above it, so that each tells for itself."""
        p = self.parsed
        return p.relation[at] in ("ccomp", "parataxis", "dep", "advcl") and ";" in p.text[min(at, head) : max(at, head)]

    def _step(self, at: int, head: int, walk: Walk) -> int:
        """Gather what the word above has in its scope, and give the word to go on from."""
        p = self.parsed
        relation = p.relation[at]
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
        if self.grammar.is_verb(head):
            self._up_to_verb(at, head, relation, walk)
        elif relation == "ccomp" and p.lemma[head] in load_set("factive"):
            walk.presuppose()
        elif relation in _COMPLEMENTS:
            # At an adjective or a noun: "likely to sell", "the claim that".
            predicate = self._adjective(head) or self.words["predicate"].get(p.lower[head])
            walk.add(predicate or self.words["noun"].get(p.lemma[head]), head)
            self._local(head, walk)
        elif relation in ("poss", "compound", "appos", "nmod", "amod"):
            if relation == "appos":
                self._in_apposition(at, head, walk)
            walk.presuppose()
        return head

    def _up_to_verb(self, at: int, verb: int, relation: str, walk: Walk) -> None:
        """Step from a clause, a preposition or a noun up to the verb that governs it."""
        if relation in _COMPLEMENTS or (relation in ("dobj", "attr", "oprd") and self.grammar.is_verb(at)):
            self._under_verb(verb, at, walk)
        elif relation in ("csubj", "csubjpass"):
            self._as_subject(at, verb, relation, walk)
        elif relation == "advcl":
            self._adverbial(at, verb, walk)
        elif relation in ("parataxis", "dep"):
            walk.is_hard = False
        elif relation == "prep" and at == walk.trigger:
            self._local(verb, walk)  # "works on behalf of"
        else:
            self._noun_under_verb(at, verb, relation, walk)

    def _over_preposition(self, at: int, preposition: int, walk: Walk) -> int:
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
            and p.tag[governor] in ("IN", "TO", "RB", "RP")
            and governor != p.head[governor]
        ):
            outer = p.head[governor]
            if not self.grammar.is_verb(outer):
                return governor
            if p.lower[governor] in ("close", "near") and self.grammar.is_verb(at):
                walk.add("negated", governor)  # "came close to selling it"
            self._governed(at, outer, name, walk)
            return outer
        if self.grammar.is_verb(governor):
            self._governed(at, governor, name, walk)
            return governor
        if name == "against" and self.grammar.is_verb(at):
            walk.add("possible", preposition)  # "sanctions against selling oil"
        effect = self.words["noun"].get(p.lemma[governor]) or self._adjective(governor) or self._participle(governor)
        if name == "as":
            effect = None  # "in his capacity as head": no ability
        if effect is not None:
            walk.add(effect, governor, self._speakers_of_noun(governor))
            self._local(governor, walk)
        else:
            self._at_noun(governor, walk)
            walk.add("possible" if self._is_only_thought(at, governor, name) else None, governor)
            if self._is_definite(governor):
                walk.presuppose()
        return governor

    def _is_only_thought(self, at: int, noun: int, preposition: str) -> bool:
        """Whether a noun with "of" and a gerund need not mean that it was done: "on the verge of selling it"."""
        p = self.parsed
        is_act = p.lemma[noun] in load_set("act_noun")
        return preposition == "of" and self.grammar.is_verb(at) and p.tag[noun][:2] == "NN" and not is_act

    def _participle(self, token: int) -> str | None:
        """Give the effect of a participle that is an adjective to the parser: "was exonerated of stealing"."""
        p = self.parsed
        if p.tag[token] != "JJ" or not p.lower[token].endswith("ed"):
            return None
        verbs = self.words["verb"]
        return verbs.get(p.lower[token][:-1]) or verbs.get(p.lower[token][:-2])

    def _governed(self, at: int, verb: int, preposition: str, walk: Walk) -> None:
        """What a verb has in its scope through a preposition: "accused of selling", "engaged in sales"."""
        effect = self._verb_effect(verb)
        is_gerund = self.grammar.is_verb(at)
        if preposition == "as" and at == walk.trigger and not is_gerund:
            if effect in ("negated", "denied", "former"):
                walk.add(effect, verb)  # "posed as the director"
            self._local(verb, walk)
            walk.is_hard = False
            return
        if (
            effect in TOLD
            and preposition not in ("of", "with", "about", "as")
            and not (is_gerund and preposition == "to")
        ):
            effect = None
        if effect == "negated" and preposition not in ("from", "in", "on", "to", "of"):
            effect = None
        if effect is not None:
            self._apply(verb, effect, walk)
            self._local(verb, walk)
        elif preposition == "to" and self.parsed.lemma[verb] in load_set("linking_verb"):
            self._local(verb, walk)
        elif preposition == "for" and self._is_undone(verb):
            walk.add("negated", verb)  # "dropped the case against him for selling"
        elif (is_gerund and preposition in ("by", "in")) or self._is_carried(verb, preposition):
            self._local(verb, walk)
        else:
            is_open = preposition in _UNSURE or (preposition in TIME_MARKS and self._is_unreal(verb))
            if is_gerund and is_open and self.parsed.lemma[verb] not in load_set("transparent_verb"):
                walk.add("possible", at)  # "backed out of buying it", "check it before paying"
            walk.is_hard = False

    def _is_carried(self, verb: int, preposition: str) -> bool:
        return f"{self.parsed.lemma[verb]} {preposition}" in load_set("light_verb")

    def _conjunct(self, at: int, head: int, walk: Walk) -> None:
        """Share what stands before the first of joined words: "did not load or ship", "may sell and deliver"."""
        p = self.parsed
        if not self.grammar.is_verb(at):
            if not self.grammar.is_verb(head) and not any(p.relation[one] == "det" for one in p.children[at]):
                self._at_noun(head, walk)
            return
        if not self.grammar.is_verb(head):
            return
        has_subject = any(p.relation[one] in SUBJECTS for one in p.children[at])
        has_auxiliary = has_subject or any(p.relation[one] == "aux" for one in p.children[at])
        for child in p.children[head]:
            relation = p.relation[child]
            if relation == "mark":
                walk.add(self.words["mark"].get(p.lower[child]), child)
            elif relation == "advcl":
                self._condition(child, head, walk)
            elif relation == "prep":
                self._adjunct(child, walk)
            elif relation in ("advmod", *SUBJECTS) and child < head and not has_subject:
                if relation == "advmod":
                    self._adverb(child, walk)
                else:
                    self._participant(child, relation, walk)
            elif not has_auxiliary:
                self._shared_auxiliary(child, head, at, walk)

    def _shared_auxiliary(self, child: int, head: int, at: int, walk: Walk) -> None:
        """A modal or a negation before the first of joined verbs holds for a bare one after it."""
        p = self.parsed
        relation = p.relation[child]
        is_or = any(p.lower[one] in ("or", "nor") for one in p.children[head] if p.relation[one] == "cc")
        if relation == "aux" and p.tag[child] == "MD" and p.tag[at] in ("VB", "VBN"):
            self._modal(child, head, walk)
        elif relation == "neg" and (is_or or p.tag[at] in ("VB", "VBN", "VBG")):
            walk.add("negated", child)
        elif relation == "preconj" or p.lower[child] == "neither":
            self._adverb(child, walk)

    def _noun_under_verb(self, at: int, verb: int, relation: str, walk: Walk) -> None:
        """A noun that evokes a frame, as subject or object of a verb."""
        p = self.parsed
        effect = self._verb_effect(verb)
        is_predicated = relation in ("attr", "oprd")
        is_given_up = effect == "former" and relation == "dobj" and p.lemma[at] in load_set("post_noun")
        walk.hedges += ["former"] if is_given_up else []  # "gave up his post as director"
        if at == walk.trigger and walk.is_relational and not is_predicated and p.lemma[verb] != "be":
            walk.presuppose()
        elif relation in ("dobj", "dative", "nsubjpass"):
            is_teller = at != walk.trigger and self._tells(at)
            if relation == "dobj" and any(self._is_void(one) for one in self.grammar.surface(verb)):
                walk.add("possible", verb)  # "the fake invoice records a payment"
            if self._tells(at) and self._undoes(verb):
                # "lifted the ban on selling": neither sold nor not.
                is_ban = self.words["noun"].get(p.lemma[at]) in ("negated", "denied")
                walk.add("possible" if is_ban else "negated", verb)
            is_content = is_teller or relation == "nsubjpass" or p.lemma[verb] in load_set("content_verb")
            if effect is not None and (effect != "reported" or is_content):
                self._apply(verb, effect, walk)
                self._local(verb, walk)
            elif self._is_light(verb) or not self._is_definite(at):
                self._local(verb, walk)
            else:
                walk.presuppose()
        elif relation == "nsubj" and (undone := self._undone_subject(at, verb, walk)) is not None:
            walk.add(undone, verb)
        elif is_predicated or (relation == "nsubj" and (self._is_light(verb) or p.lemma[verb] in _LINKING)):
            self._local(verb, walk)
        else:
            walk.is_hard = False

    def _undone_subject(self, at: int, verb: int, walk: Walk) -> str | None:
        """Give what a verb says of its subject that came to nothing: "the sale collapsed", "the claim proved false"."""
        p = self.parsed
        if self._undoes(verb) and not any(p.relation[one] == "dobj" for one in p.children[verb]):
            return "negated"
        if at != walk.trigger and self._tells(at) and self._is_found_false(verb):
            return "denied"
        is_phrase = self.words["verb"].get(p.lemma[verb]) != "negated"
        return "negated" if is_phrase and self._verb_effect(verb) == "negated" else None

    def _undoes(self, verb: int) -> bool:
        """Whether a verb undoes the claim or the charge that is its object."""
        p = self.parsed
        words = self.words["undoing"]
        return p.lemma[verb] in words or any(f"{p.lemma[verb]} {one}" in words for one in self._particles(verb))

    def _is_undone(self, verb: int) -> bool:
        p = self.parsed
        return self._undoes(verb) and any(
            p.relation[one] in ("dobj", "nsubjpass") and self._tells(one) for one in p.children[verb]
        )

    def _is_found_false(self, verb: int) -> bool:
        """Whether a verb says of a claim what it turned out to be: false."""
        p = self.parsed
        inner = [one for one in p.children[verb] if p.relation[one] == "xcomp"]
        return any(
            p.relation[one] in ("acomp", "attr", "oprd", "xcomp") and self._adjective(one) in ("denied", "negated")
            for above in (verb, *inner)
            for one in p.children[above]
        )

    def _tells(self, noun: int) -> bool:
        lemma = self.parsed.lemma[noun]
        return lemma in load_set("proof_noun") or lemma in self.words["noun"]

    def _is_definite(self, noun: int) -> bool:
        p = self.parsed
        return any(
            p.relation[one] == "poss" or (p.relation[one] == "det" and p.lower[one] in _DEFINITE)
            for one in p.children[noun]
        )
