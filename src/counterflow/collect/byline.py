"""Bylines: the lines under a title that say when, by whom and in which section a report was published.

A byline is recognised whole or not at all: each part between separators must be a date, an author, a section or one
of the few other things that stand there. A date inside a sentence is never the date of publication; only the dateline
of an agency report (`PANAMA CITY, 10 February 2014 —`) is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from counterflow.clean.date import read_date
from counterflow.clean.text import collapse
from counterflow.collect.document import Block, Kind

HEAD_BLOCKS = 8
"""How many blocks at the top of a document may hold its byline."""
PROSE_BYTES = 100
"""Length from which a block with a sentence in it is prose, in bytes of UTF-8: so Han and Hangul count as they read."""
_MAX_BYLINE_CHARS = 240

_MONTHS = (
    ("january", "jan", "janvier", "januar", "jänner", "enero", "gennaio", "janeiro", "januari", "января"),
    ("february", "feb", "février", "februar", "febrero", "febbraio", "fevereiro", "februari", "февраля"),
    ("march", "mar", "mars", "märz", "marzo", "março", "maart", "марта"),
    ("april", "apr", "avril", "abril", "aprile", "апреля"),
    ("may", "mai", "mayo", "maggio", "maio", "mei", "мая"),
    ("june", "jun", "juin", "juni", "junio", "giugno", "junho", "июня"),
    ("july", "jul", "juillet", "juli", "julio", "luglio", "julho", "июля"),
    ("august", "aug", "août", "agosto", "augustus", "августа"),
    ("september", "sept", "sep", "septembre", "septiembre", "settembre", "setembro", "сентября"),
    ("october", "oct", "octobre", "oktober", "octubre", "ottobre", "outubro", "октября"),
    ("november", "nov", "novembre", "noviembre", "novembro", "ноября"),
    ("december", "dec", "décembre", "dezember", "diciembre", "dicembre", "dezembro", "декабря"),
)
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "(?:" + "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
)
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?"
_DATE = (
    rf"(?i:(?:(?:{_WEEKDAY})\.?,?\s+(?:den\s+|le\s+)?)?(?:"
    rf"(?P<m1>{_MONTH})\s+{_DAY.format('d1')}(?:,?\s+{_YEAR.format('y1')})?(?!\d|\s*:)|"
    rf"{_DAY.format('d2')}\s+(?:of\s+|de\s+)?(?P<m2>{_MONTH}),?(?:\s+(?:de\s+|del\s+)?{_YEAR.format('y2')})?|"
    rf"(?P<m3>{_MONTH}),?\s+(?:de\s+)?{_YEAR.format('y3')}|"
    r"(?P<y4>\d{4})\s*[年년]\s*(?P<m4>\d{1,2})\s*[月월]\s*(?P<d4>\d{1,2})\s*[日일]|"
    r"(?P<iso>\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|"
    r"(?P<other>\d{4}[./]\d{1,2}[./]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4})"
    r"))"
)
_CLOCK = (
    r"(?:,?\s*(?i:at|@|um|à|kl\.?)?\s*\d{1,2}[:.h]\d\d(?::\d\d)?\s*(?i:[ap]\.?m\.?)?(?:\s*(?:[A-Z]{2,5}|Uhr)\b)?"
    r"(?:\s*\(?(?:GMT|UTC)?[+-]\d\d?:?\d{0,2}\)?)?)?"
)
_STATED = (
    r"(?i:(?:(?:first\s+|originally\s+)?(?:posted|published|released|issued|filed|dated|written|printed|created|date|released"
    r"|publication\s+date|release\s+date|veröffentlicht|publié|publicado|pubblicato|gepubliceerd|опубликовано)\b\s*:?\s*)?"
    r"(?:(?:(?:기사)?입력|등록|게시|발행|송고|승인|发布时间|发布日期|发布于|发表于"
    r"|日期|时间|時間|公開日?|配信|掲載|تاريخ النشر|تاریخ انتشار)\s*[:：]?\s*)?"
    r"(?:(?:on|am|le|el|il|op)\s+)?)"
)
_CAPITAL = r"(?:[^\W\d_a-zà-öø-ÿ][\w.’'()&-]*|[^\W\d_]+(?=\s*$))"
_NAME = (
    rf"(?:(?:the|our)\s+)?{_CAPITAL}"
    rf"(?:,?\s+(?:(?:and|und|et|y|e|&|de|del|van|von|der|den|bin|al|da|di|of|the|for)\s+)*{_CAPITAL}){{0,9}}"
)
_UPDATED_WORDS = (
    r"(?i:(?:last\s+)?(?:updated|modified|revised|edited|changed)\b.*|(?:обновлено|изменено)\b.*"
    r"|(?:최종\s*)?수정(?:일시?)?\s*[:：]?\s*\d.*|(?:更新时间|更新時間|更新日?|最終更新)\s*[:：]?\s*\d.*)"
)
_SECTION_WORDS = (
    r"(?i:(?:in|filed\s+under|filed\s+in|posted\s+in|under|category|categories|section|tags?|topics?)\b"
    r"\s*:?\s*\S.{0,120}|(?:press|news|media) releases?|(?:来源|來源|出典|источник|المصدر|منبع)\s*[:：]\s*\S.{0,40})"
)
_DATE_PART = re.compile(
    rf"{_STATED}{_DATE}\.?{_CLOCK}(?:,?\s+(?i:by|von|par|por)\s+(?P<by>{_NAME}))?(?:\.|,?\s+{_UPDATED_WORDS})?"
)
_SECTION_DATE = re.compile(
    rf"(?i:(?:posted|filed|published)\s+(?:in|under)\s+\S.{{0,60}}?)\s+(?i:on\s+)?{_DATE}{_CLOCK}"
)
_UPDATED = re.compile(_UPDATED_WORDS)
_AUTHOR = re.compile(
    rf"(?:(?:(?i:written|posted|published|reported|story|text)\s+)?(?i:by|von|par|por|author:|authors:)\s+)(?P<by>{_NAME})"
    r"|(?:作者|记者|記者|기자|글)\s*[:：]\s*(?P<writer>\w{2,20})"
)
_AUTHOR_DATE = re.compile(r"(?P<who>[^,.;:]{2,60}),\s+(?P<rest>.+)")
_SECTION = re.compile(_SECTION_WORDS)
_OTHER = re.compile(
    r"(?:\d+|no|one|two)\s+(?:comments?|responses?|replies|views?|shares?|likes?)|leave\s+a\s+(?:comment|reply)|"
    r"\d+\s*min(?:ute)?s?(?:\s+(?:read|to\s+read))?|staff|print|email|share|edit|permalink",
    re.I,
)
_SEPARATOR = re.compile(
    r"\s*[|•·\n\t—–]\s*|\s+(?=(?:来源|來源|出典|数据来源|作者|记者|編集)\s*[:：])|\s+[-/]\s+|(?<=[\w)])\.\s+(?=[Bb]y\s)"
)
_DATELINE = re.compile(
    rf"(?P<place>[^\W\d_a-z](?:[^\W\d_a-z]|[.’' -])+)(?:,\s*[^\d,—–-]{{2,40}}){{0,2}}[,.]?\s*\(?{_DATE}\)?\s*"
    r"(?:\((?:[^\W\d_]|[\s/.’-]){2,40}\)|/[A-Z ]+/)?\s*(?:—|–|--|-|:)\s"
)


class Byline(NamedTuple):
    """What a byline says."""

    published: str | None
    """EDTF."""
    author: str | None
    is_whole: bool
    """Whether nothing else stands in the block, so that it is no part of the report's text."""


def read_byline(text: str) -> Byline | None:
    """Read a block as a byline; None if it is none."""
    text = text.replace("\u00a0", " ").strip()
    if text == "" or len(text) > _MAX_BYLINE_CHARS:
        return None
    published = author = None
    is_updated = False
    parts = [part for part in _SEPARATOR.split(text) if part.strip() != ""]
    known = placed = 0
    for part in parts:
        one = _read_part(re.sub(r"(?<=[^\W\d_]{3})\.$", "", collapse(part).strip(" ,;")))
        if one is None:
            continue
        known += one.is_whole
        placed += not one.is_whole
        is_updated |= _UPDATED.match(part.strip()) is not None
        published = published or one.published
        author = author or one.author
    if placed > 0 and known == 0:
        return None  # "Seizure of the Pong Su, 20 April 2003" is no byline
    is_whole = known == len(parts)
    if published is None and not ((author is not None or is_updated) and is_whole):
        return None
    if not is_whole and any(len(part.split()) > 8 for part in parts):
        return None
    return Byline(published, author, is_whole)


def _read_part(part: str) -> Byline | None:
    """Read what stands between two separators."""
    date = _DATE_PART.fullmatch(part)
    if date is not None:
        published = printed_date(date)
        return None if published is None else Byline(published, date["by"], True)
    author = _AUTHOR.fullmatch(part)
    if author is not None:
        return Byline(None, author["by"] or author["writer"], True)
    section = _SECTION_DATE.fullmatch(part)
    if section is not None and (published := printed_date(section)) is not None:
        return Byline(published, None, True)
    if (
        _UPDATED.fullmatch(part) is not None
        or _OTHER.fullmatch(part) is not None
        or _SECTION.fullmatch(part) is not None
    ):
        return Byline(None, None, True)
    return _read_joint(part)


def _read_joint(part: str) -> Byline | None:
    """Read `Staff, 7 May 2022`, and `Geneva, 7 May 2022`, whose first part is a place and no author."""
    both = _AUTHOR_DATE.fullmatch(part)
    date = None if both is None else _DATE_PART.fullmatch(both["rest"])
    if both is None or date is None or (published := printed_date(date)) is None:
        return None
    author = _AUTHOR.fullmatch(both["who"])
    if author is None and both["who"].lower() in ("staff", "editor", "editors"):
        return Byline(published, both["who"], True)
    return Byline(published, None if author is None else author["by"] or author["writer"], author is not None)


def printed_date(found: re.Match[str]) -> str | None:
    """Give the EDTF of a match of the date pattern; None for a notation that can be read in two ways."""
    parts = found.groupdict()
    if parts["iso"] is not None or parts["other"] is not None:
        return read_date(parts["iso"] or parts["other"])
    for number in "1234":
        month = parts[f"m{number}"]
        if month is None:
            continue
        name = month.lower().rstrip(".")
        written = _MONTH_NUMBER[name] if name in _MONTH_NUMBER else int(month)
        year, day = parts[f"y{number}"], parts.get(f"d{number}")
        edtf = f"{year or 'XXXX'}-{written:02d}" + ("" if day is None else f"-{int(day):02d}")
        return read_date(edtf)
    return None


def read_printed_date(text: str) -> str | None:
    """Read a text that is one printed date (`5 May 2015`, `2015年5月5日`), EDTF; None if it is none."""
    found = re.fullmatch(_DATE + _CLOCK, collapse(text))
    return None if found is None else printed_date(found)


def read_dateline(text: str) -> str | None:
    """Read the date of an agency's dateline at the beginning of a paragraph, EDTF; None if there is none."""
    found = _DATELINE.match(text)
    if found is None or found["place"] != found["place"].upper():
        return None
    return printed_date(found)


class Head(NamedTuple):
    """What the bylines of a document say, and which blocks they are."""

    published: str | None
    author: str | None
    bylines: frozenset[int]
    """Indices of the blocks that are bylines and nothing else."""


def find_byline(blocks: Sequence[Block], title: int | None = None) -> Head:
    """Find the bylines among the blocks at the top of a document, up to its first prose and the dateline of that.

    Args:
        blocks: in reading order.
        title: index of the block that holds the title, which is no byline.
    """
    published = author = None
    bylines = set()
    for number, block in enumerate(blocks[: HEAD_BLOCKS + 1]):
        if number == title:
            continue
        one = read_byline(block.text)
        if one is not None and block.kind == Kind.HEADING and len(one.published or "") < len("XXXX-05-05"):
            one = None  # a month as a heading opens a section of a chronology
        if one is not None:
            published, author = published or one.published, author or one.author
            if one.is_whole:
                bylines.add(number)
        elif is_prose(block.text) or read_dateline(block.text) is not None:
            return Head(published or read_dateline(block.text), author, frozenset(bylines))
    return Head(published, author, frozenset(bylines))


def is_prose(text: str) -> bool:
    """Whether a block reads like running text: long enough, and with the end of a sentence in it."""
    return len(text.encode("utf-8", "replace")) >= PROSE_BYTES and re.search(r"[.!?。！？…]", text) is not None
