"""The span check: what is not in the text never becomes a row, and nothing is put right."""

from __future__ import annotations

import functools
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.extract.llm.answer import Fault, read_candidates
from counterflow.extract.llm.check import RuleReading, SpanCheck
from counterflow.extract.llm.vocabulary import HEDGES, POLARITIES, all_roles, frame_types, is_same_type, load_roles
from counterflow.extract.llm.window import show_sentences
from counterflow.extract.parse.passage import Span, fold
from counterflow.tables import FRAME, Frame

from .serving import TEXT, payment, read_rules, seizure


def check(reading: RuleReading, *candidates: Any) -> list[Frame | Fault | None]:
    """Check candidates of all sentences."""
    window = {one.number: one for one in show_sentences(fold(reading.text), reading.sentences)}
    read, faults = read_candidates(json.dumps({"frames": candidates}))
    checker = SpanCheck(reading, "llm:m/1")
    return [*faults, *(checker.check(one, window) for one in read)]


def fault(reading: RuleReading, candidate: Any) -> str:
    """Give the reason why a candidate is refused."""
    (found,) = check(reading, candidate)
    assert isinstance(found, Fault)
    return found.message


def test_what_stands_in_the_text_becomes_a_frame(reading: RuleReading) -> None:
    """Spans, names, quantities and times are those of the document."""
    seized, paid = check(reading, seizure(), payment())
    assert isinstance(seized, Frame) and isinstance(paid, Frame)
    FRAME.from_rows([seized, paid])
    assert [(arg.role, arg.text) for arg in seized.args] == [
        ("agent", "the Australian navy"),
        ("patient", "Pong Su"),
        ("quantity", "150 kilograms"),
    ]
    assert all(arg.start is not None and arg.text == TEXT[arg.start : arg.end] for arg in seized.args)
    assert TEXT[seized.trigger_start : seized.trigger_end] == "seized"
    assert (seized.edtf, seized.schema, seized.extractor) == ("2003-04", "Seizure", "llm:m/1")
    ship = next(one for one in reading.mentions if one.text == "Pong Su")
    assert (seized.args[1].mention_id, seized.args[1].entity) == (ship.id, ship.entity)
    # The row that our own reading has, with its open end: the model's number is a bound of it and no more.
    money = next(one for one in reading.quantities if one.kind == "money")
    assert (paid.args[1].quantity_id, money.text, money.high) == (money.id, "over $5 million", None)
    assert [one.text for one in paid.attribution] == ["officials in Canberra"]
    assert (TEXT[paid.start : paid.end]).startswith("Bureau 39") and paid.hedge == "reported"


ARGUMENT = {"role": "agent", "quote": "the Australian navy"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sentence": 2}, "quotes as trigger what is not in the sentence"),
        ({"sentence": 99}, "names a sentence that it was not asked about"),
        ({"type": "invasion"}, "unknown type"),
        ({"type": "__proto__"}, "unknown type"),
        ({"trigger": {"quote": "captured"}}, "not in the sentence"),
        ({"trigger": {"quote": "seize"}}, "not in the sentence"),  # cuts a word
        ({"trigger": {"quote": " seized"}}, "no quote"),
        ({"trigger": {"quote": ""}}, "no quote"),
        ({"trigger": {"quote": TEXT[:99]}}, "no quote"),
        ({"trigger": {"quote": "seized", "occurrence": 2}}, "an occurrence that is not there"),
        ({"trigger": {"quote": "seized", "occurrence": 0}}, "an occurrence that is not there"),
        ({"trigger": {"quote": "the"}}, "several times"),
        ({"arguments": [{"role": "agent", "quote": "the Austrian navy"}]}, "quotes as agent what is not"),
        ({"arguments": [{"role": "agent", "quote": "Bureau 39"}]}, "quotes as agent what is not"),
        ({"arguments": [{"role": "principal", "quote": "Pong Su"}]}, "a role that seizure has not"),
        ({"arguments": []}, "no argument"),
        ({"arguments": [{"role": "quantity", "quote": "heroin"}]}, "no quantity"),
        ({"arguments": [{"role": "quantity", "quote": "150 kilograms", "number": 1500}]}, "another number"),
        ({"arguments": [{"role": "quantity", "quote": "kilograms"}]}, "cuts a quantity"),
        ({"arguments": [{"role": "patient", "quote": "Pong Su", "number": 3}]}, "no quantity"),
        ({"time": {"quote": "Pong Su"}}, "no date"),
        ({"time": {"quote": "2003"}}, "cuts a date"),
        ({"time": {"quote": "In May 2003"}}, "quotes as time what is not"),
        ({"attribution": [{"quote": "the Pentagon"}]}, "quotes as attribution what is not"),
        ({"polarity": "true"}, "unknown polarity"),
        ({"hedge": "certain"}, "unknown hedge"),
        ({"polarity": None}, "no polarity"),
    ],
)
def test_what_does_not_hold_is_refused_with_the_reason(
    reading: RuleReading, changes: dict[str, Any], reason: str
) -> None:
    """One wrong part refuses the whole candidate: the rest of it is no better known."""
    assert reason in fault(reading, seizure(**changes))


def test_words_that_stand_twice_need_their_number(reading: RuleReading) -> None:
    """Which of two is said, never guessed; occurrences count whole words."""
    meeting = {"sentence": 4, "type": "meeting", "trigger": "met", "polarity": "affirmed", "hedge": "fact"}
    one, other = ({"role": "a", "quote": "Kim"}, {"role": "b", "quote": "Kim"})
    assert "several times" in fault(reading, meeting | {"arguments": [one, other]})
    (frame,) = check(reading, meeting | {"arguments": [one | {"occurrence": 1}, other | {"occurrence": 2}]})
    assert isinstance(frame, Frame)
    start = TEXT.index("Kim met")
    assert [arg.start for arg in frame.args] == [start, start + 8]
    art = read_rules("Bart sold art to Art Ltd.")
    sale = {"sentence": 1, "type": "sale", "trigger": "sold", "polarity": "affirmed", "hedge": "fact"}
    (frame,) = check(art, sale | {"arguments": [{"role": "commodity", "quote": "art"}]})
    assert isinstance(frame, Frame)
    assert frame.args[0].start == 10


def test_a_question_is_never_affirmed(reading: RuleReading) -> None:
    """What is asked is possible at most."""
    sale = {"sentence": 3, "type": "sale", "trigger": "sold", "polarity": "affirmed"}
    sale |= {"arguments": [{"role": "recipient", "quote": "Syria"}]}
    assert "in a question" in fault(reading, sale | {"hedge": "fact"})
    (frame,) = check(reading, sale | {"hedge": "possible"})
    assert isinstance(frame, Frame)


def give(stance: tuple[str, str], _: Span) -> tuple[str, str]:
    """Be a grammar that says the same of every span."""
    return stance


def test_a_model_cannot_take_doubt_away(reading: RuleReading) -> None:
    """Where the grammar says negated or planned, an affirmed candidate is refused; a doubtful one is kept."""
    for stance in (("negated", "fact"), ("affirmed", "planned"), ("denied", "reported")):
        doubting = reading._replace(stance=functools.partial(give, stance))
        assert "against the grammar" in fault(doubting, seizure())
        (frame,) = check(doubting, seizure(hedge="possible"))
        assert isinstance(frame, Frame)
    (frame,) = check(reading._replace(stance=lambda _: ("affirmed", "reported")), seizure())
    assert isinstance(frame, Frame)


def test_a_name_within_a_longer_phrase_is_not_the_phrase(reading: RuleReading) -> None:
    """Linking "officials in Canberra" to the city would say what nobody said."""
    (frame,) = check(reading, payment(arguments=[{"role": "agent", "quote": "officials in Canberra"}]))
    assert isinstance(frame, Frame)
    assert (frame.args[0].mention_id, frame.args[0].entity) == (None, None)


def test_the_rules_win(reading: RuleReading) -> None:
    """The same frame is theirs; one that contradicts them is refused, for a person to see."""
    (frame,) = check(reading, seizure())
    assert isinstance(frame, Frame)
    ruled = reading._replace(frames=[frame._replace(extractor="frames/1", args=frame.args[:1])])
    assert check(ruled, seizure()) == [None]
    assert "against the rules" in fault(ruled, seizure(polarity="negated"))
    (other,) = check(
        ruled, seizure(type="possession", trigger="carried", arguments=[{"role": "agent", "quote": "Pong Su"}])
    )
    assert isinstance(other, Frame)
    assert is_same_type("shipment", "trafficking") and not is_same_type("shipment", "sale")


def test_typographic_signs_are_their_plain_forms() -> None:
    """As everywhere in reading; the row holds the document's own."""
    reading = read_rules("On its way along the coast of Victoria the “People’s Navy” seized the\nPong Su.")
    (frame,) = check(
        reading,
        seizure(
            arguments=[{"role": "agent", "quote": '"People\'s Navy"'}, {"role": "patient", "quote": "the Pong Su"}],
            time=None,
        ),
    )
    assert isinstance(frame, Frame)
    assert [arg.text for arg in frame.args] == ["“People’s Navy”", "the\nPong Su"]


def test_each_type_has_roles_and_each_role_a_type() -> None:
    """The vocabulary is whole: a type without roles could never hold."""
    assert set(load_roles()) == set(frame_types())
    assert all(len(roles) > 0 for roles in load_roles().values())


_QUOTES = st.sampled_from(
    ["seized", "Pong Su", "the", "Bureau 39", "$5 million", "150", "In April 2003", "Kim", "", "x", "\ud800", "Syria?"]
)
_QUOTE = st.one_of(
    _QUOTES,
    st.fixed_dictionaries(
        {"quote": st.one_of(_QUOTES, st.text(max_size=9)), "occurrence": st.none() | st.integers(-1, 3)}
    ),
)
_CANDIDATE = st.fixed_dictionaries(
    {
        "sentence": st.integers(0, 6),
        "type": st.sampled_from([*frame_types(), "x"]),
        "trigger": _QUOTE,
        "arguments": st.lists(
            st.fixed_dictionaries(
                {
                    "role": st.sampled_from(all_roles()),
                    "quote": _QUOTES,
                    "number": st.none() | st.floats() | st.integers(),
                }
            ),
            max_size=3,
        ),
        "time": st.none() | _QUOTE,
        "polarity": st.sampled_from([*POLARITIES, "maybe"]),
        "hedge": st.sampled_from([*HEDGES, "maybe"]),
        "attribution": st.lists(_QUOTE, max_size=2),
    }
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_CANDIDATE, max_size=3))
def test_every_span_of_a_frame_is_its_text_in_its_sentence(candidates: list[Any]) -> None:
    """Whatever a model says, a frame's words stand in one sentence of the document."""
    reading = read_rules(TEXT)
    spans = set(reading.sentences)
    for frame in check(reading, *candidates):
        if not isinstance(frame, Frame):
            continue
        assert Span(frame.start, frame.end) in spans
        assert frame.start <= frame.trigger_start < frame.trigger_end <= frame.end
        for arg in (*frame.args, *frame.attribution):
            assert arg.start is not None and arg.end is not None
            assert frame.start <= arg.start < arg.end <= frame.end
            assert arg.text == TEXT[arg.start : arg.end]
        FRAME.from_rows([frame])
