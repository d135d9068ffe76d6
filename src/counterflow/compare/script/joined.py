"""Names that are written without spaces, as words."""

from __future__ import annotations

from collections.abc import Sequence

from counterflow.compare.script import japanese
from counterflow.compare.script.generic import segment
from counterflow.compare.script.han import simplify
from counterflow.compare.script.hangul import COMPOUND_SURNAMES
from counterflow.compare.script.surname import COMMON, COMPOUND
from counterflow.compare.script.writing import Writing, runs

NAME_MAX = 6
"""Characters of the longest Han name of a person that is cut."""


def split(token: str, *, person: bool) -> tuple[str, ...]:
    """Words of a joined token of Hangul, Han, Kana or Thai; any other token as it is.

    Args:
        token: one word: NFKC, casefolded.
        person: cut as surname and given name; else as the generic and proper words of a company.

    Returns:
        The words, which joined give the token; the token alone where no cut is known.
    """
    if token.isascii():
        return (token,)
    writings = {writing for writing, _ in runs(token)}
    if not person:
        return segment(token) if writings & {Writing.HAN, Writing.HANGUL, Writing.KANA, Writing.THAI} else (token,)
    if writings == {Writing.HANGUL}:
        return _cut(token, _hangul_surname(token))
    if Writing.HAN in writings and writings <= {Writing.HAN, Writing.KANA}:
        return _cut(token, _han_surname(token))
    return (token,)


def split_all(tokens: Sequence[str], *, person: bool) -> list[str]:
    """Split the joined tokens of a name (`split`).

    A person's name that is written in parts is in parts already: 김 민수 is Kim and Minsu, and Minsu is no Min.
    """
    if person:
        scripts = [_script(token) for token in tokens]
        return [
            part
            for token, written in zip(tokens, scripts, strict=True)
            for part in (split(token, person=True) if scripts.count(written) == 1 else (token,))
        ]
    return [part for token in tokens for part in split(token, person=False)]


def _script(token: str) -> Writing:
    """Tell what a token is written in, kana as Han: Japanese names hold both."""
    if token.isascii():
        return Writing.LATIN
    writings = {writing for writing, _ in runs(token)}
    if Writing.HANGUL in writings:
        return Writing.HANGUL
    return Writing.HAN if writings & {Writing.HAN, Writing.KANA} else Writing.NONE


def _cut(token: str, at: int) -> tuple[str, ...]:
    return (token,) if at in (0, len(token)) else (token[:at], token[at:])


def _hangul_surname(token: str) -> int:
    """Letters of the surname: one, two where compound; names longer than five are foreign ones."""
    if not 2 <= len(token) <= 5:
        return 0
    if token[:2] in COMPOUND_SURNAMES and len(token) > 2:
        return 2
    return 1 if len(token) <= 4 else 0


def _han_surname(token: str) -> int:
    """Characters of the surname: a Chinese compound one, a Japanese one where the rest suits it, else a single one."""
    if not 2 <= len(token) <= NAME_MAX:
        return 0
    text = simplify(token)
    if text[:2] in COMPOUND and len(token) > 2:
        return 2
    if text[0] in COMMON and len(token) <= 3:
        return 1
    return _japanese_surname(token) or (1 if len(token) <= 3 else 2 if len(token) == 4 else 0)


def _japanese_surname(token: str) -> int:
    """The longest surname of the dictionary whose rest is a given name in it; else the longest surname."""
    known = {len(entry.surface) for entry in japanese.entries(token) if entry.kind == "姓"} - {len(token)}
    suited = [at for at in known if any(entry.surface == token[at:] for entry in japanese.entries(token[at:]))]
    return max(suited or known or [0])
