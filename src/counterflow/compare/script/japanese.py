"""Japanese readings of Han characters from janome's dictionary (IPADIC), loaded at the first token that needs it."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, NamedTuple

from counterflow.compare.script.icu_latin import plain, transliterate

_NAMES = ("姓", "名", "人名", "地域", "組織", "固有名詞")


class Entry(NamedTuple):
    """A word of the dictionary."""

    surface: str
    kind: str
    """姓 surname, 名 given name, 地域 place, 組織 organisation, or another part of speech."""
    reading: str
    """Hepburn with long vowels written ou, oo, uu."""
    cost: int
    """The dictionary's: lower is commoner."""


@cache
def _tokenizer() -> Any:
    from janome.tokenizer import Tokenizer  # type: ignore[import-untyped]

    return Tokenizer()


@lru_cache(maxsize=1 << 14)
def entries(text: str) -> tuple[Entry, ...]:
    """All words of the dictionary that the text begins with; none for text that Japan's character set cannot write.

    The set (JIS X 0208) lacks most simplified characters, so most Chinese names never load the dictionary.
    """
    try:
        text.encode("euc_jp")
    except UnicodeEncodeError:
        return ()
    tokenizer = _tokenizer()
    found = []
    for number, surface, _, _, cost in tokenizer.sys_dic.lookup(text.encode(), tokenizer.matcher):
        part, _, _, _, reading, _ = tokenizer.sys_dic.lookup_extra(number)
        if reading != "*":
            kind = [word for word in part.split(",") if word != "*"][-1]
            found.append(Entry(surface, kind, latin_of_kana(reading), cost))
    return tuple(sorted(found, key=lambda entry: (entry.cost, entry)))


def latin_of_kana(kana: str) -> str:
    """Hepburn of kana, long vowels as written."""
    return plain(transliterate("Any-Latin", kana))


def readings(token: str) -> tuple[str, ...]:
    """Readings of a token that is a Japanese name as a whole, commonest first."""
    if not 1 <= len(token) <= 8:
        return ()
    found = [entry for entry in entries(token) if entry.surface == token and entry.kind in _NAMES]
    return tuple(dict.fromkeys(entry.reading for entry in found))
