"""Files of judgements: nomenklatura's resolver format, or CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from counterflow.exc import InputError, LedgerError
from counterflow.model.doubt import Judgement
from counterflow.resolve.judgement import read_judgements

Ids = tuple[str, str]

_EXPECTED = 'CSV with left_id, right_id, judgement, or JSON lines ["left id", "right id", "positive", ...]'


class Judged(NamedTuple):
    """What a file of judgements says of entities."""

    pairs: Mapping[Ids, Judgement]
    """By pairs of entities of the input."""
    unused: Sequence[Ids]
    """Judged pairs of which an id is no entity of the input and stands for none."""


NOBODY_JUDGED = Judged({}, ())


def read_judgement_file(path: Path, known: Mapping[str, object]) -> Judged:
    """Read judgements; the last one on a pair counts, and one that was deleted does not.

    nomenklatura links entities to canonical ids (`NK-...`) of its own. Whatever id is no entity of the input stands for
    the entities that positive judgements join to it: they are one, and what is judged of it is judged of them.

    Args:
        path: .csv, or JSON lines as nomenklatura's `Resolver.dump` writes them.
        known: entities of the input, by id.

    Raises:
        InputError: the file cannot be read, or a line holds no judgement.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(_of_csv(file) if path.suffix.lower() == ".csv" else _of_lines(file))
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"cannot be read: {exc}", where=str(path), expected=_EXPECTED) from exc
    entries = []
    for number, row in rows:
        try:
            read_judgements([row])
        except LedgerError as exc:
            raise InputError(exc.message, where=f"{path}, line {number}", expected=_EXPECTED) from exc
        entries.append(row)
    return _of_entities(read_judgements(entries), known)


def _of_csv(file: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(file)
    given = reader.fieldnames or ()
    for names in (("left_id", "target"), ("right_id", "source"), ("judgement",)):
        if len(given) > 0 and not any(name in given for name in names):
            raise InputError(
                f"the column {names[0]!r} is missing; there are: {', '.join(given)}",
                where=file.name,
                expected="the columns left_id, right_id, judgement",
                next_step="Name the columns in the first row",
            )
    for number, row in enumerate(reader, start=2):
        left, right = row.get("left_id", row.get("target")), row.get("right_id", row.get("source"))
        if not row.get("deleted_at"):
            yield number, {"left_id": left, "right_id": right, "judgement": row.get("judgement")}


def _of_lines(file: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(file, start=1):
        if line.strip() == "":
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if isinstance(row, dict):
            row = [row.get("left_id", row.get("target")), row.get("right_id", row.get("source")), row.get("judgement")]
        if not isinstance(row, list) or len(row) < 3:
            row = [None, None, None]
        deleted = row[6] if len(row) > 6 else None
        if deleted is None:
            yield number, {"left_id": row[0], "right_id": row[1], "judgement": row[2]}


def _of_entities(judgements: Mapping[Ids, Judgement], known: Mapping[str, object]) -> Judged:
    """Replace ids that are no entities by an entity that they stand for."""
    leader: dict[str, str] = {}

    def find(one: str) -> str:
        while leader.get(one, one) != one:
            one = leader[one]
        return one

    for (left, right), judgement in judgements.items():
        if judgement == Judgement.POSITIVE and not (left in known and right in known):
            first, second = sorted((find(left), find(right)), key=lambda one: (one not in known, one))
            leader[second] = first
    found: dict[Ids, Judgement] = {}
    unused: list[Ids] = []
    for one in sorted(leader):
        if one in known and find(one) != one and find(one) in known:
            found[min(one, find(one)), max(one, find(one))] = Judgement.POSITIVE
    for (left, right), judgement in judgements.items():
        a, b = (one if one in known else find(one) for one in (left, right))
        if a != b and a in known and b in known:
            found[min(a, b), max(a, b)] = judgement
        elif a not in known or b not in known:
            unused.append((left, right))
    return Judged(found, unused)
