"""A small case in which some may be given to a partner and some may not."""

from __future__ import annotations

import json
from pathlib import Path

from counterflow.case import Case, load_case
from counterflow.run.run import RunOptions, run_case

SECRET = "ZORAN SECRETSON"
REPORT = """---
title: A payment
publisher: {wire}
date: 2013-07-{day}
language: eng
handling: {handling}
---

Bureau 39 paid $9 million for a voyage of the Chong Chon Gang in July 2013{more}, officials in Panama City said.
"""
OFFICE = {"name": ["OFFICE 39"], "alias": ["BUREAU 39"], "topics": ["sanction"]}
PARTIES = [
    {"id": "ofac-8100", "schema": "Organization", "properties": OFFICE},
    {"id": "ofac-12209", "schema": "Company", "properties": {"name": ["KOREA DAESONG BANK"], "country": ["kp"]}},
    {"id": "own-1", "schema": "Ownership", "properties": {"owner": ["ofac-8100"], "asset": ["ofac-12209"]}},
    {"id": "ofac-99", "schema": "Vessel", "properties": {"name": ["CHONG CHON GANG"], "imoNumber": ["7937317"]}},
]


def write_case(root: Path, *, with_secret: bool) -> Case:
    """A list in the open, one report in the open and, if wanted, one that is not, of which a list repeats a name."""
    reports = root / "inputs" / "reports"
    reports.mkdir(parents=True)
    toml = '[case]\nname = "small"\n[partner.them]\n[publisher.wire]\nreliability = "B"\n'
    lines = [json.dumps({"datasets": ["us_ofac_sdn"], **one}) for one in PARTIES]
    (root / "inputs" / "us_ofac_sdn.ftm.json").write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = REPORT.format(wire="wire", day="16", handling="TLP:CLEAR", more="")
    (reports / "open.md").write_text(text, encoding="utf-8")
    if with_secret:
        toml += f'[publisher.hidden]\nname = "{SECRET}"\n[[source]]\npath = "hidden.ftm.json"\nhandling = "TLP:RED"\n'
        more = f" and {SECRET} did too"
        text = REPORT.format(wire="hidden", day="19", handling="TLP:AMBER", more=more)
        (reports / "secret.md").write_text(text, encoding="utf-8")
        hidden = [
            {"id": "hid-1", "schema": "Person", "properties": {"name": [SECRET]}},
            {"id": "hid-2", "schema": "Ownership", "properties": {"owner": ["hid-1"], "asset": ["ofac-8100"]}},
            {"id": "ofac-8100", "schema": "Organization", "properties": {"name": ["OFFICE 39"], "country": ["kp"]}},
        ]
        lines = [json.dumps({"datasets": ["hidden"], **one}) for one in hidden]
        (root / "inputs" / "hidden.ftm.json").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (root / "case.toml").write_text(toml, encoding="utf-8")
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    return case
