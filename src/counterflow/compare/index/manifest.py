"""What an index says of itself: its format, the algorithm whose analysis it holds, its contents and their sources."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from counterflow.compare.algorithm import ALGORITHM
from counterflow.exc import InputError

FORMAT = "counterflow-index-3"
"""Version of the layout on disk."""
MANIFEST = "manifest.json"
SOURCES = "sources.json"


@dataclass(frozen=True, slots=True)
class Source:
    """One input of a build or a delta."""

    name: str
    """File name, or what the caller calls it."""
    sha256: str | None
    """Of the file as it lies on disk; None where the entities came from memory."""
    version: str | None
    """Date or version of the list, where the caller knows it."""
    entities: int
    """Entities read, skipped ones included."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in an index. Equal contents have equal manifests, however they came about, but for `sources`."""

    parties: int
    names: int
    tokens: int
    datasets: Mapping[str, int]
    """Parties of each dataset."""
    schemata: Mapping[str, int]
    """Parties of each schema."""
    fingerprint: str
    """Sum of the entities' digests (`record.fingerprint`), hexadecimal: names a state of the lists."""
    columns: Mapping[str, int]
    """Bytes of each array."""
    format: str = FORMAT
    algorithm: str = ALGORITHM
    sources: tuple[Source, ...] = field(default=(), compare=False)
    """What went in, deltas last; kept in a file of its own."""


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Write `manifest.json` and `sources.json`."""
    content = asdict(manifest)
    sources = content.pop("sources")
    for name, value in ((MANIFEST, content), (SOURCES, sources)):
        text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=True)
        (directory / name).write_text(text + "\n", encoding="ascii")


def read_manifest(directory: Path) -> Manifest:
    """Read what an index says of itself.

    Raises:
        InputError: this is no index, it is damaged, or another version of Counterflow made it.
    """
    content = _read_json(directory, MANIFEST)
    _expect(directory, "format", content, FORMAT)
    _expect(directory, "algorithm", content, ALGORITHM)
    try:
        sources = tuple(Source(**source) for source in _read_json(directory, SOURCES))
        return Manifest(**content, sources=sources)
    except TypeError as exc:
        raise damaged(directory, f"{MANIFEST} does not have the fields of an index: {exc}") from exc


def damaged(directory: Path, what: str) -> InputError:
    """Say that an index cannot be used."""
    return InputError(what, where=str(directory), next_step="Build the index again: counterflow index")


def _read_json(directory: Path, name: str) -> Any:
    try:
        return json.loads((directory / name).read_bytes())
    except FileNotFoundError as exc:
        raise damaged(directory, f"no index is here: {name} is missing") from exc
    except (OSError, ValueError) as exc:
        raise damaged(directory, f"{name} cannot be read: {exc}") from exc


def _expect(directory: Path, name: str, content: Any, wanted: str) -> None:
    found = content.get(name) if isinstance(content, dict) else None
    if found != wanted:
        raise damaged(directory, f"the index has {name} {found!r}; this version of Counterflow reads {wanted!r}")
