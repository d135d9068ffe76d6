"""The words around a date: months, doubt, clocks and separators brought to one form before `clean.date` reads it."""

from __future__ import annotations

import re

_ENGLISH = (
    ("jan", "january"),
    ("feb", "february"),
    ("mar", "march"),
    ("apr", "april"),
    ("may",),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
MONTHS = {name: number for number, names in enumerate(_ENGLISH, 1) for name in names}
"""Month names in English and their abbreviations, in lower case, without a dot."""

_APPROXIMATE = re.compile(
    r"^(?:circa|ca\.?|c\.|approximately|approx\.?|about|around|estimated|roughly)\s*|\s*\((?:approximately|approx\.?|circa|estimated)\)$"
)
_UNCERTAIN = re.compile(
    r"^(?:possibly|probably|presumably|perhaps|maybe|allegedly)\s+|\s*\((?:possibly|presumed|unconfirmed)\)$|\?$"
)
_LEAD = re.compile(r"^(?:dob|born|date of birth|in|on|established|founded|the)\b[:.]?\s*(?:in|on)?\s*")
_CLOCK = re.compile(r"^(\d{4}-\d\d-\d\d)[t ]\d\d:?\d\d(?::?\d\d(?:\.\d+)?)?\s*(?:z|utc|[+-]\d\d:?\d\d)?$")
_ZONE = re.compile(r"^(\d{4}-\d\d-\d\d)(?:z|[+-]\d\d:\d\d)$")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_DOTTED_MONTH = re.compile(r"\b(" + "|".join(MONTHS) + r")\.")


def normalise_date_text(text: str) -> tuple[str, str]:
    """Bring the text of a date to one form: lower case, plain hyphens, no clock, no ordinals, no words of doubt.

    Returns the text and the EDTF mark of the doubt that its words express: `~`, `?`, `%` for both, or nothing.
    """
    text = re.sub(r"\s+", " ", text.replace(" ", " ")).strip().strip(",;").rstrip(".").strip()
    text = re.sub(r"[‐‑‒–—−]", "-", text).replace("’", "'")
    if re.search(r"\dX|XX", text) is None:
        text = text.lower()
    approximate = uncertain = False
    while True:
        before = text
        text, count = _APPROXIMATE.subn("", text)
        approximate |= count > 0
        text, count = _UNCERTAIN.subn("", text)
        uncertain |= count > 0
        text = _LEAD.sub("", text).strip()
        if text == before:
            break
    for pattern in (_CLOCK, _ZONE):
        text = pattern.sub(r"\1", text)
    text = _DOTTED_MONTH.sub(r"\1 ", _ORDINAL.sub("", text)).replace(" of ", " ")
    text = re.sub(r"(?<=\d\.) (?=\d)", "", text)
    text = re.sub(r",\s*(?=\d{4})", " ", text)
    text = re.sub(r"\s+", " ", text).strip()
    mark = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}[(approximate, uncertain)]
    return text, mark
