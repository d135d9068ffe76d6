"""Numbers in figures and in words: "2,500", "3.5", "two dozen", "a hundred and fifty thousand"."""

from __future__ import annotations

import re

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

_WORD_VALUE = {
    **{word: float(number) for number, word in enumerate(_ONES, 1)},
    **{word: float(number) for number, word in enumerate(_TEENS, 10)},
    **{word: float(10 * number) for number, word in enumerate(_TENS, 2)},
    "zero": 0.0,
    "a": 1.0,
    "an": 1.0,
    "half": 0.5,
}
SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "tn": 1e12}
"""Letters after an amount of money: "$1.5bn", "€20m"."""

_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES)}))?|{'|'.join(_TEENS + _ONES)})"
_BIG = r"(?:thousand|million|billion|trillion)"
_BELOW_1000 = rf"(?:{_BELOW_100}\s+hundred(?:(?:\s+and)?\s+{_BELOW_100}(?!\s+(?:hundred|{_BIG})))?|{_BELOW_100})"
_WORDS = (
    rf"(?:an?\s+hundred(?:\s+and)?\s+{_BELOW_100}(?:\s+{_BIG})*"
    rf"|(?:an?|half\s+an?)\s+(?:dozen|hundred|{_BIG})(?:\s+{_BIG})?"
    rf"|{_BELOW_1000}(?:\s+(?:dozen|{_BIG}))*(?:\s+(?:and\s+)?{_BELOW_1000}\s+thousand)?|zero)"
)
_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+|,\d{1,2}(?![\d,]))?"
# A comma before one or two last digits is a decimal one ("49,99 %", "RUB 2 161,76 billion"); two dots group thousands.
_SCALE = rf"(?:dozen|hundred|{_BIG})"

NUMBER = rf"(?:{_FIGURES}(?:[\s-]{_SCALE}\b)*|\b{_WORDS}\b)"
"""Regular expression of a number with its scale words; to be matched without regard to capitals."""

_TOKEN = re.compile(r"[\d.]+|[a-z]+")


def parse_number(text: str) -> float:
    """Give the value of a text that `NUMBER` matched."""
    plain = re.sub(r"(?<=\d)[, ](?=\d{3})", "", text.lower())
    plain = re.sub(r",(?=\d)", ".", plain)
    if plain.count(".") > 1:
        plain = plain.replace(".", "")  # "1.600.000"
    total = group = 0.0
    for token in _TOKEN.findall(plain):
        if token == "and":  # noqa: S105 - a word, no password
            continue
        if token in ("a", "an") and group == 0.5:
            continue
        if token in SCALES:
            scale = SCALES[token]
            if scale >= 1e3:
                # "two million three hundred thousand" adds a group; "a thousand billion" multiplies.
                total, group = (total * scale, 0.0) if group == 0.0 else (total + group * scale, 0.0)
            else:
                group *= scale
        else:
            group += _WORD_VALUE[token] if token in _WORD_VALUE else float(token)
    return float(f"{total + group:.15g}")  # 2,161.76 billion is no 2161760000000.0002
