"""`resolve` on real lists, against people's judgements of which of their records are one."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from counterflow.case import Case
from counterflow.clean.name import normal_name
from counterflow.collect.reader import HEAD_BYTES, Head
from counterflow.collect.readers.lists import LIST_READERS
from counterflow.collect.source import Source, SourceFile
from counterflow.model.identity import make_id
from counterflow.resolve import STAGE
from counterflow.stage import StageInput
from counterflow.tables import MENTION, STATEMENT, Mention, Statement

pytestmark = [pytest.mark.shared_data, pytest.mark.slow]

PREFIXES = {"ofac": "ofac-", "unsc": "unsc-", "gb-hmt": "gb-ofsi-"}


class NoLedger:
    """A ledger that nobody wrote to."""

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return []


def _statements(path: Path) -> list[Statement]:
    head = Head(path, path.read_bytes()[:HEAD_BYTES])
    reader = next(one() for one in LIST_READERS if one().recognise(head))
    files = tuple(
        SourceFile(file, file.name, hashlib.sha256(file.read_bytes()).hexdigest(), 0, make_id(file.name))
        for file in (path, *reader.companions(path))
    )
    source = reader.describe(Source(reader.NAME, files, reader.DATASET or "test"), head)
    return [row for row in reader.read(source) if isinstance(row, Statement)]


@pytest.fixture(scope="module")
def tables(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    """The stage's tables over OFAC, UN, UK and EU lists, with one mention."""
    folder = tmp_path_factory.mktemp("lists")
    lists = shared_data / "lists"
    paths = [lists / "ofac_sdn/2021-04/sdn.csv", lists / "un_sc/consolidated_2020-11.xml"]
    paths.append(lists / "uk_ofsi/ConList_2018-04-13.csv")
    paths += sorted((lists / "eu_journal_2026-08-21/consolidated").glob("*.csv"))
    rows = [row for path in paths for row in _statements(path)]
    STATEMENT.write(STATEMENT.arrange([STATEMENT.from_rows(rows)]), folder / "statement.parquet")
    texts = ("Bureau 39", "the Office 39")
    mentions = [
        Mention(f"m{i}", "d", 0, 1, text, "organization", None, "e", "name", None, 0, 1, "test/1", "TLP:CLEAR")
        for i, text in enumerate(texts)
    ]
    MENTION.write(MENTION.from_rows(mentions), folder / "mention.parquet")
    given = {table.name: [folder / f"{table.name}.parquet"] for table in STAGE.reads}
    computed = STAGE.compute(StageInput(Case(folder, "test"), given, NoLedger()))
    return {table.name: table.arrange([part]) for table, part in computed}


def _canonical(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    rows = tables["canonical"]
    return dict(zip(rows.column("entity_id").to_pylist(), rows.column("canonical_id").to_pylist(), strict=True))


def test_merges_agree_with_people(shared_data: Path, tables: dict[str, pa.Table]) -> None:
    """Precision at least .98 on pairs that are not doubtful, recall at least .95; `benchmarks.resolve` says what it is.

    Doubtful are negative judgements of records with one and the same name, made because two programmes list it.
    """
    canonical = _canonical(tables)
    counts = {(judgement, merged): 0 for judgement in ("positive", "negative") for merged in (True, False)}
    seen = set()
    with (shared_data / "matching/crosslist_pairs_dev.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            ids = [PREFIXES.get(row[f"{side}_list"], "?") + row[f"{side}_id"] for side in ("left", "right")]
            names = {normal_name(row[f"{side}_name"], sort_tokens=True) for side in ("left", "right")}
            doubtful = row["judgement"] == "negative" and len(names) == 1
            if doubtful or frozenset(ids) in seen or not all(id_ in canonical for id_ in ids):
                continue
            seen.add(frozenset(ids))
            counts[row["judgement"], canonical[ids[0]] == canonical[ids[1]]] += 1
    merged = counts["positive", True]
    assert merged + counts["positive", False] > 450
    assert merged / (merged + counts["negative", True]) >= 0.98
    assert merged / (merged + counts["positive", False]) >= 0.95


def test_office_39_is_one_party_of_three_lists(tables: dict[str, pa.Table]) -> None:
    """OFAC, the UN and the EU list one office, and a report that names it either way means it."""
    canonical = _canonical(tables)
    office = canonical["ofac-12209"]
    lists = {id_.split("-")[0] for id_, one in canonical.items() if one == office}
    assert {"ofac", "unsc", "eu"} <= lists
    links = [(row["target_id"], row["decision"]) for row in tables["link"].to_pylist() if row["kind"] == "mention"]
    assert links == [(office, "same")] * 2


def test_no_cluster_is_larger_than_the_lists_explain(tables: dict[str, pa.Table]) -> None:
    """A junk alias ("image of text") or a bank's number once joined twenty companies; no party has so many rows."""
    assert max(tables["entity"].column("members").to_pylist()) <= 12


KOREANS = {
    "Cho Il U, Cho Il Woo, Ch'o'l CHO": ("unsc-6908580", "ofac-19791", "eu-32017R1509-XIII.A-40", "gb-ofsi-13471"),
    "Cho Yon Chun, Yon Jun JO": ("unsc-6908581", "ofac-20124", "eu-32017R1509-XIII.A-41"),
    "Choe Chun Yong, Ch'un-yo'ng CH'OE": ("unsc-6908613", "ofac-21747", "eu-32017R1509-XIII.A-54", "gb-ofsi-13527"),
    "Choe Hwi": ("unsc-6908582", "ofac-21306", "eu-32017R1509-XIII.A-42", "gb-ofsi-13473"),
    "Choe Song Il": ("unsc-6908501", "ofac-18557", "eu-32017R1509-XIII.A-14", "gb-ofsi-13325"),
    "Chu Hyo'k, Ju Hyok": ("unsc-6908641", "ofac-23014", "eu-32017R1509-XIII.A-65", "gb-ofsi-13560"),
    "Ch'oe So'k Min": ("unsc-6908640", "ofac-23001", "eu-32017R1509-XIII.A-64", "gb-ofsi-13559"),
    "Hyon Kwang Il, Gwang Il HYON": ("unsc-6908502", "ofac-19534", "eu-32017R1509-XIII.A-15", "gb-ofsi-13326"),
    "Jang Bom Su, Pom Su JANG": ("unsc-6908503", "ofac-18556", "eu-32017R1509-XIII.A-16", "gb-ofsi-13327"),
    "Jo Chol Song, Cho Ch'o'l-so'ng": ("unsc-6908617", "ofac-21744", "eu-32017R1509-XIII.A-58", "gb-ofsi-13531"),
    "Jo Yong-Won, Cho Yongwon": ("unsc-6908583", "ofac-21303", "eu-32017R1509-XIII.A-43", "gb-ofsi-13488"),
    "Kim Sok Chol": ("unsc-6908568", "ofac-17622", "eu-32017R1509-XIII.A-36", "gb-ofsi-13421"),
    "Kim Yong Chol, Kim Young-Cheol": ("unsc-6908511", "ofac-17614", "eu-32017R1509-XIII.A-24"),
    "Ri Je-Son, Ri Che-son": ("unsc-6908045", "ofac-12216", "eu-32017R1509-XIII.A-2"),
}
NAMESAKES = (
    ("Kim Chol Sok", "eu-32017R1509-XV.A-38", "Kim Sok Chol", "unsc-6908568"),
    ("Kim Yong Chol, born 1946", "eu-32017R1509-XV.A-7", "Kim Yong Chol, born 1962", "unsc-6908511"),
    ("Ri Song Un", "ofac-24997", "Ri U'n So'ng", "unsc-6908656"),
    ("Choe Chun-Sik, born 1963", "eu-32017R1509-XVI.A-21", "Choe Chun-Sik, born 1954", "unsc-6908500"),
)


def test_north_korean_officials_merge_across_lists(tables: dict[str, pa.Table]) -> None:
    """Each official is one party of the UN's, OFAC's, the EU's and the UK's lists, in whatever spelling."""
    canonical = _canonical(tables)
    apart = {name: ids for name, ids in KOREANS.items() if len({canonical[id_] for id_ in ids}) > 1}
    assert apart == {}
    assert len({canonical[ids[0]] for ids in KOREANS.values()}) == len(KOREANS)


def test_no_two_north_korean_officials_are_one(tables: dict[str, pa.Table]) -> None:
    """Namesakes stay apart, by syllables in another order or by their dates of birth."""
    canonical = _canonical(tables)
    assert [row for row in NAMESAKES if canonical[row[1]] == canonical[row[3]]] == []
