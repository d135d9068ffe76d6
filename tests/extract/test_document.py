"""The stage: one part a document, cheap to list and to import."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pyarrow as pa

from counterflow import extract
from counterflow.case import Case
from counterflow.extract.document import STAGE
from counterflow.stage import Part, StageInput
from counterflow.tables import DOCUMENT, Document, Mention, Problem


def document(**values: Any) -> Document:
    """Make a document."""
    row: dict[str, Any] = dict.fromkeys(Document._fields)
    row |= {"id": "d1", "resource_id": "r", "kind": "report", "text": "Kim Jong Un left.", "pages": (), "offsets": ()}
    row |= {"is_ocr": False, "handling": "TLP:GREEN", "language": "eng"}
    return Document(**(row | values))


def parts(*documents: Document, reviews: Sequence[Mapping[str, Any]] = ()) -> list[Part]:
    """List the parts of documents."""
    table = DOCUMENT.from_rows(documents)
    return list_parts(table, Case(Path("case"), "small", handling="TLP:AMBER"), reviews)


def list_parts(documents: pa.Table, case: Case, reviews: Sequence[Mapping[str, Any]] = ()) -> list[Part]:
    """List the parts of documents in one file."""
    resources = pa.table({"id": ["r"], "path": ["inputs/r.md"]})
    tables = {"document": documents, "resource": resources}
    given = SimpleNamespace(
        case=case,
        read=lambda table, columns: tables[table.name].select(columns),
        ledger=SimpleNamespace(of_kind=lambda kind: reviews if kind == "review" else ()),
    )
    return list(STAGE.parts(cast(StageInput, given)))


def review(document_id: str, frame: str) -> dict[str, Any]:
    """Make a review that rejects a frame."""
    payload = {"frame_id": frame, "document_id": document_id, "review": "reject", "reason": "why", "reviewer": "ana"}
    return payload | {"passage": "Kim Jong Un left.", "seen": {"type": "defection"}}


def test_each_document_is_a_part_that_pickles() -> None:
    """A part holds what reading needs, in any process."""
    one, two = parts(document(), document(id="d2", title="A title", text="é"))
    assert one.key != two.key
    assert (two.label, two.size) == ("A title", 2)
    rows = list(STAGE.read(pickle.loads(pickle.dumps(one))))
    mentions = [row for row in rows if isinstance(row, Mention)]
    assert [(row.text, row.document_id, row.handling) for row in mentions] == [("Kim Jong Un", "d1", "TLP:GREEN")]


def test_a_model_is_asked_about_reports_alone_where_the_case_says_so() -> None:
    """A part that is given to a model is another part, and names the file that its problems stand in."""
    section = {"endpoint": "http://127.0.0.1:1/v1", "model": "m"}
    case = Case(Path("case"), "small", parameters={"extract": {"llm": section}})
    table = DOCUMENT.from_rows([document(), document(id="d2", kind="narrative"), document(id="d3", language="kor")])
    asked = {part.load.reading.document_id: part for part in list_parts(table, case)}
    without = {part.load.reading.document_id: part for part in list_parts(table, Case(Path("case"), "small"))}
    assert [asked[id_].load.llm is not None for id_ in ("d1", "d2", "d3")] == [True, False, False]
    assert (asked["d1"].load.path, asked["d1"].load.resource_id) == ("inputs/r.md", "r")
    assert [asked[id_].key == without[id_].key for id_ in ("d1", "d2", "d3")] == [False, True, True]
    assert STAGE.parameters == ("llm",)


def test_a_text_in_korean_says_that_its_relations_were_not_read() -> None:
    """The problem names the file; the mentions are those of the language."""
    table = DOCUMENT.from_rows([document(text="북한의 김정은 국무위원장은 떠났다.", language="kor")])
    (part,) = list_parts(table, Case(Path("case"), "small"))
    problem, *mentions = STAGE.read(pickle.loads(pickle.dumps(part)))
    assert isinstance(problem, Problem)
    assert (problem.path, problem.resource_id) == ("inputs/r.md", "r")
    assert "the text is in Korean" in problem.message
    assert [row.text for row in mentions if isinstance(row, Mention)] == ["북한", "김정은"]


def test_a_changed_marking_is_another_part() -> None:
    """Rows carry the marking of their document, so it decides whether they can be reused."""
    (one,) = parts(document())
    (other,) = parts(document(handling="TLP:RED"))
    assert one.key != other.key


def test_a_reviewed_document_is_another_part() -> None:
    """What people say of its frames changes its rows, and those of no other document."""
    one, two = parts(document(), document(id="d2"))
    reviewed, other = parts(document(), document(id="d2"), reviews=[review("d1", "f")])
    assert reviewed.key != one.key
    assert other.key == two.key
    rows = list(STAGE.read(pickle.loads(pickle.dumps(reviewed))))
    assert [row.message for row in rows if isinstance(row, Problem)] == [
        "the reject is not obeyed: the document is no longer read as this frame"
    ]


def test_a_review_of_a_document_that_is_gone_lapses_aloud() -> None:
    """A changed text is another document."""
    *_, gone = parts(document(), reviews=[review("d0", "f")])
    (problem,) = STAGE.read(pickle.loads(pickle.dumps(gone)))
    assert isinstance(problem, Problem)
    assert "the case no longer has its document" in problem.message
    assert problem.handling == "TLP:AMBER"


def test_importing_the_stage_loads_no_language_model() -> None:
    """Listing stages stays fast: spaCy is imported when the first text is read."""
    code = "import sys, counterflow.extract; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_public_names_are_what_is_exported() -> None:
    """`__all__` is what the package offers."""
    assert extract.__all__ == ["STAGE", "read_text"]
    assert extract.STAGE.name == "extract"
