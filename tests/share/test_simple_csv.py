"""The simplified table holds the parties that a list holds now."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from counterflow.engine import Engine
from counterflow.share.export import export_build
from counterflow.share.simple_csv import COLUMNS, join_values

Make = Callable[..., Any]
OpenBuild = Callable[..., Engine]


def lines(engine: Engine, **options: Any) -> list[dict[str, str]]:
    """Export and read back."""
    output = io.StringIO()
    report = export_build(engine, "csv", output, **options)
    rows = list(csv.DictReader(io.StringIO(output.getvalue()), dialect=csv.unix_dialect))
    assert report.entities == len(rows)
    return rows


def test_a_line_holds_the_party_and_what_stands_beside_it(open_build: OpenBuild, state: Make) -> None:
    """Every column, with the designation, the passport and the address that are entities of their own."""
    statements = [
        state("p", "Person", "name", "Kim Chol"),
        state("p", "Person", "alias", "Kim; Chol"),
        state("p", "Person", "birthDate", "1962"),
        state("p", "Person", "nationality", "kp"),
        state("p", "Person", "idNumber", "77"),
        state("p", "Person", "phone", "+8502381"),
        state("p", "Person", "email", "kim@example.com"),
        state("p", "Person", "programId", "DPRK"),
        state("p", "Person", "address", "Pyongyang"),
        state("p", "Person", "addressEntity", "home"),
        state("home", "Address", "full", "12 Ryugyong Street, Pyongyang"),
        state("order", "Sanction", "entity", "p"),
        state("order", "Sanction", "program", "DPRK sanctions"),
        state("order", "Sanction", "startDate", "2016-03-02"),
        state("order", "Sanction", "programId", "UN-DPRK"),
        state("pass", "Passport", "holder", "p"),
        state("pass", "Passport", "number", "472310168"),
        state("pass", "Passport", "country", "ru"),
        state("other", "Person", "name", "Nobody"),
    ]
    engine = open_build(statements, listed={"p": None}, captions={"p": "Kim Chol"})
    assert lines(engine, title={"port_authority": "Port Authority"}.__getitem__) == [
        {
            "id": "p",
            "schema": "Person",
            "name": "Kim Chol",
            "aliases": '"Kim; Chol"',
            "birth_date": "1962",
            "countries": "kp;ru",
            "addresses": "12 Ryugyong Street, Pyongyang;Pyongyang",
            "identifiers": "472310168;77",
            "sanctions": "DPRK sanctions - 2016-03-02",
            "phones": "+8502381",
            "emails": "kim@example.com",
            "program_ids": "DPRK;UN-DPRK",
            "dataset": "Port Authority",
            "first_seen": "2024-03-01",
            "last_seen": "2024-05-01",
            "last_change": "2024-03-01",
        }
    ]


def test_only_the_listed(open_build: OpenBuild, state: Make, support: Make) -> None:
    """The delisted have no line, nor has a party whose listing itself may not leave."""
    statements = [
        *(state(one, "Person", "name", one) for one in ("gone", "here", "secret")),
        *(state(one, "Person", "topics", "sanction") for one in ("gone", "here", "secret")),
    ]
    evidence = [*map(support, statements[:-1]), support(statements[-1], handling="TLP:AMBER")]
    engine = open_build(statements, evidence=evidence, listed={"gone": "2024-05-01", "here": None, "secret": None})
    assert [row["id"] for row in lines(engine)] == ["here"]
    assert [row["id"] for row in lines(engine, max_tlp="TLP:AMBER")] == ["here", "secret"]


def test_a_build_without_lists_has_the_heading_alone(open_build: OpenBuild, state: Make) -> None:
    """The columns stand even where no party is listed."""
    output = io.StringIO()
    export_build(open_build([state("p", "Person", "name", "Kim")]), "csv", output)
    assert output.getvalue() == ",".join(f'"{name}"' for name in COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("values", "cell"),
    [([], ""), (["b", "a"], "a;b"), (["a;b", "c"], '"a;b";c'), (['a "b"'], '"a ""b"""'), (["a, b"], "a, b")],
)
def test_join_values(values: list[str], cell: str) -> None:
    """Values are sorted, and quoted where the separator stands in one."""
    assert join_values(values) == cell
