"""A small case of our own: two lists and some reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from counterflow.case import Case, load_case
from counterflow.ledger import Ledger
from counterflow.run.run import RunOptions, run_case

PARTIES = [
    {
        "id": "ofac-12209",
        "schema": "Organization",
        "datasets": ["us_ofac_sdn"],
        "properties": {"name": ["OFFICE 39"], "alias": ["BUREAU 39"], "weakAlias": ["THIRD FLOOR"], "country": ["kp"]},
    },
    {
        "id": "ofac-12209-sanction",
        "schema": "Sanction",
        "datasets": ["us_ofac_sdn"],
        "properties": {"entity": ["ofac-12209"], "program": ["DPRK"], "authority": ["OFAC"]},
    },
    {
        "id": "ofac-8100",
        "schema": "Organization",
        "datasets": ["us_ofac_sdn"],
        "properties": {"name": ["KOREA TRADING AGENCY"]},
    },
    {
        "id": "ofac-15004",
        "schema": "Vessel",
        "datasets": ["us_ofac_sdn"],
        "properties": {"name": ["CHONG CHON GANG"], "imoNumber": ["7937317"], "flag": ["kp"]},
    },
]

REPORT = """\
---
title: {title}
publisher: example-wire
date: 2013-07-1{number}
language: eng
---

Report number {number} says that Bureau 39 paid $1 million for the voyage of the Chong Chon Gang in July 2013.

The ship carried 240 tons of goods under sugar, officials in Panama City said.
"""


@pytest.fixture
def make_case(tmp_path: Path) -> Callable[..., Case]:
    """Write a case with some reports and a list, and load it."""

    def make(reports: int = 3, name: str = "case") -> Case:
        return write_case(tmp_path / name, reports)

    return make


@pytest.fixture(scope="module")
def open_base(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case in the open with a partner, its inputs read once for all tests of a file; tests work on copies."""
    case = write_case(tmp_path_factory.mktemp("base") / "case", 2)
    with case.toml_path.open("a", encoding="utf-8") as toml:
        toml.write('organisation = "Our Office"\n[partner.them]\n[publisher.example-wire]\nreliability = "B"\n')
    with closing(Ledger.of_file(case.ledger_path)) as ledger:
        address = {"entity_id": "ofac-8100", "schema": "Organization", "prop": "address", "value": "1 Harbour Street"}
        source = {"source": "a witness", "passage": "at 1 Harbour Street", "handling": "TLP:GREEN//REL TO them"}
        ledger.append("entry", address | source, by="anna")
        pair = {"left_id": "ofac-12209", "right_id": "ofac-8100", "judgement": "negative"}
        ledger.append("judgement", pair, by="anna")
    run_case(load_case(case.root), options=RunOptions(processes=1))
    return load_case(case.root)


def write_case(root: Path, reports: int) -> Case:
    """Write a case with some reports and a list, and load it."""
    inputs = root / "inputs"
    (inputs / "reports").mkdir(parents=True)
    (root / "case.toml").write_text('[case]\nname = "small"\n', encoding="utf-8")
    lines = [json.dumps(party) for party in PARTIES]
    (inputs / "us_ofac_sdn.ftm.json").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for number in range(reports):
        write_report(inputs / "reports" / f"{number:03}.md", number)
    return load_case(root)


def write_report(path: Path, number: int, title: str = "A voyage") -> None:
    """Write one report."""
    path.write_text(REPORT.format(number=number % 10, title=f"{title} {number}"), encoding="utf-8")
