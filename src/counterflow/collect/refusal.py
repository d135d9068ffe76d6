"""Why a file is not taken on: what its beginning shows, what was expected, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from counterflow.collect.reader import Head, Reader

DATA_SUFFIXES = (".csv", ".tsv", ".xml", ".json", ".jsonl", ".ndjson")
"""Names of lists and records. A report under such a name is an error page or a login page saved as the list."""

_UTF16_SHARE = 0.3
"""Share of NUL bytes from which a text is UTF-16 rather than binary: half of Western text, less of mixed text."""

_PACKED = {
    b"\x1f\x8b": "a gzip archive",
    b"PK\x03\x04": "a ZIP archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"Rar!": "a RAR archive",
    b"\xd0\xcf\x11\xe0": "a file of an old Office program",
}

_PACKED_TEXTS = re.compile(rb"mimetypeapplication/(vnd\.oasis\.opendocument|epub\+zip)")
_OTHER_TEXTS = {b"vnd.oasis.opendocument": "an OpenDocument file", b"epub+zip": "an EPUB book"}
"""Their first member, never packed, says what they are."""

_CONVERT = "Convert it, or name its format or exclude it in case.toml"


class Refusal(NamedTuple):
    """What is wrong with a file, what was expected, what to do next."""

    message: str
    expected: str
    next_step: str


def find_refusal(head: Head, reader: Reader | None, formats: Sequence[str]) -> Refusal | None:
    """Say why a file is not taken on; None: `reader` may read it."""
    if len(head.data) == 0:
        return Refusal("the file is empty", "a report or a list", "Fetch it again, or remove it")
    if head.data.startswith(b"PK\x03\x04") and (named := _PACKED_TEXTS.search(head.data[:300])) is not None:
        return Refusal(
            f"this is {_OTHER_TEXTS[named[1]]}", "a report as PDF, DOCX, HTML, Markdown or text", "Save it so"
        )
    if head.data.startswith(b"PK\x03\x04") and (reader is None or reader.NAME != "docx"):
        # One that holds a single file is read as that file: this one holds several, or is damaged.
        return Refusal(
            "this is a ZIP archive of several files, or a damaged one", "one file", "Unpack it, or fetch it again"
        )
    if reader is not None:
        packed = refuse_packed(head, reader)
        if packed is not None:
            return packed
        is_report = reader.DATASET is None and not reader.IS_DATA
        return _mistaken(head, reader) if is_report and head.suffix in DATA_SUFFIXES else None
    expected = "one of " + ", ".join(formats)
    for mark, what in _PACKED.items():
        if head.data.startswith(mark):
            return Refusal(f"this is {what}", expected, "Unpack or convert it")
    nulls = head.data.count(b"\0")
    if nulls > _UTF16_SHARE * len(head.data):
        return Refusal("this is UTF-16", "text in UTF-8", "Save it as UTF-8")
    if nulls > 0:
        return Refusal(f"byte {head.data.index(0)} is NUL, so this is a binary file", expected, _CONVERT)
    if head.suffix in (".json", ".jsonl", ".ndjson"):
        entities = "FollowTheMoney entities, one JSON object a line, each with id, schema and properties"
        return Refusal("its first line is not an entity", entities, "Write one entity a line, e.g. jq -c '.[]' FILE")
    return Refusal("no reader knows this format", expected, _CONVERT)


def refuse_packed(head: Head, reader: Reader) -> Refusal | None:
    """Refuse a packed report: offsets count in the file as it lies there, so only records are read packed."""
    if not head.is_packed or reader.IS_DATA:
        return None
    return Refusal(f"this is a packed report ({reader.NAME})", "the report itself", "Unpack it")


def _mistaken(head: Head, reader: Reader) -> Refusal:
    what = "a web page" if reader.NAME == "html" else f"a report ({reader.NAME})"
    return Refusal(
        f"this is {what} under the name of a list",
        f"a list, as {head.suffix} says",
        "Download it again; if it is a report, rename it or name its format in case.toml",
    )
