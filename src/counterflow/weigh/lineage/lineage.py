"""Who repeats whom: what documents say of it, what their words show, and what a person said."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from counterflow.clean.date import edtf_bounds
from counterflow.model.handling import strictest
from counterflow.tables import Lineage
from counterflow.weigh.lineage.credit import find_credits, is_correction
from counterflow.weigh.lineage.shingle import Overlap, find_overlaps, runs_of, words_of

COPY_SHARE = 0.5
"""Share of the shorter text's runs of words in the other from which it is taken to be a copy of it."""

MIN_COPY_SHARE = 0.15
"""Share below which common words are quotations and phrases of the trade."""

SAME_STORY = 0.3
"""Share of the telling words beside a credit that a document must have to be the one that is meant."""

MIN_LETTERS = 4
"""Letters of a word that tells something of what a passage is about."""

FIGURE_PROBABILITY = 0.7
"""That a document has an unusual figure from the one before it that tells it in the same words."""

FIGURE_WORDS = 3
"""Words of the figure's surroundings, on each side, of which one must be the same."""


class Text(NamedTuple):
    """A document as lineage sees it."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    text: str
    handling: str
    figures: tuple[Figure, ...] = ()


class Figure(NamedTuple):
    """An amount that a document tells."""

    value: str
    """Unit, bounds and rate, normalised: equal for equal amounts."""
    around: frozenset[str]
    """The words beside it."""
    text: str


class Said(NamedTuple):
    """What a person said of two documents."""

    source_id: str
    repeats_id: str
    repeats: bool


def find_lineage(texts: Sequence[Text], publishers: Mapping[str, str], said: Iterable[Said] = ()) -> list[Lineage]:
    """Find which documents repeat which.

    Recorded: a credit of the whole text (`syndication`) or of a part (`citation`) to a publisher or a title, where a
    document of that publisher tells the same story; a correction of the publisher's own. Inferred: the same runs of
    words (`near-duplicate`), an unusual figure in the same words (`shared-figure`). Of two, the later repeats; where no
    date tells, the one that says so, or the one with the larger share of copied words. A document never repeats, by any
    way, what repeats it.

    Args:
        texts: the documents; any order.
        publishers: key of case.toml to the publisher's name.
        said: what people said, which goes before everything.

    Returns:
        rows in the order of their ids, one for two documents: recorded before inferred, then the likeliest.
    """
    # The earliest first: a run that very many share is compared with the first of them.
    texts = sorted(texts, key=lambda one: (_days(one) or (date.max, date.max), one.id))
    overlaps = find_overlaps([runs_of(one.text) for one in texts])
    found = [*_credited(texts, publishers), *_copied(texts, overlaps), *_of_one_figure(texts)]
    known = {one.id: one for one in texts}
    corrected = {(one.source_id, one.repeats_id): one.repeats for one in said}
    for (source, repeats), stands in corrected.items():
        if stands and source in known and repeats in known:
            marking = strictest((known[source].handling, known[repeats].handling))
            found.append(Lineage(source, repeats, "judgement", True, 1.0, None, marking))
    best: dict[tuple[str, str], Lineage] = {}
    for row in found:
        pair = (row.source_id, row.repeats_id)
        if not corrected.get(pair, True):
            continue
        if pair not in best or _firmness(row) > _firmness(best[pair]):
            best[pair] = row
    return sorted(_without_cycles(best.values()))


def _firmness(row: Lineage) -> tuple[bool, bool, float, str]:
    return row.basis == "judgement", row.is_recorded, row.probability, row.basis


def _without_cycles(rows: Iterable[Lineage]) -> Iterator[Lineage]:
    """Leave out, of rows that lead back to where they began, the least firm."""
    repeats: dict[str, set[str]] = defaultdict(set)

    def reaches(start: str, goal: str) -> bool:
        seen, todo = set(), [start]
        while len(todo) > 0:
            at = todo.pop()
            if at == goal:
                return True
            if at not in seen:
                seen.add(at)
                todo.extend(repeats[at])
        return False

    for row in sorted(rows, key=lambda one: (*(-float(x) for x in _firmness(one)[:3]), one.source_id, one.repeats_id)):
        if not reaches(row.repeats_id, row.source_id):
            repeats[row.source_id].add(row.repeats_id)
            yield row


def _credited(texts: Sequence[Text], publishers: Mapping[str, str]) -> Iterator[Lineage]:
    names = {key: _plain(name) for key, name in publishers.items()}
    of_publisher: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(texts):
        if one.publisher is not None:
            of_publisher[one.publisher].append(at)
    rare = _Likeness(texts)
    for at, one in enumerate(texts):
        for key, others in of_publisher.items():
            if key == one.publisher:
                if is_correction(one.title):
                    told = _told_most_like(texts, rare, at, one.text, others)
                    yield from _row(texts, at, told, "correction", one.title)
                continue
            for credit in list(find_credits(one.text, (names.get(key, ""),)))[:1]:
                basis = "syndication" if credit.is_whole else "citation"
                passage = one.text if credit.is_whole else _paragraph(one.text, credit.start)
                told = _told_most_like(texts, rare, at, passage, others)
                yield from _row(texts, at, told, basis, credit.passage)
        titles = {other.title: place for place, other in enumerate(texts) if _is_title(other.title) and place != at}
        for credit in find_credits(one.text, [title for title in titles if title is not None]):
            if _may_repeat(one, texts[titles[credit.name]]):
                yield from _row(texts, at, titles[credit.name], "citation", credit.passage)


def _plain(name: str) -> str:
    return re.sub(r"\s*\([^)]*\)\s*$", "", name)


def _is_title(title: str | None) -> bool:
    return title is not None and len(title.split()) >= 3


def _row(texts: Sequence[Text], source: int, repeats: int | None, basis: str, passage: str | None) -> Iterator[Lineage]:
    if repeats is not None:
        marking = strictest((texts[source].handling, texts[repeats].handling))
        yield Lineage(texts[source].id, texts[repeats].id, basis, True, 1.0, passage, marking)


def _paragraph(text: str, at: int) -> str:
    begin = text.rfind("\n\n", 0, at)
    end = text.find("\n\n", at)
    return text[max(0, begin) : end if end >= 0 else len(text)]


def _told_most_like(texts: Sequence[Text], rare: _Likeness, at: int, passage: str, others: Iterable[int]) -> int | None:
    """Find the earlier document that tells most of a passage; None: none does."""
    fits = [other for other in others if other != at and _may_repeat(texts[at], texts[other])]
    ranked = sorted(((rare.of(passage, other), other) for other in fits), key=lambda one: (-one[0], one[1]))
    return ranked[0][1] if len(ranked) > 0 and ranked[0][0] >= SAME_STORY else None


def _may_repeat(one: Text, other: Text) -> bool:
    """Whether the other can have been there before: it is not surely the later one."""
    mine, theirs = _days(one), _days(other)
    return mine is None or theirs is None or theirs[0] <= mine[1]


def _days(one: Text) -> tuple[date, date] | None:
    if one.published is None or "XXXX" in one.published:
        return None
    try:
        return edtf_bounds(one.published)
    except ValueError:
        return None


class _Likeness:
    """How much of a passage's words another document has, each word weighed by how few documents have it."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._words = [_telling_words(one.text) for one in texts]
        documents = Counter(word for words in self._words for word in words)
        self._weight = {word: 1.0 + math.log(len(texts) / count) for word, count in documents.items()}

    def of(self, passage: str, other: int) -> float:
        words = _telling_words(passage)
        weights = {word: self._weight.get(word, 1.0) for word in words}
        shared = sum(weight for word, weight in weights.items() if word in self._words[other])
        return 0.0 if len(words) == 0 else shared / sum(weights.values())


def _telling_words(text: str) -> frozenset[str]:
    return frozenset(word for word in words_of(text) if len(word) >= MIN_LETTERS)


def _copied(texts: Sequence[Text], overlaps: Iterable[Overlap]) -> Iterator[Lineage]:
    for overlap in overlaps:
        share = max(overlap.left_share, overlap.right_share)
        if share < MIN_COPY_SHARE:
            continue
        source, repeats = _direct(texts, overlap)
        # From half of the runs on it is a copy; below, as likely a common source.
        probability = round(min(0.98, 0.5 + 0.5 * min(1.0, share / COPY_SHARE) ** 2), 3)
        marking = strictest((texts[source].handling, texts[repeats].handling))
        passage = f"{overlap.shared} runs of five words in common"
        yield Lineage(texts[source].id, texts[repeats].id, "near-duplicate", False, probability, passage, marking)


def _direct(texts: Sequence[Text], overlap: Overlap) -> tuple[int, int]:
    """Give the document that repeats, and the one repeated: by date, else by the larger share, else by id."""
    left, right = _days(texts[overlap.left]), _days(texts[overlap.right])
    if left is not None and right is not None and left != right and (left[1] < right[0] or right[1] < left[0]):
        return (overlap.right, overlap.left) if left < right else (overlap.left, overlap.right)
    is_left = overlap.left_share > overlap.right_share
    return (overlap.left, overlap.right) if is_left else (overlap.right, overlap.left)


def _of_one_figure(texts: Sequence[Text]) -> Iterator[Lineage]:
    """Find documents that tell one unusual figure in like words; each repeats the first of them."""
    holders: dict[str, list[tuple[int, Figure]]] = defaultdict(list)
    for at, one in enumerate(texts):
        for figure in one.figures:
            holders[figure.value].append((at, figure))
    for held in holders.values():
        dated = sorted(((_days(texts[at]) or (date.max, date.max), at, figure) for at, figure in held))
        first_day, first, told = dated[0]
        for day, at, figure in dated[1:]:
            is_later = day[0] > first_day[1] and texts[at].publisher != texts[first].publisher
            if at != first and is_later and day[0] != date.max and len(told.around & figure.around) >= FIGURE_WORDS:
                marking = strictest((texts[at].handling, texts[first].handling))
                yield Lineage(
                    texts[at].id, texts[first].id, "shared-figure", False, FIGURE_PROBABILITY, figure.text, marking
                )
