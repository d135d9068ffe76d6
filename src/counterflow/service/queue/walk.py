"""The queue itself: what is open, weighed, ordered, the first items in full; terminal and workbench both ask here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from counterflow.dossier.archive import Archive
from counterflow.exc import NotFoundError
from counterflow.ledger.entry import Entry
from counterflow.ledger.ledger import Ledger
from counterflow.model.doubt import Judgement
from counterflow.model.review import Review
from counterflow.model.told import frame_entity_id, is_told_event, is_told_party
from counterflow.service.queue.open import Open, list_open
from counterflow.service.queue.said import Pair, Said
from counterflow.service.queue.shape import ANSWERS, Answer, AnswerItem, Change, Kind, Queue, QueueItem, Side
from counterflow.service.queue.side import MOST_PASSAGES, make_sides
from counterflow.service.queue.split import Parties
from counterflow.service.queue.weigh import change_of, measure

SHOWN = 20
ANSWERED = 20
"""Answers that are shown, newest first."""
LEAST_DIGITS = 6

_MEMBERS = """
SELECT canonical_id, entity_id, listed_now FROM canonical JOIN entity USING (canonical_id)
WHERE canonical_id IN (SELECT unnest($ids))
"""

JUDGED = {Judgement.POSITIVE: Answer.SAME, Judgement.NEGATIVE: Answer.DIFFERENT, Judgement.UNSURE: Answer.UNSURE}
REVIEWED = {Review.CONFIRM: Answer.RIGHT, Review.REJECT: Answer.WRONG, Review.UNSURE: Answer.UNSURE}

QUESTIONS = {
    Kind.PAIR: "Are these two records one party?",
    Kind.MENTION: "Does the document mean this party?",
    Kind.EVENT: "Do these two passages tell of one event?",
    Kind.FRAME: "Does the sentence say this?",
}


def list_queue(
    archive: Archive,
    ledger: Ledger,
    *,
    kinds: Collection[Kind] = tuple(Kind),
    limit: int = SHOWN,
    without: Collection[str] = (),
) -> Queue:
    """List what a person should look at, most weighty first; what somebody was unsure about comes last.

    Args:
        archive: the build in use.
        ledger: what people said; their answers since the build are obeyed here already.
        kinds: those wanted.
        limit: items given in full.
        without: ids of items passed over.
    """
    said = Said.read(ledger, archive)
    ranked = [one for one in _rank(archive, said, kinds) if one[0].id not in without]
    return Queue(
        build=archive.build.manifest.build,
        total=len(ranked),
        kinds=dict(sorted(Counter(one.kind for one, _ in ranked).items())),
        items=tuple(_items(archive, said, ranked[:limit])),
        answered=tuple(list_answers(archive, said)),
    )


def find_item(archive: Archive, ledger: Ledger, digits: str) -> tuple[QueueItem, tuple[Pair, ...]]:
    """Find an item by its id or the first digits of it; gives it, and the pairs that an answer to it judges.

    Raises:
        NotFoundError: the queue has none, or several begin so.
    """
    said = Said.read(ledger, archive)
    begin = digits.strip().lower()
    found = [one for one in list_open(archive, said, tuple(Kind)) if one.id.startswith(begin)]
    if len(begin) < LEAST_DIGITS or len(found) != 1:
        begin_so = "several items of the queue begin" if len(found) > 1 else "no item of the queue begins"
        raise NotFoundError(
            f"{begin_so} with {digits!r}",
            where=archive.place,
            expected=f"the id of one item, or its first {LEAST_DIGITS} digits or more",
            next_step="It may be answered already. counterflow ledger CASE review --json lists the queue",
        )
    return next(_items(archive, said, _weigh(archive, found))), found[0].pairs


def list_answers(archive: Archive, said: Said) -> list[AnswerItem]:
    """List the last answers that stand, newest first; one that is several judgements by the first of them."""
    firsts: dict[tuple[str, str], Entry] = {}
    for entry in said.entries:
        if answer_of(entry) is not None:
            firsts.setdefault(answer_key(entry), entry)
    return describe_answer(archive, [*firsts.values()][-ANSWERED:][::-1], said.entries)


def answer_key(entry: Entry) -> tuple[str, str]:
    """Name what is taken back together: the judgements of one answer to one question, or the entry alone."""
    question = entry.data.get("question")
    return (entry.hash, "") if question is None else (str(question), str(entry.data["judgement"]))


def describe_answer(archive: Archive, entries: Sequence[Entry], standing: Sequence[Entry]) -> list[AnswerItem]:
    """Say of entries of the ledger which answers they are, and to what.

    Args:
        archive: the build in use.
        entries: one an answer.
        standing: all that may belong to the same answers.
    """
    sides = make_sides(archive, {name for entry in entries for name in _about(entry)})
    counts = Counter(answer_key(one) for one in standing)
    return [
        AnswerItem(
            hash=entry.hash,
            kind=kind_of(entry),
            answer=answer_of(entry) or Answer.UNSURE,
            reason=entry.data.get("reason"),
            entered_by=entry.entered_by,
            entered_at=entry.entered_at,
            captions=tuple(sides[one].caption if one in sides else one for one in _about(entry)),
            documents=max(counts[answer_key(entry)], 1),
        )
        for entry in entries
    ]


def answer_of(entry: Entry) -> Answer | None:
    """Say which answer an entry of the ledger is; None: it is none that the queue gives."""
    if entry.kind == "judgement":
        return JUDGED.get(entry.data["judgement"])
    return REVIEWED.get(entry.data["review"])


def kind_of(entry: Entry) -> Kind:
    """Say what an entry of the ledger is about."""
    ids = _about(entry)
    if entry.kind == "review":
        return Kind.FRAME
    if all(map(is_told_event, ids)):
        return Kind.EVENT
    return Kind.MENTION if sum(map(is_told_party, ids)) == 1 else Kind.PAIR


def _about(entry: Entry) -> tuple[str, ...]:
    if entry.kind == "review":
        return (entry.data["frame_id"],)
    return (entry.data["left_id"], entry.data["right_id"])


def _rank(archive: Archive, said: Said, kinds: Collection[Kind]) -> list[tuple[Open, Change]]:
    weighed = _weigh(archive, list_open(archive, said, kinds))
    return sorted(weighed, key=lambda one: (one[0].unsure is not None, -one[0].chance * one[1].size, one[0].id))


def _weigh(archive: Archive, found: Sequence[Open]) -> list[tuple[Open, Change]]:
    sides_of = ((item.left_party, item.right_party, *item.also_parties) for item in found)
    parties = sorted({one for ids in sides_of for one in ids if one is not None})
    rows = archive.rows(_MEMBERS, ids=parties) if len(parties) > 0 else []
    members: dict[str, list[str]] = {}
    listed = set()
    for row in rows:
        members.setdefault(row["canonical_id"], []).append(row["entity_id"])
        if row["listed_now"]:
            listed.add(row["canonical_id"])
    sides: dict[int, Sequence[str]] = {}
    for number, item in enumerate(found):
        for offset, ids in enumerate(_sides(item, members)):
            sides[2 * number + offset] = ids
    touched = measure(archive, sides)
    return [
        (
            item,
            change_of(
                [touched[side] for side in (2 * number, 2 * number + 1) if side in touched],
                listing=_changes_listing(item, listed),
                passages=item.passages,
            ),
        )
        for number, item in enumerate(found)
    ]


def _sides(item: Open, members: Mapping[str, Sequence[str]]) -> list[Sequence[str]]:
    """Name the entities on either side: whole parties that would be joined, or the two that would be parted."""
    if item.kind is Kind.FRAME:
        return [[frame_entity_id(item.left_id)]]
    if item.is_joined:
        return [[left for left, _ in item.pairs], [str(item.right_id)]]
    left = [id_ for party in (item.left_party, *item.also_parties) for id_ in members.get(party, [party])]
    # What is told is what moves: the party that a name may mean stays what it is.
    return [left] if item.kind is Kind.MENTION else [left, members.get(str(item.right_party), [])]


def _changes_listing(item: Open, listed: Collection[str]) -> bool:
    if item.kind not in (Kind.PAIR, Kind.MENTION) or item.is_joined:
        return False
    return (item.left_party in listed) != (item.right_party in listed)


def _items(archive: Archive, said: Said, ranked: Sequence[tuple[Open, Change]]) -> Iterator[QueueItem]:
    """Give items in full."""
    wanted = {id_ for one, _ in ranked for id_ in (one.left_id, one.right_id) if id_ is not None}
    sides = make_sides(archive, wanted | {left for one, _ in ranked for left, _ in one.also[:MOST_PASSAGES]})
    refs = archive.party_refs({id_ for one, _ in ranked for id_ in one.others})
    parties = Parties(
        archive, said, {one.left_party for one, _ in ranked if one.is_joined and one.right_id is not None}
    )
    for one, change in ranked:
        right = None if one.right_id is None else sides[one.right_id]
        is_split = one.is_joined and one.right_id is not None
        yield QueueItem(
            id=one.id,
            kind=one.kind,
            question=_question(one, sides[one.left_id]),
            answers=ANSWERS[one.kind],
            stands=_stands(one),
            left=_with_passages(sides[one.left_id], [sides[left] for left, _ in one.also if left in sides]),
            right=right,
            probability=one.probability,
            chance=round(one.chance, 4),
            change=change,
            weight=round(one.chance * change.size, 4),
            reasons=one.reasons,
            others=tuple(refs[other] for other in one.others if other in refs),
            falls_apart=parties.parts(one.left_party, *one.pairs) if is_split else (),
            unsure=one.unsure,
            documents=len(one.pairs),
        )


def _with_passages(side: Side, others: Sequence[Side]) -> Side:
    """Show of each document that has the name one passage."""
    if len(others) == 0:
        return side
    firsts = [passage for one in (side, *others) for passage in one.passages[:1]]
    return side.model_copy(update={"passages": tuple(firsts)})


def _question(one: Open, left: Side) -> str:
    if one.kind is Kind.PAIR and is_told_party(one.left_id) and is_told_party(str(one.right_id)):
        return "Do these two documents name one party?"
    if one.kind is not Kind.MENTION:
        return QUESTIONS[one.kind]
    count = len(one.pairs)
    where = "" if count == 1 else f" in {count} documents"
    return f"Does “{left.caption}” mean this party{where}?"


def _stands(one: Open) -> str:
    if one.kind is Kind.FRAME:
        return "The build counts it as told."
    if one.kind is Kind.MENTION:
        return (
            "The build links it to the party."
            if one.is_joined
            else "The build shows it as a candidate, and links nothing."
        )
    return "The build has them as one." if one.is_joined else "The build keeps them apart."
