"""Names in two scripts: joined where something bears them out, persons never by the name alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pytest

Run = Callable[..., dict[str, pa.Table]]


@pytest.mark.parametrize(
    ("schema", "name", "latin", "facts", "decision"),
    [
        ("Person", "김영철", "Kim Yong Chol", {"birthDate": ["1946"]}, "same"),
        (
            "Person",
            "Владимир Владимирович Путин",
            "Vladimir Vladimirovich Putin",
            {"birthDate": ["1952-10-07"]},
            "same",
        ),
        ("Person", "马晓红", "Ma Xiaohong", {"birthDate": ["1971-10-08"], "nationality": ["cn"]}, "same"),
        ("Person", "بشار الأسد", "Bashar al-Assad", {"nationality": ["sy"]}, "same"),
        ("Person", "Иван Петров", "Ivan Petrov", {}, "candidate"),
        ("Person", "김영철", "Kim Yong Chol", {"gender": ["male"]}, "candidate"),
        ("Person", "Ivan Petrov", "Ivan Petrov", {}, "same"),
    ],
)
def test_a_persons_name_in_two_scripts_needs_more(
    run_resolve: Run, schema: str, name: str, latin: str, facts: Mapping[str, Sequence[str]], decision: str
) -> None:
    """A birth date or a country bears it out; nothing, or what half of all have, does not."""
    parties = [("a:1", schema, {"name": [name], **facts}), ("b:1", schema, {"name": [latin], **facts})]
    (row,) = run_resolve(parties)["pair"].to_pylist()
    assert row["decision"] == decision
    assert ("name in another script alone" in row["reasons"]) == (decision == "candidate")


def test_a_mention_in_another_script_alone_is_a_candidate(run_resolve: Run) -> None:
    """Of a person, also where surname and given name stand as one word; a firm's name of two words is enough."""
    parties = [
        ("a:1", "Person", {"name": ["Kim Yong Chol"], "nationality": ["kp"]}),
        ("a:2", "Person", {"name": ["Vladimir Petrovich Ivanov"], "nationality": ["ru"]}),
        ("a:3", "Person", {"name": ["Ma Xiaohong"], "nationality": ["cn"]}),
        ("a:4", "Company", {"name": ["Rosneft Trading"], "country": ["ru"]}),
    ]
    names = [("김영철", "person"), ("Владимир Петрович Иванов", "person"), ("马晓红", "person")]
    rows = run_resolve(parties, mentions=[*names, ("Роснефть Трейдинг", "company")], in_reports=True)[
        "link"
    ].to_pylist()
    found = {row["target_id"]: row["decision"] for row in rows}
    assert found == {"a:1": "candidate", "a:2": "candidate", "a:3": "candidate", "a:4": "same"}
    assert sum("name in another script" in row["reasons"] for row in rows) == 3
