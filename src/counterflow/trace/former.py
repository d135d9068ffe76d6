"""What is over: ties that a source calls former, by the words of `party_role.toml`."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

RULES_PATH = Path(__file__).parent / "party_role.toml"


@functools.cache
def _pattern() -> re.Pattern[str]:
    rules = tomllib.loads(RULES_PATH.read_text(encoding="utf-8"))
    return re.compile(rules["former"]["words"], re.IGNORECASE)


def is_former(words: str) -> bool:
    """Whether the words of a tie say that it was: "former director", "ex-owner"."""
    return _pattern().search(words) is not None
