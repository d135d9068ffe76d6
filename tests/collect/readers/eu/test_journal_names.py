"""Other spellings in the names of the EU's annexes are names of their own."""

from __future__ import annotations

import pytest

from counterflow.collect.readers.eu.journal_cells import read_doubt
from counterflow.collect.readers.eu.journal_names import read_label, split_names
from counterflow.model.doubt import Hedge


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Kim EXAMPLE", ("Kim EXAMPLE",)),
        ("EXAMPLE, Kim", ("EXAMPLE, Kim",)),
        ("Kim EXAMPLE, Kimi EXEMPEL", ("Kim EXAMPLE", "Kimi EXEMPEL")),
        ("Kim EXAMPLE (a.k.a. Kimi EXAMPLE or Kima EXAMPLE)", ("Kim EXAMPLE", "Kimi EXAMPLE", "Kima EXAMPLE")),
        ("Kim EXAMPLE (Russian: Ким ПРИМЕР)", ("Kim EXAMPLE", "Ким ПРИМЕР")),
        ("Kim (a.k.a. Kimi, Kima) Il EXAMPLE", ("Kim Il EXAMPLE", "Kimi Il EXAMPLE", "Kima Il EXAMPLE")),
        ("Kim EXAMPLE (born SAMPLE)", ("Kim EXAMPLE (born SAMPLE)",)),
        ("Kim (Ким) EXAMPLE", ("Kim (Ким) EXAMPLE",)),
        ("Kim EXAMPLE) (a.k.a. Kimi EXAMPLE", ("Kim EXAMPLE) (a.k.a. Kimi EXAMPLE",)),
        ("Example, Kim, Maulavi (Governor)", ("Example, Kim, Maulavi (Governor)",)),
    ],
)
def test_split_names(value: str, names: tuple[str, ...]) -> None:
    """What is a whole name or another spelling is one; all else stays as it is."""
    assert split_names(value) == names


def test_labels() -> None:
    """A label says what a name is; a name that begins like one is none."""
    assert read_label("f.k.a.: Example Administration") == ("previousName", "Example Administration")
    assert read_label("aka: EXAMPLE") == ("alias", "EXAMPLE")
    assert read_label("Akademik Example") == (None, "Akademik Example")


def test_doubt() -> None:
    """One of several places that may be true is possible; a place whose name begins so is certain."""
    assert read_doubt("or possibly Example village") == ("Example village", Hedge.POSSIBLE)
    assert read_doubt("Orsha") == ("Orsha", Hedge.FACT)
