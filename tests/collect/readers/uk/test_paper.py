"""Papers in the cells of the UK lists: each has its own number, country and dates, none has those of another."""

from __future__ import annotations

import pytest

from counterflow.collect.readers.uk.paper import read_papers

_UK = ("801121547", None, "2009-06-16", "2019-05-01")
Row = tuple[str, str | None, str | None, str | None]


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("No: 592667 (Qatari passport issued on 3 May 2007).", [("592667", "qa", "2007-05-03", None)]),
        ("K929139 (Tunisian). Issued 4 Feb 1995. Expired 1 May 2000.", [("K929139", "tn", "1995-02-04", "2000-05-01")]),
        ("Saudi Arabian passport no.E126785. issued: 27.5.2002.", [("E126785", "sa", "2002-05-27", None)]),
        ("Reference 62. Passport no. 9632078. issued 17/08/2006", [("9632078", None, "2006-08-17", None)]),
        ("D 000912 (Afghan) issued on 30 June 1998", [("D 000912", "af", "1998-06-30", None)]),
        ("Italian Fiscal Code LBR HBB 61S17 Z352F", [("LBRHBB61S17Z352F", "it", None, None)]),
        ("SSN 156-92-9858 (United States of America)", [("156-92-9858", "us", None, None)]),
        ("842 781", [("842 781", None, None, None)]),
        ("2.81083E+11", []),
        ("(Diplomatic)", []),
        # The country stands behind the number, or among other words.
        ("96 03 464086, Russian passport, issued on 01/06/2003", [("96 03 464086", "ru", "2003-06-01", None)]),
        ("Passport No.: 620169661 (Russian foreign travel passport number)", [("620169661", "ru", None, None)]),
        ("Passport: Pakistani Passport no. FA0157612.", [("FA0157612", "pk", None, None)]),
        ("61101-9618232-1 (Pakistani NI No)", [("61101-9618232-1", "pk", None, None)]),
        ("07442833 (USA driving licence). Expiry date 15 Mar 2016.", [("07442833", "us", None, "2016-03-15")]),
        ("03825239. Place of issue: Oman.", [("03825239", None, None, None)]),
        # A number in two pieces.
        ("Russian Passport number 8208 No. 555627", [("8208 555627", "ru", None, None)]),
        # "Issued in Kuwait" has no date; the one that follows is that of the end.
        ("1420529 (Kuwaiti). Issued in Kuwait. Expired on 31 Mar 2006.", [("1420529", "kw", None, "2006-03-31")]),
        ("DB0006669 (valid 13.11.2013 until 12.11.2018)", [("DB0006669", None, "2013-11-13", "2018-11-12")]),
        ("OB0637580 (valid from 20.5.2014 to 19.5.2019)", [("OB0637580", None, "2014-05-20", "2019-05-19")]),
        ("DP0000003 (valid 21/12/2015 - expiry 20/12/2020)", [("DP0000003", None, "2015-12-21", "2020-12-20")]),
        ("801121547 issued on 16 June 2009 with expiry date of 1 May 2019", [_UK]),
    ],
)  # fmt: skip
def test_one_paper(text: str, papers: list[Row]) -> None:
    """A paper's number, country and dates are told apart in the forms of the Consolidated List."""
    assert [tuple(paper)[:4] for paper in read_papers(text)] == papers


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("381420565 and 654120219", [("381420565", None, None, None), ("654120219", None, None, None)]),
        ("381320634 PS 563410163", [("381320634", None, None, None), ("PS 563410163", None, None, None)]),
        (
            "No: 4721202031 (Date of Expiration: 21.2.2017 ),836110035 (diplomatic",
            [("4721202031", None, None, "2017-02-21"), ("836110035", None, None, None)],
        ),
        (
            "Saudi Arabian passport no. K142736 issued in Al-Khafji) b) Saudi Arabian passport no. G579315",
            [("K142736", "sa", None, None), ("G579315", "sa", None, None)],
        ),
        (
            "Yemeni passport number 17979 under name A. Yemeni passport number 02117777 issued on 8.11.2005.",
            [("17979", "ye", None, None), ("02117777", "ye", "2005-11-08", None)],
        ),
        (
            "DG5149481 (Pakistan)Issued 22.8.2006. Passport booklet number A2815665.",
            [("DG5149481", "pk", "2006-08-22", None), ("A2815665", None, None, None)],
        ),
        (
            "2550439611. German national identification number, issued on 22.4.2010",
            [("2550439611", "de", "2010-04-22", None)],
        ),
    ],
)
def test_several_papers(text: str, papers: list[Row]) -> None:
    """Of several papers in one text none is lost, and what is said of one is not said of the others."""
    assert [tuple(paper)[:4] for paper in read_papers(text)] == papers


def test_identity_papers() -> None:
    """A paper that its words call an identity card is none, though it stands among the passports."""
    texts = (
        "holder of NIC No 04766495. Holder of French Passport No 11CK51319 expiring on 1.8.2021.",
        "Passport No: 050456101445 (French national identity card number)",
        "National identification No.: 8304661431 (Russian national passport number)",
    )
    found = [(paper.number, paper.is_identity) for text in texts for paper in read_papers(text)]
    assert found == [("04766495", True), ("11CK51319", False), ("050456101445", True), ("8304661431", False)]
    (first, second) = read_papers(texts[0])
    assert (first.expires, second.expires) == (None, "2021-08-01")
    assert second.words == "Holder of French Passport No 11CK51319 expiring on 1.8.2021."
