"""How the identity of a ship of three vintages is told."""

from __future__ import annotations

from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.dossier.clock import read_clock
from counterflow.dossier.identity import SENTENCES, list_identity
from counterflow.dossier.party import build_dossier, read_evidence
from counterflow.run.build import open_build


def test_a_ship_renamed_and_reflagged_between_vintages(history_case: Case) -> None:
    """Both changes stand in the dossier with the vintage that brought them, and the records on both sides."""
    archive = Archive(history_case, open_build(history_case))
    dossier = build_dossier(archive, "x-3")
    case = list_identity(archive, read_evidence)
    archive.close()
    assert [(one.sentence, one.since) for one in dossier.identity] == [
        ("renamed: OLD NAME → NEW NAME", "2021-06"),
        ("reflagged: North Korea → Sierra Leone", "2022-01-10"),
    ]
    assert not any(one.is_contradiction for one in dossier.identity)
    assert {item.resource.published for one in dossier.identity[1:] for item in one.evidence} >= {"2022-01-10"}
    assert case == list(dossier.identity)


def test_what_was_not_published_yet_is_not_told(history_case: Case) -> None:
    """As known in the summer of 2021 the ship had another name, and the same flag."""
    archive = Archive(history_case, open_build(history_case), read_clock("2021-08-01", None))
    found = list_identity(archive, read_evidence, "x-3")
    archive.close()
    assert [one.kind for one in found] == ["renamed"]


def test_every_kind_has_a_sentence() -> None:
    """A kind without words would be an error only when somebody looks."""
    kinds = (
        "renamed reflagged flag-differs imo-invalid imo-several imo-shared mmsi-invalid mmsi-shared mmsi-flag reborn"
    )
    assert set(SENTENCES) == set(kinds.split())
