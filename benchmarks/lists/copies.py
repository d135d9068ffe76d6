"""Copies of real lists under other numbers, so that each is of other parties: an input of any size.

Each copy is OFAC's sdn.csv with add.csv and alt.csv, and the UN's XML. Only the numbers of parties change; names
and all else stay as long and as varied as they are.
"""

from __future__ import annotations

import re
from pathlib import Path

OFAC = "ofac_sdn/2022-01"
UN = "un_sc/consolidated_2026-02.xml"

OFAC_STEP = 1_000_000
"""Above OFAC's own numbers, which have five digits."""
UN_STEP = 10_000_000
"""Above the UN's own, which have seven digits."""

_FIRST_CELL = re.compile(rb"^(\d+),", re.MULTILINE)
_DATA_ID = re.compile(rb"<DATAID>(\d+)</DATAID>")


def write_copies(lists: Path, folder: Path, times: int) -> list[str]:
    """Write copies below a folder, each in one of its own; gives the names of those folders."""
    names = [f"copy{number:04}" for number in range(times)]
    for number, name in enumerate(names):
        (folder / name / "ofac").mkdir(parents=True)
        for path in sorted((lists / OFAC).glob("*.csv")):
            data = _renumber(path.read_bytes(), _FIRST_CELL, number * OFAC_STEP)
            (folder / name / "ofac" / path.name).write_bytes(data)
        data = _renumber((lists / UN).read_bytes(), _DATA_ID, number * UN_STEP)
        (folder / name / "un.xml").write_bytes(data)
    return names


def case_toml(folder: Path, names: list[str]) -> str:
    """Describe a case that reads the copies, every copy as a dataset of its own."""
    lines = ["[case]", 'name = "copies"', f"inputs = [{str(folder)!r}]"]
    for name in names:
        for path, dataset in ((f"{name}/ofac/sdn.csv", "ofac"), (f"{name}/un.xml", "un")):
            lines += ["[[source]]", f'path = "{path}"', f'dataset = "{dataset}_{name}"', 'date = "2026-02"']
    return "\n".join(lines) + "\n"


def _renumber(data: bytes, pattern: re.Pattern[bytes], offset: int) -> bytes:
    def moved(found: re.Match[bytes]) -> bytes:
        return found[0].replace(found[1], str(int(found[1]) + offset).encode(), 1)

    return pattern.sub(moved, data)
