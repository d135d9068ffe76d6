"""What a decider saw: the question, its conditions, and the answer to the byte.

It names people, so it is kept outside the ledger, which holds its digest alone (`folder.py`).
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import counterflow
from counterflow.exc import LedgerError
from counterflow.screen.answer import Answer
from counterflow.screen.encode import dump_json
from counterflow.screen.screener import Limits

VERSION = 2
"""Raised when the form of the document changes."""
_READ = (1, VERSION)
"""Versions that are read; the first has no `identity`."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an answer depends on besides the question."""

    limits: Limits
    scope: str
    """Which parties were searched: `listed`, `owned` or `reported`."""
    now: str
    """Time of day by which lists were too old or not, ISO 8601 in UTC."""
    fingerprint: str | None
    """Of the index, whole or its first digits: names the parties in it. None: not known, the build does."""
    package: str
    """Version of the program."""
    identity: str | None = None
    """Of the index: names its parties with the dates of its lists (`index_identity`). None: not known."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer as it was shown."""

    answer: str
    """The `Answer` as JSON, to the byte as `screen.encode.dump_json` writes it."""
    conditions: Conditions

    @property
    def data(self) -> Mapping[str, Any]:
        """The answer, parsed."""
        parsed: Mapping[str, Any] = json.loads(self.answer)
        return parsed

    @property
    def answer_sha256(self) -> str:
        """Digest of the answer's bytes."""
        return hashlib.sha256(self.answer.encode("utf-8")).hexdigest()


def conditions_of(
    limits: Limits, scope: str, now: datetime.datetime, fingerprint: str | None, identity: str | None = None
) -> Conditions:
    """State the conditions of a search by this version of the program."""
    at = now.astimezone(datetime.UTC).isoformat()
    return Conditions(limits, scope, at, fingerprint, counterflow.__version__, identity)


def see(answer: Answer | bytes, conditions: Conditions) -> Seen:
    """Keep an answer, or its bytes, as what was seen."""
    content = answer if isinstance(answer, bytes) else dump_json(answer)
    return Seen(content.decode("utf-8"), conditions)


def dump_seen(seen: Seen) -> bytes:
    """Write it as a document; equal ones give equal bytes."""
    return dump_json({"version": VERSION, **asdict(seen)})


def load_seen(content: bytes) -> Seen:
    """Read a document back.

    Raises:
        LedgerError: it is none, or of a later version of the program.
    """
    try:
        data = json.loads(content)
        if data["version"] not in _READ:
            raise LedgerError(f"what was seen has the version {data['version']}", expected=f"version {VERSION}")
        conditions = data["conditions"]
        limits = Limits(**conditions.pop("limits"))
        return Seen(data["answer"], Conditions(limits, **conditions))
    except (ValueError, TypeError, KeyError) as exc:
        raise LedgerError(f"no document of what was seen: {exc}") from exc
