"""The name bars: strict spans in the annotated report and in re3d, with spaCy alone beside us in the same run.

    .venv/bin/python -m benchmarks.reading.names ../shared/data
    .venv/bin/python -m benchmarks.reading.names ../shared/data --wrong

The annotated report: forms name, demonym and figurative are scored, exact hits on other forms count neither way, as its
README says. `trimmed` is spaCy without leading articles and trailing possessives, which its labels take and the
annotation does not.

re3d: the module `re3d` says what of it counts. All documents are read; the first, third, ... are those that rules were
developed on, the others were only scored. Three ways to compare spans, the same for us and for spaCy: as written;
articles aside, taken off all three; titles aside as well, where the bare name may stand for "the city of" it. Scope
`names` is what has capitals, `all` every label, our pronouns and common nouns with it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.reading import spacy_alone
from benchmarks.reading.annotation import load_reports
from benchmarks.reading.gold import GoldText
from benchmarks.reading.ours import read_ours
from benchmarks.reading.re3d import SAME, TYPES, Document, bare_spans, is_name, load_documents, types_of
from benchmarks.reading.score import Compared, Score, Span, compare, total

from counterflow.tables import Mention

SCORED_FORMS = frozenset({"name", "demonym", "figurative"})
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
    "commodity": "COMMODITY",
    "programme": "PROGRAMME",
}
WAYS = ("as written", "articles aside", "titles aside")


def ours(mentions: Iterable[Mention], *, is_named: bool = True) -> dict[Span, str]:
    """Give the type of each of our spans; names alone, or whatever is mentioned but times."""
    forms = SCORED_FORMS if is_named else frozenset({*SCORED_FORMS, "nominal", "pronoun", "common"})
    return {(one.start, one.end): OWN_TYPES.get(one.type, "") for one in mentions if one.form in forms}


def spacys(text: str, *, is_trimmed: bool = False) -> dict[Span, str]:
    """Give the type of each of spaCy's spans."""
    found = [one for one in spacy_alone.find_entities(text) if one.label in spacy_alone.TYPES]
    return {
        spacy_alone.trim(text, one.start, one.end) if is_trimmed else (one.start, one.end): spacy_alone.TYPES[one.label]
        for one in found
    }


def print_report(report: GoldText, mentions: Iterable[Mention], *, is_wrong: bool) -> None:
    """Print the scores of the annotated report."""
    marked = report.passages[0].mentions
    gold: dict[Span, frozenset[str]] = {}
    for one in marked:
        if one.form in SCORED_FORMS:
            gold[one.start, one.end] = gold.get((one.start, one.end), frozenset()) | {one.type}
    ignored = [(one.start, one.end) for one in marked if one.form not in SCORED_FORMS]
    print(f"== {report.name}: {len(gold)} names")
    readers = {
        "ours": ours(mentions),
        "spaCy, trimmed": spacys(report.text, is_trimmed=True),
        "spaCy alone": spacys(report.text),
    }
    for name, found in readers.items():
        for what, is_typed in (("span", False), ("span and type", True)):
            compared = compare(found, gold, ignored, is_typed=is_typed)
            print(f"{name:16}{what:16}{compared.score}")
            if is_wrong and name == "ours" and is_typed:
                _print_wrong(report.text, compared, found, gold)
    print()


class DocumentNames(NamedTuple):
    """One document, compared in one way."""

    compared: Compared
    found: Mapping[Span, str]
    gold: Mapping[Span, frozenset[str]]


class Corpus(NamedTuple):
    """re3d, and which of its labels count."""

    documents: tuple[Document, ...]
    is_named: bool
    """Names alone, or every label."""

    def compare(self, at: int, found: Mapping[Span, str], way: str, *, is_typed: bool) -> DocumentNames:
        """Compare found spans with the labels of a document; `way` is one of `WAYS`."""
        document = self.documents[at]
        texts = tuple(one.text for one in self.documents)

        def place(span: Span) -> Span:
            return span if way == "as written" else spacy_alone.trim(document.text, *span)

        placed = {place(span): SAME.get(type_, type_) for span, type_ in found.items()}
        gold: dict[Span, frozenset[str]] = {}
        plain = []
        for one in document.taken:
            span = place(one.span)
            if not self.is_named or is_name(document, one.span, texts):
                gold[span] = gold.get(span, frozenset()) | types_of(self.documents, document, one)
            else:
                plain.append(span)
        ignored = {place(one.span) for one in document.labels} - gold.keys()
        ignored |= {span for span in placed if any(start <= span[0] and span[1] <= end for start, end in plain)}
        inner = _inner(document, gold, place) if way == "titles aside" else {}
        return DocumentNames(compare(placed, gold, ignored, is_typed=is_typed, inner=inner), placed, gold)


def _inner(document: Document, gold: Mapping[Span, frozenset[str]], place: Callable[[Span], Span]) -> dict[Span, Span]:
    inner = {
        bare: span for span, types in gold.items() for type_ in types for bare in bare_spans(document.text, span, type_)
    }
    for one in document.labels:
        span, type_ = place(one.span), TYPES.get(one.type)
        holders = [
            outer for outer, types in gold.items() if outer[0] <= span[0] and span[1] <= outer[1] and type_ in types
        ]
        if len(holders) > 0:
            inner[span] = min(holders, key=lambda outer: outer[1] - outer[0])
    return {span: outer for span, outer in inner.items() if span not in gold}


def print_re3d(data: Path, *, is_wrong: bool) -> None:
    """Print the scores of re3d and, if asked, our faults in the half that rules are developed on."""
    documents = load_documents(data)
    mentions = [read_ours(GoldText(one.name, one.text, ())).mentions for one in documents]
    halves = {"developed on": range(0, len(documents), 2), "only scored": range(1, len(documents), 2)}
    for scope in ("names", "all"):
        corpus = Corpus(documents, is_named=scope == "names")
        read = {
            "ours": [ours(one, is_named=corpus.is_named) for one in mentions],
            "spacy": [spacys(one.text) for one in documents],
        }
        for half, indexes in {**halves, "both": range(len(documents))}.items():
            print(f"== re3d, {scope}, {half}: {len(indexes)} documents")
            for way in WAYS:
                for is_typed in (False, True):
                    scores = {
                        name: total(
                            corpus.compare(at, found[at], way, is_typed=is_typed).compared.score for at in indexes
                        )
                        for name, found in read.items()
                    }
                    _print_beside(f"{way}, {'span and type' if is_typed else 'span'}", scores["ours"], scores["spacy"])
            print()
    if is_wrong:
        for at in halves["developed on"]:
            named = Corpus(documents, is_named=True)
            one = named.compare(at, ours(mentions[at]), "titles aside", is_typed=True)
            print(f"---- {documents[at].name}")
            _print_wrong(documents[at].text, one.compared, one.found, one.gold)


def _print_beside(name: str, own: Score, other: Score) -> None:
    print(f"{name:32}ours {own}   spaCy {other}   {own.f1 - other.f1:+.3f}")


def _print_wrong(text: str, compared: Compared, found: Mapping[Span, str], gold: Mapping[Span, frozenset[str]]) -> None:
    """Print what was missed (-) and invented (+), in the order of the text, with what stands around."""
    rows = [(span, "-", "/".join(sorted(gold[span]))) for span in compared.missed]
    rows += [(span, "+", found[span]) for span in compared.spurious]
    print("  wrong:", dict(Counter(f"{sign} {label}" for _, sign, label in rows)))
    for (start, end), sign, label in sorted(rows):
        around = f"{text[max(start - 40, 0) : start]}»{text[start:end]}«{text[end : end + 40]}"
        print(f"  {sign} {label:10}{' '.join(around.split())}")


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of shared data")
    parser.add_argument("--wrong", action="store_true", help="print what we missed and invented")
    options = parser.parse_args()
    for report in load_reports(options.data):
        print_report(report, read_ours(report).mentions, is_wrong=options.wrong)
    print_re3d(options.data, is_wrong=options.wrong)


if __name__ == "__main__":
    main()
