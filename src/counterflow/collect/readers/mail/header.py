"""The headers of a message that mail programs show, decoded (RFC 5322, RFC 2047)."""

from __future__ import annotations

import base64
import binascii
import email.utils
import quopri
import re
from datetime import date
from email.message import Message

from counterflow.clean.text import collapse
from counterflow.collect.readers.mail.charset import decode_text

SHOWN = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject")
"""Headers that are part of a message's text, in this order: who wrote to whom, when and on what is evidence."""
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")


def headers_of(message: Message) -> list[tuple[str, str]]:
    """Give the shown headers and their decoded values, in the order of `SHOWN`; a repeated header is there twice."""
    found = [(name, collapse(decode_words(value))) for name in SHOWN for value in _raw_values(message, name)]
    return [(name, value) for name, value in found if value != ""]


def _raw_values(message: Message, name: str) -> list[str]:
    # Not `message.get_all`: it makes a Header of what is not ASCII, and loses what the bytes were.
    return [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]


def sender(message: Message) -> str | None:
    """Give the authors by their printed names, or their addresses where there is no name."""
    found: list[str] = []
    for raw in _raw_values(message, "From"):
        pairs = email.utils.getaddresses([_unfold(raw)]) if "@" in raw else [(raw, "")]
        found.extend(name or address for name, address in pairs)
    known = [one for one in (collapse(decode_words(name)) for name in found) if one != ""]
    return ", ".join(known) if len(known) > 0 else None


def sent_on(value: str) -> str | None:
    """Read a Date header as EDTF: the day where it was sent; None if it is no date."""
    try:
        found = email.utils.parsedate_tz(value)
        return None if found is None else date(*found[:3]).isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def decode_words(raw: str) -> str:
    """Decode a header's value: encoded words (RFC 2047), and bytes that stand there without being encoded."""
    raw = _unfold(raw)
    if re.search("[\udc80-\udcff]", raw) is not None:
        raw = decode_text(raw.encode("utf-8", "surrogateescape"), None).text
    pieces: list[tuple[str, bytes | None, str]] = []  # charset, bytes, text
    at = 0
    for word in _WORD.finditer(raw):
        data = _word_bytes(word[2], word[3])
        if data is None:
            continue
        between = raw[at : word.start()]
        charset = word[1].partition("*")[0].lower()  # a language may follow (RFC 2231)
        at = word.end()
        if between.strip() == "" and len(pieces) > 0:
            last_charset, last, _ = pieces[-1]
            if last_charset == charset and last is not None:
                pieces[-1] = (charset, last + data, "")  # a character may be cut between two words
                continue
        else:
            pieces.append(("", None, between))
        pieces.append((charset, data, ""))
    pieces.append(("", None, raw[at:]))
    return "".join(text if data is None else decode_text(data, charset).text for charset, data, text in pieces)


def _unfold(raw: str) -> str:
    return re.sub(r"[\r\n]+(?=[ \t])|[\r\n]+", "", raw)


def _word_bytes(encoding: str, text: str) -> bytes | None:
    """Undo the encoding of a word; None if it is damaged, and is shown as it stands."""
    try:
        raw = text.encode("ascii")
        if encoding in "qQ":
            return quopri.decodestring(raw, header=True)
        data = base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except (ValueError, binascii.Error):
        return None
    return None if data == b"" and raw != b"" else data
