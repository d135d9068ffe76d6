"""The example and the two real reports, weighed: copies, a correction, a denial, and figures of different things."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterflow.case import load_case
from counterflow.dossier.archive import Archive
from counterflow.dossier.find import find_party
from counterflow.dossier.party import build_dossier
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case

WIRE, LEDGER, GAZETTE = (
    "2019-05-09-wise-honest-wire.md",
    "2019-05-10-wise-honest-ledger.md",
    "2019-05-10-wise-honest-gazette.html",
)

EXAMPLE = Path(__file__).parents[2] / "examples" / "office-39"

_TOLD_SQL = """
WITH told AS (
    SELECT unnest(statements) AS statement_id, * FROM belief
), behind AS (
    SELECT told.id, list(DISTINCT r.path ORDER BY r.path) AS paths
    FROM told JOIN evidence v USING (statement_id) JOIN resource r ON r.id = v.resource_id
    GROUP BY told.id
)
SELECT b.*, paths FROM belief b JOIN behind USING (id)
"""


def beliefs_of(archive: Archive, *files: str) -> list[dict[str, Any]]:
    """Beliefs that rest on some reports of the example and nothing else."""
    wanted = {f"inputs/reports/{name}" for name in files}
    return [row for row in archive.rows(_TOLD_SQL) if set(row["paths"]) <= wanted]


def test_a_credited_and_an_uncredited_copy_are_one_root_with_the_wire(example_archive: Archive) -> None:
    """Three papers tell of the Wise Honest in one wire story's words: whatever only they tell has one root."""
    shared = [row for row in beliefs_of(example_archive, WIRE, LEDGER, GAZETTE) if len(row["paths"]) > 1]
    assert len(shared) >= 5
    assert {row["roots"] for row in shared} == {1}
    assert max(row["reports"] for row in shared) >= 2


def test_ten_copies_of_one_story_are_one_root(tmp_path: Path) -> None:
    """A wire story and ten papers that print it without a word of credit: eleven reports, one root."""
    (tmp_path / "inputs").mkdir()
    (tmp_path / "case.toml").write_text('[case]\nname = "copies"\n', encoding="utf-8")
    text = (EXAMPLE / "inputs" / "reports" / WIRE).read_text(encoding="utf-8")
    (tmp_path / "inputs" / "wire.md").write_text(text, encoding="utf-8")
    for number in range(10):
        copy = text.replace("example-wire", f"paper-{number}").replace("2019-05-09", f"2019-05-{number + 10}")
        (tmp_path / "inputs" / f"paper-{number}.md").write_text(copy, encoding="utf-8")
    case = load_case(tmp_path)
    run_case(case, options=RunOptions(processes=1))
    archive = Archive(case, open_build(case))
    told = archive.rows("SELECT roots, reports FROM belief WHERE reports > 5")
    archive.close()
    assert len(told) > 10
    assert {row["roots"] for row in told} == {1}


def test_the_lineage_of_the_example_is_that_which_was_planted(example_archive: Archive) -> None:
    """The credited copy is recorded, the other inferred, and the correction repeats what it corrects."""
    rows = example_archive.rows(
        "SELECT s.path AS who, t.path AS whom, l.basis, l.is_recorded FROM lineage l"
        " JOIN document a ON a.id = l.source_id JOIN resource s ON s.id = a.resource_id"
        " JOIN document b ON b.id = l.repeats_id JOIN resource t ON t.id = b.resource_id"
    )
    found = {(row["who"].rsplit("/", 1)[1], row["whom"].rsplit("/", 1)[1]): row for row in rows}
    assert found[LEDGER, WIRE]["basis"] == "syndication"
    assert found[LEDGER, WIRE]["is_recorded"]
    assert found[GAZETTE, WIRE]["basis"] == "near-duplicate"
    assert not found[GAZETTE, WIRE]["is_recorded"]
    correction = found["2006-04-03-pong-su-correction.md", "2006-03-24-pong-su-sunk.md"]
    assert correction["basis"] == "correction"


def test_a_correction_takes_back_the_figure_and_leaves_the_seizure(example_archive: Archive) -> None:
    """150 kilograms of heroin seized from the Pong Su: printed, taken back ten days later; that heroin was stands."""
    files = ("2006-03-24-pong-su-sunk.md", "2006-04-03-pong-su-correction.md")
    rows = beliefs_of(example_archive, *files)
    figures = [row for row in rows if row["prop"] == "quantity" and row["value"] == "150 kilograms"]
    assert len(figures) >= 1
    for row in figures:
        assert row["polarity"] == "negated"
        assert row["probability"] < 0.2
        assert row["credibility"] == 5
        told = [one for one in rows if one["canonical_id"] == row["canonical_id"] and one["prop"] == "commodity"]
        assert len(told) == 1
        assert told[0]["polarity"] == "affirmed"
        assert told[0]["probability"] > 0.8


def test_what_is_denied_is_not_affirmed_by_its_denial(example_archive: Archive) -> None:
    """A bank's owner denies laundering: his sentence tells of it as denied, and supports nothing as affirmed."""
    where = "v.text LIKE '%denied in a statement of 16%'"
    frames = example_archive.rows(
        "SELECT f.polarity FROM frame f JOIN document d ON d.id = f.document_id"
        f" WHERE f.type = 'transfer' AND {where.replace('v.text', 'd.text[f.start:f.end]')}"
    )
    assert {row["polarity"] for row in frames} == {"denied"}
    rows = example_archive.rows(f"SELECT v.polarity FROM evidence v WHERE v.frame_id IS NOT NULL AND {where}")
    assert [row for row in rows if row["polarity"] == "affirmed"] == []


def test_a_sentence_that_denies_what_was_said_before_it(example_archive: Archive) -> None:
    """What a panel counts, and a government denies in the next paragraph, stands with its denial and is less sure."""
    rows = beliefs_of(example_archive, "2019-09-13-lazarus-listed.md")
    (raised,) = [row for row in rows if row["prop"] == "amount" and "$2 billion" in row["value"]]
    (stolen,) = [row for row in rows if row["prop"] == "amount" and "$571 million" in row["value"]]
    stances = example_archive.rows(
        "SELECT v.polarity, v.text, v.attribution FROM evidence v WHERE v.statement_id IN (SELECT unnest($ids))",
        ids=list(raised["statements"]),
    )
    assert {(row["text"], tuple(row["attribution"])) for row in stances if row["polarity"] == "denied"} == {
        ("Pyongyang denies it.", ("Pyongyang",))
    }
    assert raised["polarity"] == "affirmed"
    assert raised["probability"] < stolen["probability"]


def amounts(archive: Archive) -> dict[str, dict[str, Any]]:
    """Figures of money and mass that events and states of affairs are told with, by their text."""
    rows = archive.rows(
        "SELECT b.value, e.schema, b.canonical_id, b.id, b.roots FROM belief b JOIN entity e USING (canonical_id)"
        " WHERE b.prop IN ('amount', 'quantity')"
    )
    return {row["value"]: row for row in rows}


def test_income_from_notes_and_all_income_stay_apart(example_archive: Archive) -> None:
    """Forged notes and the whole black market: two figures of one report, two beliefs of two things."""
    found = amounts(example_archive)
    notes, all_ = found["$15 million to $25 million per year"], found["about $1 billion a year"]
    assert notes["canonical_id"] != all_["canonical_id"]


@pytest.fixture(scope="module")
def real_archive(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The two reports that the case grew from."""
    root = tmp_path_factory.mktemp("two")
    shutil.copytree(shared_data / "text" / "reports", root / "inputs")
    (root / "case.toml").write_text('[case]\nname = "two"\n', encoding="utf-8")
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    archive = Archive(case, open_build(case))
    yield archive
    archive.close()


def test_production_all_income_and_sales_to_one_buyer_never_merge(real_archive: Archive) -> None:
    """What drugs are made and could bring, the black market, sales to Iran, an embassy's quota: no belief of two."""
    found = amounts(real_archive)
    told = [
        "3,000 kilograms",
        "between $100 million and $200 million",
        "about $1 billion annually",
        "at least $2 billion",
        "$100,000 per year",
    ]
    rows = [found[one] for one in told]
    assert len({row["canonical_id"] for row in rows}) == len(told)
    assert all(row["roots"] == 1 for row in rows)
    pairs = real_archive.rows("SELECT left_id, right_id, kind FROM agreement")
    ids = {row["id"] for row in rows}
    assert [pair for pair in pairs if {pair["left_id"], pair["right_id"]} <= ids] == []


def test_sales_to_one_buyer_and_all_income_are_told_of_different_things(real_archive: Archive) -> None:
    """No belief, party or event of the two reports holds two figures of money of one report."""
    rows = real_archive.rows(
        "SELECT b.canonical_id, count(DISTINCT b.value) AS figures FROM belief b"
        " WHERE b.prop = 'amount' GROUP BY b.canonical_id"
    )
    assert len(rows) >= 4
    assert {row["figures"] for row in rows} == {1}


def test_figures_of_the_example_that_measure_different_things_have_beliefs_of_their_own(
    example_archive: Archive,
) -> None:
    """Forged notes, the black market, a fine: each figure of money stands alone or with its copies."""
    rows = example_archive.rows(
        "SELECT canonical_id, list(DISTINCT value ORDER BY value) AS told FROM belief"
        " WHERE prop = 'amount' GROUP BY canonical_id"
    )
    wholes = [row for row in rows if any("billion" in value for value in row["told"])]
    assert len(wholes) >= 1
    for row in wholes:
        assert all("billion" in value for value in row["told"]), row


def test_one_seizure_of_two_reports_keeps_both_accounts(real_archive: Archive) -> None:
    """By the navy / by Australia, carried / trying to deliver, 150 kilograms in both: linked, side by side."""
    dossier = build_dossier(real_archive, find_party(real_archive, "Pong Su"))
    seizure, voyage = (next(one for one in dossier.events if one.type == type_) for type_ in ("seizure", "shipment"))
    agents = next(one for one in seizure.roles if one.role == "agent")
    assert set(agents.values) == {"Australian navy", "Australia"}
    assert agents.stance == "within"
    assert {one.words for one in seizure.accounts} == {"seized", "intercepted"}
    assert next(one for one in seizure.roles if one.role == "patient").stance == "same"
    assert {one.words for one in voyage.accounts} == {"carried", "deliver"}
    assert {one.frame.hedge for one in voyage.accounts} == {"fact", "planned"}
    mass = next(one for one in voyage.roles if one.role == "quantity")
    assert (mass.stance, set(mass.values)) == ("same", {"150 kilograms"})
    assert len({one.document.id for one in seizure.accounts}) == 2


def test_accounts_of_one_event_are_rows_of_agreement(real_archive: Archive) -> None:
    """The two summaries of the seizure stand to each other as what says more and what says less."""
    rows = real_archive.rows(
        "SELECT a.kind, l.value AS one, r.value AS other FROM agreement a"
        " JOIN belief l ON l.id = a.left_id JOIN belief r ON r.id = a.right_id WHERE a.basis = 'event-account'"
    )
    seizures = [row for row in rows if row["one"].startswith("seizure")]
    assert [row["kind"] for row in seizures] == ["within"]
    assert all("heroin" not in row["one"] + row["other"] for row in seizures)


def test_the_ship_that_was_blown_up_in_2006_is_the_one_seized(real_archive: Archive) -> None:
    """ "They blew up the seized ship": told of the Pong Su, which that report never names; not one event with 2003."""
    dossier = build_dossier(real_archive, find_party(real_archive, "Pong Su"))
    told = [frame for passage in dossier.passages for frame in passage.frames if frame.type == "destruction"]
    assert [(one.edtf, one.args[1].text) for one in told] == [("2006", "seized ship")]
    assert told[0].args[1].party is not None
    assert told[0].args[1].party.id == dossier.id
    assert all(account.frame.edtf == "2003" for event in dossier.events for account in event.accounts)


@pytest.mark.parametrize(
    ("files", "kind", "figures"),
    [
        (("2017-06-05-office-39-profile.md", "2011-02-14-room-39-billion.md"), "money", {5e8, 1e9}),
        (("2019-09-13-lazarus-listed.md",), "money", {5.71e8, 2e9}),
        (("2013-07-17-chong-chon-gang.md", "2017-05-15-chinpo-appeal.md"), "mass", {2.4e5, 4.74e5}),
        (("2019-05-09-wise-honest-wire.md", "2019-10-22-wise-honest-judgment.md"), "mass", {2.55e7, 2.65e7, 2.5e7}),
    ],
)
def test_totals_that_conflict_stay_side_by_side(
    example_archive: Archive, files: tuple[str, ...], kind: str, figures: set[float]
) -> None:
    """Each planted total is read from its report, and none is made the same as another, or the more exact of it."""
    rows = example_archive.rows(
        "SELECT coalesce(q.norm_high, q.norm_low) AS figure FROM quantity q JOIN document d ON d.id = q.document_id"
        " JOIN resource r ON r.id = d.resource_id WHERE q.kind = $kind AND r.path IN (SELECT unnest($paths))",
        kind=kind,
        paths=[f"inputs/reports/{file}" for file in files],
    )
    assert figures <= {row["figure"] for row in rows}
    told = example_archive.rows(
        "SELECT q.norm_low, q.norm_high, b.id FROM quantity q JOIN (SELECT unnest(statements) AS statement_id, id"
        " FROM belief) b USING (statement_id) WHERE q.kind = $kind",
        kind=kind,
    )
    beliefs = {row["id"]: row["norm_high"] or row["norm_low"] for row in told}
    for row in example_archive.rows("SELECT left_id, right_id, kind FROM agreement WHERE kind <> 'conflicts'"):
        pair = {beliefs.get(row["left_id"]), beliefs.get(row["right_id"])}
        assert not (len(pair) == 2 and pair <= figures), row
