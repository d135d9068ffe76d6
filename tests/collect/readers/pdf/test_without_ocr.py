"""PDF and images where the extra `ocr` is not installed: its packages cannot be imported, and nothing else changes."""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterflow.collect.reader import Reader, Tally
from counterflow.collect.readers.pdf import ocr
from counterflow.collect.readers.pdf.image import PngReader
from counterflow.collect.readers.pdf.pdf import PdfReader
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.stage import Row, Step
from counterflow.tables import Document, Problem

from .test_pdf import BODY, column, make_pdf

PACKAGES = ("rapidocr", "onnxruntime", "PIL", "cv2")
"""What the extra brings."""


@pytest.fixture(autouse=True)
def _blocked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make importing the packages of the extra fail, as it does where they are not installed."""
    for name in [name for name in sys.modules if name.partition(".")[0] in PACKAGES]:
        monkeypatch.delitem(sys.modules, name)
    for name in PACKAGES:
        monkeypatch.setitem(sys.modules, name, None)
    ocr.find_engine.cache_clear()
    yield
    ocr.find_engine.cache_clear()


def _read(reader: Reader, path: Path, data: bytes) -> list[Row | Tally]:
    path.write_bytes(data)
    source = Source(reader.NAME, (SourceFile(path, path.name, "0", len(data), "r"),), "reports")
    return [row for row in reader.read(source) if not isinstance(row, Step)]


def test_pages_with_text_are_read(tmp_path: Path) -> None:
    """A page that is an image is a problem that names the way out; the others are read."""
    data = make_pdf([column(BODY, 700), None, column(BODY, 700)])
    document, problem, tally = _read(PdfReader(), tmp_path / "a.pdf", data)
    assert isinstance(document, Document)
    assert [page.number for page in document.pages] == [1, 3]
    assert isinstance(problem, Problem)
    assert (problem.record, problem.severity) == ("page 2", "record")
    assert problem.message == "the page is an image without text, and no OCR is installed"
    assert problem.next_step == "Install the OCR: pip install 'counterflow[ocr]'"
    assert isinstance(tally, Tally)


def test_what_is_images_alone_is_refused(tmp_path: Path) -> None:
    """A scanned PDF and an image are refused, and the message names the extra."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\x00\xff")),
        (b"IEND", b""),
    )
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    for reader, name, data in ((PdfReader(), "a.pdf", make_pdf([None])), (PngReader(), "a.png", png)):
        with pytest.raises(InputError, match="no OCR is installed") as caught:
            _read(reader, tmp_path / name, data)
        assert "counterflow[ocr]" in str(caught.value.next_step)
