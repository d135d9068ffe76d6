"""XML read safely and in little memory: no entities, no DTD, no network; one record at a time.

Namespaces are left out: publishers change theirs (OFAC's legacy XML has had three) while the elements stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from counterflow.collect.source import SourceFile
from counterflow.exc import InputError

Element = etree._Element


def read_elements(file: SourceFile, root: str, tags: Collection[str]) -> Iterator[Element]:
    """Yield each element of the given tags, whole; it is emptied when the next one is asked for.

    Raises:
        InputError: not well-formed XML (the message names line and reason), another root element, or a document type or
            entity declaration, which no list has and which attacks on XML readers need.
    """
    try:
        with file.open() as handle:
            context = etree.iterparse(
                handle,
                events=("start", "end"),
                tag=[f"{{*}}{tag}" for tag in (root, *tags)],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                dtd_validation=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            yield from _walk(context, file, root, tags)
    except etree.XMLSyntaxError as exc:
        line, column = exc.position
        reason = (exc.msg or "unreadable").partition(", line ")[0]
        raise InputError(
            f"the file is not well-formed XML at column {column}: {reason}",
            where=f"{file.name}, line {line}",
            expected=f"{root} from its first tag to its last, in the encoding that the file declares",
            next_step="Download it again from the publisher: this copy is cut off or was changed",
        ) from exc
    except LookupError as exc:
        raise InputError(f"its encoding is not known: {exc}", where=file.name) from exc


def _walk(context: etree.iterparse, file: SourceFile, root: str, tags: Collection[str]) -> Iterator[Element]:
    is_first = True
    for event, element in context:
        if is_first:
            is_first = False
            _check_root(element.getroottree().getroot(), file, root)
        if event == "end" and local_name(element) in tags:
            _drop_namespaces(element)
            yield element
            element.clear()
            while element.getprevious() is not None:
                parent = element.getparent()
                assert parent is not None  # an element with a previous sibling has a parent
                del parent[0]
    if is_first:
        raise InputError("no element of the list stands in it", where=file.name, expected=repr(root))


def local_name(element: Element) -> str:
    """Give the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _drop_namespaces(element: Element) -> None:
    for one in element.iter(etree.Element):
        if one.tag[0] == "{":
            one.tag = one.tag.rpartition("}")[2]


def _check_root(element: Element, file: SourceFile, root: str) -> None:
    doctype: str = element.getroottree().docinfo.doctype  # type: ignore[attr-defined]  # lxml-stubs lacks it
    if doctype != "":
        raise InputError(
            "the file declares a document type, as attacks on XML readers do",
            where=file.name,
            expected="XML without <!DOCTYPE> and <!ENTITY>",
            next_step="Remove it from the case: the publisher's file has none",
        )
    if local_name(element) != root:
        raise InputError(f"the root element is {local_name(element)!r}", where=file.name, expected=repr(root))


def content_of(element: Element) -> bytes:
    """Give an element as bytes that change when it does; white space around texts is left out."""
    parts: list[str] = []
    _collect(element, parts)
    return "\x1f".join(parts).encode("utf-8", "surrogatepass")


def _collect(element: Element, parts: list[str]) -> None:
    parts += (str(element.tag), *(f"{name!s}={value!s}" for name, value in element.attrib.items()))
    parts.append((element.text or "").strip())
    for child in element.iterchildren(etree.Element):
        _collect(child, parts)
        parts.append((child.tail or "").strip())
    parts.append("/")


def unknown_fields(element: Element, known: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Yield path and text of everything below a record that a reader's `FIELDS` do not name.

    A path is that of the element below the record, `akaList/aka/uid`, and for an attribute `akaList/aka@id`.
    """
    yield from _unknown_attributes(element, "", known)
    waiting = [(child, local_name(child)) for child in element.iterchildren(etree.Element)]
    while len(waiting) > 0:
        one, path = waiting.pop()
        if path not in known:
            yield path, one.text
        yield from _unknown_attributes(one, path, known)
        waiting += [(child, f"{path}/{local_name(child)}") for child in one.iterchildren(etree.Element)]


def _unknown_attributes(element: Element, path: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if f"{path}@{name!s}" not in known:
            yield f"{path}@{name!s}", str(value)


def text_of(element: Element, path: str) -> str | None:
    """Give the text of the first child that the path finds, outer white space left out; None when there is none."""
    found = element.findtext(path)
    return None if found is None or found.strip() == "" else found.strip()


def texts_of(element: Element, path: str) -> Iterator[str]:
    """Give the text of every child that the path finds, blank ones left out."""
    for child in element.iterfind(path):
        if child.text is not None and child.text.strip() != "":
            yield child.text.strip()


def line_of(element: Element) -> str:
    """Name the line that an element begins in."""
    return f"line {element.sourceline}"
