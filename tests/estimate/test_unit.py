"""Units, money of different years, and formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.estimate.deflator import load_index, price_ratio
from counterflow.estimate.formula import FormulaError, Name, Node, Number, Operation, evaluate, names_of, parse, unit_of
from counterflow.estimate.unit import read_unit


@pytest.mark.parametrize(
    ("text", "base", "scale"),
    [
        ("kg/year", "kg/year", 1),
        ("t/month", "kg/year", 12_000),
        ("million USD", "USD", 1e6),
        ("USD/embassy/year", "USD/embassy/year", 1),
        ("USD per_unit", "USD per_unit", 1),
        ("$/embassies", "USD/embassy", 1),
        ("%", "1", 0.01),
        ("1/year", "1/year", 1),
        ("kg USD/kg", "USD", 1),
        ("km/hour", "m/year", 1000 * 8766),
    ],
)
def test_unit_is_read_as_its_base_units(text: str, base: str, scale: float) -> None:
    """A unit is a product of base units and a factor."""
    unit = read_unit(text)
    assert str(unit) == base
    assert math.isclose(unit.low, scale, rel_tol=1e-9)


def test_tons_keep_their_readings() -> None:
    """A ton is short, metric or long: the bounds of all, also as a divisor."""
    assert read_unit("tons").scale(None) == (907.18474, 1016.0469088)
    assert read_unit("USD/ton").scale(None) == (1 / 1016.0469088, 1 / 907.18474)


@pytest.mark.parametrize("text", ["", " ", "/", "kg/", "million", "*"])
def test_no_unit_is_refused(text: str) -> None:
    """What names no unit is no plain number in silence."""
    with pytest.raises(ValueError, match="is no unit"):
        read_unit(text)


def test_money_of_a_year_is_worth_more_later() -> None:
    """100 dollars of 2003 buy what 126.61 of 2013 do (BLS, CUUR0000SA0)."""
    low, high = read_unit("USD2003").scale(2013)
    assert low == high == pytest.approx(232.957 / 184.0)
    assert read_unit("USD2003").scale(None) == (1, 1)
    with pytest.raises(ValueError, match="no price index of 1900"):
        price_ratio(1900, 2013)
    assert sorted(load_index()) == list(range(1990, 2026))


UNITS = {
    "made": read_unit("kg/year"),
    "price": read_unit("USD/kg"),
    "posts": read_unit("embassy"),
    "money": read_unit("USD/year"),
}


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("made * price", "USD/year"),
        ("money + made * price * 0.5", "USD/year"),
        ("min(money, 2 * made * price) / 3", "USD/year"),
        ("posts * 100_000 [USD/embassy/year]", "USD/year"),
        ("-(money - money)", "USD/year"),
        ("money / money", "1"),
    ],
)
def test_unit_of_a_formula(formula: str, unit: str) -> None:
    """Units go through a formula as its amounts do."""
    assert str(unit_of(parse(formula), UNITS)) == unit


@pytest.mark.parametrize(
    ("formula", "what", "at"),
    [
        ("made + price", "USD/kg is added to kg/year", 5),
        ("money - 3", "1 is subtracted from USD/year", 6),
        ("max(money, made)", "USD/year is compared with kg/year", 0),
        ("made *", "it ends too early", 6),
        ("made price", "'price' follows a whole formula", 5),
        ("(made", "it ends too early", 5),
        ("exp(made)", "there is no function 'exp'", 0),
        ("min(made)", "min has one part", 0),
        ("made ; price", "';' means nothing", 5),
        ("3 [] * made", "'' is no unit", 2),
        ("__import__('os')", '"\'" means nothing', 11),
        ("", "it ends too early", 0),
        ("(" * 60 + "made" + ")" * 60, "brackets are nested too deeply", 51),
        ("made+" * 500 + "made", "it has 2,504 characters", 2000),
    ],
)
def test_wrong_formula_says_what_and_where(formula: str, what: str, at: int) -> None:
    """A formula that cannot be read, or mixes units, names the place."""
    with pytest.raises(FormulaError) as caught:
        unit_of(parse(formula), UNITS)
    assert caught.value.what == what
    assert caught.value.at == at


def _text(node: Node) -> str:
    if isinstance(node, Number):
        return repr(node.value)
    if isinstance(node, Name):
        return node.name
    parts = [_text(part) for part in node.parts]
    if node.sign == "neg":
        return f"(-{parts[0]})"
    if node.sign in ("min", "max"):
        return f"{node.sign}({', '.join(parts)})"
    return f"({parts[0]} {node.sign} {parts[1]})"


def _formulas() -> st.SearchStrategy[Node]:
    numbers = st.floats(0.5, 9).map(lambda value: Number(value, read_unit("1"), 0))
    names = st.sampled_from("abc").map(lambda name: Name(name, 0))

    def grow(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        pairs = st.tuples(parts, parts)
        two = st.tuples(st.sampled_from(["+", "-", "*", "/", "min", "max"]), pairs)
        return two.map(lambda one: Operation(one[0], one[1], 0)) | parts.map(lambda one: Operation("neg", (one,), 0))

    return st.recursive(numbers | names, grow, max_leaves=12)


@given(_formulas())
def test_formula_computes_what_python_would(node: Node) -> None:
    """Precedence, brackets and signs are those of arithmetic."""
    values = {"a": np.array([1.5, -2.0]), "b": np.array([3.0, 0.25]), "c": np.array([-1.0, 7.0])}
    text = _text(node)
    for number in range(2):
        scalars = {name: float(draws[number]) for name, draws in values.items()}
        try:
            expected = float(eval(text, {"min": min, "max": max}, scalars))
        except ZeroDivisionError:
            continue
        with np.errstate(all="ignore"):
            found = np.broadcast_to(evaluate(parse(text), values), 2)[number]
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_names_of_a_formula_stand_once() -> None:
    """The names that a formula uses, in their order."""
    assert [one.name for one in names_of(parse("b + a * b - min(c, a)"))] == ["b", "a", "c"]
