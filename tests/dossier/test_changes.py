"""What changed from vintage to vintage."""

from __future__ import annotations

import pytest

from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.dossier.change_shape import ChangeStep
from counterflow.dossier.changes import list_changes
from counterflow.dossier.clock import read_clock
from counterflow.exc import NotFoundError
from counterflow.run.build import open_build


def _said(
    step: ChangeStep,
) -> tuple[list[str], list[str], dict[str, list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]]]:
    changed = {
        one.party.entity_id: [(field.schema_, field.prop, field.removed, field.added) for field in one.fields]
        for one in step.changed
    }
    return [one.entity_id for one in step.added], [one.entity_id for one in step.removed], changed


def test_each_step_names_who_came_who_went_and_what_is_said_otherwise(history: Archive) -> None:
    """With the fields; a value whose words alone changed is no change."""
    first, second = list_changes(history)
    assert (first.dataset, first.previous, first.published) == ("x_list", "2021-01-10", "2021-06")
    added, removed, changed = _said(first)
    assert added == ["x-4"]
    assert removed == ["x-2"]
    assert changed == {
        # A stake is a line of its own in such a file, and part of what is said of the party that it is in.
        "x-1": [
            ("Ownership", "asset", (), ("Stays Shipping",)),
            ("Ownership", "endDate", (), ("2015-06-30",)),
            ("Ownership", "owner", (), ("Comes Late",)),
            ("Ownership", "startDate", (), ("2010",)),
        ],
        "x-3": [("Vessel", "name", ("OLD NAME",), ("NEW NAME",)), ("Vessel", "previousName", (), ("OLD NAME",))],
    }
    assert (second.previous, second.published) == ("2021-06", "2022-01-10")
    assert _said(second) == (["x-2"], [], {"x-3": [("Vessel", "flag", ("kp",), ("sl",))]})


def test_of_one_party(history: Archive) -> None:
    """Every step stands; only the party's own changes are in it."""
    steps = [_said(step) for step in list_changes(history, "x-3")]
    assert [(added, removed) for added, removed, _ in steps] == [([], []), ([], [])]
    assert [list(changed) for _, _, changed in steps] == [["x-3"], ["x-3"]]


def test_under_a_clock_later_steps_are_not_known(history_case: Case) -> None:
    """A month counts from its end."""
    for day, steps in (("2021-07-01", 1), ("2021-06-30", 1), ("2022", 2)):
        archive = Archive(history_case, open_build(history_case), read_clock(day, None))
        assert len(list_changes(archive)) == steps
        archive.close()
    archive = Archive(history_case, open_build(history_case), read_clock("2021-06-29", None))
    with pytest.raises(NotFoundError, match="no list has two dated vintages"):
        list_changes(archive)
    archive.close()


def test_a_case_without_history_says_so(example_archive: Archive) -> None:
    """The example holds one vintage of each list."""
    with pytest.raises(NotFoundError, match="two dated vintages"):
        list_changes(example_archive)
