"""Files made to burst, to nest without end or to lie about themselves; built when a test asks for them.

Each is what a stranger may send as a report. `scale` makes the same file larger, to measure how time and memory grow.
"""

from __future__ import annotations

import bz2
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Sequence

PROSE = "The coaster lay for seven days off the outer roads of Haldra before anyone asked who had paid for her coal. "


def pdf(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R", *, count: int | None = None) -> bytes:
    """Write numbered objects as a PDF with its table of places."""
    out, places = b"%PDF-1.7\n", []
    parts = [out]
    at = len(out)
    for number, body in enumerate(objects, 1):
        places.append(at)
        part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        parts.append(part)
        at += len(part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1 if count is None else count
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d %s >>\n" % (size, table, size, trailer))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % at)
    return b"".join(parts)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """Write a stream as it is."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def flated(data: bytes, times: int = 1) -> bytes:
    """Write a stream packed once or more often."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter [%s]" % (b"/FlateDecode " * times))


def page(contents: int, parent: int = 2, extra: bytes = b"") -> bytes:
    """Write a page with the font 3."""
    return (
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
        b"/Resources << /Font << /F 3 0 R >> >> %s >>" % (parent, contents, extra)
    )


def one_page(contents: bytes, *more: bytes) -> bytes:
    """Write a PDF of one page; `contents` is its stream, `more` are objects from number 6 on."""
    return pdf([CATALOG, b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>", FONT, page(5), contents, *more])


def long_pdf(pages: int) -> bytes:
    """Write a report of many pages, 30 lines and a running head on each; not hostile, but long."""
    objects = [CATALOG, b"", FONT]
    kids = []
    for number in range(1, pages + 1):
        lines = [f"BT /F 9 Tf 72 800 Td (Small Ships Review, {number}) Tj ET"]
        for at in range(30):
            text = f"Line {at} of page {number} names the coaster Haldra {number * 31 + at} and her owner. {PROSE[:60]}"
            lines.append(f"BT /F 9 Tf 72 {760 - 14 * at} Td ({text}) Tj ET")
        objects.append(flated("\n".join(lines).encode()))
        objects.append(page(len(objects)))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), pages)
    return pdf(objects)


def pdf_bomb(scale: int) -> bytes:
    """One page whose content is a hundred kilobytes that unpack to 128 MB of operators that show nothing."""
    return one_page(flated(b"q Q " * (scale << 25)))


def pdf_double_bomb(scale: int) -> bytes:
    """A gigabyte packed twice, in a few kilobytes."""
    block = zlib.compress(b" " * (scale << 24), 9)
    return one_page(stream(zlib.compress(block * 64, 9), b"/Filter [/FlateDecode /FlateDecode]"))


def pdf_text_bomb(scale: int) -> bytes:
    """One page that shows the same sentence a million times."""
    line = b"BT /F 11 Tf 72 700 Td (%s) Tj ET\n" % PROSE.encode()
    return one_page(flated(line * (scale * 2_000)))


def pdf_deep_dictionary(scale: int) -> bytes:
    """A dictionary in a dictionary, and so on."""
    depth = scale * 100_000
    deep = b"<< /A " * depth + b"1 " + b">> " * depth
    return pdf(
        [
            CATALOG,
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            FONT,
            page(5, extra=b"/X 6 0 R"),
            stream(b"BT /F 11 Tf 72 700 Td (%s) Tj ET" % PROSE.encode()),
            deep,
        ]
    )


def pdf_deep_array(scale: int) -> bytes:
    """An array in an array, in the content of the page."""
    depth = scale * 100_000
    return one_page(flated(b"[" * depth + b"]" * depth + b" TJ"))


def pdf_page_cycle(scale: int) -> bytes:
    """A tree of pages whose branches lead back to the root."""
    kids = b"2 0 R " * (scale * 10)
    return pdf([CATALOG, b"<< /Type /Pages /Kids [%s] /Count 100 >>" % kids, FONT])


def pdf_page_doubling(scale: int) -> bytes:
    """A tree of pages in which each level names the next one twice: 2^40 pages in forty objects."""
    levels = 40
    objects = [CATALOG]
    objects += [
        b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count %d >>" % (number + 1, number + 1, 2 ** (40 + 2 - number))
        for number in range(2, levels + 2)
    ]
    objects.append(page(levels + 3))
    objects.append(stream(b"BT /F 11 Tf 72 700 Td (x) Tj ET"))
    return pdf(objects)


def pdf_page_chain(scale: int) -> bytes:
    """A tree of pages that is one long branch."""
    levels = scale * 20_000
    objects = [CATALOG]
    objects += [
        b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (number + 1, number - 1)
        for number in range(2, levels + 2)
    ]
    objects += [page(levels + 3, levels + 1), stream(b"BT /F 11 Tf 72 700 Td (x) Tj ET")]
    return pdf(objects)


def pdf_false_count(scale: int) -> bytes:
    """One page that says it is a hundred thousand."""
    return pdf(
        [
            CATALOG,
            b"<< /Type /Pages /Kids [4 0 R] /Count %d >>" % (scale * 100_000),
            FONT,
            page(5),
            stream(b"BT /F 11 Tf 72 700 Td (%s) Tj ET" % PROSE.encode()),
        ]
    )


def pdf_many_missing(scale: int) -> bytes:
    """Nine thousand pages are named, and none is there."""
    kids = b" ".join(b"%d 0 R" % number for number in range(100, 9_100))
    return pdf([CATALOG, b"<< /Type /Pages /Kids [%s] /Count 9000 >>" % kids, FONT])


def pdf_same_page(scale: int) -> bytes:
    """Nine thousand times the same page, whose content takes a while."""
    contents = b"".join(b"BT /F 11 Tf 72 %d Td (%s) Tj ET\n" % (800 - 12 * i, PROSE.encode()) for i in range(60))
    kids = b"4 0 R " * (9_000 * scale)
    return pdf(
        [CATALOG, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, 9_000 * scale), FONT, page(5), flated(contents)]
    )


def pdf_form_cycle(scale: int) -> bytes:
    """A form that draws itself."""
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    return pdf(
        [
            CATALOG,
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            FONT,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            b"/Resources << /XObject << /X 6 0 R >> >> >>",
            stream(b"/X Do"),
            form,
        ]
    )


def pdf_form_doubling(scale: int) -> bytes:
    """Forms of which each draws the next one ten times: ten to the power of their number."""
    levels = 12
    objects = [
        CATALOG,
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        FONT,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /XObject << /X 6 0 R >> >> >>",
        stream(b"/X Do"),
    ]
    for number in range(6, 6 + levels):
        objects.append(
            stream(
                b"/X Do " * 10,
                b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
                b"/Resources << /XObject << /X %d 0 R >> /Font << /F 3 0 R >> >>" % (number + 1),
            )
        )
    objects.append(
        stream(
            b"BT /F 11 Tf 1 1 Td (x) Tj ET",
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F 3 0 R >> >>",
        )
    )
    return pdf(objects)


def pdf_object_stream(scale: int) -> bytes:
    """An object stream that says it holds a billion objects, and that extends itself."""
    body = b"7 0 8 10 << /A 1 >> << /B 2 >>"
    held = flated(body).replace(b"<< /Length", b"<< /Type /ObjStm /N 1000000000 /First 9 /Extends 6 0 R /Length", 1)
    return pdf([CATALOG, b"<< /Type /Pages /Kids [7 0 R 8 0 R] /Count 2 >>", FONT, page(5), stream(b""), held])


def pdf_huge_image(scale: int) -> bytes:
    """A page with an image of 30,000 by 30,000 pixels in a few kilobytes and no text."""
    side = 30_000
    image = flated(b"\0" * (side * side // 8)).replace(
        b"<< /Length",
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
        b"/BitsPerComponent 1 /Length" % (side, side),
        1,
    )
    return pdf(
        [
            CATALOG,
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            FONT,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            b"/Resources << /XObject << /I 6 0 R >> >> >>",
            stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
            image,
        ]
    )


def pdf_huge_page(scale: int) -> bytes:
    """A page of a million points on each side."""
    return pdf(
        [
            CATALOG,
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            FONT,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1000000 1000000] /Contents 5 0 R /UserUnit 100 "
            b"/Resources << /Font << /F 3 0 R >> >> >>",
            stream(b"0 0 m 1000000 1000000 l S"),
        ]
    )


def pdf_encrypted(scale: int) -> bytes:
    """A file that needs a password."""
    key = b"41" * 32
    return pdf(
        [
            CATALOG,
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            FONT,
            page(5),
            stream(b""),
            b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (key, key),
        ],
        b"/Root 1 0 R /Encrypt 6 0 R /ID [<%s> <%s>]" % (key[:32], key[:32]),
    )


def pdf_truncated(scale: int) -> bytes:
    """The first half of a file."""
    whole = pdf_same_page(1)
    return whole[: len(whole) // 2]


def pdf_xref_cycle(scale: int) -> bytes:
    """A table of places that names itself as the one before it."""
    whole = one_page(stream(b"BT /F 11 Tf 72 700 Td (x) Tj ET"))
    at = whole.rindex(b"xref\n0 ")
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % at)


def pdf_many_fonts(scale: int) -> bytes:
    """A text in which each letter stands on a line of its own, in a size of its own: 100,000 printed lines."""
    lines = b"".join(
        b"BT /F %d Tf %d %d Td (ab) Tj ET\n" % (5 + i % 20, i % 500, (i * 7) % 800) for i in range(scale * 100_000)
    )
    return one_page(flated(lines))


def pdf_junk(scale: int) -> bytes:
    """A head, and then nothing of a PDF: the reader looks for objects in all of it."""
    return b"%PDF-1.7\n" + b"1 0 obj << /A [ " * (scale * 500_000)


def html_nested(scale: int) -> bytes:
    """Elements in elements."""
    return b"<html><body>" + b"<div>" * (scale * 250_000) + PROSE.encode()


def html_nested_mixed(scale: int) -> bytes:
    """Elements in elements that are closed in the wrong order."""
    return b"<html><body>" + b"<table><tr><td><b><p><i><a>" * (scale * 35_000) + PROSE.encode() + b"</b></i>" * 10_000


def html_line(scale: int) -> bytes:
    """One line of a hundred megabytes."""
    return b"<html><body><p>" + PROSE.encode() * (scale * 1_000_000)


def html_entities(scale: int) -> bytes:
    """A million character references."""
    return b"<html><body><p>" + b"&amp;x" * (scale * 999_000) + b"."


def html_attribute(scale: int) -> bytes:
    """One attribute of nineteen megabytes."""
    return b'<html><body><p title="' + b"a &amp; " * (scale * 2_400_000) + b'">' + PROSE.encode()


def html_attributes(scale: int) -> bytes:
    """A million attributes of one element."""
    return b"<html><body><p " + b"a=b " * (scale * 4_000_000) + b">" + PROSE.encode()


def html_paragraphs(scale: int) -> bytes:
    """A paragraph for each tag that is allowed."""
    return b"<html><body>" + b"<p>by x" * (scale * 290_000)


def html_inlines(scale: int) -> bytes:
    """One paragraph of inline elements and line breaks."""
    return b"<html><body><p>" + b"a<br><b>b</b>\n" * (scale * 90_000)


def html_json(scale: int) -> bytes:
    """Data for machines, nested deeply."""
    depth = scale * 400_000
    return (
        b'<html><head><script type="application/ld+json">'
        + b"[" * depth
        + b"]" * depth
        + b"</script></head><body><p>"
        + PROSE.encode() * 3
    )


def html_space(scale: int) -> bytes:
    """Nineteen megabytes of white space between two words."""
    return b"<html><body><p>a" + b" \n\t" * (scale * 6_000_000) + b"b. " + PROSE.encode()


def html_dots(scale: int) -> bytes:
    """Text that looks like the beginning of each pattern of furniture."""
    return b"<html><body>" + b"<p>share " * 100_000 + b"<p>" + b"by by by " * (scale * 1_000_000)


def _zip(members: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind, compresslevel=9) as archive:
        for name, data in members.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)
_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: bytes, head: bytes = b"", more: dict[str, bytes] | None = None) -> bytes:
    """Write a Word document by hand."""
    document = b'<?xml version="1.0"?>' + head + b"<w:document " + _W + b"><w:body>" + body + b"</w:body></w:document>"
    return _zip(
        {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document, **(more or {})}
    )


def _paragraph(text: bytes) -> bytes:
    return b"<w:p><w:r><w:t>" + text + b"</w:t></w:r></w:p>"


def docx_bomb(scale: int) -> bytes:
    """A part that unpacks to more than any report holds."""
    return docx(_paragraph(b"a" * (scale * 120_000_000)))


def docx_paragraphs(scale: int) -> bytes:
    """A million empty paragraphs."""
    return docx(b"<w:p/>" * (scale * 1_000_000) + _paragraph(PROSE.encode()))


def docx_text(scale: int) -> bytes:
    """Ninety megabytes of one letter."""
    return docx(_paragraph(b"a" * (scale * 90_000_000)))


def docx_nested(scale: int) -> bytes:
    """Tables in tables."""
    depth = scale * 20_000
    return docx(b"<w:tbl><w:tr><w:tc>" * depth + _paragraph(PROSE.encode()) + b"</w:tc></w:tr></w:tbl>" * depth)


def docx_laughs(scale: int) -> bytes:
    """Entities that stand for ten of the one before: a billion of them in a kilobyte."""
    lines = [b'<!ENTITY a0 "ha ">'] + [b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10)]
    return docx(_paragraph(b"&a9;"), b"<!DOCTYPE x [" + b"".join(lines) + b"]>")


def docx_external(scale: int) -> bytes:
    """An entity that stands for a file of this machine."""
    return docx(_paragraph(PROSE.encode() + b"&x;"), b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


def docx_lying(scale: int) -> bytes:
    """A ZIP directory that states a small size for a part that unpacks to a gigabyte."""
    whole = docx(_paragraph(b"a" * (scale * 900_000_000)))
    # The size stands in the directory and before the part: 4 bytes at 24 and 22 of their records.
    true = (scale * 900_000_000).to_bytes(4, "little")[1:]
    return b"\x10".join(piece for piece in whole.split(true)) if true in whole else whole


def docx_members(scale: int) -> bytes:
    """Twenty thousand parts."""
    return docx(_paragraph(PROSE.encode()), more={f"word/{i}.xml": b"" for i in range(scale * 20_000)})


def zip_nested(scale: int) -> bytes:
    """Archives in archives, ten levels deep."""
    data = b"a" * 1_000_000
    for level in range(10):
        data = _zip({f"{i}.zip" if level else f"{i}.txt": data for i in range(10)})
    return data


def zip_single_nested(scale: int) -> bytes:
    """An archive of one archive of one archive ..., which is read as the file inside."""
    data = PROSE.encode()
    for level in range(100):
        data = _zip({f"{level}.zip" if level else "a.txt": data})
    return data


def zip_bomb(scale: int) -> bytes:
    """A text of half a gigabyte in half a megabyte."""
    return _zip({"a.txt": b"a" * (scale * 500_000_000)})


def gzip_bomb(scale: int) -> bytes:
    """A text of half a gigabyte in half a megabyte."""
    return gzip.compress(b"<html><body><p>" + b"a" * (scale * 500_000_000))


def odt(scale: int) -> bytes:
    """A text of LibreOffice, with a bomb inside."""
    return _zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x>" * (scale * 1_000_000)})


def epub(scale: int) -> bytes:
    """A book, with a bomb inside."""
    return _zip({"mimetype": b"application/epub+zip", "OEBPS/a.xhtml": b"<p>" * (scale * 1_000_000)})


def bzip2(scale: int) -> bytes:
    """A text packed by bzip2."""
    return bz2.compress(b"a" * (scale * 100_000_000))


def eml_nested(scale: int) -> bytes:
    """Messages in messages."""
    head = b"From: a@example.org\nTo: b@example.org\nSubject: s\nMIME-Version: 1.0\n"
    return head + (b"Content-Type: message/rfc822\n\n" + head) * (scale * 3_000) + b"\nText.\n"


def eml_multiparts(scale: int) -> bytes:
    """Parts in parts, with a boundary each."""
    out = [b"From: a@example.org\nSubject: s\nMIME-Version: 1.0\n"]
    for i in range(scale * 3_000):
        out.append(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i))
    return b"".join(out) + b"Content-Type: text/plain\n\nText.\n"


def eml_parts(scale: int) -> bytes:
    """A hundred thousand parts."""
    return (
        b"From: a@example.org\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Type: text/plain\n\nx\n" * (scale * 100_000)
        + b"--b--\n"
    )


def eml_headers(scale: int) -> bytes:
    """Half a million headers, and one that goes on for half a million lines."""
    return (
        b"From: a@example.org\nSubject: s\n"
        + b"X-A: b\n" * (scale * 500_000)
        + b"To: a\n"
        + b" b,\n" * (scale * 500_000)
        + b"\nText.\n"
    )


def eml_words(scale: int) -> bytes:
    """A subject of encoded words without end."""
    return (
        b"From: a@example.org\nMIME-Version: 1.0\nSubject: " + b"=?utf-8?q?=41=?= " * (scale * 500_000) + b"\n\nText.\n"
    )


def eml_pdf(scale: int) -> bytes:
    """A message with that PDF attached."""
    import base64

    return (
        b"From: a@example.org\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\n" + PROSE.encode() + b"\n--b\nContent-Type: application/pdf\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(pdf_bomb(scale)) + b"\n--b--\n"
    )


def text_line(scale: int) -> bytes:
    """One line of a hundred megabytes."""
    return PROSE.encode() * (scale * 1_000_000)


def text_long_line(scale: int) -> bytes:
    """The longest line that is read, without a space."""
    return b"a" * (scale * 19_900_000)


def text_nul(scale: int) -> bytes:
    """Text with one NUL, late."""
    return PROSE.encode() * 2_000 + b"\0" + PROSE.encode()


def text_lines(scale: int) -> bytes:
    """A million empty lines."""
    return b"a\n" * (scale * 1_000_000)


def text_short_lines(scale: int) -> bytes:
    """As many lines as are read, in one paragraph."""
    return b"1. by me\n" * (scale * 199_000)


def text_wrapped(scale: int) -> bytes:
    """As many lines as are read, each of which looks wrapped."""
    return (PROSE.encode()[:80] + b"\n") * (scale * 199_000)


def text_bytes(scale: int) -> bytes:
    """Bytes of no encoding."""
    return bytes(range(1, 256)) * (scale * 10_000)


def text_utf16(scale: int) -> bytes:
    """UTF-16 that is cut in the middle of a character."""
    return b"\xff\xfe" + (PROSE * 100).encode("utf-16-le") + b"\x41"


def text_combining(scale: int) -> bytes:
    """A letter with a million accents, and marks that turn the direction of writing."""
    return ("a" + "\u0301" * (scale * 1_000_000) + "\u202e" * 100_000 + "." + PROSE).encode()


def markdown_brackets(scale: int) -> bytes:
    """Brackets that open and never close."""
    return b"# a\n\n" + b"[" * (scale * 49_000) + PROSE.encode()


def markdown_marks(scale: int) -> bytes:
    """Emphasis that opens and never closes."""
    return b"# a\n\n" + b"*a **b _c `" * (scale * 40_000)


def markdown_quotes(scale: int) -> bytes:
    """Quotes in quotes in lists."""
    return b"# a\n\n" + b"> " * (scale * 100_000) + b"a\n" + b"- " * (scale * 100_000) + PROSE.encode()


def markdown_lists(scale: int) -> bytes:
    """A list in a list, a line each."""
    return b"# a\n\n" + b"".join(b" " * (2 * i) + b"- a\n" for i in range(scale * 3_000))


def markdown_references(scale: int) -> bytes:
    """Definitions of links, and links that name them."""
    return b"# a\n\n" + b"".join(b"[%d]: x\n" % i for i in range(scale * 20_000)) + b"[1][2]\n" * 10_000


def markdown_table(scale: int) -> bytes:
    """A table of ten thousand columns, of which the rows have one each."""
    return b"|a" * (scale * 9_000) + b"\n" + b"|-" * (scale * 9_000) + b"\n" + b"|x\n" * (scale * 9_000)


def markdown_yaml(scale: int) -> bytes:
    """Front matter of aliases that stand for ten of the one before."""
    lines = [b"title: a", b"a0: &a0 [x]"] + [
        b"a%d: &a%d [%s]" % (i, i, b",".join([b"*a%d" % (i - 1)] * 9)) for i in range(1, 20)
    ]
    return b"---\n" + b"\n".join(lines) + b"\n---\n" + PROSE.encode()


def markdown_yaml_deep(scale: int) -> bytes:
    """Front matter of lists in lists."""
    return b"---\ntitle: " + b"[" * (scale * 30_000) + b"\n---\n" + PROSE.encode()


def _png(width: int, height: int, data: bytes) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\0\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def png_bomb(scale: int) -> bytes:
    """An image of 60,000 by 60,000 pixels in four megabytes."""
    return _png(60_000, 60_000, zlib.compress(b"\0" * 100_000_000, 9) * 2)


FILES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    name: (f"{name}.{suffix}", make)
    for suffix, makers in {
        "pdf": (
            pdf_bomb,
            pdf_double_bomb,
            pdf_text_bomb,
            pdf_deep_dictionary,
            pdf_deep_array,
            pdf_page_cycle,
            pdf_page_doubling,
            pdf_page_chain,
            pdf_false_count,
            pdf_many_missing,
            pdf_same_page,
            pdf_form_cycle,
            pdf_form_doubling,
            pdf_object_stream,
            pdf_huge_image,
            pdf_huge_page,
            pdf_encrypted,
            pdf_truncated,
            pdf_xref_cycle,
            pdf_many_fonts,
            pdf_junk,
        ),
        "html": (
            html_nested,
            html_nested_mixed,
            html_line,
            html_entities,
            html_attribute,
            html_attributes,
            html_paragraphs,
            html_inlines,
            html_json,
            html_space,
            html_dots,
        ),
        "docx": (
            docx_bomb,
            docx_paragraphs,
            docx_text,
            docx_nested,
            docx_laughs,
            docx_external,
            docx_lying,
            docx_members,
        ),
        "zip": (zip_nested, zip_single_nested, zip_bomb),
        "html.gz": (gzip_bomb,),
        "odt": (odt,),
        "epub": (epub,),
        "bz2": (bzip2,),
        "eml": (eml_nested, eml_multiparts, eml_parts, eml_headers, eml_words, eml_pdf),
        "txt": (
            text_line,
            text_long_line,
            text_nul,
            text_lines,
            text_short_lines,
            text_wrapped,
            text_bytes,
            text_utf16,
            text_combining,
        ),
        "md": (
            markdown_brackets,
            markdown_marks,
            markdown_quotes,
            markdown_lists,
            markdown_references,
            markdown_table,
            markdown_yaml,
            markdown_yaml_deep,
        ),
        "png": (png_bomb,),
    }.items()
    for make in makers
    for name in (make.__name__,)
}
"""Every hostile file: the name it is saved under, and how to make it."""
