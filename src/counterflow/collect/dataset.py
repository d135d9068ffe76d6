"""The public lists that Counterflow knows: publisher, licence, age limit, and how many parties one has.

One YAML a dataset in `datasets/`. A list that holds far fewer or more parties than its publisher's is a failed
download, a changed format or another list, and is refused whole: half a list lets half of its parties through.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from counterflow.exc import CountError

DATASET_PATH = Path(__file__).parents[1] / "datasets"


@dataclass(frozen=True, slots=True)
class Expected:
    """How many parties one source of a dataset may hold, both ends included."""

    min: int
    max: int


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is known of one public list, whatever its vintage."""

    name: str
    """FtM dataset name."""
    title: str
    publisher: str
    url: str
    """Where the publisher offers it."""
    format: str
    """Name of the reader."""
    licence: str
    language: str
    """ISO 639-3 code of its texts."""
    max_age_hours: int
    """Age from which results carry `stale: true`, in hours since the publisher's date."""
    expected: Expected
    """Parties in one source."""
    expected_file: Mapping[str, Expected] = field(default_factory=dict)
    """Parties in a source whose file has this name (without extension), where files differ: one legal act, one file."""
    data_url: str | None = None
    """Where the file itself is downloaded from; None: the publisher offers it only through a page or as several."""


@functools.cache
def load_datasets() -> Mapping[str, Dataset]:
    """Load every dataset that ships, by name."""
    datasets = (_read_dataset(path) for path in sorted(DATASET_PATH.glob("*.yml")))
    return {dataset.name: dataset for dataset in datasets}


def find_dataset(name: str) -> Dataset | None:
    """Find a dataset by its FtM name; None for a list of one's own."""
    return load_datasets().get(name)


def _read_dataset(path: Path) -> Dataset:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["expected"] = Expected(**data["expected"])
    data["expected_file"] = {name: Expected(**value) for name, value in data.get("expected_file", {}).items()}
    return Dataset(**data)


def check_counts(dataset: Dataset | None, parties: int, where: str) -> None:
    """Check the number of parties read from one source against what its dataset expects.

    Raises:
        CountError: it lies outside; `where` names the file in the message.
    """
    if dataset is None:
        return
    expected = dataset.expected_file.get(PurePosixPath(where).stem, dataset.expected)
    if not expected.min <= parties <= expected.max:
        raise CountError(
            f"{parties:,} parties read as {dataset.name}",
            where=where,
            expected=f"{expected.min:,} to {expected.max:,} parties",
            next_step=f"Compare the file with {dataset.url}: it may be cut off, or be another list. "
            'If it is a selection of your own, write dataset = "my_list" for it in case.toml, or exclude = true',
        )
