"""Read a case model from `[estimate]` of case.toml, checking every key: a typo is named, never ignored."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from counterflow.estimate.deflator import load_index
from counterflow.estimate.formula import FormulaError, names_of, parse, unit_of
from counterflow.estimate.model import (
    DRAWS,
    DRIFT,
    LEVEL,
    SEED,
    Channel,
    Correlation,
    Model,
    Overlap,
    Partner,
    Prior,
    Quantity,
    Same,
    Total,
    Wanted,
)
from counterflow.estimate.unit import Unit, read_unit
from counterflow.exc import CaseError

KEYS = (
    "periods price_year draws seed dependence headline pooling drift "
    "quantity channel total overlap same correlation partner"
).split()
"""Keys of `[estimate]`."""
SHAPES = ("lognormal", "normal", "uniform", "triangular", "share")
POOLINGS = ("median", "random-effects")
FEWEST_DRAWS, MOST_DRAWS = 100, 10_000_000
_NAME = re.compile(r"[^\W\d][\w]*")
_PERIOD = re.compile(r"\d{4}(?:/\d{4})?")
_RHO = re.compile(r"rho-(0(?:\.\d+)?)")
MONEY_A_YEAR = "USD/year"


def read_model(data: Mapping[str, Any], where: str, *, is_proposed: bool = False) -> Model:
    """Read a case model.

    Args:
        data: what stands under `[estimate]`.
        where: the file it stands in, for errors.
        is_proposed: whether the program wrote it itself.

    Raises:
        CaseError: an unknown key or name, units that do not fit, an empty channel, formulas in a circle: what, where,
            and what to do.
    """
    return _Reader(where).model(data, is_proposed=is_proposed)


def setting_rho(setting: str) -> float | None:
    """Give the rank correlation of a dependence setting: 0, 1, or that in its name; None: it is no setting."""
    if setting in ("independent", "comonotone"):
        return float(setting == "comonotone")
    found = _RHO.fullmatch(setting)
    return None if found is None else float(found[1])


class _Reader:
    def __init__(self, where: str) -> None:
        self.where = where

    def model(self, data: Mapping[str, Any], *, is_proposed: bool) -> Model:
        self._known("[estimate]", data, KEYS)
        price_year = self._year(data.get("price_year"))
        quantities = {name: self._quantity(name, one) for name, one in self._section(data, "quantity")}
        channels = {name: self._channel(name, one) for name, one in self._section(data, "channel")}
        if len(channels) == 0:
            raise self._error("[estimate] has no channel", "[estimate.channel.NAME] with a formula")
        totals = {name: self._total(name, one) for name, one in self._section(data, "total")}
        self._check_names({"quantity": quantities, "channel": channels, "total": totals})
        self._check_formulas(quantities, channels)
        self._check_totals(channels, totals)
        settings, headline = self._settings(data)
        model = Model(
            periods=self._periods(data.get("periods")),
            quantities=quantities,
            channels=channels,
            totals=totals,
            overlaps=tuple(self._overlap(name, one, channels) for name, one in self._section(data, "overlap")),
            same=tuple(self._same(one, channels) for one in self._list("[[estimate.same]]", data.get("same"))),
            correlations=self._correlations(data.get("correlation"), quantities),
            partners=tuple(self._partner(name, one, quantities) for name, one in self._section(data, "partner")),
            price_year=price_year,
            draws=self._whole("draws", data.get("draws", DRAWS), FEWEST_DRAWS, MOST_DRAWS),
            seed=self._whole("seed", data.get("seed", SEED), 0, 2**63 - 1),
            settings=settings,
            headline=headline,
            pooling=self._choice("[estimate] pooling", data.get("pooling", POOLINGS[0]), POOLINGS),
            drift=self._number("[estimate] drift", data.get("drift", DRIFT), 0),
            is_proposed=is_proposed,
        )
        self._check_prices(model)
        return model

    def _quantity(self, name: str, data: Mapping[str, Any]) -> Quantity:
        where = f"[estimate.quantity.{name}]"
        self._known(where, data, ("unit", "description", "prior", "claims", "pooling", "drift"))
        unit_text = self._text(f"{where} unit", data.get("unit"))
        prior = None if data.get("prior") is None else self._prior(f"{where} prior", data["prior"])
        claims = self._claims(where, data.get("claims"))
        if prior is None and len(claims) == 0:
            raise self._error(f"{where} has neither claims nor a prior", "one of the two, or both")
        drift = data.get("drift")
        return Quantity(
            name=name,
            unit=self._unit(f"{where} unit", unit_text),
            unit_text=unit_text,
            description=str(data.get("description", "")),
            prior=prior,
            claims=claims,
            pooling=None
            if data.get("pooling") is None
            else self._choice(f"{where} pooling", data["pooling"], POOLINGS),
            drift=None if drift is None else self._number(f"{where} drift", drift, 0),
        )

    def _channel(self, name: str, data: Mapping[str, Any]) -> Channel:
        where = f"[estimate.channel.{name}]"
        self._known(where, data, ("formula", "unit", "description", "claims", "goods", "commodities", "stock"))
        text = data.get("formula")
        if not isinstance(text, str) or text.strip() == "":
            raise self._error(f"{where} has no formula", 'a text, e.g. formula = "production * price"')
        try:
            formula = parse(text)
        except FormulaError as exc:
            raise self._formula_error(name, text, exc) from None
        is_stock = data.get("stock", False)
        if not isinstance(is_stock, bool):
            raise self._error(f"{where} stock is {is_stock!r}", "true or false")
        unit_text = self._text(f"{where} unit", data.get("unit", "USD" if is_stock else MONEY_A_YEAR))
        return Channel(
            name=name,
            formula_text=text,
            formula=formula,
            unit=self._unit(f"{where} unit", unit_text),
            unit_text=unit_text,
            description=str(data.get("description", "")),
            claims=self._claims(where, data.get("claims")),
            goods=None if data.get("goods") is None else self._text(f"{where} goods", data["goods"]),
            commodities=self._texts(f"{where} commodities", data.get("commodities")),
            is_stock=is_stock,
        )

    def _total(self, name: str, data: Mapping[str, Any]) -> Total:
        where = f"[estimate.total.{name}]"
        self._known(where, data, ("contains", "unit", "description", "claims", "prior", "complete"))
        unit_text = self._text(f"{where} unit", data.get("unit", MONEY_A_YEAR))
        is_complete = data.get("complete", False)
        if not isinstance(is_complete, bool):
            raise self._error(f"{where} complete is {is_complete!r}", "true or false")
        contains = self._texts(f"{where} contains", data.get("contains"))
        if len(contains) == 0:
            raise self._error(f"{where} contains nothing", 'channels, e.g. contains = ["narcotics"]')
        return Total(
            name=name,
            unit=self._unit(f"{where} unit", unit_text),
            unit_text=unit_text,
            contains=contains,
            description=str(data.get("description", "")),
            claims=self._claims(where, data.get("claims")),
            prior=None if data.get("prior") is None else self._prior(f"{where} prior", data["prior"]),
            is_complete=is_complete,
        )

    def _overlap(self, name: str, data: Mapping[str, Any], channels: Mapping[str, Channel]) -> Overlap:
        where = f"[estimate.overlap.{name}]"
        self._known(where, data, ("inner", "outer", "share"))
        inner, outer = (self._name(f"{where} {key}", data.get(key), channels) for key in ("inner", "outer"))
        if inner == outer:
            raise self._error(f"{where} is of {inner!r} with itself", "two channels")
        return Overlap(name, inner, outer, self._prior(f"{where} share", {"shape": "share", **data.get("share", {})}))

    def _same(self, data: Any, channels: Mapping[str, Channel]) -> Same:
        where = "[[estimate.same]]"
        self._known(where, self._table(where, data), ("names", "spread", "reason"))
        one, other = self._pair(where, data.get("names"), channels)
        spread = self._number(f"{where} spread", data.get("spread", 0.1), 0.001)
        return Same(one, other, spread, str(data.get("reason", "")))

    def _correlations(self, data: Any, quantities: Mapping[str, Quantity]) -> tuple[Correlation, ...]:
        where, found = "[[estimate.correlation]]", []
        for one in self._list(where, data):
            self._known(where, self._table(where, one), ("names", "rank", "reason"))
            left, right = self._pair(where, one.get("names"), quantities)
            rank = self._number(f"{where} rank", one.get("rank"), -1)
            if rank > 1:
                raise self._error(f"{where} rank is {rank:g}", "a rank correlation, -1 to 1")
            found.append(Correlation(left, right, rank, str(one.get("reason", ""))))
        return tuple(found)

    def _partner(self, key: str, data: Mapping[str, Any], quantities: Mapping[str, Quantity]) -> Partner:
        where = f"[estimate.partner.{key}]"
        self._known(where, data, ("name", "sees", "capacity"))
        sees = self._texts(f"{where} sees", data.get("sees"))
        for one in sees:
            self._name(f"{where} sees", one, quantities)
        capacity = data.get("capacity")
        if capacity is not None and (isinstance(capacity, bool) or not isinstance(capacity, int) or capacity < 0):
            raise self._error(f"{where} capacity is {capacity!r}", "how many questions they can answer, a whole number")
        return Partner(key, str(data.get("name", key)), sees, capacity)

    def _prior(self, where: str, data: Any) -> Prior:
        data = self._table(where, data)
        self._known(where, data, ("low", "high", "level", "shape", "mode", "reason", "source"))
        shape = self._choice(f"{where} shape", data.get("shape", SHAPES[0]), SHAPES)
        low, high = (self._number(f"{where} {key}", data.get(key)) for key in ("low", "high"))
        level = self._number(f"{where} level", data.get("level", 1.0 if shape == "triangular" else LEVEL), 0)
        if not low < high:
            raise self._error(f"{where} goes from {low:g} to {high:g}", "low below high")
        if not (0 < level < 1 and shape != "triangular") and not (level == 1 and shape in ("uniform", "triangular")):
            raise self._error(f"{where} level is {level:g}", "a probability between 0 and 1, e.g. 0.9")
        if shape == "lognormal" and low <= 0:
            raise self._error(f"{where} is lognormal from {low:g}", "low above 0, or shape = 'normal'")
        if shape == "share" and not 0 < low < high < 1:
            raise self._error(f"{where} is a share from {low:g} to {high:g}", "both between 0 and 1, the ends left out")
        mode = None if data.get("mode") is None else self._number(f"{where} mode", data["mode"])
        if (mode is not None) != (shape == "triangular") or (mode is not None and not low <= mode <= high):
            raise self._error(f"{where} mode is {mode}", "a mode between low and high with 'triangular', else none")
        reason = str(data.get("reason", "")).strip()
        if reason == "":
            raise self._error(f"{where} has no reason", 'why it is believed, e.g. reason = "UN panel 2013, par. 12"')
        return Prior(low, high, level, shape, mode, reason, str(data.get("source", "")))

    def _claims(self, where: str, data: Any) -> tuple[Wanted, ...]:
        found = []
        for one in self._list(f"{where} claims", data):
            row = {"says": one} if isinstance(one, str) else self._table(f"{where} claims", one)
            self._known(f"{where} claims", row, ("says", "unit", "reason"))
            says = self._text(f"{where} claims says", row.get("says"))
            unit = None
            if row.get("unit") is not None:
                unit = self._unit(f"{where} claims unit", self._text(f"{where} claims unit", row["unit"]))
            found.append(Wanted(says, unit, str(row.get("reason", ""))))
        return tuple(found)

    def _settings(self, data: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
        where, found = "[estimate] dependence", []
        for one in self._list(where, data.get("dependence", ["independent", 0.3, "comonotone"])):
            name = f"rho-{one:g}" if isinstance(one, float | int) and not isinstance(one, bool) else str(one)
            if setting_rho(name) is None:
                raise self._error(f"{where} has {one!r}", "'independent', 'comonotone', or a rank correlation below 1")
            found.append(name)
        if len(set(found)) < 2:
            raise self._error(f"{where} has {len(set(found))} setting", "two or more: dependence decides the tail")
        default = next((one for one in found if one.startswith("rho-")), found[0])
        headline = data.get("headline", default)
        headline = f"rho-{headline:g}" if isinstance(headline, float) else headline
        return tuple(dict.fromkeys(found)), self._choice("[estimate] headline", headline, found)

    def _periods(self, data: Any) -> tuple[str, ...]:
        where = "[estimate] periods"
        found = self._texts(where, [data] if isinstance(data, str) else data)
        if len(found) == 0:
            raise self._error(f"{where} is empty", 'years, e.g. periods = ["2013", "2014/2016"]')
        for one in found:
            years = one.split("/")
            if _PERIOD.fullmatch(one) is None or years[0] > years[-1]:
                raise self._error(f"{where} has {one!r}", "a year, or the first and the last: '2014/2016'")
        return tuple(dict.fromkeys(found))

    def _year(self, value: Any) -> int | None:
        if value is None:
            return None
        if value not in load_index():
            years = load_index()
            raise self._error(f"[estimate] price_year is {value!r}", f"a year from {min(years)} to {max(years)}")
        return int(value)

    def _check_names(self, sections: Mapping[str, Mapping[str, Any]]) -> None:
        seen: dict[str, str] = {}
        for section, items in sections.items():
            for name in items:
                if _NAME.fullmatch(name) is None or name in ("min", "max"):
                    raise self._error(f"[estimate.{section}.{name}] cannot stand in a formula", "letters, digits and _")
                if name in seen:
                    raise self._error(f"{name!r} is a {seen[name]} and a {section}", "a name for each")
                seen[name] = section

    def _check_formulas(self, quantities: Mapping[str, Quantity], channels: Mapping[str, Channel]) -> None:
        known = [*quantities, *channels]
        for name, channel in channels.items():
            used = names_of(channel.formula)
            if len(used) == 0:
                raise self._error(f"[estimate.channel.{name}] formula uses no quantity", "one or more: " + _some(known))
            for one in used:
                if one.name not in known:
                    error = FormulaError(f"there is no quantity or channel {one.name!r}", one.at, _some(known))
                    raise self._formula_error(name, channel.formula_text, error, _near(one.name, known))
            if channel.goods is not None:
                self._name(f"[estimate.channel.{name}] goods", channel.goods, known)
        self._check_circles(channels)
        units = {name: one.unit for name, one in quantities.items()} | {
            name: one.unit for name, one in channels.items()
        }
        for name, channel in channels.items():
            try:
                unit = unit_of(channel.formula, units)
            except FormulaError as exc:
                raise self._formula_error(name, channel.formula_text, exc) from None
            if not unit.fits(channel.unit):
                raise self._error(
                    f"[estimate.channel.{name}] formula {channel.formula_text!r} gives {unit}",
                    f"{channel.unit} (unit = {channel.unit_text!r})",
                    _unit_hint(unit, channel.unit),
                )

    def _check_circles(self, channels: Mapping[str, Channel]) -> None:
        def visit(name: str, path: tuple[str, ...]) -> None:
            if name in path:
                circle = " > ".join((*path[path.index(name) :], name))
                raise self._error(f"formulas go in a circle: {circle}", "channels that end in quantities")
            for one in names_of(channels[name].formula):
                if one.name in channels:
                    visit(one.name, (*path, name))

        for name in channels:
            visit(name, ())

    def _check_totals(self, channels: Mapping[str, Channel], totals: Mapping[str, Total]) -> None:
        for name, total in totals.items():
            where = f"[estimate.total.{name}] contains"
            for one in total.contains:
                channel = channels[self._name(where, one, channels)]
                if channel.is_stock:
                    raise self._error(f"{where} {one!r}, which is a stock", "channels that flow")
                if not channel.unit.fits(total.unit):
                    raise self._error(f"{where} {one!r} in {channel.unit}", f"{total.unit}, as the total")

    def _check_prices(self, model: Model) -> None:
        units = [
            (name, one.unit) for part in (model.quantities, model.channels, model.totals) for name, one in part.items()
        ]
        for name, unit in units:
            if unit.year is not None and model.price_year is None:
                raise self._error(
                    f"{name!r} has money of {unit.year}", "[estimate] price_year, the year whose prices all is given in"
                )
            if unit.year is not None and unit.year not in load_index():
                raise self._error(
                    f"{name!r} has money of {unit.year}, of which there is no price index", "1990 to 2025"
                )

    def _section(self, data: Mapping[str, Any], key: str) -> list[tuple[str, Mapping[str, Any]]]:
        section = self._table(f"[estimate.{key}]", data.get(key))
        return [(name, self._table(f"[estimate.{key}.{name}]", one)) for name, one in section.items()]

    def _known(self, where: str, data: Mapping[str, Any], names: Sequence[str]) -> None:
        for key in data:
            if key not in names:
                raise self._error(
                    f"{where} has an unknown key {key!r}", "one of " + ", ".join(names), _near(key, names)
                )

    def _name(self, where: str, value: Any, known: Iterable[str]) -> str:
        names = list(known)
        if value not in names:
            raise self._error(f"{where} has {value!r}, which there is not", _some(names), _near(str(value), names))
        return str(value)

    def _pair(self, where: str, value: Any, known: Iterable[str]) -> tuple[str, str]:
        names = self._texts(f"{where} names", value)
        if len(set(names)) != 2:
            raise self._error(f"{where} names is {value!r}", "two different names")
        names = tuple(self._name(f"{where} names", one, known) for one in names)
        return names[0], names[1]

    def _unit(self, where: str, text: str) -> Unit:
        try:
            return read_unit(text)
        except ValueError as exc:
            raise self._error(f"{where}: {exc}", "e.g. 'kg/year', 'USD2013/kg', 'million USD', '%'") from None

    def _table(self, where: str, value: Any) -> Mapping[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._error(f"{where} is {value!r}", "a table")
        return value

    def _list(self, where: str, value: Any) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._error(f"{where} is {value!r}", "a list")
        return value

    def _texts(self, where: str, value: Any) -> tuple[str, ...]:
        return tuple(self._text(where, one) for one in self._list(where, value))

    def _text(self, where: str, value: Any) -> str:
        if not isinstance(value, str) or value.strip() == "":
            raise self._error(f"{where} is {value!r}", "a text in quotes")
        return value.strip()

    def _choice(self, where: str, value: Any, known: Sequence[str]) -> str:
        if value not in known:
            raise self._error(f"{where} is {value!r}", "one of " + ", ".join(known), _near(str(value), known))
        return str(value)

    def _number(self, where: str, value: Any, least: float = -math.inf) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value) or value < least:
            raise self._error(
                f"{where} is {value!r}", "a number" if least == -math.inf else f"a number from {least:g} on"
            )
        return float(value)

    def _whole(self, key: str, value: Any, least: int, most: int) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self._error(f"[estimate] {key} is {value!r}", f"a whole number from {least:,} to {most:,}")
        return value

    def _formula_error(self, name: str, text: str, exc: FormulaError, next_step: str | None = None) -> CaseError:
        where = f"[estimate.channel.{name}] formula {text!r}, character {exc.at + 1}"
        return self._error(f"{where}: {exc.what}", exc.expected or "amounts that fit", next_step)

    def _error(self, what: str, expected: str, next_step: str | None = None) -> CaseError:
        return CaseError(what, where=self.where, expected=expected, next_step=next_step)


def _near(word: str, known: Iterable[str]) -> str | None:
    near = difflib.get_close_matches(word, list(known), 2)
    return "Did you mean " + " or ".join(repr(one) for one in near) + "?" if len(near) > 0 else None


def _some(names: Sequence[str]) -> str:
    return "one of " + ", ".join(names) if len(names) > 0 else "quantities: there are none yet"


def _unit_hint(found: Unit, wanted: Unit) -> str | None:
    """Say what a formula lacks, where that is one factor: a count of posts, a period."""
    left = wanted / found
    if len(left.powers) > 2:
        return None
    return f"Multiply by a quantity in {left}, or correct a unit"
