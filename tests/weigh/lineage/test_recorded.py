"""The marking of a root: whoever may see a copy alone learns nothing of what it copies."""

from __future__ import annotations

import io
import json
from contextlib import closing
from pathlib import Path

from counterflow.case import load_case
from counterflow.dossier.archive import Archive
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case
from counterflow.share.export import export_build
from counterflow.stix.extension import EXTENSION
from counterflow.tables import Lineage
from counterflow.weigh.lineage.recorded import found_from

TOLD = (
    "In 2017 Red Star Trading Company sold 20 tons of coal to Blue Sea Shipping in Dalian, China. The navy of "
    "Singapore seized the ship Morning Star in June 2018 with 300 kilograms of heroin.\n"
)
TOML = """[case]
name = "copies"

[publisher.wire]
name = "Vontramel Wire"

[publisher.paper]
name = "Evening Paper"

[[source]]
path = "wire.txt"
publisher = "wire"
date = "2024-03-01"
handling = "TLP:RED"

[[source]]
path = "paper.txt"
publisher = "paper"
date = "2024-03-02"
handling = "TLP:GREEN"
"""


def repeats(source: str, repeated: str, handling: str, basis: str = "citation") -> Lineage:
    return Lineage(source, repeated, basis, True, 1.0, None, handling)


def test_a_root_has_the_marking_of_the_whole_way_to_it() -> None:
    """Also of what is repeated at second hand, and of corrections; what is repeated is not marked as its copies are."""
    rows = [
        repeats("copy", "paper", "TLP:GREEN"),
        repeats("paper", "wire", "TLP:AMBER"),
        repeats("secret", "wire", "TLP:RED"),
        repeats("correction", "told", "TLP:RED", "correction"),
        repeats("a", "b", "TLP:GREEN"),
        repeats("b", "a", "TLP:CLEAR"),
    ]
    assert found_from(rows) == {
        "copy": "TLP:AMBER",
        "paper": "TLP:AMBER",
        "secret": "TLP:RED",
        "correction": "TLP:RED",
        "told": "TLP:RED",
        "a": "TLP:GREEN",
        "b": "TLP:GREEN",
    }


def test_what_a_report_copies_leaves_only_where_that_may_leave(tmp_path: Path) -> None:
    """At home the paper counts as the wire; a bundle without the wire does not name it."""
    (tmp_path / "inputs").mkdir()
    for name in ("wire.txt", "paper.txt"):
        (tmp_path / "inputs" / name).write_text(TOLD, encoding="utf-8")
    (tmp_path / "case.toml").write_text(TOML, encoding="utf-8")
    case = load_case(tmp_path)
    run_case(case, options=RunOptions(processes=1))
    with closing(Archive(case, open_build(case))) as archive:
        roots = {row["root"] for row in archive.rows("SELECT root FROM root")}
        for most, expected in (("TLP:GREEN", "publisher evening paper"), ("TLP:RED", "publisher vontramel wire")):
            written = io.StringIO()
            export_build(archive.engine, "stix", written, max_tlp=most)
            assert sent_roots(written.getvalue()) == {expected}
    assert roots == {"publisher wire"}


def sent_roots(bundle: str) -> set[str]:
    """The roots of all evidence in a bundle."""
    objects = json.loads(bundle)["objects"]
    told = [row for one in objects for row in one.get("extensions", {}).get(EXTENSION, {}).get("statement", [])]
    return {evidence["root"]["root"] for row in told for evidence in row["evidence"]}
