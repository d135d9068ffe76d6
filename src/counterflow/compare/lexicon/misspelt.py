"""Words that are a legal form or a generic word with one letter wrong: they say no more than the right one."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from counterflow.compare.lexicon.resource import read_rows, spell
from counterflow.compare.lexicon.sense import generic_words

_MIN_LETTERS = 6
"""Letters of a word that is recognised with one of them wrong."""


def is_misspelt_form(form: str) -> bool:
    """Tell whether a word is one edit from a word of legal forms: limied, limitd, limiteed, lmiited."""
    return _is_near(form, _form_words())


def is_misspelt_generic(form: str) -> bool:
    """Tell whether a word is one edit from a word that says what kind of organisation it names."""
    return _is_near(form, _generic_words())


def _is_near(form: str, words: frozenset[str]) -> bool:
    """Look a word and each of its one-letter deletions up among such deletions (Garbe, symmetric delete)."""
    return len(form) >= _MIN_LETTERS and any(short in words for short in _shortened(form))


def _shortened(form: str) -> Iterator[str]:
    yield form
    for at in range(len(form)):
        yield form[:at] + form[at + 1 :]


@functools.cache
def _form_words() -> frozenset[str]:
    words = {word for _, position, form in read_rows("legal") if position != "joined" for word in spell(form)}
    return _deletions(words)


@functools.cache
def _generic_words() -> frozenset[str]:
    return _deletions(generic_words())


def _deletions(words: set[str] | frozenset[str]) -> frozenset[str]:
    return frozenset(
        short for word in words if len(word) >= _MIN_LETTERS and word.isascii() for short in _shortened(word)
    )
