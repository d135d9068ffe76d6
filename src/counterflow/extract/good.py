"""Goods: commodities that a sentence names, by the ontology under `good/`, one TOML file a branch.

A good is a kind of thing that is made, moved, sold or banned. Its words are matched without regard to case, hyphens,
full stops and number; of two names the longer wins; what describes it belongs to its span ("illegal drugs", "nuclear
and missile technology"), what counts it, points to it or tells its country does not. A good that modifies another
noun is one too: "drug smugglers" names drugs.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from counterflow.exc import InputError
from counterflow.extract.lexica import load_set
from counterflow.extract.parse import Parsed, sentence_spans

GOOD_PATH = Path(__file__).parent / "good"

MAX_TOKENS = 12
"""The longest name of a good, hyphens counted."""


class Taken(NamedTuple):
    """A name that stands in the sentence already."""

    first: int
    last: int
    """Its last token, inclusive."""
    type: str
    """As `mention` has it."""


class Commodity(NamedTuple):
    """One entry of the ontology."""

    key: str
    parent: str | None
    """Key of the wider good; null for the root of a branch."""
    branch: str
    """The file it stands in."""
    type: str
    """Kind of the whole branch, as FtM's Commodity has it: narcotic, arms, mineral ..."""
    hs: tuple[str, ...]
    """Headings of the Harmonized System 2022, without a dot: 2 to 6 digits."""
    in_trade: bool
    """A good only where it is traded: workers, ships, services. Elsewhere the words mean people, carriers, acts."""
    is_generic: bool
    """Says nothing of the kind: goods, cargo, equipment."""


class Good(NamedTuple):
    """A good as a sentence names it."""

    first: int
    last: int
    """Its last token, inclusive."""
    head: int
    """Its noun, which carries the grammar."""
    key: str
    """Of the ontology; `load_ontology()[key]` tells the rest."""
    is_generic: bool
    in_trade: bool


class _Match(NamedTuple):
    """A name of a good among the tokens, before grammar is asked."""

    start: int
    end: int
    good: Commodity
    is_weak: bool


class _Lexicon(NamedTuple):
    """The names of all goods, squeezed as `_squeeze` does."""

    names: Mapping[str, tuple[Commodity | None, bool]]
    """Name to its good, and whether it is a weak one; no good for what looks like one and is none."""
    prefixes: frozenset[str]
    """What a longer name begins with."""


def find_goods(parsed: Parsed, taken: Sequence[Taken] = ()) -> list[Good]:
    """Find the goods of a run, in order.

    Spans do not overlap, except that one may be named among the words that describe another ("gold and silver bars").

    Reads:
        parsed: the run.
        taken: its names. A good inside a longer name is none ("Drug Enforcement Administration"), a name inside a good
            is a part of it ("Shahed drones").
    Cost: 2 to 3 microseconds a word.
    """
    lexicon, covered = _load_lexicon(), {}
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


def _match(parsed: Parsed, sentence: range, lexicon: _Lexicon) -> Iterator[_Match]:
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
            word = _squeeze(lower[end])
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
_POINTING = frozenset({"this", "that", "these", "those", "such"})
_DESCRIBES = frozenset({"amod", "compound", "nmod", "npadvmod", "advmod"})
_JOINS = frozenset({"conj", "cc", "punct"})
_JOINING_TAGS = frozenset({"CC", ",", "HYPH", ":", "``", "''"})
_WORD_TAGS = frozenset({"JJ", "NN", "NNP", "NNPS", "VBN", "VBG", "RB", "AFX", "FW"})
"""No plurals: where one seems to describe a noun, it is mostly a verb misread ("the firm exports tobacco")."""


def _describe(parsed: Parsed, first: int, start: int, end: int, good: Commodity, covered: Mapping[int, Taken]) -> Good:
    """Widen a match to the words that describe it, and let them tell the kind: "chemical and nuclear weapons"."""
    head = _head(parsed, start, end)
    begin, at = start, start - 1
    while at >= first and at not in covered and _does_describe(parsed, at, end):
        if parsed.tag[at] not in _JOINING_TAGS:
            begin = at
        at -= 1
    while begin < start and parsed.lower[begin - 1] == "-":
        begin += 1  # "North Korean-made drugs": what is left of a hyphenated word is no word.
    while begin < start and parsed.tag[begin] in _JOINING_TAGS:
        begin += 1
    if begin > first and parsed.lower[begin - 1] in _POINTING and begin <= parsed.head[begin - 1] < end:
        begin -= 1  # "such weapons": what points back is a part of what it stands for.
    names = _load_lexicon().names
    for describing in range(start - 1, begin - 1, -1) if end - start == 1 else ():
        narrower, _ = names.get(_squeeze(parsed.lower[describing]) + _squeeze(parsed.lower[end - 1]), (None, False))
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
    top = at
    while parsed.relation[top] in _JOINS and parsed.head[top] != top:
        top = parsed.head[top]
    return parsed.relation[top] in _DESCRIBES and at <= max(at, top) < parsed.head[top] < end


def _head(parsed: Parsed, start: int, end: int) -> int:
    """Give the noun of a match that depends on what stands outside."""
    outside = [at for at in range(start, end) if not start <= parsed.head[at] < end or parsed.head[at] == at]
    nouns = [at for at in outside if parsed.tag[at].startswith("NN")]
    return nouns[-1] if len(nouns) > 0 else end - 1


def _squeeze(word: str) -> str:
    return word if word.isalpha() else word.replace("-", "").replace(".", "")


@functools.cache
def load_ontology() -> Mapping[str, Commodity]:
    """Read the ontology, by key.

    Raises:
        InputError: a file has another form, or a key stands twice.
    """
    goods: dict[str, Commodity] = {}
    for branch, key, entry, common in _entries():
        if key in goods:
            raise InputError(f"{key!r} stands twice", where=f"good/{branch}.toml", next_step="Rename one of the goods")
        goods[key] = Commodity(
            key=key,
            parent=entry.get("parent", None if key == _root(branch) else _root(branch)),
            branch=branch,
            type=common["type"],
            hs=tuple(code.replace(".", "") for code in entry.get("hs", ())),
            in_trade=entry.get("in_trade", common.get("in_trade", False)),
            is_generic=entry.get("generic", common.get("generic", False)),
        )
    return MappingProxyType(goods)


def read_entries(branch: str) -> dict[str, Any]:
    """Read the tables of one branch as they stand in its file, with their examples."""
    return {key: entry for of, key, entry, _ in _entries() if of == branch}


@functools.cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(GOOD_PATH.glob("*.toml"))}


_FIELDS = frozenset({"names", "weak", "except", "parent", "hs", "in_trade", "generic", "examples", "not"})


def _entries() -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    for branch, content in _files().items():
        common = {name: value for name, value in content.items() if not isinstance(value, dict)}
        for key, entry in content.items():
            if isinstance(entry, dict):
                if not entry.keys() <= _FIELDS or "names" not in entry:
                    raise InputError(
                        f"[{key}] has the fields {', '.join(entry)}",
                        where=f"good/{branch}.toml",
                        expected=f"names, and any of {', '.join(sorted(_FIELDS))}",
                    )
                yield branch, key, entry, common


@functools.cache
def _root(branch: str) -> str:
    """The first good of a file is the root of its branch."""
    return next(key for key, entry in _files()[branch].items() if isinstance(entry, dict))


@functools.cache
def _load_lexicon() -> _Lexicon:
    goods = load_ontology()
    names: dict[str, tuple[Commodity | None, bool]] = {}
    prefixes: set[str] = set()
    for branch, key, entry, _ in _entries():
        for name, weak in [(name, False) for name in entry["names"]] + [(name, True) for name in entry.get("weak", ())]:
            for form in (name, plural(name)):
                known = names.get(squeeze(form))
                if known is not None and known[0] is not goods[key] and not weak and not known[1]:
                    other = "" if known[0] is None else known[0].key
                    raise InputError(f"{name!r} is {other} and {key}", where=f"good/{branch}.toml")
                if known is None or known[1]:
                    names[squeeze(form)] = (goods[key], weak)
                prefixes |= _prefixes(form)
    for _, _, entry, _ in _entries():
        for phrase in entry.get("except", ()):
            for form in (phrase, plural(phrase)):
                names.setdefault(squeeze(form), (None, False))
                prefixes |= _prefixes(form)
    return _Lexicon(MappingProxyType(names), frozenset(prefixes))


def squeeze(name: str) -> str:
    """Give a name as it is looked up: small, without spaces, hyphens and full stops."""
    return re.sub(r"[\s.-]", "", name.lower())


def _prefixes(name: str) -> set[str]:
    parts = re.split(r"(?<=[\s-])", name.lower())
    return {squeeze("".join(parts[:count])) for count in range(1, len(parts))}


def plural(name: str) -> str:
    """Form the plural of a noun phrase: of its last word, or of the one before "of"."""
    lead, of, rest = name.partition(" of ")
    words = lead.split(" ")
    words[-1] = _plural_word(words[-1])
    return " ".join(words) + of + rest


def _plural_word(word: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh)$", word) is not None:
        return word + "es"
    if re.search(r"[^aeiou]y$", word) is not None:
        return word[:-1] + "ies"
    if word.endswith(("man", "woman")):
        return word[:-2] + "en"
    if re.search(r"(?:[^f]fe|[lr]f)$", word) is not None:
        return re.sub(r"fe?$", "ves", word)
    return word + "s"
