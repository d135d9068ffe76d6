"""The roots of what partners gave: those that it has at its origin, so that a copy which went round counts once.

A root travels in words that mean the same everywhere (`root` of `given`). Here they become this case's own words where
it has any: a publisher that case.toml describes under the same name is that publisher, whatever its key there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from counterflow.case import Publisher
from counterflow.clean.name import normal_name
from counterflow.engine import Engine
from counterflow.model.doubt import Reliability
from counterflow.weigh.track import Track

_SQL = "SELECT * FROM given ORDER BY evidence_id"
_OTHERS_SQL = "SELECT * FROM rows_here WHERE evidence_id NOT IN (SELECT evidence_id FROM given)"


def register_given(engine: Engine, own: Mapping[str, pa.Table], publishers: Mapping[str, Publisher]) -> None:
    """Register `passage_root`, `taken_back` and `estimative` of all evidence: the case's own, and what was given.

    Args:
        engine: holds `given`.
        own: what was found of the case's own documents, by those names.
        publishers: of case.toml.
    """
    rows = engine.query(_SQL).to_pylist()
    names = {normal_name(one.name): key for key, one in publishers.items()}
    columns: dict[str, dict[str, list[Any]]] = {
        "passage_root": {
            "evidence_id": [row["evidence_id"] for row in rows],
            "root": [root_here(row["root"], names) for row in rows],
            "dependence": [row["dependence"] for row in rows],
            "is_own": [row["is_own"] for row in rows],
        },
        "taken_back": {"evidence_id": [row["evidence_id"] for row in rows if row["is_taken_back"]]},
        "estimative": {
            "evidence_id": [row["evidence_id"] for row in rows if row["word"] is not None],
            "word": [row["word"] for row in rows if row["word"] is not None],
        },
    }
    for name, table in own.items():
        if len(rows) == 0:
            engine.register(name, table)
            continue
        engine.register("rows_here", table)
        here = engine.query(_OTHERS_SQL)
        engine.register(name, pa.concat_tables([here, pa.table(columns[name], schema=table.schema)]))


def root_here(root: str, names: Mapping[str, str]) -> str:
    """Put a root into this case's words.

    Args:
        root: as `given` has it.
        names: keys of the publishers of case.toml, by their names in normal form.
    """
    kind, _, which = root.partition(" ")
    if kind in ("publisher", "source") and which in names:
        return f"publisher {names[which]}"
    return root


def register_letters(engine: Engine, publishers: Mapping[str, Publisher], tracks: Iterable[Track]) -> None:
    """Register `given_letter`: evidence_id, letter and letter_now of the publishers of what was given; null: unknown.

    What case.toml says of a publisher stands over what partners say, and what it says of a partner bounds what that
    one says of others: a chain is no surer than its weakest link.
    """
    now = {one.publisher: one.letter_now for one in tracks}
    by_name = {normal_name(one.name): one for one in publishers.values()}
    found: dict[str, list[str | None]] = {"evidence_id": [], "letter": [], "letter_now": []}
    for row in engine.query(_SQL).to_pylist():
        mine = by_name.get(normal_name(row["publisher_name"] or row["publisher"] or ""))
        giver = by_name.get(normal_name(row["given_by"] or "")) or publishers.get(row["given_by"] or "")
        letter, letter_now = row["reliability"], row["reliability_now"]
        if mine is not None:
            letter, letter_now = str(mine.reliability), str(now[mine.key])
        found["evidence_id"].append(row["evidence_id"])
        found["letter"].append(_bounded(letter, giver))
        found["letter_now"].append(_bounded(letter_now, giver))
    engine.register("given_letter", pa.table({name: pa.array(values, pa.string()) for name, values in found.items()}))


def _bounded(letter: str | None, giver: Publisher | None) -> str | None:
    """Give the weaker of two letters; F says nothing of either."""
    if letter is None or letter == Reliability.F:
        return None
    if giver is None or giver.reliability == Reliability.F:
        return letter
    return max(letter, str(giver.reliability))
