"""Alphabets that are romanised letter by letter."""

from __future__ import annotations

_PLAIN = {letter: letter for letter in "abcdefghijklmnopqrstuvwxyz0123456789"}


def spell(token: str, table: dict[str, str]) -> str:
    """Each letter as the table has it; Latin letters and digits as they are, anything else left out."""
    return "".join([table.get(letter, _PLAIN.get(letter, "")) for letter in token])
