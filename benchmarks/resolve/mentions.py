"""Mention links: precision and recall of which party names of documents are linked to, against labels by hand.

    .venv/bin/python -m benchmarks.resolve.mentions CASE... [--part dev|test|unseen] [--wrong]

Each CASE is a built case that holds documents of `gold/mentions.jsonl`: the example, or the two reports beside the real
lists. A label says of a span which records of lists it denotes, or which party that no list has. A link counts when it
is decided (`same`); it is right when the party that it leads to holds one of those records. Precision is over all links
of mentions of the labelled documents to parties of lists, those of spans that nobody labelled among them; recall over
the labelled names, whether the reader found them or not. `descriptions` are definite nouns ("the ship") that a document
uses for something that it names elsewhere: they mean what the document's own name for it does. `across` are parties
as several documents name them, listed or not: B-cubed over the names that the reader found. `distinct` counts each
wording of a document once, right where it is linked and each link is: a group that a report names twenty times is one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import duckdb
from benchmarks.resolve.events import b_cubed

from counterflow.model.told import PARTY_ID_SQL, is_told_party

GOLD = Path(__file__).parent / "gold" / "mentions.jsonl"
TABLES = ("canonical", "document", "link", "mention", "resource")

_SQL = f"""
SELECT
    resource.path, mention.id, mention.start, mention."end", mention.text, mention.form, mention.entity,
    mention.document_id,
    link.decision, link.probability, target.canonical_id AS linked, own.canonical_id AS own
FROM mention
JOIN document ON document.id = mention.document_id
JOIN resource ON resource.id = document.resource_id
LEFT JOIN link ON link.source_id = mention.id AND link.decision = 'same'
LEFT JOIN canonical target ON target.entity_id = link.target_id
LEFT JOIN canonical own ON own.entity_id = {PARTY_ID_SQL}
WHERE document.kind = 'report' AND mention.form NOT IN ('time', 'common')
ORDER BY ALL
"""


class Label(NamedTuple):
    """What a span denotes."""

    part: str
    file: str
    start: int
    end: int
    form: str
    party: frozenset[str] | str
    """Records of lists, or a name for a party that none has."""
    wording: str
    """Digest of the words."""


class Found(NamedTuple):
    """One mention as the build has it."""

    start: int
    end: int
    text: str
    form: str
    listed: str | None
    """Party of a list that it is linked to."""
    told: Hashable
    """The party that it is, as far as documents are concerned."""


class Count(NamedTuple):
    """Links that are right, links, and labels."""

    right: int
    links: int
    labels: int

    def __str__(self) -> str:
        return f"P {_share(self.right, self.links)} R {_share(self.right, self.labels)}"


def _share(part: int, whole: int) -> str:
    """Give a share with Wilson's interval of 95 %."""
    if whole == 0:
        return "- (0 of 0)"
    p, z = part / whole, 1.959964
    centre, half = p + z * z / (2 * whole), z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    low, high = ((centre + sign * half) / (1 + z * z / whole) for sign in (-1, 1))
    return f"{p:.3f} [{low:.3f}, {high:.3f}] ({part} of {whole})"


def read_gold(path: Path = GOLD) -> list[Label]:
    """Read the labels."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [
        Label(
            row["part"],
            PurePosixPath(row["source"]["file"]).name,
            row["start"],
            row["end"],
            row["form"],
            frozenset(row["listed"]) if "listed" in row else row["unlisted"],
            row["sha1"],
        )
        for row in rows
    ]


def read_case(case: Path) -> tuple[dict[str, list[Found]], dict[str, set[str]]]:
    """Read a build: the mentions of each report, and the records of each party."""
    build = case / "builds" / (case / "current").read_text(encoding="utf-8").strip()
    with duckdb.connect() as base:
        for table in TABLES:
            path = build / f"{table}.parquet"
            base.execute(f"CREATE VIEW {table} AS SELECT * FROM '{path}'")
        rows = base.sql(_SQL).to_arrow_table().to_pylist()
        members: dict[str, set[str]] = defaultdict(set)
        for entity_id, canonical_id in base.execute("SELECT entity_id, canonical_id FROM canonical").fetchall():
            members[canonical_id].add(entity_id)
    groups: dict[Hashable, set[str]] = defaultdict(set)
    for row in rows:
        if row["linked"] is not None:
            groups[row["document_id"], row["entity"]].add(row["linked"])
    found: dict[str, list[Found]] = defaultdict(list)
    for row in rows:
        group = (row["document_id"], row["entity"])
        linked = row["linked"]
        if linked is None and row["form"] != "name" and len(groups[group]) == 1:
            (linked,) = groups[group]
        is_listed = linked is not None and not is_told_party(linked)
        told = linked or row["own"] or group
        name = PurePosixPath(row["path"]).name
        found[name].append(
            Found(row["start"], row["end"], row["text"], row["form"], linked if is_listed else None, told)
        )
    return found, members


def match(label: Label, mentions: Sequence[Found]) -> Found | None:
    """Find the mention at a label's span: the same words, or with a word more or less before or behind."""
    near = [
        one
        for one in mentions
        if (one.start <= label.start and label.end <= one.end) or (label.start <= one.start and one.end <= label.end)
    ]
    near = [one for one in near if (one.form == "name") == (label.form == "name")] or near
    return min(near, key=lambda one: abs(one.start - label.start) + abs(one.end - label.end), default=None)


def is_right(found: Found | None, label: Label, members: Mapping[str, set[str]]) -> bool:
    """Whether a mention is linked to the party that it denotes."""
    return (
        found is not None
        and found.listed is not None
        and not isinstance(label.party, str)
        and not label.party.isdisjoint(members[found.listed])
    )


def score_form(
    labels: Sequence[Label],
    found: Mapping[str, Sequence[Found]],
    members: Mapping[str, set[str]],
    form: str,
    wrong: list[str],
) -> Count:
    """Count the links of names or of descriptions to parties of lists."""
    wanted = [label for label in labels if label.form == form]
    matched = [(label, match(label, found[label.file])) for label in wanted]
    right = 0
    for label, one in matched:
        if is_right(one, label, members):
            right += 1
        elif not isinstance(label.party, str) or (one is not None and one.listed is not None):
            wrong.append(_tell(label, one))
    links = sum(one is not None and one.listed is not None for _, one in matched)
    if form == "name":
        seen = {(label.file, one) for label, one in matched if one is not None}
        for file in sorted({label.file for label in labels}):
            spans = [(label.start, label.end) for label in labels if label.file == file]
            for one in found[file]:
                # A second mention inside a labelled span is judged with the span.
                if any(start <= one.start and one.end <= end for start, end in spans):
                    continue
                if one.form == "name" and one.listed is not None and (file, one) not in seen:
                    links += 1
                    wrong.append(f"  {file} {one.start} {one.text!r} nobody labelled, linked to {one.listed}")
    return Count(right, links, sum(not isinstance(label.party, str) for label in wanted))


def score_distinct(
    labels: Sequence[Label], found: Mapping[str, Sequence[Found]], members: Mapping[str, set[str]]
) -> Count:
    """Count names as `score_form` does, each wording of a document once; what nobody labelled is left to that."""
    groups: dict[Hashable, list[tuple[bool, bool, bool]]] = defaultdict(list)
    for label in labels:
        if label.form == "name":
            one = match(label, found[label.file])
            is_linked = one is not None and one.listed is not None
            groups[label.file, label.wording].append(
                (is_right(one, label, members), is_linked, not isinstance(label.party, str))
            )
    right = sum(
        any(is_right for is_right, _, _ in some) and all(is_right for is_right, is_linked, _ in some if is_linked)
        for some in groups.values()
    )
    links = sum(any(is_linked for _, is_linked, _ in some) for some in groups.values())
    return Count(right, links, sum(any(is_listed for _, _, is_listed in some) for some in groups.values()))


def _tell(label: Label, one: Found | None) -> str:
    what = label.party if isinstance(label.party, str) else min(label.party)
    if one is None:
        return f"  {label.file} {label.start} {what}: not read"
    return f"  {label.file} {label.start} {one.text!r} is {what}, linked to {one.listed}"


def across(labels: Sequence[Label], found: Mapping[str, Sequence[Found]]) -> str:
    """Score parties over documents: each name's party as the build has it against the label's."""
    gold: dict[Any, str] = {}
    ours: dict[Any, Hashable] = {}
    for label in labels:
        one = match(label, found[label.file]) if label.form == "name" else None
        if one is None:
            continue
        place = (label.file, label.start, label.end)
        gold[place] = label.party if isinstance(label.party, str) else min(label.party)
        ours[place] = one.told
    if len(gold) == 0:
        return "nothing"
    score = b_cubed(ours, gold)
    return f"B-cubed P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f} over {len(gold)} names"


def check(labels: Sequence[Mapping[str, Any]], texts: Mapping[str, str]) -> Iterator[str]:
    """Name the labels whose span is no longer what was labelled, because a text is read otherwise now."""
    for row in labels:
        text = texts.get(PurePosixPath(row["source"]["file"]).name)
        if text is None:
            continue
        span = text[row["start"] : row["end"]]
        if hashlib.sha1(span.encode(), usedforsecurity=False).hexdigest()[:8] != row["sha1"]:
            yield f"{row['source']['file']} {row['start']}: the text has changed"


def _texts(case: Path) -> dict[str, str]:
    build = case / "builds" / (case / "current").read_text(encoding="utf-8").strip()
    sql = (
        f"SELECT path, text FROM '{build}/document.parquet' d JOIN '{build}/resource.parquet' r ON r.id = d.resource_id"
        " WHERE kind = 'report'"
    )
    rows = duckdb.connect().execute(sql).fetchall()
    return {PurePosixPath(path).name: text for path, text in rows}


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path, nargs="+")
    parser.add_argument("--part", choices=("dev", "test", "unseen"), help="a part of the documents")
    parser.add_argument("--wrong", action="store_true", help="list the names that are linked wrongly or not")
    options = parser.parse_args()
    raw = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    gold = [label for label in read_gold() if options.part in (None, label.part)]
    totals: dict[str, list[Count]] = defaultdict(list)
    for case in options.case:
        for message in check(raw, _texts(case)):
            print(message)
        found, members = read_case(case)
        labels = [label for label in gold if label.file in found]
        print(f"{case}: {len(labels)} labels in {len({label.file for label in labels})} documents")
        wrong: list[str] = []
        for form, title in (("name", "names"), ("description", "descriptions")):
            count = score_form(labels, found, members, form, wrong)
            totals[title].append(count)
            print(f"  {title:13} {count}")
        print(f"  {'distinct':13} {score_distinct(labels, found, members)}")
        print(f"  {'across':13} {across(labels, found)}")
        if options.wrong:
            print("\n".join(wrong))
    for title, counts in totals.items():
        print(f"all {title:13} {Count(*(sum(column) for column in zip(*counts, strict=True)))}")


if __name__ == "__main__":
    main()
