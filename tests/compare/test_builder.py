"""FtM entities as frames."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from counterflow.compare.builder import NAME_PROPERTIES, FrameBuilder, analyse_names, kind_of
from counterflow.compare.frame import Frame, NameKind, NameRank
from counterflow.compare.matcher import frame_of

from .conftest import company, person


def arrays(frame: Frame) -> Iterator[NDArray[Any]]:
    for part in frame:
        yield from (part,) if isinstance(part, np.ndarray) else part


def text_of(frame: Frame, token: int) -> str:
    vocabulary = frame.vocabulary
    return vocabulary.text[vocabulary.text_at[token] : vocabulary.text_at[token + 1]].tobytes().decode()


def names_of(frame: Frame, party: int) -> list[str]:
    """Spell out the names of a party."""
    names = frame.names
    return [
        " ".join(text_of(frame, token) for token in names.token[names.token_at[name] : names.token_at[name + 1]])
        for name in range(frame.name_at[party], frame.name_at[party + 1])
    ]


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ("Person", NameKind.PERSON),
        ("Company", NameKind.ORGANISATION),
        ("LegalEntity", NameKind.ORGANISATION),
        ("Vessel", NameKind.THING),
        ("Airplane", NameKind.THING),
        ("NoSuchSchema", NameKind.ORGANISATION),
    ],
)
def test_kinds_of_names(schema: str, kind: NameKind) -> None:
    assert kind_of(schema) == kind


def test_ranks_follow_the_property() -> None:
    """The firmest names come first, in the order of `NAME_PROPERTIES`, whatever that of the record."""
    properties = {
        "abbreviation": ["KWP"],
        "weakAlias": ["the Party"],
        "previousName": ["Workers Party of North Korea"],
        "alias": ["조선로동당"],
        "name": ["Workers Party of Korea"],
    }
    names = analyse_names("Organization", properties)
    assert [(name.text, name.rank) for name in names] == [
        ("Workers Party of Korea", NameRank.NAME),
        ("조선로동당", NameRank.ALIAS),
        ("Workers Party of North Korea", NameRank.ALIAS),
        ("the Party", NameRank.WEAK),
        ("KWP", NameRank.WEAK),
    ]
    assert [name for name, _ in NAME_PROPERTIES] == ["name", "alias", "previousName", "weakAlias", "abbreviation"]


def test_one_name_is_kept_once() -> None:
    """Capitals and titles make no other name; the firmest of equal names stays."""
    names = analyse_names("Person", {"name": ["Kim Jong Un", "KIM Jong-un"], "weakAlias": ["Mr Kim Jong Un"]})
    assert [(name.text, name.rank) for name in names] == [("Kim Jong Un", NameRank.NAME)]


def test_legal_forms_are_told_apart_by_class() -> None:
    limited, written_out, stock, bare = (
        analyse_names("Company", {"name": [name]})[0]
        for name in ("Rosneft Ltd", "Rosneft Limited", "Rosneft JSC", "Rosneft")
    )
    assert [limited.tokens, stock.tokens, bare.tokens] == [["rosneft"]] * 3
    assert limited.legal == written_out.legal != 0
    assert stock.legal not in (0, limited.legal)
    assert bare.legal == 0


def test_legal_forms_are_names_of_persons() -> None:
    """Of a person's name nothing but titles is taken: Co and An are family names."""
    assert analyse_names("Person", {"name": ["Ngo Van Co"]})[0].tokens == ["ngo", "van", "co"]


def test_a_vessel_loses_its_prefix() -> None:
    assert analyse_names("Vessel", {"name": ["M/V WISE HONEST"]})[0].tokens == ["wise", "honest"]


def test_a_person_of_parts_has_the_name_that_they_make() -> None:
    parts = {"lastName": ["Putin"], "firstName": ["Vladimir"], "fatherName": ["Vladimirovich"]}
    assert [name.text for name in analyse_names("Person", parts)] == ["Vladimir Vladimirovich Putin"]
    assert [name.text for name in analyse_names("Person", {"name": ["V. Putin"], **parts})] == ["V. Putin"]
    assert analyse_names("Company", parts) == []


@pytest.mark.parametrize("name", ["", " ", "🚀", "...", "\ud800", "\u200b"])
def test_a_name_without_text_is_none(name: str) -> None:
    assert analyse_names("Person", {"name": [name]}) == []


def test_frame_of_three_parties() -> None:
    frame = frame_of([person("Kim Jong Un", "김정은"), {"schema": "Person"}, company("Kim Trading Ltd", "Kim")])
    assert frame.name_at.tolist() == [0, 2, 2, 4]
    assert [names_of(frame, party) for party in range(3)] == [
        ["kim jong un", "김 정은"],
        [],
        ["kim trading", "kim"],
    ]
    assert frame.names.kind.tolist() == [NameKind.PERSON] * 2 + [NameKind.ORGANISATION] * 2
    assert frame.names.rank.tolist() == [NameRank.NAME] * 4
    assert (frame.names.legal != 0).tolist() == [False, False, True, False]
    texts = [text_of(frame, token) for token in range(len(frame.vocabulary.role))]
    assert texts == ["jong", "kim", "trading", "un", "김", "정은"]


def test_nothing_makes_an_empty_frame() -> None:
    frame = FrameBuilder().freeze()
    assert frame.name_at.tolist() == frame.names.token_at.tolist() == frame.vocabulary.text_at.tolist() == [0]
    assert len(frame.names.token) == len(frame.vocabulary.role) == 0


def test_arrays_are_read_only() -> None:
    frame = frame_of([person("Kim Jong Un", birthDate=["1984-01-08"])])
    assert not any(array.flags.writeable for array in arrays(frame))


texts = st.lists(st.text(max_size=12) | st.sampled_from(["Kim Jong Un", "김정은", "Rosneft JSC", "Путин"]), max_size=3)
parties = st.builds(
    lambda schema, names, aliases: {"schema": schema, "properties": {"name": names, "alias": aliases}},
    st.sampled_from(["Person", "Company", "Vessel"]),
    texts,
    texts,
)


@given(st.lists(parties, max_size=5))
def test_frames_hold_what_analysis_gives(entities: list[dict[str, Any]]) -> None:
    """Names of a frame are those of `analyse_names`; tokens are in code point order, each once, each used."""
    frame = frame_of(entities)
    for number, entity in enumerate(entities):
        expected = [" ".join(name.tokens) for name in analyse_names(entity["schema"], entity["properties"])]
        assert names_of(frame, number) == expected
    words = [text_of(frame, token) for token in range(len(frame.vocabulary.role))]
    assert words == sorted(set(words))
    assert set(frame.names.token.tolist()) == set(range(len(words)))


@given(st.lists(parties, max_size=5))
def test_one_input_one_frame(entities: list[dict[str, Any]]) -> None:
    for one, other in zip(arrays(frame_of(entities)), arrays(frame_of(entities)), strict=True):
        assert one.dtype == other.dtype
        assert one.tobytes() == other.tobytes()
