"""Records analysed together, with what pairs are found by: immutable, so that records analysed once are not again.

A segment is a frame of the matching kernel and, for each of its words, the names that hold it. Two neighbouring words
of a name are a word too, as others run them together (Jong Un, Jongun). What two records have to do with each other
never depends on which segments they lie in.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.builder import AnalysedName, FrameBuilder
from counterflow.compare.fact import Facts
from counterflow.compare.frame import Frame, NameKind, Names, Vocabulary, seal
from counterflow.resolve.candidate.term import Terms, list_terms, term_hashes

Entity = Mapping[str, Any]


class Segment(NamedTuple):
    """Records side by side. R records, N names."""

    ids: Sequence[str]
    """(R): entity ids."""
    digests: Sequence[str]
    """(R): digest of each record's content (`record.list_records`)."""
    frame: Frame
    texts: Sequence[str]
    """(N): the names as written."""
    terms: Terms

    def __len__(self) -> int:
        """Count the records."""
        return len(self.ids)


class _Builder(FrameBuilder):
    """Keeps the names as written beside what they are compared by."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def _add_name(self, name: AnalysedName, kind: NameKind) -> None:
        super()._add_name(name, kind)
        self.texts.append(name.text)


def make_segment(records: Iterable[tuple[str, str, Entity]]) -> Segment:
    """Analyse records: entity id, digest, FtM entity."""
    builder, ids, digests = _Builder(), [], []
    for entity_id, digest, entity in records:
        builder.add(entity)
        ids.append(entity_id)
        digests.append(digest)
    frame = builder.freeze()
    return Segment(ids, digests, frame, builder.texts, _terms(frame))


def _terms(frame: Frame) -> Terms:
    return term_hashes(frame.vocabulary, list_terms(frame.vocabulary, frame.names, frame.name_at))


_PARTS: tuple[tuple[str, Any], ...] = (("vocabulary", Vocabulary), ("names", Names), ("facts", Facts))


def save_segment(segment: Segment, path: Path) -> None:
    """Write a segment as one file of arrays."""
    arrays: dict[str, NDArray[Any]] = {"name_at": segment.frame.name_at}
    for part, kind in _PARTS:
        arrays |= {f"{part}.{field}": getattr(getattr(segment.frame, part), field) for field in kind._fields}
    arrays |= {f"terms.{field}": getattr(segment.terms, field) for field in Terms._fields}
    for name, texts in (("ids", segment.ids), ("digests", segment.digests), ("texts", segment.texts)):
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        arrays[f"{name}_at"] = np.cumsum([0, *map(len, encoded)]).astype(np.uint64)
        arrays[name] = np.frombuffer(b"".join(encoded), np.uint8)
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # numpy's stub takes the arrays for allow_pickle


def load_segment(path: Path) -> Segment:
    """Read what `save_segment` wrote."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    vocabulary, names, facts = (kind(*(arrays[f"{part}.{field}"] for field in kind._fields)) for part, kind in _PARTS)
    frame = seal(Frame(vocabulary, names, arrays["name_at"], facts))
    terms = Terms(*(arrays[f"terms.{field}"] for field in Terms._fields))
    ids, digests, texts = (_texts(arrays[f"{name}_at"], arrays[name]) for name in ("ids", "digests", "texts"))
    return Segment(ids, digests, frame, texts, terms)


def _texts(offsets: NDArray[np.uint64], data: NDArray[np.uint8]) -> list[str]:
    text, places = data.tobytes(), offsets.tolist()
    return [text[a:b].decode("utf-8", "surrogatepass") for a, b in itertools.pairwise(places)]
