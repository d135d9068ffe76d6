"""Legal forms: company endings in all languages, and the class that a form belongs to.

Forms and classes stand in `resources/legal.csv`. Classes follow the generic classes of rigour: an AG, an SA and an OAO
are joint stock companies (`jsc`), a GmbH, an SARL and an OOO are limited companies (`llc`).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from counterflow.compare.lexicon.resource import fold, read_rows, spell

Trie: TypeAlias = dict[str | None, Any]
"""Tokens of forms; under `_END` the number of the form's class."""

_END = None
_NO_CLASS = "-"
"""Class of forms that tell nothing."""
_MAX_FORMS = 3
"""Forms taken off one end: "PT Acme Tbk", "Acme Co. Ltd. LLC"."""
_MAX_BRANCH_TOKENS = 3
"""Tokens that may follow a form as the name of a branch: "Deutsche Bank AG (Hong Kong)"."""
_FIRST_IDEOGRAPH = "\u2e80"
"""From here on words are written without spaces."""
_MIN_RUN_ON = 3
"""Letters of a word from which a form that was run together with it is parted."""
_RUN_ON = frozenset("limited ltd llc gmbh eood aktiengesellschaft sarl ltda bhd aps oyj incorporated".split())
_COMPANY = frozenset(["co", "company"])
"""Part of the form when one follows: "Co. Ltd.", "Company, LLC"."""


class Forms(NamedTuple):
    """The legal forms, ready for lookup."""

    lead: Trie
    """Forms that open a name, token by token."""
    end: Trie
    """Forms that close a name, from the last token backwards."""
    inner: Trie
    """Forms so distinctive that they are one before the name of a branch, too."""
    moved: Trie
    """Forms that close a name, as they open one whose words are reversed: (cv, de, sa)."""
    run_on: tuple[str, ...]
    """Forms that no word ends in by chance, longest first."""
    joined: tuple[str, ...]
    """Forms of scripts without spaces, longest first."""
    joined_class: Mapping[str, int]
    """Numbers of their classes."""


def split_legal(tokens: Sequence[str]) -> tuple[list[str], int]:
    """Part an organisation's name from its legal forms, at either end or before the name of a branch.

    Args:
        tokens: normalised tokens in the order written.

    Returns:
        The tokens that are the name, and the number of the class of its legal form; 0: none is written, or one that
        tells nothing (corporation). A name that is nothing but legal forms keeps its tokens.
    """
    rest, forms = list(tokens), load_forms()
    legal = _cut_moved(rest, forms, least=2)
    for _ in range(_MAX_FORMS):
        found = _cut_end(rest, forms)
        if found is None:
            break
        legal = legal or found
    for _ in range(_MAX_FORMS):
        found = _cut_lead(rest, forms)
        if found is None:
            break
        legal = legal or found
    legal = legal or _cut_inner(rest, forms)
    legal = legal or _cut_moved(rest, forms, least=1)
    return rest, legal or _cut_run_on(rest, forms)


def _cut_end(tokens: list[str], forms: Forms) -> int | None:
    """Take a form off the end and give its class; None: there is none."""
    if len(tokens) == 0:
        return None
    if tokens[-1] in forms.end:
        size, legal = _longest(forms.end, tokens[::-1])
        if 0 < size < len(tokens):
            del tokens[-size:]
            if legal != 0 and len(tokens) > 1 and tokens[-1] in _COMPANY:
                tokens.pop()
            return legal
    return _cut_joined(tokens, forms, at_end=True) if tokens[-1] >= _FIRST_IDEOGRAPH else None


def _cut_lead(tokens: list[str], forms: Forms) -> int | None:
    """Take a form off the beginning and give its class; None: there is none."""
    if len(tokens) == 0:
        return None
    if tokens[0] in forms.lead:
        size, legal = _longest(forms.lead, tokens)
        if 0 < size < len(tokens):
            del tokens[:size]
            return legal
    return _cut_joined(tokens, forms, at_end=False) if tokens[0] >= _FIRST_IDEOGRAPH else None


def _cut_inner(tokens: list[str], forms: Forms) -> int:
    """Take out a distinctive form that at most a branch's name follows, and give its class; 0: there is none."""
    for at in range(1, len(tokens) - 1):
        if tokens[at] not in forms.inner:
            continue
        size, legal = _longest(forms.inner, tokens[at:])
        if size > 0 and 0 < len(tokens) - at - size <= _MAX_BRANCH_TOKENS:
            start = at - 1 if at > 1 and tokens[at - 1] in _COMPANY else at
            del tokens[start : at + size]
            return legal
    return 0


def _cut_moved(tokens: list[str], forms: Forms, *, least: int) -> int:
    """Take a closing form of so many words off the beginning, where words were reordered; 0: there is none."""
    size, legal = _longest(forms.moved, tokens) if len(tokens) > 1 and tokens[0] in forms.moved else (0, 0)
    if least <= size < len(tokens):
        del tokens[:size]
        return legal
    return 0


def _cut_run_on(tokens: list[str], forms: Forms) -> int:
    """Take a form off the last word that it was run together with: Tawafukltd; 0: there is none."""
    if len(tokens) == 0 or not tokens[-1].endswith(forms.run_on):
        return 0
    form = next(form for form in forms.run_on if tokens[-1].endswith(form))
    word = tokens[-1].removesuffix(form)
    if len(word) < _MIN_RUN_ON:
        return 0
    tokens[-1] = word
    if len(tokens) > 1 and word in _COMPANY:
        tokens.pop()
    return int(forms.end[form][_END])


def _longest(forms: Trie, tokens: Sequence[str]) -> tuple[int, int]:
    """Walk tokens along a trie; give the size of the longest form that they begin with (0: none), and its class."""
    size, legal, node = 0, 0, forms
    for number, token in enumerate(tokens, start=1):
        step = node.get(token)
        if step is None:
            break
        node = step
        if _END in node:
            size, legal = number, node[_END]
    return size, legal


def _cut_joined(tokens: list[str], forms: Forms, *, at_end: bool) -> int | None:
    """Take a form off tokens written without spaces, however these were split into words."""
    text = "".join(tokens)
    if not (text.endswith(forms.joined) if at_end else text.startswith(forms.joined)):
        return None
    form = next(form for form in forms.joined if (text.endswith(form) if at_end else text.startswith(form)))
    if len(form) == len(text):
        return None
    _drop_characters(tokens, len(form), at_end=at_end)
    return forms.joined_class[form]


def _drop_characters(tokens: list[str], count: int, *, at_end: bool) -> None:
    """Take characters off the tokens of one end."""
    while count > 0:
        at = -1 if at_end else 0
        token = tokens[at]
        if len(token) > count:
            tokens[at] = token[:-count] if at_end else token[count:]
            return
        count -= len(token)
        del tokens[at]


@functools.cache
def load_forms() -> Forms:
    """Read the legal forms."""
    lead: Trie = {}
    end: Trie = {}
    inner: Trie = {}
    moved: Trie = {}
    run_on: set[str] = set()
    joined: dict[str, int] = {}
    for name, position, form in read_rows("legal"):
        legal = class_number(name)
        words = form.split()
        if position == "joined":
            joined[form] = legal
        if position in ("any", "lead"):
            _plant(lead, words, legal)
        if position in ("any", "tail", "end"):
            _plant(end, words[::-1], legal)
            _plant(moved, words[::-1], legal)
        if position in ("any", "tail"):
            _plant(inner, words, legal)
            run_on.update(word for word in spell(form) if len(words) == 1 and word in _RUN_ON)
    return Forms(
        lead,
        end,
        inner,
        moved,
        tuple(sorted(run_on, key=lambda form: (-len(form), form))),
        tuple(sorted(joined, key=lambda form: (-len(form), form))),
        joined,
    )


def class_number(name: str) -> int:
    """Number a class of legal forms: jsc, llc; 0: the class of forms that tell nothing."""
    return 0 if name == _NO_CLASS else 1 + _classes().index(name)


@functools.cache
def _classes() -> tuple[str, ...]:
    return tuple(sorted({name for name, *_ in read_rows("legal")} - {_NO_CLASS}))


def _plant(forms: Trie, words: Sequence[str], legal: int) -> None:
    """Add a form to a trie, as it is written and without diacritics."""
    for spelling in {tuple(words), tuple(map(fold, words))}:
        node = forms
        for word in spelling:
            node = node.setdefault(word, {})
        node.setdefault(_END, legal)
