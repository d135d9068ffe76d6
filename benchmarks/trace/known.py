"""A build of 1,000,000 ties looked at as of a day (`--known-at`): counts, one party's ties, and the network whole.

    .venv/bin/python -m benchmarks.trace.known [TIES]

Made tables: a statement and a row of evidence for each tie, of 40 vintages of one list; a fifth came after the day and
are left out. Wall and CPU seconds; of each question the first answer of a new engine and one after it, since a view is
computed again each time unless it is kept. The same without a day beside it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.trace.world import make_edges

from counterflow.dossier.clock import NOW, Clock, clock_views
from counterflow.engine import Engine, connect
from counterflow.tables import TABLES
from counterflow.trace.network import load_network

VINTAGES = 40
DAY = "2022-12-31"
HANDLING = "TLP:CLEAR"


def write_tables(folder: Path, ties: int) -> dict[str, list[Path]]:
    """Write the tables that the views read, filled up with nulls where nothing asks for more."""
    made = make_edges(ties // 5, ties)
    parties = sorted({*made.column("source_id").to_pylist(), *made.column("target_id").to_pylist()})
    dice = np.random.default_rng(3)
    vintage = dice.integers(0, VINTAGES, ties).tolist()
    published = [f"{2015 + number // 4}-{1 + 3 * (number % 4):02}-01" for number in range(VINTAGES)]
    ids = [f"{number:040x}" for number in range(ties)]
    sources, own = made.column("source_id").to_pylist(), [f"own-{one}" for one in parties]
    statements = {
        "id": [*ids, *own],
        "entity_id": [*sources, *parties],
        "canonical_id": [*sources, *parties],
        "prop": ["associates"] * ties + ["name"] * len(parties),
        "prop_type": ["entity"] * ties + ["name"] * len(parties),
        "schema": ["Company"] * (ties + len(parties)),
        "value": [*made.column("target_id").to_pylist(), *parties],
        "dataset": ["made"] * (ties + len(parties)),
        "handling": [HANDLING] * (ties + len(parties)),
    }
    seen = [published[one] for one in vintage] + [published[0]] * len(parties)
    evidence = {
        "id": [f"e-{one}" for one in statements["id"]],
        "statement_id": statements["id"],
        "resource_id": [f"r{one}" for one in vintage] + ["r0"] * len(parties),
        "hedge": ["fact"] * len(seen),
        "polarity": ["affirmed"] * len(seen),
        "first_seen": seen,
        "last_seen": [published[-1]] * len(seen),
        "handling": [HANDLING] * len(seen),
    }
    edges = {name: made.column(name).to_pylist() for name in made.schema.names}
    edges |= {"id": ids, "schema": ["Company"] * ties, "role": ["associates"] * ties, "is_directed": [True] * ties}
    edges |= {"evidence": [1] * ties, "roots": [1] * ties, "handling": [HANDLING] * ties}
    edges["statements"] = [[one] for one in ids]
    entities = {"canonical_id": parties, "schema": ["Company"] * len(parties), "caption": parties}
    entities |= {name: [[]] * len(parties) for name in ("datasets", "names", "countries", "topics")}
    entities |= {"listed_now": [False] * len(parties), "handling": [HANDLING] * len(parties)}
    resources = {"id": [f"r{one}" for one in range(VINTAGES)], "dataset": ["made"] * VINTAGES, "published": published}
    canonical = {"entity_id": parties, "canonical_id": parties}
    tables = {"statement": statements, "evidence": evidence, "edge": edges, "entity": entities, "resource": resources}
    return {
        **{name: [folder / f"{name}.parquet"] for name in TABLES},
        **{name: [_write(folder, name, columns)] for name, columns in {**tables, "canonical": canonical}.items()},
    }


def _write(folder: Path, name: str, columns: dict[str, list[object]]) -> Path:
    rows = len(next(iter(columns.values())))
    schema = TABLES[name].schema
    arrays = [
        pa.array(columns[one.name], one.type) if one.name in columns else pa.nulls(rows, one.type) for one in schema
    ]
    path = folder / f"{name}.parquet"
    plain = pa.schema([pa.field(one.name, one.type) for one in schema])
    pq.write_table(pa.Table.from_arrays(arrays, schema=plain), path)
    return path


def main() -> None:
    """Measure and print."""
    ties = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        paths = write_tables(Path(folder), ties)
        for what, clock in (("now", NOW), (f"known at {DAY}", Clock(known_at=DAY))):
            engine = connect(paths, views=clock_views(clock))
            (party,) = connect(paths).query("SELECT source_id FROM edge ORDER BY id LIMIT 1").column(0).to_pylist()
            for name, ask in _questions(engine, party).items():
                print(f"{what}, {name}: {_took(ask)}, again {_took(ask)}")
            print(f"{what}, ties: {engine.query('SELECT count(*) AS n FROM edge').column(0)[0].as_py():,}")
            engine.close()


def _questions(engine: Engine, party: str) -> dict[str, Callable[[], object]]:
    of_one = "SELECT * FROM edge WHERE source_id = $id OR target_id = $id"
    return {
        "count of ties": lambda: engine.query("SELECT count(*) FROM edge"),
        "ties of one party": lambda: engine.query(of_one, {"id": party}),
        "one entity": lambda: engine.query("SELECT * FROM entity WHERE canonical_id = $id", {"id": party}),
        "the network": lambda: load_network(engine),
    }


def _took(ask: Callable[[], object]) -> str:
    wall, cpu = time.perf_counter(), time.process_time()
    ask()
    return f"{time.perf_counter() - wall:.2f} s ({time.process_time() - cpu:.2f} s CPU)"


if __name__ == "__main__":
    main()
