"""Two entities compared: laws that hold whatever they are."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from counterflow.compare.algorithm import Algorithm, load_algorithm
from counterflow.compare.kernel.party import Weights
from counterflow.compare.matcher import Matcher, frame_of
from counterflow.compare.reason import NAMES_DIFFER

from .conftest import company, person, vessel

MATCHER = Matcher()

WORDS = (
    "Kim Jong Un Il 김정은 Vladimir Wladimir Путин Putin Mohammed محمد bin Al-Assad الأسد J. P. V. 7 VII Seven "
    "Bank Banque Trading Good Will Goodwill Ocean Maritime Korea Daesong PLA Liberation Army Rosneft Роснефть 中国 "
    "银行 习近平 Xi Jinping Lee Ri 李 Schröder Schroeder Smith Smyth Ltd LLC JSC O'Neill 🙂 Straße".split()
)
names = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join) | st.text(max_size=20)
values = {
    "birthDate": st.sampled_from(["1970", "1970-01-01", "1952-10-07", "1952-07-10", "1950/1955", "unknown"]),
    "nationality": st.sampled_from(["ru", "kp", "suhh", "Russia"]) | st.text(max_size=3),
    "taxNumber": st.sampled_from(["7707083893", "5504036333", "AB-12 345"]) | st.text(max_size=12),
    "passportNumber": st.sampled_from(["AB1234567", "CD7654321"]),
    "imoNumber": st.sampled_from(["8905490", "IMO 9187629"]),
    "address": st.sampled_from(["1 Red Square, Moscow", "Pyongyang"]) | st.text(max_size=20),
    "gender": st.sampled_from(["male", "female", "?"]),
}


@st.composite
def entities(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a party with names and facts of any kind."""
    properties = {"name": draw(st.lists(names, max_size=3))}
    for name in draw(st.sets(st.sampled_from(["alias", "weakAlias", *values]), max_size=4)):
        properties[name] = draw(st.lists(values.get(name, names), max_size=2))
    return {"schema": draw(st.sampled_from(["Person", "Company", "Vessel", "LegalEntity"])), "properties": properties}


@given(entities(), entities())
def test_a_probability(left: dict[str, Any], right: dict[str, Any]) -> None:
    """In [0, 1], never NaN, whichever party is called left."""
    found, back = MATCHER.compare(left, right), MATCHER.compare(right, left)
    assert 0 <= found.score <= 1
    assert found.match == (found.score >= MATCHER.algorithm.threshold)
    assert back.score == found.score


BORN = {"birthDate": ["1967-05-23"], "gender": ["male"], "birthPlace": ["Trujillo"]}
OTHERS_BORN_THEN = [
    ("Diego Branco", "Patrick ZHUWAO"),
    ("Aleksej Beckmann", "Abigail DAMASANE"),
    ("민석 김", "Hyon Woo KIM"),
    ("पीताम्बर चक्रवर्ती", "Radoslav BRDJANIN"),
    ("Mohammed Nuri", "Mohammed ZAMMAR"),
]


@pytest.mark.parametrize(("left", "right"), OTHERS_BORN_THEN)
def test_nobody_is_stopped_for_a_birth_date(left: str, right: str) -> None:
    """Of ten thousand listed parties one was born on any day: with other names, that is no match."""
    found = MATCHER.compare(person(left, **BORN), person(right, **BORN))
    assert not found.match
    assert found.reasons[-1].feature == NAMES_DIFFER


@pytest.mark.parametrize(("left", "right"), OTHERS_BORN_THEN)
def test_a_number_makes_up_for_a_name(left: str, right: str) -> None:
    """Whoever bears another's passport number and was born on the same day bears a false name."""
    facts = {**BORN, "passportNumber": ["AB1234567"], "country": ["pe"]}
    assert MATCHER.compare(person(left, **facts), person(right, **facts)).match


MISSPELT = [
    ("aleksandr aleksandr mohammed muhammad rosneft", "mohammed nosneft muhammd aleksand aleksand"),
    ("muhammad vladimir ivanovich", "muhamcmad ivanovich vladnmir"),
    ("maritime aleksandr goodwill vladimir vladimir", "vltdimir miritime vladmimir goodwill alebksandr"),
    ("lukashenko muhammad schroder muhammad vladimir", "schroder vlaimir vladcimir muhammad lukalshenko"),
    ("muhammad lukashenko gonzalez konstantin goodwill", "gsodwill konstanin lskashenko mmohammed goozalez"),
]


def test_symmetric_to_the_last_bit() -> None:
    """Also where several words are misspelt, whose losses are added up."""
    for left, right in MISSPELT:
        for kind in (person, company):
            assert MATCHER.compare(kind(left), kind(right)).score == MATCHER.compare(kind(right), kind(left)).score


@given(entities())
def test_a_named_party_is_no_less_itself(entity: dict[str, Any]) -> None:
    """Nothing scores higher beside a party than the party does, names aside that say nothing."""
    itself = MATCHER.compare(entity, entity)
    if frame_of([entity]).name_at[1] > 0:
        assert itself.score > MATCHER.compare(entity, person("Qxzelderov Wvutsrq")).score


def name_of(left: dict[str, Any], right: dict[str, Any]) -> float:
    """What the names of two parties add to the log-odds."""
    return MATCHER.compare(left, right).reasons[0].contribution


def recased(text: str) -> list[str]:
    return [text.upper(), text.lower(), f"  {text}\t", text.replace(" ", "\u3000\n")]


@given(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), entities(), st.sampled_from(["Person", "Company"]))
def test_case_and_white_space_say_nothing(name: str, other: dict[str, Any], schema: str) -> None:
    score = MATCHER.compare({"schema": schema, "properties": {"name": [name]}}, other).score
    for text in recased(name):
        assert MATCHER.compare({"schema": schema, "properties": {"name": [text]}}, other).score == score


@given(entities(), entities(), st.randoms(use_true_random=False))
def test_the_order_of_facts_says_nothing(left: dict[str, Any], right: dict[str, Any], random: Any) -> None:
    shuffled = dict(sorted(left["properties"].items(), key=lambda _: random.random()))
    for name in values.keys() & shuffled.keys():
        shuffled[name] = random.sample(shuffled[name], len(shuffled[name]))
    assert MATCHER.compare({**left, "properties": shuffled}, right).score == MATCHER.compare(left, right).score


@given(entities(), entities())
def test_the_order_of_names_says_nothing(left: dict[str, Any], right: dict[str, Any]) -> None:
    turned = {**left, "properties": {name: found[::-1] for name, found in left["properties"].items()}}
    assert name_of(turned, right) == pytest.approx(name_of(left, right), rel=1e-6)


def test_the_order_of_names_of_strangers_says_nothing() -> None:
    several, others = ["STRASSE ß", "中国 Smith 리", "Vladmir🙂PLA"], vessel("Xi-LLC-P.", "Will")
    assert MATCHER.compare(vessel(*several), others).score == MATCHER.compare(vessel(*several[::-1]), others).score


@pytest.mark.parametrize(
    ("first", "second", "query"),
    [
        ("Ocean Star", "Good Will", "Goodwill"),
        ("Ocean Star", "Sun Moon Star", "Sunmoonstar"),
        ("Ocean Star", "People's Liberation Army", "PLA"),
        ("Ocean Star", "Islamic Revolutionary Guard Corps", "IRGC"),
    ],
)
def test_the_second_name_is_found_too(first: str, second: str, query: str) -> None:
    alone = MATCHER.compare(company(second), company(query))
    assert alone.match
    assert MATCHER.compare(company(first, second), company(query)).score == alone.score
    assert MATCHER.compare(company(second, first), company(query)).score == alone.score


@given(entities(), entities(), names)
def test_a_further_name_never_hurts(left: dict[str, Any], right: dict[str, Any], name: str) -> None:
    """The best pair of names counts; a firm name more can only find a better one."""
    more = {**left["properties"], "name": [*left["properties"]["name"], name]}
    assume(frame_of([{**left, "properties": {"name": left["properties"]["name"]}}]).name_at[1] > 0)
    assert name_of({**left, "properties": more}, right) >= name_of(left, right) - 1e-6


@given(st.lists(st.tuples(entities(), entities()), max_size=6))
def test_many_at_once_as_one_by_one(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """A frame of many parties gives the rows of frames of one."""
    lefts, rights = [left for left, _ in pairs], [right for _, right in pairs]
    assert MATCHER.score_many(lefts, rights).tolist() == [MATCHER.compare(left, right).score for left, right in pairs]
    left, right, at = frame_of(lefts), frame_of(rights), np.arange(len(pairs))
    rows = MATCHER.describe(left, at, right, at)
    for number, (one, other) in enumerate(pairs):
        single = MATCHER.describe(frame_of([one]), at[:1] * 0, frame_of([other]), at[:1] * 0)
        assert single.name[0].tolist() == rows.name[number].tolist()
        assert single.fact[0].tolist() == rows.fact[number].tolist()
        assert single.person[0] == rows.person[number]


def test_a_matcher_has_no_memory() -> None:
    """The same two records score the same whatever was compared before."""
    left, right = person("Kim Jong Un"), person("김정은")
    before = Matcher().compare(left, right)
    used = Matcher()
    for name in ("Vladimir Putin", "Xi Jinping", "Kim Jong Il"):
        used.compare(person(name), right)
    assert used.compare(left, right) == before


def test_another_algorithm() -> None:
    """Weights and threshold are those given."""
    ours = load_algorithm()
    weights = Weights(np.zeros_like(ours.weights.name), np.zeros_like(ours.weights.fact))
    found = Matcher(Algorithm("nothing-v1", 0.6, weights)).compare(person("Kim Jong Un"), person("Kim Jong Un"))
    assert (found.score, found.match) == (0.5, False)


@pytest.mark.xfail(
    strict=True, reason="pairs with contradicting numbers are pressed below 0.5, not below the threshold"
)
def test_another_threshold_holds_for_contradicting_numbers_too() -> None:
    facts = {"country": ["ru"], "incorporationDate": ["1995-10-06"]}
    left = company("Gazprom Neft", taxNumber=["7707083893"], **facts)
    right = company("Gazprom Neft", taxNumber=["5504036333"], **facts)
    assert not Matcher(load_algorithm()._replace(threshold=0.4)).compare(left, right).match


@pytest.mark.parametrize("entity", [{"schema": "Person"}, {"schema": "Person", "properties": {}}, person(), person("")])
def test_a_party_without_a_name_is_no_match(entity: dict[str, Any]) -> None:
    found = MATCHER.compare(entity, person("Kim Jong Un"))
    assert not found.match
    assert math.isfinite(found.score)


_IN_A_PROCESS = """
import json, sys
from counterflow.compare.matcher import Matcher
pairs = json.load(sys.stdin)
print(json.dumps([[(found.score, found.reasons) for found in [Matcher().compare(*pair)]][0] for pair in pairs]))
"""


@pytest.mark.slow
def test_every_process_gives_the_same() -> None:
    """Hashes of Python's own differ from process to process; no score depends on them."""
    facts = {
        "birthDate": ["1984-01-08", "1983"],
        "nationality": ["kp", "ru"],
        "passportNumber": ["A1234567", "B765432"],
    }
    parties = [
        person("Kim Jong Un", "김정은", "Ким Чен Ын", alias=["Kim Jong-woon"], **facts),
        person("Kim Jongun", "金正恩", **facts),
        company("Korea Daesong Bank JSC", "대성은행", country=["kp"], address=["Pyongyang, Segori-dong"]),
        company("Bank Daesong of Korea", country=["kp", "cn"], swiftBic=["KDBKKPPY"]),
    ]
    pairs = json.dumps([(one, other) for one in parties for other in parties])
    answers = [
        subprocess.run(
            [sys.executable, "-c", _IN_A_PROCESS],
            input=pairs,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert answers[0] == answers[1]
    assert json.loads(answers[0])[1][0] == MATCHER.compare(parties[0], parties[1]).score
