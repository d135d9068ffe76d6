"""Prepositions: what stands after each, also after those of several words and where the parser hung it elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from counterflow.extract.grammar.subject import Subjects
from counterflow.extract.lexica import load_set

LOOSE = frozenset({"to", "from", "via", "through", "into", "in", "at", "on", "near", "off", "for", "aboard", "inside"})
"""Prepositions that may belong to the verb though the parser hung them on its object, and the other way round."""


class Filler(NamedTuple):
    """A word in a function."""

    token: int
    rank: int = 0
    """0: it stands in the function; 1: it is inherited or was hung on a neighbour; 2: farther."""


Functions = dict[str, list[Filler]]
"""Fillers by the name of their function."""


class Prepositions(Subjects):
    """The prepositional phrases of one run."""

    def functions(self, token: int) -> Functions:
        """Give the fillers of each function of a word; `Grammar` knows them."""
        raise NotImplementedError

    def _hanging(self, token: int, names: Collection[str], found: Functions, rank: int) -> None:
        """Add the prepositions of some names that hang on a word."""
        for child in self.parsed.children[token]:
            if self.parsed.relation[child] == "prep" and self.parsed.lower[child] in names:
                self._preposition(child, found, rank, False)

    def _preposition(self, token: int, found: Functions, rank: int, is_passive: bool) -> None:
        p = self.parsed
        name = p.lower[token]
        if name == "according":
            return  # who says so, not who does it
        if p.relation[token] == "dative" and p.tag[token] not in ("IN", "TO"):
            found.setdefault("dative", []).extend(Filler(one, rank) for one in self._resolved([token]))
            return
        if p.relation[token] == "agent" or (name == "by" and is_passive):
            name = "subject"
        for child in p.children[token]:
            relation = p.relation[child]
            if relation == "pobj":
                inner = self._complex(name, child)
                if inner is not None:
                    found.setdefault(inner[0], []).extend(Filler(one, rank) for one in self._resolved([inner[1]]))
                found.setdefault(name, []).extend(Filler(one, rank) for one in self._resolved([child]))
                if name in ("from", "out of"):
                    self._onward(child, found, rank)
            elif relation == "prep":
                joined = f"{name} {p.lower[child]}"
                self._preposition(child, found, rank, False)
                for inner_child in p.children[child]:
                    if p.relation[inner_child] == "pobj":
                        fillers = [Filler(one, rank) for one in self._resolved([inner_child])]
                        found.setdefault(joined, []).extend(fillers)
            elif relation == "pcomp" and self.is_verb(child):
                found.setdefault(f"{name} -ing", []).append(Filler(child, rank))

    def _onward(self, place: int, found: Functions, rank: int) -> None:
        """Read "to" where the parser hung it on what follows "from": "from China to Iran"."""
        p = self.parsed
        for child in p.children[place]:
            if p.relation[child] == "prep" and p.lower[child] in ("to", "via", "through", "into"):
                self._preposition(child, found, max(rank, 1), False)

    def _complex(self, name: str, noun: int) -> tuple[str, int] | None:
        """Read a preposition of several words: "on behalf of Iran" gives ("on behalf of", Iran)."""
        p = self.parsed
        for child in p.children[noun]:
            if p.relation[child] == "prep":
                whole = f"{name} {p.lower[noun]} {p.lower[child]}"
                if whole in load_set("complex_preposition"):
                    inner = [one for one in p.children[child] if p.relation[one] == "pobj"]
                    return None if len(inner) == 0 else (whole, inner[0])
        possessor = next((child for child in p.children[noun] if p.relation[child] == "poss"), None)
        if possessor is not None and f"{name} {p.lower[noun]} of" in load_set("complex_preposition"):
            return f"{name} {p.lower[noun]} of", possessor  # "on its behalf"
        return None
