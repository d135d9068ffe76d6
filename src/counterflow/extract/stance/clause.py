"""What a clause stands under: verbs and nouns of saying, planning, denying, and what it presupposes."""

from __future__ import annotations

from counterflow.extract.grammar.grammar import SUBJECTS
from counterflow.extract.lexica import load_set
from counterflow.extract.stance.local import BARE_NEGATIVES, INVERTED
from counterflow.extract.stance.sentence import SentenceStance
from counterflow.extract.stance.word import TOLD, Walk

_OPEN_MARKS = frozenset({"whether", "if"})
TIME_MARKS = frozenset({"before", "after", "when", "while"})
"""Words that a clause of time and a gerund can have before them."""
_MARKS_OF_TIME_AND_PLACE = TIME_MARKS | {"whenever", "once", "until", "where", "wherever", "as"}


class ClauseStance(SentenceStance):
    """Gathers what has a clause in its scope."""

    def _apply(self, verb: int, effect: str, walk: Walk) -> None:
        if self.grammar.is_passive(verb):
            sources = [one.token for one in self.grammar.functions(verb).get("subject", [])]
        else:
            sources = self.grammar.surface(verb)
        if effect == "opinion" and any(self.parsed.lower[one] in ("we", "i") for one in sources) and walk.is_hard:
            walk.is_author = True
        if any(self._is_void(one) for one in sources):
            walk.add("possible", verb)
        sources = [*sources, *self._cited(verb)]
        is_own = self.parsed.lemma[verb] in load_set("own_word") and not any(
            self.parsed.lemma[one] in load_set("document_noun") for one in sources
        )
        if effect == "reported" and is_own:
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
        if self.parsed.tag[token] == "CD":
            return False
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

    def _under_verb(self, verb: int, at: int, walk: Walk) -> None:
        """A clause under a verb: of saying, planning, failing, or one that only leads on to it."""
        p = self.parsed
        effect = self._verb_effect(verb)
        infinitive = any(p.tag[one] == "TO" for one in p.children[at])
        if infinitive:
            words = self.words["verb"]
            effect = words.get(f"{p.lemma[verb]} to", words.get(f"{p.lower[verb]} to", effect))
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
        is_encouraged = p.lemma[verb] == "encourage" and self.grammar.is_passive(verb)
        if infinitive and (is_encouraged or p.lemma[verb] in load_set("telling_verb")):
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
        is_gerund = p.tag[at] == "VBG" and p.relation[at] == "xcomp"
        is_complement = infinitive or is_gerund or p.relation[at] == "ccomp"
        if effect is None and is_complement and not is_result and p.lemma[verb] not in load_set("transparent_verb"):
            # What a verb that is not known says of its clause is not taken for a fact.
            effect = "possible"
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

    def _predicated(self, verb: int, walk: Walk) -> None:
        """ "The plan is to sell", "the claim is that it sold"."""
        p = self.parsed
        for child in p.children[verb]:
            if p.relation[child] in SUBJECTS:
                walk.add(self.words["noun"].get(p.lemma[child]), child, self._speakers_of_noun(child))
                self._at_noun(child, walk)
            elif p.relation[child] in ("attr", "acomp"):
                walk.add(self.words["noun"].get(p.lemma[child]) or self._adjective(child), child)
                if any(self._is_asking(one) for one in p.children[verb] if p.relation[one] in ("ccomp", "advcl")):
                    walk.add("possible", child)  # "it is anyone's guess who sold it"

    def _is_asking(self, clause: int) -> bool:
        """Whether a clause begins with a word of asking: "who sold it", "how it was sold"."""
        p = self.parsed
        first = min([clause, *p.children[clause]])
        return p.tag[first] in ("WP", "WRB") and p.lower[first] not in ("when", "where", "what")

    def _as_subject(self, at: int, verb: int, relation: str, walk: Walk) -> None:
        """A clause as a subject: "that it sold arms is untrue", "whoever sold it left"."""
        p = self.parsed
        is_open = any(p.lower[one] in _OPEN_MARKS for one in p.children[at] if p.relation[one] in ("mark", "advmod"))
        is_that = any(p.lower[one] == "that" and p.relation[one] == "mark" for one in p.children[at])
        subjects = [one for one in p.children[at] if p.relation[one] in (*SUBJECTS, "dobj", "advmod")]
        if is_open or any(p.tag[one] in ("WP", "WRB") for one in subjects):
            walk.add("possible", at)  # "whether he sold", "who owns it"
        elif is_that:
            effect = self._verb_effect(verb)
            if effect is not None:
                self._apply(verb, effect, walk)
            self._at_verb(verb, walk, is_trigger=False)
        walk.is_hard = False

    def _clause_of_noun(self, at: int, noun: int, relation: str, walk: Walk) -> None:
        """A clause at a noun: "a plan to sell", "the claim that it sold"; a relative clause is presupposed."""
        p = self.parsed
        marks = [p.lower[one] for one in p.children[at] if p.relation[one] in ("mark", "advmod")]
        infinitive = any(p.tag[one] == "TO" for one in p.children[at])
        effect = self.words["noun"].get(p.lemma[noun])
        is_content = infinitive or "that" in marks or not self._has_gap(at)
        if p.tag[at] == "VBG" and relation == "acl" and self._verb_effect(at) in TOLD:
            # "records showing that", "nothing suggesting that": the noun is what tells.
            self._at_noun(noun, walk)
            return
        if p.lemma[noun] in load_set("denial_word") and p.tag[at] in ("VBG", "VBN"):
            walk.add("denied", noun, self._speakers_of_noun(noun))  # "disputes having sold", taken for a noun
        if infinitive and (p.lower[noun] in BARE_NEGATIVES or any(p.lower[one] == "no" for one in p.children[noun])):
            walk.add("negated", noun)
        if is_content and (effect is not None or p.lemma[noun] in load_set("proof_noun")):
            walk.add(effect, noun, self._speakers_of_noun(noun))
            self._at_noun(noun, walk)
            if any(mark in _OPEN_MARKS for mark in marks):
                walk.add("possible", at)
            return
        if not infinitive and "that" in marks and p.lemma[noun] not in load_set("factive"):
            walk.add("possible", at)  # what a noun that is not known says of its clause: "the notion that he sold it"
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
        walk.add("possible" if effect == "planned" and self._is_failed(noun) else None, noun)
        for child in p.children[noun]:
            if p.relation[child] == "det" and self.words["determiner"].get(p.lower[child]) == "possible":
                walk.add("possible", child)
        walk.add("possible" if self.words["determiner"].get(p.lower[noun]) == "possible" else None, noun)
        walk.presuppose()

    def _is_failed(self, noun: int) -> bool:
        """Whether a plan came to nothing: "the deal under which it sold them never went through"."""
        p = self.parsed
        verb = p.head[noun]
        if p.relation[noun] not in SUBJECTS or not self.grammar.is_verb(verb):
            return False
        return self._verb_effect(verb) == "negated" or any(p.relation[one] == "neg" for one in p.children[verb])

    def _is_general(self, clause: int, noun: int) -> bool:
        """Whether a clause at a noun belongs to a rule about anybody: "persons who finance it can be prosecuted"."""
        p = self.parsed
        before = [one for one in p.children[noun] if one < noun]
        head = p.head[noun]
        is_any = any(p.relation[one] == "det" and p.lower[one] in ("a", "an") for one in before)
        if is_any and noun < clause and p.relation[noun] in SUBJECTS and self.grammar.is_verb(head):
            return self._is_unreal(head)  # "a firm that buys ore must register"
        has_own = any(p.relation[one] in ("det", "poss", "nummod", "amod", "compound") for one in before)
        if p.tag[noun] != "NNS" or has_own or noun > clause or p.text[noun + 1] == ",":
            return False
        if p.relation[noun] == "dobj" and p.tag[clause] in ("VBN", "VBG", "VBP"):
            return self.grammar.is_verb(head) and self._is_unreal(head)  # "do not hire workers employed by the army"
        if p.relation[noun] not in SUBJECTS or not self.grammar.is_verb(head):
            return False
        is_present = p.tag[clause] in ("VBP", "VBG", "VBZ") and any(
            p.tag[one] in ("VBP", "VBZ") for one in (head, *p.children[head])
        )
        return self._is_unreal(head) or (is_present and not self._has_sayer(head))

    def _has_sayer(self, verb: int) -> bool:
        return self._verb_effect(verb) == "reported"

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

    def _adverbial(self, at: int, head: int, walk: Walk) -> None:
        """An adverbial clause: its own marks were gathered at its verb; most of them presuppose what they say."""
        p = self.parsed
        marks = [p.lower[one] for one in p.children[at] if p.relation[one] in ("mark", "advmod")]
        first = p.lower[min([at, *p.children[at]])]
        infinitive = any(p.tag[one] == "TO" for one in p.children[at])
        if "than" in marks:
            walk.add("negated", next(one for one in p.children[at] if p.lower[one] == "than"))
        elif first in INVERTED and p.tag[at] != "VBD":
            walk.add("possible", at)
        elif infinitive and (p.lemma[head] not in load_set("light_verb") or self.grammar.is_passive(at)):
            effect = self._verb_effect(head)
            if effect is not None and effect not in TOLD:
                self._apply(head, effect, walk)
                self._at_verb(head, walk, is_trigger=False)
                return
            walk.add("planned", at)
        elif p.tag[at] == "VBG" and len(marks) == 0:
            # "sold drugs, earning millions": told with its main clause.
            self._at_verb(head, walk, is_trigger=False)
            return
        if "before" in marks and self._verb_effect(head) == "negated":
            walk.add("negated", at)  # "was stopped before it delivered"
        is_to_come = any(mark in ("before", "until", "till") for mark in marks) and p.tag[at] in ("VBZ", "VBP", "VB")
        if is_to_come or (any(mark in _MARKS_OF_TIME_AND_PLACE for mark in marks) and self._is_unreal(head)):
            walk.add("possible", at)
        walk.is_hard = False
