"""The result of a build follows from the entities alone."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.compare.index import source
from counterflow.compare.index.build import build_index
from counterflow.compare.index.store import Index
from counterflow.exc import InputError, UsageError

from .conftest import company, entities, files_of, person


@settings(max_examples=25)
@given(entities(), st.randoms(use_true_random=False))
def test_order_of_the_input_does_not_matter(parties: list[dict[str, Any]], random: Any) -> None:
    """Equal entities in another order give equal bytes."""
    shuffled = list(parties)
    random.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder) / "one", Path(folder) / "other"
        assert build_index(parties, one, workers=1) == build_index(shuffled, other, workers=1)
        assert files_of(one) == files_of(other)


@settings(max_examples=15)
@given(parties=entities(), size=st.integers(1, 5))
def test_chunks_do_not_matter(parties: list[dict[str, Any]], size: int) -> None:
    """However the input is cut for the workers, the bytes are the same."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        one, other = Path(folder) / "one", Path(folder) / "other"
        build_index(parties, one, workers=1)
        patch.setattr(source, "CHUNK_ENTITIES", size)
        build_index(parties, other, workers=1)
        assert files_of(one) == files_of(other)


@pytest.mark.slow
def test_number_of_workers_does_not_matter(tmp_path: Path) -> None:
    """Two processes give the bytes that one gives."""
    parties = [person(f"p-{number}", f"Kim {number} Chol", "김철") for number in range(200)]
    build_index(parties, tmp_path / "one", workers=1)
    build_index(parties, tmp_path / "two", workers=2)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_files_and_entities_give_the_same(tmp_path: Path) -> None:
    """JSON lines, compressed or not, and entities in memory are one input."""
    parties = [person("b", "Ri Su-yong"), company("a", "Goodwill Ltd")]
    plain, packed = tmp_path / "x.jsonl", tmp_path / "x.jsonl.gz"
    plain.write_bytes(b"\n".join(map(orjson.dumps, parties)) + b"\n\n")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    inputs: list[source.Entities] = [parties, [plain], [packed]]
    for number, given_ in enumerate(inputs):
        build_index(given_, tmp_path / str(number), workers=1)
    assert files_of(tmp_path / "0") == files_of(tmp_path / "1") == files_of(tmp_path / "2")
    (source_,) = Index.open(tmp_path / "2").manifest.sources
    assert (source_.name, source_.entities) == ("x.jsonl.gz", 2)


def test_what_is_no_party_is_left_out(small_index: Index) -> None:
    """An ownership joins parties and is none."""
    assert len(small_index) == 4
    assert small_index.manifest.schemata == {"Company": 2, "Person": 2}


def test_an_id_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    """The message names the id and both lines."""
    twice = [person("x", "A"), person("y", "B"), person("x", "C")]
    with pytest.raises(InputError, match=r"entities, line 1 and entities, line 3: the id 'x' stands there twice"):
        build_index(twice, tmp_path / "index", workers=1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "x.jsonl, line 2: not a JSON object"),
        (b"[]", "x.jsonl, line 2: not a JSON object"),
        (b'{"id": 1, "schema": "Person"}', "x.jsonl, line 2: id is 1"),
        (b'{"id": "a"}', "x.jsonl, line 2: schema is None"),
        (
            b'{"id": "a", "schema": "Person", "properties": {"name": "Kim"}}',
            "line 2: properties are not lists of texts",
        ),
    ],
)
def test_a_line_that_is_no_entity_is_an_error(tmp_path: Path, line: bytes, message: str) -> None:
    """The message says where; nothing is written."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"id": "b", "schema": "Person"}\n' + line)
    with pytest.raises(InputError, match=message):
        build_index([path], tmp_path / "index", workers=1)
    assert list(tmp_path.iterdir()) == [path]


def test_other_files_are_not_overwritten(tmp_path: Path) -> None:
    """A folder that holds something else is left alone."""
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match="other files"):
        build_index([person("a", "A")], tmp_path, workers=1)
    assert (tmp_path / "letter.txt").read_text() == "dear"


def test_a_failed_build_keeps_the_old_index(tmp_path: Path) -> None:
    """The new index takes the place of the old one when it is whole, not before."""
    build_index([person("a", "A")], tmp_path / "index", workers=1)
    before = files_of(tmp_path / "index")
    with pytest.raises(InputError):
        build_index([person("b", "B"), person("b", "B")], tmp_path / "index", workers=1)
    assert files_of(tmp_path / "index") == before
