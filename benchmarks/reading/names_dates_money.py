"""Score reading against a hand annotation: names, times and quantities, beside spaCy alone in the same run.

    python benchmarks/reading/names_dates_money.py ANNOTATION.json

The annotation names its text by a relative path; the README beside it describes its form. Names: strict spans of the
forms name, demonym and figurative; exact hits on other forms count neither way; "spaCy trimmed" is spaCy without
articles and possessives. Times and quantities: strict spans, and a second line for right values among them. A leading
preposition of an annotated time ("in 2003") does not count.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from counterflow.extract import read_text
from counterflow.extract.language_model import Entity, load_language_model

SCORED_FORMS = ("name", "demonym", "figurative")
OWN_TYPES = {
    "person": "PERSON",
    "organization": "ORG",
    "company": "ORG",
    "public_body": "ORG",
    "place": "PLACE",
    "vessel": "VESSEL",
    "facility": "FACILITY",
    "document": "DOCUMENT",
    "group": "NORP",
}
SPACY_TYPES = {
    "PERSON": "PERSON",
    "ORG": "ORG",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "FAC": "FACILITY",
    "NORP": "NORP",
    "LAW": "DOCUMENT",
    "WORK_OF_ART": "DOCUMENT",
}
VALUED_TIMES = ("date", "decade", "deadline")
"""Kinds of annotated times that have a value of the calendar."""
NORMALISED = {"h": 3600.0}
"""Factor from the annotation's unit to ours, where they differ."""


class Score(NamedTuple):
    """Precision, recall and F1."""

    precision: float
    recall: float
    f1: float

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"


def score(found: set[Any], gold: set[Any], ignored: Iterable[Any] = ()) -> Score:
    """Score a set of found things; exact hits in `ignored` count neither way."""
    found = found - set(ignored)
    hits = len(found & gold)
    precision = hits / len(found) if len(found) > 0 else 0.0
    recall = hits / len(gold) if len(gold) > 0 else 0.0
    return Score(precision, recall, 2 * hits / (len(found) + len(gold)) if len(found) + len(gold) > 0 else 0.0)


class Annotation:
    """A hand annotation and its text."""

    def __init__(self, path: Path) -> None:
        self.data = json.loads(path.read_text(encoding="utf-8"))
        self.text = (path.parent / self.data["doc"]["file"]).read_bytes().decode("utf-8")

    def names(self, *, is_typed: bool) -> tuple[set[Any], set[Any]]:
        """Give the scored and the ignored names."""
        scored: set[Any] = set()
        ignored: set[Any] = set()
        for one in self.data["mentions"]:
            key = (one["start"], one["end"], one["type"]) if is_typed else (one["start"], one["end"])
            (scored if one["form"] in SCORED_FORMS else ignored).add(key)
        if is_typed:
            others = set(SPACY_TYPES.values())
            ignored = {(one[0], one[1], type_) for one in ignored for type_ in others}
        return scored, ignored - scored

    def times(self) -> dict[tuple[int, int], str]:
        """Give the value of each time of the calendar, by its span without a leading preposition."""
        return {
            (one["start"] + _preposition(one["text"]), one["end"]): one["value"]
            for one in self.data["times"]
            if one["kind"] in VALUED_TIMES and one["value"] != ""
        }

    def other_times(self) -> set[tuple[int, int]]:
        """Give the spans of times that are not of the calendar."""
        return {(one["start"], one["end"]) for one in self.data["times"]}

    def quantities(self) -> dict[tuple[int, int], tuple[Any, ...]]:
        """Give (kind, low, high, per) of each quantity, by its span; the values normalised."""
        return {
            (one["start"], one["end"]): (
                one["kind"],
                *(_scaled(one, side) for side in ("norm_lo", "norm_hi")),
                one["per"],
            )
            for one in self.data["quantities"]
        }


def _article(text: str) -> int:
    found = re.match(r"(?:the|an?)\s+", text, re.IGNORECASE)
    return 0 if found is None else found.end()


def _possessive(text: str) -> int:
    return 2 if text.endswith(("'s", "’s")) else 0


def _preposition(text: str) -> int:
    found = re.match(r"(?:in|on|by|since|until|during|at)\s+", text, re.IGNORECASE)
    return 0 if found is None else found.end()


def _scaled(one: dict[str, Any], side: str) -> float | None:
    return None if one[side] is None else round(float(one[side]) * NORMALISED.get(one["norm_unit"], 1.0), 1)


def measure(path: Path) -> dict[str, Score]:
    """Score our reading and spaCy's of one annotated text; keys are printed as they are."""
    annotation = Annotation(path)
    mentions, quantities = read_text(annotation.text)
    names = [one for one in mentions if one.form != "time"]
    entities = load_language_model()(annotation.text).ents
    plain = [Entity(one.start_char, one.end_char, one.label_) for one in entities]
    scores = {}
    for label, is_typed in (("names, span", False), ("names, span and type", True)):
        gold, ignored = annotation.names(is_typed=is_typed)
        own = {(one.start, one.end, OWN_TYPES.get(one.type, "")) for one in names}
        other = {(one.start, one.end, SPACY_TYPES[one.label]) for one in plain if one.label in SPACY_TYPES}
        scores[label] = score(own if is_typed else {one[:2] for one in own}, gold, ignored)
        trimmed = {(one[0] + _article(annotation.text[one[0] :]), one[1], one[2]) for one in other}
        trimmed = {(one[0], one[1] - _possessive(annotation.text[: one[1]]), one[2]) for one in trimmed}
        scores[f"{label}, spaCy trimmed"] = score(trimmed if is_typed else {one[:2] for one in trimmed}, gold, ignored)
        scores[f"{label}, spaCy alone"] = score(other if is_typed else {one[:2] for one in other}, gold, ignored)
    times = {(one.start, one.end): one.edtf for one in mentions if one.form == "time"}
    gold_times = annotation.times()
    scores["times, span"] = score(set(times), set(gold_times), annotation.other_times() - set(gold_times))
    valued = {(span, value) for span, value in times.items() if value is not None}
    scores["times, span and value"] = score(valued, set(gold_times.items()))
    spacy_times = {(one.start, one.end) for one in plain if one.label == "DATE"}
    scores["times, span, spaCy alone"] = score(spacy_times, set(gold_times), annotation.other_times() - set(gold_times))
    own_quantities = {
        (one.start, one.end): (one.kind, _rounded(one.norm_low), _rounded(one.norm_high), one.per) for one in quantities
    }
    gold_quantities = annotation.quantities()
    scores["quantities, span"] = score(set(own_quantities), set(gold_quantities))
    scores["quantities, span and value"] = score(set(own_quantities.items()), set(gold_quantities.items()))
    labels = ("MONEY", "QUANTITY", "CARDINAL", "PERCENT", "ORDINAL", "TIME")
    spacy_quantities = {(one.start, one.end) for one in plain if one.label in labels}
    scores["quantities, span, spaCy alone"] = score(spacy_quantities, set(gold_quantities))
    return scores


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def main() -> None:
    """Print the scores and the reading speed."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: names_dates_money.py ANNOTATION.json")
    path = Path(sys.argv[1])
    for label, one in measure(path).items():
        print(f"{label:36} {one}")
    text = Annotation(path).text
    words = len(text.split())
    for label, read in (("ours", lambda: read_text(text)), ("spaCy, names only", lambda: load_language_model()(text))):
        started = time.perf_counter()
        for _ in range(5):
            read()
        print(f"{label:36} {5 * words / (time.perf_counter() - started):,.0f} words/s")


if __name__ == "__main__":
    main()
