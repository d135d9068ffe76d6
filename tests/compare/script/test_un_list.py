"""The UN's list writes each name twice: in the original script and in Latin letters."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from counterflow.compare.script import forms, keys

NOT_A_NAME = frozenset("ال بن ابن ابو أبو عبد".split())


def words(text: str) -> list[str]:
    """Tokens as `compare.token` gives them, near enough."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u0652][^\W\d_]*)*", re.sub("['’`ʿʾ‘\u200c]", "", folded))


def latin_words(record: etree._Element) -> list[str]:
    """The words of a record's primary name, and adjacent ones run together."""
    parts = [record.findtext(field) or "" for field in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")]
    found = words(" ".join(parts))
    return [*found, *(one + other for one, other in pairwise(found))]


def sounds(token: str) -> set[int]:
    """Keys of a token."""
    return set(keys(token, forms(token)))


@pytest.mark.shared_data
def test_original_script(shared_data: Path) -> None:
    """Nineteen of twenty words of persons' names in the original script share a sound with the Latin name."""
    found = total = 0
    records = etree.parse(shared_data / "lists/un_sc/consolidated_2026-02.xml").getroot().iter("INDIVIDUAL")
    for record in records:
        original = [word for word in words(record.findtext("NAME_ORIGINAL_SCRIPT") or "") if not word.isascii()]
        if len(original) == 0:
            continue
        latin = set().union(*map(sounds, latin_words(record)))
        joined = [sounds(one + other) for one, other in pairwise(original)]
        for at, word in enumerate(original):
            if word not in NOT_A_NAME:
                total += 1
                found += any(sound & latin for sound in (sounds(word), *joined[max(0, at - 1) : at + 1]))
    assert total > 1100
    assert found / total > 0.95
