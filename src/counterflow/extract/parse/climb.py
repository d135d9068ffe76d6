"""Climbing a parse: from a word over its heads to the root of its sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from counterflow.extract.parse.parsed import Parsed

MAX_CLIMB = 24
"""Heads that are climbed at most: what is nested deeper is no prose."""
_JOINED = ("conj",)


def climb(parsed: Parsed, token: int) -> Iterator[int]:
    """Give a word and those above it, the root last."""
    yield token
    for _ in range(MAX_CLIMB):
        head = parsed.head[token]
        if head == token:
            return
        yield head
        token = head


def is_under(parsed: Parsed, token: int, above: int) -> bool:
    """Whether a word is another or depends on it, directly or not."""
    for _ in range(MAX_CLIMB):
        if token == above:
            return True
        head = parsed.head[token]
        if head == token:
            return False
        token = head
    return False


def climb_through(parsed: Parsed, token: int, relations: Collection[str]) -> int:
    """Give the first word, from this one up, that is not tied to its head by one of the relations."""
    for _ in range(MAX_CLIMB):
        head = parsed.head[token]
        if parsed.relation[token] not in relations or head == token:
            break
        token = head
    return token


def first_joined(parsed: Parsed, token: int) -> int:
    """Give the first of the words that "and", "or" or commas join with this one."""
    return climb_through(parsed, token, _JOINED)
