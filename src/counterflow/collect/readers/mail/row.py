"""The rows of one message: its document, and those of the documents attached to it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from pathlib import Path

from counterflow.collect.document import Found, document_id, join_blocks, make_document
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import HEAD_BYTES, Head, Reader
from counterflow.collect.readers.docx import DocxReader
from counterflow.collect.readers.html.page import HtmlReader
from counterflow.collect.readers.mail.header import headers_of, sender, sent_on
from counterflow.collect.readers.mail.part import MAX_PARTS, Part, defects_of, parse_message, parts_of
from counterflow.collect.readers.mail.text import MailText, mail_text
from counterflow.collect.readers.markdown import MarkdownReader
from counterflow.collect.readers.pdf.pdf import PdfReader
from counterflow.collect.readers.text import TextReader
from counterflow.collect.refusal import DATA_SUFFIXES
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.stage import Step
from counterflow.tables import Document, Problem

MAX_DEPTH = 8
"""How many messages may lie in one another."""
_READERS: tuple[type[Reader], ...] = (PdfReader, DocxReader, HtmlReader, MarkdownReader, TextReader)
"""Readers of attachments, in the order they are asked."""
_SUFFIX = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_SUFFIXES = frozenset([*_SUFFIX.values(), ".docm", ".htm", ".xhtml", ".text", ".markdown"])
_READ = "plain text, HTML, Markdown, PDF, DOCX or a message"


class MessageReader:
    """Reads the messages of one file; counts what they hold."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.records = 0
        """Messages and attachments with text that were found: documents + problems of severity `record`."""

    def read(self, message: Message, record: str | None = None, depth: int = 0) -> Iterator[Document | Problem | Step]:
        """Yield the document of a message, those of its attachments, and what could not be read.

        Args:
            message: parsed.
            record: where it stands in the file; None: it is the file.
            depth: how many messages it lies in.
        """
        self.records += 1
        if depth > MAX_DEPTH:
            yield self._problem("the messages are nested too deeply", record, "record", f"at most {MAX_DEPTH} levels")
            return
        parts = parts_of(message)
        headers = headers_of(message)
        try:
            text = mail_text(headers, parts.body, self.source.main.name)
            yield self._document(message, headers, text, record)
        except InputError as exc:
            yield self._problem(exc.what, record, "record", exc.expected)
        else:
            yield from self._doubts(message, headers, text, record)
        if parts.is_cut:
            yield self._problem("the message has too many parts", record, "record", f"at most {MAX_PARTS:,}")
            self.records += 1
        for part in parts.attachments:
            yield from self._attachment(part, record, depth)

    def _document(
        self, message: Message, headers: list[tuple[str, str]], text: MailText, record: str | None
    ) -> Document:
        if len(text.blocks) == 0:
            raise InputError("the message holds no text", expected="headers, e.g. From and Subject, or a body")
        titles = [value for name, value in headers if name == "Subject"]
        dates = [sent_on(value) for name, value in headers if name == "Date"]
        found = Found(
            title=titles[0] if len(titles) > 0 else None,
            author=sender(message),
            published=dates[0] if len(dates) > 0 else None,
        )
        return _at(make_document(self.source, join_blocks(text.blocks), found), record)

    def _doubts(
        self, message: Message, headers: list[tuple[str, str]], text: MailText, record: str | None
    ) -> Iterator[Problem]:
        """Yield what may be wrong or missing in a message that was read."""
        for number, what in text.problems:
            expected = "text in the encoding that the part states"
            yield self._problem(what, _join(record, f"part {number}"), "value", expected)
        for name, value in headers:
            if name == "Date" and sent_on(value) is None:
                expected = "a date as RFC 5322 writes it, e.g. Thu, 15 Mar 2012 10:00:00 +0000"
                yield self._problem("Date is no date", record, "value", expected, field="Date", value=value)
        defects = defects_of(message)
        if len(defects) > 0:
            what = f"the message is damaged or cut off ({', '.join(defects)})"
            yield self._problem(what, record, "value", "a whole message", "Fetch it again; what is there was read")

    def _attachment(self, part: Part, record: str | None, depth: int) -> Iterator[Document | Problem | Step]:
        name = part.name
        label = _join(record, f"part {part.number}" + ("" if name is None else f", {name}"))
        if part.is_nested:
            yield from self._nested(part, label, depth)
            return
        data, size = part.data(), len(part.data())
        suffix = _suffix(part)
        if suffix == ".eml" and size > 0:
            yield from self._message(data, label, depth)
            return
        if part.type.startswith("text/"):
            text = part.text()
            data = text.text.encode("utf-8", "replace")
            if text.problem is not None:
                yield self._problem(text.problem, label, "value", "text in the encoding that the part states")
        head = Head(Path(f"attachment{suffix}"), data[:HEAD_BYTES])
        reader = next((one for one in (kind() for kind in _READERS) if one.recognise(head)), None)
        if size > 0 and reader is not None:
            self.records += 1
            yield from self._read(reader, data, suffix, label)
        else:
            what = f"the attachment {name or 'without a name'} ({part.type}, {size:,} bytes) is not read"
            yield self._problem(what, label, "value", _READ, "If it matters, save it beside the message", value=name)

    def _nested(self, part: Part, label: str, depth: int) -> Iterator[Document | Problem | Step]:
        """Yield what a message inside the message holds."""
        inner = part.message.get_payload()
        assert isinstance(inner, list)
        if part.type != "message/rfc822" or not isinstance(inner[0], Message):
            yield self._problem(f"the part of type {part.type} is not read", label, "value", _READ)
        elif str(part.message.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
            # RFC 2046, 5.2.1 forbids it, so the parser took the base64 for a message.
            yield from self._message(_decoded(inner[0]), label, depth)
        else:
            yield from self.read(inner[0], label, depth + 1)

    def _message(self, data: bytes, label: str, depth: int) -> Iterator[Document | Problem | Step]:
        try:
            message = parse_message(data)
        except InputError as exc:
            self.records += 1
            yield self._problem(exc.what, label, "record", exc.expected)
        else:
            yield from self.read(message, label, depth + 1)

    def _read(self, reader: Reader, data: bytes, suffix: str, label: str) -> Iterator[Document | Problem | Step]:
        """Read an attachment from a file of its own, as its reader wants it."""
        file = self.source.main
        with tempfile.TemporaryDirectory(prefix="counterflow-") as folder:
            path = Path(folder) / f"attachment{suffix}"  # the name in the message could lead anywhere
            path.write_bytes(data)
            given = SourceFile(path, file.name, hashlib.sha256(data).hexdigest(), len(data), file.resource_id)
            rows: list[object] = []
            try:
                for one in reader.read(replace(self.source, format=reader.NAME, files=(given,))):
                    if isinstance(one, Step):
                        yield one  # the attachment of a message may be a long report
                    else:
                        rows.append(one)
            except InputError as exc:
                rows = [self._problem(exc.what, _place(exc.where, file.name), "record", exc.expected, exc.next_step)]
            except MemoryError:
                raise
            except Exception as exc:  # a library's own error: one attachment must not take the message with it
                what = f"the reader {reader.NAME} fails on it ({type(exc).__name__}: {exc})"
                rows = [self._problem(what, None, "record", None, "This is a defect, please report it")]
        for row in rows:
            if isinstance(row, Document):
                yield _at(row, label)
            elif isinstance(row, Problem):
                yield self._placed(row, label, folder)

    def _placed(self, row: Problem, label: str, folder: str) -> Problem:
        """Say of a problem in which attachment it is."""
        return self._problem(
            row.message.replace(f"{folder}/", ""),
            _join(label, row.record),
            row.severity,
            row.expected,
            row.next_step,
            field=row.field,
            value=row.value,
        )

    def _problem(  # noqa: PLR0913 - the columns of a problem that differ
        self,
        message: str,
        record: str | None,
        severity: str,
        expected: str | None = None,
        next_step: str | None = None,
        *,
        field: str | None = None,
        value: str | None = None,
    ) -> Problem:
        return make_problem(
            self.source.main,
            message,
            severity=severity,
            record=record,
            field=field,
            value=value,
            expected=expected,
            next_step=next_step,
            handling=self.source.handling,
        )


def _at(row: Document, record: str | None) -> Document:
    """Say where in the file a document stands."""
    row = row._replace(record=record)
    return row._replace(id=document_id(row))


def _join(*places: str | None) -> str:
    return ", ".join(place for place in places if place is not None)


def _place(where: str | None, name: str) -> str | None:
    """Give the place inside an attachment that an error names: `line 3` of `inputs/a.eml, line 3`."""
    return where[len(name) + 2 :] if where is not None and where.startswith(f"{name}, ") else None


def _suffix(part: Part) -> str:
    """Give the suffix that says an attachment's format: of its name, else of its type."""
    named = Path(part.name or "").suffix.lower()
    return named if named in _SUFFIXES or named in DATA_SUFFIXES else _SUFFIX.get(part.type, "")


def _decoded(message: Message) -> bytes:
    """Give the bytes of a message that was taken apart while still in base64; nothing if it is none."""
    try:
        text = message.get_payload()
        return base64.b64decode(text) if isinstance(text, str) else b""
    except (ValueError, binascii.Error):
        return b""
