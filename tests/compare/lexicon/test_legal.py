"""Parting names of organisations from their legal forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.lexicon.legal import class_number, split_legal
from counterflow.compare.lexicon.resource import read_rows

SPLITS = [
    ("siemens ag", "siemens", "jsc"),
    ("siemens aktiengesellschaft", "siemens", "jsc"),
    ("deutsche bank gmbh", "deutsche bank", "llc"),
    ("deutsche bank ag hong kong", "deutsche bank hong kong", "jsc"),
    ("huawei technologies co ltd shenzhen", "huawei technologies shenzhen", "llc"),
    ("oao gazprom", "gazprom", "jsc"),
    ("open joint stock company gazprom", "gazprom", "jsc"),
    ("gazprom pjsc", "gazprom", "jsc"),
    ("публичное акционерное общество газпром", "газпром", "jsc"),
    ("ооо стройгазмонтаж", "стройгазмонтаж", "llc"),
    ("общество с ограниченной ответственностью стройгазмонтаж", "стройгазмонтаж", "llc"),
    ("obshchestvo s ogranichennoi otvetstvennostyu stroygazmontazh", "stroygazmontazh", "llc"),
    ("stroygazmontazh limited liability company", "stroygazmontazh", "llc"),
    ("фгуп рособоронэкспорт", "рособоронэкспорт", "soe"),
    ("korea ocean shipping agency co ltd", "korea ocean shipping agency", "llc"),
    ("dandong hongxiang industrial development co ltd", "dandong hongxiang industrial development", "llc"),
    ("glocom sdn bhd", "glocom", "llc"),
    ("pt bank mandiri persero tbk", "bank mandiri", "jsc"),
    ("petroleos de venezuela s a", "petroleos de venezuela", "jsc"),
    ("petroleos de venezuela sa", "petroleos de venezuela", "jsc"),
    ("cemex s a b de c v", "cemex", "jsc"),
    ("arpa sociedad anonima de capital variable", "arpa", "jsc"),
    ("total société anonyme", "total", "jsc"),
    ("total societe anonyme", "total", "jsc"),
    ("enel spa", "enel", "jsc"),
    ("lotos spółka z ograniczoną odpowiedzialnością", "lotos", "llc"),
    ("lotos sp z o o", "lotos", "llc"),
    ("koç anonim şirketi", "koç", "jsc"),
    ("bosch gmbh and co kg", "bosch", "lp"),
    ("北京 首都 股份有限公司", "北京 首都", "jsc"),
    ("华为 技术 有限 公司", "华为 技术", "llc"),
    ("华为技术有限公司", "华为技术", "llc"),
    ("株式会社東芝", "東芝", "jsc"),
    ("삼성전자 주식회사", "삼성전자", "jsc"),
    ("شركة النفط المحدودة", "شركة النفط", "llc"),
    ("mahan air corporation", "mahan air", None),
    ("mahan air", "mahan air", None),
    ("mahan trading company", "mahan trading company", None),
    ("company limited", "company limited", None),
    ("ag", "ag", None),
    ("有限公司", "有限公司", None),
    ("limited brands inc", "limited brands", "llc"),
    ("ltd co tidewater middle east", "tidewater middle east", "llc"),
    ("cv de sa cemex", "cemex", "jsc"),
    ("tawafukltd", "tawafuk", "llc"),
    ("rosneft tradinglimited", "rosneft trading", "llc"),
    ("xyltd", "xyltd", None),
    ("unlimited", "unlimited", None),
    ("", "", None),
]


@pytest.mark.parametrize(("name", "rest", "form"), SPLITS)
def test_legal_forms_are_parted_from_the_name(name: str, rest: str, form: str | None) -> None:
    """Forms of all languages go, at either end and before a branch; their class stays."""
    assert split_legal(name.split()) == (rest.split(), 0 if form is None else class_number(form))


def test_each_form_is_known_where_it_may_stand() -> None:
    """Every form of the table goes, and gives its class; a longer form that ends in it may give another."""
    for name, position, form in read_rows("legal"):
        words = form.split()
        tokens = [*words, "zzyzx"] if position == "lead" else ["zzyzx", *words]
        if position == "joined":
            tokens = [f"千{form}"]
        rest, found = split_legal(tokens)
        assert rest == (["千"] if position == "joined" else ["zzyzx"]), form
        assert found == (0 if name == "-" else class_number(name)), form


@given(
    st.lists(
        st.one_of(st.sampled_from(["co", "ltd", "llc", "ag", "oao", "siemens", "有限公司", "株"]), st.text(max_size=8))
    )
)
def test_a_name_is_never_emptied(tokens: list[str]) -> None:
    """Whatever the tokens are, some are left, and no more than there were."""
    rest, _ = split_legal(tokens)
    assert len(rest) <= len(tokens)
    assert (len(rest) == 0) == (len(tokens) == 0)
