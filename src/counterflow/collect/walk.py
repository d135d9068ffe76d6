"""Walk the inputs of a case: every file once, under a name that can be printed, whatever lies in the folders."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from counterflow.case import Case
from counterflow.exc import CaseError

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, line breaks, marks that turn the direction of a line, and bytes that are not UTF-8."""


def walk_inputs(case: Case) -> Iterator[tuple[str, Path]]:
    """Yield every file below `inputs/` and the further inputs of case.toml, with the name that provenance calls it by.

    Hidden files and folders are left out. A folder that cannot be listed is yielded itself, so that it is not lost.

    Raises:
        CaseError: there is nothing to walk.
    """
    if not case.inputs_path.exists() and len(case.inputs) == 0:
        raise CaseError(
            "the folder inputs/ is not there",
            where=str(case.root),
            next_step="Make it and put reports and lists into it; if it lies on another disk, connect that",
        )
    names: set[str] = set()
    for label, root in _roots(case):
        for path in _list_files(root):
            relative = path.relative_to(root).as_posix()
            name = printable(label if relative == "." else f"{label}/{relative}")
            while name in names:
                name += "'"  # two names that differ in unprintable characters alone
            names.add(name)
            yield name, path


def _roots(case: Case) -> Iterator[tuple[str, Path]]:
    """Yield each folder or file to walk and what it is called: as much of its path as tells it from the others."""
    yield "inputs", case.inputs_path
    further = list(dict.fromkeys(case.inputs))
    depth, labels = 1, ["inputs"]
    while len({"inputs", *labels}) <= len(further) and depth <= max(len(path.parts) for path in further):
        labels = ["/".join(path.parts[-depth:]).replace("//", "/") for path in further]
        depth += 1
    yield from zip(labels, further, strict=False)


def _list_files(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        if os.path.lexists(root):
            yield root
        return
    unread: list[Path] = []
    for folder, folders, names in os.walk(
        root, followlinks=True, onerror=lambda exc: unread.append(Path(exc.filename))
    ):
        here = Path(folder)
        folders[:] = sorted(one for one in folders if not one.startswith(".") and not _is_loop(here / one))
        yield from (here / name for name in sorted(names) if not name.startswith("."))
    yield from unread


def _is_loop(path: Path) -> bool:
    """Whether a folder is a link to one that holds it, which would make the walk endless."""
    if not path.is_symlink():
        return False
    target = os.path.realpath(path)
    return any(os.path.realpath(parent) == target for parent in path.absolute().parents)


def is_regular(path: Path) -> bool:
    """Whether a path is a file; opening a pipe or a device could wait or read for ever.

    Raises:
        OSError: it is not there, or is a folder that cannot be listed.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        os.scandir(path).close()
    return stat.S_ISREG(mode)


def printable(name: str) -> str:
    r"""Escape what a name must not do to a terminal or a line of a table: `a\nb` for a line break."""
    return _UNPRINTABLE.sub(lambda found: _escape(found[0]), name)


def _escape(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of the name that is not UTF-8 (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")


__all__: Sequence[str] = ["is_regular", "printable", "walk_inputs"]
