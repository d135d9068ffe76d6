"""An output is whole or not there, and a run goes on where it was interrupted."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterflow.exc import StorageError, UsageError
from counterflow.screen.encode import CsvEncoder
from counterflow.screen.output import open_output

ENCODER = CsvEncoder(["name"])
KEY = {"input": "abc", "threshold": 0.5}


def interrupt(path: Path, rows: int, key: dict[str, object] | None = None) -> None:
    """Write some blocks of a record each, and be stopped."""
    with pytest.raises(KeyboardInterrupt), open_output(path, ENCODER, key or KEY) as output:
        for number in range(output.rows, output.rows + rows):
            output.write(1, [{"name": str(number)}], {"results": 1})
        raise KeyboardInterrupt


def finish(path: Path, rows: int, *, restart: bool = False) -> int:
    """Write the rest; says how many records were done before."""
    with open_output(path, ENCODER, KEY, restart=restart) as output:
        before = output.rows
        for number in range(before, rows):
            output.write(1, [{"name": str(number)}], {"results": 1})
        assert output.tally["results"] == rows
    return before


def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Nothing is under the output's name before it is whole; then nothing else is left."""
    path = tmp_path / "out.csv"
    interrupt(path, 2)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out.csv.journal", "out.csv.part"]
    interrupt(path, 1)
    assert finish(path, 5) == 3
    assert path.read_text(encoding="utf-8") == '"name"\n"0"\n"1"\n"2"\n"3"\n"4"\n'
    assert list(tmp_path.iterdir()) == [path]


def test_half_a_row_is_cut_off(tmp_path: Path) -> None:
    """A run killed between the block and the journal."""
    path, part = tmp_path / "out.csv", tmp_path / "out.csv.part"
    interrupt(path, 2)
    part.write_bytes(part.read_bytes() + b'"2"\n"half')
    assert finish(path, 3) == 2
    assert path.read_text(encoding="utf-8") == '"name"\n"0"\n"1"\n"2"\n'


def test_a_part_that_lost_its_end_begins_anew(tmp_path: Path) -> None:
    """A journal that says more than there is says nothing."""
    path, part = tmp_path / "out.csv", tmp_path / "out.csv.part"
    interrupt(path, 2)
    part.write_bytes(part.read_bytes()[:8])
    assert finish(path, 2) == 0


def test_other_settings_are_refused(tmp_path: Path) -> None:
    """What differs is named, and --restart begins anew."""
    path = tmp_path / "out.csv"
    interrupt(path, 2, {"input": "xyz", "threshold": 0.5})
    with pytest.raises(UsageError, match=r"another input.*--restart"):
        finish(path, 3)
    assert finish(path, 3, restart=True) == 0


def test_a_damaged_journal_is_said(tmp_path: Path) -> None:
    """It is never taken for none."""
    path = tmp_path / "out.csv"
    interrupt(path, 2)
    (tmp_path / "out.csv.journal").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="damaged"):
        finish(path, 3)


def test_without_a_key_nothing_is_left(tmp_path: Path) -> None:
    """A run that cannot go on takes its part away; the old output stays."""
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), open_output(path, ENCODER, None) as output:
        output.write(1, [{"name": "0"}], {})
        raise ZeroDivisionError
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_two_runs_never_write_one_file(tmp_path: Path) -> None:
    """The second is refused and disturbs nothing."""
    path = tmp_path / "out.csv"
    with open_output(path, ENCODER, KEY) as output:
        output.write(1, [{"name": "0"}], {})
        with pytest.raises(StorageError, match="another run"), open_output(path, ENCODER, KEY):
            pass
    assert path.read_text(encoding="utf-8") == '"name"\n"0"\n'


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    """It is not made: it may be a typo."""
    with pytest.raises(StorageError, match="does not exist"), open_output(tmp_path / "no" / "out.csv", ENCODER, KEY):
        pass
