"""References: numbers that name a document or a part of one and count nothing."""

from __future__ import annotations

import re

from counterflow.extract.lexica import load_set


def is_reference(text: str, start: int) -> bool:
    """Whether the number at `start` belongs to a reference word before it ("resolution 1718", "page 12")."""
    before = re.search(r"([A-Za-z.]+(?:\s+[A-Za-z.]+)?)[\s:#(]*$", text[max(0, start - 40) : start])
    if before is None:
        return False
    words = before[1].lower().split()
    references = load_set("reference_word")
    return words[-1] in references or " ".join(words[-2:]) in references
