"""A build: what the program computed from one state of a case. Immutable; opened by its id or through `current`.

builds/<id>/manifest.json     what it was made from, and each table's rows and hash
builds/<id>/<table>.parquet   one file a table
builds/<id>/text_index/       full-text index of documents and parties
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from counterflow.case import Case
from counterflow.exc import CaseError, NotFoundError
from counterflow.tables import TABLES, Table

MANIFEST = "manifest.json"
_BUILD_ID = re.compile(rb"[0-9a-f]{16}")
TEXT_INDEX = "text_index"


@dataclass(frozen=True)
class TableFile:
    """One table of a build."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a build is and what it was made from; holds no time and no host, so equal builds are equal bytes."""

    build: str
    version: str
    """Version of Counterflow that made it."""
    case: dict[str, Any]
    """Name, question and period as case.toml gives them."""
    stages: dict[str, str]
    """Key of each stage: code, parameters, ledger entries and everything upstream."""
    tables: dict[str, TableFile]
    parameters: dict[str, Any]
    inputs: list[dict[str, Any]]
    """Each input file: path, sha256, format, dataset, date."""

    def dump(self) -> str:
        """Write as JSON, sorted."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    @classmethod
    def load(cls, path: Path) -> Manifest:
        """Read a manifest.

        Raises:
            CaseError: the file is damaged.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            tables = {name: TableFile(**file) for name, file in data.pop("tables").items()}
            return cls(tables=tables, **data)
        except (ValueError, TypeError, KeyError) as exc:
            raise CaseError(
                f"the manifest is damaged ({exc})",
                where=str(path),
                next_step="Delete this build's folder and run again",
            ) from exc


@dataclass(frozen=True)
class Build:
    """A finished build."""

    path: Path
    manifest: Manifest

    def table_path(self, table: Table) -> Path:
        """Where a table's file lies; it may not exist."""
        return self.path / f"{table.name}.parquet"

    def paths(self) -> dict[str, list[Path]]:
        """All tables and their files, for `engine.connect`."""
        return {name: [self.path / f"{name}.parquet"] for name in TABLES}

    @property
    def text_index_path(self) -> Path:
        """The full-text index."""
        return self.path / TEXT_INDEX

    def missing(self) -> list[str]:
        """Say which files are not there or have another size than the manifest says; reads no file."""
        findings = []
        for name, file in self.manifest.tables.items():
            path = self.path / f"{name}.parquet"
            if not path.exists():
                findings.append(f"{path.name} is missing")
            elif path.stat().st_size != file.bytes:
                findings.append(f"{path.name} has {path.stat().st_size:,} bytes instead of {file.bytes:,}")
        if not (self.text_index_path / "meta.json").exists():
            findings.append(f"{TEXT_INDEX} is missing")
        return findings

    def verify(self) -> list[str]:
        """Compare every file with the manifest, byte by byte; returns what differs."""
        findings = self.missing()
        if len(findings) > 0:
            return findings
        return [
            f"{name}.parquet was changed after it was built" for name in self.manifest.tables if not self.is_whole(name)
        ]

    def is_whole(self, table_name: str) -> bool:
        """Whether a table's file has the bytes that the manifest says; a table the build lacks is whole if absent."""
        path = self.path / f"{table_name}.parquet"
        file = self.manifest.tables.get(table_name)
        if file is None or not path.exists():
            return file is None and not path.exists()
        return hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256


def open_build(case: Case, build_id: str | None = None) -> Build:
    """Open a build, by default the one in use.

    Raises:
        NotFoundError: the case has no such build, or none at all.
    """
    if build_id is None:
        try:
            build_id = read_current(case)
        except FileNotFoundError:
            raise NotFoundError(
                "the case has no build yet", where=str(case.root), next_step=f"Make one: counterflow run {case.root}"
            ) from None
    path = case.builds_path / build_id
    if not (path / MANIFEST).exists():
        raise NotFoundError(
            f"build {build_id!r} is not here", where=str(case.root), next_step=f"counterflow run {case.root}"
        )
    build = Build(path, Manifest.load(path / MANIFEST))
    missing = build.missing()
    if len(missing) > 0:
        raise CaseError(
            f"build {build_id} is damaged: {'; '.join(missing)}",
            where=str(path),
            next_step=f"counterflow run {case.root}",
        )
    return build


def read_current(case: Case) -> str:
    """Read the id of the build in use.

    Raises:
        FileNotFoundError: none is in use yet.
        CaseError: the file holds something else.
    """
    try:
        text = case.current_path.read_bytes().strip()
    except IsADirectoryError:
        text = b"a folder"
    if _BUILD_ID.fullmatch(text) is None:
        raise CaseError(
            f"it holds {text[:40]!r}",
            where=str(case.current_path),
            expected="the id of a build",
            next_step=f"Delete it and run again: counterflow run {case.root}",
        )
    return text.decode("ascii")


def set_current(case: Case, build_id: str) -> None:
    """Put a build in use, atomically: a reader sees the old id or the new one."""
    temporary = case.root / f".current.{os.getpid()}"
    with temporary.open("w", encoding="utf-8") as handle:
        handle.write(build_id + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(case.current_path)
