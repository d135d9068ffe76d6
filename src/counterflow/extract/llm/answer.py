"""Answers: the bytes that an endpoint sent, as candidates. Nothing here is believed yet.

Whatever the bytes are, the result is candidates and faults; no answer raises out of this module.
"""

from __future__ import annotations

import json
import math
from typing import Any, NamedTuple

MAX_CANDIDATES = 200
"""Candidates of one answer that are looked at; a question has a few dozen at most."""
MAX_ARGUMENTS = 16
MAX_ATTRIBUTIONS = 6


class Quote(NamedTuple):
    """Words that should stand in a sentence."""

    text: str
    occurrence: int | None = None
    """Which of several, from 1; None: it stands there once."""


class CandidateArgument(NamedTuple):
    """One argument as the model gave it."""

    role: str
    quote: Quote
    number: float | None = None


class Candidate(NamedTuple):
    """One frame as the model gave it: of the right form, and no more."""

    sentence: int
    type: str
    trigger: Quote
    arguments: tuple[CandidateArgument, ...]
    time: Quote | None
    polarity: str
    hedge: str
    attribution: tuple[Quote, ...]


class Fault(NamedTuple):
    """Why an answer, or a part of it, is in quarantine."""

    message: str
    expected: str
    value: str | None = None
    """What the model gave."""
    sentence: int | None = None


class BrokenAnswerError(Exception):
    """A body is no answer of a chat; says why. What it holds is not quoted, since it is not known to be ours."""


class _FormError(Exception):
    """A part of an answer has not the form that was asked for."""

    def __init__(self, message: str, expected: str) -> None:
        super().__init__(message)
        self.expected = expected


def load_json(text: str | bytes) -> Any:
    """Read JSON of a stranger: no NaN, no name twice in one object.

    Raises:
        ValueError: it is no such JSON, is nested too deeply or holds a number too long.
    """

    def refuse(name: str) -> Any:
        raise ValueError(f"{name} is no JSON")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = dict(pairs)
        if len(names) < len(pairs):
            raise ValueError("a name stands twice in one object")
        return names

    try:
        return json.loads(text, parse_constant=refuse, object_pairs_hook=unique)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


class Content(NamedTuple):
    """What a body holds."""

    text: str
    is_cut: bool
    """Whether the model was stopped by the longest answer allowed."""
    prompt_tokens: int | None
    completion_tokens: int | None


def read_body(body: bytes) -> Content:
    """Read the body of an OpenAI-compatible answer.

    Raises:
        BrokenAnswerError: it is no JSON, or holds no message.
    """
    try:
        data = load_json(body)
    except ValueError as exc:
        raise BrokenAnswerError("the answer is no JSON") from exc
    choices = data.get("choices") if isinstance(data, dict) else None
    first = choices[0] if isinstance(choices, list) and len(choices) > 0 else None
    message = first.get("message") if isinstance(first, dict) else None
    text = message.get("content") if isinstance(message, dict) else None
    if not isinstance(text, str):
        raise BrokenAnswerError("the answer holds no message")
    usage = data.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    assert isinstance(first, dict)  # it gave the message
    return Content(
        text,
        first.get("finish_reason") == "length",
        _tokens(usage.get("prompt_tokens")),
        _tokens(usage.get("completion_tokens")),
    )


def _tokens(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None


_THOUGHT = ("<think>", "</think>")
_FENCE = "```"


def _unwrap(text: str) -> str:
    """Leave out thoughts before an answer and the code fence around it."""
    plain = text.strip()
    if plain.startswith(_THOUGHT[0]):
        plain = plain.partition(_THOUGHT[1])[2].strip()
    first, _, rest = plain.partition("\n")
    if first.strip().lower() in (_FENCE, _FENCE + "json") and rest.endswith(_FENCE):
        return rest.removesuffix(_FENCE)
    return plain


def read_candidates(text: str, *, is_cut: bool = False) -> tuple[list[Candidate], list[Fault]]:
    """Read what a model wrote: the candidates that have the right form, and what has not.

    Thoughts before the answer and a code fence around it are left out; any other word around it makes it no answer.
    """
    whole = '{"frames": [...]}, JSON alone'
    try:
        data = load_json(_unwrap(text))
    except ValueError as exc:
        reason = "was cut off at max_tokens" if is_cut else "is no JSON"
        detail = "" if is_cut or isinstance(exc, json.JSONDecodeError) else f" ({exc})"
        return [], [Fault(f"the model's answer {reason}{detail}", whole, text)]
    if not (isinstance(data, dict) and isinstance(data.get("frames"), list)):
        return [], [Fault("the model's answer has no list of frames", whole, text)]
    candidates: list[Candidate] = []
    faults: list[Fault] = []
    for one in data["frames"][:MAX_CANDIDATES]:
        try:
            candidates.append(_candidate(one))
        except _FormError as exc:
            faults.append(Fault(f"a candidate {exc}", exc.expected, show(one), _sentence_of(one)))
    if (more := len(data["frames"]) - MAX_CANDIDATES) > 0:
        faults.append(Fault(f"the answer has {more:,} more candidates", f"{MAX_CANDIDATES} at most"))
    return candidates, faults


def show(value: object) -> str:
    """Write what a model gave, or what was made of it, as one line."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _sentence_of(one: object) -> int | None:
    number = one.get("sentence") if isinstance(one, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**31 else None


def _candidate(one: object) -> Candidate:
    if not isinstance(one, dict):
        raise _FormError("is no object", "a frame")
    sentence = _sentence_of(one)
    if sentence is None:
        raise _FormError("names no sentence", "the number of a sentence")
    arguments = _list(one, "arguments", MAX_ARGUMENTS)
    attribution = one.get("attribution")
    said = [] if attribution is None else _list(one, "attribution", MAX_ATTRIBUTIONS)
    time = one.get("time")
    return Candidate(
        sentence,
        _word(one, "type"),
        _quote(one.get("trigger"), "trigger"),
        tuple(_argument(argument) for argument in arguments),
        None if time is None else _quote(time, "time"),
        _word(one, "polarity"),
        _word(one, "hedge"),
        tuple(_quote(source, "attribution") for source in said),
    )


def _argument(one: object) -> CandidateArgument:
    if not isinstance(one, dict):
        raise _FormError("has an argument that is no object", "role and quote")
    number = one.get("number")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
        raise _FormError("has a number that is none", "a number in digits, or null")
    try:
        value = None if number is None else float(number)
    except OverflowError:
        value = math.inf
    if value is not None and not math.isfinite(value):
        raise _FormError("has a number that is too large", "a number in digits, or null")
    return CandidateArgument(_word(one, "role"), _quote(one, "argument"), value)


def _list(one: dict[str, Any], name: str, most: int) -> list[Any]:
    value = one.get(name)
    if not isinstance(value, list):
        raise _FormError(f"has no list {name!r}", "a list")
    if len(value) > most:
        raise _FormError(f"has {len(value)} entries in {name!r}", f"{most} at most")
    return value


def _word(one: dict[str, Any], name: str) -> str:
    value = one.get(name)
    if not isinstance(value, str):
        raise _FormError(f"has no {name}", "a word")
    return value


def _quote(one: object, name: str) -> Quote:
    if isinstance(one, str):
        return Quote(one)
    text = one.get("quote") if isinstance(one, dict) else None
    if not isinstance(one, dict) or not isinstance(text, str):
        raise _FormError(f"has no quote in {name!r}", "words of the sentence")
    occurrence = one.get("occurrence")
    if occurrence is not None and (isinstance(occurrence, bool) or not isinstance(occurrence, int)):
        raise _FormError(f"has an occurrence in {name!r} that is no number", "a whole number from 1, or null")
    return Quote(text, occurrence)
