"""What a reader is: how it recognises its format, and how it turns a source into rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from counterflow.collect.source import Source, SourceFile
from counterflow.stage import Row

HEAD_BYTES = 65_536
"""How much of a file a reader sees to recognise it."""


class Head(NamedTuple):
    """The beginning of a file, for recognising it."""

    path: Path
    data: bytes
    """The first `HEAD_BYTES` bytes."""

    @property
    def suffix(self) -> str:
        """Extension in lower case with its dot, e.g. `.xml`."""
        return self.path.suffix.lower()


class Tally(NamedTuple):
    """What a reader yields last: what it saw in one file, for the resource row and the expected counts."""

    file: SourceFile
    records: int
    """Records in the file: parties + those in quarantine."""
    parties: int
    """Parties that became statements."""
    encoding: str | None = None
    """Character encoding the file was decoded with."""


class Reader(ABC):
    """Reads one file format. One module a format; `readers.READERS` lists them in the order they are asked."""

    NAME: ClassVar[str]
    """Name of the format, e.g. `un_sc_xml`; it stands in `resource.format` and `evidence.extractor`."""
    VERSION: ClassVar[int] = 1
    """Raised when the rows of an unchanged file change."""
    MIME_TYPE: ClassVar[str]
    DATASET: ClassVar[str | None] = None
    """FtM dataset of a list that is published in this format alone; None: case.toml or the folder names it."""

    IS_LIST: ClassVar[bool] = False
    """Whether a source is one list, which is refused whole when it cannot be read to its end."""

    @abstractmethod
    def recognise(self, head: Head) -> bool:
        """Whether the file is of this format, by its content first and its name second."""

    def companions(self, path: Path) -> Sequence[Path]:
        """Files beside `path` that belong to it and are read with it."""
        return ()

    def describe(self, source: Source, head: Head) -> Source:
        """Complete what is known of a source from the beginning of its file, e.g. the date of the vintage."""
        return source

    @abstractmethod
    def read(self, source: Source) -> Iterator[Row | Tally]:
        """Yield the rows of a source (documents, statements, evidence, problems), then one `Tally` for each file.

        One bad record becomes a `Problem` of severity `record` and reading goes on; a file that is not what it claims
        to be (cut off, wrong encoding, no such structure) raises `InputError`, and nothing of it enters the build.
        """

    @classmethod
    def extractor(cls) -> str:
        """Name and version as written into evidence."""
        return f"{cls.NAME}/{cls.VERSION}"
