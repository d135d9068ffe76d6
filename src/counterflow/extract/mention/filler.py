"""What stands at a word: a person, a body, a place, goods, money ... and the span that names it.

Rules of frames ask for classes, because what a word may be decides the role that it fills: one sells to a country, and
ships to it; money is paid, goods are paid for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from counterflow.extract.lexica import load_map, load_set
from counterflow.extract.parse.climb import is_under
from counterflow.extract.parse.parsed import Parsed


class Item(NamedTuple):
    """A span of tokens that was read already: a name, goods, an amount, a time."""

    first: int
    last: int
    """Last token, inclusive."""
    head: int
    classes: frozenset[str]
    entity: str | None
    mention_id: str | None = None
    quantity_id: str | None = None
    start: int = -1
    end: int = -1
    is_common: bool = False
    """Whether it is a common noun, not a name."""
    edtf: str | None = None
    """Of a time: its value."""


PERSON = frozenset({"person", "party"})
BODY = frozenset({"body", "party"})
CLASSES = {
    "person": PERSON,
    "organization": BODY,
    "company": BODY | {"company"},
    "public_body": BODY,
    "place": frozenset({"place"}),
    "facility": frozenset({"facility", "place", "thing"}),
    "vessel": frozenset({"vessel", "thing"}),
    "commodity": frozenset({"good", "thing"}),
    "group": frozenset({"group", "party"}),
    "document": frozenset({"document"}),
    "programme": frozenset({"programme", "thing"}),
    "other": frozenset({"other"}),
    "date": frozenset({"time"}),
    "money": frozenset({"money", "amount"}),
    "mass": frozenset({"amount"}),
}
COUNTRY = frozenset({"country", "place", "party"})
KNOWN_CLASSES = frozenset().union(*CLASSES.values(), COUNTRY) | frozenset(
    "pronoun number abstract clause speaker count named full_name title".split()
)
"""All classes that a word can have; a rule that asks for another would never be met."""
_PERSONAL = frozenset("he she who whom him her his himself herself whose".split())
_PLURAL = frozenset("they them their themselves".split())
_INDEFINITE = frozenset("anyone anybody someone somebody everyone everybody nobody whoever whomever".split())
_SPEAKING = frozenset("i we us me you my our your".split())
"""Who writes and reads: no party of the network."""
_OTHER = frozenset({"other"})
_PRONOUN = frozenset({"PRP", "PRP$", "WP", "WDT", "WP$"})
_PRE = frozenset({"compound", "amod", "nmod", "nummod", "poss", "quantmod", "npadvmod", "advmod", "case"})


def _pronoun_classes(parsed: Parsed, token: int) -> frozenset[str] | None:
    """Give the classes of a pronoun; None: it is none."""
    word = parsed.lower[token]
    if word in _INDEFINITE:
        return PERSON | {"pronoun"}
    if parsed.tag[token] == "DT" and parsed.relation[token] != "det":
        return frozenset({"pronoun", "other"})
    if parsed.tag[token] not in _PRONOUN:
        return None
    if word in _SPEAKING:
        return frozenset({"speaker", "pronoun"})
    if word in _PLURAL:
        return frozenset({"party", "pronoun", "other"})
    return PERSON | {"pronoun"} if word in _PERSONAL else frozenset({"pronoun", "other"})


class Content:
    """What the words of one run stand for."""

    def __init__(self, parsed: Parsed, items: Iterable[Item]) -> None:
        self.parsed = parsed
        self.at: dict[int, Item] = {}
        self.covered: dict[int, Item] = {}
        self.amounts: dict[int, Item] = {}
        self._items = sorted(items, key=lambda one: one.last - one.first)
        for item in self._items:
            if "amount" in item.classes or "count" in item.classes:
                for token in range(item.first, item.last + 1):
                    self.amounts.setdefault(token, item)
                continue
            self.at.setdefault(item.head, item)
            for token in range(item.first, item.last + 1):
                self.covered.setdefault(token, item)

    def times(self) -> list[Item]:
        """Give the times, in order."""
        found = [item for item in self._items if "time" in item.classes]
        return sorted(found, key=lambda one: (one.first, one.last))

    def item(self, token: int) -> Item | None:
        """Give what was read at a word: what has it for its head, or else covers it."""
        found = self.at.get(token)
        # "his" of "his uncle" is another than the uncle.
        return self.covered.get(token) if found is None and self.parsed.tag[token] != "PRP$" else found

    def same_entity(self, token: int) -> int | None:
        """Give the head of a name or noun in the sentence that is the same thing as a pronoun, one before it first."""
        item = self.item(token)
        if item is None or item.entity is None:
            return None
        sentence = self.parsed.sentence
        heads = [
            one.head
            for one in self._items
            if one.entity == item.entity and "pronoun" not in one.classes and sentence[one.head] == sentence[token]
        ]
        before = [head for head in heads if head < token]
        return max(before) if len(before) > 0 else min(heads, default=None)

    def is_name(self, token: int) -> bool:
        """Whether a word belongs to a name."""
        item = self.item(token)
        return item is not None and item.mention_id is not None and not item.is_common

    def classes(self, token: int) -> frozenset[str]:
        """Give the classes of what stands at a word."""
        amount = self.amounts.get(token)
        if amount is not None:
            return amount.classes
        item = self.item(token)
        if item is not None:
            return item.classes
        return _pronoun_classes(self.parsed, token) or self._noun_classes(token)

    def _noun_classes(self, token: int) -> frozenset[str]:
        """Give the classes of a word that nothing was read at, by the lexica of nouns."""
        p = self.parsed
        tag, lemma = p.tag[token], p.lemma[token]
        if tag == "CD":
            return frozenset({"number"})
        if tag[:2] == "VB" and p.relation[token] != "pobj":
            return frozenset({"clause"})
        if tag[:2] not in ("NN", "JJ", "DT", "VB"):
            return frozenset()
        if lemma in load_set("collection") and self._is_of_goods(token):
            return CLASSES["commodity"]
        named = load_map("noun_class").get(lemma)
        if named is not None:
            # "funds" are money, but no amount of it.
            return CLASSES[named] - {"amount"}
        return frozenset({"abstract"}) if lemma in load_set("abstract_noun") else _OTHER

    def _is_of_goods(self, token: int) -> bool:
        """Whether goods stand before a collection: "WMD stockpiles" are WMD."""
        p = self.parsed
        inner = [one for one in p.children[token] if p.relation[one] == "compound" and one in self.at]
        return any("good" in self.at[one].classes for one in inner)

    def through(self, token: int) -> tuple[list[int], Item | None]:
        """Look through an amount or a collection to what it is of: "150 kilograms of heroin", "a shipment of coal".

        Returns the words that it is of and the amount, or the word itself and None.
        """
        p = self.parsed
        amount = self.amounts.get(token)
        if p.lemma[token] in load_set("interest"):
            # "on behalf of the company's interests" is on behalf of the company.
            owners = [child for child in p.children[token] if p.relation[child] == "poss"]
            if len(owners) > 0:
                return owners, None
        is_collection = p.lemma[token] in load_set("collection") and (
            self.at.get(token) is None or not self.is_name(token)
        )
        if amount is None and not is_collection and p.tag[token] not in ("CD", "DT") and p.lower[token] != "none":
            return [token], None
        inner = [
            one
            for child in p.children[token]
            if p.relation[child] == "prep" and p.lower[child] in ("of", "in", "worth") and child > token
            for one in p.children[child]
            if p.relation[one] == "pobj"
        ]
        if amount is not None and len(inner) > 0 and "money" in amount.classes and not self._is_worth(token, inner[0]):
            return [token], None
        if len(inner) == 0 or (amount is None and self._is_in(inner[0])):
            return [token], None
        if "time" in self.classes(inner[0]) or ("place" in self.classes(inner[0]) and self._is_in(inner[0])):
            return [token], None
        deeper, further = self.through(inner[0])
        return deeper, amount or further

    def _is_in(self, token: int) -> bool:
        return self.parsed.lower[self.parsed.head[token]] == "in"

    def _is_worth(self, token: int, inner: int) -> bool:
        """Whether money is the worth of goods: "$1 million in weapons", not "$1 million in March"."""
        return len(self.classes(inner) & {"good", "thing", "other"}) > 0 and "of" != self.parsed.lower[token]

    def amount_of(self, token: int) -> list[Item]:
        """Give the amounts that stand before a noun: "five smugglers", "3,000 kg heroin"."""
        p = self.parsed
        found: list[Item] = []
        for child in p.children[token]:
            amount = self.amounts.get(child)
            if amount is not None and amount not in found and child < token:
                found.append(amount)
        return found

    def span(self, token: int) -> tuple[int, int]:
        """Give the characters that name what stands at a word: of what was read, or of the noun phrase."""
        p = self.parsed
        item = self.amounts.get(token) or self.item(token)
        if item is not None and item.start >= 0:
            return item.start, item.end
        first = self.left(token)
        return p.start[first], p.end[token]

    def left(self, token: int) -> int:
        """Give the first word of the noun phrase that ends at a word; the article is left out."""
        p = self.parsed
        first = token
        for at in range(token - 1, -1, -1):
            if p.head[at] == token and p.relation[at] in _PRE and p.sentence[at] == p.sentence[token]:
                first = at
            elif not is_under(p, at, token):
                break
            elif p.relation[at] not in ("det", "punct", "predet"):
                first = at
        while first < token and p.tag[first] in ("DT", "PDT", ",", "RB", "``", "''", "POS", ":", "-LRB-"):
            first += 1
        return first


def token_range(parsed: Parsed, start: int, end: int, starts: Sequence[int]) -> tuple[int, int] | None:
    """Give the first and last token that share a character with a span; None: there is none in this run."""
    import bisect

    first = max(bisect.bisect_right(starts, start) - 1, 0)
    if first < len(parsed.end) and parsed.end[first] <= start:
        first += 1
    last = bisect.bisect_left(starts, end) - 1
    return (first, last) if first <= last < len(parsed.text) else None


def head_of(parsed: Parsed, first: int, last: int) -> int:
    """Give the head of a span: its word whose own head lies outside it."""
    for token in range(last, first - 1, -1):
        if not first <= parsed.head[token] <= last or parsed.head[token] == token:
            return token
    return last
