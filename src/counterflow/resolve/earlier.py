"""What an earlier run found, kept in the case's cache: a later run computes only what changed.

cache/entities/<version>/, in the form of `kept`:
    digest                     each entity with the digest of all statements and evidence that its rows depend on
    member, identifier, name, fact, record
                               rows of each entity, as `member`, `identifier`, `block` and `candidate.record` make them
    canonical, entity          each entity's canonical id; the rows of `entity`
    and what `decided` keeps of pairs

Nothing here decides anything: rows follow from the digests, so that a run with this folder and one without give the
same bytes. The folder may be deleted at any time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from counterflow import engine as engines
from counterflow.engine import Engine
from counterflow.engine.memory import hold_memory
from counterflow.model.told import IS_TOLD
from counterflow.resolve.kept import Kept
from counterflow.resolve.lookup import Lookups
from counterflow.resolve.place import places
from counterflow.tables import TABLES

FOLDER = "entities"
"""Folder of the case's cache."""
AT = "at"
"""Column of kept rows: their entity's place in `digest`."""

# An entity's rows depend on its statements, on those of the designations and papers that name it, and on the evidence
# of what may be over or denied. `hash` is DuckDB's, whose version is a part of the folder's name.
_DIGEST_SQL = f"""
WITH said AS (
    SELECT entity_id, hash(count(*), bit_xor(hash(id, schema, origin, first_seen, last_seen, handling))) AS digest
    FROM statement GROUP BY entity_id
), doubted AS (
    SELECT entity_id, hash(count(*), bit_xor(hash(evidence.id, document_id, polarity, hedge, last_seen, gone_on)))
        AS digest
    FROM (
        SELECT id, entity_id FROM statement
        WHERE prop = 'topics' OR (schema = 'Sanction' AND prop IN ('entity', 'endDate')) OR {IS_TOLD}
    ) wanted JOIN evidence ON evidence.statement_id = wanted.id
    GROUP BY entity_id
), own AS (
    SELECT said.entity_id, hash(said.digest, doubted.digest) AS digest FROM said LEFT JOIN doubted USING (entity_id)
), referred AS (
    SELECT value AS entity_id, hash(count(*), bit_xor(hash(own.entity_id, digest))) AS digest
    FROM (SELECT DISTINCT entity_id, value FROM statement WHERE prop IN ('entity', 'holder')) JOIN own USING (entity_id)
    GROUP BY value
)
SELECT own.entity_id, hash(own.digest, referred.digest) AS digest
FROM own LEFT JOIN referred USING (entity_id)
ORDER BY own.entity_id
"""  # noqa: S608 - constants

_PART_SQL = """
WITH part AS (
    SELECT entity_id FROM changed
    UNION
    SELECT entity_id FROM statement WHERE prop IN ('entity', 'holder') AND value IN (SELECT entity_id FROM changed)
)
SELECT statement.* FROM statement WHERE entity_id IN (SELECT entity_id FROM part)
"""


class Earlier:
    """What was found earlier, and is kept now; ends with the run."""

    def __init__(self, engine: Engine, root: Path, version: str, lookups: Lookups | None = None) -> None:
        """Read what is there and find what changed since.

        Reads:
            `statement`, `evidence`.

        Args:
            engine: the tables.
            root: folder of the case's cache.
            version: of what the rows follow from.
            lookups: of the tables; None: the engine is asked.
        """
        self._engine = engine
        self._lookups = lookups
        self._ending = ExitStack()
        self._kept = Kept(root, version)
        self._stored = dict(self._kept.load())
        self._now: dict[str, pa.Table] = {"digest": engine.query(_DIGEST_SQL) if lookups is None else lookups.digests()}
        self._moved: dict[str, pa.Table] = {}
        self.ids: pa.Array = _column(self._now["digest"], "entity_id")
        """All entities, in order."""
        self.is_new: NDArray[np.bool_] = np.ones(len(self.ids), np.bool_)
        """Which of them are new or changed."""
        self.part = engine
        """An engine on the statements of what is new or changed."""
        self.touched: pa.Array | None = None
        """Entities that are new, changed or gone; None: nothing is known of an earlier run."""
        if len(self._stored) > 0:
            # Little is made anew, and what is kept is copied often.
            self._ending.enter_context(hold_memory())
            self._compare()
        self.engines = [self._engine, self.part]
        """That of all statements, and that of the new ones."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    def _compare(self) -> None:
        before, now = self._stored["digest"], self._now["digest"]
        ids = _column(before, "entity_id")
        self._place = places(ids, self.ids)
        digest, other = (table.column("digest").to_numpy() for table in (before, now))
        self._stands: NDArray[np.bool_] = self._place >= 0
        self._stands[self._stands] = digest[self._stands] == other[self._place[self._stands]]
        self.is_new[self._place[self._stands]] = False
        changed = self.ids.filter(pa.array(self.is_new))
        self.touched = pc.unique(pa.concat_arrays([changed, ids.filter(pa.array(~self._stands))]))
        if len(self.touched) == 0:
            self._now["digest"] = before
        self.part = self._open(self.is_new)

    def rows(self, name: str, make: Callable[[Engine], pa.Table]) -> pa.Table:
        """Make the rows of all entities and register them: all in the engine of all, the new ones in that of the new.

        They are in order of entities.

        Args:
            name: of the rows.
            make: given an engine, makes the rows, with a column entity_id.
        """
        if self.touched is not None and len(self.touched) == 0:
            rows = self._stored[name]
        else:
            rows = make(self.part)
            if self.touched is None:
                at = places(_column(rows, "entity_id"), self.ids)
                order = np.argsort(at, kind="stable")
                rows = rows.take(pa.array(order)).append_column(AT, pa.array(at[order]))
            else:
                rows = self._renew(name, rows)
        self._now[name] = rows
        self._engine.register(name, rows)
        return rows

    def _renew(self, name: str, made: pa.Table) -> pa.Table:
        """Put rows that were made among those that stand, in order of entities."""
        new_at = np.flatnonzero(self.is_new)
        place = places(_column(made, "entity_id"), self.ids.take(pa.array(new_at)))
        # What names a changed entity is here too, with some of its statements only.
        is_new = place >= 0
        made = made.filter(pa.array(is_new))
        self.part.register(name, made)
        made = made.append_column(AT, pa.array(new_at[place[is_new]]))
        stored = self._stored[name]
        before = stored.column(AT).to_numpy()
        stands = self._stands[before]
        self._moved[name] = pa.concat_tables([made, stored.filter(pa.array(~stands))])
        at = np.concatenate([made.column(AT).to_numpy(), self._place[before]])
        kept = np.concatenate([np.arange(made.num_rows), made.num_rows + np.flatnonzero(stands)])
        order = kept[np.argsort(at[kept], kind="stable")]
        rows = pa.concat_tables([made, stored]).take(pa.array(order)).combine_chunks()
        return rows.set_column(rows.num_columns - 1, AT, pa.array(at[order]))

    def engine_of(self, wanted: Collection[str]) -> Engine:
        """Give an engine that holds the statements of some entities: of the new ones, if these are."""
        if self.touched is None:
            return self._engine
        is_new = pc.is_in(pa.array(sorted(wanted), pa.string()), self.touched)
        return self._engine if pc.any(pc.invert(is_new)).as_py() else self.part

    def moved(self, name: str) -> pa.Table:
        """Give the rows that are new and those that are gone, some of them in both; all if there was no earlier run."""
        return self._moved.get(name, self._now[name] if self.touched is None else self._now[name].slice(0, 0))

    def stored(self, name: str) -> pa.Table:
        """Give a table as it was kept.

        Raises:
            KeyError: nothing was kept, `touched` is None.
        """
        return self._stored[name]

    def places_now(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the places among `ids` of entities that had some places in the earlier run; -1: it is gone."""
        return self._place[at]

    def keep(self, name: str, rows: pa.Table) -> None:
        """Keep a table."""
        self._now[name] = rows

    def clusters(self, make: Callable[[Engine], pa.Table], canonical: pa.Table, names: tuple[str, ...]) -> pa.Table:
        """Make the rows of all canonical ids; those of the same members that say the same are not made again.

        From then on `part` is an engine on their statements.

        Args:
            make: given an engine, makes the rows, with a column canonical_id.
            canonical: entity_id and canonical_id of all entities; `make` reads them as registered.
            names: of `rows` that it reads besides.
        """
        ids = _column(canonical, "entity_id")
        at = np.arange(len(ids)) if ids.equals(self.ids) else places(ids, self.ids)
        row = np.empty(len(at), np.int64)
        row[at] = np.arange(len(at))
        now = _column(canonical, "canonical_id").take(pa.array(row))
        self._now["canonical"] = pa.table({"canonical_id": now})
        if self.touched is None:
            rows = make(self._engine)
        else:
            stored = self._stored["entity"]
            before = _column(self._stored["canonical"], "canonical_id")
            is_moved = ~self._stands
            is_moved[self._stands] = pc.not_equal(
                before.filter(pa.array(self._stands)), now.take(pa.array(self._place[self._stands]))
            ).to_numpy(zero_copy_only=False)
            is_other = self.is_new.copy()
            is_other[self._place[is_moved & (self._place >= 0)]] = True
            stale = pc.unique(pa.concat_arrays([before.filter(pa.array(is_moved)), now.filter(pa.array(is_other))]))
            if len(stale) == 0:
                rows = stored
            else:
                is_wanted = pc.is_in(now, stale).to_numpy(zero_copy_only=False)
                self.part = engine = self._open(is_wanted, self.part)
                engine.register("canonical", canonical.filter(pa.array(is_wanted[at])))
                for name in names:
                    rows = self._now[name]
                    engine.register(name, rows.filter(pa.array(is_wanted[rows.column(AT).to_numpy()])))
                made = make(engine)
                stands = pc.invert(pc.is_in(stored.column("canonical_id"), stale)).to_numpy()
                rows = _join_ordered(stored, np.flatnonzero(stands), made, "canonical_id")
        self._now["entity"] = rows
        return rows

    def save(self) -> None:
        """Keep what was found now."""
        self._kept.save(self._now)

    def _open(self, wanted: NDArray[np.bool_], used: Engine | None = None) -> Engine:
        """Open an engine on the statements of some of `ids` and of what names them, with their evidence.

        Args:
            wanted: which of `ids`.
            used: an engine that this gave, which is not needed any more.
        """
        if self._lookups is not None:
            engine = used or self._ending.enter_context(engines.connect({}, threads=1))
            for name, rows in self._lookups.read(wanted).items():
                engine.register(name, rows)
            return engine
        self._engine.register("changed", pa.table({"entity_id": self.ids.filter(pa.array(wanted))}))
        part = {"statement": self._engine.query(_PART_SQL)}
        self._engine.register("part_statement", part["statement"].select(["id"]))
        sql = "SELECT evidence.* FROM evidence WHERE statement_id IN (SELECT id FROM part_statement)"
        part["evidence"] = self._engine.query(sql)
        folder = self._ending.enter_context(tempfile.TemporaryDirectory(prefix="counterflow-resolve-"))
        paths = {name: Path(folder) / f"{name}.parquet" for name in part}
        for name, rows in part.items():
            # As every table is written: DuckDB 2.0 reads IS NULL wrongly of a column without a dictionary.
            TABLES[name].write(rows, paths[name])
        return self._ending.enter_context(engines.connect({name: [path] for name, path in paths.items()}))


def _join_ordered(stored: pa.Table, stands: NDArray[np.int64], made: pa.Table, name: str) -> pa.Table:
    """Put rows among those that stand of others, in order of a column."""
    at = np.concatenate([stands, stored.num_rows + np.arange(made.num_rows)])
    both = pa.concat_tables([stored, made])
    order = pc.sort_indices(both.column(name).take(pa.array(at))).to_numpy()
    return both.take(pa.array(at[order]))


def _column(table: pa.Table, name: str) -> pa.Array:
    column = table.column(name)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
