"""The dossier: one party, every line with its source."""

from __future__ import annotations

import pytest

from counterflow.dossier.archive import Archive
from counterflow.dossier.find import find_party
from counterflow.dossier.party import build_dossier
from counterflow.dossier.party_shape import Dossier
from counterflow.dossier.shape import EvidenceItem
from counterflow.exc import AmbiguousNameError, NotFoundError


@pytest.fixture(scope="session")
def office(example_archive: Archive) -> Dossier:
    """The dossier that the reports' name leads to."""
    return build_dossier(example_archive, find_party(example_archive, "Bureau 39"))


def evidence_of(dossier: Dossier) -> list[EvidenceItem]:
    """All evidence of a dossier."""
    names = [item for group in dossier.names for name in group.values for item in name.evidence]
    facts = [*dossier.facts, *(fact for interval in dossier.intervals for fact in interval.facts)]
    values = [item for fact in facts for value in fact.values for item in value.evidence]
    return names + values + [item for link in dossier.links for item in link.evidence]


def test_three_lists_and_the_reports_meet_in_one_dossier(office: Dossier) -> None:
    """OFAC's, the UN's and the EU's entries are one party, with each entry named."""
    members = {member.entity_id for member in office.members if not member.is_told}
    assert members == {"ofac-12209", "unsc-6908524", "eu-32017R1509-XIII.B-30"}
    assert office.listed_now
    assert any(member.is_told for member in office.members)
    assert {interval.dataset for interval in office.intervals} == {
        "us_ofac_sdn",
        "un_sc_sanctions",
        "eu_journal_sanctions",
    }


def test_every_line_has_its_source(office: Dossier) -> None:
    """No value stands without a file, a record or document, and the words it was read from."""
    evidence = evidence_of(office)
    assert len(evidence) > 40
    assert all(
        item.resource.sha256 != "" and (item.record or item.document_id) is not None and item.text != ""
        for item in evidence
    )
    assert all(len(value.evidence) > 0 for fact in office.facts for value in fact.values)
    assert all(len(link.evidence) > 0 for link in office.links)


def test_passages_are_exact(office: Dossier, example_archive: Archive) -> None:
    """Each passage is the sentence as it stands, the highlight the name as it stands."""
    texts = {row["id"]: row["text"] for row in example_archive.rows("SELECT id, text FROM document")}
    assert len(office.passages) > 5
    for passage in office.passages:
        text = texts[passage.document.id]
        assert text[passage.start : passage.end] == passage.text[slice(*passage.highlight)]
        assert passage.text in text
    assert {passage.text[slice(*passage.highlight)] for passage in office.passages} >= {"Bureau 39", "Office 39"}


def test_undated_passages_come_last_among_reports(office: Dossier) -> None:
    """Newest first; a report without a year claims no place in time."""
    dates = [passage.document.published or "X" for passage in office.passages if passage.document.kind == "report"]
    dated = [date for date in dates if not date.startswith("X")]
    assert dates[: len(dated)] == dated == sorted(dated, reverse=True)


def test_links_name_the_banks_that_the_lists_tie_to_it(office: Dossier) -> None:
    """The ties that the lists state are there, with their direction."""
    links = {(link.other.caption, link.direction) for link in office.links}
    assert ("Korea Daesong Bank", "out") in links
    assert any(caption == "Koryo Bank" for caption, _ in links)


def test_aliases_are_grouped_by_script(example_archive: Archive) -> None:
    """A name in Hangul stands under Hangul, Latin first."""
    dossier = build_dossier(example_archive, find_party(example_archive, "eu-32017R1509-XV.C-1"))
    scripts = [group.script for group in dossier.names]
    assert scripts[0] == "Latin"
    assert "Hangul" in scripts
    assert any(name.value == "전일춘" for group in dossier.names for name in group.values)


def test_the_marking_is_the_strictest_of_what_is_shown(office: Dossier) -> None:
    """One passage of a restricted report makes the whole dossier restricted."""
    assert office.handling.startswith("TLP:AMBER")


def test_an_ambiguous_name_lists_its_candidates(example_archive: Archive) -> None:
    """Two officials of one name are never chosen between in silence."""
    with pytest.raises(AmbiguousNameError) as caught:
        find_party(example_archive, "Kim Yong Chol")
    assert len(caught.value.candidates) >= 2
    assert caught.value.exit_code == 1


def test_the_order_of_a_persons_names_is_free(example_archive: Archive) -> None:
    """A person is found by the names in any order, an organisation by its phrase."""
    people = example_archive.rows(
        "SELECT canonical_id, caption FROM entity WHERE schema = 'Person' AND caption LIKE '% % %' ORDER BY caption"
    )
    found = 0
    for row in people[:20]:
        *given, last = row["caption"].split()
        try:
            assert find_party(example_archive, " ".join([last, *given])) == row["canonical_id"]
            found += 1
        except AmbiguousNameError as caught:
            assert row["canonical_id"] in [one[0] for one in caught.candidates]
    assert found > 10
    with pytest.raises(NotFoundError):
        find_party(example_archive, "39 Bureau")


def test_what_lists_it_now_has_its_source(office: Dossier) -> None:
    """Each list that holds the party shows its newest vintage and the record that says so."""
    assert {dataset.name: dataset.last_listed for dataset in office.datasets} == {
        "eu_journal_sanctions": "2026-08-21",
        "un_sc_sanctions": "2026-02-27",
        "us_ofac_sdn": "2022-01",
    }
    for dataset in office.datasets:
        assert len(dataset.evidence) > 0
        assert {(item.dataset, item.resource.published) for item in dataset.evidence} == {
            (dataset.name, dataset.last_listed)
        }


def test_an_unknown_name_names_the_nearest(example_archive: Archive) -> None:
    """A typo leads to what was meant."""
    with pytest.raises(NotFoundError, match="Korea Daesong Bank"):
        find_party(example_archive, "Korea Daesong Bnk")
    with pytest.raises(NotFoundError):
        build_dossier(example_archive, "nobody-1")
    with pytest.raises(NotFoundError, match="Check the spelling"):
        find_party(example_archive, "Zzyzx Qwrtlk")


def test_a_name_that_only_reports_hold_says_where_it_stands(example_archive: Archive) -> None:
    """What reports name and tell nothing of is no party: the error says so and what to do."""
    with pytest.raises(NotFoundError, match=r"passages? of \d+ documents? names? it.*counterflow add"):
        find_party(example_archive, "Wye River")


def test_a_party_that_only_reports_tell_of_has_a_dossier(example_archive: Archive) -> None:
    """A ship that is on no list is found by the name that a report gives it, with its passages, and is not listed."""
    ship = build_dossier(example_archive, find_party(example_archive, "Pong Su"))
    assert (ship.schema_, ship.listed_now) == ("Vessel", False)
    assert {dataset.name for dataset in ship.datasets} == {"case_documents"}
    assert len(ship.passages) > 2


def test_a_tie_that_a_report_tells_has_its_speaker(example_archive: Archive) -> None:
    """Who owned the coal ship is said by prosecutors, and the tie's evidence says so."""
    owner = build_dossier(example_archive, find_party(example_archive, "Korea Songi Shipping Company"))
    (link,) = {(one.schema_, one.direction, one.other.caption): one for one in owner.links}.values()
    assert (link.schema_, link.direction, link.other.caption) == ("Ownership", "out", "Wise Honest")
    assert {(item.hedge, item.attribution) for item in link.evidence} == {("reported", ("Prosecutors",))}


def test_one_party_is_one_value_however_many_documents_name_it(example_archive: Archive) -> None:
    """Three reports name the operator, each as its own entity: one value of the fact, with all passages."""
    ship = build_dossier(example_archive, find_party(example_archive, "CHONG CHON GANG"))
    operators = [one for fact in ship.facts if fact.prop == "operator" for one in fact.values]
    assert len(operators) == 1
    assert operators[0].caption.startswith("Ocean Maritime Management")
    assert len({item.document_id for item in operators[0].evidence}) == 3
