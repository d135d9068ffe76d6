"""png, jpeg, tiff: a scanned sheet saved as an image, whose text OCR reads; each image of a TIFF file is a page.

Offsets count in the raw text of a page, which is that of its lines. What the file says about itself (the camera's
date, the scanner's name) is no date or author of what it shows.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, Reader, Tally
from counterflow.collect.readers.pdf import ocr
from counterflow.collect.readers.pdf.page import PdfPage
from counterflow.collect.readers.pdf.pdf import make_pages_document
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row, Step

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

MAX_PIXELS = 100_000_000
"""Largest image, in pixels: a sheet of 20 by 20 inches at 500 pixels an inch; more is a map or an attack."""
MAX_IMAGES = 1_000
"""Most pages of one TIFF file."""
USUAL_DPI = 200.0
"""Resolution of an image that states none, or none that a scanner has."""
MIN_DPI = 50
MAX_DPI = 2_400


class ImageReader(Reader):
    """Reads scanned sheets in one format."""

    MAGIC: ClassVar[tuple[bytes, ...]]
    """How a file of the format begins."""

    def recognise(self, head: Head) -> bool:
        """A file that begins so, whatever its name."""
        return head.data.startswith(self.MAGIC)

    def read(self, source: Source) -> Iterator[Row | Tally | Step]:
        """Yield a step for each page, the document, and a problem for each page that is not read or may be misread.

        Raises:
            InputError: no OCR is installed, or the file is damaged, too large, or shows no text.
        """
        pages: list[PdfPage] = []
        problems: list[Row] = []
        for number, found in enumerate(_read_pages(source), 1):
            yield Step(number, 0, ocr.EFFORT)
            pages.append(found.page)
            if found.confidence is None:
                problems.append(_problem(source, found.page.number, "OCR finds no text in the image"))
            elif found.is_doubtful:
                problems.append(_problem(source, found.page.number, ocr.doubt(found.confidence)))
        row = make_pages_document(source, pages)
        if row is None:
            raise InputError(
                "OCR finds no text in the image",
                where=source.main.name,
                expected="a scanned sheet",
                next_step="Exclude it, or enter by hand what it shows",
            )
        yield row
        yield from problems
        yield Tally(source.main, records=1, parties=0)


class PngReader(ImageReader):
    """Reads PNG (ISO/IEC 15948)."""

    NAME = "png"
    MIME_TYPE = "image/png"
    MAGIC = (b"\x89PNG\r\n\x1a\n",)


class JpegReader(ImageReader):
    """Reads JPEG (ISO/IEC 10918)."""

    NAME = "jpeg"
    MIME_TYPE = "image/jpeg"
    MAGIC = (b"\xff\xd8\xff",)


class TiffReader(ImageReader):
    """Reads TIFF 6.0."""

    NAME = "tiff"
    MIME_TYPE = "image/tiff"
    MAGIC = (b"II*\x00", b"MM\x00*")


def image_texts(source: Source) -> list[str]:
    """Give the raw text of each page, in which the offsets of an image's document count."""
    return [found.page.text for found in _read_pages(source)]


def _read_pages(source: Source) -> Iterator[ocr.OcrPage]:
    """Read the images one by one."""
    engine = ocr.find_engine()
    if engine is None:
        raise InputError(
            "this is an image, and no OCR is installed",
            where=source.main.name,
            expected="a report as text",
            next_step=f"{ocr.INSTALL}; or exclude the file",
        )
    for number, sheet in enumerate(_sheets(source), 1):
        yield ocr.read_image(engine, sheet.image, number, sheet.width, sheet.height)


class _Sheet(NamedTuple):
    """One image as it is seen, and its size in points."""

    image: NDArray[np.uint8]
    width: float
    height: float


def _sheets(source: Source) -> Iterator[_Sheet]:
    from PIL import Image

    where = source.main.name
    try:
        with _open(source.main.path) as image:
            for number in range(MAX_IMAGES + 1):
                sheet = _sheet(image, number, where)
                if sheet is None:
                    return
                yield sheet
    # Pillow's own errors differ by format: a damaged file may be a SyntaxError to it.
    except (OSError, SyntaxError, ValueError, ArithmeticError, Image.DecompressionBombError) as exc:
        raise InputError(
            f"the image is damaged: {exc}".replace(str(source.main.path), where),
            where=where,
            expected="a PNG, JPEG or TIFF file",
            next_step="Fetch the file again, or save it anew",
        ) from exc


def _open(path: Path) -> Image:
    from PIL import Image

    with warnings.catch_warnings(action="ignore"):  # of tags that say nothing of the text
        return Image.open(path, formats=("PNG", "JPEG", "TIFF"))


def _too_large(where: str, what: str, most: str) -> InputError:
    return InputError(f"the image is too large: {what}", where=where, expected=f"at most {most}")


def _sheet(image: Image, number: int, where: str) -> _Sheet | None:
    """Give the image with a number from 0; None if the file holds no more."""
    with warnings.catch_warnings(action="ignore"):
        try:
            image.seek(number)
        except EOFError:
            return None
        if number == MAX_IMAGES:
            raise _too_large(where, f"more than {MAX_IMAGES:,} pages", f"{MAX_IMAGES:,} pages")
        if image.width * image.height > MAX_PIXELS:
            raise _too_large(where, f"{image.width:,} by {image.height:,} pixels", f"{MAX_PIXELS:,} pixels")
        return _flat(image)


def _flat(image: Image) -> _Sheet:
    """Turn an image as it is seen, on white."""
    import numpy as np
    from PIL import Image as Pillow
    from PIL import ImageOps

    stated = float(image.info.get("dpi", (USUAL_DPI, USUAL_DPI))[0])
    dpi = stated if MIN_DPI <= stated <= MAX_DPI else USUAL_DPI
    turned = ImageOps.exif_transpose(image)
    width, height = 72 * turned.width / dpi, 72 * turned.height / dpi
    turned.thumbnail((ocr.MAX_SIDE, ocr.MAX_SIDE))
    if "A" in turned.getbands() or "transparency" in turned.info:
        paper = Pillow.new("RGBA", turned.size, "white")
        paper.alpha_composite(turned.convert("RGBA"))
        turned = paper
    pixels = np.asarray(turned.convert("RGB"), dtype=np.uint8)
    return _Sheet(np.ascontiguousarray(pixels[:, :, ::-1]), width, height)


def _problem(source: Source, number: int, message: str) -> Row:
    return make_problem(
        source.main,
        message,
        severity="value",
        record=f"page {number}",
        expected="a page that can be read",
        next_step=ocr.COMPARE,
        handling=source.handling,
    )
