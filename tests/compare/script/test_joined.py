"""Names written without spaces come apart where a reader would cut them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.script import split


@pytest.mark.parametrize(
    "name",
    [
        "김 정은",
        "리 설주",
        "남궁 민",
        "习 近平",
        "習 近平",
        "欧阳 修",
        "歐陽 修",
        "司馬 光",
        "毛 泽东",
        "王 毅",
        "山田 太郎",
        "安倍 晋三",
        "高市 早苗",
        "麻原 彰晃",
        "森 喜朗",
        "長谷川 太郎",
        "putin",
        "путин",
        "محمد",
    ],
)
def test_person(name: str) -> None:
    """Surname and given name; a compound or Japanese surname whole; other scripts untouched."""
    assert split(name.replace(" ", ""), person=True) == tuple(name.split(" "))


@pytest.mark.parametrize(
    "name",
    [
        "华为 技术 有限公司",
        "三菱 重工業 株式会社",
        "中国 石油 天然气 集团 公司",
        "삼성 전자 주식회사",
        "조선 무역 은행",
        "華為 技術 有限公司",
        "ธนาคาร กรุงเทพ จำกัด",
        "huawei",
    ],
)
def test_company(name: str) -> None:
    """Generic words are cut off, what is proper stays whole."""
    assert split(name.replace(" ", ""), person=False) == tuple(name.split(" "))


@given(st.text(max_size=30), st.booleans())
def test_parts_join(token: str, person: bool) -> None:
    """The parts give the token again."""
    assert "".join(split(token, person=person)) == token
