"""re3d's entities as annotated names, and what of their convention is not ours.

re3d labels whatever is spoken of, pronouns and common nouns too, with article and title ("the city of Tartus", "Col.
Lyons"), and keeps machine proposals that its annotators did not take at a confidence near 0: most lie inside a label
that they did take ("Iraq" in "northern Iraq", the bare name after a rank). Here:

- taken: confidence of .5 and above, of a type in `TYPES`; blanks at the ends are left off. Other annotated spans
  (proposals, quantities, times) count neither way when they are found.
- a name: a taken span that ends with a capital and is half capitals ("the city of Tartus", not "Iraqi security forces",
  which the annotated report calls a descriptive name and does not score). A capital that is there merely because a
  sentence begins is none: a pronoun, or a word that the corpus elsewhere writes small.
- types: a country is an Organisation to re3d where it acts and a Nationality before a noun; a place is right for any
  country, and so is Location or Nationality where the same words are labelled that way elsewhere.
- a name inside a label that is not one ("U.S." in "U.S. service members") counts neither way where names are scored.
- inner: what may stand for a name where titles and the like are set aside: a label of the same type inside it, the last
  two words or more of a person, the capitals that end a place.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.reading.score import Span
from benchmarks.reading.source import read_json_lines
from benchmarks.reading.spacy_alone import trim

from counterflow.clean.country import read_country

TYPES = {
    "Person": "PERSON",
    "Organisation": "ORG",
    "Location": "PLACE",
    "Nationality": "NORP",
    "DocumentReference": "DOCUMENT",
    "MilitaryPlatform": "VESSEL",
    "Vehicle": "VESSEL",
}
"""Types of the annotated report, by re3d's. Weapons, quantities, money, times and numbers of devices are no names."""

SAME = {"FACILITY": "PLACE", "PROGRAMME": "ORG"}
"""Types that re3d does not part."""

TAKEN = 0.5
"""Confidence from which on a label was taken; hardly any lies between .1 and .9."""

PRONOUNS = frozenset("i we you he she it they them us him her his its their our my this that these those who".split())


class Label(NamedTuple):
    """A label of re3d."""

    start: int
    end: int
    type: str
    confidence: float

    @property
    def span(self) -> Span:
        """Its span."""
        return (self.start, self.end)


class Document(NamedTuple):
    """A document of re3d with its labels, blanks trimmed."""

    name: str
    text: str
    labels: tuple[Label, ...]

    @property
    def taken(self) -> list[Label]:
        """Labels that the annotators took, of a type that names are of."""
        return [one for one in self.labels if one.confidence >= TAKEN and one.type in TYPES]


def load_documents(data: Path) -> tuple[Document, ...]:
    """Load re3d in the order of its folders and files."""
    documents: list[Document] = []
    for path in sorted((data / "text/re3d").glob("*/documents.json")):
        labels: dict[str, list[Label]] = {}
        texts = {one["_id"]: one["text"] for one in read_json_lines(path)}
        for one in read_json_lines(path.parent / "entities.json"):
            start, end = _strip(texts[one["documentId"]], one["begin"], one["end"])
            if start < end:
                labels.setdefault(one["documentId"], []).append(Label(start, end, one["type"], one["confidence"]))
        documents.extend(
            Document(f"{path.parent.name}/{key}", text, tuple(labels.get(key, ()))) for key, text in texts.items()
        )
    return tuple(documents)


def _strip(text: str, start: int, end: int) -> Span:
    raw = text[start:end]
    return (start + len(raw) - len(raw.lstrip()), end - len(raw) + len(raw.rstrip()))


@functools.cache
def _written_small(texts: tuple[str, ...]) -> frozenset[str]:
    """Words that are written small somewhere."""
    return frozenset(word for text in texts for word in re.findall(r"\b[a-z][\w-]*", text))


def is_name(document: Document, span: Span, texts: tuple[str, ...]) -> bool:
    """Whether a span ends with a capital, is half capitals, and not for a sentence's first letter alone."""
    start, end = trim(document.text, *span)
    words = [one for one in _WORD.finditer(document.text, start, end) if one.group() not in _LINKS]
    capitals = [_is_capital(one.group()) for one in words]
    if len(words) == 0 or not capitals[-1] or 2 * sum(capitals) < len(words):
        return False
    real = (one for one, is_capital in zip(words, capitals, strict=True) if is_capital)
    return any(not _is_by_position(document.text, one, texts) for one in real)


_WORD = re.compile(r"[^\W_][\w.&’'-]*")
_LINKS = frozenset("of the and for to in on at de la al bin".split())
_BEGIN = re.compile(r"(?:^|[.!?:”\"\n]\s*)(?:[Tt]he |[Aa]n? )?$")


def _is_capital(word: str) -> bool:
    # "al-Assad", "5th", "119.3": a number ends a name as well.
    return word[0].isdigit() or any(part[:1].isupper() for part in re.split(r"[-’']", word))


def _is_by_position(text: str, word: re.Match[str], texts: tuple[str, ...]) -> bool:
    lower = word.group().lower()
    if word.group()[0].isdigit() or lower in PRONOUNS:
        return True
    begins = _BEGIN.search(text, max(word.start() - 8, 0), word.start()) is not None
    return begins and lower in _written_small(texts)


def bare_spans(text: str, span: Span, type_: str) -> Iterator[Span]:
    """Give the ends of a name that may stand for it, title or kind of place left off."""
    words = list(_WORD.finditer(text, *span))
    if type_ == "PERSON":
        yield from ((one.start(), span[1]) for one in words[1:-1] if one.group()[0].isupper())
    if type_ == "PLACE":
        small = [at for at, one in enumerate(words) if not _is_capital(one.group())]
        if len(small) > 0 and small[-1] + 1 < len(words):
            yield (words[small[-1] + 1].start(), span[1])


@functools.cache
def _other_types(documents: tuple[Document, ...]) -> dict[str, frozenset[str]]:
    """Types by the words that are labelled Location or Nationality somewhere."""
    types: dict[str, frozenset[str]] = {}
    for document in documents:
        for one in document.labels:
            if one.type in ("Location", "Nationality"):
                words = bare_words(document.text, one.span)
                types[words] = types.get(words, frozenset()) | {TYPES[one.type]}
    return types


def bare_words(text: str, span: Span) -> str:
    """Give the words of a span without its article."""
    start, end = trim(text, *span)
    return text[start:end]


def types_of(documents: tuple[Document, ...], document: Document, label: Label) -> frozenset[str]:
    """Give the types that are right for a label."""
    words = bare_words(document.text, label.span)
    country = frozenset() if read_country(words) is None else frozenset({"PLACE"})
    return _other_types(documents).get(words, frozenset()) | country | {TYPES[label.type]}
