"""Remarks: the labelled fields of a list's narrative, "Linked To: X", "Father's name is X", "DOB 1951".

A remark is a row of parts with a semicolon between them, each to be read by itself. A part that begins with a label
(`lexicon/remark_label.txt`) is a field: it gives a relation of the listed party, or nothing, and its words are kept
from the grammar, which would make sentences of them. Other parts are phrases about the listed party, read as prose.

Reads a folded text (see `passage`); spans are code points of it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from counterflow.exc import InputError
from counterflow.extract.frame.rule import load_rules
from counterflow.extract.lexica import any_of, load_map, load_set
from counterflow.extract.parse.passage import Span
from counterflow.model.doubt import Hedge


class Field(NamedTuple):
    """A labelled field, or a name in brackets behind another."""

    whole: Span
    """What the grammar leaves alone."""
    trigger: Span
    type: str | None
    """Frame type; None: the field yields nothing."""
    subject_role: str
    """Role of the listed party, or of `holder` where that is given."""
    args: tuple[tuple[str, Span], ...]
    """Roles and spans that the field itself gives."""
    hedge: str
    holder: Span | None = None
    """The name that the field stands behind; None: it is about the listed party."""


class _Label(NamedTuple):
    type: str | None
    subject_role: str
    value_role: str
    hedge: str


_PART = re.compile(r";\s+")
_ALIAS_TYPE = "alias_of"
_OFFICE_TYPE = "officer_of"
_KIN_TYPE = "family"
_MAX_OFFICE_WORDS = 6
_NAME = r"[A-Z\u00c0-\u00de][\w'`-]*\.?"
_PARTICLE = r"(?:al|el|bin|bint|ibn|ben|ag|ould|oulad|abu|umm|de|da|do|dos|di|del|della|la|van|von|der|den|ul|ur|e)"
_PERSON = re.compile(rf"(?:{_NAME}|{_PARTICLE}(?=[\s-]))(?:[\s-]+(?:{_NAME}|{_PARTICLE}(?=[\s-])))*")
_BRACKET = re.compile(r"[,;]\s+|\s+(?:and|or)\s+")
_QUOTES = " \n'\"`"


def split_remarks(folded: str, sentences: Sequence[Span]) -> list[Span]:
    """Split the sentences of a narrative at the semicolons of a remark, in order.

    A semicolon parts a remark where a label, a capital letter or a new office stands behind it; inside brackets and in
    an enumeration of prose it does not.
    """
    found: list[Span] = []
    for sentence in sentences:
        start = sentence.start
        for stop in _PART.finditer(folded, sentence.start, sentence.end):
            if _parts(folded, start, stop, sentence.end):
                found.append(Span(start, stop.start() + 1))
                start = stop.end()
        if start < sentence.end:
            found.append(Span(start, sentence.end))
    return found


def _parts(folded: str, start: int, stop: re.Match[str], end: int) -> bool:
    before, after = folded[start : stop.start()], folded[stop.end() : end]
    if before.count("(") > before.count(")"):
        return False
    if _label_at(folded, stop.end(), end) is not None or _label_at(folded, start, end) is not None:
        return True
    word = re.match(r"[\w'-]+", after)
    return after[:1].isupper() or (word is not None and word.group() in _relation_words())


@functools.cache
def _relation_words() -> frozenset[str]:
    """Nouns that begin a part of a remark: "DOB 1936; brother of Slobodan Milosevic"."""
    rules = load_rules().by_lemma.items()
    types = {_OFFICE_TYPE, _KIN_TYPE, "member_of"}
    return frozenset(
        lemma for lemma, found in rules if any(rule.type in types and rule.word_class == "noun" for rule in found)
    )


@functools.cache
def load_labels() -> dict[str, _Label]:
    """Read what the labels of remarks mean.

    Raises:
        InputError: a label has too few fields, or a hedge that is not known.
    """
    found = {}
    for label, value in load_map("remark_label").items():
        fields = [field.strip() for field in value.split("|")]
        if fields != ["nothing"] and (
            not 3 <= len(fields) <= 4 or (len(fields) == 4 and fields[3] not in tuple(Hedge))
        ):
            raise InputError(
                f"label {label!r} is {value!r}",
                where="lexicon/remark_label.txt",
                expected="nothing, or type | role | role, and a hedge if it is no fact",
            )
        if fields == ["nothing"]:
            found[label] = _Label(None, "", "", "fact")
        else:
            found[label] = _Label(fields[0], fields[1], fields[2], fields[3] if len(fields) > 3 else "fact")
    return found


@functools.cache
def _label_pattern() -> re.Pattern[str]:
    # A label without a colon is one only before a number, a capital or a quote: "nationality Iran", not "citizen of".
    return re.compile(
        rf"(?:alt\.\s+)?({any_of(load_labels())})(?:(?<=:)|(?=\s*[:\d#'\"(A-Z-])|(?=\s+(?:is|was|circa|http)\b))\s*:?\s*"
    )


@functools.cache
def _kin_pattern() -> re.Pattern[str]:
    kin = [label for label, one in load_labels().items() if one.type == _KIN_TYPE and not label.endswith(":")]
    return re.compile(rf"(?<!'s )\b({any_of(kin)})\s*(?:is|was|:)?\s+(?:the\s+late\s+)?", re.IGNORECASE)


@functools.cache
def _alias_pattern() -> re.Pattern[str]:
    names = [label for label, one in load_labels().items() if one.type == _ALIAS_TYPE and not label.endswith(":")]
    return re.compile(rf"\(\s*({any_of(names)}):?\s+([^()]+?)\s*\)")


def find_remarks(folded: str, sentences: Sequence[Span], names: Sequence[Span], has_subject: bool) -> list[Field]:
    """Find the labelled fields of a text, in order.

    Args:
        folded: the folded text.
        sentences: as `split_remarks` gives them.
        names: spans of the names in the text, in order.
        has_subject: whether the text is about a listed party; other texts have no fields but names in brackets.
    """
    found = list(_brackets(folded, names))
    if has_subject:
        for sentence in sentences:
            field = _field(folded, sentence) or _office(folded, sentence)
            found += [field] if field is not None else _kin(folded, sentence)
    return sorted(found)


def _label_at(folded: str, start: int, end: int) -> re.Match[str] | None:
    return _label_pattern().match(folded, start, end)


def _field(folded: str, part: Span) -> Field | None:
    """Read a part that begins with a label."""
    match = _label_at(folded, part.start, part.end)
    if match is None:
        return None
    label = load_labels()[" ".join(match.group(1).split())]
    trigger = Span(match.start(1), match.end(1) - match.group(1).endswith(":"))
    if label.type is None:
        return Field(part, trigger, None, "", (), "fact")
    if label.type == _KIN_TYPE:
        return None
    value = _stripped(folded, match.end(), part.end)
    if value is None:
        return Field(part, trigger, None, "", (), "fact")
    return Field(part, trigger, label.type, label.subject_role, ((label.value_role, value),), label.hedge)


def _stripped(folded: str, start: int, end: int) -> Span | None:
    """Give a span without the quotes and stops around what it says."""
    while start < end and folded[start] in _QUOTES:
        start += 1
    while start < end and (
        folded[end - 1] in _QUOTES + ";," or (folded[end - 1] == "." and not _is_short(folded, end))
    ):
        end -= 1
    return Span(start, end) if start < end else None


def _is_short(folded: str, end: int) -> bool:
    """Whether a stop at the end belongs to a shortened word: "S.A.", "Co."."""
    return (
        re.search(r"(?:\b[A-Za-z]\.[A-Za-z]|\b(?:Co|Corp|Inc|Ltd|LTD|CO|INC))\.$", folded[max(0, end - 8) : end])
        is not None
    )


def _kin(folded: str, sentence: Span) -> Iterator[Field]:
    """Read "Father's name is X, mother's name is Y" anywhere in a sentence."""
    labels = {label.lower(): one for label, one in load_labels().items()}
    for match in _kin_pattern().finditer(folded, sentence.start, sentence.end):
        value = _PERSON.match(folded, match.end(), sentence.end)
        label = labels[" ".join(match.group(1).lower().split())]
        if value is not None:
            span, trigger = Span(match.start(), value.end()), Span(match.start(1), match.end(1))
            end = value.end() - value.group().endswith(".")
            role = ((label.value_role, Span(value.start(), end)),)
            yield Field(span, trigger, label.type, label.subject_role, role, label.hedge)


def _office(folded: str, part: Span) -> Field | None:
    """Read a part that is an office and a body: "Chairman, Second Economic Committee"."""
    text = folded[part.start : part.end]
    office, comma, rest = text.partition(", ")
    words = office.split()
    if comma == "" or not 0 < len(words) <= _MAX_OFFICE_WORDS or not _is_office(words[-1]):
        return None
    body = re.match(r"(?:the\s+)?[A-Z0-9][^,;]*", rest)
    if body is None or any(word in load_set("closed_class") for word in words) or _is_sentence(body.group()):
        return None
    start = part.start + len(office) + len(comma)
    value = _stripped(folded, start, start + body.end())
    if value is None:
        return None
    title = Span(part.start, part.start + len(office))
    trigger = Span(title.end - len(words[-1]), title.end)
    former = "former" if words[0].lower() in ("former", "formerly", "ex") else "fact"
    return Field(
        Span(part.start, value.end), trigger, _OFFICE_TYPE, "person", (("title", title), ("org", value)), former
    )


def _is_office(word: str) -> bool:
    """Whether a title can end with a word: "Director", "Vice-Chairperson", "Commander-in-Chief"."""
    pieces = word.lower().split("-")
    return pieces[-1] in _offices() or pieces[1:] == ["in", "chief"] or (pieces[-1] == "general" and len(word) > 1)


def _is_sentence(text: str) -> bool:
    """Whether more than the name of a body stands there: another office with its own, or a verb."""
    words = text.lower().split()
    if any(word in ("is", "was", "has", "had", "who", "which") for word in words):
        return True
    return any(word in _offices() and after in ("of", "for", "to") for word, after in itertools.pairwise(words))


@functools.cache
def _offices() -> frozenset[str]:
    rules = load_rules().by_lemma.items()
    return frozenset(
        lemma
        for lemma, found in rules
        if any(rule.type == _OFFICE_TYPE and rule.word_class == "noun" for rule in found)
    )


def _brackets(folded: str, names: Sequence[Span]) -> Iterator[Field]:
    """Read other names in brackets behind a name: "Jimmy Cherizier (a.k.a. "Barbeque")"."""
    for match in _alias_pattern().finditer(folded):
        before = len(folded[: match.start()].rstrip())
        holder = next((name for name in names if name.end == before), None)
        if holder is None:
            continue
        label = load_labels()[" ".join(match.group(1).split())]
        ends = [(one.start(), one.end()) for one in _BRACKET.finditer(folded, match.start(2), match.end(2))]
        starts = [match.start(2), *(end for _, end in ends)]
        values = [
            _stripped(folded, start, end)
            for start, end in zip(starts, [*(at for at, _ in ends), match.end(2)], strict=True)
        ]
        args = tuple((label.value_role, value) for value in values if value is not None)
        if len(args) > 0:
            trigger = Span(match.start(1), match.end(1))
            yield Field(Span(*match.span()), trigger, label.type, label.subject_role, args, label.hedge, holder)
