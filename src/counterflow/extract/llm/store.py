"""Answers kept: what a model once answered is what every later run reads, so equal inputs give equal bytes.

    CASE/llm/answer/<first two digits>/<key>.json            an answer
    CASE/llm/answer/<first two digits>/<key>.failed-<n>.json  why round n got none

The key is the SHA-256 of endpoint and request. These files are no cache that may be dropped: without them the question
is asked anew, and a model may answer otherwise.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import NamedTuple

from counterflow.extract.llm.answer import load_json
from counterflow.extract.llm.endpoint import Endpoint


class Answer(NamedTuple):
    """What came of a question."""

    content: str | None
    """What the model wrote; None: there is no answer."""
    is_cut: bool = False
    failure: str | None = None
    """Why there is none, in our words."""


class AnswerStore:
    """The answers of one endpoint that a case keeps, as seen in one round."""

    def __init__(self, folder: Path, endpoint: Endpoint, round_: int) -> None:
        self._folder = folder / "answer"
        self._endpoint = str(endpoint)
        self._round = round_

    def find(self, prompt_sha256: str) -> Answer | None:
        """Find what came of a question; None: it was not asked yet, or its file is damaged.

        What failed in this round comes first, so a build made in it can be made again also after a later one.
        """
        whole, failed = self._paths(prompt_sha256)
        return _read(failed) or _read(whole)

    def keep(self, prompt_sha256: str, answer: Answer) -> Answer:
        """Keep what came of a question, and give what is kept; it appears whole or not at all.

        Two documents may hold the same sentences and be read at once: the first answer stands for both.
        """
        whole, failed = self._paths(prompt_sha256)
        path = whole if answer.failure is None else failed
        path.parent.mkdir(parents=True, exist_ok=True)
        said = {"endpoint": self._endpoint, "prompt_sha256": prompt_sha256, **answer._asdict()}
        said["sha256"] = _digest(answer)
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            with temporary.open("w", encoding="ascii") as handle:
                handle.write(json.dumps(said, ensure_ascii=True) + "\n")
                handle.flush()
                os.fsync(handle.fileno())
            return _publish(temporary, path) or answer
        finally:
            temporary.unlink(missing_ok=True)

    def _paths(self, prompt_sha256: str) -> tuple[Path, Path]:
        key = hashlib.sha256(f"{self._endpoint}\n{prompt_sha256}".encode()).hexdigest()
        folder = self._folder / key[:2]
        return folder / f"{key}.json", folder / f"{key}.failed-{self._round}.json"


def _publish(temporary: Path, path: Path) -> Answer | None:
    """Give a finished file its name, unless an answer has it already: then gives that one."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        standing = _read(path)
        if standing is not None:
            return standing
        temporary.replace(path)  # it was damaged
    except OSError:  # a disk without links
        temporary.replace(path)
    return None


def _digest(answer: Answer) -> str:
    return hashlib.sha256(json.dumps(list(answer), ensure_ascii=True).encode("ascii")).hexdigest()


def _read(path: Path) -> Answer | None:
    try:
        said = load_json(path.read_bytes())
        answer = Answer(said["content"], said["is_cut"], said["failure"])
        return answer if said["sha256"] == _digest(answer) else None
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None
