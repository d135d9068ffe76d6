"""Dates and amounts of money and weight in other languages, where their form alone is enough."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator

from counterflow.extract.quantity.measured import Measured

_EAST_DATE = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)\s?[年년]\s?)(?:(?P<m>\d{1,2})\s?[月월]\s?(?:(?P<d>\d{1,2})\s?[日일号])?)?(?!\d)"
    r"|(?<!\d)(?P<m2>\d{1,2})\s?[月월]\s?(?P<d2>\d{1,2})\s?[日일号]"
)
_MONTHS = {
    "rus": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "ara": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split(),
}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "0123456789" * 3)
_SCALE = {
    "kor": {"천": 1e3, "만": 1e4, "백만": 1e6, "천만": 1e7, "억": 1e8, "조": 1e12},
    "zho": {"千": 1e3, "万": 1e4, "萬": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "億": 1e8, "万亿": 1e12},
    "jpn": {"千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "億": 1e8, "兆": 1e12},
    "rus": {"тыс.": 1e3, "тысяч": 1e3, "тысячи": 1e3, "млн": 1e6, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6,
            "млрд": 1e9, "миллиард": 1e9, "миллиарда": 1e9, "миллиардов": 1e9},
    "ara": {"ألف": 1e3, "آلاف": 1e3, "مليون": 1e6, "ملايين": 1e6, "مليار": 1e9},
    "fas": {"هزار": 1e3, "میلیون": 1e6, "میلیارد": 1e9},
}  # fmt: skip
_UNIT = {
    "kor": {"달러": "USD", "미국 달러": "USD", "유로": "EUR", "위안": "CNY", "엔": "JPY", "원": "KRW", "루블": "RUB",
            "톤": "t", "t": "t", "킬로그램": "kg", "kg": "kg", "배럴": "barrel"},
    "zho": {"美元": "USD", "美金": "USD", "欧元": "EUR", "歐元": "EUR", "元人民币": "CNY", "人民币": "CNY",
            "日元": "JPY", "韩元": "KRW", "港元": "HKD", "卢布": "RUB", "吨": "t", "噸": "t", "公斤": "kg",
            "千克": "kg", "桶": "barrel"},
    "jpn": {"ドル": "USD", "米ドル": "USD", "ユーロ": "EUR", "人民元": "CNY", "円": "JPY", "ウォン": "KRW", "トン": "t",
            "キロ": "kg", "キログラム": "kg", "バレル": "barrel"},
    "rus": {"долларов США": "USD", "долларов": "USD", "доллара": "USD", "доллар": "USD", "евро": "EUR", "юаней": "CNY",
            "рублей": "RUB", "рубля": "RUB", "тонн": "t", "тонны": "t", "т": "t", "кг": "kg", "килограммов": "kg",
            "баррелей": "barrel"},
    "ara": {"دولار أمريكي": "USD", "دولار": "USD", "دولارات": "USD", "دولارا": "USD", "يورو": "EUR", "يوان": "CNY",
            "طن": "t", "طنا": "t", "أطنان": "t", "كيلوغرام": "kg", "برميل": "barrel"},
    "fas": {"دلار آمریکا": "USD", "دلار": "USD", "یورو": "EUR", "یوان": "CNY", "تن": "t", "کیلوگرم": "kg",
            "بشکه": "barrel"},
}  # fmt: skip
_MASS_OR_VOLUME = {"t": ("mass", "kg", 1000.0), "kg": ("mass", "kg", 1.0), "barrel": ("volume", "barrel", 1.0)}


def find_dates(folded: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Find dates that are written whole, with their EDTF; one without a year has none."""
    plain = folded.translate(_DIGITS)
    if language in ("kor", "zho", "jpn"):
        for found in _EAST_DATE.finditer(plain):
            edtf = _edtf(found["y"], found["m"] or found["m2"], found["d"] or found["d2"])
            if edtf is not None:
                yield found.start(), len(found[0].rstrip()) + found.start(), edtf
    elif language in _MONTHS:
        months = _MONTHS[language]
        for found in _month_pattern(language).finditer(plain):
            edtf = _edtf(found["y"], str(months.index(found["m"]) + 1), found["d"])
            if edtf is not None:
                yield *found.span(), edtf


@functools.cache
def _month_pattern(language: str) -> re.Pattern[str]:
    months = "|".join(_MONTHS[language])
    return re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})\s(?P<m>{months})(?:\s(?P<y>(?:19|20)\d\d)(?!\d)(?:\s(?:года|г\.))?)?(?!\w)"
    )


def _edtf(year: str | None, month: str | None, day: str | None) -> str | None:
    """Write a date, if there is such a day."""
    try:
        datetime.date(int(year or 2000), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year or "XXXX", *(f"{int(part):02d}" for part in (month, day) if part is not None)])


def find_amounts(folded: str, language: str) -> Iterator[Measured]:
    """Find numbers in digits with a unit of money, mass or volume."""
    if language not in _UNIT:
        return
    scales, units = _SCALE[language], _UNIT[language]
    for found in _amount_pattern(language).finditer(folded.translate(_DIGITS)):
        number = _number(found["n"], language)
        if number is None:
            continue
        value = number * scales.get(found["s"] or "", 1.0)
        if found["n2"] is not None:  # 1억 2000만 달러
            value += (_number(found["n2"], language) or 0.0) * scales.get(found["s2"] or "", 1.0)
        unit = units[re.sub(r"\s+", " ", found["u"])]
        kind, norm, factor = _MASS_OR_VOLUME.get(unit, ("money", unit, 1.0))
        # A ton is metric in these languages.
        yield Measured(
            found.start(), found.end(), kind, value, value, found["u"], norm, factor, "=", None, is_ambiguous=False
        )


@functools.cache
def _amount_pattern(language: str) -> re.Pattern[str]:
    scales, units = (
        "|".join(re.escape(one) for one in sorted(table[language], key=lambda one: (-len(one), one)))
        for table in (_SCALE, _UNIT)
    )
    number = r"\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
    right = "" if language in ("kor", "zho", "jpn") else r"(?!\w)"
    return re.compile(
        rf"(?<![\d.,])(?P<n>{number})\s?(?:(?P<s>{scales})여?\s?(?:(?P<n2>\d{{1,4}})\s?(?:(?P<s2>{scales})여?\s?)?)?)?(?P<u>{units}){right}"
    )


def _number(text: str, language: str) -> float | None:
    plain = text.replace(" ", "")
    if language == "rus":
        plain = plain.replace(",", ".") if plain.count(",") == 1 else plain.replace(",", "")
    try:
        return float(plain.replace(",", ""))
    except ValueError:
        return None
