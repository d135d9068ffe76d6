"""A small case with something unsure of every kind, built once; each test begins with an empty ledger."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from counterflow.case import Case, load_case
from counterflow.dossier.archive import Archive
from counterflow.ledger import Ledger
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case

LISTS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "x_list": [
        {"id": "x-1", "schema": "Person", "properties": {"name": ["Kim Yong Chol"], "birthDate": ["1962-02-18"]}},
        {"id": "x-2", "schema": "Company", "properties": {"name": ["Songi Trading"], "weakAlias": ["STC"]}},
        {"id": "x-2-s", "schema": "Sanction", "properties": {"entity": ["x-2"], "authority": ["X"]}},
        {"id": "x-3", "schema": "Person", "properties": {"name": ["Ri Kwang Il"], "nationality": ["kp"]}},
    ],
    "y_list": [
        {"id": "y-1", "schema": "Person", "properties": {"name": ["Kim Yong Chol"], "birthDate": ["1946"]}},
        {"id": "y-2", "schema": "Company", "properties": {"name": ["Songi Trading Corporation"], "country": ["kp"]}},
        {"id": "y-3", "schema": "Person", "properties": {"name": ["Ri Kwang-il"], "nationality": ["kp"]}},
    ],
    "z_list": [{"id": "z-3", "schema": "Person", "properties": {"name": ["RI, Kwang Il"], "nationality": ["kp"]}}],
}

REPORTS = {
    "a": "STC sold coal worth $4 million to a buyer in Dalian in May 2017. STC denied that it owned Hongxiang Trading.",
    "b": "Kim Yong Chol visited Dalian. Songi Shipping Company may have bought the ship Wise Honest for $2 million.",
}


def make_case(root: Path, lists: Mapping[str, Sequence[Mapping[str, Any]]], reports: Mapping[str, str]) -> Case:
    """Write a case of lists and reports, and build it."""
    inputs = root / "inputs"
    inputs.mkdir(parents=True)
    sources = "".join(
        f'\n[[source]]\npath = "{name}.ftm.json"\ndataset = "{name}"\ndate = "2020-01-01"\n' for name in lists
    )
    (root / "case.toml").write_text('[case]\nname = "queue"\n' + sources, encoding="utf-8")
    for name, parties in lists.items():
        lines = "".join(json.dumps(one) + "\n" for one in parties)
        (inputs / f"{name}.ftm.json").write_text(lines, encoding="utf-8")
    for name, text in reports.items():
        head = f"---\ntitle: Report {name}\npublisher: wire-{name}\ndate: 2020-02-01\nlanguage: eng\n---\n\n"
        (inputs / f"{name}.md").write_text(head + text + "\n", encoding="utf-8")
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    return case


@pytest.fixture(scope="session")
def built_queue_case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case, built; not to be changed."""
    return make_case(tmp_path_factory.mktemp("queue") / "case", LISTS, REPORTS)


@pytest.fixture
def queue_case(built_queue_case: Case, tmp_path: Path) -> Case:
    """A copy of it, to be changed."""
    shutil.copytree(built_queue_case.root, tmp_path / "case")
    return load_case(tmp_path / "case")


@pytest.fixture
def archive(queue_case: Case) -> Iterator[Archive]:
    """Its build, open."""
    opened = Archive(queue_case, open_build(queue_case))
    yield opened
    opened.close()


@pytest.fixture
def store(queue_case: Case) -> Iterator[Ledger]:
    """Its ledger."""
    opened = Ledger.of_file(queue_case.ledger_path)
    yield opened
    opened.close()


@pytest.fixture
def told_twice(tmp_path: Path) -> Iterator[tuple[Archive, Ledger]]:
    """Two reports that name a party by its weak alias: its build and its ledger, open."""
    reports = {"a": REPORTS["a"], "c": "STC sold iron ore worth $3 million to a buyer in Dandong in June 2018."}
    case = make_case(tmp_path / "twice", {"x_list": LISTS["x_list"]}, reports)
    archive, store = Archive(case, open_build(case)), Ledger.of_file(case.ledger_path)
    yield archive, store
    store.close()
    archive.close()


@pytest.fixture
def told_apart(tmp_path: Path) -> Iterator[tuple[Archive, Ledger]]:
    """Two reports that name a person whom no list has, in two countries: its build and its ledger, open."""
    reports = {
        "p": "Pak Myung Soo sold coal worth $4 million to a buyer in Iran in May 2017.",
        "q": "Pak Myong Su sold coal to a buyer in Peru in 2018.",
    }
    case = make_case(tmp_path / "apart", {"x_list": LISTS["x_list"]}, reports)
    archive, store = Archive(case, open_build(case)), Ledger.of_file(case.ledger_path)
    yield archive, store
    store.close()
    archive.close()
