"""Who is behind a passage: its named source, the report it is copied from, or its own publisher."""

from __future__ import annotations

import pytest

from counterflow.tables import Lineage
from counterflow.weigh.lineage.root import Passage, Root, Roots, is_named

STORY = "The coast guard stopped the barge Lome Star on Tuesday. Forty drums of solvent lay under sacks of rice."
ADDED = "The harbour master of Orlan made no comment by the time of printing."
OWNERS = {"wire-1": "publisher wire", "paper-1": "publisher paper", "blog-1": "publisher blog"}


def roots(*edges: tuple[str, str, str, float]) -> Roots:
    """Make the roots of three reports, by edges of source, repeated, basis and probability."""
    texts = {"wire-1": STORY, "paper-1": f"{STORY} {ADDED}", "blog-1": f"{STORY} {ADDED}"}
    lineage = [Lineage(a, b, basis, p == 1, p, None, "TLP:CLEAR") for a, b, basis, p in edges]
    return Roots(lineage, texts, {"orlan wire": "publisher wire"})


def root_of(found: Roots, document: str, text: str, *attribution: str) -> Root:
    """Find the root of a passage."""
    return found.of(Passage(document, text, attribution, OWNERS[document]), OWNERS)


def test_a_copied_passage_has_the_root_of_what_it_copies() -> None:
    """And what the copy adds is its own."""
    found = roots(("paper-1", "wire-1", "syndication", 1.0))
    copied = "Forty drums of solvent lay under sacks of rice."
    assert root_of(found, "paper-1", copied) == Root("publisher wire", 1.0, "publisher paper", ("wire-1",))
    assert root_of(found, "paper-1", ADDED) == Root("publisher paper", 1.0, "publisher paper", ())
    assert root_of(found, "wire-1", copied) == Root("publisher wire", 1.0, "publisher wire", ())


def test_a_copy_of_a_copy_is_as_sure_as_its_weakest_step() -> None:
    """What is inferred stays a probability; the passage itself stands in each of the documents."""
    found = roots(("blog-1", "paper-1", "near-duplicate", 0.8), ("paper-1", "wire-1", "near-duplicate", 0.5))
    copied = "Forty drums of solvent lay under sacks of rice."
    assert root_of(found, "blog-1", copied) == Root("publisher wire", 0.5, "publisher blog", ("paper-1", "wire-1"))
    assert root_of(found, "blog-1", ADDED) == Root("publisher paper", 0.8, "publisher blog", ("paper-1",))


def test_a_citation_copies_no_passage() -> None:
    """A report that cites another for one thing has the rest from elsewhere."""
    found = roots(("paper-1", "wire-1", "citation", 1.0))
    assert root_of(found, "paper-1", "Forty drums of solvent lay under sacks of rice.").key == "publisher paper"


def test_a_named_source_is_the_root() -> None:
    """In whichever paper it is quoted; a publisher quoted by name is the publisher; the innermost counts."""
    found = roots()
    assert root_of(found, "paper-1", ADDED, "Treasury Department").key == "source treasury department"
    assert root_of(found, "paper-1", ADDED, "the Orlan Wire").key == "publisher wire"
    assert root_of(found, "paper-1", ADDED, "Orlan Wire", "Karim Olan").key == "source karim olan"
    assert root_of(found, "paper-1", ADDED, "officials").key == "publisher paper"


@pytest.mark.parametrize("source", ["Washington Post", "the Treasury Department", "Karim Olan", "INTERPOL"])
def test_named(source: str) -> None:
    """It is known who says so."""
    assert is_named(source)


@pytest.mark.parametrize("source", ["North Korean officials", "police", "He", "the report", "", "1995"])
def test_unnamed(source: str) -> None:
    """It may be anybody."""
    assert not is_named(source)
