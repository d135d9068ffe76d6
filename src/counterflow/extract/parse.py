"""Parsing: each run of a text as tokens with their grammar, kept as lists and not as the parser's objects.

One pass of the language model gives tags, dependencies and names; nothing is parsed twice. Lists make the rules
fast, and let a test write a parse by hand.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from counterflow.extract.language_model import BATCH_RUNS, Entity, load_language_model, load_lemmas
from counterflow.extract.passage import Span


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
    strings = model.vocab.strings
    from spacy.attrs import DEP, HEAD, IDX, LOWER, ORTH, SENT_START, TAG

    def prepared() -> Iterator[Any]:
        for run in runs:
            # White space inside a run is one space to the model: a wrapped line is read on.
            doc = model.make_doc(folded[run.start : run.end].replace("\n", " "))
            if len(doc) > 0:
                numbers = np.searchsorted(starts, doc.to_array([IDX]).astype(np.int64) + run.start, side="right")
                first = np.where(np.diff(numbers, prepend=-1) != 0, 1, -1)
                doc.from_array([SENT_START], first.astype(np.int64).astype(np.uint64).reshape(-1, 1))
            yield doc

    for run, doc in zip(runs, model.pipe(prepared(), batch_size=BATCH_RUNS), strict=True):
        columns = doc.to_array([ORTH, LOWER, TAG, DEP, HEAD, IDX])
        orth, lower, tag, relation = ([strings[key] for key in columns[:, i].tolist()] for i in range(4))
        count = len(orth)
        heads = (columns[:, 4].astype(np.int64) + np.arange(count)).tolist()
        begins = [run.start + at for at in columns[:, 5].tolist()]
        children: list[list[int]] = [[] for _ in range(count)]
        for token, head in enumerate(heads):
            if head != token:
                children[head].append(token)
        yield Run(
            Parsed(
                text=orth,
                lower=lower,
                lemma=[lemmas.find(word, of) for word, of in zip(lower, tag, strict=True)],
                tag=tag,
                relation=relation,
                head=heads,
                start=begins,
                end=[begin + len(word) for begin, word in zip(begins, orth, strict=True)],
                sentence=[bisect.bisect_right(starts, begin) - 1 for begin in begins],
                children=children,
            ),
            [Entity(found.start_char, found.end_char, found.label_) for found in doc.ents],
        )


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
