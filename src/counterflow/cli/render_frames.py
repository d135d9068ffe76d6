"""How frames look in a terminal: the sentence once, and under it what it tells, who says so and how firmly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import print_indented
from counterflow.dossier.told_shape import FrameItem

FIRM = ("fact", "affirmed")
"""Hedge and polarity of what is told without any doubt."""


@dataclass(frozen=True, slots=True)
class Told:
    """One frame, as it is printed."""

    type: str
    args: Sequence[tuple[str, str]]
    """Role and words of each argument."""
    time: tuple[str | None, str | None] | None
    """Words and EDTF."""
    attribution: Sequence[str]
    """Who says so, outermost first."""
    hedge: str
    polarity: str
    extractor: str
    id: str | None = None
    """To name it by in the ledger; None: it is in no case."""


def told(frame: FrameItem) -> Told:
    """Give a frame of a build as it is printed; a party is named by its caption where the text has other words."""
    return Told(
        type=frame.type,
        args=[
            (one.role, stood_for(one.text, one.name) if one.party is None else _named(one.text, one.party.caption))
            for one in frame.args
        ],
        time=None if frame.time_text is None and frame.edtf is None else (frame.time_text, frame.edtf),
        attribution=[one.text for one in frame.attribution],
        hedge=frame.hedge,
        polarity=frame.polarity,
        extractor=frame.extractor,
        id=frame.id,
    )


def stood_for(text: str, name: str | None) -> str:
    """Write a pronoun or noun with the name that it stands for: "she (= Chong Chon Gang)"."""
    return text if name is None else f"{text} (= {one_line(name)})"


def _named(text: str, caption: str) -> str:
    is_same = caption.casefold() == one_line(text).casefold()
    return text if is_same else f"{text} ({caption})"


def print_told(console: Console, told: Sequence[Told]) -> None:
    """Print what one sentence tells, a frame below the other."""
    for one in told:
        line = Text(one.type, style="bold") + Text("  ") + Text("; ").join(_parts(one))
        print_indented(console, line, 4)
        print_indented(console, _doubt(one) + Text(f"  {one.extractor}{_id(one)}", style="dim"), 6)


def is_doubtful(one: Told) -> bool:
    """Whether it is told as anything but a fact."""
    return (one.hedge, one.polarity) != FIRM


def one_line(text: str) -> str:
    """Write some words without their line breaks."""
    return " ".join(text.split())


def _id(told: Told) -> str:
    return "" if told.id is None else f"  [{told.id[:12]}]"


def _parts(told: Told) -> list[Text]:
    parts = [Text(f"{role} ", style="dim") + Text(one_line(text)) for role, text in told.args]
    if told.time is not None:
        words, edtf = told.time
        written = "" if words is None else one_line(words)
        parts.append(Text("time ", style="dim") + Text(written) + Text(f" = {edtf}" if edtf is not None else ""))
    return parts if len(parts) > 0 else [Text("no arguments", style="dim")]


def _doubt(told: Told) -> Text:
    """Say how firmly and by whom it is told; doubt stands out."""
    said = told.hedge if told.polarity == "affirmed" else f"{told.polarity}, {told.hedge}"
    if told.polarity != "affirmed" and told.hedge == "fact":
        said = told.polarity  # "negated, fact" reads as a contradiction
    text = Text(said.upper(), style="bold yellow") if is_doubtful(told) else Text(said, style="green")
    speakers = " < ".join(one_line(one) for one in reversed(told.attribution))
    if speakers != "":
        return text + Text(f", says {speakers}")
    # "Accused of", "allegedly": the document names nobody, and does not say it itself.
    return text + Text(", by whom is not said" if told.hedge == "reported" else ", says the document")
