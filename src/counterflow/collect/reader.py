"""What a reader is: how it recognises its format, and how it turns a source into rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from counterflow.collect.source import Source, SourceFile
from counterflow.stage import Row, Step
from counterflow.tables import Problem

HEAD_BYTES = 65_536
"""How much of a file a reader sees to recognise it."""


class Head(NamedTuple):
    """The beginning of a file, for recognising it."""

    path: Path
    data: bytes
    """The first `HEAD_BYTES` bytes."""
    is_packed: bool = False
    """Whether the file is an archive, and path and data are those of the one file inside."""

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

    IS_DATA: ClassVar[bool] = False
    """Whether it reads records and no report: under the names that data have, and packed."""

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
    def read(self, source: Source) -> Iterator[Row | Tally | Step]:
        """Yield the rows of a source (documents, statements, evidence, problems), then one `Tally` for each file.

        A reader of long documents yields a `Step` for each page: it says that the page is read, and earns time.

        One bad record becomes a `Problem` of severity `record` and reading goes on; a file that is not what it claims
        to be (cut off, wrong encoding, no such structure) raises `InputError`, and nothing of it enters the build.
        """

    @classmethod
    def extractor(cls) -> str:
        """Name and version as written into evidence."""
        return f"{cls.NAME}/{cls.VERSION}"


class ListRecord(NamedTuple):
    """One record of a list before it is read: enough to see that an earlier vintage held the very same one."""

    id: str
    """The record as the list names it, in all its vintages and formats: OFAC's number, the UN's DATAID. What several
    files say of one record may come as several of these."""
    content: bytes
    """All that its rows follow from, besides the reader and what is known of the source: the line, the element."""
    read: Callable[[], Iterable[Row]]
    """Read it: statements, evidence, narratives, problems. Called before the next record is asked for, and not at all
    if an earlier vintage held the same."""


class ListReader(Reader):
    """Reads a list: records that come back from vintage to vintage, most of them unchanged."""

    IS_LIST = True
    IS_DATA = True
    FIELDS: ClassVar[Mapping[str, str]] = {}
    """Every field of the format, in its own name, and what becomes of it; `dropped: ` and the reason where nothing
    does. A field of a real file that is not here becomes a problem row; `docs/lists.md` shows them."""
    SOURCE: ClassVar[str] = ""
    """Where the publisher describes the format."""

    @abstractmethod
    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield each record of a source, a problem in place of each that cannot be read, then the tallies.

        Raises:
            InputError: the file is not what it claims to be; nothing of it enters the build.
        """

    def series(self, source: Source) -> str:
        """Say which list of its dataset a source is a vintage of; one list, one answer."""
        return ""

    def role(self, source: Source, number: int) -> str:
        """Say which of a source's files one is; the same file of another vintage has the same role."""
        if number == 0:
            return self.NAME
        return f"{self.NAME}:{source.files[number].path.relative_to(source.main.path.parent).as_posix().lower()}"

    def read(self, source: Source) -> Iterator[Row | Tally]:
        """Yield the rows of one vintage by itself."""
        for record in self.records(source):
            if isinstance(record, ListRecord):
                yield from record.read()
            else:
                yield record
