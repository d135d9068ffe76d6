"""Which document format a file is, by its content: the readers ask this before they look at its name."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from counterflow.collect.reader import Head

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:(?><!--.{0,4000}?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)[\s>]",
    re.I | re.S,
)
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:#[^\n]*\n|[ \t]*\r?\n)*[A-Za-z_][\w -]{0,60}:(?:\s)")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BINARY = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
)


def sniff(data: bytes) -> str | None:
    """Name the document format that the beginning of a file shows: `pdf`, `docx`, `html`, `md`, `binary` or None."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return "docx"
    if data.startswith(_BINARY):
        return "binary"
    if data.startswith(_UTF16):
        data = data[2:].replace(b"\0", b"")  # enough to see ASCII markup
    elif b"\0" in data:
        return "binary"
    if _HTML.match(data) is not None:
        return "html"
    return "md" if _FRONT_MATTER.match(data) is not None else None


def is_of(head: Head, name: str, suffixes: Sequence[str], *, binary: bool = False) -> bool:
    """Whether a file is of a format: its content says so, or says nothing and its suffix does.

    A file that says it is PDF or DOCX by its suffix alone is taken on (`binary`), so that its reader can say what is
    wrong.
    """
    found = sniff(head.data)
    if found == name:
        return True
    return head.suffix in suffixes and (found is None or (binary and found == "binary"))
