"""The two reports with the real lists: 'Bureau 39' leads to OFAC's entry, the UN's and the EU's beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterflow.case import load_case
from counterflow.dossier.archive import Archive
from counterflow.dossier.find import find_party
from counterflow.dossier.party import build_dossier
from counterflow.dossier.party_shape import Dossier
from counterflow.model.told import is_told_party
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case

pytestmark = [pytest.mark.shared_data, pytest.mark.slow]

INPUTS = (
    "text/reports",
    "lists/ofac_sdn/2022-01",
    "lists/un_sc/consolidated_2026-02.xml",
    "lists/eu_journal_2026-08-21/consolidated/32017R1509.csv",
)


@pytest.fixture(scope="module")
def archive(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The case, built once."""
    root = tmp_path_factory.mktemp("real")
    paths = [str(shared_data / name) for name in INPUTS]
    (root / "case.toml").write_text(f'[case]\nname = "real"\ninputs = {paths!r}\n', encoding="utf-8")
    case = load_case(root)
    run_case(case, options=RunOptions(processes=2))
    archive = Archive(case, open_build(case))
    yield archive
    archive.close()


@pytest.fixture(scope="module")
def office(archive: Archive) -> Dossier:
    """The dossier that the report's name leads to."""
    return build_dossier(archive, find_party(archive, "Bureau 39"))


def test_bureau_39_is_ofacs_office_39(office: Dossier) -> None:
    """OFAC's 12209, the UN's KPe.030 and the EU's entry are one party, beside what documents call by its names."""
    assert {member.entity_id for member in office.members if not is_told_party(member.entity_id)} == {
        "ofac-12209",
        "unsc-6908524",
        "eu-32017R1509-XIII.B-30",
    }
    values = {(name.value, name.kind) for group in office.names for name in group.values}
    assert ("BUREAU 39", "alias") in values
    assert ("THIRD FLOOR", "weakAlias") in values


def test_the_report_names_it_in_its_own_words(office: Dossier) -> None:
    """The sentence of the report stands in the dossier, with the name highlighted."""
    (passage,) = [one for one in office.passages if one.document.kind == "report"]
    assert passage.text[slice(*passage.highlight)] == "Bureau 39"
    assert passage.document.title == "Buying Destruction"


@pytest.mark.parametrize(
    "name", ["Daesong Bank", "Korea Daesong General Trading Corporation", "Koryo Bank", "Korean National Insurance"]
)
def test_entries_that_name_it_stand_beside_it(office: Dossier, name: str) -> None:
    """Each list entry whose narrative names Office 39 is a passage that says whose entry it is."""
    subjects = [one.subject.caption.casefold() for one in office.passages if one.subject is not None]
    assert any(name.casefold() in subject for subject in subjects)


def test_passages_quote_the_list(archive: Archive, office: Dossier) -> None:
    """Every passage stands in its document exactly as shown."""
    for passage in office.passages:
        ((text,),) = [
            tuple(row.values())
            for row in archive.rows("SELECT text FROM document WHERE id = $id", id=passage.document.id)
        ]
        assert text[passage.start : passage.end] == passage.text[slice(*passage.highlight)]


def test_counts_are_the_publishers(archive: Archive) -> None:
    """Parties and quarantined records add up to the records of each list."""
    counts = {
        row["dataset"]: row["n"]
        for row in archive.rows(
            "SELECT dataset, count(DISTINCT value) AS n FROM statement "
            "WHERE schema = 'Sanction' AND prop = 'entity' GROUP BY dataset"
        )
    }
    assert counts == {"us_ofac_sdn": 9_043, "un_sc_sanctions": 1_003, "eu_journal_sanctions": 326}


def test_the_seized_ship_is_read_from_the_report(archive: Archive) -> None:
    """'Pong Su' and the 150 kilograms are found where they stand."""
    rows = archive.rows("SELECT text, type FROM mention WHERE text = 'Pong Su'")
    assert rows == [{"text": "Pong Su", "type": "vessel"}]
    kilograms = archive.rows("SELECT low, high, norm_unit FROM quantity WHERE text = '150 kilograms'")
    assert kilograms == [{"low": 150.0, "high": 150.0, "norm_unit": "kg"}] * 2
