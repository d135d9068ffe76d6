"""Goods: commodities that a sentence names, by the ontology under `branch/`, one TOML file a branch.

A good is a kind of thing that is made, moved, sold or banned. Its words are matched without regard to case, hyphens,
full stops and number; of two names the longer wins; what describes it belongs to its span ("illegal drugs", "nuclear
and missile technology"), what counts it, points to it or tells its country does not. A good that modifies another
noun is one too: "drug smugglers" names drugs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from counterflow.extract.grammar.determiner import DEMONSTRATIVES
from counterflow.extract.lexica import load_set
from counterflow.extract.parse.climb import climb_through
from counterflow.extract.parse.parsed import Parsed, sentence_spans
from counterflow.model.commodity.ontology import Commodity, Lexicon, load_lexicon, squeeze_word

MAX_TOKENS = 12
"""The longest name of a good, hyphens counted, and the most that describes one."""


class Taken(NamedTuple):
    """A name that stands in the sentence already."""

    first: int
    last: int
    """Its last token, inclusive."""
    type: str
    """As `mention` has it."""


class Good(NamedTuple):
    """A good as a sentence names it."""

    first: int
    last: int
    """Its last token, inclusive."""
    head: int
    """Its noun, which carries the grammar."""
    key: str
    """Of the ontology; `ontology.load_ontology()[key]` tells the rest."""
    is_generic: bool
    in_trade: bool


class _Match(NamedTuple):
    """A name of a good among the tokens, before grammar is asked."""

    start: int
    end: int
    good: Commodity
    is_weak: bool


def find_goods(parsed: Parsed, taken: Sequence[Taken] = ()) -> list[Good]:
    """Find the goods of a run, in order.

    Spans do not overlap, except that one may be named among the words that describe another ("gold and silver bars").

    Reads:
        parsed: the run.
        taken: its names. A good inside a longer name is none ("Drug Enforcement Administration"), a name inside a good
            is a part of it ("Shahed drones").
    Cost: 2 to 3 microseconds a word.
    """
    lexicon, covered = load_lexicon(), {}
    for name in taken:
        covered.update(dict.fromkeys(range(name.first, name.last + 1), name))
    found = []
    for sentence in sentence_spans(parsed):
        matches = _joined(list(_match(parsed, sentence, lexicon)))
        strong = {one.good.branch for one in matches if not one.is_weak}
        limit = sentence.start
        for start, end, good, weak in matches:
            if weak and good.branch not in strong and not _is_quoted(parsed, start, end):
                continue
            if _is_noun(parsed, start, end) and not _is_in_name(parsed, start, end, covered):
                found.append(_describe(parsed, limit, start, end, good, covered))
                # "oil and petroleum products" are two goods, "Shahed drone engines" is one.
                limit = end if end < sentence.stop and parsed.tag[end] in ("CC", ",") else sentence.start
    return found


def _match(parsed: Parsed, sentence: range, lexicon: Lexicon) -> Iterator[_Match]:
    """Find names of goods without overlap, the longest first from each place."""
    names, prefixes, lower = lexicon.names, lexicon.prefixes, parsed.lower
    at = sentence.start
    while at < sentence.stop:
        word = lower[at]
        if word not in prefixes and word not in names and word.isalpha():
            at += 1
            continue
        key, end, best = "", at, None
        while end < min(at + MAX_TOKENS, sentence.stop):
            if lower[end] == "(" and lower[end + 2 : end + 3] == [")"] and key in prefixes:
                end += 3  # "computer numerical control (CNC) machines"
                continue
            word = squeeze_word(lower[end])
            end += 1
            if lower[end - 1] == "-" and end - 1 > at:
                continue
            if word == "":
                break
            key += word
            if key in names:
                best = (end, *names[key])
            if key not in prefixes:
                break
        if best is None:
            at += 1
            continue
        stop, good, weak = best
        if good is not None:
            yield _Match(at, stop, good, weak)
        at = stop


def _joined(matches: Sequence[_Match]) -> list[_Match]:
    """Join a make or kind with the word for its branch right after it: "Scud missiles" are one good."""
    joined: list[_Match] = []
    for one in matches:
        last = joined[-1] if len(joined) > 0 else None
        if last is not None and last.end == one.start and last.good.branch == one.good.branch and not last.is_weak:
            joined[-1] = _Match(last.start, one.end, last.good, False)
        else:
            joined.append(one)
    return joined


def _is_noun(parsed: Parsed, start: int, end: int) -> bool:
    """Whether the words are used as a noun; a phrase is no verb, and the tagger knows few drugs and makes."""
    tag = parsed.tag[end - 1]
    if tag.startswith("NN") or end - start > 1 or parsed.text[start].isupper():
        return True
    return not tag.startswith("VB") and parsed.relation[end - 1] in _NOMINAL


def _is_quoted(parsed: Parsed, start: int, end: int) -> bool:
    quotes = "\"'`“”‘’``''"
    return start > 0 and end < len(parsed.text) and parsed.text[start - 1] in quotes


def _is_in_name(parsed: Parsed, start: int, end: int, covered: Mapping[int, Taken]) -> bool:
    for at in range(start, end):
        name = covered.get(at)
        if name is not None and not (start <= name.first and name.last < end):
            return True
    # A name that nobody found: capitalised words beside it that hang together with it.
    is_title = all(parsed.text[at].istitle() and parsed.tag[at].startswith("NNP") for at in range(start, end))
    if not is_title:
        return False
    before, after = start - 1, end
    return (after < len(parsed.text) and parsed.head[end - 1] == after and _is_titled(parsed, after)) or (
        before >= 0 and parsed.head[before] == end - 1 and _is_titled(parsed, before) and before not in covered
    )


def _is_titled(parsed: Parsed, at: int) -> bool:
    return parsed.text[at].istitle() and parsed.tag[at].startswith("NNP")


_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "appos", "conj", "compound"})
_POINTING = DEMONSTRATIVES | {"such"}
_DESCRIBES = frozenset({"amod", "compound", "nmod", "npadvmod", "advmod"})
_JOINS = frozenset({"conj", "cc", "punct"})
_JOINING_TAGS = frozenset({"CC", ",", "HYPH", ":", "``", "''"})
_WORD_TAGS = frozenset({"JJ", "NN", "NNP", "NNPS", "VBN", "VBG", "RB", "AFX", "FW"})
"""No plurals: where one seems to describe a noun, it is mostly a verb misread ("the firm exports tobacco")."""


def _describe(parsed: Parsed, first: int, start: int, end: int, good: Commodity, covered: Mapping[int, Taken]) -> Good:
    """Widen a match to the words that describe it, and let them tell the kind: "chemical and nuclear weapons"."""
    head = _head(parsed, start, end)
    begin, at = start, start - 1
    while at >= max(first, start - MAX_TOKENS) and at not in covered and _does_describe(parsed, at, end):
        if parsed.tag[at] not in _JOINING_TAGS:
            begin = at
        at -= 1
    while begin < start and parsed.lower[begin - 1] == "-":
        begin += 1  # "North Korean-made drugs": what is left of a hyphenated word is no word.
    while begin < start and parsed.tag[begin] in _JOINING_TAGS:
        begin += 1
    if begin > first and parsed.lower[begin - 1] in _POINTING and begin <= parsed.head[begin - 1] < end:
        begin -= 1  # "such weapons": what points back is a part of what it stands for.
    names = load_lexicon().names
    for describing in range(start - 1, begin - 1, -1) if end - start == 1 else ():
        narrower, _ = names.get(
            squeeze_word(parsed.lower[describing]) + squeeze_word(parsed.lower[end - 1]), (None, False)
        )
        if narrower is not None:
            good = narrower
            break
    return Good(begin, end - 1, head, good.key, good.is_generic and begin == start, good.in_trade)


def _does_describe(parsed: Parsed, at: int, end: int) -> bool:
    tag, lower = parsed.tag[at], parsed.lower[at]
    if tag not in _JOINING_TAGS and (tag not in _WORD_TAGS or lower in load_set("loose_modifier")):
        return False
    if (tag == "RB" and parsed.head[at] == end - 1) or (
        tag == "VBN" and at > 0 and parsed.tag[at - 1].startswith("NN")
    ):
        return False  # "a courier held rhino horn"
    top = climb_through(parsed, at, _JOINS)
    return parsed.relation[top] in _DESCRIBES and at <= max(at, top) < parsed.head[top] < end


def _head(parsed: Parsed, start: int, end: int) -> int:
    """Give the noun of a match that depends on what stands outside."""
    outside = [at for at in range(start, end) if not start <= parsed.head[at] < end or parsed.head[at] == at]
    nouns = [at for at in outside if parsed.tag[at].startswith("NN")]
    return nouns[-1] if len(nouns) > 0 else end - 1
