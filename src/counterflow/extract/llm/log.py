"""The log of calls: every time something leaves for an endpoint, before it leaves, and what came of it.

    CASE/llm/log.jsonl     one JSON object a line, appended and never changed

An `ask` is written before the request is sent, so a run that is killed has logged what it sent; its `answer` has the
same `call`. Neither holds a word of the document unless COUNTERFLOW_LLM_LOG=text says so.
"""

from __future__ import annotations

import datetime
import fcntl
import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import Any, NamedTuple

from counterflow.extract.llm.endpoint import Endpoint


class Question(NamedTuple):
    """What is asked, as far as the log tells it."""

    who: str
    endpoint: Endpoint
    model: str
    prompt_version: str
    document_id: str
    first: int
    """Number of the first sentence."""
    last: int
    handling: str
    prompt_sha256: str


class CallLog:
    """Appends to the log of a case."""

    def __init__(self, folder: Path, *, with_text: bool) -> None:
        self.path = folder / "log.jsonl"
        self.with_text = with_text

    def ask(self, question: Question, attempt: int, prompt: bytes) -> str:
        """Log a request that is about to be sent; gives the call's id."""
        call = secrets.token_hex(8)
        line = {
            "event": "ask",
            "call": call,
            "at": _now(),
            "who": question.who,
            "endpoint": str(question.endpoint),
            "model": question.model,
            "prompt_version": question.prompt_version,
            "document": question.document_id,
            "sentences": [question.first, question.last],
            "handling": question.handling,
            "prompt_sha256": question.prompt_sha256,
            "sent_sha256": hashlib.sha256(prompt).hexdigest(),
            "attempt": attempt,
        }
        self._append(line | ({"prompt": prompt.decode("ascii")} if self.with_text else {}))
        return call

    def answer(
        self, call: str, status: str, ms: int, body: bytes | None, tokens: tuple[int | None, int | None]
    ) -> None:
        """Log what came of it.

        Args:
            call: its id.
            status: the HTTP status, or why no answer came.
            ms: time it took, in milliseconds.
            body: what came; None: nothing whole.
            tokens: of prompt and answer, as the endpoint counts them.
        """
        line: dict[str, Any] = {
            "event": "answer",
            "call": call,
            "at": _now(),
            "status": status,
            "ms": ms,
            "bytes": None if body is None else len(body),
            "answer_sha256": None if body is None else hashlib.sha256(body).hexdigest(),
            "prompt_tokens": tokens[0],
            "completion_tokens": tokens[1],
        }
        if self.with_text and body is not None:
            line["answer"] = body.decode("utf-8", "backslashreplace")
        self._append(line)

    def _append(self, line: dict[str, Any]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        data = json.dumps(line, ensure_ascii=True).encode("ascii") + b"\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)  # a long line may need several writes
            while len(data) > 0:
                data = data[os.write(handle, data) :]
        finally:
            os.close(handle)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
