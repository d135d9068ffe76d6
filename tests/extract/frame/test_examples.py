"""The examples of the frame rules (`frame/type/*.toml`): each sentence gives the frames that stand beside it.

Of the frames of the file's type in a sentence there are as many as the example names, in its order, each with the
named trigger, arguments, polarity and hedge; further arguments and frames of other types do not matter.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from counterflow.extract.frame.rule import Example, load_rules
from counterflow.extract.read import read_text
from counterflow.tables import Frame

_ROLE = re.compile(r"\s(\w+)=")
_STANCE = re.compile(r"\s\[([a-z ]+)\]$")


class Expected(NamedTuple):
    """A frame as an example names it."""

    trigger: str
    args: tuple[tuple[str, str], ...]
    stance: frozenset[str]


def expected(text: str) -> Expected:
    """Read "seized agent=navy patient=ship [negated possible]"."""
    stance = _STANCE.search(text)
    words = frozenset(stance.group(1).split()) if stance is not None else frozenset()
    trigger, *rest = _ROLE.split(text if stance is None else text[: stance.start()])
    return Expected(trigger, tuple(zip(rest[::2], rest[1::2], strict=True)), words)


def faults(one: Expected, frame: Frame, text: str) -> list[str]:
    """Say what of a found frame is not as expected."""
    said = text[frame.trigger_start : frame.trigger_end]
    found = [] if one.trigger in said or said in one.trigger else [f"trigger {said!r}"]
    for role, words in one.args:
        fillers = ["@" if arg.start is None else arg.text for arg in frame.args if arg.role == role]
        if role == "time" and frame.time_start is not None:
            said_when = text[frame.time_start : frame.time_end]
            fillers = [words] if said_when in words else [said_when]  # with its preposition or without
        if not any(words == filler or words in filler.split() or filler.endswith(words) for filler in fillers):
            found.append(f"{role} {fillers}, not {words!r}")
    wanted = one.stance or {"affirmed", "fact"}
    given = {frame.polarity, frame.hedge}
    if not wanted <= given | ({"affirmed"} if frame.polarity == "affirmed" else set()):
        found.append(f"{frame.polarity} {frame.hedge}, not {' '.join(sorted(wanted))}")
    return found


def _id(example: Example) -> str:
    return f"{example.type}: {example.text[:50]}"


@pytest.mark.parametrize("example", load_rules().examples, ids=_id)
def test_example(example: Example) -> None:
    """What the file says of the sentence is what is read in it."""
    frames = [one for one in read_text(example.text, subject=example.subject).frames if one.type == example.type]
    said = [" ".join([f"{arg.role}={arg.text}" for arg in one.args]) for one in frames]
    assert len(frames) == len(example.frames), said
    for text, frame in zip(example.frames, frames, strict=True):
        assert faults(expected(text), frame, example.text) == []


def test_an_example_that_is_not_so_fails() -> None:
    """Each part of the notation can fail."""
    text = "The navy seized the ship."
    frame = next(one for one in read_text(text).frames if one.type == "seizure")
    assert faults(expected("seized agent=navy patient=ship"), frame, text) == []
    for wrong in ("sold agent=navy", "seized agent=ship", "seized place=navy", "seized [negated]", "seized [planned]"):
        assert len(faults(expected(wrong), frame, text)) == 1, wrong
