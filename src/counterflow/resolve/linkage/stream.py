"""Streams: what of a field two records may have in common to become candidates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.resolve.linkage.field import Kind
from counterflow.resolve.linkage.value import Lists, Values

_SOUND = str.maketrans({"p": "b", "f": "v", "q": "k", "c": "k", "z": "s", "t": "d", "j": "g"})
_SILENT = re.compile(r"[aeiouyhw]")
_TWICE = re.compile(r"(.)\1+")


class Stream(NamedTuple):
    """Keys of records: record `records[i]` has key `keys[i]`; in order of record, no row twice."""

    name: str
    field: int
    records: NDArray[np.int64]
    keys: NDArray[np.int64]
    size: int
    """Keys are below this."""


def sound(word: str) -> str:
    """Give the consonants of a word, like-sounding ones alike, with its first letter."""
    word = word.replace("ph", "f").replace("ck", "k").translate(_SOUND)
    return str(_TWICE.sub(r"\1", word[:1] + _SILENT.sub("", word[1:])))[:6]


def first_part(code: str) -> str:
    """Give the part of a code before a space or @, else its first half."""
    head = re.split(r"[ @]", code, maxsplit=1)[0]
    return head if head != code else code[: (len(code) + 1) // 2]


def list_streams(values: Sequence[Values]) -> Iterator[Stream]:
    """List the streams of all fields."""
    for field, one in enumerate(values):
        if one.kind == Kind.NAME:
            yield _of_words(field, one, "word", lambda word: word)
            yield _of_words(field, one, "sound", sound)
        elif one.kind == Kind.DATE:
            for name, cut in _DATE_PARTS.items():
                yield _of_values(field, one, name, cut)
        elif one.kind == Kind.CODE:
            yield _of_values(field, one, "equal", lambda text: text)
            yield _of_values(field, one, "first part", first_part)
        else:
            yield _of_values(field, one, "equal", lambda text: text)
            if len(one.words.items) > 1.5 * len(one.value_text):
                yield _of_words(field, one, "word", lambda word: word)


_DATE_PARTS: dict[str, Callable[[str], str]] = {
    "equal": lambda text: text,
    "year": lambda text: text[:4],
    "year and month": lambda text: text[:6],
    "month and day": lambda text: "" if text[4:] == "0000" else text[4:],
}


def _of_values(field: int, values: Values, name: str, cut: Callable[[str], str]) -> Stream:
    numbers, size = _number(map(cut, values.value_text))
    return _make(name, field, values.records, numbers, size)


def _of_words(field: int, values: Values, name: str, cut: Callable[[str], str]) -> Stream:
    numbers, size = _number(map(cut, values.word_text))
    sizes = np.diff(values.words.starts)[values.records.items]
    at = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    words = values.words.items[np.repeat(values.words.starts[values.records.items], sizes) + at]
    ends = np.concatenate([[0], np.cumsum(sizes)])[values.records.starts]
    return _make(name, field, Lists(ends, words), numbers, size)


def _number(texts: Iterable[str]) -> tuple[NDArray[np.int64], int]:
    seen: dict[str, int] = {"": -1}
    numbers = np.array([seen.setdefault(text, len(seen) - 1) for text in texts], np.int64)
    return numbers, max(len(seen) - 1, 1)


def _make(name: str, field: int, lists: Lists, numbers: NDArray[np.int64], size: int) -> Stream:
    records = np.repeat(np.arange(len(lists.starts) - 1), np.diff(lists.starts))
    keys = numbers[lists.items]
    both = np.sort((records * size + keys)[keys >= 0])
    both = both[np.concatenate([[True], both[1:] != both[:-1]])[: len(both)]]
    return Stream(name, field, both // size, both % size, size)
