"""Damaged copies of a list: whatever happens to it, its books balance or it is refused with an InputError.

A copy follows from a seed, so that a failure can be repeated: `damage(data, kind, seed)`.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Mapping
from pathlib import Path

from hypothesis import strategies as st

from counterflow.collect.find import read_head
from counterflow.collect.reader import ListReader, ListRecord, Tally
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.tables import DOCUMENT, EVIDENCE, PROBLEM, STATEMENT, Document, Evidence, Problem, Statement

MANY = 10_000
"""Damaged copies of each format in the slow tests."""

_PIECES = {
    # What is deleted, doubled, moved or replaced: tags and texts, cells and their separators, strings and brackets.
    "xml": re.compile(rb"<[^<>]*>|(?<=\")[^\"<>]+(?=\")|[^<>\s][^<>]*"),
    "csv": re.compile(rb"[^;\n]+|;|\n"),
    "comma": re.compile(rb"[^,\r\n]+|,|\r?\n"),
    "json": re.compile(rb'"[^"\n]*"|[^,"\n:{}\[\]]+|[,:{}\[\]\n]'),
}
_JUNK: tuple[bytes, ...] = (
    # No word, numbers and dates that are none, words that mean something to some format.
    *(b"", b" ", b"0", b"-0-", b"-", b"1955", b"31.02.1999", b"13/13/2018", b"00/00/0000", b"9" * 20, b"true", b"null"),
    *(
        b"a/b; c, d or e and f",
        b"((",
        b"(1) (2) x",
        b"a)",
        b"unknown",
        b"../..",
        b"IMO 1234567",
        b"(UN Ref):x",
        b"Ship",
    ),
    # Signs of the formats.
    *(b'"', b'""', b"'", b",", b",,,", b";;", b"{", b"}", b"[]", b'{"a": {"b": []}}', b"1e999", b'"\\ud800"'),
    *(b"&amp;", b"&#8212;", b"<x>", b"</x>", b"<x/>", b"<x y='1'/>", b"<Name>"),
    # Line ends, bytes that are no text, letters of all kinds, very long words.
    *(b"\n", b"\r", b"\r\n", b"\x00", b"\xff", b"\xe2\x80\xa8", "Ӂ́名\u200c\u202e".encode(), "née à Ñ".encode()),
    *(b"A" * 5_000, b"[" * 2_000),
)


_RECORD_PIECES = {
    # Of XML four copies in five stay well-formed, since a file that is not is refused without a record being read:
    # elements that hold no others, texts, values of attributes.
    "xml": tuple(
        re.compile(one)
        for one in (rb"<([\w:-]+)\b[^<>]*>[^<>]*</\1>", rb"(?<=>)[^<>]*[^<>\s][^<>]*(?=<)", rb'(?<==")[^"<>]+(?=")')
    ),
}
_PLAIN_JUNK: tuple[bytes, ...] = tuple(junk for junk in _JUNK if re.search(rb'[<>&"\x00-\x08\xff]', junk) is None)


def damage(data: bytes, kind: str, seed: int) -> bytes:
    """Delete, double, swap, cut or replace one to four of the pieces of a file."""
    chance = random.Random(seed)
    pattern, all_junk = _PIECES[kind], _JUNK
    if kind in _RECORD_PIECES and seed % 5 > 0:
        pattern, all_junk = chance.choice(_RECORD_PIECES[kind]), _PLAIN_JUNK
    pieces = [found.span() for found in pattern.finditer(data)]
    for start, end in sorted(chance.sample(pieces, min(chance.randint(1, 4), len(pieces))), reverse=True):
        piece, other = data[start:end], chance.choice(pieces)
        changed = [b"", piece * 2, data[slice(*other)]]
        if all_junk is _JUNK or not piece.startswith(b"<"):
            at, junk = chance.randrange(len(piece) + 1), chance.choice(all_junk)
            changed += [junk, piece[:at] + junk + piece[at:], piece[:at]]
        data = data[:start] + chance.choice(changed) + data[end:]
    return data


def mutations(data: bytes, kind: str) -> st.SearchStrategy[bytes]:
    """Draw damaged copies of a file."""
    return st.integers(0, 2**63).map(lambda seed: damage(data, kind, seed))


def count_read(
    reader: ListReader, path_name: str, data: bytes, kind: str, tmp_path: Path, *, copies: int = MANY
) -> int:
    """Check damaged copies of a file, and say how many of them are still read."""
    return sum(check_reader(reader, path_name, damage(data, kind, seed), tmp_path) for seed in range(copies))


def check_reader(
    reader: ListReader, path_name: str, data: bytes, tmp_path: Path, beside: Mapping[str, bytes] | None = None
) -> bool:
    """Read a file, with those `beside` it, and assert that nothing is lost; False: refused with an InputError.

    Records are parties and quarantine, file by file; rows fit their tables. Of a publisher's list: each record
    has an id and a named party of its own, and no reference leads nowhere.
    """
    contents = {path_name: data, **(beside or {})}
    files = []
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        files.append(SourceFile(tmp_path / name, name, digest, len(content), f"resource-{name}"))
    ids: list[str] = []
    rows: list[object] = []
    try:
        source = Source(reader.NAME, tuple(files), reader.DATASET or "own_list")
        for one in reader.records(reader.describe(source, read_head(files[0].path))):
            if isinstance(one, ListRecord):
                ids.append(one.id)
                assert len(one.content) > 0
                rows += one.read()
            else:
                rows.append(one)
    except InputError as exc:
        assert exc.where is not None
        return False
    _check_books(reader, files, ids, rows)
    for table, kind in ((STATEMENT, Statement), (EVIDENCE, Evidence), (PROBLEM, Problem), (DOCUMENT, Document)):
        table.arrange([table.from_rows([row for row in rows if isinstance(row, kind)])])
    return True


def _check_books(reader: ListReader, files: list[SourceFile], ids: list[str], rows: list[object]) -> None:
    tallies = [row for row in rows if isinstance(row, Tally)]
    assert [tally.file for tally in tallies] == files
    bad = [row.path for row in rows if isinstance(row, Problem) and row.severity == "record"]
    for tally in tallies:
        assert tally.records == tally.parties + bad.count(tally.file.name)
    parties = sum(tally.parties for tally in tallies)
    if reader.DATASET is None:
        # One's own entities: one may come in several records, and name others that are elsewhere.
        assert parties <= len(ids)
        return
    assert len(set(ids)) == parties  # what several files say of one party comes in several records
    statements = [row for row in rows if isinstance(row, Statement)]
    sanctioned = {row.value for row in statements if row.schema == "Sanction" and row.prop == "entity"}
    named = {row.entity_id for row in statements if row.prop in ("name", "id")}  # `id`: known by its number alone
    assert len(sanctioned) <= len(ids)  # a party may have several: one a list or wallet
    assert sanctioned <= named
    known = {row.entity_id for row in statements}
    assert all(row.value in known for row in statements if row.prop_type == "entity")


__all__ = ["MANY", "check_reader", "count_read", "damage", "mutations"]
