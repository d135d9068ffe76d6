"""Who repeats whom is found by what documents say, by their words and by their figures; people have the last word."""

from __future__ import annotations

import pytest

from counterflow.tables import Lineage
from counterflow.weigh.lineage.credit import find_credits, is_correction
from counterflow.weigh.lineage.lineage import Figure, Said, Text, find_lineage
from counterflow.weigh.lineage.shingle import containment, runs_of

STORY = (
    "The coast guard of Norland stopped the barge Lome Star on Tuesday and found forty drums of solvent under sacks"
    " of rice, officials in Orlan said. The master, who gave another port of loading, was held. The cargo had been"
    " booked by a trader whose licence had lapsed in spring, and nobody has come forward to claim it since the ship"
    " was towed in."
)
OTHER = (
    "The price of rice fell for a third week in Orlan, traders said, and the harbour was busy with ships that had"
    " waited for the storm to pass. Nobody expects the quota to be raised before the harvest is in and the silos"
    " have been counted."
)
PUBLISHERS = {"wire": "Orlan Wire (example)", "paper": "Harbour Post", "blog": "Barge Watch"}


def text(id_: str, publisher: str | None, published: str | None, words: str = STORY, **more: object) -> Text:
    """Make a document."""
    return Text(id_, None, publisher, published, words, "TLP:CLEAR", **more)  # type: ignore[arg-type]


def edges(*texts: Text, said: tuple[Said, ...] = ()) -> dict[tuple[str, str], str]:
    """Give who repeats whom, and on what basis; whatever the order of the documents."""
    rows = find_lineage(texts, PUBLISHERS, said)
    assert find_lineage(texts[::-1], PUBLISHERS, said) == rows
    return {(row.source_id, row.repeats_id): row.basis for row in rows}


def test_a_copy_without_credit_repeats_the_earlier() -> None:
    """By its words; the date says who was first, whatever the ids."""
    found = find_lineage([text("a", "paper", "2020-05-02"), text("b", "wire", "2020-05-01")], PUBLISHERS)
    assert [(row.source_id, row.repeats_id, row.basis, row.is_recorded) for row in found] == [
        ("a", "b", "near-duplicate", False)
    ]
    assert 0.9 < found[0].probability < 1


def test_a_copy_with_credit_is_recorded() -> None:
    """A credit of the whole text goes before likeness, and its words are kept."""
    copy = text("a", "paper", "2020-05-01", STORY + "\n\n(Reporting by Orlan Wire)")
    found = find_lineage([copy, text("b", "wire", "2020-05-01")], PUBLISHERS)
    assert found == [Lineage("a", "b", "syndication", True, 1.0, "Reporting by Orlan Wire", "TLP:CLEAR")]


def test_a_citation_means_the_document_that_tells_the_story() -> None:
    """Of two documents of the publisher cited, the one about the same thing."""
    citing = text("c", "blog", "2020-05-03", "The Lome Star had solvent in forty drums, according to Orlan Wire.")
    assert edges(citing, text("a", "wire", "2020-05-01"), text("b", "wire", "2020-05-01", OTHER)) == {
        ("c", "a"): "citation"
    }


def test_a_publisher_named_for_another_story_is_not_repeated() -> None:
    """A credit leads to no document when none of that publisher tells the story."""
    citing = text(
        "c", "blog", "2020-05-03", "Rents rose by half in ten years, according to Orlan Wire, and will again."
    )
    assert edges(citing, text("b", "wire", "2020-05-01", OTHER)) == {}


def test_what_comes_later_is_not_repeated() -> None:
    """A report of 1 May cannot cite one of 3 May."""
    citing = text("c", "blog", "2020-05-01", "The Lome Star had solvent in forty drums, according to Orlan Wire.")
    assert edges(citing, text("a", "wire", "2020-05-03")) == {}


def test_different_texts_are_independent() -> None:
    """Words of the trade are no copy."""
    assert edges(text("a", "wire", "2020-05-01"), text("b", "paper", "2020-05-02", OTHER)) == {}


def test_a_correction_repeats_what_it_corrects() -> None:
    """The correction of the publisher's own report is found by what it speaks of."""
    correction = text("c", "paper", "2020-05-09", "Our report on the barge Lome Star gave forty drums of solvent.")
    correction = correction._replace(title="Correction: the Lome Star")
    assert edges(correction, text("a", "paper", "2020-05-01"), text("b", "paper", "2020-05-02", OTHER)) == {
        ("c", "a"): "correction"
    }


def test_an_unusual_figure_in_the_same_words() -> None:
    """The later report has it from the first; a figure beside other words says nothing."""
    around = frozenset(["street", "value", "drums", "police"])
    first = text("a", "wire", "2020-05-01")._replace(figures=(Figure("USD 693333", around, "$693,333"),))
    later = text("b", "paper", "2020-05-04", OTHER)._replace(figures=(Figure("USD 693333", around, "$693,333"),))
    other = text("c", "blog", "2020-05-05", "Rents rose.")._replace(
        figures=(Figure("USD 693333", frozenset(["rent", "house"]), "$693,333"),)
    )
    assert edges(first, later, other) == {("b", "a"): "shared-figure"}


def test_ten_copies_have_one_root() -> None:
    """Each copy leads, by one way or several, to the first; none leads back."""
    copies = [text(f"c{number}", f"p{number}", f"2020-05-{number + 2:02d}") for number in range(9)]
    found = edges(text("z", "wire", "2020-05-01"), *copies)
    roots = {text_.id for text_ in copies} | {"z"}
    assert roots - {source for source, _ in found} == {"z"}


def test_any_number_of_copies_has_one_root() -> None:
    """More than are compared pair by pair; a paragraph that all papers of a house print makes no copy of a story."""
    copies = [text(f"c{number:03d}", f"p{number}", "2020-05-02") for number in range(120)]
    others = [text(f"o{number:03d}", f"q{number}", "2020-05-03", f"{_own(number)} {NOTICE}") for number in range(80)]
    found = edges(text("z", "wire", "2020-05-01"), *copies, *others)
    assert {pair for pair in found if not pair[0].startswith("o")} == {(one.id, "z") for one in copies}
    assert [pair for pair in found if pair[0].startswith("o")] == []


NOTICE = "We use small files to see how our pages are read, and you can say at any time that you do not want them."


def _own(number: int) -> str:
    """Make a story of its own, of sixty words."""
    return " ".join(f"w{number}x{place}" for place in range(60)) + "."


def test_people_have_the_last_word() -> None:
    """A judgement takes an edge away, or adds one that nothing shows."""
    one, other = text("a", "paper", "2020-05-02"), text("b", "wire", "2020-05-01")
    assert edges(one, other, said=(Said("a", "b", False),)) == {}
    third = text("c", "blog", "2020-06-01", OTHER)
    assert edges(third, other, said=(Said("c", "b", True),)) == {("c", "b"): "judgement"}


def test_no_way_leads_back() -> None:
    """Two documents without dates that credit each other: one of the two credits stands."""
    one = text("a", "paper", None, STORY + " (Reporting by Orlan Wire)")
    other = text("b", "wire", None, STORY + " (Reporting by Harbour Post)")
    assert len(edges(one, other)) == 1


@pytest.mark.parametrize(
    ("words", "is_whole"),
    [
        ("ORLAN (Orlan Wire) - The ship sailed.", True),
        ("This story first appeared in Orlan Wire.", True),
        ("Source: Orlan Wire", True),
        ("The master told Orlan Wire that he knew nothing.", False),
        ("He was arrested, Orlan Wire reported.", False),
        ("The paper, citing the Orlan Wire, named him.", False),
        ("Shares of Orlan Wire fell.", None),
    ],
)
def test_credits(words: str, is_whole: bool | None) -> None:
    """What credits a text, what credits a part of it, and what only names the publisher."""
    assert [credit.is_whole for credit in find_credits(words, ["Orlan Wire"])][:1] == (
        [] if is_whole is None else [is_whole]
    )


def test_titles_of_corrections() -> None:
    """A word in the middle of a title makes no correction."""
    assert is_correction("CORRECTION: heroin recovered") and is_correction("Clarification - the Lome Star")
    assert not is_correction("The correction of the river") and not is_correction(None)


def test_runs_of_words() -> None:
    """A passage stands in a text with other capitals and marks; a short one says nothing."""
    passage = runs_of("the coast guard OF Norland: stopped the barge")
    assert containment(passage, runs_of(STORY)) == 1
    assert containment(runs_of("four words are few"), runs_of(STORY)) == 0
