"""Damaged copies of a list: whatever happens to it, its books balance or it is refused with an InputError."""

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
from counterflow.tables import PROBLEM, STATEMENT, Problem, Statement

_PIECES = {
    "xml": re.compile(rb"<[^<>]*>|(?<=\")[^\"<>]+(?=\")|[^<>\s][^<>]*"),
    "csv": re.compile(rb"[^;\n]+|;|\n"),
}
_JUNK = (
    *(
        b"",
        b" ",
        b"0",
        b"-0-",
        b"1955",
        b"31.02.1999",
        b"9999999999999999999",
        b"a/b; c, d or e and f",
        b"((",
        b'"',
        b"'",
    ),
    *(b"&amp;", b"&#8212;", b"<x>", b"</x>", b"<x y='1'/>", b";;", b"\n", b"\r\n", b"\x00", b"\xff", b"\xe2\x80\xa8"),
    *("Ӂ́名\u200c\u202e".encode(), "née à Ñ".encode(), b"A" * 5_000, b"unknown", b"true", b"false", b"00", b"../.."),
)


def mutations(data: bytes, kind: str) -> st.SearchStrategy[bytes]:
    """Draw copies of a file with one to four of its tags, values or cells deleted, doubled, swapped or replaced."""
    pieces = [(found.start(), found.end()) for found in _PIECES[kind].finditer(data)]
    return st.integers(0, 2**63).map(lambda seed: _mutate(data, pieces, random.Random(seed)))


def _mutate(data: bytes, pieces: list[tuple[int, int]], chance: random.Random) -> bytes:
    for start, end in sorted(chance.sample(pieces, chance.randint(1, 4)), reverse=True):
        piece = data[start:end]
        other = chance.choice(pieces)
        at = chance.randrange(len(piece) + 1)
        new = chance.choice(
            (
                b"",
                piece * 2,
                data[other[0] : other[1]],
                chance.choice(_JUNK),
                piece[:at] + chance.choice(_JUNK) + piece[at:],
                piece[:at],
            )
        )
        data = data[:start] + new + data[end:]
    return data


def check_reader(reader: ListReader, path_name: str, data: bytes, tmp_path: Path) -> None:
    """Read a file; assert that records = parties + quarantine, that ids are distinct, that rows fit their tables."""
    path = tmp_path / path_name
    path.write_bytes(data)
    file = SourceFile(path, path_name, hashlib.sha256(data).hexdigest(), len(data), "resource")
    source = reader.describe(Source(reader.NAME, (file,), reader.DATASET or "own_list"), read_head(path))
    ids: list[str] = []
    statements: list[Statement] = []
    problems: list[Problem] = []
    tallies: list[Tally] = []
    try:
        for one in reader.records(source):
            if isinstance(one, ListRecord):
                ids.append(one.id)
                rows = list(one.read())
                statements += [row for row in rows if isinstance(row, Statement)]
                problems += [row for row in rows if isinstance(row, Problem)]
            elif isinstance(one, Tally):
                tallies.append(one)
            else:
                problems.append(one)
    except InputError:
        return
    assert len(set(ids)) == len(ids)
    bad = sum(problem.severity == "record" for problem in problems)
    assert [(tally.records, tally.parties) for tally in tallies] == [(len(ids) + bad, len(ids))]
    named = {row.entity_id for row in statements if row.prop == "name"}
    assert len(named) == len(ids)
    known = {row.entity_id for row in statements}
    assert all(row.value in known for row in statements if row.prop_type == "entity")
    STATEMENT.arrange([STATEMENT.from_rows(statements)])
    PROBLEM.arrange([PROBLEM.from_rows(problems)])
