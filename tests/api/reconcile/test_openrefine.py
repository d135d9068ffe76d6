"""What OpenRefine sends, and how it reads the replies, written down from its source: a column, then three more."""

from __future__ import annotations

import json
from typing import Any

from fastapi.testclient import TestClient

CELLS = [
    *(
        "Kim Jong Un",
        "KIM JONG UN",
        "김정은",
        "Ri Yong Ho",
        "Владимир Иванов",
        "أبو بكر البغدادي",
        "Abu Bakr al-Baghdadi",
    ),
    *("Vladimir Ivanov", "O'Neil", "=SUM(A1)", "Müller", "José Ángel", "Nguyễn Văn An", "  Kim Jong Un  ", "???"),
    *(
        "<b>bold</b>",
        "Smith & Sons",
        "100%",
        "a+b",
        "Kim; Ri",
        'say "hi"',
        "line\nbreak",
        "tab\there",
        "🙂 Kim",
        "ofac-1",
    ),
]
DATES: dict[str, Any] = {"Kim Jong Un": "1984-01-08", "Ri Yong Ho": 1950}


def batch(cells: list[str]) -> dict[str, Any]:
    """Make the batch that OpenRefine makes of some cells, with a type chosen and one column mapped."""
    queries: dict[str, Any] = {}
    for number, cell in enumerate(cells):
        query: dict[str, Any] = {"query": cell, "type": "Person", "type_strict": "should"}
        if cell in DATES:
            query["properties"] = [{"pid": "Person:birthDate", "v": DATES[cell]}]
        queries[f"q{number}"] = query
    return queries


def read_cell(answer: dict[str, Any]) -> dict[str, Any] | None:
    """Match a cell as OpenRefine does: the best candidate, if the service says that it is one."""
    best = sorted(answer["result"], key=lambda one: -one["score"])[:1]
    for one in best:
        assert isinstance(one["id"], str)
        assert isinstance(one["name"], str)
        assert all(isinstance(type_["id"], str) for type_ in one["type"])
    return best[0] if len(best) > 0 and best[0]["match"] else None


def reconcile(client: TestClient) -> dict[str, str]:
    """Reconcile the column in OpenRefine's batches; gives the ids of the cells that were matched."""
    size = min(max(len(CELLS) // 10, 10), client.get("/reconcile/default").json()["batchSize"])
    matched: dict[str, str] = {}
    for start in range(0, len(CELLS), size):
        cells = CELLS[start : start + size]
        reply = client.post("/reconcile/default", data={"queries": json.dumps(batch(cells), ensure_ascii=False)})
        answers = reply.json()
        assert set(answers) == {f"q{number}" for number in range(len(cells))}
        found = [read_cell(answers[f"q{number}"]) for number in range(len(cells))]
        matched.update({cell: one["id"] for cell, one in zip(cells, found, strict=True) if one is not None})
    return matched


def test_a_column_is_matched_where_it_is_safe(client: TestClient) -> None:
    """A date decides between two of one name; where a company has it too, and where nobody has, the cell stays open."""
    assert len(CELLS) == 25
    assert reconcile(client) == {
        "Ri Yong Ho": "un-1",
        "Владимир Иванов": "un-3",
        "Vladimir Ivanov": "un-3",
        "أبو بكر البغدادي": "un-4",
        "Abu Bakr al-Baghdadi": "un-4",
        "김정은": "ofac-1",
        "ofac-1": "ofac-1",
    }


def test_matched_cells_are_extended_by_three_columns(client: TestClient) -> None:
    """Every row has every column, in every cell's one of the forms that OpenRefine reads."""
    ids = sorted(set(reconcile(client).values()))
    columns = ["Person:birthDate", "Thing:addressEntity", "datasets"]
    properties = [*({"id": one} for one in columns[:2]), {"id": columns[2], "settings": {"limit": 1}}]
    query = json.dumps({"ids": ids, "properties": properties})
    reply = client.post("/reconcile/default", data={"extend": query}).json()
    assert [one["id"] for one in reply["meta"]] == columns
    assert sorted(reply["rows"]) == ids
    for row in reply["rows"].values():
        assert list(row) == columns
        assert all(set(value) in ({"str"}, {"id", "name"}) for cell in row.values() for value in cell)
    assert reply["rows"]["un-1"]["Person:birthDate"] == [{"str": "1950"}]


def test_the_dialogue_of_a_new_column_is_fed(client: TestClient) -> None:
    """OpenRefine asks from the browser what can be fetched for the type of the column."""
    headers = {"origin": "http://127.0.0.1:3333"}
    reply = client.get("/reconcile/default/extend/property", params={"type": "Person", "limit": "500"}, headers=headers)
    assert reply.headers["access-control-allow-origin"] == headers["origin"]
    assert {"Person:birthDate", "datasets"} <= {one["id"] for one in reply.json()["properties"]}
