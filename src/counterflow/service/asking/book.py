"""Questions that left and their answers: entries of the ledger, and how each turned out.

An answer changes no estimate by itself: it enters the case as what it is, a statement with its source (`counterflow
add`), a file, or a partner's bundle. Here stands whether one came, and whether the answer was worth what it was thought
to be.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import Any

from counterflow.dossier.estimate_shape import EstimateAnswer
from counterflow.exc import NotFoundError, UsageError
from counterflow.ledger import Entry, Ledger
from counterflow.service.asking.question import interval_of
from counterflow.service.asking.shape import AskBook, Asked, Interval, Question

ASKED, ANSWER = "question", "answer"
"""Kinds of the ledger."""


def enter_question(
    ledger: Ledger,
    question: Question,
    answer: EstimateAnswer,
    deadline: datetime.date,
    *,
    build: str,
    by: str | None = None,
) -> Entry:
    """Enter a question before it leaves, with what our own estimate expects of it.

    Raises:
        NotFoundError: our own estimate knows nothing of the quantity.
    """
    worth = {one.name: one.narrower for one in answer.askings}
    taken, result = interval_of(answer, question.quantity), interval_of(answer, question.of)
    if taken is None or result is None or question.quantity not in worth:
        raise NotFoundError(f"the build in use estimates no {question.quantity!r} for {question.of!r}")
    expected: dict[str, Any] = {
        "narrower": worth[question.quantity],
        "taken": [taken.low_90, taken.median, taken.high_90],
        "result": [result.low_90, result.median, result.high_90],
    }
    said = {name: getattr(question, name) for name in Question.model_fields}
    return ledger.append(ASKED, {**said, "deadline": deadline.isoformat(), "build": build, "content": expected}, by=by)


def enter_answer(
    ledger: Ledger, entry: Entry, ends: tuple[float, float] | None, source: str, *, by: str | None = None
) -> Entry:
    """Enter what a partner answered.

    Args:
        ledger: where to.
        entry: the question's.
        ends: lowest and highest value, in the question's unit; None: they could not or would not say.
        source: what it rests on, or why there is none, in their words.
        by: who enters it.

    Raises:
        UsageError: the entry is no question, it is answered already, or the ends are no interval.
    """
    if entry.kind != ASKED:
        raise UsageError(f"entry {entry.hash[:12]} is a {entry.kind}", expected="the hash of a question")
    if entry.hash in _answers(ledger):
        raise UsageError(
            f"question {entry.hash[:12]} is answered", next_step="Take that back first: counterflow ledger"
        )
    if ends is not None and not (0 < ends[0] <= ends[1] < math.inf):
        raise UsageError(f"from {ends[0]:g} to {ends[1]:g}", expected="two values over 0, the lower one first")
    content: dict[str, Any] = {"declined": True} if ends is None else {"low": ends[0], "high": ends[1]}
    return ledger.append(ANSWER, {"question": entry.hash, "source": source, "content": content}, by=by)


def read_book(ledger: Ledger, answers: Mapping[str, EstimateAnswer], today: datetime.date) -> AskBook:
    """Read all questions and how they turned out, the newest last.

    Args:
        ledger: of the case.
        answers: what the build in use says now, by the result asked about; what it does not say is not there.
        today: from which day on a question without answer is overdue.
    """
    told = _answers(ledger)
    asked = [_asked(one, told.get(one.hash), answers, today) for one in ledger.effective([ASKED])]
    return AskBook(asked=tuple(asked))


def results_of(ledger: Ledger) -> list[str]:
    """Give the results that were asked about."""
    return sorted({one.data["of"] for one in ledger.effective([ASKED])})


def _answers(ledger: Ledger) -> dict[str, dict[str, Any]]:
    return {one.data["question"]: one.data for one in ledger.effective([ANSWER])}


def _asked(
    entry: Entry, told: Mapping[str, Any] | None, answers: Mapping[str, EstimateAnswer], today: datetime.date
) -> Asked:
    said = entry.data
    question = Question(**{name: said[name] for name in Question.model_fields})
    low, median, high = said["content"]["taken"]
    taken = Interval(unit=question.unit, low=low, median=median, high=high)
    answer = None
    if told is not None and "low" in told["content"]:
        least, most = told["content"]["low"], told["content"]["high"]
        answer = Interval(unit=question.unit, low=least, median=math.sqrt(least * most), high=most)
    is_late = datetime.date.fromisoformat(said["deadline"]) < today
    state = ("overdue" if is_late else "open") if told is None else "declined" if answer is None else "answered"
    now = None if question.of not in answers else interval_of(answers[question.of], question.of)
    then = said["content"]["result"]
    narrowed = None
    if now is not None and now.period == question.period and then[2] > then[0] > 0 and now.low_90 > 0:
        narrowed = 1 - math.log(now.high_90 / now.low_90) / math.log(then[2] / then[0])
    return Asked(
        entry=entry.hash,
        question=question,
        asked_on=entry.entered_at[:10],
        deadline=said["deadline"],
        state=state,
        expected=said["content"]["narrower"],
        taken=taken,
        answer=answer,
        source=None if told is None else told["source"],
        was_within=None if answer is None else taken.low <= answer.median <= taken.high,
        narrowed=narrowed,
    )
