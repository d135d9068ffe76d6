"""One sentence for a result, and nothing in it that the result does not say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from counterflow.screen.answer import ListRef, ReasonLine, Result, Status
from counterflow.screen.query import QueryReader
from counterflow.screen.row import Row
from counterflow.screen.screener import Screener
from counterflow.screen.sentence import LEAST, MOST_CHARS, band_words, relate_names, write_sentence
from counterflow.screen.wording import BANDS, LISTERS, REASON_WORDS, REGISTERS, NameRelation

NAME = ReasonLine("name", "Kim Jong Un", "KIM JONG UN", 3.2)


def fact(feature: str, contribution: float) -> ReasonLine:
    return ReasonLine(feature, "", "", contribution)


def sentence(*reasons: ReasonLine, properties: Mapping[str, Sequence[str]] | None = None, **fields: Any) -> str:
    lists = fields.pop("lists", {})
    given = {
        "id": "un-1",
        "caption": "KIM JONG UN",
        "schema": "Person",
        "datasets": ("un_sc_sanctions",),
        "score": 0.75,
        "match": True,
        "status": Status.LISTED,
        "explanation": "",
        "reasons": reasons,
    }
    return write_sentence(Result(**{**given, **fields}), properties or {}, lists)


def test_what_speaks_for_and_against() -> None:
    """The name, the strongest fact on either side, who lists the party."""
    reasons = (
        ReasonLine("name", "Kim Chong Un", "KIM JONG UN", 3.2),
        fact("birth_year_equal", 0.33),
        fact("passport_differs", -0.675),
        fact("birth_place_differs", -0.344),
    )
    assert sentence(*reasons, properties={"alias": ["KIM JONG UN"]}) == snapshot(
        "Likely the same: the name resembles “KIM JONG UN” (an alias, written differently) and both were born in the "
        "same year, but the passports differ; listed by the UN Security Council."
    )


def test_a_name_alone_is_said_to_be_alone() -> None:
    """Also where the sort of party is the same, which says next to nothing."""
    assert sentence(NAME, fact("schema_same", 0.671), score=0.93) == snapshot(
        "Very likely the same, going by the name alone: the name matches “KIM JONG UN”; listed by the UN Security "
        "Council."
    )
    assert "alone" not in sentence(NAME, fact("birth_date_day_equal", 4.9))


def test_names_that_speak_against() -> None:
    """They are a contradiction, and without any agreement there is no `but`."""
    other = ReasonLine("name", "Kim Jong Un", "KIM YONG CHOL", -3.1)
    assert sentence(other, fact("passport_equal", 8.0), score=0.6) == snapshot(
        "More likely the same than not: the passport number is the same, but the name differs from “KIM YONG CHOL” "
        "(written differently); listed by the UN Security Council."
    )
    assert sentence(other, fact("gender_differs", -2.0), score=0.01) == snapshot(
        "Very likely not the same: the name differs from “KIM YONG CHOL” (written differently) and the genders differ; "
        "listed by the UN Security Council."
    )
    near = ReasonLine("name", "Kim Jong Un", "KIM YONG CHOL", -0.4)
    assert "the name fits “KIM YONG CHOL” (written differently) only in part" in sentence(near)
    same = ReasonLine("name", "Vladimir", "VLADIMIR", -1.0)
    assert "the name matches “VLADIMIR”, which says little" in sentence(same)


def test_no_reasons_no_claims() -> None:
    """Neither names that are not there nor features without words are spoken of."""
    plain = snapshot("Possibly the same; listed by the UN Security Council.")
    assert sentence(score=0.4) == plain
    assert sentence(ReasonLine("name", "", "", -4.0), fact("horoscope", 9.0), score=0.4) == plain
    assert sentence(fact("passport_differs", -LEAST / 2), score=0.4) == plain


def test_the_cap_is_said_only_where_no_fact_is() -> None:
    """It repeats the number that differs."""
    assert "review" not in sentence(NAME, fact("imo_differs", -8.0), fact("review_cap", -9.0))
    assert "a number differs, which asks for a review" in sentence(NAME, fact("review_cap", -9.0))


@pytest.mark.parametrize(
    ("datasets", "said"),
    [
        (("us_ofac_sdn", "us_ofac_cons"), "listed by OFAC of the US."),
        (("un_sc_sanctions", "eu_fsf"), "listed by the UN Security Council and the EU."),
        (
            ("un_sc_sanctions", "eu_fsf", "gb_fcdo_sanctions", "own"),
            "listed by the UN Security Council, the EU and 2 more.",
        ),
        (("own list",), "listed by “own list”."),
        (("gleif",), "found in GLEIF's register of companies."),
        (("gleif", "eu_fsf"), "listed by the EU."),
        ((), "on a list that is not named."),
    ],
)
def test_who_lists_the_party(datasets: tuple[str, ...], said: str) -> None:
    """A publisher once; being in a register is not being listed."""
    assert sentence(NAME, datasets=datasets).endswith(f"; {said}")


def test_an_old_list_is_said_to_be_old() -> None:
    """With its date where it has one; a list of unknown age is not."""
    lists = {
        "un_sc_sanctions": ListRef("un_sc_sanctions", "2022-01", True),
        "eu_fsf": ListRef("eu_fsf", None, True),
        "own": ListRef("own", None, None),
    }
    said = sentence(NAME, datasets=("un_sc_sanctions", "eu_fsf"), lists=lists)
    assert said.endswith("; listed by the UN Security Council (out of date, of 2022-01) and the EU (out of date).")
    assert "out of date" not in sentence(NAME, datasets=("own",), lists=lists)


def test_who_is_on_no_list_is_unverified() -> None:
    """Whatever datasets name the party."""
    said = sentence(NAME, status=Status.UNVERIFIED)
    assert said.endswith("; UNVERIFIED: on no list now.")
    assert "listed" not in said


@pytest.mark.parametrize("status", Status)
def test_every_status_ends_a_sentence(status: Status) -> None:
    """So that one that is added is not said to be another."""
    assert (f"{status.value}: " in sentence(NAME, status=status)) == (status is not Status.LISTED)


@pytest.mark.parametrize(
    ("query", "candidate", "relation"),
    [
        ("Kim Jong-un", "KIM JONG UN", NameRelation.SAME),
        ("Müller", "MULLER", NameRelation.SAME),
        ("Un Jong Kim", "Kim Jong Un", NameRelation.ORDER),
        ("Putin", "Путин", NameRelation.SCRIPT),
        ("Kim Jong", "Kim Jong Un", NameRelation.FEWER),
        ("Kim Jong Un", "Kim Un", NameRelation.MORE),
        ("Kim Chong Un", "Kim Jong Un", NameRelation.WRITTEN),
        ("!", "?", NameRelation.WRITTEN),
    ],
)
def test_how_names_look(query: str, candidate: str, relation: NameRelation) -> None:
    """By their texts alone."""
    assert relate_names(query, candidate) is relation


@pytest.mark.parametrize(
    ("prop", "note"), [("alias", "an alias"), ("weakAlias", "a weak alias"), ("previousName", "a former name")]
)
def test_what_a_name_is_to_its_party(prop: str, note: str) -> None:
    """A name that stands under `name` too is none of these."""
    assert f"“KIM JONG UN” ({note})" in sentence(NAME, properties={prop: ["KIM JONG UN"]})
    both = {prop: ["KIM JONG UN"], "name": ["KIM JONG UN"]}
    assert note not in sentence(NAME, properties=both)


@pytest.mark.parametrize("band", BANDS)
def test_a_band_begins_at_its_number(band: Any) -> None:
    """And ends below the next."""
    assert band_words(band.least) == band.words
    assert band.least == 0 or band_words(band.least - 1e-9) != band.words


TEXT = st.text(max_size=80)
REASONS = st.lists(
    st.builds(
        ReasonLine,
        st.sampled_from(["name", "horoscope", *REASON_WORDS]),
        TEXT,
        TEXT,
        st.floats(-12, 12),
    ),
    max_size=12,
)
DATASETS = st.lists(st.one_of(st.sampled_from([*LISTERS, *REGISTERS]), TEXT), max_size=5).map(tuple)


@given(
    reasons=REASONS,
    datasets=DATASETS,
    score=st.floats(0, 1),
    status=st.sampled_from(Status),
    stale=st.booleans(),
    published=st.one_of(st.none(), TEXT),
)
def test_any_reasons_give_one_sentence(
    reasons: list[ReasonLine],
    datasets: tuple[str, ...],
    score: float,
    status: Status,
    stale: bool,
    published: str | None,
) -> None:
    """Bounded, on one line, without a character that does not show, saying of facts only what is among the reasons."""
    lists = {name: ListRef(name, published, stale) for name in datasets}
    said = sentence(*reasons, datasets=datasets, score=score, status=status, lists=lists)
    assert len(said) <= MOST_CHARS
    assert said.startswith(band_words(score))
    assert said.endswith(".")
    shown = said.translate(dict.fromkeys(map(ord, "\u2068\u2069\u200c\u200d")))
    assert all(unicodedata.category(char)[0] != "C" for char in shown)
    assert said.count("\u2068") == said.count("\u2069")
    claimed = re.sub("“.*?”", "", said)
    held = {REASON_WORDS[one.feature] for one in reasons if one.feature in REASON_WORDS}
    for words in set(REASON_WORDS.values()) - held:
        assert not any(part == words for part in re.split(r": | and |, but |; ", claimed))


@given(
    name=st.floats(-5, 5),
    features=st.lists(st.sampled_from(sorted(REASON_WORDS)), min_size=3, max_size=3, unique=True),
    signs=st.lists(st.sampled_from([-1.0, 1.0]), min_size=3, max_size=3),
)
def test_a_sentence_is_short(name: float, features: list[str], signs: list[float]) -> None:
    """Of a usual name and two lists: 50 words at most, and mostly far fewer."""
    reasons = [ReasonLine("name", "Kim Chong Un", "KIM JONG UN", name)]
    reasons += [fact(feature, sign) for feature, sign in zip(features, signs, strict=True)]
    said = sentence(*reasons, datasets=("un_sc_sanctions", "us_ofac_sdn"), properties={"alias": ["KIM JONG UN"]})
    assert len(said.split()) <= 50


def test_every_result_of_a_search_has_one(screener: Screener) -> None:
    """Made of its own reasons and lists."""
    (answer,) = screener.answer([QueryReader().read(Row(1, {"name": "ri yong ho"}))])
    assert [one.explanation for one in answer.results] == snapshot(
        [
            "Very likely the same, going by the name alone: the name matches “RI YONG HO”; UNVERIFIED: on no list now.",
            "Very likely the same, going by the name alone: the name matches “Ri Yong Ho”; listed by the UN Security "
            "Council.",
        ]
    )
