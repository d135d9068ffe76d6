"""Khmer, by the spellings of Cambodian passports (a simplified UNGEGN 1972), without the two series of vowels."""

from __future__ import annotations

_CONSONANTS = dict(
    zip(
        "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវឝឞសហឡអ",
        "k kh k kh ng ch chh ch chh nh d th d th n t th t th n b ph p ph m y r l v s s s h l _".split(),
        strict=True,
    )
)
_VOWELS = dict(
    zip(
        "ាិីឹឺុូួើឿៀេែៃោៅំះឥឦឧឩឪឫឬឯឰឱឲឳ",
        "a i i oe eu u ou uo eu eua ie e e ai o au m h i ei u ou ov rue rue e ai o o au".split(),
        strict=True,
    )
)
_SUBSCRIPT = "្"


def khmer_forms(token: str) -> tuple[str, ...]:
    """With o, and with a, for the vowel of a consonant that carries no sign and begins a syllable."""
    return (_spell(token, "o"), _spell(token, "a"))


def _spell(token: str, inherent: str) -> str:
    letters = [letter for letter in token if letter in _CONSONANTS or letter in _VOWELS or letter == _SUBSCRIPT]
    out: list[str] = []
    for at, letter in enumerate(letters):
        if letter in _VOWELS:
            out.append("om" if letter == "ំ" and letters[at - 1] in _CONSONANTS else _VOWELS[letter])
        elif letter in _CONSONANTS:
            out.append(_CONSONANTS[letter].replace("_", "" if letters[at + 1 : at + 2] else "a"))
            opens = at == 0 or letters[at - 1] == _SUBSCRIPT
            if opens and at + 1 < len(letters) and letters[at + 1] in _CONSONANTS:
                out.append(inherent)
    return "".join(out)
