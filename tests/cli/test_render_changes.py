"""The changes of a list in a terminal."""

from __future__ import annotations

import pytest

from counterflow.cli.render_changes import SHOWN, print_changes
from counterflow.dossier.change_shape import ChangedField, ChangedParty, ChangeStep, ListedParty


def _party(number: int) -> ListedParty:
    return ListedParty(entity_id=f"x-{number}", record=str(number), caption=f"Party {number}", schema_="Vessel")


def _step(**changes: object) -> ChangeStep:
    empty: dict[str, object] = {"added": (), "removed": (), "changed": ()}
    return ChangeStep(
        dataset="x",
        dataset_title="A list",
        previous="2021",
        published="2022",
        **{**empty, **changes},  # type: ignore[arg-type]
    )


def _field(schema: str, label: str, removed: tuple[str, ...], added: tuple[str, ...]) -> ChangedField:
    return ChangedField(schema_=schema, prop=label.lower(), label=label, removed=removed, added=added)


def test_who_came_and_went_and_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    """A field of something else than the party says of what it is."""
    fields = (
        _field("Vessel", "Flag", ("kp",), ("sl",)),
        _field("Vessel", "MMSI", ("1",), ()),
        _field("Sanction", "Program", (), ("DPRK",)),
    )
    step = _step(added=(_party(1),), removed=(_party(2),), changed=(ChangedParty(party=_party(3), fields=fields),))
    print_changes([step], in_full=False)
    lines = [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip() != ""]
    assert lines == [
        "A LIST, 2021 TO 2022",
        "1 added, 1 removed, 1 changed",
        "+ Party 1  x-1  Vessel",
        "- Party 2  x-2  Vessel",
        "~ Party 3  x-3  Vessel",
        "Flag: kp → sl",
        "MMSI: 1 (removed)",
        "Sanction, Program: DPRK (added)",
    ]


def test_long_lists_are_cut_and_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Unless all are asked for."""
    step = _step(added=tuple(_party(number) for number in range(SHOWN + 5)))
    print_changes([step], in_full=False)
    cut = capsys.readouterr().out
    assert "and 5 more added (--all)" in cut
    assert f"x-{SHOWN}" not in cut
    print_changes([step], in_full=True)
    assert f"x-{SHOWN + 4}" in capsys.readouterr().out


def test_steps_without_a_change(capsys: pytest.CaptureFixture[str]) -> None:
    """Of one party most vintages change nothing: they are left out, and if all are, that is said."""
    print_changes([_step(), _step()], in_full=True)
    assert capsys.readouterr().out == "no vintage changes anything\n"
