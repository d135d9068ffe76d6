"""The span bar: whatever is read has the very text that stands at its offsets, over all texts that the gold names.

    .venv/bin/python -m benchmarks.reading.spans ../shared/data

Texts: both reports, the advisories, re3d, the annotated fields of lists and the sentences of doubt. An argument without
a span is right where the text is about a listed party and the argument's text is that party's name.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.reading.annotation import load_reports
from benchmarks.reading.gold import SETS, GoldText, load_gold
from benchmarks.reading.ours import read_ours
from benchmarks.reading.re3d import load_documents

from counterflow.extract.read import Extracted


class Place(NamedTuple):
    """A span as a row gives it."""

    kind: str
    start: int | None
    end: int | None
    text: str


def load_texts(data: Path) -> list[GoldText]:
    """Load every text once for each party that it is read for."""
    folders = [data / "text" / name for name in ("reports", "us_advisories")]
    plain = [
        *load_reports(data),
        *(_read_file(path) for folder in folders for path in sorted(folder.iterdir())),
        *(GoldText(one.name, one.text, ()) for one in load_documents(data)),
    ]
    annotated = [text for name in SETS for text in load_gold(data, name)]
    return list({(one.text, one.subject): one for one in (*plain, *annotated)}.values())


def _read_file(path: Path) -> GoldText:
    return GoldText(path.name, path.read_bytes().decode("utf-8"), ())


def places(found: Extracted) -> Iterator[Place]:
    """Give every span of what was read."""
    for mention in found.mentions:
        yield Place("mention", mention.start, mention.end, mention.text)
    for quantity in found.quantities:
        yield Place("quantity", quantity.start, quantity.end, quantity.text)
    for frame in found.frames:
        for argument in frame.args:
            yield Place("argument", argument.start, argument.end, argument.text)
        for source in frame.attribution:
            yield Place("source", source.start, source.end, source.text)


def is_right(text: GoldText, place: Place) -> bool:
    """Whether the text of a span is what stands there."""
    if place.start is None or place.end is None:
        return place.kind == "argument" and text.subject is not None and place.text == text.subject
    return place.start < place.end and text.text[place.start : place.end] == place.text


def frames_inside(text: GoldText, found: Extracted) -> Iterator[str]:
    """Give what is wrong with the places of frames that carry no text: sentence, trigger and time."""
    for frame in found.frames:
        if not 0 <= frame.start <= frame.trigger_start < frame.trigger_end <= frame.end <= len(text.text):
            yield f"trigger of {frame.type} at {frame.trigger_start} outside its sentence"
        if frame.time_start is not None and not 0 <= frame.time_start < (frame.time_end or 0) <= len(text.text):
            yield f"time of {frame.type} at {frame.time_start}"


def main() -> None:
    """Print how many spans were compared and which are wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of shared data")
    texts = load_texts(parser.parse_args().data)
    compared = wrong = 0
    for text in texts:
        found = read_ours(text)
        wrong_places = [one for one in places(found) if not is_right(text, one)]
        faults = [f"{one.kind} [{one.start}, {one.end}) {one.text!r}" for one in wrong_places]
        faults += frames_inside(text, found)
        for fault in faults:
            print(f"{text.name}: {fault}")
        compared += sum(1 for _ in places(found)) + len(found.frames)
        wrong += len(faults)
    print(f"{len(texts)} texts, {compared} spans, {wrong} wrong")
    if wrong > 0:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
