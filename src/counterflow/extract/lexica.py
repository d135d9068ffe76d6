"""The lexica of reading: word lists in `lexicon/*.txt`, in the forms of `clean/lexica.py`, each read once."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from counterflow.clean.lexica import alternatives, any_of, read_map, read_records, read_terms
from counterflow.exc import InputError

LEXICON_PATH = Path(__file__).parent / "lexicon"

__all__ = ["LEXICON_PATH", "alternatives", "any_of", "load_map", "load_records", "load_set", "load_terms", "load_toml"]


@functools.cache
def load_terms(name: str) -> tuple[str, ...]:
    """Read a lexicon of words, in its order."""
    return read_terms(LEXICON_PATH, name)


@functools.cache
def load_set(name: str) -> frozenset[str]:
    """Read a lexicon of words for lookup."""
    return frozenset(load_terms(name))


@functools.cache
def load_map(name: str) -> Mapping[str, str]:
    """Read a lexicon of `word = value` lines."""
    return read_map(LEXICON_PATH, name)


@functools.cache
def load_records(name: str, fields: int) -> tuple[tuple[str, ...], ...]:
    """Read a lexicon of lines with `fields` fields parted by `|`."""
    return read_records(LEXICON_PATH, name, fields)


def load_toml(path: Path, where: str) -> dict[str, Any]:
    """Read a data file in TOML; `where` names it in errors.

    Raises:
        InputError: it is no TOML; the error names file and line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise InputError(f"it is no TOML: {exc}", where=where, next_step="Mend the line") from exc
