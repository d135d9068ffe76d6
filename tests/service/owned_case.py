"""A case in which two listed persons together own a company, which owns others in part."""

from __future__ import annotations

import json
from pathlib import Path

from counterflow.case import Case, load_case
from counterflow.run.run import RunOptions, run_case

OWNERS = [
    ("ivan", "Person", {"name": ["Ivan Ownerov"], "topics": ["sanction"]}),
    ("petra", "Person", {"name": ["Petra Partnerova"], "topics": ["sanction"]}),
    ("alpha", "Company", {"name": ["Alpha Zirconium Holding"]}),
    ("beta", "Company", {"name": ["Beta Molybdenum Trading"]}),
    ("gamma", "Company", {"name": ["Gamma Ytterbium Shipping"]}),
    ("o1", "Ownership", {"owner": ["ivan"], "asset": ["alpha"], "percentage": ["30"], "startDate": ["2015-03-01"]}),
    ("o2", "Ownership", {"owner": ["petra"], "asset": ["alpha"], "percentage": ["25"], "startDate": ["2018-07-01"]}),
    ("o3", "Ownership", {"owner": ["alpha"], "asset": ["beta"], "percentage": ["50"]}),
    ("o4", "Ownership", {"owner": ["beta"], "asset": ["gamma"], "percentage": ["25-50"]}),
]
"""Id, schema and properties of each entity."""


def make_owned_case(root: Path) -> Case:
    """Make the case in a folder, and run it."""
    (root / "inputs").mkdir()
    (root / "case.toml").write_text('[case]\nname = "owned"\n', encoding="utf-8")
    lines = [json.dumps({"id": id_, "schema": schema, "properties": said}) for id_, schema, said in OWNERS]
    (root / "inputs" / "network.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    return case
