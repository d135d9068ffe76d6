"""Countries as lists write them: several in one field, with the words that doubt or end them."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from rigour.territories import lookup_territory

UNKNOWN_COUNTRIES = frozenset(
    [
        "undetermined",
        "unknown",
        "none identified",
        "none",
        "na",
        "n/a",
        "not available",
        "stateless",
        "flag not identified",
    ]
)
"""What lists write where they know no country: a value that says nothing, not one that cannot be read."""

_NAMES = {
    # Names that FtM's country list does not carry.
    "region: crimea": "ua",
    "region: gaza": "ps",
    "region: northern mali": "ml",
    "gaza strip": "ps",
    "region: kafia kingi": None,  # claimed by two states
    "belarussian": "by",
    "myanmar/burma": "mm",
    "southern lebanon": "lb",
    "uzbekistani": "uz",
    # As offices of the United Nations write them.
    "macau, sar of china": "mo",
    "kosovo under unscr 1244": "xk",
}
_POSSIBLE = re.compile(r"\b(?:possibly|presumed|allegedly|assumed|believed|probably|suspected)\b", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:until|revoked|withdrawn|former|formerly|previously|renounced)\b", re.IGNORECASE)
_NOISE = re.compile(
    r"\([^()]*\)|\b(?:possibly|presumed|allegedly|assumed|also|believed to hold|believed to be|probably"
    r"|since \d{4}|until \d{4}"
    r"|citizenship|nationality|national|citizen|passport|by birth|withdrawn in \d{4}|withdrawn|given by .*)\b"
    r"|^\s*(?:of the|or)\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:(?:[,;/.]| and/or | and | or )(?![^()]*\))|\(?\b[a-h]\))\s*", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"[;,.]?\s*\b(?:national identification|passport n|identification no|[a-z]+ passport number).*$", re.IGNORECASE
)


class Country(NamedTuple):
    """A country that a field names."""

    code: str
    """FtM's code, e.g. `kp`."""
    text: str
    """The words that name it."""
    doubt: str | None
    """`possible` or `former`, as the field says; None: stated plainly."""


def is_unknown_country(text: str) -> bool:
    """Whether the text says that no country is known."""
    return text.strip().lower() in UNKNOWN_COUNTRIES


@functools.lru_cache(maxsize=16_384)
def read_country(text: str) -> str | None:
    """Find FtM's code of a country, nationality or territory; None when the text is not the name of one."""
    key = text.strip().lower()
    if key in _NAMES:
        return _NAMES[key]
    territory = lookup_territory(text)
    return None if territory is None else territory.ftm_country


@functools.lru_cache(maxsize=16_384)
def read_countries(text: str) -> tuple[Country, ...]:
    """Find the countries that a field names: "Russian, Ukrainian", "(a) German (b) Moroccan", "possibly Palestinian".

    Empty when any word of the field that could be a country is not known: half a list of nationalities is a wrong list.
    """
    code = read_country(text)
    if code is not None:
        return (Country(code, text.strip(), None),)
    found = []
    for part in _SPLIT.split(_DOCUMENT.sub("", text.strip().strip('"'))):
        plain = re.sub(r"\s+", " ", _NOISE.sub(" ", part)).strip(" .\"'")
        if plain == "" or is_unknown_country(plain):
            continue
        code = read_country(plain)
        if code is None:
            return ()
        found.append(Country(code, plain, _doubt(part)))
    return tuple(found)


def _doubt(text: str) -> str | None:
    if _FORMER.search(text) is not None:
        return "former"
    return "possible" if _POSSIBLE.search(text) is not None else None
