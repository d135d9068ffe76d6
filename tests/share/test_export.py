"""Exports are what FollowTheMoney's own tools read, without loss, and what our own reader reads back."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from followthemoney.model import Model
from followthemoney.statement import Statement
from followthemoney.statement.serialize import CSV_COLUMNS, read_csv_statements

from counterflow.case import load_case
from counterflow.dossier.archive import Archive
from counterflow.run.run import RunOptions, run_case
from counterflow.share.export import FORMATS, export_build
from counterflow.share.simple_csv import COLUMNS

FTM = Path(sys.executable).with_name("ftm")
"""FollowTheMoney's command line, installed beside the interpreter."""

Entities = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def exported(example_archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The example in every format."""
    folder = tmp_path_factory.mktemp("export")
    paths = {name: folder / f"example.{name}" for name in FORMATS}
    for name, path in paths.items():
        with path.open("w", encoding="utf-8", newline="") as handle:
            report = export_build(example_archive.engine, name, handle, title=example_archive.dataset_title)
        assert report.entities > 0
    return paths


def ftm(*words: str | Path) -> None:
    """Call FollowTheMoney's command line, which must end well and complain of nothing."""
    done = subprocess.run([FTM, *words], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")


def load(path: Path) -> Entities:
    """Read JSON lines by id, lists as sorted."""
    entities: Entities = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        data["properties"] = {prop: sorted(values) for prop, values in data["properties"].items()}
        for name in ("referents", "datasets", "origin"):
            data[name] = sorted(data.get(name, []))
        assert data["id"] not in entities
        entities[data["id"]] = data
    return entities


def statements(entities: Entities) -> set[tuple[str, str, str]]:
    """Give every value of every entity."""
    return {
        (id_, prop, value)
        for id_, data in entities.items()
        for prop, values in data["properties"].items()
        for value in values
    }


def test_ftm_validates_every_line_as_it_is(exported: Mapping[str, Path], tmp_path: Path) -> None:
    """`ftm validate` cleans every value anew and drops none, nor changes one."""
    ftm("validate", "-i", exported["ftm"], "-o", tmp_path / "valid.json")
    assert load(tmp_path / "valid.json") == load(exported["ftm"])


def test_ftm_aggregates_the_statements_to_the_entities(exported: Mapping[str, Path], tmp_path: Path) -> None:
    """`ftm aggregate-statements` makes of one format the other, but for what only the build knows."""
    ftm("aggregate-statements", "-i", exported["statements"], "-o", tmp_path / "whole.json")
    aggregated, entities = load(tmp_path / "whole.json"), load(exported["ftm"])
    assert list(aggregated) == list(entities)
    for id_, entity in entities.items():
        # Of several names the build prefers the one most used, FtM the first by key; the dates of change and the
        # targets are zavod's.
        ours = {name: value for name, value in entity.items() if name not in ("caption", "last_change", "target")}
        assert {name: value for name, value in aggregated[id_].items() if name in ours} == ours


def test_the_statements_are_ftms(exported: Mapping[str, Path]) -> None:
    """Columns, order and keys are those of `followthemoney.statement`."""
    found = list(read_csv_statements(io.BytesIO(exported["statements"].read_bytes())))
    assert exported["statements"].read_text(encoding="utf-8").split("\n", 1)[0] == ",".join(
        f'"{c}"' for c in CSV_COLUMNS
    )
    for one in found:
        assert one.id == Statement.make_key(one.dataset, one.entity_id, one.prop, one.value, one.external, one.lang)
        assert one.prop_type == Model.instance()[one.schema].properties[one.prop].type.name
    assert len({one.id for one in found}) == len(found)
    assert all(left.canonical_id <= right.canonical_id for left, right in pairwise(found))
    assert {(one.canonical_id, one.prop, one.value) for one in found} == statements(load(exported["ftm"]))


def test_writing_with_ftm_gives_the_same_bytes(exported: Mapping[str, Path], tmp_path: Path) -> None:
    """`ftm format-statements` from CSV to CSV changes nothing."""
    ftm("format-statements", "-i", exported["statements"], "-o", tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == exported["statements"].read_bytes()


def test_our_reader_reads_the_same_statements(exported: Mapping[str, Path], tmp_path: Path) -> None:
    """A case made of the export holds what was exported."""
    root = tmp_path / "case"
    (root / "inputs").mkdir(parents=True)
    (root / "case.toml").write_text('[case]\nname = "again"\n', encoding="utf-8")
    (root / "inputs" / "export.ftm.json").write_bytes(exported["ftm"].read_bytes())
    report = run_case(load_case(root), options=RunOptions(processes=1))
    assert report is not None
    assert report.quarantined == 0
    read = pq.read_table(report.build.path / "statement.parquet", columns=["entity_id", "prop", "value"])
    assert {tuple(row.values()) for row in read.to_pylist()} == statements(load(exported["ftm"]))


def test_references_lead_to_what_is_there(exported: Mapping[str, Path]) -> None:
    """Every id that a property holds is that of an exported entity."""
    entities = load(exported["ftm"])
    for entity in entities.values():
        for prop, values in entity["properties"].items():
            if Model.instance()[entity["schema"]].properties[prop].type.name == "entity":
                assert set(values) <= set(entities)


def test_the_table_of_the_listed(exported: Mapping[str, Path], example_archive: Archive) -> None:
    """Every party that a list holds now has a line, and the party of the example is among them."""
    with exported["csv"].open(encoding="utf-8", newline="") as handle:
        rows = {row["id"]: row for row in csv.DictReader(handle, dialect=csv.unix_dialect)}
    listed = example_archive.rows("SELECT canonical_id FROM entity WHERE listed_now ORDER BY canonical_id")
    assert list(rows) == [row["canonical_id"] for row in listed]
    (bank,) = [row for row in rows.values() if "KOREA DAESONG BANK" in (row["name"].upper(), row["aliases"].upper())]
    assert list(bank) == COLUMNS
    assert "kp" in bank["countries"].split(";")
    assert "OFAC Specially Designated Nationals (SDN)" in bank["dataset"].split(";")


@pytest.mark.parametrize("name", FORMATS)
def test_equal_builds_give_equal_bytes(exported: Mapping[str, Path], example_archive: Archive, name: str) -> None:
    """Nothing depends on order or time."""
    output = io.StringIO()
    export_build(example_archive.engine, name, output, title=example_archive.dataset_title)
    assert output.getvalue().encode("utf-8") == exported[name].read_bytes()


def test_what_is_left_out_is_counted(example_archive: Archive) -> None:
    """Written and left-out statements are together those of the build."""
    report = export_build(example_archive.engine, "ftm", io.StringIO())
    whole = example_archive.rows("SELECT count(*) AS n FROM statement")[0]["n"]
    entities = example_archive.rows("SELECT count(*) AS n FROM entity")[0]["n"]
    # References to two members of one cluster leave as one statement.
    assert report.statements + sum(report.statements_left_out.values()) <= whole
    assert whole - report.statements - sum(report.statements_left_out.values()) < 10
    assert report.entities + report.entities_left_out == entities
