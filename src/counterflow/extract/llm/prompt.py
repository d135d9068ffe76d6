"""The prompt: what a model is asked, as the messages and the schema of an OpenAI-compatible request.

Sentences are data. They stand in the user's message alone, as JSON strings, with the signs by which chat templates mark
their turns written as escapes. That makes an injection harder and proves nothing: what an answer is worth is what
`check` says.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from counterflow.extract.llm.settings import LlmSettings
from counterflow.extract.llm.vocabulary import HEDGES, POLARITIES, all_roles, frame_types, load_roles
from counterflow.extract.llm.window import Sentence

_PATH = Path(__file__).parent / "prompt.txt"
_TEMPLATE_SIGNS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>[]|"})


@functools.cache
def _instructions() -> str:
    types = "\n".join(f"- {type_}: {', '.join(sorted(load_roles()[type_]))}" for type_ in frame_types())
    return _PATH.read_text(encoding="utf-8").replace("{types}", types)


@functools.cache
def prompt_version() -> str:
    """Name the prompt by what it says: the first digits of its SHA-256, which nobody can forget to raise."""
    said = _instructions() + json.dumps(answer_format(), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def make_request(window: Sequence[Sentence], settings: LlmSettings) -> dict[str, Any]:
    """Make the request about some sentences, without the form of the answer, which depends on the endpoint."""
    lines = [f'{{"number": {one.number}, "text": {_json_string(one.shown)}}}' for one in window]
    return {
        "model": settings.model,
        "messages": [
            {"role": "system", "content": _instructions()},
            {"role": "user", "content": '{"sentences": [\n' + ",\n".join(lines) + "\n]}"},
        ],
        "temperature": settings.temperature,
        "seed": settings.seed,
        "max_tokens": settings.max_tokens,
        "stream": False,
    }


def _json_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_TEMPLATE_SIGNS)


def encode(request: dict[str, Any]) -> bytes:
    """Write a request as bytes, always the same."""
    return json.dumps(request, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def prompt_hash(request: dict[str, Any]) -> str:
    """Hash a request: SHA-256 of its bytes."""
    return hashlib.sha256(encode(request)).hexdigest()


@functools.cache
def answer_format() -> dict[str, Any]:
    """Give the `response_format` with the JSON Schema of an answer, for endpoints that hold a model to one."""
    occurrence = {"type": ["integer", "null"]}
    quote = _object({"quote": {"type": "string"}, "occurrence": occurrence})
    argument = _object(
        {
            "role": {"type": "string", "enum": list(all_roles())},
            "quote": {"type": "string"},
            "occurrence": occurrence,
            "number": {"type": ["number", "null"]},
        }
    )
    frame = _object(
        {
            "sentence": {"type": "integer"},
            "type": {"type": "string", "enum": list(frame_types())},
            "trigger": quote,
            "arguments": {"type": "array", "items": argument},
            "time": {"anyOf": [quote, {"type": "null"}]},
            "polarity": {"type": "string", "enum": list(POLARITIES)},
            "hedge": {"type": "string", "enum": list(HEDGES)},
            "attribution": {"type": "array", "items": quote},
        }
    )
    schema = _object({"frames": {"type": "array", "items": frame}})
    return {"type": "json_schema", "json_schema": {"name": "frames", "strict": True, "schema": schema}}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
