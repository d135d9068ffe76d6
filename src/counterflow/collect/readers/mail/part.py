r"""An e-mail message by RFC 5322 and MIME (RFC 2045 to 2047): its headers, body and attachments as programs show them.

The offsets of a message's document count in its decoded text, see `mail_text`: the headers that are shown, one a line,
a blank line, then the body freed from its transfer encoding and character encoding, with `\n` as line break. In the
file itself a body in base64 has no characters to point at.

Not read: the headers of transport (`Received`, `Message-ID`, `X-...`), what a multipart holds outside its parts, the
other forms of a body that is there in several (the HTML of a plain text), and signatures that programs check.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from counterflow.clean.text import collapse
from counterflow.collect.readers.mail.charset import Text, decode_text
from counterflow.collect.readers.mail.header import decode_words
from counterflow.collect.walk import printable
from counterflow.exc import InputError

MAX_PARTS = 1_000
"""Most parts of one message."""
MAX_NAME_CHARS = 120
"""Longest name of an attachment in a record."""
_CHECKED_BY_PROGRAMS = frozenset(
    ["application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"]
)
_HTML_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.I)


class Part(NamedTuple):
    """A part of a message that holds no further parts, or a message of its own."""

    message: Message
    number: str
    """As IMAP counts (RFC 9051, 6.4.5): `2.1` is the first part of the second."""

    @property
    def type(self) -> str:
        """Media type in lower case."""
        kind = self.message.get_content_type()
        # A multipart whose boundary is lost is one text.
        return "text/plain" if kind.startswith("multipart/") else kind

    @property
    def name(self) -> str | None:
        """File name of an attachment, safe to print; None if it has none."""
        try:
            name = self.message.get_filename()
        except (ValueError, LookupError, TypeError):
            name = None  # parameters by RFC 2231 that are damaged
        clean = "" if name is None else printable(collapse(decode_words(name)))
        return clean[:MAX_NAME_CHARS] if clean != "" else None

    @property
    def is_nested(self) -> bool:
        """Whether it is a message of its own."""
        return self.message.is_multipart()

    @property
    def is_body(self) -> bool:
        """Whether it is text to be shown with the message."""
        is_text = self.type in ("text/plain", "text/html")
        return is_text and self.name is None and self.message.get_content_disposition() != "attachment"

    def data(self) -> bytes:
        """Give what it holds without its transfer encoding."""
        data = self.message.get_payload(decode=True)
        return data if isinstance(data, bytes) else b""

    def text(self) -> Text:
        """Give its text."""
        try:
            charset = self.message.get_content_charset()
        except (ValueError, LookupError, TypeError):
            charset = None
        data = self.data()
        if charset is None and self.type == "text/html" and (stated := _HTML_CHARSET.search(data[:4_096])) is not None:
            charset = stated[1].decode("ascii").lower()
        return decode_text(data, charset)


class Parts(NamedTuple):
    """What a message holds."""

    body: tuple[Part, ...]
    attachments: tuple[Part, ...]
    is_cut: bool
    """Whether it has more than `MAX_PARTS`."""


def parse_message(data: bytes) -> Message:
    """Parse a message; damaged ones are parsed as far as they go, with `defects` of their parts.

    Raises:
        InputError: its parts are nested too deeply.
    """
    try:
        return email.message_from_bytes(data)
    except RecursionError as exc:
        raise InputError(
            "the parts of the message are nested too deeply",
            expected="a message as programs write it",
            next_step="If it matters, open it in a mail program and save its parts",
        ) from exc


def parts_of(message: Message) -> Parts:
    """Part a message into its body and its attachments.

    Of the forms of one body (multipart/alternative) the plain text is taken, unless it is empty; then the HTML.
    """
    body: list[tuple[Part, int | None]] = []
    attachments: list[Part] = []
    plain: set[int | None] = set()
    is_cut = False
    for count, (part, group) in enumerate(_leaves(message)):
        if count >= MAX_PARTS:
            is_cut = True
            break
        if part.is_body:
            body.append((part, group))
            if part.type == "text/plain" and part.data().strip() != b"":
                plain.add(group)
        elif part.type not in _CHECKED_BY_PROGRAMS:
            attachments.append(part)
    chosen = [part for part, group in body if group is None or (part.type == "text/plain") == (group in plain)]
    return Parts(tuple(chosen), tuple(attachments), is_cut)


def _leaves(message: Message) -> Iterator[tuple[Part, int | None]]:
    """Yield the parts in order, with the number of the multipart/alternative that each belongs to."""
    stack: list[tuple[Message, str, int | None, bool]] = [(message, "", None, True)]
    groups = 0
    while len(stack) > 0:
        one, number, group, is_top = stack.pop()
        kind = one.get_content_type()
        if not one.is_multipart() or (not is_top and one.get_content_maintype() == "message"):
            yield Part(one, number or "1"), group
            continue
        if kind == "multipart/alternative":
            groups += 1
            group = groups
        children = one.get_payload()
        assert isinstance(children, list)
        numbered = [(child, f"{number}.{at}".lstrip(".")) for at, child in enumerate(children, 1)]
        stack.extend((child, label, group, False) for child, label in reversed(numbered) if isinstance(child, Message))


def defects_of(message: Message) -> list[str]:
    """Name what is damaged in a message and the parts that were looked at, by RFC and Python's names of defects."""
    names: set[str] = set()
    stack: list[Message] = [message]
    while len(stack) > 0:
        one = stack.pop()
        names.update(type(defect).__name__.removesuffix("Defect") for defect in one.defects)
        # A text is not asked for: its charset may be no name at all ("\0"), which Python does not catch.
        children = one.get_payload() if one.is_multipart() else None
        if isinstance(children, list) and (one is message or one.get_content_maintype() != "message"):
            stack.extend(child for child in children if isinstance(child, Message))
    return sorted(names)
