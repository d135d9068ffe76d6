"""Parsing: each run of a text as tokens with their grammar, kept as lists and not as the parser's objects.

One pass of the language model gives tags, dependencies and names; nothing is parsed twice. Lists make the rules
fast, and let a test write a parse by hand.
"""

from __future__ import annotations

import bisect
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from counterflow.extract.language_model import BATCH_RUNS, Entity, load_language_model, load_lemmas
from counterflow.extract.passage import Span

_LEFT_OUT = re.compile(r"\s+\((?:[A-Z]{2}[ie]\.\d{3}|[A-Z][A-Z0-9&/-]{1,9})\)(?=[\s.,;:)]|$)|(?<=\s)\s+")
"""Codes of lists and short forms in brackets behind a name: "(QDe.014)", "(AQIM)"."""


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

    shown: deque[_Cuts] = deque()

    def prepared() -> Iterator[Any]:
        for run in runs:
            text, cuts = _plain(folded[run.start : run.end])
            doc = model.make_doc(text)
            shown.append(cuts)
            if len(doc) > 0:
                begins = np.array([_place(at, cuts) for at in doc.to_array([IDX]).tolist()])
                numbers = np.searchsorted(starts, begins + run.start, side="right")
                first = np.where(np.diff(numbers, prepend=-1) != 0, 1, -1)
                doc.from_array([SENT_START], first.astype(np.int64).astype(np.uint64).reshape(-1, 1))
            yield doc

    for run, doc in zip(runs, model.pipe(prepared(), batch_size=BATCH_RUNS), strict=True):
        cuts = shown.popleft()
        columns = doc.to_array([ORTH, LOWER, TAG, DEP, HEAD, IDX])
        orth, lower, tag, relation = ([strings[key] for key in columns[:, i].tolist()] for i in range(4))
        count = len(orth)
        heads = (columns[:, 4].astype(np.int64) + np.arange(count)).tolist()
        begins = [run.start + _place(at, cuts) for at in columns[:, 5].tolist()]
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
                end=[
                    run.start + _place(at + len(word) - 1, cuts) + 1
                    for at, word in zip(columns[:, 5].tolist(), orth, strict=True)
                ],
                sentence=[bisect.bisect_right(starts, begin) - 1 for begin in begins],
                children=children,
            ),
            [
                Entity(_place(found.start_char, cuts), _place(found.end_char - 1, cuts) + 1, found.label_)
                for found in doc.ents
            ],
        )


class _Cuts(NamedTuple):
    """What was left out of a run for the model."""

    places: list[int]
    """Places in the shown text before which something was left out, ascending."""
    lengths: list[int]
    """How many characters in all, up to and with that place; one entry more, 0, before the first."""


def _plain(text: str) -> tuple[str, _Cuts]:
    """Leave out what breaks sentences for the model and tells it nothing: codes and short forms in brackets, blanks."""
    pieces: list[str] = []
    cuts = _Cuts([], [0])
    at = shown = 0
    for found in _LEFT_OUT.finditer(text):
        pieces.append(text[at : found.start()])
        shown += found.start() - at
        cuts.places.append(shown)
        cuts.lengths.append(cuts.lengths[-1] + found.end() - found.start())
        at = found.end()
    pieces.append(text[at:])
    return "".join(pieces).replace("\n", " "), cuts


def _place(at: int, cuts: _Cuts) -> int:
    """Give the place in the run of a place in the shown text."""
    return at + cuts.lengths[bisect.bisect_right(cuts.places, at)]


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
