"""Two dozen vintages of OFAC's list: what came and went is what the files say, and every vintage can be had back."""

from __future__ import annotations

import csv
import gzip
import itertools
import re
from pathlib import Path

import pytest

from counterflow.collect.find import hash_file
from counterflow.collect.readers.ofac.sdn_csv import OfacSdnCsv
from counterflow.collect.series import read_series
from counterflow.collect.source import Source, SourceFile
from counterflow.collect.stage import _resource
from counterflow.stage import Batch
from counterflow.tables import EVIDENCE, Statement


def _source(path: Path) -> Source:
    found = re.search(r"\d{4}-\d\d-\d\d", path.name)
    assert found is not None
    file = SourceFile(path, path.name, *hash_file(path), resource_id=found[0])
    return Source("ofac_sdn_csv", (file,), "us_ofac_sdn", published=found[0])


def _ids(path: Path) -> set[str]:
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as handle:
        return {next(csv.reader([line]))[0] for line in handle if line.strip("\x1a\r\n ") != ""}


@pytest.mark.shared_data
@pytest.mark.slow
def test_every_step_and_every_vintage(shared_data: Path) -> None:
    """Added and removed ids equal a plain set difference of the files; statements those of the vintage read alone."""
    sources = [_source(path) for path in sorted((shared_data / "lists" / "ofac_sdn_history").glob("*.csv.gz"))]
    batches = list(read_series(tuple(sources), {"ofac_sdn_csv": OfacSdnCsv()}, _resource))
    whole = EVIDENCE.arrange([one.rows for one in batches if isinstance(one, Batch) and one.table is EVIDENCE])
    evidence = whole.select(["record", "statement_id", "first_seen", "gone_on"]).to_pylist()
    assert len(sources) == 24
    held: list[set[str]] = []
    for source in sources:
        day = source.published or ""
        rows = [one for one in evidence if one["first_seen"] <= day and (one["gone_on"] or "9999") > day]
        held.append({one["record"] for one in rows})
        alone = {row.id for row in OfacSdnCsv().read(source) if isinstance(row, Statement)}
        assert {one["statement_id"] for one in rows} == alone
    files = [_ids(source.main.path) for source in sources]
    for number in range(1, len(sources)):
        assert held[number] - held[number - 1] == files[number] - files[number - 1]
        assert held[number - 1] - held[number] == files[number - 1] - files[number]
    assert sum(len(after - before) for before, after in itertools.pairwise(files)) == 6_431
