"""Saved e-mail messages. They are written here, so that each odd shape is small and known."""

from __future__ import annotations

import base64
import hashlib
import io
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.reader import Head, Tally
from counterflow.collect.readers.mail.eml import EmlReader, message_text
from counterflow.collect.readers.mail.header import decode_words, sent_on
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.stage import Row
from counterflow.tables import DOCUMENT, PROBLEM, Document, Problem

HEAD = (
    b"Received: from mail.harbour.example by mx.ledger.example; Thu, 15 Mar 2012 10:00:02 +0000\r\n"
    b"Message-ID: <1@harbour.example>\r\n"
    b"From: Mara Lind <mara@harbour.example>\r\n"
    b"To: Jon Ek <jon@ledger.example>,\r\n"
    b"\tharbour office <office@harbour.example>\r\n"
    b"Cc: =?utf-8?q?Jos=C3=A9_N=C3=BA=C3=B1ez?= <jose@harbour.example>\r\n"
    b"Date: Thu, 15 Mar 2012 23:30:00 -0500\r\n"
    b"Subject: =?utf-8?b?U2V2ZW4gcG9ydHMg?= =?utf-8?q?and_a_broken_seal?=\r\n"
    b"MIME-Version: 1.0\r\n"
)
SHOWN = [
    "From: Mara Lind <mara@harbour.example>",
    "To: Jon Ek <jon@ledger.example>, harbour office <office@harbour.example>",
    "Cc: José Núñez <jose@harbour.example>",
    "Date: Thu, 15 Mar 2012 23:30:00 -0500",
    "Subject: Seven ports and a broken seal",
]


def read_all(
    path: Path, data: bytes, *, publisher: str | None = None, published: str | None = None, handling: str = "TLP:CLEAR"
) -> tuple[list[Document], list[Problem], Tally]:
    """Read a message given as bytes; records in = documents + problems of severity `record`."""
    path.write_bytes(data)
    file = SourceFile(path, f"inputs/{path.name}", hashlib.sha256(data).hexdigest(), len(data), "resource-1")
    source = Source("eml", (file,), "report", publisher=publisher, published=published, handling=handling)
    *rows, tally = EmlReader().read(source)
    return check_rows(rows, tally)


def check_rows(rows: list[Row | Tally], tally: Row | Tally) -> tuple[list[Document], list[Problem], Tally]:
    """Sort rows by table and assert what holds of every mail file."""
    documents = [row for row in rows if isinstance(row, Document)]
    problems = [row for row in rows if isinstance(row, Problem)]
    assert len(documents) + len(problems) == len(rows)
    DOCUMENT.arrange([DOCUMENT.from_rows(documents)])
    PROBLEM.arrange([PROBLEM.from_rows(problems)])
    assert isinstance(tally, Tally)
    assert tally.records == len(documents) + sum(row.severity == "record" for row in problems)
    return documents, problems, tally


def check_offsets(document: Document, original: str) -> None:
    """The law of offsets: exact, ordered, and covering all but white space."""
    at = 0
    for one in document.offsets:
        text, source = document.text[one.start : one.end], original[one.source_start : one.source_end]
        is_exact = one.end - one.start == one.source_end - one.source_start
        assert text == source or (is_exact and text.split() == source.split()) or source.startswith("&")
        assert one.start >= at
        assert document.text[at : one.start].strip() == ""
        at = one.end
    assert document.text[at:].strip() == ""


def plain(body: bytes, *headers: bytes) -> bytes:
    """Write a message of plain text."""
    return HEAD + b"".join(header + b"\r\n" for header in headers) + b"\r\n" + body


def test_headers_and_body_are_one_text(tmp_path: Path) -> None:
    """Who wrote to whom, when and on what stands before the body; transport headers do not."""
    body = (
        b"Dear Jon,\r\n\r\nThe coaster lay for seven days off the outer roads of Haldra before\r\n"
        b"anyone asked who had paid for her coal.\r\n\r\n-- \r\nMara Lind\r\nHarbour office, Haldra\r\n"
    )
    data = plain(body, b"Content-Type: text/plain; charset=us-ascii")
    [document], problems, tally = read_all(tmp_path / "a.eml", data)
    assert document.text.split("\n\n") == [
        *SHOWN,
        "Dear Jon,",
        "The coaster lay for seven days off the outer roads of Haldra before anyone asked who had paid for her coal.",
        "--\nMara Lind\nHarbour office, Haldra",
    ]
    assert (document.title, document.author) == ("Seven ports and a broken seal", "Mara Lind")
    assert (document.published, document.publisher, document.record) == ("2012-03-15", None, None)
    assert problems == []
    assert tally.records == 1
    check_offsets(document, message_text(data))


def test_what_case_toml_says_wins(tmp_path: Path) -> None:
    """The publisher and the date that the user states are those of the documents."""
    data = plain(b"Nothing was paid.\r\n")
    [document], _, _ = read_all(tmp_path / "a.eml", data, publisher="harbour", published="2012-04", handling="TLP:RED")
    assert (document.publisher, document.published, document.handling) == ("harbour", "2012-04", "TLP:RED")


def test_quoted_replies_stay_and_their_lines_are_joined(tmp_path: Path) -> None:
    """A quoted paragraph keeps its first mark, and no name in it is cut by another."""
    body = (
        b"I paid.\r\n\r\nOn 14 March 2012 Jon Ek wrote:\r\n"
        b"> The coaster lay for seven days off the outer roads of Haldra, and Mara\r\n"
        b"> Lind was asked who had paid for her coal, which nobody could remember.\r\n"
        b">\r\n"
        b"> Jon\r\n"
        b">> Who paid?\r\n"
    )
    data = plain(body)
    [document], _, _ = read_all(tmp_path / "a.eml", data)
    assert document.text.split("\n\n")[5:] == [
        "I paid.",
        "On 14 March 2012 Jon Ek wrote:",
        "> The coaster lay for seven days off the outer roads of Haldra, and Mara Lind was asked who had paid for her "
        "coal, which nobody could remember.",
        "> Jon",
        ">> Who paid?",
    ]
    check_offsets(document, message_text(data))


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ([b"Content-Type: text/plain; charset=iso-8859-1"], "José owns it.".encode("latin-1"), "José owns it."),
        ([b"Content-Type: text/plain; charset=iso-8859-1"], "José owns it.".encode(), "José owns it."),
        ([b"Content-Type: text/plain; charset=utf-8"], "José owns it.".encode("cp1252"), "José owns it."),
        ([b"Content-Type: text/plain; charset=nonsense"], "José owns it.".encode(), "José owns it."),
        ([b"Content-Type: text/plain; charset=gb2312"], "联通公司".encode("gb2312"), "联通公司"),
        ([b"Content-Type: text/plain; charset=gbk"], "朝鲜大成".encode(), "朝鲜大成"),
        ([b"Content-Type: text/plain; charset=koi8-r"], "Кто платил?".encode("koi8-r"), "Кто платил?"),
        ([b"Content-Type: text/plain; charset=iso-2022-jp"], "三井物産".encode("iso2022_jp"), "三井物産"),
        (
            [b"Content-Type: text/plain; charset=utf-8", b"Content-Transfer-Encoding: quoted-printable"],
            b"Jos=C3=A9 owns =\r\nit.",
            "José owns it.",
        ),
        (
            [b"Content-Type: text/plain; charset=utf-8", b"Content-Transfer-Encoding: base64"],
            base64.encodebytes("José owns it.".encode()),
            "José owns it.",
        ),
    ],
)
def test_encodings(tmp_path: Path, headers: list[bytes], body: bytes, expected: str) -> None:
    """Transfer encodings are undone; a wrong charset is found out where the bytes tell."""
    [document], problems, _ = read_all(tmp_path / "a.eml", plain(body, *headers))
    assert document.text.split("\n\n")[-1] == expected
    assert problems == []


def test_bytes_of_no_encoding_are_said(tmp_path: Path) -> None:
    """What fits no encoding becomes U+FFFD, with a problem; the rest is read."""
    data = plain(b"Paid by \x81\x8d\xc3\xc4 Lind.", b"Content-Type: text/plain; charset=utf-8")
    [document], [problem], _ = read_all(tmp_path / "a.eml", data)
    assert document.text.endswith(" Lind.")
    assert "\ufffd" in document.text
    assert (problem.severity, problem.record) == ("value", "part 1")


def test_html_is_read_where_there_is_no_plain_text(tmp_path: Path) -> None:
    """The HTML of a message is read without its styles; of two forms of one body the plain text is taken."""
    html = (
        "<html><head><style>p {}</style></head><body><p>Paid &amp; <b>sealed</b>\n by Mara&nbsp;Lind.</p></body></html>"
    )
    mail = EmailMessage()
    mail["Subject"] = "Seal"
    mail.set_content(html, subtype="html")
    data = mail.as_bytes()
    [document], _, _ = read_all(tmp_path / "a.eml", data)
    assert document.text == "Subject: Seal\n\nPaid & sealed by Mara\u00a0Lind."
    check_offsets(document, message_text(data))
    stated = plain('<meta charset="windows-1251"><p>Кто платил?</p>'.encode("cp1251"), b"Content-Type: text/html")
    [document], problems, _ = read_all(tmp_path / "d.eml", stated)
    assert document.text.endswith("Кто платил?")  # only the page itself says how it is written
    assert problems == []
    both = EmailMessage()
    both.set_content("In plain words.")
    both.add_alternative(html, subtype="html")
    [document], problems, _ = read_all(tmp_path / "b.eml", both.as_bytes())
    assert (document.text, problems) == ("In plain words.", [])
    empty = EmailMessage()
    empty.set_content(" \n")
    empty.add_alternative(html, subtype="html")
    [document], _, _ = read_all(tmp_path / "c.eml", empty.as_bytes())
    assert document.text == "Paid & sealed by Mara\u00a0Lind."


def _docx(text: str) -> bytes:
    from docx import Document as Word

    word, out = Word(), io.BytesIO()
    word.add_paragraph(text)
    word.save(out)
    return out.getvalue()


def test_attachments_become_documents_or_problems(tmp_path: Path) -> None:
    """What has a reader is a document whose record names the part; the rest is a problem; nothing is lost."""
    inner = EmailMessage()
    inner["From"] = "jon@ledger.example"
    inner["Subject"] = "Fwd: coal"
    inner.set_content("The coal was never paid for.")
    inner.add_attachment("Three flags in one year.", filename="../../flags.txt")
    mail = EmailMessage()
    mail["From"] = "Mara Lind <mara@harbour.example>"
    mail["Subject"] = "Papers"
    mail.set_content("See the papers.")
    mail.add_attachment("Käptn, the seal is broken.", filename="note.txt", charset="iso-8859-1")
    mail.add_attachment("<p>The web page on the seal.</p>", subtype="html", filename="page.html")
    mail.add_attachment(
        _docx("The contract for coal."), maintype="application", subtype="octet-stream", filename="c.docx"
    )
    mail.add_attachment(b"PK\x03\x04ab", maintype="application", subtype="zip", filename="all\u202e.zip")
    mail.add_attachment(b"%PDF-1.4 cut off", maintype="application", subtype="pdf", filename="report.pdf")
    mail.add_attachment("a,b\n1,2\n", subtype="csv", filename="crew.csv")
    mail.add_attachment(inner)
    documents, problems, tally = read_all(tmp_path / "a.eml", mail.as_bytes())
    assert [(row.record, row.text.split("\n\n")[-1]) for row in documents] == [
        (None, "See the papers."),
        ("part 2, note.txt", "Käptn, the seal is broken."),
        ("part 3, page.html", "The web page on the seal."),
        ("part 4, c.docx", "The contract for coal."),
        ("part 8", "The coal was never paid for."),
        ("part 8, part 2, ../../flags.txt", "Three flags in one year."),
    ]
    assert [(row.record, row.severity, row.message) for row in problems] == [
        (
            "part 5, all\\u202e.zip",
            "value",
            "the attachment all\\u202e.zip (application/zip, 6 bytes) is not read",
        ),
        ("part 6, report.pdf", "record", "the PDF is damaged: Failed to load document (PDFium: Data format error)."),
        ("part 7, crew.csv", "value", "the attachment crew.csv (text/csv, 8 bytes) is not read"),
    ]
    assert {row.path for row in problems} == {"inputs/a.eml"}
    assert tally.records == 7
    assert len({row.id for row in documents}) == 6
    assert {row.resource_id for row in documents} == {"resource-1"}


def test_messages_nested_too_deeply_are_problems(tmp_path: Path) -> None:
    """Nesting ends at a limit, with a problem that says so; nested multiparts do not exhaust the parser."""
    mail = EmailMessage()
    mail.set_content("The innermost.")
    for _ in range(12):
        outer = EmailMessage()
        outer.set_content("Outer.")
        outer.add_attachment(mail)
        mail = outer
    documents, problems, _ = read_all(tmp_path / "a.eml", mail.as_bytes())
    assert len(documents) == 9
    assert [row.message for row in problems] == ["the messages are nested too deeply"]
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number) for number in range(5_000)
    )
    with pytest.raises(InputError, match=r"nested too deeply|no message"):
        read_all(tmp_path / "b.eml", deep)


def test_too_many_parts_are_a_problem(tmp_path: Path) -> None:
    """Parts beyond the limit are left out, and that is said."""
    parts = b"".join(b"--b\r\nContent-Type: text/plain\r\n\r\nPart %d.\r\n" % number for number in range(1_001))
    data = plain(parts + b"--b--\r\n", b"Content-Type: multipart/mixed; boundary=b")
    [document], [problem], _ = read_all(tmp_path / "a.eml", data)
    assert document.text.endswith("Part 999.")
    assert problem.message == "the message has too many parts"


def test_a_message_that_is_cut_off_says_so(tmp_path: Path) -> None:
    """What is there is read; the problem names what the parser missed."""
    data = plain(b"--b\r\n\r\nPaid by M", b"Content-Type: multipart/mixed; boundary=b")
    [document], [problem], _ = read_all(tmp_path / "a.eml", data)
    assert document.text.endswith("Paid by M")
    assert problem.message == "the message is damaged or cut off (CloseBoundaryNotFound)"
    lost = plain(b"--c\r\n\r\nPaid by Mara.", b"Content-Type: multipart/mixed; boundary=b")
    [document], [problem], _ = read_all(tmp_path / "b.eml", lost)
    assert document.text.endswith("Paid by Mara.")
    assert "StartBoundaryNotFound" in problem.message


def test_a_date_that_is_none_is_a_problem(tmp_path: Path) -> None:
    """A message without a readable date has no date of publication."""
    [document], [problem], _ = read_all(tmp_path / "a.eml", b"From: Mara Lind\nDate: last week\n\nPaid.\n")
    assert (document.published, document.author) == (None, "Mara Lind")
    assert (problem.field, problem.value, problem.severity) == ("Date", "last week", "value")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Thu, 15 Mar 2012 23:30:00 -0500", "2012-03-15"),  # the day where it was sent
        ("15 Mar 12 10:00 GMT", "2012-03-15"),
        ("Thu, 31 Feb 2012 10:00:00 +0000", None),
        ("", None),
    ],
)
def test_dates(written: str, expected: str | None) -> None:
    """RFC 5322 and the older two-digit years of RFC 822."""
    assert sent_on(written) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("=?utf-8?q?Jos=C3?= =?utf-8?q?=A9?= Ek", "José Ek"),  # a character cut between two words
        ("=?iso-8859-1*es?q?Jos=E9?=", "José"),
        ("=?utf-8?b?Sm9zw6k?=", "José"),  # padding left out
        ("=?utf-8?b?!?=", "=?utf-8?b?!?="),
        ("=?nonsense?q?Mara?=", "Mara"),
        ("Jos\udcc3\udca9", "José"),  # bytes that are not encoded at all
        ("a =?utf-8?q?b?= c", "a b c"),
        ("=?gb2312?b?zag=?=", "通"),  # valid in UTF-8 too
    ],
)
def test_encoded_words(raw: str, expected: str) -> None:
    """RFC 2047, and what programs make of it."""
    assert decode_words(raw) == expected


@pytest.mark.parametrize("data", [b"", b"\n\n", b"X-Only: this\n\n"])
def test_files_without_a_message_are_refused(tmp_path: Path, data: bytes) -> None:
    """An empty file and one without text are errors with the way out."""
    with pytest.raises(InputError, match=r"empty|no message") as caught:
        read_all(tmp_path / "a.eml", data)
    assert caught.value.next_step is not None


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.eml", b"Subject: x\n\ny", True),
        ("mail", HEAD + b"\r\ny", True),
        ("memo.txt", b"From: Mara Lind\nTo: Jon Ek\nDate: 14 March\n\nA memo.", False),  # no mail program wrote it
        ("a.eml", b"%PDF-1.4", False),
        ("a.txt", b"The message-id: is a header\n", False),
    ],
)
def test_recognition(name: str, data: bytes, expected: bool) -> None:
    """By the headers that only mail programs write, or by the name."""
    assert EmlReader().recognise(Head(Path(name), data)) is expected


SAMPLE = plain(
    b"--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes("José paid.\n> Who?\n".encode())
    + b"--c\r\nContent-Type: text/html\r\n\r\n<p>Jos&eacute; paid</p>\r\n--c--\r\n--b\r\n"
    b'Content-Type: text/plain; name*0="no"; name*1="te.txt"\r\nContent-Disposition: attachment\r\n\r\nSealed.\r\n'
    b"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: jon@ledger.example\r\nSubject: =?utf-8?q?coal?=\r\n\r\nCoal.\r\n"
    b"--b--\r\n",
    b"Content-Type: multipart/mixed; boundary=b",
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(SAMPLE)),
        st.integers(0, 40),
        st.one_of(
            st.binary(max_size=8),
            st.sampled_from(
                [b"=?utf-8?b?", b"--b\r\n", b"\r\n\r\n", b"\0", b"Content-Type: message/rfc822\r\n", b"*="]
            ),
        ),
    ),
    min_size=1,
    max_size=6,
)


def mutate(edits: list[tuple[int, int, bytes]], data: bytes) -> bytes:
    """Cut, change and lengthen a message."""
    for at, length, put in edits:
        data = data[:at] + put + data[at + length :]
    return data


def check_mutated(path: Path, data: bytes) -> None:
    """Whatever the bytes: documents and problems account for all that was found, or the file is refused."""
    try:
        documents, _, _ = read_all(path, data)
    except InputError as exc:
        assert exc.what != ""
        return
    assert documents[0].text != ""
    if documents[0].record is None:
        check_offsets(documents[0], message_text(data))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS, end=st.integers(0, len(SAMPLE)))
def test_damaged_messages_never_crash(tmp_path: Path, edits: list[tuple[int, int, bytes]], end: int) -> None:
    """Truncated and changed messages."""
    check_mutated(tmp_path / "a.eml", mutate(edits, SAMPLE))
    check_mutated(tmp_path / "b.eml", SAMPLE[:end])


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_ten_thousand_damaged_messages_never_crash(tmp_path: Path, edits: list[tuple[int, int, bytes]]) -> None:
    """The same law, over more of them."""
    check_mutated(tmp_path / "a.eml", mutate(edits, SAMPLE))
