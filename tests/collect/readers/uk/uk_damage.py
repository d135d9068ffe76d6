"""Damaged copies of the UK lists, and what must hold of every one that is not refused."""

from __future__ import annotations

import hashlib
import random
import re
from pathlib import Path

from counterflow.collect.find import read_head
from counterflow.collect.reader import ListReader, ListRecord, Tally
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.tables import DOCUMENT, EVIDENCE, PROBLEM, STATEMENT, Document, Evidence, Problem, Statement

_PIECES = {"xml": re.compile(rb"<[^<>]*>|[^<>\s][^<>]*"), "csv": re.compile(rb"[^,\r\n]+|,|\r\n")}
_JUNK = (
    *(
        b"",
        b" ",
        b"-",
        b"0",
        b"1955",
        b"31/02/1999",
        b"13/13/2018",
        b"00/00/0000",
        b"99999999999999",
        b"(1) (2) x",
        b"a)",
    ),
    *(
        b'"',
        b'""',
        b"'",
        b",",
        b",,,",
        b"\r\n",
        b"\n",
        b"\x00",
        b"\xff",
        b"\xe2\x80\xa8",
        b"&amp;",
        b"&#8212;",
        b"</x>",
    ),
    *(
        b"<x/>",
        b"<Name>",
        b"A" * 5_000,
        b"IMO 1234567",
        b"(UN Ref):x",
        b"Ship",
        "Ӂ́名\u200c\u202e".encode(),
        "née à Ñ".encode(),
    ),
)


def damage(data: bytes, kind: str, seed: int) -> bytes:
    """Delete, double, swap, cut or replace one to four pieces (tags, texts, cells) of a file."""
    chance = random.Random(seed)
    pieces = [found.span() for found in _PIECES[kind].finditer(data)]
    for start, end in sorted(chance.sample(pieces, chance.randint(1, 4)), reverse=True):
        piece, other = data[start:end], chance.choice(pieces)
        at, junk = chance.randrange(len(piece) + 1), chance.choice(_JUNK)
        changed = (b"", piece * 2, data[slice(*other)], junk, piece[:at] + junk + piece[at:], piece[:at])
        data = data[:start] + chance.choice(changed) + data[end:]
    return data


def check_books(reader: ListReader, path: Path, data: bytes) -> bool:
    """Read a file and assert that its books balance, unless it is refused with an InputError; say which."""
    path.write_bytes(data)
    file = SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data), "resource")
    source = reader.describe(Source(reader.NAME, (file,), reader.DATASET or ""), read_head(path))
    ids: list[str] = []
    rows: list[object] = []
    try:
        for one in reader.records(source):
            if isinstance(one, ListRecord):
                ids.append(one.id)
                rows += one.read()
            else:
                rows.append(one)
    except InputError:
        return False
    statements = [row for row in rows if isinstance(row, Statement)]
    problems = [row for row in rows if isinstance(row, Problem)]
    bad = sum(problem.severity == "record" for problem in problems)
    assert len(set(ids)) == len(ids)
    assert [row[1:3] for row in rows if isinstance(row, Tally)] == [(len(ids) + bad, len(ids))]
    prefix = "gb-ofsi-" if reader.DATASET == "gb_hmt_sanctions" else "gb-"
    named = {row.entity_id for row in statements if row.prop == "name"}
    known = {row.entity_id for row in statements}
    assert all(f"{prefix}{number}" in named for number in ids)
    assert all(row.value in known for row in statements if row.prop_type == "entity")
    for table, kind in ((STATEMENT, Statement), (EVIDENCE, Evidence), (PROBLEM, Problem), (DOCUMENT, Document)):
        table.arrange([table.from_rows([row for row in rows if isinstance(row, kind)])])
    return True
