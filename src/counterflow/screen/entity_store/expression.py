"""What is typed into a search box, read: words, phrases, beginnings, OR, NOT and fields. Nothing typed is an error.

Words stand side by side and all are wanted. `"..."` is a phrase, `ship*` a beginning, `OR` or `|` a choice, `-` or
`NOT` what is not wanted, `(...)` a group, `name:`, `country:`, `topic:` and the like a field, `word~` a word or one
misspelt. What makes no sense as an operator is read as a word or passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from counterflow.exc import UsageError
from counterflow.screen.entity_store.field import is_in_words, read_field
from counterflow.screen.entity_store.row import EVERY, mark_word
from counterflow.screen.entity_store.words import words

MAX_LEAVES = 64
"""Words, phrases and operators that are read; what stands behind them is passed over."""
MAX_DEPTH = 20
"""Groups within groups that are read as such."""
FUZZY_FROM_CHARS = 3
"""Shorter words have too many others next to them."""
_TWO_FROM_CHARS = 6

Near = Callable[[str, int], Iterable[str]]
"""Gives the known words within so many letters of one."""

_COLUMNS = {"name": "name", "names": "name", "text": "text"}
_MARKS = {
    "country": "countries", "countries": "countries", "dataset": "datasets", "datasets": "datasets",
    "topic": "topics", "topics": "topics", "gender": "genders", "genders": "genders", "schema": "schema",
}  # fmt: skip
_TOKEN = re.compile(
    r'(?P<phrase>[-+!]?(?:[A-Za-z_.]{1,40}:)?"[^"]*"?)|(?P<open>[-+!]?\()|(?P<close>\))|(?P<word>[^\s"()]+)'
)
_OR = frozenset(["OR", "||", "|"])
_AND = frozenset(["AND", "&&", "+"])
_NOT = frozenset(["NOT"])  # a dash that stands alone is a dash
_FUZZY = re.compile(r"~([0-2])?$")


@dataclass(frozen=True, slots=True)
class Expression:
    """A tree of what is wanted; a leaf holds words, a branch parts."""

    joint: str = "leaf"
    """`leaf`, `and`, `or`."""
    parts: tuple[Expression, ...] = ()
    words: tuple[str, ...] = ()
    column: str | None = None
    begins: bool = False
    """The last word is the beginning of one."""
    edits: int | None = None
    """Letters that may differ; None: as the search says."""
    negated: bool = False
    field: str | None = None
    """Field whose value is wanted; the words alone cannot tell, see `exact_fields`."""
    value: str = ""


def read_expression(text: str, *, simple: bool = False) -> Expression | None:
    """Read what was typed; None where it holds nothing to search for.

    Args:
        text: any text.
        simple: words such as OR and fields with a colon mean nothing; `|`, `-`, `*`, `"` and brackets do.
    """
    tokens = [(str(found.lastgroup), found.group()) for found in _TOKEN.finditer(text)][: MAX_LEAVES * 2]
    return _Reader(tokens, simple=simple).read()


def to_match(expression: Expression, near: Near, *, fuzzy: bool = False) -> str:
    """Write an expression in FTS5's language.

    Args:
        expression: what is wanted.
        near: where words are looked up that may be misspelt.
        fuzzy: every word may be.
    """
    text = _write(expression, near, fuzzy=fuzzy)
    return f'(mark : "{EVERY}" NOT {text})' if expression.negated else text


def exact_fields(expression: Expression) -> list[tuple[str, str]]:
    """Give the fields that all that is found must have, with their values: those of no group or choice."""
    parts = expression.parts if expression.joint == "and" else (expression,)
    return [(part.field, part.value) for part in parts if part.field is not None and not part.negated]


class _Reader:
    """Reads tokens from left to right; groups by recursion, which `MAX_DEPTH` bounds."""

    def __init__(self, tokens: list[tuple[str, str]], *, simple: bool) -> None:
        self._tokens = tokens
        self._at = 0
        self._leaves = 0
        self._simple = simple

    def read(self) -> Expression | None:
        return self._choice(0)

    def _choice(self, depth: int) -> Expression | None:
        """Read up to the end of the group: sequences with OR between them."""
        sequences: list[list[Expression]] = [[]]
        negate = False
        while self._at < len(self._tokens):
            kind, text = self._tokens[self._at]
            self._at += 1
            if kind == "close":
                if depth > 0:
                    break
            elif self._is_operator(text, _OR):
                sequences.append([])
            elif self._is_operator(text, _NOT):
                negate = True
            elif not self._is_operator(text, _AND):
                part = self._part(kind, text, depth)
                if part is not None:
                    sequences[-1].append(replace(part, negated=part.negated != negate))
                negate = False
        return _join("or", [one for parts in sequences if (one := _join("and", parts)) is not None])

    def _is_operator(self, text: str, operators: frozenset[str]) -> bool:
        return text in operators and not (self._simple and text.isalpha())

    def _part(self, kind: str, text: str, depth: int) -> Expression | None:
        sign = text[0] if text[0] in "-+!" else ""
        text = text.removeprefix(sign)
        if kind == "open":
            part = self._choice(depth + 1) if depth < MAX_DEPTH else None
        else:
            part = self._leaf(text, is_phrase=kind == "phrase")
        return None if part is None else replace(part, negated=part.negated != (sign in ("-", "!")))

    def _leaf(self, text: str, *, is_phrase: bool) -> Expression | None:
        if self._leaves == MAX_LEAVES:
            return None
        self._leaves += 1
        field, colon, value = text.partition(":")
        if colon != "" and not self._simple:
            name = field.removeprefix("properties.")
            if name in _MARKS:
                return _mark(_MARKS[name], value.strip('"'))
            if name in _COLUMNS:
                return _plain(value, is_phrase=is_phrase, column=_COLUMNS[name])
            if _is_field(field):
                return _of_field(read_field(field), value.strip('"'))
        return _plain(text, is_phrase=is_phrase)


def _plain(text: str, *, is_phrase: bool, column: str | None = None) -> Expression | None:
    fuzzy = None if is_phrase else _FUZZY.search(text)
    found = tuple(words(text if fuzzy is None else text[: fuzzy.start()]))
    if len(found) == 0:
        return None
    edits = 0 if is_phrase else None
    if fuzzy is not None:
        edits = _edits(found[0]) if fuzzy[1] is None else int(fuzzy[1])
    return Expression(words=found, column=column, begins=not is_phrase and text.endswith("*"), edits=edits)


def _is_field(name: str) -> bool:
    try:
        return is_in_words(read_field(name))
    except UsageError:
        return False


def _of_field(field: str, value: str) -> Expression | None:
    found = tuple(words(value))
    return None if len(found) == 0 else Expression(words=found, edits=0, field=field, value=value)


def _mark(kind: str, value: str) -> Expression | None:
    return None if value == "" else Expression(words=(mark_word(kind, value),), column="mark", edits=0)


def _join(joint: str, parts: list[Expression]) -> Expression | None:
    if len(parts) < 2:
        return parts[0] if len(parts) == 1 else None
    return Expression(joint=joint, parts=tuple(parts))


def _edits(word: str) -> int:
    return 0 if len(word) < FUZZY_FROM_CHARS else 1 if len(word) < _TWO_FROM_CHARS else 2


def _write(expression: Expression, near: Near, *, fuzzy: bool) -> str:
    """Write what stands under a possible negation."""
    if expression.joint == "leaf":
        return _write_leaf(expression, near, fuzzy=fuzzy)
    if expression.joint == "or":
        return "(" + " OR ".join(to_match(part, near, fuzzy=fuzzy) for part in expression.parts) + ")"
    wanted = [_write(part, near, fuzzy=fuzzy) for part in expression.parts if not part.negated]
    unwanted = [_write(part, near, fuzzy=fuzzy) for part in expression.parts if part.negated]
    head = "(" + " AND ".join(wanted or [f'mark : "{EVERY}"']) + ")"
    return head if len(unwanted) == 0 else f"({head} NOT ({' OR '.join(unwanted)}))"


def _write_leaf(leaf: Expression, near: Near, *, fuzzy: bool) -> str:
    head = "" if leaf.column is None else f"{leaf.column} : "
    is_fuzzy = fuzzy if leaf.edits is None else leaf.edits > 0
    if leaf.begins or not is_fuzzy:
        return f'({head}"{" ".join(leaf.words)}"{" *" if leaf.begins else ""})'
    each = [[word, *near(word, _edits(word) if leaf.edits is None else leaf.edits)] for word in leaf.words]
    spelt = (" OR ".join(f'"{word}"' for word in dict.fromkeys(ways)) for ways in each)
    return "(" + " AND ".join(f"{head}({ways})" for ways in spelt) + ")"
