"""Mentions without a name: goods, noun phrases, and what pronouns stand for.

    .venv/bin/python -m benchmarks.reading.unnamed ../shared/data
    .venv/bin/python -m benchmarks.reading.unnamed ../shared/data --wrong

The gold annotates only those phrases that its frames need, so `R` (strict spans) and `overlap` are recalls, and
`needed` is no precision: the share of what was found that shares a character with an annotated mention or argument.
Referents: the pronouns of `doubt.jsonl` that fill a role, as one reader took them (`gold/referents.jsonl`); a pronoun
is right when it has the entity of a mention that overlaps what it stands for. They were developed on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.reading.annotation import load_reports
from benchmarks.reading.gold import GOLD, GoldPassage, GoldText, load_gold
from benchmarks.reading.ours import read_ours
from benchmarks.reading.score import Span

from counterflow.tables import Mention

UNNAMED = ("nominal", "descriptive-name", "common")


def annotated(passage: GoldPassage, *, is_goods: bool) -> list[Span]:
    """Give the mentions without a name that are annotated, goods or others."""
    return [
        (one.start, one.end)
        for one in passage.mentions
        if one.form in UNNAMED and one.type != "NORP" and (one.type == "COMMODITY") == is_goods
    ]


def score(texts: Iterable[GoldText], *, is_goods: bool, is_wrong: bool) -> str:
    """Score the goods or the noun phrases of a set."""
    gold = strict = overlap = found = needed = 0
    for text in texts:
        mentions = read_ours(text).mentions
        ours = [one for one in mentions if one.form == ("common" if is_goods else "nominal")]
        # A body that is called by a descriptive name may be found as a name.
        names = [one for one in mentions if one.form == "name"]
        for passage in text.passages:
            spans = annotated(passage, is_goods=is_goods)
            inside = [(one.start, one.end) for one in ours if passage.start <= one.start < passage.end]
            either = {*inside, *((one.start, one.end) for one in names)}
            wanted = [*spans, *(span for frame in passage.frames for arg in frame.args for span in arg.spans)]
            gold += len(spans)
            strict += sum(span in either for span in spans)
            overlap += sum(any(_share(span, one) for one in either) for span in spans)
            found += len(inside)
            needed += sum(any(_share(span, one) for one in wanted) for span in inside)
            if is_wrong:
                for start, end in sorted(set(spans) - either):
                    print("  -", " ".join(text.text[max(start - 30, 0) : start].split()), f"»{text.text[start:end]}«")
    recalls = f"R {strict / gold:.3f}  overlap {overlap / gold:.3f}"
    return f"{gold:5} annotated  {recalls}   {found:4} found  needed {needed / found:.3f}"


def _share(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def score_referents(doubt: Iterable[GoldText], *, is_wrong: bool) -> str:
    """Score what the pronouns of the sentences of doubt stand for."""
    texts = list(doubt)
    rows = [json.loads(line) for line in (GOLD / "referents.jsonl").read_text(encoding="utf-8").splitlines()]
    right = found = 0
    for row in rows:
        text = texts[row["line"] - 1]
        mentions = read_ours(text).mentions
        ours = [one for one in mentions if one.form == "pronoun" and (one.start, one.end) == (row["start"], row["end"])]
        is_right = any(_stands_for(one, mentions, row["stands_for"]) for one in ours)
        found += len(ours)
        right += is_right
        if is_wrong and (len(ours) > 0 or row["stands_for"] is not None) and not is_right:
            print("  !", text.text[: row["start"]], f"»{text.text[row['start'] : row['end']]}«")
    gold = sum(row["stands_for"] is not None for row in rows)
    return f"{len(rows)} pronouns, {gold} with a referent  P {right / found:.3f}  R {right / gold:.3f}"


def _stands_for(pronoun: Mention, mentions: Iterable[Mention], span: Span | None) -> bool:
    return span is not None and any(
        one.entity == pronoun.entity and one.id != pronoun.id and _share((one.start, one.end), (span[0], span[1]))
        for one in mentions
    )


def main() -> None:
    """Print the scores of each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of shared data")
    parser.add_argument("--wrong", action="store_true", help="print what is missing or wrong")
    options = parser.parse_args()
    sets: Mapping[str, list[GoldText]] = {
        "annotated reports": load_reports(options.data),
        "reports.jsonl": load_gold(options.data, "reports"),
        "narratives.jsonl": load_gold(options.data, "narratives"),
    }
    for name, texts in sets.items():
        for kind, is_goods in (("goods", True), ("phrases", False)):
            print(f"{name:18} {kind:8}", score(texts, is_goods=is_goods, is_wrong=options.wrong))
    print("referents:", score_referents(load_gold(options.data, "doubt"), is_wrong=options.wrong))


if __name__ == "__main__":
    main()
