"""Event resolution: B-cubed F1 of the events that accounts are joined into, against labels by hand.

    python -m benchmarks.resolve.events ../shared/data

An account is a frame, found by its document, trigger and type; `gold/events.jsonl` gives each labelled account its
event. Accounts that the reader does not find (any more) are counted and left out; those that it finds and nobody
labelled take part in the resolution, as they would in a case, and not in the score. B-cubed: Bagga and Baldwin,
Entity-Based Cross-Document Coreferencing Using the Vector Space Model, ACL 1998. Beside it, two simple ways: every
account an event of its own, and equal type and time an event.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from counterflow.collect.single import Read, find_single, read_single
from counterflow.extract.read import read_text
from counterflow.resolve.event.account import BEFORE, Account, find_days, gather_spoken, make_account
from counterflow.resolve.event.kind import load_kinds
from counterflow.resolve.event.resolve import resolve_events
from counterflow.tables import Problem

GOLD = Path(__file__).parent / "gold" / "events.jsonl"

Place = tuple[str, int, int, str]
"""Document, trigger's start and end, type."""


class Score(NamedTuple):
    """B-cubed precision and recall."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def b_cubed(found: Mapping[Place, Hashable], gold: Mapping[Place, str]) -> Score:
    """Score clusters of the same items."""
    ours, theirs = _groups(found), _groups(gold)
    shared = {place: len(ours[found[place]] & theirs[gold[place]]) for place in gold}
    precision = sum(shared[place] / len(ours[found[place]]) for place in gold) / len(gold)
    recall = sum(shared[place] / len(theirs[gold[place]]) for place in gold) / len(gold)
    return Score(precision, recall)


def _groups(labels: Mapping[Place, Hashable]) -> dict[Hashable, set[Place]]:
    groups: dict[Hashable, set[Place]] = defaultdict(set)
    for place, label in labels.items():
        groups[label].add(place)
    return groups


def read_accounts(texts: Mapping[str, tuple[str, str | None]]) -> dict[Place, Account]:
    """Read the accounts of documents: key to text and date of publication."""
    accounts: dict[Place, Account] = {}
    for key, (text, published) in texts.items():
        extracted = read_text(text, published=published)
        spoken = gather_spoken(
            {
                "document_id": key,
                "entity": m.entity,
                "type": m.type,
                "form": m.form,
                "text": m.text,
                "canonical_id": None,
                "before": text[max(0, m.start - BEFORE) : m.start],
            }
            for m in extracted.mentions
        )
        days = find_days({"document_id": key, "start": m.start, "edtf": m.edtf} for m in extracted.mentions)
        quantities = {one.id: one._asdict() for one in extracted.quantities}
        for frame in extracted.frames:
            if len(load_kinds().of_type(frame.type)) == 0:
                continue
            row: dict[str, Any] = frame._asdict() | {
                "document_id": key,
                "args": [argument._asdict() for argument in frame.args],
                "passage": text[frame.start : frame.end],
                "published": published,
            }
            account = make_account(row, spoken, quantities, load_kinds(), days.get(key, ()))
            accounts[key, frame.trigger_start, frame.trigger_end, frame.type] = account._replace(
                id=f"{key} {account.id}"
            )
    return dict(sorted(accounts.items(), key=lambda item: item[1].id))


def resolve(accounts: Sequence[Account]) -> list[int]:
    """Give each account the number of its event."""
    events = list(range(len(accounts)))
    for cluster in resolve_events(accounts, {}).clusters:
        for at in cluster:
            events[at] = cluster[0]
    return events


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Read the labelled accounts."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def load_texts(data: Path, examples: Path, sources: Sequence[Mapping[str, str]]) -> dict[str, tuple[str, str | None]]:
    """Load the documents that labels name, as a case reads them, with their dates of publication, by key."""
    texts: dict[str, tuple[str, str | None]] = {}
    for source in sources:
        key = key_of(source)
        if key in texts:
            continue
        file = (examples if source["file"].startswith("reports/") else data) / source["file"]
        if "id" in source:
            rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
            texts[key] = (next(row["text"] for row in rows if row["_id"] == source["id"]), None)
        else:
            texts[key] = _read_document(file)
    return texts


def _read_document(file: Path) -> tuple[str, str | None]:
    found = find_single(file, file.name)
    if isinstance(found, Problem):
        raise SystemExit(f"{file} cannot be read: {found.message}")
    document = next(one.document for one in read_single(found) if isinstance(one, Read))
    return document.text, document.published


def key_of(source: Mapping[str, str]) -> str:
    """Give the key of a document."""
    return f"{source['file']}#{source['id']}" if "id" in source else source["file"]


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of public data")
    parser.add_argument("--examples", type=Path, default=Path(__file__).parents[2] / "examples/office-39/inputs")
    parser.add_argument("--wrong", action="store_true", help="list the events that differ")
    options = parser.parse_args()
    gold = read_gold(GOLD)
    for part in sorted({row["part"] for row in gold}):
        rows = [row for row in gold if row["part"] == part]
        accounts = read_accounts(load_texts(options.data, options.examples, [row["source"] for row in rows]))
        labels = {(key_of(row["source"]), row["start"], row["end"], row["type"]): row["event"] for row in rows}
        held = {place: label for place, label in labels.items() if place in accounts}
        ours = dict(zip(accounts, resolve(list(accounts.values())), strict=True))
        by_time = {place: (one.type, one.edtf) if one.edtf is not None else place for place, one in accounts.items()}
        print(
            f"{part}: {len(labels)} accounts labelled, {len(held)} found by the reader,"
            f" {len(set(held.values()))} events, {len(accounts)} accounts read"
        )
        for name, found in (
            ("ours", ours),
            ("each alone", {place: place for place in held}),
            ("type and time", by_time),
        ):
            score = b_cubed({place: found[place] for place in held}, held)
            print(f"  {name:14} B-cubed P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}")
        if options.wrong:
            _print_wrong(held, ours, accounts)


def _print_wrong(held: Mapping[Place, str], ours: Mapping[Place, int], accounts: Mapping[Place, Account]) -> None:
    mine, theirs = _groups({place: ours[place] for place in held}), _groups(held)
    for label, places in sorted(theirs.items(), key=str):
        if any(mine[ours[place]] != places for place in places):
            print(f"  {label}")
            for place in sorted(places):
                one = accounts[place]
                parties = ", ".join(f"{party.side}={party.text}" for party in one.parties)
                print(f"    {ours[place]:5} {place[0][-40:]} {one.type} {one.edtf} {parties}")


if __name__ == "__main__":
    main()
