"""A case of three vintages of one list of our own, for the clocks and the changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from counterflow.case import Case, load_case
from counterflow.dossier.archive import Archive
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case

Properties = Mapping[str, list[str]]


def _party(number: str, schema: str, **properties: list[str]) -> list[dict[str, Any]]:
    sanction = {"entity": [f"x-{number}"], "program": ["TEST1"], "startDate": ["2020-05-05"]}
    return [
        {"id": f"x-{number}", "schema": schema, "properties": {"topics": ["sanction"], **properties}},
        {"id": f"x-{number}-sanction", "schema": "Sanction", "properties": sanction},
    ]


VINTAGES: dict[str, list[dict[str, Any]]] = {
    "2021-01-10": [
        *_party("1", "Company", name=["Stays Shipping"]),
        *_party("2", "Person", name=["Gone Early"]),
        *_party("3", "Vessel", name=["OLD NAME"], flag=["kp"]),
    ],
    "2021-06": [
        *_party("1", "Company", name=["Stays Shipping"]),
        *_party("3", "Vessel", name=["NEW NAME"], previousName=["OLD NAME"], flag=["kp"]),
        *_party("4", "Company", name=["Comes Late"]),
        {
            "id": "x-own",
            "schema": "Ownership",
            "properties": {"owner": ["x-4"], "asset": ["x-1"], "startDate": ["2010"], "endDate": ["2015-06-30"]},
        },
    ],
    "2022-01-10": [
        *_party("1", "Company", name=["Stays Shipping"]),
        *_party("2", "Person", name=["Gone Early"]),
        *_party("3", "Vessel", name=["NEW NAME"], previousName=["OLD NAME"], flag=["sl"]),
        *_party("4", "Company", name=["Comes Late"]),
        {
            "id": "x-own",
            "schema": "Ownership",
            "properties": {"owner": ["x-4"], "asset": ["x-1"], "startDate": ["2010"], "endDate": ["2015-06-30"]},
        },
    ],
}
"""Party 2 goes and comes back; 3 is renamed, then reflagged; 4 comes, with a stake that had ended in 2015."""


@pytest.fixture(scope="session")
def history_case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case, built."""
    root = tmp_path_factory.mktemp("history") / "case"
    (root / "inputs" / "list").mkdir(parents=True)
    sources = []
    for date, entities in VINTAGES.items():
        lines = "".join(json.dumps(one) + "\n" for one in entities)
        (root / "inputs" / "list" / f"{date}.json").write_text(lines, encoding="utf-8")
        sources.append(f'[[source]]\npath = "list/{date}.json"\ndataset = "x_list"\ndate = "{date}"\n')
    (root / "case.toml").write_text('[case]\nname = "history"\n\n' + "\n".join(sources), encoding="utf-8")
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    return case


@pytest.fixture(scope="session")
def history(history_case: Case) -> Iterator[Archive]:
    """The build of the case, open."""
    archive = Archive(history_case, open_build(history_case))
    yield archive
    archive.close()
