"""Labelled fields of remarks: each gives its relation of the listed party, and nothing else."""

from __future__ import annotations

import pytest

from counterflow.extract.frame.rule import load_rules
from counterflow.extract.lexica import load_map
from counterflow.extract.parse.passage import Span, fold, split_lines, split_sentences
from counterflow.extract.read import read_text
from counterflow.extract.remark import find_remarks, split_remarks
from counterflow.model.frame import load_frame_schemata


def parts(text: str) -> list[str]:
    """Give the parts of a narrative."""
    folded = fold(text)
    sentences = split_sentences(folded, split_lines(folded))
    return [text[one.start : one.end] for one in split_remarks(folded, sentences)]


def told(text: str, subject: str | None = "Subject") -> list[str]:
    """Give the frames of a text, each on a line."""
    return [
        " ".join([frame.type, *(f"{one.role}={'@' if one.start is None else one.text}" for one in frame.args)])
        for frame in read_text(text, subject=subject).frames
    ]


def test_a_remark_is_read_part_by_part() -> None:
    """Semicolons part the fields; inside brackets they do not."""
    text = "DOB 04 May 1961; POB Tartus, Syria; wife of Adnan Haddad; Linked To: HADDAD LINES, S.A."
    assert parts(text) == [
        "DOB 04 May 1961;",
        "POB Tartus, Syria;",
        "wife of Adnan Haddad;",
        "Linked To: HADDAD LINES, S.A.",
    ]
    assert parts("The firm (No 4; Malta) sells; it also buys.") == ["The firm (No 4; Malta) sells; it also buys."]


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("Linked To: HADDAD LINES, S.A.", ["works_with a=@ b=HADDAD LINES, S.A."]),
        ("DOB 1961; a.k.a. 'THE WOLF'; f.k.a. 'Wolf, Ali.'", ["alias_of a=@ b=THE WOLF", "alias_of a=@ b=Wolf, Ali"]),
        ("Aircraft Model A300; Aircraft Operator Sham Wings.", ["controls patient=@ agent=Sham Wings"]),
        ("Former Vessel Flag Tuvalu; alt. Former Vessel Flag Togo",
         ["flag_of vessel=@ country=Tuvalu", "flag_of vessel=@ country=Togo"]),
        ("Father’s name is Haji Omar, mother’s name is Fatima bint Ali.",
         ["family a=@ b=Haji Omar", "family a=@ b=Fatima bint Ali"]),
        ("Financial Manager, Redline Trading Co.",
         ["officer_of person=@ title=Financial Manager org=Redline Trading Co."]),
        ("Secondary sanctions risk: section 1(b) of Executive Order 13224, as amended.", []),
        ("POB Basra, Iraq; nationality Iraq; Gender Male; Passport 4521 (Iraq) issued 1999.", []),
        ("Organization Type: Sale of motor vehicles; Registration Number 1122 (Serbia).", []),
    ],
)  # fmt: skip
def test_fields_give_relations_of_the_listed_party(text: str, frames: list[str]) -> None:
    """A label says the type; what is no relation yields nothing."""
    assert told(text) == frames


def test_a_report_has_no_fields_of_a_listed_party() -> None:
    """Without a listed party "Owner: X" has no one to be about."""
    assert told("Owner: Redline Trading Co.", subject=None) == []


def test_names_in_brackets_stand_for_the_name_before() -> None:
    """That holds in any text."""
    text = 'Omar Haddad (a.k.a. "The Wolf" and "Abu Zayd") met nobody.'
    assert "alias_of a=Omar Haddad b=The Wolf b=Abu Zayd" in told(text, subject=None)


def test_each_label_names_a_frame_type_and_its_roles() -> None:
    """The lexicon speaks of frame types that exist, each with a rule file."""
    types = {rule.type for rules in load_rules().by_lemma.values() for rule in rules}
    for label, value in load_map("remark_label").items():
        if value != "nothing":
            type_, *roles = (field.strip() for field in value.split("|"))
            assert type_ in types & set(load_frame_schemata()), label
            assert len(roles) in (2, 3), label


def test_fields_are_spans_of_the_text() -> None:
    """Values lie inside the part, triggers before them."""
    folded = "DOB 1961; Father's name is Omar Haddad; Owner: 'Redline Co.'"
    sentences = split_remarks(folded, [Span(0, len(folded))])
    fields = find_remarks(folded, sentences, [], True)
    assert [folded[one.trigger.start : one.trigger.end] for one in fields] == ["DOB", "Father's name", "Owner"]
    assert [folded[span.start : span.end] for one in fields for _, span in one.args] == ["Omar Haddad", "Redline Co."]
