"""Frames of a build, and the passages that tell them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.dossier.clock import Clock
from counterflow.dossier.find import view_document
from counterflow.dossier.frame import find_frame, list_passages
from counterflow.dossier.party import build_dossier
from counterflow.dossier.shape import Shape
from counterflow.exc import NotFoundError
from counterflow.model.told import is_told_party
from counterflow.run.build import open_build


@pytest.fixture
def archive(told_case: Case) -> Iterator[Archive]:
    archive = Archive(told_case, open_build(told_case))
    yield archive
    archive.close()


def test_each_sentence_is_given_with_what_it_tells(archive: Archive) -> None:
    """Type, arguments, source, doubt, document and place; an argument that is a party names it."""
    first, second = list_passages(archive)
    (payment,) = first.frames
    assert (payment.type, payment.hedge, payment.polarity, payment.edtf) == (
        "payment",
        "reported",
        "affirmed",
        "2013-07",
    )
    assert payment.time_text == "July 2013"
    assert [one.text for one in payment.attribution] == ["A defector"]
    agent, vessel = payment.args
    assert agent.party is not None
    assert (agent.text, agent.party.id) == ("Bureau 39", "ofac-12209")
    assert vessel.party is not None
    assert is_told_party(vessel.party.id)
    assert first.document.title == "A voyage"
    text = view_document(archive, first.document.id).text
    assert text[first.start : first.end] == first.text
    assert text[payment.trigger_start : payment.trigger_end] == "paid"
    assert second.frames[0].polarity == "denied"


def test_a_party_is_told_of_under_another_word(archive: Archive) -> None:
    """A pronoun that the document uses for it is a passage too, if something is told there."""
    first, second = build_dossier(archive, "ofac-12209").passages
    assert [one.text[slice(*one.highlight)] for one in (first, second)] == ["Bureau 39", "It"]
    (controls,) = second.frames
    assert (controls.type, controls.args[0].party, second.decision) == (
        "controls",
        first.frames[0].args[0].party,
        "same",
    )


def test_a_document_comes_with_its_frames(archive: Archive) -> None:
    """In the order of the text."""
    document = view_document(archive, list_passages(archive)[0].document.id)
    assert [one.type for one in document.frames] == ["payment", "controls"]


def test_a_frame_is_found_by_its_first_digits(archive: Archive) -> None:
    """As it is in the table, with the text of its document."""
    known = list_passages(archive)[0].frames[0]
    frame, text = find_frame(archive, known.id[:10].upper())
    assert (frame.id, frame.type, frame.args[0].text) == (known.id, "payment", "Bureau 39")
    assert text[frame.trigger_start : frame.trigger_end] == "paid"
    for digits in ("", known.id[:3], "0123456789"):
        with pytest.raises(NotFoundError, match="no frame begins"):
            find_frame(archive, digits)


def test_what_was_not_published_yet_tells_nothing(told_case: Case) -> None:
    """The clock leaves the document out, and its frames with it."""
    archive = Archive(told_case, open_build(told_case), Clock(known_at="2013-07-01"))
    assert list_passages(archive) == []
    archive.close()


def test_a_build_without_frames_has_none(told_case: Case) -> None:
    """One that an earlier version made."""
    build = open_build(told_case)
    (build.path / "frame.parquet").chmod(0o644)
    (build.path / "frame.parquet").unlink()
    archive = Archive(told_case, build)
    found: list[Shape] = [*list_passages(archive)]
    assert found == []
    assert [one.frames for one in build_dossier(archive, "ofac-12209").passages] == [()]
    archive.close()
