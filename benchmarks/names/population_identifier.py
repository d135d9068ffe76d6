"""Identifiers with right check digits, and others after the pattern of a real one."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

_DIGIT = re.compile(r"\d")
_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_USC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_INN_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_NIT_WEIGHTS = (41, 37, 29, 23, 19, 17, 13, 7, 3)


def _digits(rng: random.Random, count: int, first: str = "123456789") -> str:
    return first[int(rng.random() * len(first))] + f"{int(rng.random() * 10 ** (count - 1)):0{count - 1}}"


def _weighted(text: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(text, weights, strict=True))


def like(rng: random.Random, pattern: str) -> str:
    """Put other digits into a real identifier; its length, letters and marks stay."""
    return _DIGIT.sub(lambda _: "0123456789"[int(rng.random() * 10)], pattern)


def imo(rng: random.Random) -> str:
    """Make a ship's IMO number: six digits times 7 to 2 give the seventh (IMO resolution A.1117(30))."""
    body = _digits(rng, 6, "6789")
    return f"IMO{body}{_weighted(body, (7, 6, 5, 4, 3, 2)) % 10}"


def inn_company(rng: random.Random) -> str:
    """Make a Russian company's tax number, ten digits."""
    body = _digits(rng, 9)
    return f"{body}{_weighted(body, _INN_WEIGHTS[2:]) % 11 % 10}"


def inn_person(rng: random.Random) -> str:
    """Make a Russian person's tax number, twelve digits."""
    body = _digits(rng, 10)
    body += str(_weighted(body, _INN_WEIGHTS[1:]) % 11 % 10)
    return f"{body}{_weighted(body, _INN_WEIGHTS) % 11 % 10}"


def ogrn(rng: random.Random) -> str:
    """Make a Russian company's state registration number, thirteen digits."""
    body = f"1{int(rng.random() * 24):02}{_digits(rng, 9)}"
    return f"{body}{int(body) % 11 % 10}"


def lei(rng: random.Random) -> str:
    """Make a Legal Entity Identifier, ISO 17442: the last two are ISO 7064 mod 97-10."""
    body = "5493" + "00" + "".join(_ALPHANUMERIC[int(rng.random() * 36)] for _ in range(12))
    number = int("".join(str(int(letter, 36)) for letter in body) + "00")
    return f"{body}{98 - number % 97:02}"


def usc(rng: random.Random) -> str:
    """Make a Chinese unified social credit code, GB 32100-2015."""
    body = f"91{_digits(rng, 6)}" + "".join(_USC[int(rng.random() * 31)] for _ in range(9))
    check = -sum(_USC.index(letter) * pow(3, place, 31) for place, letter in enumerate(body)) % 31
    return body + _USC[check]


def nit(rng: random.Random) -> str:
    """Make a Colombian tax number; the check digit is mod 11."""
    body = _digits(rng, 9, "89")
    rest = _weighted(body, _NIT_WEIGHTS) % 11
    return f"{body}-{rest if rest < 2 else 11 - rest}"
