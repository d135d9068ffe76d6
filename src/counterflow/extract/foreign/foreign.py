"""Reading in languages other than English: names, dates and amounts; relations are not read, and that is said.

A text in Korean, Chinese, Japanese, Russian, Arabic or Persian gives countries, well-known organizations, companies and
vessels by their marks, persons beside a title, dates and amounts written in digits. Of another language countries are
not looked for: its words are not known here, and a wrong name is worse than none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from counterflow.extract.foreign.amount import find_amounts, find_dates
from counterflow.extract.foreign.person import find_persons
from counterflow.extract.foreign.place import find_listed
from counterflow.extract.parse.passage import Span, Spans
from counterflow.extract.quantity.measured import Measured

LANGUAGES = {
    "kor": "Korean",
    "zho": "Chinese",
    "jpn": "Japanese",
    "rus": "Russian",
    "ara": "Arabic",
    "fas": "Persian",
}
"""Languages whose names are found, by ISO 639-3."""

_ENGLISH = (None, "eng")
_SAME = {"cmn": "zho", "yue": "zho", "wuu": "zho", "pes": "fas", "prs": "fas", "arb": "ara"}
_SCRIPTS = (
    ("kor", re.compile("[\uac00-\ud7a3]")),
    ("jpn", re.compile("[\u3041-\u3096\u30a1-\u30fa]")),
    ("zho", re.compile("[\u4e00-\u9fff]")),
    ("rus", re.compile("[\u0400-\u04ff]")),
    ("fas", re.compile("[\u067e\u0686\u0698\u06af\u06cc\u06a9]")),
    ("ara", re.compile("[\u0620-\u064a]")),
)
_SHARES = {"fas": 0.03}
"""Persian shares its script with Arabic, and shows in a few letters of its own."""
_LETTER = re.compile(r"[^\W\d_]")
SCRIPT_SHARE = 0.2
"""Share of a text's letters from which its script says its language, where nothing else does."""
_SAMPLE_CHARS = 5_000


class ForeignName(NamedTuple):
    """A name or date in a text; columns of `mention`."""

    start: int
    end: int
    type: str
    """A type of mention: person, organization, company, public_body, vessel, place or date."""
    form: str
    key: str
    """Same for all names of one thing in the document; that of the gazetteer where it lists the thing."""
    edtf: str | None = None


class Foreign(NamedTuple):
    """What is found in a text that is not English."""

    names: tuple[ForeignName, ...]
    """Names and dates in order, none within another."""
    amounts: tuple[Measured, ...]


def language_of(text: str, stated: str | None) -> str | None:
    """Say in which language a text is read: as stated or detected, else as its script shows; None: as English.

    Args:
        text: the text.
        stated: ISO 639-3, or None.
    """
    if stated is not None:
        return _SAME.get(stated, stated)
    sample = text[:_SAMPLE_CHARS]
    letters = len(_LETTER.findall(sample))
    for language, script in _SCRIPTS:
        if letters > 0 and len(script.findall(sample)) >= _SHARES.get(language, SCRIPT_SHARE) * letters:
            return language
    return None


def is_foreign(language: str | None) -> bool:
    """Whether relations of a text in this language are not read."""
    return language not in _ENGLISH


def unread(language: str) -> str:
    """Say that the relations of a text were not read: the message of its problem row."""
    name = LANGUAGES.get(language)
    if name is not None:
        return f"relations were not read: the text is in {name}; names, dates and amounts were"
    return f"nothing was read: the text is in another language than English ({language})"


def find_foreign(folded: str, language: str) -> Foreign:
    """Find what can be found in a folded text of a language, ISO 639-3."""
    if language not in LANGUAGES:
        return Foreign((), ())
    amounts = tuple(find_amounts(folded, language))
    marked = [*_companies(folded, language), *_vessels(folded, language)]
    # The USA of "7 млн долларов США" is a piece of the currency.
    taken = _taken(amounts, marked)
    listed = [
        ForeignName(start, end, entry.type, "name", entry.key)
        for start, end, entry in find_listed(folded, language)
        if not taken.overlap(Span(start, end))
    ]
    taken = _taken(amounts, marked, listed)
    persons = [
        ForeignName(start, end, "person", "name", _person_key(folded[start:end], language))
        for start, end in find_persons(folded, language, lambda start, end: taken.overlap(Span(start, end)))
    ]
    taken = _taken(amounts, marked, listed, persons)
    dates = [
        ForeignName(start, end, "date", "time", f"date:{edtf}", edtf)
        for start, end, edtf in find_dates(folded, language)
        if not taken.overlap(Span(start, end))
    ]
    return Foreign(tuple(sorted((*marked, *listed, *persons, *dates))), amounts)


def _taken(amounts: Iterable[Measured], *names: Iterable[ForeignName]) -> Spans:
    spans = [Span(one.start, one.end) for one in amounts]
    return Spans([*spans, *(Span(one.start, one.end) for group in names for one in group)])


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _person_key(name: str, language: str) -> str:
    """Write a name without the endings of Russian cases: Путиным is Путин."""
    if language != "rus":
        return _key(name)
    return " ".join(re.sub("(?<=...)(?:ым|им|ом|ем|ой|[аеуыияюй])$", "", word) for word in _key(name).split())


_HAN_NAME = "(?:(?![的与和及在由向对是被将为从把了])[\u4e00-\u9fff（）()A-Za-z0-9·]){2,20}?"
_HANGUL = "[가-힣A-Za-z0-9]{2,20}"
_JAPANESE = "[\u4e00-\u9fff\u30a1-\u30fc]{2,15}"
_QUOTED = r"\"[^\"\n]{2,60}\""
_COMPANY = {
    "kor": rf"(?<![가-힣])(?P<name>(?:㈜|주식회사\s){_HANGUL}|{_HANGUL}(?:상사|그룹|은행|회사))"
    r"(?=은|는|이|가|을|를|의|에|와|과|도|로|[\s,.()\"']|$)",
    "zho": rf"(?:^|(?<=[，。、；：\s\"'“（(了对向由与和及为是]))(?P<name>{_HAN_NAME}"
    r"(?:股份有限公司|有限责任公司|有限公司|总公司|總公司|集团|集團|银行|銀行))",
    "jpn": rf"(?P<name>(?:株式会社|有限会社){_JAPANESE}"
    rf"|(?<![\u4e00-\u9fff\u30a1-\u30fc]){_JAPANESE}(?:株式会社|有限会社|銀行|商事|貿易会社))",
    "rus": r"(?P<name>(?:ООО|ОАО|ЗАО|ПАО|АО|[Кк]омпани[яиюей]{1,2}|[Кк]орпораци[яиюей]{1,2}|[Бб]анк[а-я]{0,2})"
    rf"\s{_QUOTED})",
}
_GENERIC = frozenset(
    "무역회사 유한회사 주식회사 해당회사 민간은행 중앙은행 상업은행 외국은행"
    " 商业银行 中央银行 有限公司 投资银行 外国银行".split()
)

_VESSEL = {
    "kor": r"(?:화물선|유조선|선박|상선|어선|벌크선|무역선|여객선|공작선)\s"
    r"[\"']?(?P<name>[가-힣A-Za-z0-9][가-힣A-Za-z0-9 -]{0,18}호)",
    "zho": r"(?:货轮|油轮|船只|货船|轮船|商船|渔船|散货船|货輪|油輪|貨輪|貨船)"
    r"[\"'“‘]?(?P<name>[\u4e00-\u9fffA-Za-z0-9 ]{1,12}[号號])"
    r"|[\"'“‘](?P<quoted>[\u4e00-\u9fffA-Za-z0-9 ]{1,12}[号號])[\"'”’]",
    "jpn": r"(?:貨物船|タンカー|船舶|漁船|貨客船)"
    r"[「『\"']?(?P<name>[\u4e00-\u9fff\u30a1-\u30fcA-Za-z0-9・ ]{1,15}号)",
    "rus": rf"(?:[Сс]удно|[Сс]удна|[Сс]ухогруз\w?|[Тт]анкер\w?)\s(?P<name>{_QUOTED})",
}


@functools.cache
def _marks(kind: str, language: str) -> re.Pattern[str] | None:
    form = (_COMPANY if kind == "company" else _VESSEL).get(language)
    return None if form is None else re.compile(form)


def _companies(folded: str, language: str) -> Iterator[ForeignName]:
    """Yield companies and banks, which say what they are at the end or the beginning of their name."""
    pattern = _marks("company", language)
    for found in () if pattern is None else pattern.finditer(folded):
        if found["name"] not in _GENERIC:
            yield ForeignName(*found.span("name"), "company", "name", _key(found["name"]))


def _vessels(folded: str, language: str) -> Iterator[ForeignName]:
    """Yield vessels: a name after the word for a ship, or in quotes with the word that closes a ship's name."""
    pattern = _marks("vessel", language)
    for found in () if pattern is None else pattern.finditer(folded):
        group = "name" if found.groupdict().get("quoted") is None else "quoted"
        yield ForeignName(*found.span(group), "vessel", "name", _key(found[group]))
