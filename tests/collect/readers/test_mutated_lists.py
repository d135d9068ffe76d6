"""Damaged copies of the lists of OFAC, UN and EU, of real records where they are at hand: nothing is lost unseen."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

from counterflow.collect.reader import ListReader
from counterflow.collect.readers.eu.journal_csv import EuJournalCsv
from counterflow.collect.readers.ofac.advanced_xml import OfacAdvancedXml
from counterflow.collect.readers.ofac.enhanced_xml import OfacEnhancedXml
from counterflow.collect.readers.ofac.legacy_xml import OfacLegacyXml
from counterflow.collect.readers.ofac.sdn_csv import OfacSdnCsv
from counterflow.collect.readers.ofac.wallets_json import OfacWalletsJson
from counterflow.collect.readers.un.sc_xml import UnScXml

from .element_damage import damage_elements
from .list_mutation import MANY, check_reader, damage

RECORDS = 2
"""Records of a damaged copy: few, so that most damage hits what matters and ten thousand are quick."""

Files = dict[str, bytes]


class Format(NamedTuple):
    """A reader, what its files are called, and where some of its records lie."""

    name: str
    reader: type[ListReader]
    kind: str
    fixture: str
    """The main file in the fixtures."""
    real: str
    """The main file in the shared data; empty: none is at hand."""
    take: Callable[[bytes, str], bytes]
    """Cut a file down to a few records."""
    as_name: str = ""
    """What the copy is called; its own name if empty."""
    companions: tuple[str, ...] = ()


def _take_xml(data: bytes, tags: str) -> bytes:
    """Keep the records of an XML list that lie evenly in it."""
    root = etree.fromstring(data)
    records = [one for tag in tags.split() for one in root.iter(f"{{*}}{tag}")]
    kept = records[:: max(1, len(records) // RECORDS)][:RECORDS]
    for one in records:
        parent = one.getparent()
        assert parent is not None
        if one not in kept:
            parent.remove(one)
    for table in [*root.iter("{*}referenceValues", "{*}featureTypes")]:
        table.clear()  # long, and read by nobody: every value stands in words beside its number
    for count in root.iter("{*}Record_Count"):
        count.text = str(len(kept))
    return etree.tostring(root)


def _take_lines(data: bytes, header: str) -> bytes:
    """Keep lines of a table, and its header where it has one."""
    lines = data.splitlines(keepends=True)
    first = [lines.pop(0)] if header != "" else []
    return b"".join(first + lines[:: max(1, len(lines) // RECORDS)][:RECORDS])


def _take_rows(data: bytes, _: str) -> bytes:
    """Keep the wallets of several holders."""
    wallets = json.loads(data)
    first = {one["entity_id"]: one for one in wallets["addresses"]}
    wallets["addresses"] = list(first.values())[:RECORDS]
    wallets["total_address_count"] = len(wallets["addresses"])
    return json.dumps(wallets, indent=1).encode()


_WALLETS = {
    "addresses": [
        {
            "address": "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            "chain": "bitcoin",
            "date_listed": "2022-04-05",
            "entity_id": 90001,
            "entity_name": "Example Market",
            "ofac_tickers": ["XBT"],
            "programs": ["CYBER2", "DPRK"],
        }
    ],
    "source_list": "SDN",
    "total_address_count": 1,
}

FORMATS = (
    Format(
        *("sdn csv", OfacSdnCsv, "comma", "ofac/sdn.csv", "ofac_sdn/2022-01/sdn.csv", _take_lines),
        companions=("add.csv", "alt.csv"),
    ),
    Format(
        *("cons csv", OfacSdnCsv, "comma", "ofac/sdn.csv", "ofac_sdn/2022-01/sdn.csv", _take_lines),
        as_name="cons_prim.csv",
        companions=("add.csv", "alt.csv"),
    ),
    Format(
        *("legacy", OfacLegacyXml, "xml", "ofac_xml/sdn.xml"),
        *("ofac_consolidated/consolidated_native_2025-03-28.xml", _take_xml),
    ),
    Format(
        *("enhanced", OfacEnhancedXml, "xml", "ofac_enhanced/sdn_enhanced.xml"),
        *("ofac_enhanced/irgc_subset_2024-08-28.xml", _take_xml),
    ),
    Format(
        *("advanced", OfacAdvancedXml, "xml", "ofac_advanced/sdn_advanced.xml"),
        *("ofac_crypto/sample_sdn_advanced.xml", _take_xml),
    ),
    Format("wallets", OfacWalletsJson, "json", "", "ofac_crypto/all_addresses_2026-08.json", _take_rows),
    Format("un", UnScXml, "xml", "un/consolidated.xml", "un_sc/consolidated_2026-02.xml", _take_xml),
    Format(
        *("eu journal", EuJournalCsv, "comma", "eu/32017R1509.csv"),
        *("eu_journal_2026-08-21/consolidated/32014R0269.csv", _take_lines),
    ),
)
TAGS = {
    OfacLegacyXml: "sdnEntry",
    OfacEnhancedXml: "entity",
    OfacAdvancedXml: "",
    UnScXml: "INDIVIDUAL ENTITY",
    EuJournalCsv: "header",
}
SHARED_PATH = Path(os.environ.get("COUNTERFLOW_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))


def _files(form: Format, lists_path: Path, data_path: Path) -> Files:
    """Give the main file, then its companions, with a few records each."""
    main = data_path / form.real
    if form.real == "" or not main.is_file():
        main = lists_path / form.fixture
    if not main.is_file():
        return {"wallets.json": json.dumps(_WALLETS, indent=1).encode()}
    data = main.read_bytes()
    data = gzip.decompress(data) if main.suffix == ".gz" else data
    tags = TAGS.get(form.reader, "")
    # The advanced XML is one database: its tables are taken whole.
    files = {form.as_name or main.name: data if form.reader is OfacAdvancedXml else form.take(data, tags)}
    numbers = re.findall(rb"(?m)^\d+", next(iter(files.values())))
    for name in form.companions:
        lines = (main.parent / name).read_bytes().splitlines(keepends=True)
        own = [line for line in lines if line.split(b",")[0] in numbers][:RECORDS]
        files[f"cons_{name}" if form.as_name != "" else name] = b"".join(own or lines[:1])
    return files


def _check(form: Format, files: Files, seeds: range, tmp_path: Path) -> int:
    """Damage one file a seed, each in its turn; say how many copies are read."""
    count = 0
    for seed in seeds:
        copies = dict(files)
        target = list(files)[seed % len(files)] if seed % 2 == 0 else next(iter(files))
        is_whole = form.kind == "xml" and seed % 4 != 0
        copies[target] = damage_elements(files[target], seed) if is_whole else damage(files[target], form.kind, seed)
        (main, data), *beside = copies.items()
        count += check_reader(form.reader(), main, data, tmp_path, dict(beside))
    return count


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_mutated_records(form: Format, lists_path: Path, tmp_path: Path) -> None:
    """Whatever happens to a list, it is refused with an InputError or read with its books in balance."""
    assert _check(form, _files(form, lists_path, tmp_path), range(100), tmp_path) > 5


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_many_mutated_records(form: Format, lists_path: Path, tmp_path: Path) -> None:
    """Ten thousand times, over real records where the shared data is at hand; many of the copies are still read."""
    assert _check(form, _files(form, lists_path, SHARED_PATH / "lists"), range(MANY), tmp_path) > 1_000
