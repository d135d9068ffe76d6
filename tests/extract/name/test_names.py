"""Names of own sentences: what the rules find, what cleaning leaves, what is no name."""

from __future__ import annotations

import pytest

from counterflow.extract.name.candidate import type_of_name
from counterflow.extract.name.rule import find_by_rule
from counterflow.extract.name.span import clean_entity
from counterflow.extract.parse.language_model import Entity
from counterflow.extract.read import read_text

BY_RULE = [
    # Numbered offices: the language model finds only the number.
    ("A section called Bureau 39 runs it.", "Bureau 39", "organization"),
    ("He led Office No. 39 for years.", "Office No. 39", "organization"),
    ("He led Room 39 for years.", "Room 39", "organization"),
    ("He led Division 39 for years.", "Division 39", "organization"),
    ("Hackers of Unit 180 did it.", "Unit 180", "organization"),
    ("Hackers of Bureau 121 did it.", "Bureau 121", "organization"),
    ("Hackers of Lab 110 did it.", "Lab 110", "organization"),
    # Vessels by the words around them.
    ("It seized the North Korean vessel Pong Su at sea.", "Pong Su", "vessel"),
    ("The M/V Chong Chon Gang was held.", "Chong Chon Gang", "vessel"),
    ("MV Woory Star was held.", "Woory Star", "vessel"),
    ("The cargo ship Wise Honest was held.", "Wise Honest", "vessel"),
    ("Officers searched the Wise Honest (IMO 8905490).", "Wise Honest", "vessel"),
    ("The oil tanker YU SON was held.", "YU SON", "vessel"),
    ("The vessel named Jie Shun was held.", "Jie Shun", "vessel"),
    ("Ship manager of the XIN GUANG HAI is known.", "XIN GUANG HAI", "vessel"),
    ("They hid Xin Guang Hai, a bulk carrier that loaded coal.", "Xin Guang Hai", "vessel"),
    ("The tanker Tong Hung 1 sailed.", "Tong Hung 1", "vessel"),
    # Resolutions, orders and reports.
    ("As in resolution 1718 (2006) it is banned.", "resolution 1718 (2006)", "document"),
    ("As in UNSCR 2397 (2017) it is banned.", "UNSCR 2397 (2017)", "document"),
    ("Under Executive Order 13382 it is banned.", "Executive Order 13382", "document"),
    ("It stands in the Annual Narcotics Strategy Report of 2014.", "Annual Narcotics Strategy Report", "document"),
    (
        "She is the author of Iron Harbour: A History of the North Sea.",
        "Iron Harbour: A History of the North Sea",
        "document",
    ),
    # Organizations by a word of their name.
    ("It is Korea Ryonbong General Corporation that sells.", "Korea Ryonbong General Corporation", "company"),
    ("It is Tanchon Commercial Bank that pays.", "Tanchon Commercial Bank", "company"),
    ("He is of the Ministry of State Security there.", "Ministry of State Security", "public_body"),
    ("Former Director of the General Bureau of Atomic Energy.", "General Bureau of Atomic Energy", "public_body"),
    ("He works for Huaxin Shipping Ltd in port.", "Huaxin Shipping Ltd", "company"),
    (
        "He works for Ocean Example Management Company, Limited there.",
        "Ocean Example Management Company, Limited",
        "company",
    ),
    ("He was held in Sfax Prison then.", "Sfax Prison", "facility"),
    ("He leads the 62nd Motor Rifle Brigade there.", "62nd Motor Rifle Brigade", "organization"),
    ("He leads the Fourth Division there.", "Fourth Division", "organization"),
    ("He leads CTF 62 there.", "CTF 62", "organization"),
    ("He works for OJSC Vernil there.", "OJSC Vernil", "company"),
    ("He works for LLC 'Vernil and Sons' there.", "LLC 'Vernil and Sons'", "company"),
    ("The Panel noted it.", "Panel", "public_body"),
    ("He runs the tankers Sol Wave 1 and Sol Wave 2 there.", "Sol Wave 2", "vessel"),
    (
        "He serves the Ministry of Harbours of the Russian Federation.",
        "Ministry of Harbours of the Russian Federation",
        "public_body",
    ),
    ("It is the Ministry of Ports's Office of Tolls there.", "Office of Tolls", "public_body"),
    ("It is the Ministry of Ports's Office of Tolls there.", "Ministry of Ports", "public_body"),
    ("Of JSC Central Design Bureau of Tides he said so.", "JSC Central Design Bureau of Tides", "company"),
    ("He met Anton Obrelovich Vernov there.", "Anton Obrelovich Vernov", "person"),
    ('Anton (AKA "Harpoon") fled.', "Harpoon", "person"),
    ("He pays EU-listed Vernil Shipping Company there.", "Vernil Shipping Company", "company"),
    ("The 1718 Committee noted it.", "1718 Committee", "public_body"),
    ("As the 2020 Final Report says, it sank.", "2020 Final Report", "document"),
    ("On Monday Coalition aircraft came.", "Coalition", "organization"),
    ("It broke 31 C.F.R. part 510, as said.", "31 C.F.R. part 510", "document"),
    ("It broke the Harbour Act of 1930 then.", "Harbour Act of 1930", "document"),
    ("DOB 1 May 1960; POB Vernil, Korsk Region, Russia; citizen Russia.", "Korsk Region", "place"),
    ("DOB 1 May 1960; Linked To: VERNIL HARBOUR COMPANY.", "VERNIL HARBOUR COMPANY", "company"),
    ("DOB 1 May 1960; Linked To: VERNIL OBREL, Raul.", "VERNIL OBREL, Raul", "person"),
    ("The Security Council resolution 1718 (2006) binds.", "resolution 1718 (2006)", "document"),
    ("The Security Council Resolution 1718 (2006) binds.", "Security Council Resolution 1718 (2006)", "document"),
    # Korean names, in any of their forms.
    ("They met Kim Jong Un there.", "Kim Jong Un", "person"),
    ("They met KIM Jong Un there.", "KIM Jong Un", "person"),
    ("They met Kim Jong-Il there.", "Kim Jong-Il", "person"),
    ("They met Kim Jong‑il there.", "Kim Jong‑il", "person"),
    ("They met Ri Su-yong there.", "Ri Su-yong", "person"),
    ("They met Choe Chun-sik there.", "Choe Chun-sik", "person"),
    ("The Long Harbour, a single-hull ship of 17,061 tons, sailed.", "Long Harbour", "vessel"),
    ("They boarded the Long Harbour (IMO 8905490) there.", "Long Harbour", "vessel"),
    # Lists say what a name is.
    ("Associated with Hafiz Muhammad Saeed (QDi.263) there.", "Hafiz Muhammad Saeed", "person"),
    ("Mother's name is Yamina Soltane.", "Yamina Soltane", "person"),
]

CLEANED = [
    ("the State Department said", "the State Department", "ORG", ["State Department"]),
    ("North Korea's trade", "North Korea's", "GPE", ["North Korea"]),
    ("Narcotics\nPrint Friendly", "Narcotics\nPrint Friendly", "ORG", []),
    ("Example Trust\nOther Words", "Example Trust\nOther Words", "ORG", ["Example Trust", "Other Words"]),
    ("sold meth there", "meth", "GPE", []),
    ("this year", "year", "GPE", []),
    ("Joanbanjo (Wikicommons)", "Joanbanjo (Wikicommons", "ORG", ["Joanbanjo", "Wikicommons"]),
    ("Walter White al", "Walter White al", "PERSON", ["Walter White"]),
    ("President Kim Example", "President Kim Example", "PERSON", ["Kim Example"]),
    ("Abu Bakr al-Baghdadi said", "Abu Bakr", "PERSON", ["Abu Bakr al-Baghdadi"]),
    ("Usama bin Laden said", "Usama", "PERSON", ["Usama bin Laden"]),
    ("Kim Jong-Il said", "Kim Jong", "PERSON", ["Kim Jong-Il"]),
    ("DC-based think tank", "DC", "GPE", ["DC"]),
    ("the Committee said", "the Committee", "ORG", []),
    ("Iran, Syria and Burma", "Iran, Syria and Burma", "GPE", ["Iran", "Syria", "Burma"]),
    ("www.example.org", "www.example.org", "ORG", []),
    ("the 1718 list", "1718", "ORG", []),
    # Words in capitals beside one another are one name, unless all is in capitals or one is known by itself.
    ("TONG HUNG SAN (European Union)", "TONG", "ORG", ["TONG HUNG SAN"]),
    ("the BLUE HERON LINE sailed", "HERON", "ORG", ["BLUE HERON LINE"]),
    ("THE BLUE HERON LINE SAILED", "HERON", "ORG", ["HERON"]),
    ("the FBI of DELTA", "DELTA", "ORG", ["DELTA"]),
    ("DELTA and the UNODC met", "DELTA", "ORG", ["DELTA"]),
]


@pytest.mark.parametrize(("sentence", "name", "type_"), BY_RULE)
def test_rules_find_names_by_their_own_words(sentence: str, name: str, type_: str | None) -> None:
    """A name that its own words give away has its exact span and type."""
    mentions = read_text(sentence).mentions
    assert (name, type_) in [(one.text, one.type) for one in mentions]


@pytest.mark.parametrize(("text", "span", "label", "names"), CLEANED)
def test_spans_of_the_language_model_are_made_exact(text: str, span: str, label: str, names: list[str]) -> None:
    """Articles, possessives, titles and line breaks go; what is no name goes whole."""
    start = text.index(span)
    found = clean_entity(text, Entity(start, start + len(span), label))
    assert [text[one.start : one.end] for one in found] == names


@pytest.mark.parametrize(
    "text",
    [
        "The ship of the line sailed.",
        "A vessel Iranian in origin sailed.",
        "The vessel IMO 1234567 sailed.",
        "Ship Captain orders were given.",
        "Room for 39 people was made.",
        "the two vessels were held in Port.",
    ],
)
def test_rules_find_no_vessel_or_office_where_none_is_named(text: str) -> None:
    """A word for a vessel or an office alone names nothing."""
    assert [one for one in find_by_rule(text) if one.type == "vessel" or "39" in text[one.start : one.end]] == []


@pytest.mark.parametrize(
    ("text", "name", "type_", "form"),
    [
        ("The U.S. said so.", "U.S.", "place", "name"),
        ("A new U.N. report concludes so.", "U.N.", "organization", "name"),
        ("The DPRK said so.", "DPRK", "place", "name"),
        ("Five North Koreans were held.", "North Koreans", "group", "demonym"),
        ("Trade on the DPRK-China border grew.", "China", "place", "name"),
        ("A non-North Korean worker came.", "North Korean", "group", "demonym"),
        ("North Korea sells arms. The North denies it.", "The North", "place", "name"),
    ],
)
def test_the_gazetteer_types_what_it_lists(text: str, name: str, type_: str | None, form: str) -> None:
    """Countries, regions and well-known organizations have the lexicon's type."""
    mentions = read_text(text).mentions
    assert (name, type_, form) in [(one.text, one.type, one.form) for one in mentions]


def test_a_name_has_one_type_and_is_found_wherever_it_stands() -> None:
    """The same words have the same type, and a name seen once is found again."""
    text = "The vessel Chong Chon Gang was held. Later, Chong Chon Gang was freed. chong chon gang is no name."
    mentions = read_text(text).mentions
    assert [(one.start, one.type) for one in mentions if one.text == "Chong Chon Gang"] == [
        (11, "vessel"),
        (44, "vessel"),
    ]


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("Example Co., Ltd", "company"),
        ("Bank of Example", "company"),
        ("Ministry of Trade", "public_body"),
        ("University of Example", "organization"),
        ("Example Trade Report", "document"),
        ("Example", None),
    ],
)
def test_words_of_a_name_tell_its_type(name: str, type_: str | None) -> None:
    """The last telling word before `of` decides."""
    assert type_of_name(name) == type_


def test_a_wrapped_line_breaks_no_name() -> None:
    """A name goes on in the next line where wrapping broke it, and ends at the end of a short line."""
    text = "The vessels were seized at sea by a navy as the Security\nCouncil had asked.\n\nRelated\nNorth\nKorea"
    names = [one.text for one in read_text(text).mentions if one.form == "name"]
    assert names == ["Security\nCouncil", "Korea"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The bank paid Ivan Petrov 😀 Acme Ltd $5 million.", ["Ivan Petrov", "Acme Ltd"]),
        ("The bank paid Ivan Petrov in Riga🚢.", ["Ivan Petrov", "Riga"]),
        ("Kim Jong Un 👨‍👩‍👧 visited Pyongyang❤️.", ["Kim Jong Un", "Pyongyang"]),
    ],
)
def test_emoji_belong_to_no_name(text: str, names: list[str]) -> None:
    """A picture beside a name, or run together with it, is no part of it, and parts two names."""
    assert [one.text for one in read_text(text).mentions if one.form == "name"] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dalian Huaxin Trading Co Ltd paid. Later Dalian Huaxin bought coal.", ["Dalian Huaxin"]),
        ("Korea Huaxin Trading Co Ltd paid. Later Korea Huaxin bought coal.", []),
    ],
)
def test_first_words_stand_for_a_company(text: str, names: list[str]) -> None:
    """A town and a name may be a company's short form; a country and a name are not."""
    short = " ".join(text.split()[:2])
    found = read_text(text).mentions
    assert [one.text for one in found if one.text == short and one.type == "company"] == names
