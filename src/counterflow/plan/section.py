"""The section `[plan]` of case.toml: what the case says of measures, costs, what is in force and the adversary.

[plan]
budget = 5                       # a run plans for it, and `counterflow plan` where no other is given
budget_unit = "measures"         # or usd, which it is where nothing is said
draws = 60                       # draws that a run plans over
seed = 0                         # of them
jurisdiction = "eu"              # whose measures are planned: only its own lists and the UN's are in force
roots = 2                        # independent sources that a designation needs
[plan.adversary]
budget = 3                       # leads that he can open
[plan.kind.interdict]            # over the library, for every measure of the kind
cost = 300000
[[plan.measure]]                 # over the library for one target, or beside it
kind = "persuade"
target = "Iran"                  # an id, a name of the network, or a country's code
probability = 0.1
[[plan.in_force]]
kind = "ban_trade"
target = "coal"
since = "2017-08-05"
jurisdiction = "un"
"""

from __future__ import annotations

import dataclasses
import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from counterflow.clean.country import read_country
from counterflow.exc import CaseError
from counterflow.plan.measure import Kind, check_figure, kinds

ROOTS = 2
"""Independent roots that a designation needs on the legs of its target: no committee goes by one report."""
OPENINGS = 3.0
"""Leads that the adversary is taken to be able to open, where the case says nothing: assumed, and shown."""

DRAWS = 60
"""Draws that are planned over, where nothing is said."""
MOST_DRAWS = 10_000
BUDGET_UNITS = ("usd", "measures")

KEYS = (
    *("adversary", "budget", "budget_unit", "draws", "in_force", "jurisdiction", "kind", "measure", "roots", "seed"),
)
"""Of the section."""
_SETTABLE = tuple(
    one.name for one in dataclasses.fields(Kind) if one.name not in ("name", "bears_on", "not_for", "assumed")
)


@dataclasses.dataclass(frozen=True)
class Section:
    """The section, checked."""

    where: str
    budget: float | None = None
    """What a run plans for; None: a run chooses nothing."""
    budget_unit: str = BUDGET_UNITS[0]
    draws: int = DRAWS
    seed: int = 0
    jurisdiction: str | None = None
    """Code of whose measures are planned: what its own lists or the UN's hold is in force; None: what any list does."""
    roots: int = ROOTS
    openings: float = OPENINGS
    kinds: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)
    measures: Sequence[Mapping[str, Any]] = ()
    in_force: Sequence[Mapping[str, Any]] = ()


def read_section(data: Mapping[str, Any], where: str) -> Section:
    """Read the section.

    Raises:
        CaseError: an unknown key or kind, or a value that is none; says where and what is expected.
    """
    _known("[plan]", data, KEYS, where)
    adversary = _table("[plan.adversary]", data.get("adversary", {}), where)
    _known("[plan.adversary]", adversary, ("budget",), where)
    openings = _number("[plan.adversary] budget", adversary.get("budget", OPENINGS), where)
    budget = _number("[plan] budget", data["budget"], where) if "budget" in data else None
    if budget == 0:
        _refuse("[plan] budget is 0", "a number over 0", where)
    unit = data.get("budget_unit", BUDGET_UNITS[0])
    if unit not in BUDGET_UNITS:
        _refuse(f"[plan] budget_unit is {unit!r}", "one of " + ", ".join(BUDGET_UNITS), where)
    jurisdiction = data.get("jurisdiction")
    if jurisdiction is not None and (not isinstance(jurisdiction, str) or not _is_jurisdiction(jurisdiction)):
        _refuse(f"[plan] jurisdiction is {jurisdiction!r}", "un, eu, or a country's code: us, gb, jp", where)
    return Section(
        where=where,
        budget=budget,
        budget_unit=unit,
        draws=_whole("draws", data.get("draws", DRAWS), 1, MOST_DRAWS, where),
        seed=_whole("seed", data.get("seed", 0), 0, math.inf, where),
        jurisdiction=jurisdiction,
        roots=_whole("roots", data.get("roots", ROOTS), 1, math.inf, where),
        openings=openings,
        kinds=_kinds(_table("[plan.kind]", data.get("kind", {}), where), where),
        measures=_list("measure", data.get("measure", []), (*_SETTABLE, "effects", "id", "missing"), where),
        in_force=_list("in_force", data.get("in_force", []), ("since", "jurisdiction"), where),
    )


def find_target(target: str, names: Mapping[str, str], where: str) -> str:
    """Find what a measure of the case bears on: an id, a name, or a country's name or code.

    Args:
        target: as case.toml has it.
        names: what can be named, by its id.
        where: the file, for errors.

    Raises:
        CaseError: nothing, or more than one thing, has that name.
    """
    if target in names:
        return target
    found = sorted(key for key, name in names.items() if name.casefold() == target.casefold())
    code = read_country(target)
    if len(found) == 0 and code is not None and code in names:
        return code
    if len(found) != 1:
        many = f"; {len(found)} have that name: {', '.join(found)}" if found else ""
        near = difflib.get_close_matches(target, sorted(set(names.values())), 3)
        expected = "the id, or the name, of somebody or something on the flows" + (
            f": {', '.join(near)}" if len(near) > 0 else ""
        )
        _refuse(f"a measure of [plan] has the target {target!r}, which the flows do not name{many}", expected, where)
    return found[0]


def _is_jurisdiction(text: str) -> bool:
    return text in ("un", "eu") or (len(text) == len("xx") and read_country(text) == text)


def _kinds(data: Mapping[str, Any], where: str) -> dict[str, dict[str, Any]]:
    found = {}
    _known("[plan.kind]", data, tuple(kinds()), where)
    for name, value in data.items():
        heading = f"[plan.kind.{name}]"
        row = _table(heading, value, where)
        _known(heading, row, _SETTABLE, where)
        _check_figures(heading, row, where)
        found[name] = row
    return found


def _list(name: str, value: Any, more: Iterable[str], where: str) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        _refuse(f"[plan] {name} is {value!r}", f"tables, each under [[plan.{name}]]", where)
    found = []
    for number, one in enumerate(value, 1):
        heading = f"[[plan.{name}]] {number}"
        row = _table(heading, one, where)
        _known(heading, row, ("kind", "target", *more), where)
        for key in ("kind", "target"):
            if not isinstance(row.get(key), str):
                _refuse(f"{heading} has no {key}", "a text in quotes", where)
        if row["kind"] not in kinds():
            _refuse(f"{heading} has the kind {row['kind']!r}", "one of " + ", ".join(kinds()), where)
        _check_figures(heading, row, where)
        found.append(row)
    return found


def _check_figures(heading: str, row: Mapping[str, Any], where: str) -> None:
    for key in row:
        expected = check_figure(key, row[key])
        if expected is not None:
            _refuse(f"{heading} {key} is {row[key]!r}", expected, where)


def _whole(key: str, value: Any, least: int, most: float, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        bounds = f"{least} or more" if math.isinf(most) else f"from {least} to {most:,}"
        _refuse(f"[plan] {key} is {value!r}", f"a whole number, {bounds}", where)
    return int(value)


def _number(heading: str, value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        _refuse(f"{heading} is {value!r}", "a number of 0 or more", where)
    return float(value)


def _table(heading: str, value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        _refuse(f"{heading} is {value!r}", "a table", where)
    return dict(value)


def _known(heading: str, data: Mapping[str, Any], names: Sequence[str], where: str) -> None:
    for key in data:
        if key not in names:
            near = difflib.get_close_matches(key, names, 1)
            hint = f"Did you mean {near[0]!r}?" if len(near) > 0 else None
            raise CaseError(
                f"{heading} has an unknown key {key!r}",
                where=where,
                expected="one of " + ", ".join(names),
                next_step=hint,
            )


def _refuse(problem: str, expected: str, where: str) -> NoReturn:
    raise CaseError(problem, where=where, expected=expected)
