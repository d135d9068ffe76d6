"""Scripts of names."""

from __future__ import annotations

import pytest

from counterflow.clean.script import is_unspaced_name, scripts_of


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("Kim Yong-chol", {"LATIN"}),
        ("Владимир", {"CYRILLIC"}),
        ("김영철", {"HANGUL"}),
        ("马晓红", {"CJK"}),
        ("بشار الأسد", {"ARABIC"}),
        ("马晓红 (Ma)", {"CJK", "LATIN"}),
        ("39", set()),
    ],
)
def test_the_scripts_of_letters(text: str, scripts: set[str]) -> None:
    """Digits and punctuation have none."""
    assert scripts_of(text) == scripts


@pytest.mark.parametrize(("text", "is_whole"), [("김영철", True), ("马晓红", True), ("영철", False), ("Kim", False)])
def test_names_without_spaces(text: str, is_whole: bool) -> None:
    """One word holds surname and given name where the script parts no words."""
    assert is_unspaced_name(text) == is_whole
