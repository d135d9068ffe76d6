"""Withdrawing a source takes with it what repeats it whole."""

from __future__ import annotations

from counterflow.dossier.archive import Archive
from counterflow.dossier.withdraw import find_copies, find_source


def test_copies_go_with_what_they_copy(example_archive: Archive) -> None:
    """The credited copy and the silent one, which copies the copy; what only cites or corrects stays."""
    wire = find_source(example_archive, "2019-05-09-wise-honest-wire.md")
    copies = find_copies(example_archive, [wire.resource_id])
    assert [one.path.rsplit("/", 1)[-1] for one in copies] == [
        "2019-05-10-wise-honest-gazette.html",
        "2019-05-10-wise-honest-ledger.md",
    ]
    assert all(one.is_copy for one in copies)
    assert find_copies(example_archive, [one.resource_id for one in [wire, *copies]]) == []


def test_nothing_repeats_a_report_of_its_own(example_archive: Archive) -> None:
    """A corrected report has no copies: its correction is another statement."""
    report = find_source(example_archive, "2006-03-24-pong-su-sunk.md")
    assert find_copies(example_archive, [report.resource_id]) == []
