"""The readers of reports, in the order they are asked: formats known by their content first, plain text last."""

from __future__ import annotations

from counterflow.collect.reader import Reader
from counterflow.collect.readers.docx import DocxReader
from counterflow.collect.readers.html.page import HtmlReader
from counterflow.collect.readers.mail.eml import EmlReader
from counterflow.collect.readers.mail.mbox import MboxReader
from counterflow.collect.readers.markdown import MarkdownReader
from counterflow.collect.readers.pdf.image import JpegReader, PngReader, TiffReader
from counterflow.collect.readers.pdf.pdf import PdfReader
from counterflow.collect.readers.text import TextReader

DOCUMENT_READERS: tuple[type[Reader], ...] = (
    PdfReader,
    DocxReader,
    EmlReader,
    MboxReader,
    PngReader,
    JpegReader,
    TiffReader,
    HtmlReader,
    MarkdownReader,
    TextReader,
)
