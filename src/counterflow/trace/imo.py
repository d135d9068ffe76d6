"""Numbers of ships: whether an IMO number or an MMSI can be one."""

from __future__ import annotations

import re

IMO_WEIGHTS = range(7, 1, -1)


def is_imo(digits: str) -> bool:
    """Whether the last of seven digits is the check digit of the others (IMO resolution A.1117(30))."""
    if re.fullmatch(r"\d{7}", digits) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, IMO_WEIGHTS, strict=False))
    return total % 10 == int(digits[6])


def is_mmsi(digits: str) -> bool:
    """Whether nine digits can be a ship's: they begin with a country's three, from 2 to 7 (ITU-R M.585)."""
    return re.fullmatch(r"[2-7]\d{8}", digits) is not None
