"""Numbers as sources write them: "1,234.5", "USD 2.5 million", "150 kg", "12 %"."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = re.compile(
    r"^(?P<before>[^\w\s+\-−.]{1,2}|[^\W\d]{1,12}\.?\s+[^\w\s+\-−.]?)?\s*"
    r"(?P<number>[+\-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+\-−]?(?:\d+(?:\.\d+)?|\.\d+))\s*(?P<after>[^\d]{0,24})$"
)
_PUNCTUATION = re.compile(r"[(),;:]")
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}


class Number(NamedTuple):
    """A number with its unit; numbers of different units are not compared."""

    value: float
    unit: str


def read_number(text: str) -> Number | None:
    """Read a text that is one number and at most its unit; None: it is something else."""
    found = _NUMBER.match(text.strip())
    if found is None:
        return None
    words = _PUNCTUATION.sub(" ", f"{found['before'] or ''} {found['after']}".casefold().replace(".", "")).split()
    scale = next((_SCALES[word] for word in words if word in _SCALES), 1.0)
    unit = " ".join(word for word in words if word not in _SCALES)
    return Number(float(found["number"].replace(",", "").replace("−", "-")) * scale, unit)
