"""A question with its hypotheses and evidence, from a file; weighed, for people.

```toml
question = "Who ordered the sale?"

[hypothesis.ordered]
text = "The state ordered it"
prior = [0.2, 0.6]                  # 9 in 10; left out: all alike

[hypothesis.rogue]
text = "An official sold on his own"
prior = [0.2, 0.6]

[[item]]
name = "cash by courier"
text = "The money came back in a diplomat's luggage"
root = "police report of 3 May"     # who is behind it in the end: items of one root count once
probability = 0.9                   # that the item is true
dependence = 0.0                    # that the root repeats another, unrecorded
likelihood = { ordered = "likely", rogue = [0.05, 0.3] }
by = "anna"
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from counterflow.exc import InputError
from counterflow.model.doubt import Hedge
from counterflow.service.warning.shape import HypothesisItem, QuestionAnswer, RootItem
from counterflow.warn.hypothesis.evidence import Item, Question, Range
from counterflow.warn.hypothesis.weigh import weigh_question
from counterflow.weigh.hedge import Beta, find_word, meaning_of

KEYS = ("question", "hypothesis", "item")
HYPOTHESIS_KEYS = ("text", "prior")
ITEM_KEYS = ("name", "text", "root", "probability", "dependence", "likelihood", "by")
POINTS = 20_001
"""Points at which the density of a word is summed."""


def read_question(path: Path) -> tuple[Question, dict[str, Any]]:
    """Read a question, and the file as it stands, for its words.

    Raises:
        InputError: the file is none, or something in it is missing, unknown or no probability; says where.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError("there is no such file", where=str(path)) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise InputError(f"it is no TOML: {exc}", where=str(path)) from exc
    try:
        return _question(data), data
    except InputError as exc:
        raise InputError(exc.what, where=str(path), expected=exc.expected, next_step=exc.next_step) from exc


def describe_question(question: Question, data: Mapping[str, Any], path: Path) -> QuestionAnswer:
    """Weigh a question and say it: the most probable hypothesis first, then what each root brings."""
    found = weigh_question(question)
    texts = {name: str(one.get("text", "")) for name, one in data["hypothesis"].items()}
    rows = [
        HypothesisItem(
            name=name,
            text=texts[name],
            probability=found.probability[name],
            low=found.interval[name][0],
            high=found.interval[name][1],
        )
        for name in question.hypotheses
    ]
    return QuestionAnswer(
        path=str(path),
        question=str(data["question"]),
        hypotheses=tuple(sorted(rows, key=lambda one: (-one.probability, one.name))),
        roots=tuple(
            RootItem(root=one.root, items=one.items, diagnosticity=one.diagnosticity, without=one.without)
            for one in found.roots
        ),
    )


def _question(data: Mapping[str, Any]) -> Question:
    _known("the file", data, KEYS, ("question", "hypothesis"))
    hypotheses = _tables("hypothesis", data["hypothesis"])
    for name, one in hypotheses.items():
        _known(f"[hypothesis.{name}]", one, HYPOTHESIS_KEYS, ())
    prior = {
        name: range_of(f"[hypothesis.{name}] prior", one["prior"]) for name, one in hypotheses.items() if "prior" in one
    }
    items = data.get("item", [])
    if not isinstance(items, list):
        raise InputError("item is no list", expected="[[item]]")
    return Question.of(tuple(hypotheses), [_item(number, one) for number, one in enumerate(items, 1)], prior)


def _item(number: int, data: Any) -> Item:
    where = f"[[item]] {number}"
    if not isinstance(data, dict):
        raise InputError(f"{where} is {data!r}", expected="a table")
    _known(where, data, ITEM_KEYS, ("name", "root", "likelihood"))
    likelihood = _tables(f"{where} likelihood", data["likelihood"], any_value=True)
    return Item(
        str(data["name"]),
        {name: range_of(f"{where} likelihood under {name}", one) for name, one in likelihood.items()},
        str(data["root"]),
        _number(f"{where} probability", data.get("probability", 1.0)),
        _number(f"{where} dependence", data.get("dependence", 0.0)),
    )


def range_of(where: str, value: Any) -> Range:
    """Read a probability: one number, two that hold 9 in 10, or an estimative word as people mean it.

    Raises:
        InputError: it is none of these.
    """
    if isinstance(value, str):
        word = find_word(value, 0)
        if word is None or word != " ".join(value.lower().split()):
            raise InputError(f"{where} is {value!r}", expected="a word such as likely or unlikely, or [0.2, 0.6]")
        return range_of_beta(meaning_of(Hedge.FACT, word))
    ends = value if isinstance(value, list) else [value, value]
    if len(ends) != 2:
        raise InputError(f"{where} is {value!r}", expected="[least, most], e.g. [0.2, 0.6]")
    return Range(*(_number(where, one) for one in ends)).check(where)


def range_of_beta(beta: Beta) -> Range:
    """Give what 9 in 10 of a Beta distribution lie in, by summing its density."""
    points = (np.arange(POINTS) + 0.5) / POINTS
    density = np.exp((beta.true - 1) * np.log(points) + (beta.false - 1) * np.log1p(-points))
    below = np.cumsum(density) / density.sum()
    low, high = (float(points[np.searchsorted(below, level)]) for level in (0.05, 0.95))
    return Range(low, high)


def _known(where: str, data: Mapping[str, Any], names: tuple[str, ...], needed: tuple[str, ...]) -> None:
    for name in data:
        if name not in names:
            raise InputError(f"{where} has an unknown key {name!r}", expected=", ".join(names))
    for name in needed:
        if name not in data:
            raise InputError(f"{where} has no {name}", expected=", ".join(needed))


def _tables(where: str, data: Any, *, any_value: bool = False) -> dict[str, Any]:
    if not isinstance(data, dict) or not (any_value or all(isinstance(one, dict) for one in data.values())):
        raise InputError(f"{where} is {data!r}", expected="a name for each hypothesis")
    return data


def _number(where: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{where} is {value!r}", expected="a number from 0 to 1")
    return float(value)
