"""Mentions linked to parties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from counterflow.resolve.mention.candidate import is_mixed, is_turned
from counterflow.resolve.mention.context import Around, Party
from counterflow.resolve.mention.link import _firmest, _Option, probabilities
from counterflow.resolve.mention.spoken import Spoken, _wording, variants
from counterflow.resolve.mention.weight import Anchor, Evidence, Named, weigh, weigh_company
from counterflow.resolve.schema import ORGANIZATION, PERSON, VEHICLE

Run = Callable[..., dict[str, pa.Table]]

PARTIES = [
    (
        "a:39",
        "Organization",
        {"name": ["OFFICE 39"], "alias": ["BUREAU 39", "OFFICE NO. 39"], "weakAlias": ["THIRD FLOOR"]},
    ),
    ("b:39", "Organization", {"name": ["Office 39"], "alias": ["Third Floor"]}),
    ("a:2", "Company", {"name": ["Korea Mining Development Trading Corporation"], "alias": ["KOMID"]}),
    ("a:3", "Company", {"name": ["Daesong Bank"], "alias": ["Daesong"]}),
    ("a:4", "Company", {"name": ["Korea Daesong General Trading"]}),
    ("a:5", "Company", {"name": ["North Korea"]}),
    ("a:6", "Person", {"name": ["KIM Yong Chol"], "birthDate": ["1962"]}),
    ("b:6", "Person", {"name": ["Kim Yong Chol"], "birthDate": ["1946"]}),
    ("a:7", "Person", {"name": ["RI Je Son"], "alias": ["Ri"]}),
    ("a:8", "Vessel", {"name": ["PONG SU"]}),
    ("a:9", "Person", {"name": ["KIM Jong Un"], "country": ["kp"]}),
    ("a:10", "Person", {"name": ["KIM Song"]}),
    ("a:11", "Person", {"name": ["RI Su Yong"]}),
]


CASES = [
    ("Bureau 39", "organization", {"a:39": "same"}),
    ("the Office 39's", "organization", {"a:39": "same"}),
    ("Office #39", "public_body", {"a:39": "same"}),
    ("Third Floor", "organization", {"a:39": "candidate"}),  # one list calls it weak
    ("KOMID", "company", {"a:2": "candidate"}),  # one word, and nothing around it
    ("Daesong", "company", {"a:3": "candidate"}),  # a word of several parties' names
    ("Daesong Bank", "company", {"a:3": "same"}),
    ("North Korea", "organization", {}),  # a country
    ("Kim Yong Chol", "person", {"a:6": "candidate", "b:6": "candidate"}),
    ("Je-son Ri", "person", {"a:7": "same"}),
    ("Ri", "person", {}),  # a bare surname
    ("Pong Su", "vessel", {"a:8": "same"}),
    ("Pong Su", "company", {"a:8": "candidate"}),  # no ship, as the reader has it
    ("Bureau 39", "place", {}),  # outside reports, places are no parties
    ("Nobody At All", "person", {}),
    ("Kim Jong Un", "person", {"a:9": "same"}),
    ("Kim Jong Il", "person", {}),
    ("Kim Jong-Il", "person", {}),
    ("Kim Il Sung", "person", {}),
    ("Kim Yong Nam", "person", {}),
    ("Ri Su Il", "person", {}),
]


def test_names_alone(run_resolve: Run) -> None:
    """A full name that one party bears is linked; less, or another's name, is not; no Kim becomes another."""
    links = run_resolve(PARTIES, mentions=[(text, type_) for text, type_, _ in CASES])["link"].to_pylist()
    found: dict[str, dict[str, str]] = {}
    for link in links:
        if link["kind"] == "mention":
            found.setdefault(link["source_id"], {})[link["target_id"]] = link["decision"]
    assert {f"{i} {case[0]}": found.get(f"m{i}", {}) for i, case in enumerate(CASES)} == {
        f"{i} {case[0]}": case[2] for i, case in enumerate(CASES)
    }
    assert all(link["probability"] >= 0.9 for link in links if link["kind"] == "mention" and link["decision"] == "same")


def test_the_subject_of_a_narrative_is_meant_first(run_resolve: Run) -> None:
    """In a narrative about one of two namesakes the name means that one."""
    links = run_resolve(PARTIES, mentions=[("Kim Yong Chol", "person")], subject="b:6")["link"].to_pylist()
    found = {link["target_id"]: link["decision"] for link in links if link["kind"] == "mention"}
    assert found == {"b:6": "same"}


def named(type_: str = "organization", **changes: Any) -> Named:
    """Make a name of two words that is the party's."""
    plain = Named(type_, False, False, False, False, False, False, True, 2, 2.0, True, False)
    return plain._replace(**changes)


NOWHERE = Around(frozenset(), frozenset(), frozenset(), frozenset(), frozenset(), False)
KP = Party(countries=frozenset(["kp"]), imo=frozenset(["7937317"]), births=frozenset(["1962"]))


def odds(name: Named, family: str, around: Around, *, is_public: bool = False, party: Party = KP) -> float:
    """Add up what the surroundings say."""
    return sum(one.contribution for one in weigh(name, family, is_public, party, around))


def test_surroundings_speak_for_and_against() -> None:
    """The party's country, number and birth date make it likelier, others less likely."""
    here = NOWHERE._replace(countries=frozenset(["kp"]), document_countries=frozenset(["kp"]))
    away = NOWHERE._replace(countries=frozenset(["au"]), document_countries=frozenset(["au"]))
    for name, family in ((named(), ORGANIZATION), (named("person"), PERSON), (named("vessel"), VEHICLE)):
        assert odds(name, family, away) < odds(name, family, NOWHERE) < odds(name, family, here)
    assert odds(named(), ORGANIZATION, away, is_public=True) < odds(named(), ORGANIZATION, away)
    for field, same, other in (("imo", "7937317", "8405270"), ("births", "1962", "1946")):
        changed: list[dict[str, Any]] = [{field: frozenset([value])} for value in (same, other)]
        right, wrong = (NOWHERE._replace(**change) for change in changed)
        assert odds(named(), VEHICLE, wrong) < odds(named(), VEHICLE, NOWHERE) < odds(named(), VEHICLE, right)


def test_a_weak_alias_says_less_with_its_country() -> None:
    """Half the words of a text about a country would otherwise be its groups' nicknames."""
    here = NOWHERE._replace(countries=frozenset(["kp"]), document_countries=frozenset(["kp"]))
    gain = odds(named(), ORGANIZATION, here) - odds(named(), ORGANIZATION, NOWHERE)
    weak = named(is_weak=True, is_weighed=True)
    assert odds(weak, ORGANIZATION, here) - odds(weak, ORGANIZATION, NOWHERE) < gain


def test_who_else_is_named_makes_a_party_likelier() -> None:
    """A party tied to one who is firmly named, and one that is named by another name too."""
    party = KP._replace(ties=frozenset(["b"]))
    assert sum(one.contribution for one in weigh_company("a", party, [], is_foreign=False)) == 0
    for anchor in ("a", "b"):
        assert sum(one.contribution for one in weigh_company("a", party, [Anchor(anchor, KP)], is_foreign=False)) > 1


def test_options_share_one_probability() -> None:
    """Two namesakes share what one would have, and nobody listed may be meant."""
    (alone,) = probabilities([4.0])
    first, second = probabilities([4.0, 4.0])
    assert alone > 0.9
    assert first == second < 0.5
    assert probabilities([]) == []
    assert probabilities([800.0, -800.0]) == [1.0, 0.0]


def test_names_of_persons_are_turned_and_not_mixed() -> None:
    """The surname may stand last; syllables of the given name keep their order."""
    assert is_turned("Yong-chol Kim", "KIM Yong Chol")
    assert not is_turned("Kim Il Sung", "KIM Sung Il")


def test_the_order_of_words_tells_persons_apart() -> None:
    """Also where one of them is spelled in another way; spellings in one order are no mix."""
    assert is_mixed("Kim Chol Song", "KIM Song Chol")
    assert is_mixed("Kim Chol Seong", "KIM Song Chol")
    assert not is_mixed("Song-chol Kim", "KIM Song Chol")
    assert not is_mixed("Kim Jong Un", "Kim Cho'ng-u'n")
    assert not is_mixed("Vladimir Vladimirovich Putin", "PUTIN, Vladimir Vladimirovich")


def test_a_name_is_not_completed_by_where_it_is() -> None:
    """ "Al-Qaida in Syria" may be a group's name, or Al-Qaida, in Syria."""
    text = "No haven for al-Qaida in Syria, nor for Petrel 8."
    listed = {"al qaida in syria", "petrel 8"}
    names = [("al-Qaida", 13), ("Syria", 25), ("Petrel", 40)]
    spoken = [
        Spoken("m", "d", "e", "organization", name, start, start + len(name), 0, len(text), "TLP:CLEAR", True)
        for name, start in names
    ]
    assert [text[one.start : one.end] for one in spoken] == [name for name, _ in names]
    assert [_wording(one, text, listed) for one in spoken] == ["al-Qaida", "Syria", "Petrel 8"]


FAMILY = [
    ("a:1", "Organization", {"name": ["Islamic State of Iraq and the Levant"], "alias": ["ISIL"]}),
    ("a:2", "Organization", {"name": ["ISIL Khorasan"]}),
    ("a:3", "Organization", {"name": ["ISIL in Yemen"]}),
    ("a:4", "Company", {"name": ["Daesong Bank"], "alias": ["Daesong"]}),
    ("a:5", "Company", {"name": ["Daesong Trading"]}),
    ("a:6", "Company", {"name": ["Harbour Line"], "alias": ["Orient"]}),
    ("a:7", "Company", {"name": ["Orient Star Shipping"]}),
]


@pytest.mark.parametrize(("text", "expected"), [("ISIL", "same"), ("Daesong", "candidate"), ("Orient", "candidate")])
def test_a_word_that_branches_are_named_after_is_the_partys(run_resolve: Run, text: str, expected: str) -> None:
    """ISIL is who its branches are named after; a short form, and a word of strangers' names, is nobody's alone."""
    programme = {"a:7": "OTHER"}
    papers = [
        (f"{one}:s", "Sanction", {"entity": [one], "programId": [programme.get(one, "TERROR")]}) for one, _, _ in FAMILY
    ]
    links = run_resolve([*FAMILY, *papers], mentions=[(text, "organization")], in_reports=True)["link"].to_pylist()
    found = {link["target_id"]: link["decision"] for link in links if link["kind"] == "mention"}
    assert found[{"ISIL": "a:1", "Daesong": "a:4", "Orient": "a:6"}[text]] == expected


def test_another_spelling_of_the_name_comes_before_longer_names(run_resolve: Run) -> None:
    """Al-Qaeda in Iraq is Al-Qaida in Iraq, for all the others that are called so and more."""
    parties = [
        ("a:1", "Organization", {"name": ["Al-Qaida in Iraq"]}),
        ("a:2", "Organization", {"name": ["Kurdistan Brigade of Al-Qaida in Iraq"]}),
        ("a:3", "Organization", {"name": ["Al-Qaida in the Arabian Peninsula"]}),
    ]
    links = run_resolve(parties, mentions=[("al-Qaeda in Iraq", "organization")], in_reports=True)["link"].to_pylist()
    assert {link["target_id"] for link in links if link["kind"] == "mention" and link["decision"] == "same"} == {"a:1"}


def test_a_numbered_office_has_several_words() -> None:
    """Room 39 is Bureau 39; a numbered road is nothing."""
    assert {"Bureau 39", "Office 39"} <= set(variants("Room 39"))
    assert list(variants("Road 39")) == []


def option(canonical_id: str, family: str, *evidence: Evidence, is_equal: bool = True) -> _Option:
    """Make a party that a thing may be, called by its name."""
    reasons = (Evidence("name", "Kim Tong Chol", "KIM Tong Chol", 2.5), *evidence)
    return _Option(canonical_id, family, "TLP:CLEAR", is_equal, reasons)


def test_a_country_chooses_none_of_several_namesakes() -> None:
    """Two listed Kim Tong Chols, of whom one has the country of the text, and the other another: it may be either."""
    here, away = Evidence("country", "kp", "kp", 0.8), Evidence("country", "kp", "na", -1.0)
    born = Evidence("birthDate", "1966", "1966", 3.0)
    assert _firmest([option("a", PERSON, here), option("b", PERSON, away)]) is None
    chosen = _firmest([option("a", PERSON, here, born), option("b", PERSON, away)])
    assert chosen is not None
    assert chosen.canonical_id == "a"


def test_a_name_that_is_anothers_is_no_link_and_takes_nothing() -> None:
    """Office 91 is not Office 39 for being named beside it, and no less its own for being like it."""
    like = _Option(
        "b", ORGANIZATION, "TLP:CLEAR", False, (Evidence("name", "x", "y", -1.4), Evidence("tie", "", "", 9.0))
    )
    assert _firmest([like]) is None
    chosen = _firmest([option("a", ORGANIZATION), like])
    assert chosen is not None
    assert chosen.canonical_id == "a"
