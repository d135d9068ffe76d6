"""eml: one saved e-mail message, with the documents attached to it.

The message is one document: its shown headers, then its body. Each attachment in a format that has a reader, and each
message inside the message, is a document of its own whose `record` names the part; what is not read is a problem row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.collect.document import read_bytes
from counterflow.collect.reader import Head, Reader, Tally
from counterflow.collect.readers.mail.header import headers_of
from counterflow.collect.readers.mail.part import parse_message, parts_of
from counterflow.collect.readers.mail.row import MessageReader
from counterflow.collect.readers.mail.text import mail_text
from counterflow.collect.sniff import is_of
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row, Step
from counterflow.tables import Document

SUFFIXES = (".eml",)
MAX_EML_BYTES = 100_000_000
"""Largest message with its attachments; mail servers take 25 to 150 MB, a third of it the cost of base64."""

_FIELD = rb"[!-9;-~]{1,80}:[^\n]*\n(?:[ \t][^\n]*\n)*"
_HEADERS = re.compile(rb"(?:\xef\xbb\xbf)?(?:" + _FIELD + rb"){2,}")
_TRANSPORT = re.compile(rb"^(?:received|return-path|message-id|mime-version|delivered-to):", re.I | re.M)
_SENDER = re.compile(rb"^from:", re.I | re.M)


class EmlReader(Reader):
    """Reads saved messages."""

    NAME = "eml"
    MIME_TYPE = "message/rfc822"

    def recognise(self, head: Head) -> bool:
        """A file named so, or one that begins with headers that only mail programs write."""
        if is_of(head, self.NAME, SUFFIXES, binary=True):
            return True
        found = _HEADERS.match(head.data)
        return found is not None and all(one.search(found[0]) is not None for one in (_TRANSPORT, _SENDER))

    def read(self, source: Source) -> Iterator[Row | Tally | Step]:
        """Yield the message's document, those of its attachments, and a problem for what could not be read.

        Raises:
            InputError: the file is empty, too large, no message, or nested too deeply.
        """
        message = parse_message(read_bytes(source, MAX_EML_BYTES))
        reader = MessageReader(source)
        rows: list[Row] = []
        for row in reader.read(message):
            if isinstance(row, Step):
                yield row
            else:
                rows.append(row)
        if not any(isinstance(row, Document) for row in rows):
            raise InputError(
                "the file holds no message that can be read",
                where=source.main.name,
                expected="headers as From and Subject, an empty line, and the text",
                next_step="Save the message again as EML",
            )
        yield from rows
        yield Tally(source.main, records=reader.records, parties=0)


def message_text(data: bytes) -> str:
    """Give the decoded text of a message, in which the offsets of its document count."""
    message = parse_message(data)
    return mail_text(headers_of(message), parts_of(message).body, "message").text
