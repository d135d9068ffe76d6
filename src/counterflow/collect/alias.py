"""Aliases as the UN and the EU write them: several in one field, and words about their bearer among them."""

from __future__ import annotations

import re

_DETAIL = re.compile(
    r"(?:[.,;]\s+|\s*\()(?=(?:[^()]*\b(?:date of birth|place of birth|DOB|POB|passport|ID number|formerly listed"
    r"|original script|false identity)\b|born\b))",
    re.IGNORECASE,
)


def read_alias(text: str) -> str:
    """Give the name of an alias without what it says of its bearer: "Ali Barkani (Date of birth: 22.8.1973)"."""
    detail = _DETAIL.search(text)
    return text if detail is None or detail.start() == 0 else text[: detail.start()]


def split_alias(text: str) -> tuple[str, ...]:
    """Split an alias that lists several: "Fazel Rahim; Fazil Rahim", "الشباب (the Youth; Al-Shabaab)"."""
    if ";" not in text:
        return (text,)
    names = (re.sub(r"\s+", " ", name).strip(" ,") for name in re.split(r"[;()]", text))
    return tuple(name for name in names if name not in ("", "original script"))
