"""What is wrong after a round of the endurance run: spans of versions against what was put in place, and the ledger."""

from __future__ import annotations

import collections
import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from counterflow.ledger import Ledger
from counterflow.screen.decision.folder import Folder

from .endurance_change import Change, Sample
from .endurance_client import Span

GROWTH_MB = 150.0
"""Memory that a server may take more at the end than after a third of its time: answers that it remembers until one is
decided on (64 MB packed, `service/seen.py`), and what the allocator keeps."""
MORE_FILES = 24
"""Open files likewise: a state in use, one that is opened, and the ledger's connections."""


def check_spans(spans: Sequence[Span], changes: Sequence[Change], delay_s: float) -> Iterator[str]:
    """Check what versions one client was answered: none before it was put in place, none that it had left behind.

    An answer may be of the version before for `delay_s` after a change: that is how long a server may take.
    """
    at = 0
    for span in spans:
        fitting = (place for place in range(at, len(changes)) if changes[place].version == span.version)
        found = next(fitting, None)
        if found is None or changes[found].began > span.first_done:
            yield f"version {span.version} was answered again after version {changes[at].version}"
            return
        at = found
        behind_s = lag(span, changes, at)
        if behind_s > delay_s:
            yield f"version {span.version} was answered {behind_s:.1f} s after the next was in place"


def lag(span: Span, changes: Sequence[Change], at: int) -> float:
    """Say how long after its end a version was answered, in seconds."""
    return span.last_sent - changes[at + 1].ended if at + 1 < len(changes) else 0.0


def longest_lag(spans: Sequence[Span], changes: Sequence[Change]) -> float:
    """Say how long after its end a version was still answered to a client, in seconds."""
    at, longest = 0, 0.0
    for span in spans:
        at = next((place for place in range(at, len(changes)) if changes[place].version == span.version), at)
        longest = max(longest, lag(span, changes, at))
    return longest


class Entered:
    """What clients wrote down: what they tried to enter, and what was acknowledged."""

    def __init__(self, folder: Path) -> None:
        """Read the files of all clients of all rounds."""
        self.acknowledged: dict[str, str] = {}
        """Hashes, by the reason, which is another for each attempt."""
        self.refused: set[str] = set()
        for path in sorted(folder.glob("entered-*.jsonl")):
            for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                if line.get("status") == 200:
                    self.acknowledged[line["reason"]] = line["hash"]
                elif "status" in line:
                    self.refused.add(line["reason"])


def check_ledger(path: Path, folder: Path) -> Iterator[str]:
    """Check that the chain is whole, and what was acknowledged is in it once, with what was seen beside it."""
    with contextlib.closing(Ledger.of_file(path)) as ledger:
        yield from (f"ledger: {finding}" for finding in ledger.verify())
        entries = {entry.hash: entry for entry in ledger.entries_of(["decision", "approval"])}
    entered, seen = Entered(folder), Folder.beside(path)
    times = collections.Counter(str(entry.data.get("reason")) for entry in entries.values())
    for reason, digest in entered.acknowledged.items():
        if times[reason] != 1:
            yield f"ledger: {reason!r} was acknowledged and is there {times[reason]} times"
        elif " of " not in reason and (digest not in entries or entries[digest].data["reason"] != reason):
            yield f"ledger: {reason!r} was acknowledged under another hash"
    yield from (f"ledger: {one!r} was refused and is there" for one in entered.refused if times[one] > 0)
    yield from (f"ledger: {one!r} is there {n} times" for one, n in times.items() if n > 1 and one != "seeded")
    for entry in entries.values():
        if entry.kind == "decision" and seen.read(entry.data["seen"]) is None:
            yield f"ledger: what was seen for {entry.data['reason']!r} is missing"


def check_growth(samples: Sequence[Sample]) -> Iterator[str]:
    """Compare the last look at a server with the one after a third of its time."""
    if len(samples) < 6:
        return
    early, late = samples[len(samples) // 3], samples[-1]
    if late.memory_mb > early.memory_mb + GROWTH_MB:
        yield f"memory grew from {early.memory_mb:,.0f} to {late.memory_mb:,.0f} MB"
    if late.files > max(one.files for one in samples[: len(samples) // 3 + 1]) + MORE_FILES:
        yield f"open files grew from {early.files} to {late.files}"
