"""Text of a scanned page by OCR: the page's image becomes lines, as if the page had a text layer.

The engine is RapidOCR with the PP-OCRv6 models, which read English, other languages in Latin script, Chinese and
Japanese. The models lie inside the wheel and are named here by their files, so nothing is fetched at run time. The
engine is the extra `counterflow[ocr]`: it is ten times the size of the rest, and most cases hold no scan.

The result does not depend on the number of threads, of which each process uses one: documents are read in as many
processes as there are processors.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from counterflow.collect.readers.pdf.ocr_order import OcrLine, Piece, Point, order_lines
from counterflow.collect.readers.pdf.page import PdfLine, PdfPage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DPI = 200
"""Resolution at which a page is read, in pixels an inch. At 150 a noisy page of 10-point type has twice the errors; 300
takes no fewer and twice the memory."""
MAX_SIDE = 4_000
"""Longest side of an image that is read, in pixels: a page of 20 inches; posters are made smaller."""
DETECTION_SIDE = 1_600
"""Longest side at which lines are looked for, in pixels; they are read in the full resolution. The full page finds the
same lines in twice the time."""
LOW_CONFIDENCE = 0.95
"""Mean confidence of a page from which it is doubted. Clean pages reach 0.99 and noisy, slanted ones 0.98; one of 40
pixels an inch has two wrong letters in a hundred at 0.97, one of 33 nine at 0.94, one of 25 half of them at 0.72."""
TURN_CONFIDENCE = 0.85
"""Mean confidence from which a page is read in other directions too; upside down it stays below 0.8."""
VERTICAL_PENALTY = 0.2
"""What a page loses in the choice of its direction when its lines run from top to bottom."""
INSTALL = "Install the OCR: pip install 'counterflow[ocr]'"
"""What to do where the engine is not installed."""
EFFORT = 15
"""How much longer than a usual step a page may take: a noisy one that is read in four directions needs 20 s."""
COMPARE = "Compare it with the page; Cyrillic, Korean, Arabic and handwriting are not read"
"""What to do about a page that OCR read badly or not at all."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
# The models lose a space now and then where the type is set close: `coal.Mara`, `150containers`.
_LOST_SPACE = re.compile(r"(?<=[a-z]{2}[.,;:!?])(?=[A-Z][a-z])|(?<=\d\d)(?=[a-z]{4})")


class OcrPage(NamedTuple):
    """A page as OCR reads it."""

    page: PdfPage
    confidence: float | None
    """Mean confidence of its characters; None: no text was found."""

    @property
    def is_doubtful(self) -> bool:
        """Whether much of the page may be misread."""
        return self.confidence is not None and self.confidence < LOW_CONFIDENCE


def doubt(confidence: float) -> str:
    """Say that a page may be misread."""
    return f"OCR read the page with a mean confidence of {confidence:.2f} only, so words may be wrong"


class OcrEngine:
    """Finds and reads the lines of an image."""

    def __init__(self, models: Path) -> None:
        # By name: the type checker need not know what is not installed everywhere.
        self._engine: Any = importlib.import_module("rapidocr").RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.text_score": 0.0,  # what is hard to read is kept, and said to be
                "Global.use_cls": False,  # it turns lines upside down that stand upright, one in a hundred
                "Global.max_side_len": MAX_SIDE,
                "Det.limit_type": "max",
                "Det.limit_side_len": DETECTION_SIDE,
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def read(self, image: NDArray[np.uint8]) -> list[Piece]:
        """Read an image of three channels (blue, green, red); rows from top to bottom."""
        found = self._engine(image)
        if found.boxes is None:
            return []
        pieces = []
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
            printed = _LOST_SPACE.sub(" ", _CONTROL.sub(" ", text).strip())
            if printed != "":
                first, second, third, fourth = (Point(float(x), float(y)) for x, y in box)
                pieces.append(Piece(printed, float(score), (first, second, third, fourth)))
        return pieces


@functools.cache
def find_engine() -> OcrEngine | None:
    """Load the engine; None where the extra is not installed whole."""
    found = importlib.util.find_spec("rapidocr")
    if found is None or found.origin is None or importlib.util.find_spec("onnxruntime") is None:
        return None  # RapidOCR alone installs without what runs its models
    models = Path(found.origin).parent / "models"
    if not (models / "PP-OCRv6_det_small.onnx").exists() or not (models / "PP-OCRv6_rec_small.onnx").exists():
        return None
    return OcrEngine(models)


def read_image(engine: OcrEngine, image: NDArray[np.uint8], number: int, width: float, height: float) -> OcrPage:
    """Read the image of a page.

    A page that is hard to read or whose lines run from top to bottom is read in the other three directions too, and
    the best is kept: scanners take sheets in any way round.

    Args:
        engine: see `find_engine`.
        image: the page as it is seen, three channels.
        number: page number from 1.
        width, height: size of the page in points.
    """
    pieces, turns = engine.read(image), 0
    if _confidence(pieces) is not None and _rank(pieces) < TURN_CONFIDENCE:
        pieces, turns = _turned(engine, image, pieces)
    if turns % 2 == 1:
        width, height = height, width
    rows = image.shape[1] if turns % 2 == 1 else image.shape[0]
    return _page(order_lines(pieces), number, width, height, height / rows)


def _turned(engine: OcrEngine, image: NDArray[np.uint8], pieces: list[Piece]) -> tuple[list[Piece], int]:
    """Read an image in the other directions too; give the best reading and its quarter turns to the left."""
    import numpy as np

    best, turns = pieces, 0
    for turn in (1, 3, 2):
        found = engine.read(np.ascontiguousarray(np.rot90(image, turn)))
        if _rank(found) > _rank(best):
            best, turns = found, turn
        if _rank(best) >= TURN_CONFIDENCE:
            break
    return best, turns


def _confidence(pieces: Sequence[Piece] | Sequence[OcrLine]) -> float | None:
    """Give the mean confidence of the characters of a page; None if none of them is a letter or a digit."""
    chars = sum(len(piece.text) for piece in pieces)
    if not any(char.isalnum() for piece in pieces for char in piece.text):
        return None  # specks and rules of an empty page
    return sum(piece.confidence * len(piece.text) for piece in pieces) / chars


def _rank(pieces: Sequence[Piece]) -> float:
    """Give the confidence in a page, less a penalty if most of it runs from top to bottom."""
    upright = sum(len(piece.text) for piece in pieces if _is_upright(piece))
    chars = sum(len(piece.text) for piece in pieces)
    return (_confidence(pieces) or 0.0) - (VERTICAL_PENALTY if 2 * upright < chars else 0.0)


def _is_upright(piece: Piece) -> bool:
    xs, ys = zip(*piece.corners, strict=True)
    return len(piece.text) == 1 or max(xs) - min(xs) >= max(ys) - min(ys)


def _page(lines: Sequence[OcrLine], number: int, width: float, height: float, scale: float) -> OcrPage:
    """Make the page whose raw text is that of its lines, one a line."""
    found: list[PdfLine] = []
    at = 0
    for line in lines:
        middle = height - line.middle * scale
        half = line.height * scale / 2
        found.append(
            PdfLine(
                page=number,
                start=at,
                end=at + len(line.text),
                text=line.text,
                left=line.left * scale,
                right=line.right * scale,
                bottom=middle - half,
                top=middle + half,
                is_hyphenated=False,
                raised=(),
            )
        )
        at += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    page = PdfPage(number, text, tuple(found), height, width, has_image=True, is_ocr=True)
    return OcrPage(page, _confidence(lines))
