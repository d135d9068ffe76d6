"""Scanned pages. They are printed here by PDFium, so that what stands on them is known."""

from __future__ import annotations

import difflib
import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from counterflow.collect.reader import Head, Reader, Tally
from counterflow.collect.readers.pdf import ocr
from counterflow.collect.readers.pdf.image import JpegReader, PngReader, TiffReader, image_texts
from counterflow.collect.readers.pdf.ocr_order import Piece, Point
from counterflow.collect.readers.pdf.pdf import PdfReader, page_texts
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.stage import Step
from counterflow.tables import DOCUMENT, Document, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

pytest.importorskip("rapidocr", reason="ocr: the extra counterflow[ocr] is not installed")

SIZE = (420, 170)
"""Width and height of the printed sheets, in points."""
LINES = (
    "The coaster Marwa Star (IMO 9074729) lay for seven days off the outer",
    "roads of Haldra before anyone asked who had paid for her 150 contai-",
    "ners of coal. Mara Lind, born 14 March 1961, signed for US$1,234,567.89.",
)
TEXT = (
    "The coaster Marwa Star (IMO 9074729) lay for seven days off the outer roads of Haldra before anyone asked who had "
    "paid for her 150 containers of coal. Mara Lind, born 14 March 1961, signed for US$1,234,567.89."
)


def print_pdf(lines: Sequence[str], *, mode: int = 0, image: str = "") -> bytes:
    """Print lines of Helvetica on a small sheet, in a text rendering mode of PDF 32000-1, 9.3.6."""
    shown = " ".join(
        f"BT /F 11 Tf {mode} Tr 30 {SIZE[1] - 40 - 15 * number} Td ({line.translate(ESCAPED)}) Tj ET"
        for number, line in enumerate(lines)
    )
    content = f"{image} {shown}"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {SIZE[0]} {SIZE[1]}] /Contents 4 0 R "
        "/Resources << /Font << /F 3 0 R >> /XObject << /I 6 0 R >> >> >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        "\nstream\n\xff\nendstream",
    ]
    body = "".join(f"{number} 0 obj\n{one}\nendobj\n" for number, one in enumerate(objects, 1))
    # PDFium finds the objects without a table of references.
    return f"%PDF-1.4\n{body}trailer\n<< /Size 7 /Root 1 0 R >>\n%%EOF\n".encode("latin-1")


ESCAPED = str.maketrans({"(": "\\(", ")": "\\)"})


def print_sheet(lines: Sequence[str] = LINES) -> Image:
    """Print lines and take a picture of them at 200 dots an inch."""
    from PIL import Image as Pillow

    document = pypdfium2.PdfDocument(print_pdf(lines))
    try:
        page = document[0]
        bitmap = page.render(scale=ocr.DPI / 72, maybe_alpha=False, prefer_bgrx=False)
        pixels = bitmap.to_numpy()[:, :, :3].copy()
        bitmap.close()
        page.close()
    finally:
        document.close()
    return Pillow.fromarray(pixels)


def scan(*sheets: Image, format: str = "PDF") -> bytes:
    """Save pictures as a scanner does: a PDF of images, or a file of images."""
    out = io.BytesIO()
    further = {"save_all": True, "append_images": list(sheets[1:])} if len(sheets) > 1 else {}
    sheets[0].save(
        out, format, **({"resolution": ocr.DPI} if format == "PDF" else {"dpi": (ocr.DPI, ocr.DPI)}), **further
    )
    return out.getvalue()


def read_all(path: Path, data: bytes, reader: Reader, *, is_checked: bool = False) -> tuple[Document, list[Problem]]:
    """Read a file given as bytes; `is_checked` reads it once more to check its offsets and pages."""
    path.write_bytes(data)
    file = SourceFile(path, f"inputs/{path.name}", hashlib.sha256(data).hexdigest(), len(data), "resource-1")
    source = Source(reader.NAME, (file,), "report")
    document, *problems, tally = (row for row in reader.read(source) if not isinstance(row, Step))
    assert isinstance(document, Document)
    DOCUMENT.arrange([DOCUMENT.from_rows([document])])
    assert isinstance(tally, Tally)
    if is_checked:
        check_offsets(document, page_texts(path) if isinstance(reader, PdfReader) else image_texts(source))
    return document, [row for row in problems if isinstance(row, Problem)]


def check_offsets(document: Document, raw: Sequence[str]) -> None:
    """The law of offsets: each lies on one page, equals its raw text, in order, and covers all but white space."""
    at = 0
    for one in document.offsets:
        (page,) = [page for page in document.pages if page.start <= one.start < page.end]
        assert document.text[one.start : one.end] == raw[page.number - 1][one.source_start : one.source_end]
        assert document.text[at : one.start].strip() == ""
        at = one.end
    assert document.text[at:].strip() == ""


def test_a_scanned_pdf_is_read(tmp_path: Path) -> None:
    """Lines are joined and broken words mended as in any PDF; the document says that it was read by OCR."""
    document, problems = read_all(tmp_path / "a.pdf", scan(print_sheet()), PdfReader(), is_checked=True)
    assert document.text == TEXT
    assert document.is_ocr
    assert [(page.number, page.start, page.end) for page in document.pages] == [(1, 0, len(TEXT))]
    assert problems == []


class FakeEngine:
    """Says what it is told, image by image, each line below the last."""

    def __init__(self, *pages: Sequence[tuple[str, float]]) -> None:
        self._pages = iter(pages)

    def read(self, image: NDArray[np.uint8]) -> list[Piece]:
        """Give the lines of the next page, all of the same length."""
        pieces = []
        for number, (text, confidence) in enumerate(next(self._pages)):
            top, right = 100.0 + 40 * number, image.shape[1] - 100.0
            corners = (Point(100, top), Point(right, top), Point(right, top + 30), Point(100, top + 30))
            pieces.append(Piece(text, confidence, corners))
        return pieces


def test_one_scanned_page_among_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages with a text layer keep it; an empty sheet and doubtful text are problems; one page by OCR marks all."""
    engine = FakeEngine([("The second was", 0.99), ("scanned.", 0.99)], [], [("Tbe fourtb.", 0.9)])
    monkeypatch.setattr(ocr, "find_engine", lambda: engine)
    both = pypdfium2.PdfDocument.new()
    for data in (print_pdf(["The first page was typed."]), scan(*[print_sheet()] * 3)):
        part = pypdfium2.PdfDocument(data)
        both.import_pages(part)
        part.close()
    out = io.BytesIO()
    both.save(out)
    both.close()
    document, problems = read_all(tmp_path / "a.pdf", out.getvalue(), PdfReader())
    assert document.text == "The first page was typed.\n\nThe second was scanned.\n\nTbe fourtb."
    assert document.is_ocr
    assert [page.number for page in document.pages] == [1, 2, 4]
    assert [(row.record, row.severity, row.message) for row in problems] == [
        ("page 3", "value", "the page is an image without text, and OCR finds none"),
        ("page 4", "value", "OCR read the page with a mean confidence of 0.90 only, so words may be wrong"),
    ]


def test_a_page_of_a_low_confidence_is_read_in_every_direction() -> None:
    """The best reading is kept, and the page is as wide as it is then seen."""
    import numpy as np

    engine: Any = FakeEngine([("ƃuᴉ", 0.4)], [("x", 0.5)], [("Mara Lind", 0.875)])
    found = ocr.read_image(engine, np.zeros((400, 300, 3), np.uint8), 7, 300, 400)
    assert (found.page.text, found.page.number, found.confidence) == ("Mara Lind", 7, 0.875)
    assert (found.page.width, found.page.height) == (400, 300)


def test_specks_are_no_text() -> None:
    """A page on which no letter or digit is read has none."""
    import numpy as np

    engine: Any = FakeEngine([("■", 0.99)])
    assert ocr.read_image(engine, np.zeros((400, 300, 3), np.uint8), 1, 300, 400).confidence is None


def test_a_typed_page_is_not_read_by_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is one with a picture, nor one whose scan another program has read: that one is marked."""
    monkeypatch.setattr(ocr, "find_engine", lambda: pytest.fail("no page needs it"))
    typed, _ = read_all(tmp_path / "a.pdf", print_pdf(LINES), PdfReader())
    pictured, _ = read_all(tmp_path / "b.pdf", print_pdf(LINES, image="q 200 0 0 80 0 0 cm /I Do Q"), PdfReader())
    full = f"q {SIZE[0]} 0 0 {SIZE[1]} 0 0 cm /I Do Q"
    covered, _ = read_all(tmp_path / "c.pdf", print_pdf(LINES, image=full), PdfReader())
    layered, _ = read_all(tmp_path / "d.pdf", print_pdf(LINES, image=full, mode=3), PdfReader())
    assert {row.text for row in (typed, pictured, covered, layered)} == {TEXT}
    assert [row.is_ocr for row in (typed, pictured, covered, layered)] == [False, False, False, True]


@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 180])
def test_a_sheet_the_wrong_way_round_is_turned(tmp_path: Path, turn: int) -> None:
    """Scanners take sheets in any way round."""
    document, problems = read_all(tmp_path / "a.pdf", scan(print_sheet().rotate(turn, expand=True)), PdfReader())
    assert document.text.replace(" ", "") == TEXT.replace(" ", "")
    assert [page.number for page in document.pages] == [1]
    assert problems == []


@pytest.mark.slow
def test_a_page_that_is_hard_to_read_is_kept_and_doubted(tmp_path: Path) -> None:
    """What is read with little confidence is there, with a problem that says so."""
    small = print_sheet()
    blurred = small.resize((small.width // 7, small.height // 7)).resize(small.size)
    document, [problem] = read_all(tmp_path / "a.pdf", scan(blurred), PdfReader())
    assert document.text not in ("", TEXT)
    assert (problem.record, problem.severity) == ("page 1", "value")
    assert problem.message.startswith("OCR read the page with a mean confidence of 0.")


@pytest.mark.slow
@pytest.mark.parametrize("reader", [PngReader(), JpegReader()])
def test_images_are_read(tmp_path: Path, reader: Reader) -> None:
    """A sheet saved as an image is a document of one page."""
    document, problems = read_all(tmp_path / "a", scan(print_sheet(), format=reader.NAME), reader)
    assert document.text.replace(" ", "") == TEXT.replace(" ", "")
    assert (document.is_ocr, len(document.pages), problems) == (True, 1, [])


@pytest.mark.slow
def test_each_image_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    """Transparency is white, and a sentence goes on overleaf."""
    first, second = print_sheet(LINES[:1]), print_sheet(["roads of Haldra."])
    first.putalpha(255)
    data = scan(first, second.convert("RGBA"), format="TIFF")
    document, _ = read_all(tmp_path / "a.tif", data, TiffReader(), is_checked=True)
    assert document.text == f"{LINES[0]} roads of Haldra."
    assert [page.number for page in document.pages] == [1, 2]


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        (PngReader(), b"\x89PNG\r\n\x1a\ncut off"),
        (JpegReader(), b"\xff\xd8\xff\xe0cut off"),
        (TiffReader(), b"II*\x00cut off"),
    ],
)
def test_damaged_images_are_refused(tmp_path: Path, reader: Reader, data: bytes) -> None:
    """A file that is cut off is an error with the way out, without a path of this machine."""
    assert reader.recognise(Head(tmp_path / "a", data))
    with pytest.raises(InputError, match="damaged") as caught:
        read_all(tmp_path / "a", data, reader)
    assert str(tmp_path) not in caught.value.message
    assert caught.value.next_step is not None


def test_an_image_without_text_or_without_ocr_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty sheet says so; without the extra the message names it."""
    from PIL import Image as Pillow

    data = scan(Pillow.new("L", (300, 200), 255), format="PNG")
    with pytest.raises(InputError, match="OCR finds no text"):
        read_all(tmp_path / "a.png", data, PngReader())
    monkeypatch.setattr(ocr, "find_engine", lambda: None)
    with pytest.raises(InputError, match="no OCR is installed") as caught:
        read_all(tmp_path / "a.png", data, PngReader())
    assert "counterflow[ocr]" in str(caught.value.next_step)


@pytest.mark.slow
def test_errors_on_a_noisy_page(tmp_path: Path) -> None:
    """A grey, noisy, slanted sheet of 11-point type is read with 99 of a hundred characters right."""
    import numpy as np
    from PIL import Image as Pillow
    from PIL import ImageFilter

    sheet = print_sheet().convert("L").rotate(1.2, fillcolor=255, resample=Pillow.Resampling.BICUBIC)
    noise = np.random.default_rng(3).normal(-10, 25, (sheet.height, sheet.width))
    noisy = np.clip(np.asarray(sheet.filter(ImageFilter.GaussianBlur(0.8))) + noise, 0, 255).astype(np.uint8)
    document, problems = read_all(tmp_path / "a.jpg", scan(Pillow.fromarray(noisy), format="JPEG"), JpegReader())
    assert difflib.SequenceMatcher(None, document.text, TEXT, autojunk=False).ratio() > 0.99
    assert problems == []
