"""Ethiopic (Amharic, Tigrinya): BGN/PCGN as ICU has it, and the sixth order's vowel left out."""

from __future__ import annotations

import re
import unicodedata

from counterflow.compare.script.icu_latin import plain, transliterate


def ethiopic_forms(token: str) -> tuple[str, ...]:
    """The spellings of the press and of BGN/PCGN 1967: Abiy, Abiyi; Ahmed, Ahimedi.

    BGN/PCGN writes i for the sixth order, which is mostly silent, and a marked i for the third, which never is.
    """
    marked = unicodedata.normalize("NFC", transliterate("Amharic-Latin/BGN", token))
    spoken = re.sub("(?<=[^aeiouāēīōū])i(?=[^aeiouyāēīōū]['’]?[aeiouāēīōū])|i$", "", marked)
    return (plain(spoken), plain(marked))
