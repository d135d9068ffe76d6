"""What a stage is: its name, the tables it reads and writes, and the work it does.

Stages do not know each other, the case folder's layout or the order of the run: `run` gives them their tables and
takes their rows. Two kinds:

- a `PartStage` works on independent parts (a source, a document). Parts whose key is known from an earlier run are
  reused, so one changed document re-reads one document;
- a `WholeStage` works on whole tables and is reused when none of them changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from counterflow.case import Case
from counterflow.tables import Table

Row = NamedTuple
"""A row of any table; its class says which."""


class Batch(NamedTuple):
    """Rows of one table that are columns already; a part may yield them among its rows."""

    table: Table
    rows: pa.Table


class Step(NamedTuple):
    """How far a part is that takes long, a report of many pages; a part may yield steps among its rows."""

    done: int
    """How many pages, or other pieces, are done."""
    total: int
    """How many there are; 0: that is not known yet."""
    effort: int = 1
    """How much more than usual the step took: reading a page by OCR takes ten times and more."""


class LedgerEntries(Protocol):
    """The entries of the ledger that a stage declared it depends on."""

    def of_kind(self, kind: str) -> Sequence[Mapping[str, Any]]:
        """Give the payloads of one kind in the order they were entered, undone ones left out."""
        ...


@dataclass(frozen=True)
class StageInput:
    """What a stage is given: its case, the tables it reads, and the ledger entries that it depends on."""

    case: Case
    paths: Mapping[str, Sequence[Path]]
    """Parquet files that together hold each table read."""
    ledger: LedgerEntries
    admits: Callable[[str], bool] | None = None
    """Whether what is so marked is read; None: everything is. Only stages that read no tables ask."""

    def read(self, table: Table, columns: Sequence[str] | None = None) -> pa.Table:
        """Read one of the stage's tables."""
        return table.read(self.paths[table.name], columns)


class Part(NamedTuple):
    """One independent piece of a stage's work."""

    key: str
    """Hash of everything that the rows of this part depend on, besides code and parameters."""
    label: str
    """What a person calls it, for progress and errors."""
    size: int
    """How much there is to do, in bytes; for progress and for sharing work out."""
    load: Any
    """What `read` needs; must pickle, because parts are read in several processes."""


@dataclass(frozen=True)
class Stage:
    """What all stages declare."""

    name: str
    summary: str
    reads: tuple[Table, ...]
    writes: tuple[Table, ...]
    package: str
    """Python package whose source is the stage's code; a change of it invalidates what it computed."""
    libraries: tuple[str, ...] = ()
    """Further packages of ours that it uses, besides those that every stage may use."""
    distributions: tuple[str, ...] = ()
    """Installed distributions whose version changes what the stage computes, e.g. the language model."""
    parameters: tuple[str, ...] = ()
    """Keys of its section in case.toml, `[parameter.<stage>]`; a key that no stage declares is refused."""
    uses_publishers: bool = False
    """Whether the publishers' reliability in case.toml changes what the stage computes."""
    uses_organisation: bool = False
    """Whether the organisation that case.toml names changes what the stage computes."""
    ledger_kinds: tuple[str, ...] = ()
    """Kinds of ledger entries that change what the stage computes."""


@dataclass(frozen=True)
class PartStage(Stage):
    """A stage that works part by part."""

    parts: Callable[[StageInput], Sequence[Part]] = field(kw_only=True)
    """List the parts; cheap, because it runs even when nothing changed."""
    read: Callable[[Part], Iterator[Row | Batch | Step]] = field(kw_only=True)
    """Yield the rows of one part, one by one or in batches; a pure function of the part, run in any process."""


@dataclass(frozen=True)
class WholeStage(Stage):
    """A stage that works on whole tables."""

    compute: Callable[[StageInput], Iterable[tuple[Table, pa.Table]]] = field(kw_only=True)
    """Yield each table written; the run sorts and writes it."""
    prepare: Callable[[Path], None] | None = field(default=None, kw_only=True)
    """Given the folder in which a stage has just written tables that this one reads, put beside them what makes
    `compute` quick; nothing of it changes what is computed, and it is gone with the run."""
    needs: Table | None = field(default=None, kw_only=True)
    """The table without whose rows there is nothing to do; a run says nothing of the stage then."""
    needs_section: bool = field(default=False, kw_only=True)
    """Whether it has nothing to do in a case without its section in case.toml."""
    is_optional: bool = field(default=False, kw_only=True)
    """Whether a mistake in its section, or too little to work on, leaves its tables empty and is said; else the run
    ends with it. What the stages before found is worth a build without it."""
