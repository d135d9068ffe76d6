"""One element from the beginning of an XML file, before the file is read: a list's date, its filters."""

from __future__ import annotations

from lxml import etree

from counterflow.collect.xml import Element, local_name


def find_element(data: bytes, tag: str) -> Element | None:
    """Find the first element of a name in the beginning of a file, namespaces left out; None: it is not there whole."""
    parser = etree.XMLPullParser(
        events=("end",), tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        parser.feed(data)
    except etree.XMLSyntaxError:
        return None
    for _, element in parser.read_events():
        assert isinstance(element, etree._Element)  # the parser gives no other event than the end of an element
        for one in element.iter(etree.Element):
            one.tag = local_name(one)
        return element
    return None
