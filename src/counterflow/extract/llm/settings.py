"""Settings of the LLM reader: `[parameter.extract.llm]` in case.toml. Without that section there is none.

They decide what is asked and of whom, so they are part of the build id, as all parameters are. The key of an endpoint
is no parameter: it stands in the environment alone, and is written nowhere.
"""

from __future__ import annotations

import dataclasses
import difflib
import getpass
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterflow.case import Case
from counterflow.exc import CaseError
from counterflow.extract.llm.endpoint import Endpoint, read_endpoint

SECTION = "[parameter.extract.llm]"
KEY_VARIABLE = "COUNTERFLOW_LLM_KEY"
"""Environment variable with the API key, sent as a bearer token; absent: none is sent."""
LOG_VARIABLE = "COUNTERFLOW_LLM_LOG"
"""Environment variable: `calls` (default) logs hashes of what was said, `text` also prompt and answer themselves."""
LOG_FORMS = ("calls", "text")


@dataclass(frozen=True)
class LlmSettings:
    """Whom to ask, how, and where answers are kept."""

    endpoint: Endpoint
    """Base address of an OpenAI-compatible interface, e.g. `http://127.0.0.1:11434/v1`."""
    model: str
    """Name by which the endpoint knows the model."""
    folder: Path
    """Where answers and the log of calls are kept: `llm/` in the case."""
    temperature: float = 0.0
    seed: int = 0
    max_tokens: int = 4096
    """Longest answer, in the model's tokens."""
    sentences: int = 8
    """Most sentences of one question."""
    timeout_s: float = 120.0
    """Time of one attempt from connecting to the answer's last byte, in seconds."""
    attempts: int = 3
    """Tries of one question before it counts as failed; passing trouble alone is tried again."""
    backoff_s: float = 1.0
    """Wait before the second attempt, in seconds; doubled before each further one, 30 at most."""
    concurrency: int = 2
    """Questions asked at once, by all processes of a run together."""
    max_answer_bytes: int = 1_000_000
    """Largest body of an answer, in bytes."""
    round: int = 1
    """A question that failed is asked again only in another round."""
    languages: tuple[str, ...] = ("eng",)
    """ISO 639-3 codes of the documents that are read; one whose language is not known counts as `eng`."""

    def reads(self, kind: str, language: str | None) -> bool:
        """Whether a document is given to the model: reports alone, since a narrative's subject cannot be quoted."""
        return kind == "report" and (language or "eng") in self.languages


_RANGES: Mapping[str, tuple[float, float]] = {
    "temperature": (0.0, 2.0),
    "seed": (0, 2**31 - 1),
    "max_tokens": (64, 131_072),
    "sentences": (1, 50),
    "timeout_s": (0.1, 3600.0),
    "attempts": (1, 10),
    "backoff_s": (0.0, 30.0),
    "concurrency": (1, 4),
    "max_answer_bytes": (1_000, 50_000_000),
    "round": (1, 1_000_000),
}


def load_llm_settings(case: Case) -> LlmSettings | None:
    """Read the section; None: the case has none, so no model is asked.

    Raises:
        CaseError: an unknown key, a value out of its range, or an address that may never be asked.
    """
    section = case.parameters.get("extract", {}).get("llm")
    if section is None:
        return None
    return _Section(case, section).read()


class _Section:
    """Checks the section key by key."""

    def __init__(self, case: Case, section: object) -> None:
        self.where = str(case.toml_path)
        self.folder = case.root / "llm"
        if not isinstance(section, dict):
            raise self._error(f"{SECTION} is {section!r}", "a section with endpoint and model")
        self.values: dict[str, Any] = section

    def read(self) -> LlmSettings:
        known = [one.name for one in dataclasses.fields(LlmSettings) if one.name != "folder"]
        for key in self.values:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"Did you mean {near[0]!r}?" if len(near) > 0 else None
                raise self._error(f"{SECTION} has an unknown key {key!r}", "one of " + ", ".join(known), hint)
        numbers = {name: self._number(name) for name in _RANGES if name in self.values}
        if "languages" in self.values:
            return LlmSettings(
                self._endpoint(), self._text("model"), self.folder, languages=self._languages(), **numbers
            )
        return LlmSettings(self._endpoint(), self._text("model"), self.folder, **numbers)

    def _endpoint(self) -> Endpoint:
        return read_endpoint(self._text("endpoint"), f"{self.where}: {SECTION} endpoint")

    def _text(self, name: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str) or value.strip() == "" or not value.isprintable():
            raise self._error(f"{SECTION} {name} is {value!r}", "a text in quotes")
        return value

    def _number(self, name: str) -> Any:
        value = self.values[name]
        low, high = _RANGES[name]
        kinds = (int,) if isinstance(low, int) else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not math.isfinite(value):
            raise self._error(f"{SECTION} {name} is {value!r}", "a whole number" if kinds == (int,) else "a number")
        if not low <= value <= high:
            raise self._error(f"{SECTION} {name} is {value!r}", f"a number from {low:g} to {high:g}")
        return value

    def _languages(self) -> tuple[str, ...]:
        codes = self.values["languages"]
        if not isinstance(codes, list) or not all(
            isinstance(one, str) and len(one) == 3 and one.isascii() and one.islower() for one in codes
        ):
            raise self._error(f"{SECTION} languages is {codes!r}", 'a list of ISO 639-3 codes, e.g. ["eng", "kor"]')
        return tuple(codes)

    def _error(self, what: str, expected: str, next_step: str | None = None) -> CaseError:
        return CaseError(what, where=self.where, expected=expected, next_step=next_step)


def read_key(environment: Mapping[str, str] = os.environ) -> str | None:
    """Give the API key; only the client holds it, and only while it asks.

    Raises:
        CaseError: it holds what no HTTP header can.
    """
    key = environment.get(KEY_VARIABLE, "").strip()
    if not (key.isascii() and (key == "" or key.isprintable())):
        # Its value stays out of the message.
        raise CaseError(f"{KEY_VARIABLE} holds characters that no key has", expected="printable ASCII")
    return key or None


def logs_text(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the log of calls keeps prompt and answer.

    Raises:
        CaseError: the variable has another value than those known.
    """
    form = environment.get(LOG_VARIABLE, LOG_FORMS[0])
    if form not in LOG_FORMS:
        raise CaseError(f"{LOG_VARIABLE}={form!r} is no form of log", expected=", ".join(LOG_FORMS))
    return form == "text"


def who_asks(environment: Mapping[str, str] = os.environ) -> str:
    """Say who runs this: COUNTERFLOW_USER, or the login name."""
    name = environment.get("COUNTERFLOW_USER")
    if name is not None:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a process without a name, as in some containers
        return f"uid {os.getuid()}"
