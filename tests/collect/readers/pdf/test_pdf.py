"""PDF. The files are made here, so that each odd shape is small and known."""

from __future__ import annotations

import hashlib
import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.reader import Tally
from counterflow.collect.readers.pdf import ocr
from counterflow.collect.readers.pdf.layout import keeps_hyphen, layout
from counterflow.collect.readers.pdf.page import PdfLine, PdfPage
from counterflow.collect.readers.pdf.pdf import PdfReader, page_texts
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.stage import Row, Step
from counterflow.tables import Problem
from counterflow.tables.document import Document

BODY = (
    "The coaster lay for seven days off the outer roads of Haldra before anyone asked who had paid for her coal. "
    "The harbour office, which keeps its books on paper, found three names for one owner. "
) * 2


class Print(NamedTuple):
    """Text at a place of a page, in points from its lower left corner."""

    x: float
    y: float
    text: str
    size: float = 11


def make_pdf(
    pages: Sequence[Sequence[Print] | None], info: str = "", extra: str = "", rotate: int = 0, encrypt: bool = False
) -> bytes:
    """Write a PDF by hand: Helvetica in WinAnsi; None is a page that holds an image and no text."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    objects.append(
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        "/Length 1 >>\nstream\n0\nendstream"
    )
    kids = []
    for page in pages:
        content = "q 500 0 0 700 50 50 cm /I Do Q" if page is None else "\n".join(_show(one) for one in page)
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)} {extra}] /Count {len(kids) + (extra != '')} >>"
    objects.append(f"<< {info} >>")
    trailer = f"/Root 1 0 R /Info {len(objects)} 0 R"
    if encrypt:
        key = "41" * 32
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>")
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{key[:32]}> <{key[:32]}>]"
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} {trailer} >>\n"
    return out + end.encode() + f"startxref\n{len(out)}\n%%EOF\n".encode()


def _show(one: Print) -> str:
    text = one.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F {one.size} Tf {one.x} {one.y} Td ({text}) Tj ET"


def column(text: str, top: float, *, x: float = 72, size: float = 11, width: int = 80) -> list[Print]:
    """Set a paragraph in lines of at most `width` characters."""
    return [Print(x, top - 1.2 * size * i, line, size) for i, line in enumerate(textwrap.wrap(text, width))]


def read_all(path: Path, data: bytes) -> list[Row | Tally]:
    """Read a PDF given as bytes."""
    path.write_bytes(data)
    file = SourceFile(path, f"inputs/{path.name}", hashlib.sha256(data).hexdigest(), len(data), "resource-1")
    return [row for row in PdfReader().read(Source("pdf", (file,), "report")) if not isinstance(row, Step)]


def read(path: Path, data: bytes) -> Document:
    """Read a PDF without problems and check its offsets and pages."""
    document, tally = read_all(path, data)
    assert isinstance(document, Document)
    assert isinstance(tally, Tally)
    check_offsets(document, page_texts(path))
    return document


def check_offsets(document: Document, raw: Sequence[str]) -> None:
    """The law of offsets: each lies on one page, equals its raw text, in order, and covers all but white space."""
    at = 0
    for one in document.offsets:
        (page,) = [page for page in document.pages if page.start <= one.start < page.end]
        assert one.end <= page.end
        source = raw[page.number - 1][one.source_start : one.source_end]
        assert document.text[one.start : one.end] == source.replace("\ufffe", "-")
        assert document.text[at : one.start].strip() == ""
        at = one.end
    assert document.text[at:].strip() == ""


def test_a_report_is_read_in_paragraphs(tmp_path: Path) -> None:
    """Lines are joined, paragraphs parted, running heads and page numbers left out; a sentence goes on overleaf."""
    half = "The seal on the third container had been broken and closed again with"
    pages = [
        [
            Print(72, 800, "Small Ships Review"),
            Print(72, 760, "Seven ports and a broken seal", 18),
            Print(72, 735, "By Mara Lind | 14 March 2012"),
            *column(BODY, 700),
            *column(half, 600),
            Print(290, 40, "Page 1 of 2"),
        ],
        [
            Print(72, 800, "Small Ships Review"),
            *column("wire. She left on the evening tide.", 760),
            Print(72, 720, "\u2022 Owner: none"),
            Print(72, 706, "\u2022 Flag: none"),
            *column(BODY, 660),
            Print(290, 40, "Page 2 of 2"),
        ],
    ]
    document = read(
        tmp_path / "a.pdf", make_pdf(pages, "/CreationDate (D:20200101000000Z) /Title (Microsoft Word - x.doc)")
    )
    assert document.text.split("\n\n") == [
        "Seven ports and a broken seal",
        BODY.strip(),
        f"{half} wire. She left on the evening tide.",
        "\u2022 Owner: none",
        "\u2022 Flag: none",
        BODY.strip(),
    ]
    assert (document.title, document.author) == ("Seven ports and a broken seal", "Mara Lind")
    assert document.published == "2012-03-14"
    assert [page.number for page in document.pages] == [1, 2]
    second = document.pages[1]
    assert document.text[second.start : second.end].startswith("wire. She left")
    assert document.text[document.pages[0].start : document.pages[0].end].endswith("again with")


def test_the_date_of_a_file_is_no_date_of_publication(tmp_path: Path) -> None:
    """CreationDate says when somebody made the file; stated title and author are used where none is printed."""
    info = "/CreationDate (D:20200101000000Z) /Title (Seven ports) /Author (Mara Lind)"
    document = read(tmp_path / "a.pdf", make_pdf([column(BODY, 700)], info))
    assert (document.published, document.title, document.author) == (None, "Seven ports", "Mara Lind")


def test_a_page_saved_as_pdf_is_read_without_its_furniture(tmp_path: Path) -> None:
    """Share buttons, credits and notices of a browser's print; a heading as that of comments ends no report."""
    page = [
        *column(BODY, 760),
        Print(72, 660, "Photo: The Mirelle at anchor (Harbour office)"),
        *column("Two responses to the report", 630, size=14),
        *column(BODY, 600),
        Print(72, 500, "Share this: Twitter | Facebook | Email"),
    ]
    document = read(tmp_path / "a.pdf", make_pdf([page]))
    assert document.text.split("\n\n") == [BODY.strip(), "Two responses to the report", BODY.strip()]


def test_words_broken_at_line_ends_are_joined(tmp_path: Path) -> None:
    """A hyphen at the end of a line is dropped or kept as the document writes the word elsewhere."""
    lines = [
        "The office is in charge of nuclear-related goods, and of goods that are nuclear-",
        "related only by their use, as the panel of experts wrote. It had counted contai-",
        "ners in three ports and found, in the end, that none of the containers was full.",
    ]
    page = [Print(72, 700 - 13.2 * i, line) for i, line in enumerate(lines)]
    document = read(tmp_path / "a.pdf", make_pdf([page]))
    assert "that are nuclear-related only" in document.text
    assert "counted containers in" in document.text


@pytest.mark.parametrize(
    ("before", "after", "elsewhere", "keeps"),
    [
        ("the manip", "ulation", "manipulation", False),
        ("the manip", "ulation", "", False),
        ("dual", "use goods", "dual-use", True),
        ("co", "operate", "", True),  # a prefix may keep its hyphen; kept, both readings are found
        ("Anglo", "Saxon", "", True),
        ("arms", "related", "arms related arms related", True),
        ("the port of 17", "19 ships", "", True),
    ],
)
def test_hyphens(before: str, after: str, elsewhere: str, keeps: bool) -> None:
    """How the document writes a word elsewhere decides; without that, a broken word is joined."""
    assert keeps_hyphen(before, after, Counter(elsewhere.split())) is keeps


def test_raised_numbers_are_footnote_marks(tmp_path: Path) -> None:
    """A small raised number after a word is no part of a quantity."""
    page = [
        Print(72, 700, "They seized 150 kilograms of heroin"),
        Print(252, 704, "12", 6),
        Print(262, 700, "in the bay."),
    ]
    assert read(tmp_path / "a.pdf", make_pdf([page])).text.startswith("They seized 150 kilograms of heroin")
    assert "12" not in read(tmp_path / "a.pdf", make_pdf([page])).text


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Two columns stay two columns; a sentence goes on at the top of the next one."""
    left = column(
        "The coaster lay for seven days off the outer roads of Haldra before anyone asked who had paid for",
        700,
        width=34,
    )
    right = column("her coal. The harbour office found three names for one owner.", 700, x=320, width=34)
    document = read(tmp_path / "a.pdf", make_pdf([[*left, *right]]))
    assert document.text == (
        "The coaster lay for seven days off the outer roads of Haldra before anyone asked who had paid for her coal. "
        "The harbour office found three names for one owner."
    )


def test_contents_are_left_out(tmp_path: Path) -> None:
    """Entries of a table of contents lead to pages and say nothing."""
    page = [
        Print(72, 700, "1 Findings . . . . . . . . . . . . . 4"),
        Print(72, 686, "2 Ships ................ xii"),
        *column(BODY, 640),
    ]
    assert read(tmp_path / "a.pdf", make_pdf([page])).text == BODY.strip()


def test_lines_of_a_script_without_spaces_are_joined_without_one() -> None:
    """A name in Chinese that goes on in the next line is not cut."""
    lines = [
        PdfLine(1, 12 * i, 12 * i + len(text), text, 70, 520, 700 - 14 * i, 711 - 14 * i, False, ())
        for i, text in enumerate(["朝鲜大成贸易公司由第三十九", "号室控制，总部设在平壤。"])
    ]
    (paragraph,) = layout([PdfPage(1, "\n".join(line.text for line in lines), tuple(lines), 842, 595, False)])
    assert paragraph.block.text == "朝鲜大成贸易公司由第三十九号室控制，总部设在平壤。"


def test_turned_pages_are_read_as_they_are_seen(tmp_path: Path) -> None:
    """The page's rotation turns its lines too, so that paragraphs are found."""
    document = read(tmp_path / "a.pdf", make_pdf([[*column(BODY, 700), *column(BODY, 500)]], rotate=180))
    assert document.text.count("The coaster") == 4
    assert len(document.text) == len(BODY.strip()) * 2 + 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.4\ncut off", "damaged"),
        (b"no pdf at all", "damaged"),
        (make_pdf([None, None]), "images without a text layer, and no OCR is installed"),
        (make_pdf([[]]), "holds no text"),
        (make_pdf([column(BODY, 700)], encrypt=True), "password"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, said: str) -> None:
    """Damaged, scanned, empty and protected files are errors with the way out; for OCR see `test_ocr`."""
    monkeypatch.setattr(ocr, "find_engine", lambda: None)
    with pytest.raises(InputError, match=said) as caught:
        read_all(tmp_path / "a.pdf", data)
    assert caught.value.where == "inputs/a.pdf"
    assert caught.value.next_step is not None


def test_one_unreadable_page_is_a_problem_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is an image where no OCR is installed, and one that is damaged, are said; the others are read."""
    monkeypatch.setattr(ocr, "find_engine", lambda: None)
    data = make_pdf([column(BODY, 700), None, column(BODY, 700)], extra="99 0 R")
    document, *problems, tally = read_all(tmp_path / "a.pdf", data)
    assert isinstance(document, Document)
    assert [page.number for page in document.pages] == [1, 3]
    assert [(one.record, one.severity) for one in problems if isinstance(one, Problem)] == [
        ("page 2", "record"),
        ("page 4", "record"),
    ]
    assert isinstance(problems[0], Problem)
    assert problems[0].message == "the page is an image without text, and no OCR is installed"
    assert problems[0].next_step == "Install the OCR: pip install 'counterflow[ocr]'"
    assert isinstance(tally, Tally)


WORDS = st.lists(
    st.sampled_from(["ship", "Haldra", "-", "end.", "co-", "(x)", "1,400", "é", "«a»", "", "a  b"]), max_size=6
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(20, 800), WORDS, st.sampled_from([6, 11, 18])), max_size=8))
def test_offsets_hold_for_any_page(tmp_path: Path, places: list[tuple[int, int, list[str], int]]) -> None:
    """Wherever text stands on a page, each of its characters comes from where its offset says."""
    page = [Print(x, y, " ".join(words), size) for x, y, words, size in places]
    path = tmp_path / "a.pdf"
    try:
        document = read(path, make_pdf([page, page]))
    except InputError as exc:
        assert "text" in exc.what
        return
    assert document.text != ""
