"""Formulas of a case model: `production * share_exported * price`, parsed by hand and never run as code.

    sum     = product (("+" | "-") product)*
    product = factor (("*" | "/") factor)*
    factor  = "-" factor | number ["[" unit "]"] | name | ("min" | "max") "(" sum ("," sum)+ ")" | "(" sum ")"

A name is one of a quantity or of another formula. Units are checked before anything is computed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterflow.estimate.unit import Unit, read_unit

Draws = NDArray[np.float64]
MOST_CHARS = 2_000
MOST_DEPTH = 50
"""Brackets in brackets; a formula of a person has a few."""
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[^\W\d][\w.]*)"
    r"|(?P<unit>\[[^\]]*\])|(?P<sign>[-+*/(),]))"
)
_FUNCTIONS = ("min", "max")


class FormulaError(ValueError):
    """A formula cannot be read, or its units do not fit; `at` is where, counted from 0."""

    def __init__(self, what: str, at: int, expected: str | None = None):
        self.what = what
        self.at = at
        self.expected = expected
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit."""

    value: float
    unit: Unit
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A quantity or another formula."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Operation:
    """`+ - * /`, `neg`, `min` or `max` of its parts."""

    sign: str
    parts: tuple[Node, ...]
    at: int


Node = Number | Name | Operation


def parse(text: str) -> Node:
    """Parse a formula.

    Raises:
        FormulaError: says what stands where.
    """
    if len(text) > MOST_CHARS:
        raise FormulaError(f"it has {len(text):,} characters", MOST_CHARS, f"at most {MOST_CHARS:,}")
    return _Parser(text).parse()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._tokens())
        self.next = 0

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        at, end = 0, len(self.text.rstrip())
        while at < end:
            found = _TOKEN.match(self.text, at)
            if found is None:
                at += len(self.text[at:]) - len(self.text[at:].lstrip())
                raise FormulaError(f"{self.text[at]!r} means nothing", at, "+ - * / ( ) min max, names and numbers")
            kind = str(found.lastgroup)
            yield kind, found[kind], found.start(kind)
            at = found.end()
        yield "end", "", end

    def parse(self) -> Node:
        node = self._sum(0)
        kind, word, at = self.tokens[self.next]
        if kind != "end":
            raise FormulaError(f"{word!r} follows a whole formula", at, "+ - * or / before it")
        return node

    def _take(self, *signs: str) -> tuple[str, int] | None:
        kind, word, at = self.tokens[self.next]
        if kind != "sign" or word not in signs:
            return None
        self.next += 1
        return word, at

    def _need(self, sign: str) -> None:
        kind, word, at = self.tokens[self.next]
        if self._take(sign) is None:
            raise FormulaError("it ends too early" if kind == "end" else f"{word!r} stands there", at, f"{sign!r}")

    def _sum(self, depth: int) -> Node:
        return self._chain(depth, self._product, "+", "-")

    def _product(self, depth: int) -> Node:
        return self._chain(depth, self._factor, "*", "/")

    def _chain(self, depth: int, part: Callable[[int], Node], *signs: str) -> Node:
        node = part(depth)
        while (found := self._take(*signs)) is not None:
            node = Operation(found[0], (node, part(depth)), found[1])
        return node

    def _factor(self, depth: int) -> Node:
        kind, word, at = self.tokens[self.next]
        if depth > MOST_DEPTH:
            raise FormulaError("brackets are nested too deeply", at, f"at most {MOST_DEPTH} in each other")
        if (minus := self._take("-")) is not None:
            return Operation("neg", (self._factor(depth + 1),), minus[1])
        if self._take("(") is not None:
            node = self._sum(depth + 1)
            self._need(")")
            return node
        if kind not in ("number", "name"):
            said = "it ends too early" if kind == "end" else f"{word!r} stands there"
            raise FormulaError(said, at, "a name, a number or (")
        self.next += 1
        if kind == "number":
            return Number(float(word.replace("_", "")), self._unit(), at)
        if self.tokens[self.next][1] == "(":
            return self._call(word, at, depth)
        return Name(word, at)

    def _unit(self) -> Unit:
        kind, word, at = self.tokens[self.next]
        if kind != "unit":
            return Unit()
        self.next += 1
        try:
            return read_unit(word[1:-1])
        except ValueError as exc:
            raise FormulaError(str(exc), at, "a unit in brackets, e.g. [kg/year]") from None

    def _call(self, word: str, at: int, depth: int) -> Node:
        if word not in _FUNCTIONS:
            raise FormulaError(f"there is no function {word!r}", at, "min or max")
        self._need("(")
        parts = [self._sum(depth + 1)]
        while self._take(",") is not None:
            parts.append(self._sum(depth + 1))
        self._need(")")
        if len(parts) < 2:
            raise FormulaError(f"{word} has one part", at, "two or more, with a comma between them")
        return Operation(word, tuple(parts), at)


def names_of(node: Node) -> tuple[Name, ...]:
    """List the names that a formula uses, each once, in the order in which they stand."""
    found: dict[str, Name] = {}
    for one in _walk(node):
        if isinstance(one, Name):
            found.setdefault(one.name, one)
    return tuple(found.values())


def _walk(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Operation):
        for part in node.parts:
            yield from _walk(part)


def unit_of(node: Node, units: Mapping[str, Unit]) -> Unit:
    """Find the unit of a formula.

    Raises:
        FormulaError: amounts of different units are added, subtracted or compared; says which, and where.
    """
    if isinstance(node, Number):
        return node.unit
    if isinstance(node, Name):
        return units[node.name]
    first, *rest = (unit_of(part, units) for part in node.parts)
    for unit in rest:
        if node.sign in ("*", "/"):
            first = first * unit if node.sign == "*" else first / unit
        elif not first.fits(unit):
            word = {"+": "added to", "-": "subtracted from"}.get(node.sign, "compared with")
            one, other = (unit, first) if node.sign in "+-" else (first, unit)
            raise FormulaError(f"{one} is {word} {other}", node.at, "amounts of one unit")
    return first


def evaluate(node: Node, values: Mapping[str, Draws], price_year: int | None = None) -> Draws | float:
    """Compute a formula in base units.

    Args:
        node: the formula.
        values: draws of each name, in base units.
        price_year: year in whose prices numbers with money of a year are taken.
    """
    if isinstance(node, Number):
        low, high = node.unit.scale(price_year)
        return node.value * (low + high) / 2
    if isinstance(node, Name):
        return values[node.name]
    parts = [evaluate(part, values, price_year) for part in node.parts]
    first = parts[0]
    if node.sign == "neg":
        return -first
    for part in parts[1:]:
        first = _OPERATIONS[node.sign](first, part)
    return first


_OPERATIONS: Mapping[str, Callable[[Draws | float, Draws | float], Draws | float]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "min": np.minimum,
    "max": np.maximum,
}
