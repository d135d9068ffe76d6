"""Arabic names of several words that are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.compound import join_compounds

COMPOUNDS = [
    ("abdul rahman", "abdulrahman"),
    ("abd al rahman", "abdalrahman"),
    ("abd ar rahman yasin", "abdarrahman yasin"),
    ("ibrahim abdul aziz al tikriti", "ibrahim abdulaziz al tikriti"),
    ("عبد الرحمن", "عبدالرحمن"),
    ("nur al din", "nuraldin"),
    ("salah eddine", "salaheddine"),
    ("نور الدين", "نورالدين"),
    ("saif allah", "saifallah"),
    ("saif ullah khan", "saifullah khan"),
    ("abdul", "abdul"),
    ("hassan abd al", "hassan abd al"),
    ("al din", "al din"),
    ("s din", "s din"),
    ("kim jong un", "kim jong un"),
    ("", ""),
]


@pytest.mark.parametrize(("words", "joined"), COMPOUNDS)
def test_a_compound_is_one_word(words: str, joined: str) -> None:
    assert join_compounds(words.split()) == joined.split()


@given(st.lists(st.sampled_from("abd abdul al rahman nur din allah kim s عبد".split()) | st.text(min_size=1)))
def test_no_letter_is_lost(tokens: list[str]) -> None:
    joined = join_compounds(tokens)
    assert "".join(joined) == "".join(tokens)
    assert len(joined) <= len(tokens)
