"""Values: the distinct texts of a field once, and which record has which."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.clean.name import normal_name
from counterflow.compare.lexicon.nickname import nickname_of
from counterflow.resolve.linkage.field import Kind

Ints = NDArray[np.int32]


class Lists(NamedTuple):
    """Lists of numbers: those of item i are `items[starts[i]:starts[i + 1]]`."""

    starts: NDArray[np.int64]
    items: Ints


class Texts(NamedTuple):
    """Texts as code points: those of text i are `points[starts[i]:starts[i + 1]]`."""

    starts: NDArray[np.int64]
    points: NDArray[np.uint32]


class Values(NamedTuple):
    """One field of all records."""

    kind: Kind
    records: Lists
    """Each record's values, by number."""
    words: Lists
    """Each value's words, by number; of a date or a code the value itself."""
    value_text: Sequence[str]
    word_text: Sequence[str]
    texts: Texts
    """Of words where the kind is NAME or WORDS, else of values."""
    value_bits: NDArray[np.float32]
    """How rare each value is: minus the logarithm to base 2 of its share of the records that have any."""
    word_bits: NDArray[np.float32]
    senses: NDArray[np.int64]
    """Of each word, the given name that it is or is short for; 0 without."""


_DIGITS = re.compile(r"\d+")
_NOT_CODE = re.compile(r"[^\w@]+")


def clean_code(text: str) -> str:
    """Write a code without the marks that people vary; a first part set off by a space or @ stays set off."""
    return _NOT_CODE.sub(" ", text.casefold()).strip()


def clean_date(text: str) -> str:
    """Write a date as eight digits, year first, 0 for what is unknown; empty when no year is found.

    Impossible dates stay as written: a wrong digit is what is compared.
    """
    numbers = _DIGITS.findall(text)
    if len(numbers) == 1 and len(numbers[0]) in (4, 8):
        return str(numbers[0].ljust(8, "0"))
    if len(numbers) >= 2 and len(numbers[0]) == 4:
        return str(numbers[0] + "".join(part[:2].zfill(2) for part in numbers[1:3]).ljust(4, "0"))
    if len(numbers) == 3 and len(numbers[2]) == 4:
        return str(numbers[2] + numbers[0].zfill(2)[:2] + numbers[1].zfill(2)[:2])
    return ""


_CLEAN: dict[Kind, Callable[[str], str]] = {
    Kind.NAME: normal_name,
    Kind.WORDS: normal_name,
    Kind.CODE: clean_code,
    Kind.DATE: clean_date,
}


def read_values(kind: Kind, rows: Iterable[Sequence[str]]) -> Values:
    """Clean, number and count the values of a field, one row a record; a record may have none or several."""
    cleaned: dict[str, str] = {}
    numbers: dict[str, int] = {}
    starts, items = [0], []
    for row in rows:
        held = set()
        for text in row:
            value = cleaned.get(text)
            if value is None:
                value = cleaned[text] = _CLEAN[kind](text)
            if value != "":
                held.add(numbers.setdefault(value, len(numbers)))
        items.extend(sorted(held))
        starts.append(len(items))
    records = Lists(np.array(starts, np.int64), np.array(items, np.int32))
    value_text = list(numbers)
    has_words = kind in (Kind.NAME, Kind.WORDS)
    word_number: dict[str, int] = {}
    lists = [
        sorted({word_number.setdefault(word, len(word_number)) for word in (value.split() if has_words else [value])})
        for value in value_text
    ]
    words = Lists(
        np.cumsum([0, *map(len, lists)], dtype=np.int64),
        np.array([number for one in lists for number in one], np.int32),
    )
    word_text = list(word_number)
    having = max(int((np.diff(records.starts) > 0).sum()), 1)
    value_count = np.bincount(records.items, minlength=len(value_text))
    # A value that a record has counts its words once for each record.
    sizes = np.diff(words.starts)
    word_count = np.bincount(words.items, np.repeat(value_count, sizes), minlength=len(word_text))
    senses = [nickname_of(word) if kind == Kind.NAME else 0 for word in word_text]
    return Values(
        kind=kind,
        records=records,
        words=words,
        value_text=value_text,
        word_text=word_text,
        texts=encode(word_text),
        value_bits=_bits(value_count, having),
        word_bits=_bits(word_count, having),
        senses=np.array(senses, np.uint64).view(np.int64),
    )


def encode(texts: Sequence[str]) -> Texts:
    """Write texts as code points, for compiled code."""
    starts = np.cumsum([0, *map(len, texts)], dtype=np.int64)
    return Texts(starts, np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32))


def _bits(count: NDArray[np.int64], having: int) -> NDArray[np.float32]:
    return (-np.log2(np.minimum(np.maximum(count, 1) / having, 1))).astype(np.float32)
