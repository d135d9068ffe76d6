"""The LLM reader: a document that the rules have read, given to a model, and what of its answers the span check holds.

    sentences -> windows -> questions -> answers (asked once, then kept) -> candidates -> span check -> frames, problems

Where the rules have the same frame (same type, overlapping trigger) theirs stands and the model's is dropped, arguments
included: a frame has one extractor, and an argument that a model put into a frame of the rules would bear their name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from counterflow.extract.llm.answer import Fault, read_candidates, show
from counterflow.extract.llm.ask import Asker, Standing
from counterflow.extract.llm.check import RuleReading, SpanCheck
from counterflow.extract.llm.deadline import Cancel
from counterflow.extract.llm.endpoint import Endpoint, may_receive
from counterflow.extract.llm.prompt import prompt_version
from counterflow.extract.llm.settings import SECTION, LlmSettings
from counterflow.extract.llm.store import Answer
from counterflow.extract.llm.window import Sentence, make_windows, show_sentences
from counterflow.extract.parse.passage import fold
from counterflow.model.identity import make_id
from counterflow.tables import Frame, Problem

MAX_FAULTS = 50
"""Problems of one answer that are shown one by one; the others are counted."""
MAX_VALUE_CHARS = 500
_NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What a terminal or a table would not show as it stands: controls, turns of direction, halves of characters."""


def extractor_name(settings: LlmSettings) -> str:
    """Name the extractor of a frame that a model found."""
    return f"llm:{settings.model}/{prompt_version()}"


def read_by_llm(reading: RuleReading, settings: LlmSettings) -> Iterator[Frame | Problem]:
    """Ask a model about a document, and give the frames whose every word stands in the text.

    Whatever the model or its endpoint does, this ends: what fails or does not hold is a `problem` (severity `value`).
    Frames come in the order of the answers, each id once.

    Args:
        reading: the document as the rules have read it.
        settings: whom to ask.

    Raises:
        OSError: answers or the log cannot be written. Nothing is asked that cannot be logged.
    """
    report = _Report(reading)
    if not may_receive(settings.endpoint, reading.handling):
        yield report.refusal(settings.endpoint)
        return
    sentences = show_sentences(fold(reading.text), reading.sentences)
    check = SpanCheck(reading, extractor_name(settings))
    seen: set[str] = set()
    for window, answer in _answers(reading, list(make_windows(sentences, settings.sentences)), settings):
        frames, faults = _read_answer(answer, window, check)
        for frame in frames:
            if frame.id not in seen:
                seen.add(frame.id)
                yield frame
        for problem in report.problems(faults, window):
            if problem.id not in seen:
                seen.add(problem.id)
                yield problem


def _answers(
    reading: RuleReading, windows: Sequence[tuple[Sentence, ...]], settings: LlmSettings
) -> Iterator[tuple[tuple[Sentence, ...], Answer]]:
    """Ask about each window, several at once; gives the answers in the order of the windows."""
    cancel = Cancel()
    asker = Asker(
        settings,
        reading.document_id,
        reading.handling,
        standing=_standing(settings.endpoint, settings.round),
        cancel=cancel,
    )
    pool = ThreadPoolExecutor(settings.concurrency, thread_name_prefix="llm")
    try:
        yield from zip(windows, pool.map(asker.ask, windows), strict=True)
    finally:
        # Reached early when the run is stopped, or a question raised: connections end at once.
        cancel.stop()
        pool.shutdown(wait=True, cancel_futures=True)


@functools.lru_cache(maxsize=8)
def _standing(_endpoint: Endpoint, _round: int) -> Standing:
    """Give what this process knows of an endpoint; another round begins anew."""
    return Standing()


def _read_answer(answer: Answer, window: Sequence[Sentence], check: SpanCheck) -> tuple[list[Frame], list[Fault]]:
    if answer.content is None:
        again = f"To ask again, raise round in {SECTION} of case.toml"
        return [], [Fault(f"the model gave no answer: {answer.failure}", again)]
    candidates, faults = read_candidates(answer.content, is_cut=answer.is_cut)
    by_number = {one.number: one for one in window}
    frames: dict[str, Frame] = {}
    contradicted: dict[str, int] = {}
    for candidate in candidates:
        found = check.check(candidate, by_number)
        if isinstance(found, Fault):
            faults.append(found)
        elif found is not None and frames.setdefault(found.id, found) != found:
            contradicted[found.id] = candidate.sentence
    for id_, sentence in contradicted.items():
        what = frames.pop(id_)
        value = show({"type": what.type, "arguments": [arg.text for arg in what.args]})
        faults.append(Fault("two candidates contradict each other", "one polarity, hedge and time", value, sentence))
    return list(frames.values()), faults


class _Report:
    """Makes the problems of one document."""

    def __init__(self, reading: RuleReading) -> None:
        self.reading = reading

    def refusal(self, endpoint: Endpoint) -> Problem:
        """Say that a document may not be sent."""
        return self.problem(
            Fault(
                f"the document's marking forbids to send it to {endpoint.host}",
                "TLP:CLEAR without a limit of release, or an endpoint on this machine",
                self.reading.handling,
            )
        )

    def problems(self, faults: Sequence[Fault], window: Sequence[Sentence]) -> Iterator[Problem]:
        """Say what of one answer is in quarantine."""
        place = f"sentences {window[0].number} to {window[-1].number}"
        for fault in faults[:MAX_FAULTS]:
            yield self.problem(fault, place)
        if len(faults) > MAX_FAULTS:
            more = Fault("further candidates of this answer do not hold", "", f"{len(faults) - MAX_FAULTS:,}")
            yield self.problem(more, place)

    def problem(self, fault: Fault, place: str | None = None) -> Problem:
        """Make a `problem` row."""
        record = place if fault.sentence is None else f"sentence {fault.sentence}"
        value = None if fault.value is None else _plain(fault.value)
        message = _plain(fault.message)
        return Problem(
            id=make_id(self.reading.resource_id, self.reading.path, self.reading.document_id, record, value, message),
            resource_id=self.reading.resource_id,
            path=self.reading.path,
            record=record,
            field="llm",
            value=value,
            severity="value",
            message=message,
            expected=_plain(fault.expected) or None,
            next_step=None,
            handling=self.reading.handling,
        )


def _plain(text: str) -> str:
    shown = text[:MAX_VALUE_CHARS]
    return _NOT_TEXT.sub(lambda found: f"\\u{ord(found.group()):04x}", shown)
