"""A source: the files of one vintage of one list, or one document, with what is known about it before reading."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from counterflow.collect.packed import open_unpacked


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a source."""

    path: Path
    name: str
    """Path relative to the case folder, with `/`: what errors and provenance show."""
    sha256: str
    bytes: int
    resource_id: str

    def open(self) -> BinaryIO:
        """Open it for reading bytes, unpacked where it is packed (gzip, ZIP of one file)."""
        return open_unpacked(self.path)

    def read_bytes(self) -> builtins.bytes:
        """Read it whole, unpacked."""
        with self.open() as handle:
            return handle.read()


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader is given; picklable, because sources are read in several processes."""

    format: str
    """Name of the reader."""
    files: tuple[SourceFile, ...]
    """The file that was recognised first, then its companions (an OFAC list has add.csv and alt.csv beside sdn.csv)."""
    dataset: str
    """FtM dataset name."""
    publisher: str | None = None
    published: str | None = None
    """Publisher's date of the vintage or document, EDTF, from case.toml; a reader may find it in the file."""
    handling: str = "TLP:CLEAR"
    series: str = ""
    """Which list of its dataset it is a vintage of, where the dataset is made of several: one legal act, one file."""
    is_partial: bool = False
    """Whether it holds a selection of its list by its own word, a filtered download: others may be listed."""
    is_accepted: bool = False
    """Whether case.toml says that its oddities were compared with the publisher's own copy."""

    @property
    def main(self) -> SourceFile:
        """The file that was recognised."""
        return self.files[0]

    def file(self, name: str) -> SourceFile | None:
        """Find a companion by its file name, whatever its case."""
        return next((file for file in self.files if file.path.name.lower() == name.lower()), None)
