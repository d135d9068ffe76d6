"""Statements by entity: what lets a run find what changed, and read that alone, without reading all of a table.

`statement.lookup` lies beside `statement.parquet` while a run lasts: the statements in order of their entities, with a
digest of each entity's, and the evidence of those that may be over or denied. It is made of the two tables once, when
they are written; without it, resolve asks the tables. It is never a part of a build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from counterflow.model.told import ORIGIN
from counterflow.resolve.packed import Texts, open_arrays, save_arrays
from counterflow.resolve.place import places
from counterflow.tables import EVIDENCE, STATEMENT

SUFFIX = ".lookup"
MAX_ROWS = 5_000_000
"""Statements of a table of which a lookup is made: all are in memory together for it, a hundred bytes each."""

Coded = tuple[NDArray[Any], pa.Array]
"""Codes, and what they stand for; the code after the last is null."""
Digits = NDArray[np.uint8]
Numbers = NDArray[np.uint64]
Places = NDArray[np.int64]

_FEW = ("prop", "prop_type", "schema", "dataset", "origin", "lang", "first_seen", "last_seen", "handling")
"""Columns of `statement` of few values; beside them are kept id, entity_id and value."""
_CHANGING = ("schema", "origin", "first_seen", "last_seen", "handling")
"""Those that may change while the id stays."""
_FEW_OF_EVIDENCE = ("document_id", "hedge", "polarity", "last_seen", "gone_on")
_REFERRING = ("entity", "holder")
"""Properties of designations and papers that name whose they are."""
_ID = 40
"""Digits of an id."""


class Lookup:
    """The statements of one file, opened in place. E entities, S statements, R references."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take what `open_arrays` gives."""
        self._arrays = arrays
        self.ids = Texts(arrays["entity.at"], arrays["entity.data"]).column()
        """(E): entities in order."""
        self.digest: Numbers = arrays["digest"]
        """(E): of all statements, and of the evidence that is kept."""
        self.refers: Places = arrays["refers"]
        """(R): an entity that names another, by its place."""
        self.referred = Texts(arrays["referred.at"], arrays["referred.data"]).column()
        """(R): the entity that is named."""
        self.named: Places = arrays["named"]
        """(R): its place; -1: it is not among the entities."""

    def statements(self, wanted: Places) -> pa.Table:
        """Read the statements of the entities at some places: the columns that resolve reads."""
        rows = self._rows("at", wanted)
        columns = {name: self._coded(name, rows) for name in _FEW} | {"id": _texts_of(self._arrays["id"][rows])}
        columns["entity_id"] = self.ids.take(pa.array(self._arrays["owner"][rows]))
        columns["value"] = Texts(self._arrays["value.at"], self._arrays["value.data"]).some(rows)
        return pa.table([columns[field.name] for field in _STATEMENTS], _STATEMENTS)

    def evidence(self, wanted: Places) -> pa.Table:
        """Read the evidence that is kept of the entities at some places: the columns that resolve reads."""
        rows = self._rows("evidence.at", wanted)
        columns = {name: self._coded(f"evidence.{name}", rows) for name in _FEW_OF_EVIDENCE}
        columns |= {name: _texts_of(self._arrays[f"evidence.{name}"][rows]) for name in ("id", "statement_id")}
        return pa.table([columns[field.name] for field in _EVIDENCE], _EVIDENCE)

    def _rows(self, name: str, place: Places) -> Places:
        start, end = self._arrays[name][place], self._arrays[name][place + 1]
        count = end - start
        return np.repeat(start - (np.cumsum(count) - count), count) + np.arange(count.sum())

    def _coded(self, name: str, rows: Places) -> pa.Array:
        texts = Texts(self._arrays[f"{name}.at"], self._arrays[f"{name}.data"]).column()
        codes = self._arrays[f"{name}.code"][rows].astype(np.int64)
        return texts.take(pa.array(codes, mask=codes == len(texts)))


class Lookups:
    """The lookups of all files that hold statements, as one."""

    def __init__(self, lookups: Sequence[Lookup]) -> None:
        """Join them."""
        self._lookups = lookups
        ids = lookups[0].ids if len(lookups) > 0 else _NOTHING
        if len(lookups) > 1:
            ids = pc.unique(pa.concat_arrays([one.ids for one in lookups]))
            ids = ids.take(pc.sort_indices(ids))
        self.ids: pa.Array = ids
        """All entities, in order."""
        self._place = [np.arange(len(ids)) if one.ids is ids else places(one.ids, ids) for one in lookups]
        """Of each lookup, where its entities stand among all."""
        self._named = [one.named if one.ids is ids else places(one.referred, ids) for one in lookups]
        """Of each lookup, where the entities stand that are named; -1: not there."""

    def digests(self) -> pa.Table:
        """Give each entity, in order, with a digest of all that its rows depend on.

        Those are its statements, those of the designations and papers that name it, and the evidence of what may be
        over or denied.
        """
        own = np.zeros(len(self.ids), np.uint64)
        for one, place in zip(self._lookups, self._place, strict=True):
            own[place] += one.digest
        digest = own.copy()
        for one, place, named in zip(self._lookups, self._place, self._named, strict=True):
            is_here = named >= 0
            np.add.at(digest, named[is_here], _mixed(own[place[one.refers][is_here]], []))
        return pa.table({"entity_id": self.ids, "digest": pa.array(digest)})

    def read(self, wanted: NDArray[np.bool_]) -> dict[str, pa.Table]:
        """Read the statements of some of `ids` and of what names them, and the evidence of those, by table."""
        is_read = wanted.copy()
        for one, place, named in zip(self._lookups, self._place, self._named, strict=True):
            is_read[place[one.refers[(named >= 0) & wanted[named]]]] = True
        at = [np.flatnonzero(is_read[place]) for place in self._place]
        both = list(zip(self._lookups, at, strict=True))
        return {
            STATEMENT.name: pa.concat_tables([_STATEMENTS.empty_table(), *(one.statements(own) for one, own in both)]),
            EVIDENCE.name: pa.concat_tables([_EVIDENCE.empty_table(), *(one.evidence(own) for one, own in both)]),
        }


_NOTHING = pa.array([], pa.string())
_STATEMENTS = pa.schema([one for one in STATEMENT.schema if one.name in {"id", "entity_id", "value", *_FEW}])
_EVIDENCE = pa.schema([one for one in EVIDENCE.schema if one.name in {"id", "statement_id", *_FEW_OF_EVIDENCE}])


def write_lookup(folder: Path) -> None:
    """Write the lookup of a folder's `statement.parquet` and `evidence.parquet`, if they are not too large."""
    paths = [folder / f"{table.name}.parquet" for table in (STATEMENT, EVIDENCE)]
    if not all(path.exists() for path in paths) or pq.read_metadata(paths[0]).num_rows > MAX_ROWS:
        return
    arrays = _make(*paths)
    if arrays is not None:
        temporary = folder / f".{STATEMENT.name}{SUFFIX}"
        save_arrays(arrays, temporary)
        temporary.replace(folder / f"{STATEMENT.name}{SUFFIX}")


def open_lookups(paths: Mapping[str, Sequence[Path]]) -> Lookups | None:
    """Open the lookups of the tables that a stage was given; None: one of them has none."""
    found = []
    for path in paths[STATEMENT.name]:
        evidence = path.with_name(f"{EVIDENCE.name}.parquet")
        if not path.exists() or (_is_empty(path) and _is_empty(evidence)):
            continue
        lookup = path.with_suffix(SUFFIX)
        if not lookup.exists() or evidence not in paths[EVIDENCE.name]:
            return None
        found.append(Lookup(open_arrays(lookup)))
    return Lookups(found)


def _is_empty(path: Path) -> bool:
    rows: int = pq.read_metadata(path).num_rows
    return rows == 0


def _make(statements: Path, evidence: Path) -> dict[str, NDArray[Any]] | None:
    columns = ["id", "entity_id", "value", *_FEW]
    # One thread: two take longer together than one does, and the files are in memory.
    rows = pq.read_table(statements, columns=columns, read_dictionary=["entity_id", *_FEW], use_threads=False)
    few = [*_FEW_OF_EVIDENCE]
    doubts = pq.read_table(evidence, columns=["id", "statement_id", *few], read_dictionary=few, use_threads=False)
    try:
        ids = [_digits(column) for column in (rows.column("id"), doubts.column("id"), doubts.column("statement_id"))]
    except ValueError:
        return None
    entity = _combined(rows.column("entity_id"))
    order = pc.sort_indices(entity.dictionary).to_numpy()
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    owner = rank[entity.indices.to_numpy()]
    by_entity = np.argsort(owner, kind="stable")
    owner, key = owner[by_entity], ids[0][by_entity]
    coded = {name: _coded(rows.column(name), by_entity) for name in _FEW}
    arrays = {"owner": owner, "id": key, **_starts("at", owner, len(order))}
    arrays |= _packed("entity", entity.dictionary.take(pa.array(order)))
    arrays |= _packed("value", rows.column("value").combine_chunks().take(pa.array(by_entity)))
    for name, (codes, texts) in coded.items():
        arrays |= {f"{name}.code": codes, **_packed(name, texts)}
    hashed = _mixed(_numbers(key), [coded[name] for name in _CHANGING])
    refers = np.flatnonzero(_is_any(coded["prop"], _REFERRING))
    referred = Texts(arrays["value.at"], arrays["value.data"]).some(refers)
    named = places(referred, entity.dictionary.take(pa.array(order)))
    arrays |= {"refers": owner[refers], "named": named, **_packed("referred", referred)}
    is_wanted = _is_any(coded["prop"], ("topics",)) | _is_any(coded["origin"], (ORIGIN,))
    is_wanted |= _is_any(coded["schema"], ("Sanction",)) & _is_any(coded["prop"], ("entity", "endDate"))
    place, holder = _match(ids[2], key[is_wanted], owner[is_wanted])
    arrays |= {"evidence.id": ids[1][place], "evidence.statement_id": ids[2][place]}
    arrays |= _starts("evidence.at", holder, len(order))
    doubted = [_coded(doubts.column(name), place) for name in few]
    for name, (codes, texts) in zip(few, doubted, strict=True):
        arrays |= {f"evidence.{name}.code": codes, **_packed(f"evidence.{name}", texts)}
    found = _mixed(_numbers(ids[1][place]) ^ _numbers(ids[2][place]), doubted)
    arrays["digest"] = _sums(hashed, arrays["at"]) + _mixed(_sums(found, arrays["evidence.at"]), [])
    return arrays


def _match(ids: Digits, wanted: Digits, owner: Places) -> tuple[Places, Places]:
    """Find the places of the ids that are wanted, in order of their owners, and the owners."""
    found = places(pa.array(_numbers(ids)), pa.array(_numbers(wanted)))
    place = np.flatnonzero(found >= 0)
    found = found[place]
    is_same = (wanted[found] == ids[place]).all(axis=1)
    place, holder = place[is_same], owner[found[is_same]]
    by_owner = np.argsort(holder, kind="stable")
    return place[by_owner], holder[by_owner]


def _combined(column: pa.ChunkedArray) -> pa.DictionaryArray:
    whole = column.unify_dictionaries().combine_chunks()
    return whole if isinstance(whole, pa.Array) else whole.chunk(0)


def _coded(column: pa.ChunkedArray, order: Places) -> Coded:
    """Give a column of few values as codes, in some order, and the values; null is one more code."""
    whole = _combined(column)
    size = len(whole.dictionary)
    codes = pc.fill_null(whole.indices.cast(pa.int32()), size).to_numpy()
    return codes.astype(np.min_scalar_type(size))[order], whole.dictionary.cast(pa.string())


def _is_any(coded: Coded, values: Sequence[str]) -> NDArray[np.bool_]:
    codes, texts = coded
    is_one = pc.is_in(texts, value_set=pa.array(values, pa.string())).to_numpy(zero_copy_only=False)
    return np.append(is_one, False)[codes]


def _digits(column: pa.ChunkedArray) -> Digits:
    """Give ids as rows of digits.

    Raises:
        ValueError: one is of another length.
    """
    whole = pa.concat_arrays([_NOTHING, *column.chunks])
    if len(whole) > 0 and pc.min_max(pc.binary_length(whole)).as_py() != {"min": _ID, "max": _ID}:
        raise ValueError(f"ids have {_ID} digits")
    _, at, data = whole.buffers()
    start = int(np.frombuffer(at, np.int32, 1, whole.offset * 4)[0]) if len(whole) > 0 else 0
    size = len(whole) * _ID
    return np.frombuffer(data, np.uint8, size, start).reshape(-1, _ID) if size > 0 else np.zeros((0, _ID), np.uint8)


def _numbers(digits: Digits) -> Numbers:
    """Read the first 16 of the hexadecimal digits, in an order that is all the same: eight of them at once."""
    texts = np.ascontiguousarray(digits[:, :16]).view(np.uint64)
    values = (texts & np.uint64(_LOW)) + np.uint64(9) * ((texts >> np.uint64(6)) & np.uint64(_ONES))
    numbers: Numbers = (values[:, 0] << np.uint64(4)) | values[:, 1]
    return numbers


_LOW, _ONES = 0x0F0F0F0F0F0F0F0F, 0x0101010101010101


def _mixed(numbers: Numbers, columns: Sequence[Coded]) -> Numbers:
    """Hash numbers together with columns of few values."""
    mixed = numbers * _ODD
    for codes, texts in columns:
        hashes = [hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8) for text in texts.to_pylist()]
        values = np.array([*(int.from_bytes(one.digest(), "little") for one in hashes), 0], np.uint64)
        mixed = (mixed ^ (mixed >> np.uint64(29)) ^ values[codes]) * _ODD
    result: Numbers = (mixed ^ (mixed >> np.uint64(32))) * _ODD
    return result


_ODD = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio: multiplying by it spreads what differs over all bits."""


def _sums(values: Numbers, at: Places) -> Numbers:
    """Add up runs of values; what is too large wraps around."""
    total: Numbers = np.concatenate([np.zeros(1, np.uint64), np.cumsum(values, dtype=np.uint64)])
    return total[at[1:]] - total[at[:-1]]


def _starts(name: str, owner: Places, count: int) -> dict[str, Places]:
    return {name: np.searchsorted(owner, np.arange(count + 1)).astype(np.int64)}


def _packed(name: str, texts: pa.Array) -> dict[str, NDArray[Any]]:
    packed = Texts.of_column(texts)
    return {f"{name}.at": packed.at, f"{name}.data": packed.data}


def _texts_of(digits: Digits) -> pa.Array:
    at = np.arange(len(digits) + 1, dtype=np.int32) * _ID
    return pa.StringArray.from_buffers(len(digits), pa.py_buffer(at), pa.py_buffer(np.ascontiguousarray(digits)))
