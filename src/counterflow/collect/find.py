"""Find a case's inputs and recognise their formats; case.toml overrides what is recognised."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from counterflow.case import Case, SourceOverride
from counterflow.collect.party import make_problem
from counterflow.collect.reader import HEAD_BYTES, Head, Reader
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import CaseError
from counterflow.model.handling import Handling, parse_handling
from counterflow.model.identity import make_id
from counterflow.tables import Problem

DOCUMENT_DATASET = "case_documents"
"""FtM dataset of the reports of a case."""

_DATE_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?!\d)")


class Finder:
    """Walks the inputs of one case."""

    def __init__(self, case: Case, readers: Sequence[type[Reader]]) -> None:
        self.case = case
        self.readers = {reader.NAME: reader() for reader in readers}

    def find(self) -> Iterator[Source | Problem]:
        """Yield every source in the order of its name, and a problem for each file that no reader knows.

        Raises:
            CaseError: case.toml names a format that does not exist, or a path that matches no file.
        """
        files = dict(self._walk())
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

    def _walk(self) -> Iterator[tuple[str, Path]]:
        roots = [("inputs", self.case.inputs_path), *((path.name, path) for path in self.case.inputs)]
        for label, root in roots:
            if root.is_file():
                yield label, root
                continue
            for folder, folders, names in os.walk(root, followlinks=True):
                folders.sort()
                here = Path(folder)
                # A link back up would make the walk endless.
                folders[:] = [one for one in folders if not one.startswith(".") and not _is_loop(here / one)]
                for name in sorted(names):
                    if not name.startswith("."):
                        relative = (here / name).relative_to(root).as_posix()
                        yield f"{label}/{relative}", here / name

    def _overrides(self, files: Mapping[str, Path]) -> dict[str, SourceOverride]:
        """Match each `[[source]]` of case.toml with the files it means; a later one overrides an earlier one."""
        matched: dict[str, SourceOverride] = {}
        for override in self.case.sources:
            pattern = override.path.rstrip("/")
            names = [name for name in files if _matches(name, pattern)]
            if len(names) == 0:
                raise CaseError(
                    f"[[source]] path {override.path!r} matches no input",
                    where=str(self.case.toml_path),
                    expected="a file, folder or pattern below inputs/",
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
        try:
            with path.open("rb") as handle:
                head = Head(path, handle.read(HEAD_BYTES))
            reader = self._reader(head, override)
            if reader is None:
                return make_problem(
                    None,
                    "no reader knows this format" if len(head.data) > 0 else "the file is empty",
                    severity="file",
                    path=name,
                    expected="one of " + ", ".join(sorted(self.readers)),
                    next_step="Convert it, or name its format or exclude it in case.toml",
                )
            return self._source(name, path, reader, override, head)
        except OSError as exc:
            return make_problem(
                None,
                f"the file cannot be read: {exc.strerror}",
                severity="file",
                path=name,
                next_step="Check its permissions",
            )

    def _reader(self, head: Head, override: SourceOverride | None) -> Reader | None:
        if override is not None and override.format is not None:
            return self.readers[override.format]
        if len(head.data) == 0:
            return None
        return next((reader for reader in self.readers.values() if reader.recognise(head)), None)

    def _source(self, name: str, path: Path, reader: Reader, override: SourceOverride | None, head: Head) -> Source:
        override = override or SourceOverride(name)
        dataset = override.dataset or reader.DATASET or DOCUMENT_DATASET
        parent = name.rpartition("/")[0]
        companions = [(f"{parent}/{one.name}", one) for one in reader.companions(path)]
        files = tuple(_source_file(label, one, dataset) for label, one in [(name, path), *companions])
        source = Source(
            format=reader.NAME,
            files=files,
            dataset=dataset,
            publisher=override.publisher,
            published=override.date,
            handling=self._handling(override),
        )
        source = reader.describe(source, head)
        date = override.date or source.published or (_date_in(name) if reader.DATASET is not None else None)
        return replace(source, published=date)

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


def _is_loop(path: Path) -> bool:
    return path.is_symlink() and path.resolve() in path.absolute().parents


def _source_file(name: str, path: Path, dataset: str) -> SourceFile:
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
        size = handle.tell()
    return SourceFile(path, name, digest, size, make_id(dataset, digest))


def _date_in(name: str) -> str | None:
    """Read the date of a vintage from the file's or its folder's name, as the user filed it; the nearest one counts."""
    for part in reversed(name.split("/")):
        found = _DATE_IN_NAME.search(part)
        if found is not None:
            return "-".join(group for group in found.groups() if group is not None)
    return None
