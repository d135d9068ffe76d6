"""What a sentence as a whole is: a question, an order, a condition, a denial."""

from __future__ import annotations

from counterflow.extract.grammar.grammar import SUBJECTS, Grammar
from counterflow.extract.lexica import load_set
from counterflow.extract.parse.climb import climb, first_joined, is_under
from counterflow.extract.stance.local import LocalStance
from counterflow.extract.stance.word import Walk


class SentenceStance(LocalStance):
    """Gathers what holds for a whole sentence."""

    def __init__(self, grammar: Grammar) -> None:
        super().__init__(grammar)
        self._last = {number: at for at, number in enumerate(self.parsed.sentence)}
        self._cues: dict[int, str | None] = {}

    def _root(self, root: int, walk: Walk) -> None:
        p = self.parsed
        first = root == 0 or p.sentence[root - 1] != p.sentence[root]
        if self._is_asked(root, walk.trigger) and not walk.is_relative and (first or not walk.is_presupposed):
            walk.hedges.append("possible")
        if self._is_question(root):
            walk.hedges.append("possible")
        if self._is_order(root):
            walk.add("planned", root)
        if self._cue(p.sentence[root]) is not None and not walk.is_presupposed:
            walk.hedges.append("possible")
        if not walk.is_relative and self._is_contested(walk):
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

    def _is_unreal(self, verb: int) -> bool:
        """Whether a main clause tells of no fact, so that neither do its clauses of time: "check it before you pay"."""
        p = self.parsed
        for at in climb(p, verb):
            if self._is_order(at) or any(
                p.relation[one] == "aux" and p.lower[one] in self.words["modal"] for one in p.children[at]
            ):
                return True
            if p.head[at] == at or p.relation[at] not in ("ccomp", "xcomp", "advcl", "conj"):
                return False
        return False

    def _is_asked(self, root: int, trigger: int) -> bool:
        """Whether a question mark follows the word in its sentence."""
        p = self.parsed
        last = self._last[p.sentence[root]]
        return "?" in p.text[trigger : last + 1]

    def _is_question(self, root: int) -> bool:
        """Whether a sentence is a question that the parser takes for a statement: "was the ship sold?"."""
        p = self.parsed
        is_first = root == 0 or p.sentence[root - 1] != p.sentence[root]
        return (
            is_first
            and p.lemma[root] in ("be", "have", "do")
            and p.text[self._last[p.sentence[root]]] == "?"
            and not any(p.relation[one] in ("attr", "acomp", "dobj") for one in p.children[root])
        )

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

    def _is_contested(self, walk: Walk) -> bool:
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
            and not is_under(p, at, walk.trigger)
            for at in range(first, last + 1)
            if at != walk.trigger
        )

    def _is_main(self, token: int) -> bool:
        """Whether a verb is the sentence's own, or joined to it by "and" or "but"."""
        first = first_joined(self.parsed, token)
        return self.parsed.head[first] == first and self.grammar.is_verb(token)

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
