"""A first case model, proposed from what the reports state; written as text that a user edits.

Made things times the share sold times a price are a channel; so is so much an embassy times how many there are. What is
earned "by the black market" is a total of them. What no report states is a wide prior that says so.
"""

from __future__ import annotations

import functools
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from counterflow.estimate.figure import Figure
from counterflow.estimate.unit import TIME, read_unit

FOLDER = Path(__file__).parent
_SHARE = {
    "low": 0.2,
    "high": 0.9,
    "shape": "share",
    "reason": "no report states which part is sold: nearly all to a fifth",
}
_COUNT = {"low": 10, "high": 100, "reason": "no report counts them: to be replaced by a count"}
_DOUBLE = {"low": 0.1, "high": 0.9, "reason": "money sent home may be what these goods earned: counted once"}


class Proposal:
    """A case model in the making."""

    def __init__(self, figures: Sequence[Figure] = ()) -> None:
        self.events: dict[str, set[str]] = defaultdict(set)
        for one in figures:
            self.events[one.says.lower()].add(one.event)
        self.data: dict[str, Any] = {"quantity": {}, "channel": {}, "total": {}, "overlap": {}}
        self.why: dict[tuple[str, str], str] = {}
        """Comment of a section, by kind and name."""
        self.unused: list[tuple[Figure, str]] = []
        """Figures that no formula takes, each with the reason."""
        self.taken: set[str] = set()
        """Beliefs that a formula takes."""
        self.goods: list[str] = []
        self.sent: list[str] = []
        self.years: list[int] = []

    def name(self, words: str) -> str:
        """Make a name of words that nothing has yet."""
        base = re.sub(r"\W+", "_", words.lower()).strip("_") or "figure"
        base = base if base[0].isalpha() else f"n_{base}"
        base = base if base not in ("min", "max") else f"{base}_"
        taken = {name for kind in ("quantity", "channel", "total") for name in self.data[kind]}
        return next(
            one for number in range(1, 1_000) if (one := base if number == 1 else f"{base}_{number}") not in taken
        )

    def add(self, kind: str, words: str, row: dict[str, Any], why: str = "") -> str:
        """Add a section; gives its name."""
        name = self.name(words)
        self.data[kind][name] = row
        self.why[kind, name] = why
        return name

    def use(self, figure: Figure) -> None:
        """Remember which years the figures are about."""
        if figure.years is not None:
            self.years += [figure.years[0], figure.years[1]]


def propose(figures: Sequence[Figure], period: str | None = None) -> Proposal | None:
    """Propose a case model; None where the reports state no money that flows, and nothing made or stored.

    Args:
        figures: what the reports state.
        period: the case's own, of which the last year is taken where no figure has one.
    """
    made = Proposal(figures)
    once = _distinct(figures)
    rest = [one for one in once if one.schema == "Production" and _is(one, "kg")]
    money = [one for one in once if one.schema in _lexicon()["earned"] and _is_money(one)]
    for production in rest:
        of_it = [one for one in money if _is_of(one, production)]
        _add_goods(made, production, of_it)
        money = [one for one in money if one not in of_it]
    totals = []
    for one in money:
        unit = read_unit(one.unit)
        things = [name for name, power in unit.powers if power == -1 and name != TIME]
        if len(things) > 0:
            _add_posts(made, one, things[0], is_yearly=unit.is_rate)
        elif one.schema == "Revenue" and _is_whole(one):
            totals.append(one)
        elif unit.is_rate or one.years is not None or len(one.commodities) > 0 or one.activity != "":
            _add_stated(made, one, is_yearly=unit.is_rate or one.years is not None)
        else:
            made.unused.append((one, "neither what it is earned with nor in which time is stated"))
    for one in once:
        if one.schema == "Stockpile" and _is(one, "kg"):
            _add_stock(made, one)
    flows = [name for name, row in made.data["channel"].items() if not row.get("stock", False)]
    for one in totals:
        _add_total(made, one, flows)
    if len(made.data["channel"]) == 0:
        return None
    for sent in made.sent:
        for goods in made.goods:
            row = {"inner": sent, "outer": goods, "share": _DOUBLE}
            made.add("overlap", f"{sent}_in_{goods}", row, f"two names of one flow: what {sent} send may be {goods}")
    seen = made.taken | {one.belief for one, _ in made.unused}
    made.unused += [(one, _why_not(one)) for one in once if one.belief not in seen]
    last = period.split("/")[-1][:4] if period is not None and period[-4:].isdigit() else "2020"
    year = str(Counter(sorted(made.years)).most_common(1)[0][0]) if len(made.years) > 0 else last
    made.data = {"periods": [year], **{kind: rows for kind, rows in made.data.items() if len(rows) > 0}}
    return made


def _distinct(figures: Sequence[Figure]) -> list[Figure]:
    """Take each belief once, in the order of the documents."""
    ordered = sorted(figures, key=lambda one: (one.document, one.at, one.belief))
    return list({one.belief: one for one in reversed(ordered)}.values())[::-1]


def _claim(made: Proposal, figure: Figure, unit: str | None = None, reason: str | None = None) -> dict[str, str]:
    """Name a figure by its words where nothing else is stated in the same, otherwise by the digits of its belief."""
    says = figure.says if len(made.events[figure.says.lower()]) == 1 else figure.belief[:12]
    made.taken.add(figure.belief)
    row = {"says": says, "reason": reason or (figure.attribution[-1] if len(figure.attribution) > 0 else figure.hedge)}
    return row if unit is None else {**row, "unit": unit}


def _is(figure: Figure, base: str) -> bool:
    powers = [(name, power) for name, power in read_unit(figure.unit).powers if name != TIME]
    return powers == [(base, 1)]


def _is_money(figure: Figure) -> bool:
    return ("USD", 1) in read_unit(figure.unit).powers


def _is_whole(figure: Figure) -> bool:
    words = f" {figure.activity.lower()} "
    return any(f" {one} " in words or words.strip().startswith(one) for one in _lexicon()["whole"])


def _is_of(money: Figure, production: Figure) -> bool:
    """Whether money is what goods earn: the same goods, or none named by the same source of the same years."""
    if money.schema != "Revenue" or not _is(money, "USD") or money.activity != "":
        return False
    if len(money.commodities) > 0:
        return not set(money.commodities).isdisjoint(production.commodities)
    return money.document == production.document and money.root == production.root and money.years == production.years


def _add_goods(made: Proposal, production: Figure, money: Sequence[Figure]) -> None:
    goods = production.commodities[0] if len(production.commodities) > 0 else "goods"
    unit = "kg/year"
    claims = [_claim(made, production, None if production.years is not None else unit)]
    made.use(production)
    produced = made.add(
        "quantity", f"{goods}_made", {"unit": unit, "claims": claims, "description": f"{goods} made in a year"}
    )
    sold = made.add("quantity", f"{goods}_share_sold", {"unit": "1", "prior": _SHARE})
    price = _prices().get(goods, _prices()["drug"] if goods == "drug" else None)
    if price is None:
        price = {"low": 1, "high": 1_000_000, "reason": f"assumption: nothing is known of the price of {goods}"}
    priced = made.add("quantity", f"{goods}_price", {"unit": "USD/kg", "prior": dict(price)})
    for one in money:
        made.use(one)
    row = {
        "formula": f"{produced} * {sold} * {priced}",
        "claims": [_claim(made, one, None if one.years is not None else "USD/year") for one in money],
        "commodities": list(production.commodities),
    }
    if len(money) == 0:
        del row["claims"]
    made.goods.append(
        made.add("channel", goods, row, "; ".join(dict.fromkeys(_passage(one) for one in (production, *money))))
    )


def _add_posts(made: Proposal, figure: Figure, thing: str, *, is_yearly: bool) -> None:
    """Add so much each of some things a year; once is no flow."""
    if not is_yearly:
        made.unused.append((figure, f"so much each {thing}, and once: no flow of a year"))
        return
    quota = made.add("quantity", f"quota_per_{thing}", {"unit": f"USD/{thing}/year", "claims": [_claim(made, figure)]})
    count = made.add("quantity", f"{thing}_count", {"unit": thing, "prior": _COUNT})
    made.use(figure)
    made.sent.append(made.add("channel", f"{thing}_money", {"formula": f"{count} * {quota}"}, _passage(figure)))


def _add_stated(made: Proposal, figure: Figure, *, is_yearly: bool) -> None:
    """Add money that one figure states itself."""
    words = figure.commodities[0] if len(figure.commodities) > 0 else figure.activity or figure.schema
    reason = None if is_yearly else f"{figure.says}: no period is stated; read as a year's, to be checked"
    row: dict[str, Any] = {
        "unit": "USD/year",
        "claims": [_claim(made, figure, None if is_yearly else "USD/year", reason)],
    }
    row |= _start(figure)
    made.use(figure)
    stated = made.add("quantity", f"{words}_money", row)
    channel: dict[str, Any] = {"formula": stated}
    if len(figure.commodities) > 0:
        channel["commodities"] = list(figure.commodities)
    made.add("channel", words, channel, _passage(figure))


def _start(figure: Figure) -> dict[str, Any]:
    """Give a prior where only one end is stated, which alone is no value: ten times of it either way."""
    value = figure.low if figure.low is not None else figure.high
    is_open = figure.low is None or figure.high is None or figure.modifier in (">", ">=", "<", "<=")
    if not is_open or value is None or value <= 0:
        return {}
    why = f"only one end is stated ({figure.says}): ten times of it, either way"
    return {"prior": {"low": value / 10, "high": value * 10, "reason": why}}


def _add_stock(made: Proposal, figure: Figure) -> None:
    goods = figure.commodities[0] if len(figure.commodities) > 0 else "goods"
    stock = made.add("quantity", f"{goods}_stock", {"unit": "kg", "claims": [_claim(made, figure)]})
    share = {"low": 0.001, "high": 0.1, "shape": "share", "reason": "no report states which part could be sold"}
    sold = made.add("quantity", f"{goods}_share_to_sell", {"unit": "1", "prior": share})
    price = _prices().get(goods)
    row: dict[str, Any] = {"formula": f"{stock} * {sold}", "unit": "kg", "stock": True, "commodities": [goods]}
    why = f"{_passage(figure)}; no price is known: add one (USD/kg) to the formula, and unit USD, to see money"
    if price is not None:
        priced = made.add("quantity", f"{goods}_stock_price", {"unit": "USD/kg", "prior": dict(price)})
        row |= {"formula": f"{stock} * {sold} * {priced}", "unit": "USD"}
        why = _passage(figure)
    made.add("channel", f"{goods}_for_sale", row, why)


def _add_total(made: Proposal, figure: Figure, flows: Sequence[str]) -> None:
    if len(flows) == 0:
        made.unused.append((figure, "a total, and no channel of it is stated"))
        return
    is_yearly = read_unit(figure.unit).is_rate or figure.years is not None
    claims = [_claim(made, figure, None if is_yearly else "USD/year")]
    made.use(figure)
    why = f"{_passage(figure)}; complete = true if the channels are all of it"
    made.add("total", figure.activity or "all", {"contains": list(flows), "claims": claims} | _start(figure), why)


def _passage(figure: Figure) -> str:
    text = " ".join(figure.passage.split())
    return text if len(text) <= 100 else text[:99] + "…"


def _why_not(figure: Figure) -> str:
    return "no formula is known for it" if figure.schema in _lexicon()["earned"] else "one event, no flow of a year"


def proposal_text(made: Proposal) -> str:
    """Write a proposal as sections of case.toml."""
    lines = [
        "# Proposed from what the reports state: check each line, above all the priors, which are assumptions.",
        "[estimate]",
        *(f"{key} = {_value(value)}" for key, value in made.data.items() if not isinstance(value, dict)),
    ]
    for kind in ("quantity", "channel", "total", "overlap"):
        for name, row in made.data.get(kind, {}).items():
            lines += ["", f"[estimate.{kind}.{name}]"]
            why = made.why.get((kind, name), "")
            lines += [f"# {why}"] if why != "" else []
            lines += [f"{key} = {_value(value)}" for key, value in row.items()]
    if len(made.unused) > 0:
        lines += ["", "# Figures that no formula takes:"]
        lines += [f"# {one.belief[:12]} {one.says} ({one.schema}): {why}" for one, why in made.unused]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    """Write a value as TOML; a text in JSON's quotes is one in TOML's too."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return f"{value:.1f}"
    return json.dumps(value, ensure_ascii=False)


@functools.cache
def _lexicon() -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / "lexicon.toml").read_text(encoding="utf-8"))


@functools.cache
def _prices() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((FOLDER / "price.toml").read_text(encoding="utf-8"))
