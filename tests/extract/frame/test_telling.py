"""What tells of a kind of event, as rules, definitions and lists of warning signs do, makes no frame."""

from __future__ import annotations

import pytest

from counterflow.extract.read import read_text

KINDS = [
    "Customers who transfer funds to unrelated accounts.",
    "Layering means moving money through many accounts.",
    "Invoices showing a sale of goods below market price.",
    "Smuggling is the illegal transport of goods across a border.",
]

EVENTS = [
    # A name, a day, an amount, a past tense or a noun that the text has told of makes it an event.
    ("Customers of Orlan Bank who transfer funds to unrelated accounts are watched.", "transfer"),
    ("The customers transferred funds to unrelated accounts.", "transfer"),
    ("The firm sells weapons to rebels.", "sale"),
    ("Diplomats regularly smuggle drugs.", "trafficking"),
]


@pytest.mark.parametrize("text", KINDS)
def test_a_kind_of_event_is_no_event(text: str) -> None:
    """A sentence in the simple present, or without a finite verb, that names nobody and nothing tells of no event."""
    assert [one.type for one in read_text(text).frames] == []


@pytest.mark.parametrize(("text", "expected"), EVENTS)
def test_what_is_particular_is_told(text: str, expected: str) -> None:
    """What the text means by a name or a definite noun, or tells as past, is an event."""
    assert expected in [one.type for one in read_text(text).frames]
