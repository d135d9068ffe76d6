"""Damaged copies of a register: whatever happens to one, its books balance or it is refused with an InputError.

Registers name parties of other files, and parties without a name, which `list_mutation` forbids to lists.
"""

from __future__ import annotations

import hashlib
import random
import re
from pathlib import Path

from hypothesis import strategies as st

from counterflow.collect.find import read_head
from counterflow.collect.reader import ListReader, ListRecord, Tally
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.tables import EVIDENCE, PROBLEM, STATEMENT, Evidence, Problem, Statement

_PIECES = re.compile(rb'"[^"\n]*"|[^,"\n:{}\[\]]+|[,:{}\[\]\n]')
_JUNK = (
    *(b"", b" ", b"0", b"-1", b"1e999", b"NaN", b"null", b"true", b"[]", b"{}", b'[1, "a"]', b'{"a": {"b": []}}', b'"'),
    *(b'""', b'"x"', b",", b",,", b":", b"{", b"}", b"[", b"]", b"\n", b"\r\n", b"\x00", b"\xff", b"\xe2\x80\xa8"),
    *(
        b'"\\ud800"',
        b"1955",
        b"31.02.1999",
        b"XX",
        b"A" * 5_000,
        b"9" * 5_000,
        b"[" * 2_000,
        "Ӂ́名\u200c\u202e".encode(),
    ),
)


def mutations(data: bytes) -> st.SearchStrategy[bytes]:
    """Draw copies of a file with one to four of its pieces deleted, doubled, swapped or replaced."""
    pieces = [(found.start(), found.end()) for found in _PIECES.finditer(data)]
    return st.integers(0, 2**63).map(lambda seed: _mutate(data, pieces, random.Random(seed)))


def _mutate(data: bytes, pieces: list[tuple[int, int]], chance: random.Random) -> bytes:
    for start, end in sorted(chance.sample(pieces, chance.randint(1, 4)), reverse=True):
        piece = data[start:end]
        other = chance.choice(pieces)
        at = chance.randrange(len(piece) + 1)
        junk = chance.choice(_JUNK)
        new = (b"", piece * 2, data[other[0] : other[1]], junk, piece[:at] + junk + piece[at:], piece[:at])
        data = data[:start] + chance.choice(new) + data[end:]
    return data


def check_register(reader: ListReader, name: str, data: bytes, folder: Path) -> None:
    """Read a file and assert that records = parties + quarantine, ids are distinct, and rows fit their tables."""
    path = folder / name
    path.write_bytes(data)
    file = SourceFile(path, name, hashlib.sha256(data).hexdigest(), len(data), "resource")
    records: list[ListRecord] = []
    rows: dict[type, list[object]] = {Statement: [], Evidence: [], Problem: []}
    tallies: list[Tally] = []
    try:
        source = reader.describe(Source(reader.NAME, (file,), reader.DATASET or "own_list"), read_head(path))
        for one in reader.records(source):
            if isinstance(one, ListRecord):
                records.append(one)
                read = list(one.read())
                assert any(isinstance(row, Statement) for row in read)
                for row in read:
                    rows[type(row)].append(row)
            elif isinstance(one, Tally):
                tallies.append(one)
            else:
                rows[Problem].append(one)
    except InputError:
        return
    assert len({record.id for record in records}) == len(records)
    bad = sum(problem.severity == "record" for problem in rows[Problem] if isinstance(problem, Problem))
    assert [(tally.records, tally.parties) for tally in tallies] == [(len(records) + bad, len(records))]
    for table, kind in ((STATEMENT, Statement), (EVIDENCE, Evidence), (PROBLEM, Problem)):
        table.arrange([table.from_rows(rows[kind])])
