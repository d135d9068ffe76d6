"""Greek by ELOT 743 (ISO 843) as passports use it, and by ear as the press does."""

from __future__ import annotations

import re
import unicodedata

from counterflow.compare.script.alphabet import spell

_ELOT = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_EAR = _ELOT | {"χ": "h", "υ": "i"}
_CLASSIC = _ELOT | {"β": "b", "η": "e", "φ": "ph", "χ": "ch", "υ": "u"}
_VOICED = "αεηιουωβγδζλμνρ"
_EAR_PAIRS = (
    (re.compile("^μπ"), "b"),
    (re.compile("^ντ"), "d"),
    (re.compile("^γκ"), "g"),
    (re.compile("γκ"), "g"),
    (re.compile("ει|οι"), "i"),
    (re.compile("αι"), "e"),
    (re.compile("τζ"), "j"),
)


def greek_forms(token: str) -> tuple[str, ...]:
    """ELOT 743, by ear, and the classical spelling."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", token) if not unicodedata.combining(letter))
    bare = bare.replace("γγ", "νγ").replace("ς", "σ").replace("γξ", "νξ").replace("γχ", "νχ")
    heard = _diphthongs(bare)
    by_ear = heard
    for pattern, sound in _EAR_PAIRS:
        by_ear = pattern.sub(sound, by_ear)
    initial = re.sub("^μπ", "b", heard)
    return (spell(initial, _ELOT), spell(by_ear, _EAR), spell(heard, _ELOT), spell(bare, _CLASSIC))


def _diphthongs(token: str) -> str:
    """ου as ou; αυ, ευ, ηυ with v before voiced letters and at the end of nothing, f elsewhere."""
    token = token.replace("ου", "ou")
    token = re.sub(f"([αεη])υ(?=[{_VOICED}o])", r"\1v", token)
    return re.sub("([αεη])υ", r"\1f", token)
