"""Asking: one question, its attempts, and the answer that is kept, whatever it is."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from counterflow.extract.llm.answer import BrokenAnswerError, Content, read_body
from counterflow.extract.llm.deadline import Cancel
from counterflow.extract.llm.log import CallLog, Question
from counterflow.extract.llm.prompt import answer_format, encode, make_request, prompt_hash, prompt_version
from counterflow.extract.llm.settings import LlmSettings, logs_text, read_key, who_asks
from counterflow.extract.llm.slot import hold_slot
from counterflow.extract.llm.store import Answer, AnswerStore
from counterflow.extract.llm.transfer import Limits, Reply, TransferError, post
from counterflow.extract.llm.window import Sentence

MAX_WAIT_S = 30.0
"""Longest wait between two attempts, whatever an endpoint asks for, in seconds."""
GIVE_UP_AFTER = 5
"""Questions that fail one after the other before a process asks nothing for a while: the endpoint is not there."""
PAUSE_S = 300.0
"""How long, in seconds."""
_FORM_REFUSED = frozenset([400, 404, 415, 422, 501])
"""Statuses by which an endpoint says that it knows no `response_format` of this kind."""


_KEY_SHOWN = "the answer held the API key"
_KEY_CHARS = 8
"""A shorter key is no secret and stands in many a text."""


class StoppedError(Exception):
    """The run is being stopped; nothing is kept of this question."""


class _Attempt(NamedTuple):
    """What one attempt came to."""

    answer: Answer | None
    """None: it is worth another."""
    failure: str
    wait_s: float | None = None
    """Seconds that the endpoint asks to wait."""
    is_form_refused: bool = False


class Standing:
    """What this process has learned of an endpoint: whether it answers, and whether it knows JSON Schemas."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed = 0
        self._until = 0.0
        self.knows_schema = True

    def note(self, *, has_failed: bool) -> None:
        """Take note of how a question ended."""
        with self._lock:
            self._failed = self._failed + 1 if has_failed else 0
            if self._failed >= GIVE_UP_AFTER:
                self._failed = 0
                self._until = time.monotonic() + PAUSE_S

    @property
    def is_paused(self) -> bool:
        """Whether nothing is asked now."""
        with self._lock:
            return time.monotonic() < self._until


class Asker:
    """Asks the questions about one document."""

    def __init__(
        self, settings: LlmSettings, document_id: str, handling: str, *, standing: Standing, cancel: Cancel
    ) -> None:
        self.settings = settings
        self.document_id = document_id
        self.handling = handling
        self.standing = standing
        self.cancel = cancel
        self.store = AnswerStore(settings.folder, settings.endpoint, settings.round)
        self.log = CallLog(settings.folder, with_text=logs_text())
        self._key = read_key()
        self._who = who_asks()

    def ask(self, window: Sequence[Sentence]) -> Answer:
        """Give what the model answers about some sentences, from what is kept or by asking.

        Raises:
            StoppedError: the run is being stopped.
        """
        request = make_request(window, self.settings)
        prompt_sha256 = prompt_hash(request)
        kept = self.store.find(prompt_sha256)
        if kept is not None:
            return kept
        question = Question(
            *(self._who, self.settings.endpoint, self.settings.model, prompt_version(), self.document_id),
            *(window[0].number, window[-1].number, self.handling, prompt_sha256),
        )
        with hold_slot(self.settings.folder, self.settings.concurrency, self.cancel) as is_held:
            if not is_held:
                raise StoppedError
            # Another document with the same sentences may have been answered while this one waited.
            answer = self.store.find(prompt_sha256) or self._attempts(question, request)
        return self.store.keep(prompt_sha256, answer)

    def _attempts(self, question: Question, request: dict[str, Any]) -> Answer:
        if self.standing.is_paused:
            return Answer(None, failure="the endpoint failed several times in a row and was not asked")
        attempt, failure, number = None, "", 0
        while number < self.settings.attempts:
            number += 1
            attempt = self._attempt(question, request, number)
            if self.cancel.is_set:
                raise StoppedError
            if attempt.is_form_refused:
                self.standing.knows_schema = False
                number -= 1
                continue
            if attempt.answer is not None:
                self.standing.note(has_failed=attempt.answer.failure is not None)
                return attempt.answer
            failure = attempt.failure
            if number < self.settings.attempts and self.cancel.wait(self._wait_s(number, attempt.wait_s)):
                raise StoppedError
        self.standing.note(has_failed=True)
        return Answer(None, failure=failure)

    def _holds_key(self, body: bytes) -> bool:
        return self._key is not None and len(self._key) >= _KEY_CHARS and self._key.encode("ascii") in body

    def _wait_s(self, number: int, wanted_s: float | None) -> float:
        backoff = self.settings.backoff_s * 2 ** (number - 1)
        # Chance parts those who failed together, so that they do not come back together.
        wait = backoff * random.uniform(0.5, 1.0) if wanted_s is None else wanted_s  # noqa: S311
        return min(wait, MAX_WAIT_S)

    def _attempt(self, question: Question, request: dict[str, Any], number: int) -> _Attempt:
        has_schema = self.standing.knows_schema
        body = encode(request | {"response_format": answer_format()} if has_schema else request)
        call = self.log.ask(question, number, body)
        begin = time.monotonic()
        limits = Limits(self.settings.timeout_s, self.settings.max_answer_bytes)
        try:
            reply = post(self.settings.endpoint, body, self._key, limits, self.cancel)
        except TransferError as exc:
            status = "stopped" if self.cancel.is_set else str(exc)
            self.log.answer(call, status, _ms(begin), None, (None, None))
            return _Attempt(None if exc.is_passing else Answer(None, failure=str(exc)), str(exc))
        except BaseException:
            self.log.answer(call, "stopped", _ms(begin), None, (None, None))
            raise
        return self._judge(reply, call, _ms(begin), has_schema=has_schema)

    def _judge(self, reply: Reply, call: str, ms: int, *, has_schema: bool) -> _Attempt:
        status = f"HTTP {reply.status}"
        if self._holds_key(reply.body):
            # Nothing of such a body is kept or logged.
            self.log.answer(call, f"{status}, {_KEY_SHOWN}", ms, None, (None, None))
            return _Attempt(Answer(None, failure=_KEY_SHOWN), _KEY_SHOWN)
        if reply.status != 200:
            self.log.answer(call, status, ms, reply.body, (None, None))
            failure = f"the endpoint answered {status}"
            is_form_refused = has_schema and reply.status in _FORM_REFUSED
            is_last = not (reply.is_passing or is_form_refused)
            answer = Answer(None, failure=failure) if is_last else None
            return _Attempt(answer, failure, reply.retry_after_s, is_form_refused)
        try:
            content: Content | None = read_body(reply.body)
            failure = ""
        except BrokenAnswerError as exc:
            content, failure = None, str(exc)
        if content is None:
            self.log.answer(call, f"{status}, {failure}", ms, reply.body, (None, None))
            return _Attempt(None, failure)
        if self._holds_key(content.text.encode("utf-8", "backslashreplace")):  # written with escapes
            self.log.answer(call, f"{status}, {_KEY_SHOWN}", ms, None, (None, None))
            return _Attempt(Answer(None, failure=_KEY_SHOWN), _KEY_SHOWN)
        tokens = content.prompt_tokens, content.completion_tokens
        self.log.answer(call, status, ms, reply.body, tokens)
        return _Attempt(Answer(content.text, content.is_cut), "")


def _ms(begin: float) -> int:
    return round((time.monotonic() - begin) * 1000)
