"""What an earlier run found of each entity, kept in the case's cache: a later run computes only what changed.

cache/entities/<version>/
    digest.arrow       each entity with the digest of all statements and evidence that its rows depend on
    member.arrow, identifier.arrow, name.arrow
                       rows of each entity, as `member`, `identifier` and `block` make them
    entity.arrow       rows of `entity`, each with the digest of its members
    state.json         digests of these files; written last, so that a killed run leaves nothing that counts

Nothing here decides anything: rows follow from the digests, so that a run with this folder and one without give the
same bytes. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from counterflow import engine as engines
from counterflow.engine import Engine
from counterflow.model.told import IS_TOLD
from counterflow.tables import TABLES

FOLDER = "entities"
"""Folder of the case's cache."""
STATE = "state.json"
KEPT_VERSIONS = 2
"""Versions whose folders are kept."""

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
"""  # noqa: S608 - constants

_CLUSTER_SQL = """
SELECT canonical_id, hash(count(*), bit_xor(hash(entity_id, digest))) AS digest
FROM canonical JOIN digest USING (entity_id) GROUP BY canonical_id
"""

_PART_SQL = """
WITH part AS (
    SELECT entity_id FROM changed
    UNION
    SELECT entity_id FROM statement WHERE prop IN ('entity', 'holder') AND value IN (SELECT entity_id FROM changed)
)
SELECT statement.* FROM statement WHERE entity_id IN (SELECT entity_id FROM part)
"""


class Earlier:
    """What was found of entities earlier, and is kept now."""

    def __init__(self, engine: Engine, root: Path | None, version: str) -> None:
        """Read what is there and find what changed since.

        Reads:
            `statement`, `evidence`. Registers `digest`.
        """
        self._engine = engine
        self._root = root
        self._path = None if root is None else root / version
        self._stored: Mapping[str, pa.Table] = {}
        self._now: dict[str, pa.Table] = {}
        if self._path is None:
            return
        self._stored = _load(self._path)
        self._now["digest"] = engine.query(_DIGEST_SQL)
        engine.register("digest", self._now["digest"])

    @contextmanager
    def entities(self) -> Iterator[Rows]:
        """Give rows of entities, with an engine that holds the statements of those that changed."""
        if "digest" not in self._stored:
            yield Rows(self, self._engine, None)
            return
        changed = _unlike(self._now["digest"], self._stored["digest"], "entity_id")
        with self._part(changed, ("statement",)) as engine:
            yield Rows(self, engine, changed)

    def clusters(self, make: Callable[[Engine], pa.Table], names: tuple[str, ...]) -> pa.Table:
        """Make the rows of all canonical ids; those of the same members that say the same are not made again.

        Reads:
            the registered rows `canonical` and those of `names`.

        Args:
            make: given an engine, makes the rows, with a column canonical_id.
            names: registered rows that it reads, by entity_id.
        """
        if self._path is None:
            return make(self._engine)
        digests = self._engine.query(_CLUSTER_SQL)
        stored = self._stored.get("entity")
        if stored is None:
            rows = make(self._engine)
        else:
            changed = _unlike(digests, stored, "canonical_id")
            self._engine.register("changed_cluster", pa.table({"canonical_id": changed}))
            wanted = self._engine.query(
                "SELECT entity_id FROM canonical WHERE canonical_id IN (SELECT canonical_id FROM changed_cluster)"
            ).column(0)
            with self._part(wanted.combine_chunks(), ("statement", "evidence")) as engine:
                for name in names:
                    sql = f"SELECT * FROM {name} WHERE entity_id IN (SELECT entity_id FROM changed)"  # noqa: S608 - ours
                    engine.register(name, self._engine.query(sql))
                made = make(engine)
            known = pc.and_(
                pc.is_in(stored.column("canonical_id"), digests.column("canonical_id").combine_chunks()),
                pc.invert(pc.is_in(stored.column("canonical_id"), changed)),
            )
            rows = pa.concat_tables([made, stored.filter(known).select(made.schema.names)])
        at = pc.index_in(rows.column("canonical_id"), digests.column("canonical_id").combine_chunks())
        self._now["entity"] = rows.append_column("digest", digests.column("digest").take(at))
        return rows

    def save(self) -> None:
        """Keep what was found now."""
        if self._path is None or self._root is None:
            return
        self._path.mkdir(parents=True, exist_ok=True)
        (self._path / STATE).unlink(missing_ok=True)
        for name, rows in self._now.items():
            with pa.OSFile(str(self._path / f"{name}.arrow"), "wb") as file, pa.ipc.new_file(file, rows.schema) as out:
                out.write_table(rows)
        state = {name: _digest(self._path / f"{name}.arrow") for name in self._now}
        temporary = self._path / f".{STATE}.{os.getpid()}"
        temporary.write_text(json.dumps(state), encoding="utf-8")
        temporary.replace(self._path / STATE)
        os.utime(self._path)
        folders = sorted(self._root.iterdir(), key=lambda path: (path == self._path, path.stat().st_mtime))
        for path in folders[:-KEPT_VERSIONS]:
            shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _part(self, changed: pa.Array, tables: tuple[str, ...]) -> Iterator[Engine]:
        """Open an engine on the statements of some entities, and of what names them; it has their ids as `changed`."""
        ids = pa.table({"entity_id": changed})
        self._engine.register("changed", ids)
        part = {"statement": self._engine.query(_PART_SQL)}
        if "evidence" in tables:
            self._engine.register("part_statement", part["statement"].select(["id"]))
            sql = "SELECT evidence.* FROM evidence WHERE statement_id IN (SELECT id FROM part_statement)"
            part["evidence"] = self._engine.query(sql)
        with tempfile.TemporaryDirectory(prefix="counterflow-resolve-") as folder:
            paths = {name: Path(folder) / f"{name}.parquet" for name in part}
            for name, rows in part.items():
                # As every table is written: DuckDB 2.0 reads IS NULL wrongly of a column without a dictionary.
                TABLES[name].write(rows, paths[name])
            with engines.connect({name: [path] for name, path in paths.items()}) as engine:
                engine.register("changed", ids)
                yield engine


class Rows:
    """Rows of entities: those of what changed are made, the others are as they were."""

    def __init__(self, earlier: Earlier, engine: Engine, changed: pa.Array | None) -> None:
        """Hold the engine on what changed; `changed` None: everything is to be made."""
        self._earlier = earlier
        self._engine = engine
        self._changed = changed

    def make(self, name: str, make: Callable[[Engine], pa.Table]) -> pa.Table:
        """Make the rows of all entities and register them: all in the engine of all, the new ones in the other.

        Args:
            name: of the rows.
            make: given an engine, makes the rows, with a column entity_id.
        """
        rows = make(self._engine)
        if self._changed is not None:
            # What names a changed entity is here too, with some of its statements only.
            rows = rows.filter(pc.is_in(rows.column("entity_id"), self._changed))
            self._engine.register(name, rows)
            stored = self._earlier._stored[name]
            ids = self._earlier._now["digest"].column("entity_id").combine_chunks()
            column = stored.column("entity_id")
            known = pc.and_(pc.is_in(column, ids), pc.invert(pc.is_in(column, self._changed)))
            rows = pa.concat_tables([rows, stored.filter(known).select(rows.schema.names)])
        self._earlier._now[name] = rows
        self._earlier._engine.register(name, rows)
        return rows


def _unlike(now: pa.Table, before: pa.Table, key: str) -> pa.Array:
    """Give the keys that are new or have another digest."""
    at = pc.index_in(now.column(key), before.column(key).combine_chunks())
    same = pc.fill_null(pc.equal(now.column("digest"), before.column("digest").take(at)), False)
    return now.column(key).filter(pc.invert(same)).combine_chunks()


def _load(path: Path) -> Mapping[str, pa.Table]:
    """Read what is there; a folder that is damaged counts as empty."""
    try:
        state = json.loads((path / STATE).read_text(encoding="utf-8"))
        tables = {}
        for name in ("digest", "member", "identifier", "name", "entity"):
            file = path / f"{name}.arrow"
            if _digest(file) != state[name]:
                return {}
            with pa.OSFile(str(file), "rb") as source:
                tables[name] = pa.ipc.open_file(source).read_all()
    except (OSError, ValueError, LookupError, TypeError, pa.ArrowException):
        return {}
    return tables


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "blake2b").hexdigest()[:32]
