"""What was searched last tells which parties are new or changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from counterflow.compare.index.store import Index
from counterflow.screen.subject.before import digest_parties, keep_before, missing, open_before

from ...interop.serving import ENTITIES, make_small_index


def digests(*values: bytes) -> np.ndarray:
    return np.frombuffer(b"".join(values), "V16")


def test_a_party_is_known_by_its_whole_digest() -> None:
    """Not by the first 8 bytes, for which another version of a party can be made; zeros at the end count."""
    one, near, ends = b"a" * 16, b"a" * 8 + b"b" * 8, b"a" * 15 + b"\0"
    assert missing(digests(one, near, ends), digests(one)) == 2
    assert missing(digests(one), digests(near, one)) == 0
    assert missing(digests(), digests(one)) == 0


def test_every_change_of_a_party_changes_its_digest(tmp_path: Path) -> None:
    """Its id, a name, a dataset; in the order of the index, and equal for equal parties."""
    make_small_index(tmp_path, ENTITIES, "old")
    changed = [{**one, "datasets": ["other"]} if one["id"] == "un-1" else one for one in ENTITIES]
    make_small_index(tmp_path, changed, "new")
    old, new = Index.open(tmp_path / "old"), Index.open(tmp_path / "new")
    assert digest_parties(old).tolist() == digest_parties(Index.open(tmp_path / "old")).tolist()
    assert len(digest_parties(old)) == len(old)
    before = digest_parties(old).tolist()
    fresh = [number for number, digest in enumerate(digest_parties(new).tolist()) if digest not in before]
    assert [new.entity_id(number) for number in fresh] == ["un-1"]
    assert missing(digest_parties(new), digest_parties(old)) == 1


def test_digests_of_an_earlier_form_are_as_none(tmp_path: Path) -> None:
    """So everybody is searched anew, once."""
    make_small_index(tmp_path, ENTITIES, "old")
    index = Index.open(tmp_path / "old")
    assert open_before(tmp_path) is None
    keep_before(tmp_path, index, digest_parties(index))
    kept = open_before(tmp_path)
    assert kept is not None
    assert kept.digests.tolist() == digest_parties(index).tolist()
    np.save(tmp_path / "before" / "digest.npy", np.zeros(len(index), np.uint64))
    assert open_before(tmp_path) is None
