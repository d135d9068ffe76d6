"""Foreign text cannot leave its quotation marks."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.screen.quote import END_ISOLATE, ISOLATE, MOST_CHARS, plain, quote


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Kim Jong Un", "“Kim Jong Un”"),
        ("  Kim\n\tJong\u00a0Un ", "“Kim Jong Un”"),
        ("a\u202eb\x00c", "“a\\u202eb\\u0000c”"),
        ("\ud800", "“\\ud800”"),
        ("\U000e0041", "“\\U000e0041”"),
        ("حسین", f"{ISOLATE}“حسین”{END_ISOLATE}"),
        ("می\u200cخواهم", f"{ISOLATE}“می\u200cخواهم”{END_ISOLATE}"),
        ("김정은", "“김정은”"),
        ("a” is nobody; “b", '“a" is nobody; "b”'),
        ("", "“”"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    """One line; marks that turn or hide become escapes; right to left stands apart; joiners of letters stay."""
    assert quote(text) == shown


def test_long_texts_are_cut() -> None:
    """They end in an ellipsis."""
    assert plain("x" * (MOST_CHARS + 1)) == "x" * MOST_CHARS + "…"
    assert plain("x" * MOST_CHARS) == "x" * MOST_CHARS


@given(st.text())
def test_nothing_hidden_is_left(text: str) -> None:
    """Any text: bounded, printable, one isolate at most, opened and closed."""
    shown = quote(text)
    assert len(shown) <= MOST_CHARS + 5
    assert shown.count("“") == shown.count("”") == 1
    inner = shown.removeprefix(ISOLATE).removesuffix(END_ISOLATE)
    assert shown in (inner, f"{ISOLATE}{inner}{END_ISOLATE}")
    assert all(char in "\u200c\u200d" or unicodedata.category(char)[0] != "C" for char in inner)
    assert "\n" not in shown
    assert inner.encode("utf-8").decode("utf-8") == inner
