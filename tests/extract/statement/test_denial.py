"""A sentence that denies what was said before it: what it reaches, and what becomes of that."""

from __future__ import annotations

import pytest

from counterflow.extract.read import read, read_text
from counterflow.extract.reading import Reading
from counterflow.extract.statement.denial import denied_frames
from counterflow.extract.statement.row import Source
from counterflow.extract.statement.tell import tell
from counterflow.tables import Evidence, Statement

SOLD = "Redline Trading sold rifles to Omar Haddad in 2014."


def denied(text: str) -> list[tuple[str, str]]:
    """Give type of what a text denies afterwards, and who denies it."""
    return [(frame.type, frame.attribution[0].text) for frame in denied_frames(text, read_text(text).frames)]


@pytest.mark.parametrize(
    "denial",
    ["The firm denies it.", "The firm has always denied the charges.", "The firm rejected these allegations in May."],
)
@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_what_stands_before_is_denied(denial: str, gap: str) -> None:
    """In the same paragraph or the one before."""
    assert denied(f"{SOLD}{gap}{denial} The court adjourned.") == [("sale", "The firm")]


@pytest.mark.parametrize(
    "text",
    [
        f"The firm denies it. {SOLD}",
        f"{SOLD}\n\nThe court adjourned.\n\nThe firm denies it.",
        f"{SOLD} The firm denied entry to the inspectors.",
        f"{SOLD} The firm denied that it owned the ship.",
        "The navy seized the ship in 2014. The firm denies it.",
        f"{SOLD} Nobody knows whether the firm denies it.",
    ],
)
def test_what_no_denial_reaches(text: str) -> None:
    """What comes later, what stands far before, other things denied, what an authority did."""
    assert denied(text) == []


def test_a_denial_is_evidence_of_the_same_statement() -> None:
    """Affirmed by its own sentence, denied by the other, with its words and its speaker."""
    text = f"{SOLD} The firm denies it."
    rows = list(tell(read(Reading("doc", text)), Source("doc", "file", text, "TLP:CLEAR")))
    statement = next(row for row in rows if isinstance(row, Statement) and row.prop == "summary")
    stances = {
        (row.polarity, row.text, row.attribution)
        for row in rows
        if isinstance(row, Evidence) and row.statement_id == statement.id
    }
    assert stances == {("affirmed", SOLD, ()), ("denied", "The firm denies it.", ("The firm",))}
    # That rifles are arms is nobody's to deny, and the denial does not say so.
    assert {row.polarity for row in rows if isinstance(row, Evidence) and row.text == "The firm denies it."} == {
        "denied"
    }
