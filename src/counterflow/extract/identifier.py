"""Numbers that identify a party where a text gives them by name: "the Pong Su (IMO 7909481)", "SWIFT code KDBKKPPY".

Only what stands behind its label is read, and, where the number has check digits, only if they are right: a number in
a text may be anything. It is of the nearest party before it in the sentence that can bear it. An invalid IMO number,
which is a sign of a ship that hides, is kept as a registration number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rigour.ids import get_identifier_format

from counterflow.extract.parse.passage import Span
from counterflow.tables import Mention

_NUMBER = r"(?i:\s+(?:number|code|no\.?|nr\.?|#))?(?i:\s+is)?[:#]?\s+#?"
_SHIPS = frozenset(["vessel"])
_BODIES = frozenset(["organization", "company", "public_body"])
_PERSONS = frozenset(["person"])


class _Kind(NamedTuple):
    """A kind of number: its property in FtM, the format that it is checked by, who bears it, how it is written."""

    prop: str
    format: str | None
    bearers: frozenset[str]
    pattern: re.Pattern[str]


def _kind(prop: str, format_: str | None, bearers: frozenset[str], label: str, value: str) -> _Kind:
    # Labels are read in any case, values as they are written.
    pattern = rf"(?<![\w-])(?i:{label}){_NUMBER}(?P<value>{value})(?![\w-])"
    return _Kind(prop, format_, bearers, re.compile(pattern))


_KINDS = (
    _kind("imoNumber", "imo", _SHIPS, "IMO", r"\d{7}"),
    _kind("mmsi", None, _SHIPS, "MMSI", r"[2-7]\d{8}"),
    _kind("callSign", None, _SHIPS, r"call[ -]?sign", r"(?=\w*\d)[A-Z0-9]{4,7}|[A-Z]{4}"),
    _kind("swiftBic", "bic", _BODIES, r"(?:SWIFT(?:[/-]BIC)?|BIC)", r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?"),
    _kind("leiCode", "lei", _BODIES, r"(?:LEI|legal entity identifier)", r"[A-Z0-9]{18}\d\d"),
    _kind(
        "registrationNumber",
        None,
        _BODIES,
        r"(?:(?:company|business|commercial|trade) )?(?:registration|registry|register)",
        r"(?=[\w./-]*\d)[A-Z0-9][A-Z0-9./-]{3,19}(?<![./-])",
    ),
    _kind("taxNumber", None, _BODIES, r"(?:tax(?:payer)?(?: identification)?|TIN|INN)", r"\d{8,14}"),
    _kind("passportNumber", None, _PERSONS, "passport", r"(?=\w*\d{4})[A-Z]{0,4}\d{4,12}[A-Z]?"),
    _kind("idNumber", None, _PERSONS, r"(?:national |personal )?(?:identity|identification|ID)(?: card)?", r"\d{6,18}"),
)

_INVALID = "registrationNumber"
"""Property of an IMO number whose check digit is wrong."""


class Identifier(NamedTuple):
    """A number and its label, in code points of the text."""

    start: int
    value_start: int
    end: int
    prop: str
    value: str
    bearers: frozenset[str]
    """Types of mentions that can bear it."""


def find_identifiers(folded: str) -> list[Identifier]:
    """Find the numbers of a folded text, in order."""
    found: dict[int, Identifier] = {}
    for one in sorted(number for kind in _KINDS for number in _of_kind(folded, kind)):
        # The longer label is the one that is meant: "taxpayer identification number" is no identity card.
        found.setdefault(one.value_start, one)
    return list(found.values())


def value_spans(found: Sequence[Identifier]) -> list[Span]:
    """Give where the numbers themselves stand: no name and no amount begins there."""
    return [Span(one.value_start, one.end) for one in found]


def bearers(found: Sequence[Identifier], mentions: Sequence[Mention]) -> Iterator[tuple[Identifier, Mention]]:
    """Give each number with the mention that bears it, if one does.

    Args:
        found: the numbers.
        mentions: the mentions of the text, in order; a pronoun bears none.
    """
    for number in found:
        before = (
            one
            for one in reversed(mentions)
            if one.end <= number.start
            and one.sentence_start <= number.start < one.sentence_end
            and one.type in number.bearers
            and one.form in ("name", "nominal")
        )
        bearer = next(before, None)
        if bearer is not None:
            yield number, bearer


def _of_kind(folded: str, kind: _Kind) -> Iterator[Identifier]:
    for match in kind.pattern.finditer(folded):
        prop, value = kind.prop, match["value"]
        format_ = None if kind.format is None else get_identifier_format(kind.format)
        if format_ is not None and not format_.is_valid(value):
            if kind.prop != "imoNumber":
                continue
            prop = _INVALID
        yield Identifier(match.start(), match.start("value"), match.end(), prop, value, kind.bearers)
