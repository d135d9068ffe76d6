"""Ids of rows: one way to make them, so equal things have equal ids in every build."""

from __future__ import annotations

import hashlib


def make_id(*parts: str | int | None) -> str:
    """Hash the identifying parts of a row to 40 hex digits (SHA-1, as FtM does for statements).

    Parts are told apart by a unit separator, and None differs from the empty string.
    """
    try:
        text = "\x1f".join(parts)  # type: ignore[arg-type]  # most ids are made of texts alone
    except TypeError:
        text = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def statement_id(
    dataset: str, entity_id: str, prop: str, value: str, *, external: bool = False, lang: str | None = None
) -> str:
    """Make FtM's own statement key (`followthemoney.statement.Statement.make_key`), without importing FtM."""
    key = f"{dataset}.{entity_id}.{prop}.{value}"
    if lang is not None:
        key = f"{key}@{lang}"
    if external:
        key = f"{key}.ext"
    return hashlib.sha1(key.encode("utf-8"), usedforsecurity=False).hexdigest()
