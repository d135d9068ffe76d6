"""Scripts without rules of their own here: whatever ICU knows."""

from __future__ import annotations

from counterflow.compare.script.icu_latin import plain, transliterate


def other_forms(token: str) -> tuple[str, ...]:
    """ICU's Any-Latin without marks (Burmese, Thaana, Mongolian); nothing where it knows none of the letters."""
    return (plain(transliterate("Any-Latin", token)),)
