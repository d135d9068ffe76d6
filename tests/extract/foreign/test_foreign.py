"""Texts in other languages: names beside their marks, and nothing where a word only looks like a name."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.extract.foreign.foreign import LANGUAGES, find_foreign, is_foreign, language_of, unread
from counterflow.extract.foreign.place import load_foreign
from counterflow.extract.foreign.row import read_foreign, unread_problem
from counterflow.extract.name.gazetteer import load_gazetteer
from counterflow.extract.parse.passage import fold
from counterflow.extract.reading import Reading
from counterflow.tables import MENTION, PROBLEM, QUANTITY, Mention, Quantity


def names(text: str, language: str) -> list[tuple[str, str]]:
    """Give type and text of what is found."""
    return [(one.type, text[one.start : one.end]) for one in find_foreign(fold(text), language).names]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("kor", "북한의 김정은 국무위원장은 러시아를 방문했다.", ["place 북한", "person 김정은", "place 러시아"]),
        ("kor", "김영철 정찰총국 국장과 리용호 외무상", ["person 김영철", "public_body 정찰총국", "person 리용호"]),
        ("kor", "푸틴 러시아 대통령이 밝혔다.", ["person 푸틴", "place 러시아"]),
        ("kor", "조선광업개발무역회사는 이란에 무기를 팔았다.", ["company 조선광업개발무역회사", "place 이란"]),
        ("kor", "유조선 지성6호가 정제유를 실었다.", ["vessel 지성6호"]),
        (
            "kor",
            "노동당 39호실과 유엔 안보리",
            ["public_body 노동당 39호실", "organization 유엔", "public_body 안보리"],
        ),
        # 수단 is "means", 인도 "humane", 통일부 a ministry; a country with its government is one.
        ("kor", "이 수단은 인도적 지원에 쓰였다. 통일부 장관과 국방부 대변인이 말했다.", []),
        ("kor", "수단 정부는 부인했다.", ["place 수단"]),
        ("kor", "현직 미국 대통령은 처음이다.", ["place 미국"]),
        (
            "zho",
            "朝鲜最高领导人金正恩会见中国国家主席习近平。",
            ["place 朝鲜", "person 金正恩", "place 中国", "person 习近平"],
        ),
        ("zho", "外长王毅表示欢迎。", ["person 王毅"]),
        ("zho", "俄罗斯总统弗拉基米尔·普京会谈。", ["place 俄罗斯", "person 弗拉基米尔·普京"]),
        ("zho", "制裁了大连海宝国际贸易有限公司。", ["company 大连海宝国际贸易有限公司"]),
        ("zho", "货轮“智诚6号”驶入印度洋。", ["vessel 智诚6号"]),
        # Developing countries, a standing and a high representative, the side's representative.
        ("zho", "发展中国家的常驻代表和高级代表，以及韩方代表。", []),
        ("jpn", "北朝鮮の金正恩（キム・ジョンウン）委員長", ["place 北朝鮮", "person 金正恩"]),
        ("jpn", "アメリカのドナルド・トランプ大統領", ["place アメリカ", "person ドナルド・トランプ"]),
        ("jpn", "日本海で貨物船「ワイズ・オネスト号」を見た。", ["vessel ワイズ・オネスト号"]),
        ("rus", "Президент России Владимир Путин", ["place России", "person Владимир Путин"]),
        ("rus", "с лидером КНДР Ким Чен Ыном", ["place КНДР", "person Ким Чен Ыном"]),
        ("rus", "санкции против Северной Кореи, Китая и Сирии", ["place Северной Кореи", "place Китая", "place Сирии"]),
        ("rus", "Компания «Велмур» и И. В. Сидоров", ["company Компания «Велмур»", "person И. В. Сидоров"]),
        ("rus", "Того же мнения придерживается суд.", []),
        ("ara", "التقى الرئيس الأمريكي دونالد ترامب", ["person دونالد ترامب"]),
        ("ara", "باعت كوريا الشمالية أسلحة لسوريا", ["place كوريا الشمالية", "place سوريا"]),
        ("fas", "رهبر کره شمالی کیم جونگ اون", ["place کره شمالی", "person کیم جونگ اون"]),
    ],
)
def test_names_are_found_by_what_stands_beside_them(language: str, text: str, found: list[str]) -> None:
    """A surname's syllable alone is no person, and a country inside a longer word is none."""
    assert [f"{type_} {name}" for type_, name in names(text, language)] == found


@pytest.mark.parametrize(
    ("language", "text", "edtf"),
    [
        ("kor", "2019년 2월 27일", "2019-02-27"),
        ("kor", "2018년 5월에", "2018-05"),
        ("zho", "6月20日", "XXXX-06-20"),
        ("jpn", "2018年13月", None),
        ("rus", "25 апреля 2019 года", "2019-04-25"),
        ("ara", "12 يونيو 2018", "2018-06-12"),
    ],
)
def test_dates_are_read_whole(language: str, text: str, edtf: str | None) -> None:
    """No year is invented, and a month that there is not is no date."""
    assert next((one.edtf for one in find_foreign(text, language).names if one.type == "date"), None) == edtf


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("kor", "1억 2000만 달러를", 120_000_000, "USD"),
        ("kor", "정제유 1,000톤", 1_000_000, "kg"),
        ("zho", "1.5亿美元", 150_000_000, "USD"),
        ("jpn", "石炭2万5000トン", 25_000_000, "kg"),
        ("rus", "7,5 млн долларов США", 7_500_000, "USD"),
        ("ara", "٥ ملايين دولار", 5_000_000, "USD"),
        ("fas", "۵۰ میلیون دلار", 50_000_000, "USD"),
    ],
)
def test_amounts_have_their_value(language: str, text: str, value: float, unit: str) -> None:
    """Scales of ten thousand and a hundred million are read as they are."""
    (one,) = (row for row in read_foreign(Reading("d", text), language) if isinstance(row, Quantity))
    assert (one.norm_low, one.norm_high, one.norm_unit) == (value, value, unit)


def test_one_person_is_one_entity_in_every_case() -> None:
    """Russian names keep their entity in other cases, and a name found once is found again without its title."""
    text = "Министр Сергей Лавров прибыл. Министра Сергея Лаврова встретили."
    assert len({one.key for one in find_foreign(text, "rus").names}) == 1
    text = "김정은 국무위원장은 떠났다. 김정은은 돌아왔다."
    assert [one.key for one in find_foreign(text, "kor").names] == ["김정은", "김정은"]


def test_countries_have_the_keys_of_the_gazetteer() -> None:
    """A country is one thing in every language, and each of ours has a name in each."""
    known = {entry.key for entry in load_gazetteer().values()}
    for language in LANGUAGES:
        countries = {entry.key for entry in load_foreign(language).values() if entry.key.startswith("country:")}
        assert countries <= known
        assert len(countries) > 180


@pytest.mark.parametrize(
    ("text", "stated", "language"),
    [
        ("짧은 글", None, "kor"),
        ("短い文", None, "jpn"),
        ("短文", None, "zho"),
        ("Короткий текст", None, "rus"),
        ("متن کوتاه گچ", None, "fas"),
        ("نص قصير", None, "ara"),
        ("Kim Jong Un (김정은) left for the border town with forty men.", None, None),
        ("whatever", "cmn", "zho"),
        ("whatever", "eng", "eng"),
        ("", None, None),
    ],
)
def test_the_language_is_as_stated_or_as_its_script_shows(text: str, stated: str | None, language: str | None) -> None:
    """A text too short to detect its language is not read as English when its letters are not."""
    assert language_of(text, stated) == language


def test_what_was_not_read_is_said() -> None:
    """The problem names the language; a language without names says that nothing was read."""
    assert not is_foreign("eng")
    assert not is_foreign(None)
    assert "relations were not read: the text is in Korean" in unread("kor")
    assert "nothing was read" in unread("fin")
    problem = unread_problem(Reading("d", "글"), "kor", path="inputs/a.txt", resource_id="r")
    assert (problem.path, problem.severity) == ("inputs/a.txt", "value")
    PROBLEM.arrange([PROBLEM.from_rows([problem])])


def test_rows_fit_their_tables() -> None:
    """Spans equal their text, and each lies in its sentence."""
    text = "북한은 떠났다. 김정은 국무위원장은 2019년 2월 27일 500만 달러를 받았다.\n\n러시아는 없다."
    rows = list(read_foreign(Reading("d", text), "kor"))
    mentions = [row for row in rows if isinstance(row, Mention)]
    for row in mentions:
        assert text[row.start : row.end] == row.text
        assert row.sentence_start <= row.start < row.end <= row.sentence_end
    sentence = text[mentions[1].sentence_start : mentions[1].sentence_end].strip()
    assert sentence == "김정은 국무위원장은 2019년 2월 27일 500만 달러를 받았다."
    MENTION.arrange([MENTION.from_rows(mentions)])
    QUANTITY.arrange([QUANTITY.from_rows([row for row in rows if isinstance(row, Quantity)])])


@given(
    st.sampled_from(sorted(LANGUAGES)),
    st.lists(
        st.sampled_from([*"김정은국무위원장 북한中国金正恩主席，。2019年5月ロシア氏КНДР «А.»كوريا 만달러"]), max_size=60
    ),
)
def test_any_text_gives_exact_spans(language: str, pieces: list[str]) -> None:
    """Names and dates stand apart, in order, inside the text."""
    text = "".join(pieces)
    last = 0
    for one in find_foreign(fold(text), language).names:
        assert last <= one.start < one.end <= len(text)
        last = one.end


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_texts_take_linear_time(language: str) -> None:
    """A line without an end is no attack."""
    began = time.process_time()
    for piece in ("김", "中", "ア", "А", "ك", "1,", '"', "a "):
        find_foreign(piece * 30_000, language)
    assert time.process_time() - began < 20
