"""OFAC's consolidated non-SDN list in its legacy CSV: cons_prim.csv with its companions, read as sdn.csv is.

No real file was at hand; the columns are those of the publisher's data specification, which gives both lists one form.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterflow.collect.readers.ofac.legacy_xml import OfacLegacyXml
from counterflow.collect.readers.ofac.sdn_csv import OfacSdnCsv

Read = Callable[..., Any]
NULLS = ",-0- " * 7

PRIM = (
    f'90011,"EXAMPLE HOLDINGS CO., LTD.",-0- ,CMIC-EO13959] [SYRIA{NULLS},"Listing Date (CMIC) 03 Jun 2021; '
    "Purchase/Sales For Divestment Date (CMIC) 03 Jun 2022; Issuer Name Example Securities Ltd. (Hong Kong); "
    "Legal Entity Number 529900T8BM49AURSDO55 (China); "
    "For more information, please reference the following link: https://www.example.com/list; "
    'All offices worldwide; (Linked To: EXAMPLE SHIPYARD)."\n'
    f"90012,EXAMPLE SHIPYARD,-0- ,UKRAINE-EO13662{NULLS},-0- \n"
    f'90013,"FAMILY, Example Given",individual,NS-PLC{NULLS},"a.k.a. \'FAMILLY, Example\'; citizen Switzerland; '
    'HAMAS - Hebron."\n'
)
ADD = '90011,31,"Tower A, 2 Example Road","Guadalajara, Jalisco 44250","Mexico",-0- \n'
ALT = "90012,31,aka,EXAMPLE YARD,-0- \n"


@pytest.fixture
def cons(tmp_path: Path) -> Path:
    """The main file, with its companions beside it."""
    for name, text in (("cons_prim", PRIM), ("cons_add", ADD), ("cons_alt", ALT), ("cons_comments", "90012,only\n")):
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path / "cons_prim.csv"


def test_list_and_companions(cons: Path, read_list: Read) -> None:
    """The name tells the list; its companions have names of their own, those of the SDN list are left alone."""
    for name in ("add.csv", "alt.csv", "sdn_comments.csv"):
        (cons.parent / name).write_text("1,1,1\n")
    reading = read_list(cons, reader=OfacSdnCsv())
    reading.check()
    assert reading.source.dataset == "us_ofac_cons"
    assert [file.path.name for file in reading.source.files[1:]] == [
        "cons_add.csv",
        "cons_alt.csv",
        "cons_comments.csv",
    ]
    assert {row.dataset for row in reading.statements} == {"us_ofac_cons"}
    assert reading.tallies[0][1:3] == (3, 3)
    assert reading.problems == []


def test_both_formats_say_the_same(cons: Path, read_list: Read, lists_path: Path) -> None:
    """The parties of the list are those of consolidated.xml: ids, names, programmes, papers and links."""
    csv = read_list(cons, reader=OfacSdnCsv())
    xml = read_list(lists_path / "ofac_xml" / "consolidated.xml", reader=OfacLegacyXml())

    def said(reading: Any) -> set[tuple[str, ...]]:
        return {(row.schema, row.entity_id, row.prop, row.value) for row in reading.statements}

    differing = {(prop, value) for _, _, prop, value in said(csv) ^ said(xml)}
    # The specification shows no non-vessel with a tonnage, nor a type that no rule knows; the XML's fixture has both.
    assert differing == {
        ("notes", "Issuer Name Example Securities Ltd. (Hong Kong)"),
        ("notes", "Issuer Name Example Securities Ltd. Hong Kong"),
        ("notes", "Phantom Licence Kind of no use"),
        ("notes", "tonnage: 99144"),
        ("notes", "only"),
    }
    assert len(said(csv) & said(xml)) == 47


def test_main_file_needs_its_companions(cons: Path, read_list: Read) -> None:
    """Absent companions are named, as with sdn.csv."""
    (cons.parent / "cons_alt.csv").unlink()
    messages = read_list(cons, reader=OfacSdnCsv()).messages("file")
    assert [message for message in messages if "is not beside it, so the list was read without its aliases" in message]
