"""What a page says about itself for machines: title, author, date, language.

The order is that of trust: schema.org data of the article itself, then the meta elements that name the date of
publication, then `time` elements beside the title. A date of change, of the page's build or of the file is never
taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from counterflow.clean.date import read_date
from counterflow.clean.text import collapse
from counterflow.collect.byline import read_printed_date
from counterflow.collect.document import Found, language_code
from counterflow.collect.readers.html.tree import Tree

MAX_DATA_CHARS = 1_000_000
"""Longest schema.org script that is read, in code points."""
MAX_DATA_DEPTH = 8

_DATE_NAMES = (
    "article:published_time",
    "datepublished",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publication_date",
    "pubdate",
    "date",
)
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
)
_NOBODY = re.compile(r"(?:admin(?:istrator)?|root|user|webmaster|editor|unknown|none|https?://\S+|\S+@\S+)?", re.I)
_ARTICLE = re.compile(r"(?:\w*Article|Report|BlogPosting|WebPage|ScholarlyArticle|PressRelease|LiveBlogPosting)")
_CHANGED = re.compile(r"updat|modif|changed", re.I)


def read_meta(tree: Tree, text_title: str | None) -> Found:
    """Read what a page states about itself.

    Args:
        tree: the page.
        text_title: the top heading of its report, which is the title as printed.
    """
    metas: dict[str, str] = {}
    for attributes in tree.metas:
        name = attributes.get("property", attributes.get("name", attributes.get("itemprop", ""))).lower()
        metas.setdefault(name, collapse(attributes.get("content", "")))
    articles = [one for attributes, script in tree.scripts for one in _articles(attributes, script)]
    # An article knows its date better than the page around it.
    articles.sort(key=lambda one: "WebPage" in str(one.get("@type")))
    author = _first([_person(one.get("author")) for one in articles] + [metas.get(name) for name in _AUTHOR_NAMES])
    dates = [one.get("datePublished") for one in articles] + [metas.get(name) for name in _DATE_NAMES]
    return Found(
        title=text_title or _title(tree, metas),
        author=None if author is None or _NOBODY.fullmatch(author) is not None else author,
        published=next((date for value in dates if (date := page_date(value)) is not None), None),
        language=_language(tree, metas),
    )


def page_date(value: object) -> str | None:
    """Read a machine-readable date or date and time as EDTF; the time is dropped, the day is the publisher's own."""
    if not isinstance(value, str) or value == "":
        return None
    value = value.strip()
    stamp = re.match(r"(\d{4}-\d\d-\d\d)[T ]\d\d", value) or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", value)
    if stamp is not None:
        return read_date("-".join(stamp.groups()))
    found = read_printed_date(value) or read_date(value)
    return (
        found if found is not None and re.fullmatch(r"\d{4}(?:-\d\d){0,2}|XXXX-\d\d-\d\d", found) is not None else None
    )


def time_date(tree: Tree, first: int, last: int) -> str | None:
    """Read the first `time` element among the blocks from `first` to `last` that is no date of change."""
    for number, attributes in tree.times:
        marks = " ".join(attributes.get(name, "") for name in ("class", "itemprop"))
        if first <= number <= last and _CHANGED.search(marks) is None:
            date = page_date(attributes.get("datetime"))
            if date is not None:
                return date
    return None


def _first(values: list[str | None]) -> str | None:
    return next((value for value in values if value is not None and value != ""), None)


def _title(tree: Tree, metas: Mapping[str, str]) -> str | None:
    """Take the title stated, without the name of the site beside it."""
    stated = metas.get("og:title", "") or metas.get("dc.title", "")
    if stated != "":
        return stated
    title = collapse(tree.titles[0]) if len(tree.titles) > 0 else ""
    site = metas.get("og:site_name", "")
    if site != "":
        title = re.sub(rf"\s+[|–—·»-]\s+{re.escape(site)}$", "", title)
    parts = re.split(r"\s+[|»]\s+", title)
    return max(parts, key=len) or None


def _language(tree: Tree, metas: Mapping[str, str]) -> str | None:
    stated = [*tree.language[:1], metas.get("og:locale"), metas.get("language"), metas.get("dc.language")]
    return next((code for value in stated if (code := language_code(value)) is not None), None)


def _articles(attributes: Mapping[str, str], script: str) -> Iterator[Mapping[str, Any]]:
    """Yield the schema.org objects of a script that describe a report."""
    if "ld+json" not in attributes.get("type", "") or len(script) > MAX_DATA_CHARS:
        return
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return
    yield from _objects(data, MAX_DATA_DEPTH)


def _objects(data: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth == 0:
        return
    if isinstance(data, list):
        for one in data:
            yield from _objects(one, depth - 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(name, str) and _ARTICLE.fullmatch(name) is not None for name in names):
            yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(data.get(key), depth - 1)


def _person(value: object) -> str | None:
    """Read an author of schema.org: a name, an object with a name, or several."""
    if isinstance(value, str):
        return collapse(value)
    if isinstance(value, dict):
        return _person(value.get("name"))
    if isinstance(value, list):
        return ", ".join(name for one in value[:20] if (name := _person(one)) is not None) or None
    return None
