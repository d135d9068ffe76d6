"""The queue: what is unsure, in order of what an answer would change; answers that the next run obeys."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterflow.case import Case, load_case
from counterflow.dossier.archive import Archive
from counterflow.dossier.find import find_party
from counterflow.exc import NoEntryError, NotFoundError, UsageError
from counterflow.ledger import Ledger
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case
from counterflow.service.queue.answer import check_joinable, check_meant, enter_answer, undo_answer
from counterflow.service.queue.open import NEAR
from counterflow.service.queue.said import Said
from counterflow.service.queue.shape import Answer, Kind, QueueItem
from counterflow.service.queue.split import split_party
from counterflow.service.queue.walk import find_item, list_queue
from counterflow.service.queue.weigh import Touched, change_of


def items(archive: Archive, store: Ledger, *kinds: Kind) -> list[QueueItem]:
    return list(list_queue(archive, store, kinds=kinds or tuple(Kind), limit=100).items)


def item(archive: Archive, store: Ledger, kind: Kind, caption: str) -> QueueItem:
    return next(one for one in items(archive, store, kind) if one.left.caption == caption)


def rebuilt(case: Case) -> Archive:
    again = load_case(case.root)
    run_case(again, options=RunOptions(processes=1))
    return Archive(again, open_build(again))


def clusters(archive: Archive) -> dict[str, str]:
    rows = archive.rows("SELECT entity_id, canonical_id FROM canonical")
    return {row["entity_id"]: row["canonical_id"] for row in rows}


def test_the_order_is_that_of_what_an_answer_would_change(archive: Archive, store: Ledger) -> None:
    """Chance times size, largest first; a name with millions and a listing behind it comes first."""
    found = items(archive, store)
    assert {one.kind for one in found} == {Kind.PAIR, Kind.MENTION, Kind.FRAME}
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    assert all(one.weight == pytest.approx(one.chance * one.change.size, rel=1e-2, abs=1e-3) for one in found)
    first = found[0]
    assert (first.kind, first.left.caption, first.change.listing) == (Kind.MENTION, "STC", True)
    assert first.change.usd == 4_000_000


def test_an_item_shows_both_sides_with_their_sources(archive: Archive, store: Ledger) -> None:
    """A name in its sentence, the word marked; a record with its list; and the reasons of the kernel."""
    mention = item(archive, store, Kind.MENTION, "STC")
    passage = mention.left.passages[0]
    assert passage.highlight is not None
    assert passage.text[slice(*passage.highlight)] == "STC"
    assert passage.document.publisher == "wire-a"
    assert mention.right is not None
    assert [(one.dataset, one.record) for one in mention.right.sources] == [("x_list", "x-2")]
    assert [one.feature for one in mention.reasons] == ["name", "type"]
    pair = item(archive, store, Kind.PAIR, "Kim Yong Chol")
    assert {"name", "birth_year_differs"} <= {one.feature for one in pair.reasons}
    assert pair.right is not None
    assert ("1946",) in {fact.values for fact in pair.right.facts if fact.label == "Birth date"}
    frame = item(archive, store, Kind.FRAME, "Owns")
    assert ("denied, as reported",) in {fact.values for fact in frame.left.facts}


def test_a_touch_of_two_sides_is_that_of_the_lesser() -> None:
    """A firm of two records that is a known ministry moves two records, not the ministry."""
    great, small = Touched(500, 80, 1e9), Touched(2, 1, 0.0)
    change = change_of([great, small], listing=False)
    assert (change.assertions, change.edges, change.usd, change.size) == (2, 1, 0.0, 5.0)
    assert change_of([small, great], listing=True).size == 15.0
    assert change_of([Touched(0, 0, 999_000.0)], listing=False).size == 9.0


def test_whom_a_document_means_is_obeyed_and_taken_back(queue_case: Case, archive: Archive, store: Ledger) -> None:
    """`same` makes the document's party one with the list's; undone, the build is what it was."""
    asked = item(archive, store, Kind.MENTION, "STC")
    before = clusters(archive)
    _, entry = enter_answer(store, archive, asked.id[:8], Answer.SAME, by="ana", reason="its own letterhead")
    assert (entry.kind, entry.entered_by, entry.data["judgement"]) == ("judgement", "ana", "positive")
    assert entry.data["reason"] == "its own letterhead"
    queue = list_queue(archive, store)
    assert asked.id not in {one.id for one in queue.items}
    assert [(one.hash, one.answer, one.kind) for one in queue.answered] == [(entry.hash, Answer.SAME, Kind.MENTION)]
    after = rebuilt(queue_case)
    assert clusters(after)[asked.left.entity_id] == "x-2"
    decisions = after.rows("SELECT DISTINCT decision FROM link WHERE kind = 'mention' AND target_id = 'x-2'")
    assert [row["decision"] for row in decisions] == ["same"]
    after.close()
    undo_answer(store, entry.hash, by="bela")
    again = rebuilt(queue_case)
    assert clusters(again) == before
    assert asked.id in {one.id for one in items(again, store)}
    again.close()


def test_a_name_that_tells_nothing_is_linked_too(queue_case: Case, archive: Archive, store: Ledger) -> None:
    """Of two namesakes a person names the one; the other is no longer asked for, nor linked."""
    asked = [one for one in items(archive, store, Kind.MENTION) if one.left.caption == "Kim Yong Chol"]
    assert [len(one.others) for one in asked] == [1, 1]
    chosen = next(one for one in asked if one.right is not None and one.right.entity_id == "y-1")
    enter_answer(store, archive, chosen.id, Answer.SAME, by="ana")
    assert [one for one in items(archive, store, Kind.MENTION) if one.left.caption == "Kim Yong Chol"] == []
    after = rebuilt(queue_case)
    links = after.rows(
        "SELECT target_id, decision FROM link l JOIN mention m ON m.id = l.source_id WHERE m.text = 'Kim Yong Chol'"
    )
    assert [(row["target_id"], row["decision"]) for row in links] == [("y-1", "same")]
    after.close()


def test_two_that_are_different_are_not_asked_for_again(queue_case: Case, archive: Archive, store: Ledger) -> None:
    """Neither before the next run nor after it."""
    asked = item(archive, store, Kind.PAIR, "Kim Yong Chol")
    enter_answer(store, archive, asked.id, Answer.DIFFERENT, by="ana")
    assert items(archive, store, Kind.PAIR) == []
    with pytest.raises(NotFoundError, match="no item of the queue"):
        find_item(archive, store, asked.id)
    after = rebuilt(queue_case)
    assert items(after, store, Kind.PAIR) == []
    assert clusters(after)["x-1"] != clusters(after)["y-1"]
    after.close()


def test_who_is_unsure_sees_it_again_last(archive: Archive, store: Ledger) -> None:
    """It stays in the queue, behind all others, with the name of who was unsure."""
    first = items(archive, store)[0]
    enter_answer(store, archive, first.id, Answer.UNSURE, by="ana")
    last = items(archive, store)[-1]
    assert (last.id, last.unsure) == (first.id, "ana")


def test_a_frame_is_right_wrong_or_unsure(queue_case: Case, archive: Archive, store: Ledger) -> None:
    """Wrong needs a reason and is left out of the next build; right changes nothing, and is not asked for again."""
    wrong, right = item(archive, store, Kind.FRAME, "Owns"), item(archive, store, Kind.FRAME, "Purchase")
    with pytest.raises(UsageError, match="without a reason"):
        enter_answer(store, archive, wrong.id, Answer.WRONG, by="ana")
    with pytest.raises(UsageError, match="no answer to a frame"):
        enter_answer(store, archive, wrong.id, Answer.SAME, by="ana")
    enter_answer(store, archive, wrong.id, Answer.WRONG, by="ana", reason="it was denied")
    enter_answer(store, archive, right.id, Answer.RIGHT, by="ana")
    assert items(archive, store, Kind.FRAME) == []
    after = rebuilt(queue_case)
    frames = {row["id"] for row in after.rows("SELECT id FROM frame")}
    assert wrong.left.entity_id not in frames
    assert right.left.entity_id in frames
    assert after.rows("SELECT * FROM problem") == []
    assert items(after, store, Kind.FRAME) == []
    after.close()


def test_what_cannot_be_one_thing_is_not_said_to_be_one(archive: Archive, store: Ledger) -> None:
    """A person is no company; a report's word for a body is no contradiction of a list's."""
    asked = item(archive, store, Kind.MENTION, "STC")
    assert asked.right is not None
    check_joinable(asked.left.model_copy(update={"schema_": "PublicBody"}), asked.right)
    with pytest.raises(UsageError, match="nothing is both"):
        check_joinable(asked.left.model_copy(update={"schema_": "Person"}), asked.right)


def test_an_undo_takes_back_what_stands_and_nothing_else(archive: Archive, store: Ledger) -> None:
    """Not twice, and no note."""
    first = items(archive, store)[0]
    _, entry = enter_answer(store, archive, first.id, Answer.UNSURE, by="ana")
    undo_answer(store, entry.hash, by="ana")
    with pytest.raises(NoEntryError, match="taken back already"):
        undo_answer(store, entry.hash, by="ana")
    note = store.append("note", {"text": "seen"}, by="ana")
    with pytest.raises(NoEntryError, match="is a note"):
        undo_answer(store, note.hash, by="ana")


def test_splitting_shows_what_the_next_run_does(queue_case: Case, archive: Archive, store: Ledger) -> None:
    """Three records of one person: what falls apart when two are said to be two is what the build then has."""
    before = clusters(archive)
    assert before["x-3"] == before["y-3"] == before["z-3"]
    party = split_party(archive, Said.read(store, archive), "z-3")
    assert [part.entity_ids for part in party.parts] == [("x-3", "y-3", "z-3")]
    assert {(held.left_id, held.right_id, held.basis) for held in party.held} >= {("x-3", "y-3", "score")}
    shown = split_party(archive, Said.read(store, archive), "x-3", "z-3")
    assert len(shown.cut) > 0
    assert all(one.basis == "score" and one.probability is not None for one in shown.cut)
    # The third is equally like both.
    assert [part.entity_ids for part in shown.parts] == [("x-3",), ("y-3",), ("z-3",)]
    store.append("judgement", {"left_id": "x-3", "right_id": "z-3", "judgement": "negative"}, by="ana")
    after = rebuilt(queue_case)
    found: dict[str, list[str]] = {}
    for entity_id, canonical_id in clusters(after).items():
        if entity_id in before and before[entity_id] == before["x-3"]:
            found.setdefault(canonical_id, []).append(entity_id)
    assert sorted(map(sorted, found.values())) == sorted(sorted(part.entity_ids) for part in shown.parts)
    with pytest.raises(UsageError, match="two parties already"):
        split_party(after, Said.read(store, after), "x-3", "z-3")
    with pytest.raises(NotFoundError, match="no entity"):
        split_party(after, Said.read(store, after), "nobody")
    after.close()


def test_names_of_items_outlive_a_build(queue_case: Case, archive: Archive, store: Ledger, tmp_path: Path) -> None:
    """An id names what is asked, so that a list of answers can be kept."""
    before = {one.id for one in items(archive, store)}
    (queue_case.root / "inputs" / "c.md").write_text("---\ntitle: Another\nlanguage: eng\n---\n\nNothing new.\n")
    after = rebuilt(queue_case)
    assert before <= {one.id for one in items(after, store)}
    assert find_party(after, "Songi Trading") == "x-2"
    after.close()


def test_a_name_of_several_documents_is_asked_once(told_twice: tuple[Archive, Ledger]) -> None:
    """One answer is a judgement for each document, none for later ones; it stands and is taken back as one."""
    archive, store = told_twice
    asked = [one for one in items(archive, store, Kind.MENTION) if one.left.caption == "STC"]
    assert [one.documents for one in asked] == [2]
    assert asked[0].question == "Does “STC” mean this party in 2 documents?"
    assert {one.document.title for one in asked[0].left.passages} == {"Report a", "Report c"}
    _, entry = enter_answer(store, archive, asked[0].id[:8], Answer.SAME, by="ana", reason="its letterhead")
    judged = store.effective(["judgement"])
    assert {one.data["left_id"] for one in judged} | {one.data["right_id"] for one in judged} >= {"x-2"}
    assert len({(one.data["left_id"], one.data["right_id"]) for one in judged}) == 2
    queue = list_queue(archive, store)
    assert [(one.hash, one.documents) for one in queue.answered] == [(entry.hash, 2)]
    assert all(one.left.caption != "STC" for one in queue.items)
    undo_answer(store, judged[1].hash, by="bela")
    assert store.effective(["judgement"]) == []
    assert [one.id for one in items(archive, store, Kind.MENTION) if one.left.caption == "STC"] == [asked[0].id]


def test_a_name_means_no_second_party(archive: Archive, store: Ledger) -> None:
    """Who is said to be one of two namesakes is not said to be the other as well, by whatever way it is entered."""
    asked = [one for one in items(archive, store, Kind.MENTION) if one.left.caption == "Kim Yong Chol"]
    enter_answer(store, archive, asked[0].id, Answer.SAME, by="ana")
    second = asked[1]
    assert second.right is not None
    with pytest.raises(UsageError, match="is said to mean"):
        check_meant(Said.read(store, archive), [(second.left.entity_id, second.right.entity_id)])


def test_parties_that_no_list_has_are_asked_for_too(told_apart: tuple[Archive, Ledger]) -> None:
    """Two documents name alike persons in two countries: one or two, a person says; the next run obeys."""
    archive, store = told_apart
    (asked,) = items(archive, store, Kind.PAIR)
    assert (asked.probability or 1) < NEAR
    assert asked.question == "Do these two documents name one party?"
    assert asked.right is not None
    assert {asked.left.caption, asked.right.caption} == {"Pak Myung Soo", "Pak Myong Su"}
    before = clusters(archive)
    assert before[asked.left.entity_id] == before[asked.right.entity_id]
    enter_answer(store, archive, asked.id, Answer.DIFFERENT, by="ana")
    assert [one.kind for one in list_queue(archive, store).answered] == [Kind.PAIR]
    after = rebuilt(archive.case)
    parted = clusters(after)
    assert parted[asked.left.entity_id] != parted[asked.right.entity_id]
    after.close()
