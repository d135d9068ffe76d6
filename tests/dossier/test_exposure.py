"""Exposure in the example and on the real lists: each hop with its record, and no path that no record says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterflow.case import load_case
from counterflow.dossier.archive import Archive
from counterflow.dossier.exposure import trace_exposure
from counterflow.dossier.exposure_shape import ExposureAnswer
from counterflow.dossier.find import find_party
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case

OFFICE = "ofac-12209"
REACHED = ("eu-32017R1509-XIII.B-35", "eu-32017R1509-XIII.B-42", "eu-32017R1509-XIII.B-45")
"""Daesong Bank, Korea Daesong General Trading, Koryo Bank."""

SHIPS = {
    *("chong chon gang", "ever bright 88", "gold star 3", "grand karo", "jh 86", "jin tai", "jin teng", "orion star"),
    *("south hill 2", "south hill 5"),
}


def between(archive: Archive, left: str, right: str) -> ExposureAnswer:
    return trace_exposure(archive, find_party(archive, left), to=find_party(archive, right))


def assert_every_hop_has_a_record(answer: ExposureAnswer) -> None:
    assert len(answer.paths) > 0
    for path in answer.paths:
        for hop in path.hops:
            assert len(hop.evidence) > 0
            assert all(item.record is not None or item.text != "" for item in hop.evidence)


@pytest.mark.parametrize("party", REACHED)
def test_office_39_reaches_its_banks_in_the_example(example_archive: Archive, party: str) -> None:
    """One tie each, by the UN's comments and the EU's reasons."""
    answer = between(example_archive, OFFICE, party)
    assert_every_hop_has_a_record(answer)
    assert len(answer.paths[0].hops) == 1


def test_a_listed_ship_reads_as_a_sentence(example_archive: Archive) -> None:
    """What it is, and to whom it leads."""
    ships = example_archive.rows(
        "SELECT canonical_id FROM entity WHERE schema = 'Vessel' AND listed_now AND canonical_id IN "
        "(SELECT source_id FROM edge JOIN entity o ON o.canonical_id = target_id WHERE o.listed_now"
        " UNION SELECT target_id FROM edge JOIN entity o ON o.canonical_id = source_id WHERE o.listed_now)"
        " ORDER BY canonical_id LIMIT 1"
    )
    answer = trace_exposure(example_archive, ships[0]["canonical_id"])
    assert "is itself listed" in answer.sentence
    assert answer.sentence.endswith(".")
    assert_every_hop_has_a_record(answer)


def test_a_denied_or_possible_tie_is_no_path(example_archive: Archive) -> None:
    """Every tie of every path is affirmed by somebody as a fact or as reported."""
    answer = trace_exposure(example_archive, find_party(example_archive, OFFICE))
    for path in answer.paths:
        for hop in path.hops:
            assert any(item.polarity == "affirmed" and item.hedge in ("fact", "reported") for item in hop.evidence)


@pytest.fixture(scope="module")
def lists_archive(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """OFAC's, the UN's and the EU's lists, and nothing else."""
    root = tmp_path_factory.mktemp("lists")
    (root / "inputs").mkdir()
    (root / "case.toml").write_text('[case]\nname = "lists"\n', encoding="utf-8")
    lists = shared_data / "lists"
    shutil.copytree(lists / "ofac_sdn" / "2022-01", root / "inputs" / "ofac")
    shutil.copyfile(lists / "un_sc" / "consolidated_2026-02.xml", root / "inputs" / "un.xml")
    shutil.copyfile(
        lists / "eu_journal_2026-08-21" / "consolidated" / "32017R1509.csv", root / "inputs" / "32017R1509.csv"
    )
    case = load_case(root)
    run_case(case, options=RunOptions(processes=2))
    archive = Archive(case, open_build(case))
    yield archive
    archive.close()


@pytest.mark.slow
@pytest.mark.shared_data
class TestRealLists:
    """The case that the issue names."""

    @pytest.mark.parametrize("party", REACHED)
    def test_office_39_reaches_its_banks(self, lists_archive: Archive, party: str) -> None:
        """Daesong Bank, Korea Daesong General Trading and Koryo Bank, each by one recorded tie."""
        answer = between(lists_archive, OFFICE, party)
        assert_every_hop_has_a_record(answer)
        assert len(answer.paths[0].hops) == 1

    def test_ocean_maritime_management_reaches_its_ships(self, lists_archive: Archive) -> None:
        """OFAC's nine that are linked to it and the one of which the UN names it the operator, by one tie each."""
        manager = find_party(lists_archive, "OCEAN MARITIME MANAGEMENT COMPANY LIMITED")
        ships = lists_archive.rows(
            "SELECT DISTINCT entity.canonical_id, lower(caption) AS name "
            "FROM edge JOIN entity ON entity.canonical_id IN (source_id, target_id) "
            "WHERE $id IN (source_id, target_id) AND entity.schema = 'Vessel' ORDER BY ALL",
            id=manager,
        )
        assert {ship["name"] for ship in ships} == SHIPS
        for ship in ships[:3]:
            answer = trace_exposure(lists_archive, ship["canonical_id"], to=manager)
            assert_every_hop_has_a_record(answer)
            assert "one tie leads to Ocean Maritime Management" in answer.sentence

    def test_no_path_joins_office_39_and_ocean_maritime_management(self, lists_archive: Archive) -> None:
        """No record says so, and so no path does: not through goods, designations or authorities either."""
        answer = between(lists_archive, OFFICE, "OCEAN MARITIME MANAGEMENT COMPANY LIMITED")
        assert answer.paths == ()
        assert "no evidenced path leads" in answer.sentence
