"""Places are computed once; what is damaged is made again, and a disk that cannot be written to is no error."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from counterflow.service.network.kept_layout import KEPT, keep_layout
from counterflow.service.network.layout import Floats


class Counted:
    """Computes places, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Floats:
        """Give two places that no short number holds."""
        self.times += 1
        return np.array([[1 / 3, 2.0], [3.0, -1 / 7]])


def test_places_are_computed_once(tmp_path: Path) -> None:
    """The first answer equals all later ones; other parties and other builds have their own."""
    compute = Counted()
    first = keep_layout(tmp_path, "b1", ["p", "q"], compute)
    assert np.array_equal(keep_layout(tmp_path, "b1", ["p", "q"], compute), first)
    assert compute.times == 1
    keep_layout(tmp_path, "b1", ["p", "r"], compute)
    keep_layout(tmp_path, "b2", ["p", "q"], compute)
    assert compute.times == 3


def test_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    """Cut short, or of something else."""
    compute = Counted()
    first = keep_layout(tmp_path, "b1", ["p", "q"], compute)
    (file,) = tmp_path.glob("*.npz")
    for damage in (b"", file.read_bytes()[:40], b"no archive"):
        file.write_bytes(damage)
        assert np.array_equal(keep_layout(tmp_path, "b1", ["p", "q"], compute), first)
    assert compute.times == 4


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    """The places are given all the same."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert keep_layout(tmp_path / "file" / "network", "b1", ["p", "q"], Counted()).shape == (2, 2)


def test_few_files_are_kept(tmp_path: Path) -> None:
    """Old builds do not fill the cache."""
    for number in range(KEPT + 3):
        keep_layout(tmp_path, f"b{number}", ["p", "q"], Counted())
    assert len(list(tmp_path.iterdir())) == KEPT
