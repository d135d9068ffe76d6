"""A release build: what a case would hold had it never had what a recipient may not see.

It is made by the run itself, from the inputs that may be given: nothing is taken out of a finished build, so no count,
rank, id or figure of it depends on what is hidden. A ledger of its own holds what people said that may be known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any, NamedTuple

from counterflow.case import Case, Publisher
from counterflow.ledger import KINDS, Ledger
from counterflow.ledger.head import head_path
from counterflow.model.told import party_id
from counterflow.run.build import Build
from counterflow.run.progress import Progress
from counterflow.run.run import RunOptions, run_case
from counterflow.run.trial import trial_case
from counterflow.tables import DOCUMENT, MENTION, RESOURCE, STATEMENT, Table

Said = tuple[str, Mapping[str, Any]]
"""Kind and payload of an entry of the ledger."""

NAMED = {"review": ("document_id",), "lineage": ("source_id", "repeats_id"), "judgement": ("left_id", "right_id")}
"""Entries that have no marking of their own, and what they are about: a document, two documents, two entities."""
_READ_BEFORE = {"review": "collect", "lineage": "receive", "judgement": "receive"}
"""The stage after which it is known whether the recipient may see what such an entry is about."""


class Releasable(NamedTuple):
    """A case as it is, and as it would be."""

    case: Case
    """The folder that both builds are in; it ends with the call that gives it."""
    own: Build
    """The build of the case as it stands."""
    given: Build
    """What the next run would make of what may be given."""
    left_out: tuple[Said, ...]
    """Entries of the ledger that were not used, because they are about what stays."""


@contextmanager
def make_releasable(
    case: Case,
    admits: Callable[[str], bool],
    *,
    progress: Progress | None = None,
    options: RunOptions | None = None,
) -> Iterator[Releasable]:
    """Build a case from what may be given alone, beside the build of the whole; both end with the call.

    An input is given whole or not at all: a report whose marking stands in its text, or a bundle with one object that
    may not be given, leaves out all of it, for its size and hash would tell that there is more. Of a list the vintages
    that may be given are read. Judgements, reviews and what was said of lineage have the marking of the case, and are
    used where everything they are about is there; withdrawals always. Publishers of case.toml are known where
    something given names them.

    Args:
        case: the case; its ledger, builds and `current` stay as they are.
        admits: whether what is so marked may be given.
        progress: of the runs.
        options: of the runs; `only` and `admits` must not be set.

    Raises:
        CaseLockedError: a run holds the case.
        StorageError: no room or no permission to write beside the case.
    """
    options = options or RunOptions()
    with trial_case(case, wait_s=options.wait_s) as trial:
        own = run_case(trial, progress=progress, options=options)
        left_out = _say_again(trial, admits, replace(options, admits=admits), progress)
        known = replace(trial, publishers=_named_publishers(trial))
        given = run_case(known, progress=progress, options=replace(options, admits=admits))
        assert own is not None  # only a run that stops early has no report
        assert given is not None
        yield Releasable(known, own.build, given.build, tuple(left_out))


def _say_again(
    trial: Case, admits: Callable[[str], bool], options: RunOptions, progress: Progress | None
) -> list[Said]:
    """Put in place of the trial's ledger one of what may be known; gives what was left out.

    What an entry is about is looked for in what the stages before it make of the releasable inputs; `collect` has
    always been run afterwards.
    """
    said = _read_said(trial)
    for path in (trial.ledger_path, head_path(trial.ledger_path)):
        path.unlink(missing_ok=True)
    for suffix in ("-wal", "-shm"):
        trial.ledger_path.with_name(trial.ledger_path.name + suffix).unlink(missing_ok=True)
    is_known = admits(trial.handling)
    # Which entries by hand may be given, `collect` asks itself.
    _enter(trial, [one for one in said if one[0] not in NAMED])
    left_out = [] if is_known else [one for one in said if one[0] in NAMED]
    for stage in ("collect", "receive"):
        asked = [one for one in said if is_known and _READ_BEFORE.get(one[0]) == stage]
        if len(asked) == 0 and stage != "collect":
            continue
        run_case(trial, progress=progress, options=replace(options, only=stage))
        known = _known_ids(trial)
        used = [one for one in asked if all(one[1][name] in known for name in NAMED[one[0]])]
        left_out += [one for one in asked if one not in used]
        _enter(trial, used)
    return left_out


def _read_said(case: Case) -> list[Said]:
    kinds = [kind.name for kind in KINDS.values() if kind.changes_build and kind.name != "undo"]
    with closing(Ledger.of_file(case.ledger_path)) as ledger:
        return [(entry.kind, entry.data) for entry in ledger.effective(kinds)]


def _enter(case: Case, said: Iterable[Said]) -> None:
    with closing(Ledger.of_file(case.ledger_path)) as ledger:
        ledger.append_all(said)


def _known_ids(trial: Case) -> set[str]:
    """Give the ids of the documents and entities that the stages done so far have made."""
    documents = _read(trial, DOCUMENT, "id")
    entities = _read(trial, STATEMENT, "entity_id")
    # A party that a document names and tells nothing of has no statement, and can be judged.
    named = zip(_read(trial, MENTION, "document_id"), _read(trial, MENTION, "entity"), strict=True)
    told = {party_id(document, entity) for document, entity in named if entity is not None}
    return {*documents, *entities, *told}


def _named_publishers(trial: Case) -> dict[str, Publisher]:
    """Give the publishers of a case that something collected names: the others may be those of what stays."""
    named = {*_read(trial, RESOURCE, "publisher"), *_read(trial, DOCUMENT, "publisher")}
    return {key: one for key, one in trial.publishers.items() if key in named}


def _read(trial: Case, table: Table, column: str) -> list[Any]:
    paths = sorted(trial.builds_path.glob(f".*.partial/*/{table.name}.parquet"))
    values: list[Any] = table.read(paths, [column]).column(column).to_pylist() if len(paths) > 0 else []
    return values
