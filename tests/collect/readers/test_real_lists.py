"""Every real list, whole: no field of it is unknown to its reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterflow.collect.find import hash_file, read_head
from counterflow.collect.readers.lists import LIST_READERS
from counterflow.collect.source import Source, SourceFile
from counterflow.tables import Problem


@pytest.mark.shared_data
@pytest.mark.slow
def test_no_real_file_holds_an_unknown_field(shared_data: Path) -> None:
    """Of 24 vintages of one format the newest; the malformed file is read by nobody."""
    read: list[str] = []
    for path in sorted((shared_data / "lists").rglob("*")):
        is_old = path.parent.name == "ofac_sdn_history" and "2024-04-15" not in path.name
        if not path.is_file() or is_old or "MALFORMED" in path.name:
            continue
        head = read_head(path)
        reader = next((one for one in (reader() for reader in LIST_READERS) if one.recognise(head)), None)
        if reader is None:
            assert path.name in ("add.csv", "alt.csv")  # companions of sdn.csv
            continue
        files = tuple(
            SourceFile(one, one.name, *hash_file(one), resource_id=one.name) for one in (path, *reader.companions(path))
        )
        source = reader.describe(Source(reader.NAME, files, reader.DATASET or "x"), head)
        unknown = {
            (row.field, row.value)
            for row in reader.read(source)
            if isinstance(row, Problem) and row.message == "the field is not known"
        }
        assert unknown == set(), path
        read.append(reader.NAME)
    assert len(read) == 74
    assert len(set(read)) == 10
