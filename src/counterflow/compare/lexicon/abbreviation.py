"""The usual abbreviations of words in organisations' names."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from counterflow.compare.lexicon.resource import read_rows


def expand(form: str) -> str:
    """Give the word that an abbreviation stands for; a word that is none, as it is."""
    return load_abbreviations().get(form, form)


@functools.cache
def load_abbreviations() -> Mapping[str, str]:
    """Read the abbreviations and their words."""
    return {short: word for word, shorts in read_rows("abbreviation") for short in shorts.split()}
