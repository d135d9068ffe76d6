"""Determiners: words of a closed class that point at something the text has told of."""

from __future__ import annotations

DEMONSTRATIVES = frozenset({"this", "that", "these", "those"})
DEFINITES = DEMONSTRATIVES | {"the"}
