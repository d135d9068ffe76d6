"""Parsing: each run of a text as tokens with their grammar, kept as lists and not as the parser's objects.

One pass of the language model gives tags, dependencies and names; nothing is parsed twice. Lists make the rules
fast, and let a test write a parse by hand.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from counterflow.extract.parse.language_model import Entity, load_language_model, load_lemmas
from counterflow.extract.parse.lemma import Lemmas
from counterflow.extract.parse.passage import Span
from counterflow.extract.parse.shown import Shown, show

BATCH_CHARS = 20_000
"""Characters parsed in one batch; larger batches gain nothing and cost memory."""
BATCH_RUNS = 64
"""Runs parsed in one batch, at most."""


class Parsed(NamedTuple):
    """The tokens of one run, as parallel lists: entry i of each is token i."""

    text: list[str]
    """The token as written."""
    lower: list[str]
    lemma: list[str]
    """Dictionary form, lower case."""
    tag: list[str]
    """Part of speech, as the Penn Treebank names it."""
    relation: list[str]
    """Dependency on the head, in spaCy's English labels (ClearNLP): nsubj, dobj, prep, pobj ..."""
    head: list[int]
    """Token that it depends on; the root of a sentence is its own head."""
    start: list[int]
    """First character, in code points of the whole text."""
    end: list[int]
    """End, exclusive, in code points of the whole text."""
    sentence: list[int]
    """Number of its sentence in the text."""
    children: list[list[int]]
    """Tokens that depend on it, in order."""

    def hang(self, token: int, head: int, relation: str) -> None:
        """Make a token depend on another."""
        old = self.head[token]
        if token in self.children[old]:
            self.children[old].remove(token)
        self.head[token] = head
        self.relation[token] = relation
        if head != token:
            self.children[head].append(token)
            self.children[head].sort()


class Run(NamedTuple):
    """One run as parsed, and the names that the language model saw in it."""

    parsed: Parsed
    entities: list[Entity]
    """Relative to the run's start."""


def parse(folded: str, runs: Sequence[Span], sentences: Sequence[Span]) -> Iterator[Run]:
    """Parse the runs of a folded text, in order.

    Sentence boundaries are those of `sentences`, numbered in their order: the parser is told them, because its own
    would end a sentence at other places than the rest of reading does.
    """
    model, lemmas = load_language_model(), load_lemmas()
    starts = [sentence.start for sentence in sentences]
    for batch in _batches(runs):
        shown = [show(folded[run.start : run.end]) for run in batch]
        docs = [_prepare(model, one, run, starts) for one, run in zip(shown, batch, strict=True)]
        for one, run, doc in zip(shown, batch, model.pipe(docs, batch_size=len(docs)), strict=True):
            yield _run(doc, one, run, starts, lemmas)


def _batches(runs: Iterable[Span]) -> Iterator[list[Span]]:
    """Group runs into batches of so many characters that memory stays bounded."""
    batch: list[Span] = []
    size = 0
    for run in runs:
        if len(batch) > 0 and (size + run.end - run.start > BATCH_CHARS or len(batch) == BATCH_RUNS):
            yield batch
            batch, size = [], 0
        batch.append(run)
        size += run.end - run.start
    if len(batch) > 0:
        yield batch


def _prepare(model: Any, shown: Shown, run: Span, starts: Sequence[int]) -> Any:
    """Part a run into tokens and tell the parser where sentences begin."""
    from spacy.attrs import IDX, SENT_START

    doc = model.make_doc(shown.text)
    if len(doc) > 0:
        begins = np.array([shown.place(at) for at in doc.to_array([IDX]).tolist()])
        numbers = np.searchsorted(starts, begins + run.start, side="right")
        first = np.where(np.diff(numbers, prepend=-1) != 0, 1, -1)
        doc.from_array([SENT_START], first.astype(np.int64).astype(np.uint64).reshape(-1, 1))
    return doc


def _run(doc: Any, shown: Shown, run: Span, starts: Sequence[int], lemmas: Lemmas) -> Run:
    """Take the lists from a parsed run."""
    from spacy.attrs import DEP, HEAD, IDX, LOWER, ORTH, TAG

    strings = doc.vocab.strings
    columns = doc.to_array([ORTH, LOWER, TAG, DEP, HEAD, IDX])
    orth, lower, tag, relation = ([strings[key] for key in columns[:, i].tolist()] for i in range(4))
    count = len(orth)
    heads = (columns[:, 4].astype(np.int64) + np.arange(count)).tolist()
    places = columns[:, 5].tolist()
    begins = [run.start + shown.place(at) for at in places]
    children: list[list[int]] = [[] for _ in range(count)]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    parsed = Parsed(
        text=orth,
        lower=lower,
        lemma=[lemmas.find(word, of) for word, of in zip(lower, tag, strict=True)],
        tag=tag,
        relation=relation,
        head=heads,
        start=begins,
        end=[run.start + shown.end(at + len(word)) for at, word in zip(places, orth, strict=True)],
        sentence=[bisect.bisect_right(starts, begin) - 1 for begin in begins],
        children=children,
    )
    entities = [Entity(shown.place(one.start_char), shown.end(one.end_char), one.label_) for one in doc.ents]
    return Run(parsed, entities)


def sentence_spans(parsed: Parsed) -> Iterator[range]:
    """Give the tokens of each sentence of a run, in order."""
    start = 0
    for at in range(1, len(parsed.text) + 1):
        if at == len(parsed.text) or parsed.sentence[at] != parsed.sentence[start]:
            yield range(start, at)
            start = at


def subtree(parsed: Parsed, token: int) -> Iterable[int]:
    """Give a token and all that depends on it, directly or not, in no order."""
    waiting = [token]
    while len(waiting) > 0:
        at = waiting.pop()
        yield at
        waiting += parsed.children[at]
