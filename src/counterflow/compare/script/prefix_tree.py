"""Regular expressions of many words that share beginnings, as Python's `re` runs them fast."""

from __future__ import annotations

import re
from collections.abc import Iterable


def one_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, longest first, branching letter by letter."""
    tree: dict[str, str] = {}
    ends: set[str] = set()
    rests: dict[str, list[str]] = {}
    for word in words:
        if word == "":
            ends.add(word)
        else:
            rests.setdefault(word[0], []).append(word[1:])
    for letter, rest in sorted(rests.items()):
        tree[letter] = re.escape(letter) + (one_of(rest) if rest != [""] else "")
    if len(tree) == 0:
        return ""
    single = all(branch == re.escape(letter) for letter, branch in tree.items())
    body = f"[{''.join(tree)}]" if single and len(tree) > 1 else f"(?:{'|'.join(tree.values())})"
    return body + ("?" if len(ends) > 0 else "")
