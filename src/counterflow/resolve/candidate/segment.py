"""Records analysed together, with what pairs are found by: immutable, so that records analysed once are not again.

A segment is a frame of the matching kernel and, for each of its words, the names that hold it. Two neighbouring words
of a name are a word too, as others run them together (Jong Un, Jongun). What two records have to do with each other
never depends on which segments they lie in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from numpy.typing import NDArray

from counterflow.compare.builder import AnalysedName, FrameBuilder
from counterflow.compare.fact import Facts
from counterflow.compare.frame import Frame, NameKind, Names, Vocabulary, seal
from counterflow.compare.vocabulary import Token
from counterflow.resolve.candidate.kin import Kin
from counterflow.resolve.candidate.term import Terms, list_terms, term_hashes
from counterflow.resolve.candidate.word import recall_tokens
from counterflow.resolve.packed import Texts, open_arrays, save_arrays

Entity = Mapping[str, Any]


class Segment(NamedTuple):
    """Records side by side. R records, N names."""

    ids: Texts
    """(R): entity ids."""
    digests: Texts
    """(R): digest of each record's content (`record.list_records`)."""
    entities: Texts
    """(R): the records, as JSON."""
    frame: Frame
    texts: Texts
    """(N): the names as written."""
    terms: Terms

    def __len__(self) -> int:
        """Count the records."""
        return len(self.ids)

    def entity(self, at: int) -> Entity:
        """Give a record as it was read."""
        entity: Entity = json.loads(self.entities[at])
        return entity


class _Builder(FrameBuilder):
    """Keeps the names as written beside what they are compared by; asks first who knows words already."""

    def __init__(self, known: Vocabulary | None) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._known = known

    def _look_up(self, texts: Sequence[str]) -> Sequence[Token] | None:
        return None if self._known is None else recall_tokens(texts, self._known)

    def _add_name(self, name: AnalysedName, kind: NameKind) -> None:
        super()._add_name(name, kind)
        self.texts.append(name.text)


def make_segment(records: Iterable[tuple[str, str, Entity]], known: Segment | None = None) -> Segment:
    """Analyse records.

    Args:
        records: entity id, digest, FtM entity.
        known: another segment: its words are not looked up again, which changes nothing.
    """
    builder, ids, digests, entities = _Builder(None if known is None else known.frame.vocabulary), [], [], []
    for entity_id, digest, entity in records:
        builder.add(entity)
        ids.append(entity_id)
        digests.append(digest)
        entities.append(json.dumps(entity, ensure_ascii=False))
    frame = builder.freeze()
    return Segment(Texts.of(ids), Texts.of(digests), Texts.of(entities), frame, Texts.of(builder.texts), _terms(frame))


def _terms(frame: Frame) -> Terms:
    return term_hashes(frame.vocabulary, list_terms(frame.vocabulary, frame.names, frame.name_at))


_PARTS: tuple[tuple[str, Any], ...] = (("vocabulary", Vocabulary), ("names", Names), ("facts", Facts))


_TEXTS = ("ids", "digests", "entities", "texts")


def save_segment(segment: Segment, path: Path, kin: Kin | None = None) -> None:
    """Write a segment, and the kin of its terms among themselves, as one file of arrays."""
    arrays: dict[str, NDArray[Any]] = {"name_at": segment.frame.name_at}
    for part, kind in _PARTS:
        arrays |= {f"{part}.{field}": getattr(getattr(segment.frame, part), field) for field in kind._fields}
    arrays |= {f"terms.{field}": getattr(segment.terms, field) for field in Terms._fields}
    for name in _TEXTS:
        texts: Texts = getattr(segment, name)
        arrays |= {f"{name}.at": texts.at, f"{name}.data": texts.data}
    if kin is not None:
        arrays |= {f"kin.{field}": getattr(kin, field) for field in Kin._fields}
    save_arrays(arrays, path)


def load_segment(path: Path) -> tuple[Segment, Kin | None]:
    """Open what `save_segment` wrote."""
    arrays = open_arrays(path)
    vocabulary, names, facts = (kind(*(arrays[f"{part}.{field}"] for field in kind._fields)) for part, kind in _PARTS)
    frame = seal(Frame(vocabulary, names, arrays["name_at"], facts))
    terms = Terms(*(arrays[f"terms.{field}"] for field in Terms._fields))
    ids, digests, entities, texts = (Texts(arrays[f"{name}.at"], arrays[f"{name}.data"]) for name in _TEXTS)
    kin = Kin(*(arrays[f"kin.{field}"] for field in Kin._fields)) if "kin.at" in arrays else None
    return Segment(ids, digests, entities, frame, texts, terms), kin
