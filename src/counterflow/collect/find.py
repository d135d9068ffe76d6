"""Find a case's inputs and recognise their formats; case.toml overrides what is recognised."""

from __future__ import annotations

import difflib
import fnmatch
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from counterflow.case import Case, SourceOverride
from counterflow.collect.dataset import find_dataset
from counterflow.collect.packed import DAMAGED, inner_name, open_unpacked
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import HEAD_BYTES, Head, ListReader, Reader
from counterflow.collect.refusal import Refusal, find_refusal, refuse_packed
from counterflow.collect.source import Source, SourceFile
from counterflow.collect.walk import is_regular, walk_inputs
from counterflow.exc import CaseError, InputError
from counterflow.model.handling import Handling, parse_handling
from counterflow.model.identity import make_id
from counterflow.model.told import DATASET as DOCUMENT_DATASET
from counterflow.tables import Problem

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_DATE_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?!\d)")


class Finder:
    """Recognises the inputs of one case."""

    def __init__(self, case: Case, readers: Sequence[type[Reader]]) -> None:
        self.case = case
        self.readers = {reader.NAME: reader() for reader in readers}

    def find(self) -> Iterator[Source | Problem]:
        """Yield every source in the order of its name, and a problem for each file that no reader knows.

        Raises:
            CaseError: case.toml names a format that does not exist, or a path that matches no file; or there is no
                folder to read.
            InputError: a file that case.toml calls a public list is none, or has another SHA-256 than it states.
        """
        files = dict(walk_inputs(self.case))
        overrides = self._overrides(files)
        excluded = {name for name, override in overrides.items() if override.exclude}
        found = [
            self._recognise(name, path, overrides.get(name)) for name, path in files.items() if name not in excluded
        ]
        # A companion may come before the file it belongs to: what a source has taken is no input of its own.
        taken = {file.name for one in found if isinstance(one, Source) for file in one.files[1:]}
        for one in found:
            if (one.main.name if isinstance(one, Source) else one.path) not in taken:
                yield one

    def recognise(self, name: str, path: Path, override: SourceOverride | None = None) -> Source | Problem:
        """Recognise one file, wherever it lies; a problem if no reader knows it."""
        return self._recognise(name, path, override)

    def _overrides(self, files: Mapping[str, Path]) -> dict[str, SourceOverride]:
        """Match each `[[source]]` of case.toml with the files it means; a later one overrides an earlier one."""
        matched: dict[str, SourceOverride] = {}
        for override in self.case.sources:
            pattern = override.path.removeprefix("./").rstrip("/")
            names = [name for name in files if _matches(name, pattern)]
            if len(names) == 0:
                raise CaseError(
                    f"[[source]] path {override.path!r} matches no input",
                    where=str(self.case.toml_path),
                    expected="a file, folder or pattern below inputs/",
                    next_step=_nearest(pattern, files),
                )
            if override.format is not None and override.format not in self.readers:
                raise CaseError(
                    f"[[source]] {override.path!r} has the unknown format {override.format!r}",
                    where=str(self.case.toml_path),
                    expected="one of " + ", ".join(sorted(self.readers)),
                )
            matched.update(dict.fromkeys(names, override))
        return matched

    def _recognise(self, name: str, path: Path, override: SourceOverride | None) -> Source | Problem:
        found = self._read_head(name, path, override)
        if not isinstance(found, Problem) or override is None or find_dataset(override.dataset or "") is None:
            return found
        if not _is_exact(name, override.path):
            return found  # a folder of a list may hold other files
        # A build without a list that the case counts on would let all its parties through.
        raise InputError(found.message, where=name, expected=found.expected, next_step=found.next_step)

    def _read_head(self, name: str, path: Path, override: SourceOverride | None) -> Source | Problem:
        try:
            if not is_regular(path):
                return _refuse(name, Refusal("this is a pipe, a socket or a device", "a file", "Remove it"))
            head = read_head(path)
            if override is not None and override.format is not None:
                named = self.readers[override.format]
                refusal = refuse_packed(head, named)
                return (
                    _refuse(name, refusal) if refusal is not None else self._source(name, path, named, override, head)
                )
            reader = next((reader for reader in self.readers.values() if reader.recognise(head)), None)
            refusal = find_refusal(head, reader, sorted(self.readers))
            if refusal is not None:
                return _refuse(name, refusal)
            assert reader is not None  # what no reader knows is refused
            return self._source(name, path, reader, override, head)
        except OSError as exc:
            advice = "Check its permissions, and where it links to"
            return _refuse(name, Refusal(f"it cannot be read: {exc.strerror}", "a file that can be read", advice))

    def _source(self, name: str, path: Path, reader: Reader, override: SourceOverride | None, head: Head) -> Source:
        override = override or SourceOverride(name)
        # A list of one's own is a series by itself, unless case.toml names its dataset.
        is_own = override.dataset is None and reader.DATASET is None
        dataset = override.dataset or reader.DATASET or DOCUMENT_DATASET
        parent = name.rpartition("/")[0]
        companions = [(f"{parent}/{_beside(one, path)}", one) for one in reader.companions(path)]
        files = tuple(_source_file(label, one, dataset, reader.NAME) for label, one in [(name, path), *companions])
        if override.sha256 not in (None, files[0].sha256):
            raise InputError(
                f"its SHA-256 is {files[0].sha256}",
                where=name,
                expected=f"{override.sha256}, as case.toml states",
                next_step="Fetch it from its publisher again; if the publisher has changed it, correct case.toml",
            )
        source = Source(
            format=reader.NAME,
            files=files,
            dataset=dataset,
            publisher=override.publisher,
            published=override.date,
            handling=self._handling(override),
            series=name if is_own else "",
            is_accepted=override.accepted,
        )
        source = reader.describe(source, head)
        if override.dataset is not None:
            source = replace(source, dataset=override.dataset)
        date = override.date or source.published or (_date_in(name) if reader.DATASET is not None else None)
        source = replace(source, published=date)
        return self._vintage(source, reader, override, is_own=is_own) if isinstance(reader, ListReader) else source

    def _vintage(self, source: Source, reader: ListReader, override: SourceOverride, *, is_own: bool) -> Source:
        """Complete what is known of a list as one of its vintages."""
        if override.date is not None and _DAY.fullmatch(override.date) is None:
            raise CaseError(
                f"[[source]] {override.path!r} dates a list {override.date!r}",
                where=str(self.case.toml_path),
                expected="the day, month or year of the vintage, e.g. 2022-01-28: vintages have to stand in order",
            )
        if source.published is not None and _DAY.fullmatch(source.published) is None:
            source = replace(source, published=None)
        if not is_own:
            series = reader.series(source) if reader.DATASET is not None else source.dataset
            source = replace(source, series=series)
        # The same content on another day is another vintage: a list may return to what it was.
        return replace(source, files=tuple(_dated(file, source.published) for file in source.files))

    def _handling(self, override: SourceOverride) -> str:
        base: Handling = parse_handling(override.handling or self.case.handling)
        if override.licence is None:
            return str(base)
        # A marking is a line of parts joined by // and items joined by commas; a licence's own text must not split it.
        licence = re.sub(r"[,/]+", " ", override.licence).strip()
        return str(base._replace(licence=base.licence | {licence}))


def _matches(name: str, pattern: str) -> bool:
    inside = name.partition("/")[2]
    return any(
        one == pattern or one.startswith(pattern + "/") or fnmatch.fnmatchcase(one, pattern) for one in (name, inside)
    )


def _beside(companion: Path, main: Path) -> str:
    """Name a companion as seen from the folder of its main file, in which or below which it lies."""
    return companion.relative_to(main.parent).as_posix()


def _dated(file: SourceFile, published: str | None) -> SourceFile:
    """Tell the file of one vintage from the same content in another."""
    return file if published is None else replace(file, resource_id=make_id(file.resource_id, published))


def _is_exact(name: str, pattern: str) -> bool:
    return pattern in (name, name.partition("/")[2])


def _nearest(pattern: str, names: Iterable[str]) -> str | None:
    """Suggest the input whose name is nearest to a path that matches none."""
    known = {name.partition("/")[2] or name for name in names}
    near = difflib.get_close_matches(pattern, sorted(known), 1)
    return f"Did you mean {near[0]!r}" if len(near) > 0 else None


def _refuse(name: str, refusal: Refusal) -> Problem:
    message, expected, advice = refusal
    return make_problem(None, message, severity="file", path=name, expected=expected, next_step=advice)


def read_head(path: Path) -> Head:
    """Read the beginning of a file, unpacked where it is packed.

    Raises:
        OSError: it cannot be read.
    """
    try:
        with path.open("rb") as handle:
            mark = handle.read(4)
        with open_unpacked(path) as handle:
            data = handle.read(HEAD_BYTES)
        return Head(path.with_name(inner_name(path)), data, is_packed=data[:4] != mark)
    except DAMAGED:
        with path.open("rb") as handle:
            return Head(path, handle.read(HEAD_BYTES))


def hash_file(path: Path) -> tuple[str, int]:
    """Give the SHA-256 and the size of a file, read in pieces."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest(), handle.tell()


def _source_file(name: str, path: Path, dataset: str, format_: str) -> SourceFile:
    digest, size = hash_file(path)
    return SourceFile(path, name, digest, size, make_id(dataset, format_, digest))


def _date_in(name: str) -> str | None:
    """Read the date of a vintage from the file's or its folder's name, as the user filed it; the nearest one counts."""
    for part in reversed(name.split("/")):
        found = _DATE_IN_NAME.search(part)
        if found is not None:
            return "-".join(group for group in found.groups() if group is not None)
    return None
