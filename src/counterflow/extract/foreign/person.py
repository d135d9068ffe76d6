"""Persons in other languages: a surname and as many syllables as names have, with a title beside it.

Without capital letters a surname's syllable begins many words, so a name counts only with a title before or after it;
once found so, it is found everywhere in the text. Precision before recall.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator

from counterflow.extract.foreign.place import load_foreign
from counterflow.extract.foreign.script import words_of
from counterflow.extract.lexica import alternatives, load_records

_HANGUL = "[\uac00-\ud7a3]"
_HAN = "[\u4e00-\u9fff]"
_PARTICLE = "(?:은|는|이|가|을|를|의|에게|에|과|와|도|께서|씨|이라|라|\\s|[,.()\"'·]|$)"
_NOT_GIVEN = {
    # What ends a body or an office is no given name: 통일부 장관, 국방부 대변인; 전 대통령 is "the former president".
    "kor": re.compile("[부청실처당과측팀회는를을]$|^.?(?:조선|나라|지난|현직|전직|신임|여성|유엔|북한)"),
    # Words of offices (方代表 "the side's representative", 高级代表, 常驻代表) and of grammar.
    "zho": re.compile(
        "[方国國军軍党黨共前副总總首部外新驻駐任级級务務的是和与與在了有这那为及等其各任何安全经济常全高贸易]"
    ),
    "jpn": re.compile("[国方党軍前副総首部外新駐任級務各]"),
}
_NO_FOREIGN = re.compile(
    "^(?:당시|현직|전직|신임|차기|이날|역대|최초|함께|또는|그리고|대한|새로운|같은|지난)$|[은는을를의와과도에로한된고며서]$"
)
"""Words that stand before `미국 대통령` and are no surname as Korean writes foreign ones (푸틴 러시아 대통령)."""
_VERB = (
    "(?=表示|指出|强调|强調|称|稱|说|說|宣布|会见|會見|会谈|访问|出席|参加|要求|认为|率|在|对|對|和|与|與|于|於|将|將|也|日前"
    "|[，。、；：（(）)》,. 的0-9]|$)"
)
_FOREIGN_NAME = f"{_HAN}{{1,6}}(?:·{_HAN}{{1,6}}){{0,2}}·{_HAN}{{1,6}}?"
"""Names of the West as Chinese writes them, their parts joined by a dot: 弗拉基米尔·普京."""
_KATAKANA = "[\u30a1-\u30fa\u30fc]{2,12}(?:[・=＝][\u30a1-\u30fa\u30fc]{1,12}){0,3}"
_RUSSIAN = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)?"
_NO_NAME = frozenset(
    "في من على إلى أن الذي التي عن مع قال كان بعد قبل در به از که با را و این آن است بود گفت برای".split()
)


def find_persons(folded: str, language: str, is_taken: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    """Find the names of persons in a folded text, in order.

    Args:
        folded: the text.
        language: ISO 639-3.
        is_taken: whether a span overlaps a name that is listed, of a country or an organization.
    """
    finder = _FINDERS.get(language)
    if finder is None:
        return
    sure = {span for span in finder(folded) if not is_taken(*span)}
    names = {folded[start:end] for start, end in sure}
    if len(names) == 0:
        return
    found = sorted(sure | {span for span in _again(folded, names, language) if not is_taken(*span)})
    last = 0
    for start, end in found:
        if start >= last:
            yield start, end
            last = end


def _again(folded: str, names: set[str], language: str) -> Iterator[tuple[int, int]]:
    """Find names again where they stand without their title."""
    several = sorted((name for name in names if len(name) >= 3), key=lambda name: (-len(name), name))
    if len(several) == 0:
        return
    words = "|".join(re.escape(name) for name in several)
    left = {"kor": f"(?<!{_HANGUL})"}.get(language, "" if language in ("zho", "jpn") else r"(?<!\w)")
    right = {"kor": f"(?={_PARTICLE})"}.get(language, "" if language in ("zho", "jpn") else r"(?!\w)")
    for match in re.finditer(f"{left}(?:{words}){right}", folded):
        yield match.span()


@functools.cache
def _titles(language: str, place: str) -> str:
    records = load_records("foreign_title", 3)
    return words_of(
        language, [t for one, where, ts in records if (one, where) == (language, place) for t in alternatives(ts)]
    )


@functools.cache
def _surnames(language: str) -> str:
    single = double = ""
    for one, names in load_records("foreign_surname", 2):
        if one == language and ";" in names:
            double = "|".join(alternatives(names)) + "|"
        elif one == language:
            single = names
    return f"(?:{double}[{single}])"


def _korean(folded: str) -> Iterator[tuple[int, int]]:
    for match in _korean_pattern().finditer(folded):
        if match["c"] is not None:
            if _NO_FOREIGN.search(match["c"]) is None:
                yield match.span("c")
            continue
        group = "a" if match["a"] is not None else "b"
        name, title = match[group], match["title"] or ""
        given = name[2:] if name[:2] in _surnames("kor") else name[1:]
        # 정찰국 국장: the office and the title end alike.
        if _NOT_GIVEN["kor"].search(given) is None and not (title != "" and title.startswith(name[-1])):
            yield match.span(group)


@functools.cache
def _korean_pattern() -> re.Pattern[str]:
    name = f"{_surnames('kor')}{_HANGUL}{{2}}"
    after, before = _titles("kor", "after"), _titles("kor", "before")
    places = words_of("kor", load_foreign("kor"))
    return re.compile(
        rf"(?<!{_HANGUL})(?P<a>{name})\s?(?:{_HANGUL}{{1,8}}[부국당군실회원청사단]\s)?(?P<title>{after})(?={_PARTICLE})"
        rf"|(?<!{_HANGUL})(?:{before})\s(?P<b>{name})(?={_PARTICLE})"
        rf"|(?<!{_HANGUL})(?P<c>{_HANGUL}{{2,5}})\s(?:{places})\s(?:대통령|총리|주석|국무장관|외무장관|국방장관|외교부장)"
    )


def _chinese(folded: str) -> Iterator[tuple[int, int]]:
    for match in _chinese_pattern().finditer(folded):
        group = next(name for name in ("a", "b", "c") if match[name] is not None)
        if group == "c" or _NOT_GIVEN["zho"].search(match[group][1:]) is None:
            yield match.span(group)


@functools.cache
def _chinese_pattern() -> re.Pattern[str]:
    after, before = _titles("zho", "after"), _titles("zho", "before")
    surname = _surnames("zho")
    return re.compile(
        rf"(?:{before})(?P<b>{surname}{_HAN}{{1,2}}){_VERB}"
        rf"|(?P<a>{surname}{_HAN}{{1,2}})(?={after})"
        rf"|(?:(?<={_HAN}{{2}}(?:人|席|统|理|长|使|官))|(?<=[，。、；：（( ]))(?P<c>{_FOREIGN_NAME}){_VERB}"
    )


def _japanese(folded: str) -> Iterator[tuple[int, int]]:
    for match in _japanese_pattern().finditer(folded):
        group = "a" if match["a"] is not None else "b"
        if group == "b" or _NOT_GIVEN["jpn"].search(match[group][1:]) is None:
            yield match.span(group)


@functools.cache
def _japanese_pattern() -> re.Pattern[str]:
    after = _titles("jpn", "after")
    # A family name of Japan has two characters as a rule, so with a title four in all, or three.
    return re.compile(
        rf"(?<!{_HAN})(?P<a>{_surnames('jpn')}{_HAN}{{2}}|{_HAN}{{3,4}})"
        rf"(?:\s?[（(][\u30a0-\u30ff・ ]{{2,30}}[）)])?\s?(?={after})"
        rf"|(?<![\u30a0-\u30ff])(?P<b>{_KATAKANA})(?=\s?(?:{after}))"
    )


def _russian(folded: str) -> Iterator[tuple[int, int]]:
    for match in _russian_pattern().finditer(folded):
        group = next(name for name in ("a", "b", "c", "d") if match[name] is not None)
        yield match.span(group)


@functools.cache
def _russian_pattern() -> re.Pattern[str]:
    before = _titles("rus", "before")
    places = words_of("rus", load_foreign("rus"))
    # Ким Чен Ын, and its cases: the last syllable takes the ending.
    korean = (
        r"(?:Ким|Ли|Пак|Чхве|Чон|Чан|Хван|О|Ри|Хон|Со|Юн)\s[А-ЯЁ][а-яё]{1,5}"
        r"(?:\s[А-ЯЁ][а-яё]{1,6}|-[а-яё]{2,6})"
    )
    patronymic = r"[А-ЯЁ][а-яё]+(?:вич|вна|вича|вичу|вичем|вны|вне|вной)"
    return re.compile(
        rf"(?<!\w)(?P<a>{korean})(?!\w)"
        rf"|(?<!\w)(?P<b>{_RUSSIAN}\s{patronymic}\s{_RUSSIAN})(?!\w)"
        rf"|(?<!\w)(?P<c>[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?{_RUSSIAN})(?!\w)"
        rf"|(?<!\w)(?i:{before})(?:\s[а-яё]+){{0,3}}(?:\s(?:{places}))?\s(?P<d>{korean}|{_RUSSIAN}\s{_RUSSIAN})(?!\w)"
    )


def _after_title(language: str) -> Callable[[str], Iterator[tuple[int, int]]]:
    """Make the finder for scripts without capitals: two words after a title, three after a Korean surname."""

    def find(folded: str) -> Iterator[tuple[int, int]]:
        for match in _title_pattern(language).finditer(folded):
            words = match["name"].split()
            if not any(word in _NO_NAME for word in words):
                yield match.span("name")

    return find


@functools.cache
def _title_pattern(language: str) -> re.Pattern[str]:
    before = _titles(language, "before")
    word = "(?!ال)[\u0621-\u06cc\u200c]{2,12}"
    nation = (
        r"(?:\sال[\u0621-\u064a]+)*"
        if language == "ara"
        else r"(?:\s(?:آمریکا|روسیه|چین|ایران|کره\sشمالی|کره\sجنوبی))?"
    )
    korean = "(?:كيم|ري|باك|تشوي|کیم|ری|پاک|چوی)"
    return re.compile(rf"(?<!\w)(?:{before}){nation}[,،]?\s(?P<name>{korean}\s{word}\s{word}|{word}\s{word})(?!\w)")


_FINDERS: dict[str, Callable[[str], Iterator[tuple[int, int]]]] = {
    "kor": _korean,
    "zho": _chinese,
    "jpn": _japanese,
    "rus": _russian,
    "ara": _after_title("ara"),
    "fas": _after_title("fas"),
}
