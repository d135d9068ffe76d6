"""Frames as rows: exact spans, stable ids, times, the implied subject of a narrative."""

from __future__ import annotations

import itertools

import pytest

from counterflow.extract.read import Extracted, read, read_text
from counterflow.extract.reading import Reading
from counterflow.model.frame import frame_schema
from counterflow.tables import FRAME, Frame
from counterflow.tables.frame import Argument

REPORT = (
    "In March 2013, the Panamanian navy seized the ship Chong Chon Gang off Colon. Kyodo reported on 5 May 2014 that "
    "Kim Jong Un had sold 200 tons of coal to Iran for $2 million.\n\n"
    "He denied that the firm shipped “rockets” to Syria."
)
NARRATIVE = "Has procured missile parts for Iran. In 2012, he sold rockets to Syria."
LISTED = "Kim Chol"


def only(text: str, type_: str, subject: str | None = None) -> Frame:
    """Read the one frame of a type in a text."""
    (frame,) = [one for one in read_text(text, subject=subject).frames if one.type == type_]
    return frame


def filler(frame: Frame, role: str) -> Argument:
    """Give the one argument of a role."""
    (argument,) = [one for one in frame.args if one.role == role]
    return argument


@pytest.fixture(scope="module")
def report() -> Extracted:
    """The report, read once."""
    return read_text(REPORT)


def test_spans_equal_the_text(report: Extracted) -> None:
    """Each argument, source, trigger and time stands in the text as given, the trigger in its sentence."""
    assert len(report.frames) >= 3
    for frame in report.frames:
        for argument in (*frame.args, *frame.attribution):
            assert argument.start is not None
            assert REPORT[argument.start : argument.end] == argument.text != ""
        assert frame.start <= frame.trigger_start < frame.trigger_end <= frame.end
        if frame.time_start is not None:
            assert frame.start <= frame.time_start < (frame.time_end or 0) <= frame.end


def test_ids_are_unique_and_rows_are_in_order(report: Extracted) -> None:
    """One id a frame; frames come in the order of their triggers, and fit the table."""
    assert len({one.id for one in report.frames}) == len(report.frames)
    assert all(a.trigger_start <= b.trigger_start for a, b in itertools.pairwise(report.frames))
    FRAME.from_rows(report.frames)


def test_arguments_point_to_mentions_and_quantities(report: Extracted) -> None:
    """An argument carries the ids of the mention and the quantity at its span."""
    mentions = {one.id: one for one in report.mentions}
    quantities = {one.id: one for one in report.quantities}
    for argument in itertools.chain.from_iterable(frame.args for frame in report.frames):
        if argument.mention_id is not None:
            mention = mentions[argument.mention_id]
            assert (mention.start, mention.end, mention.entity) == (argument.start, argument.end, argument.entity)
        if argument.quantity_id is not None:
            quantity = quantities[argument.quantity_id]
            assert (quantity.start, quantity.end) == (argument.start, argument.end)
    sale = next(one for one in report.frames if one.type == "sale")
    assert quantities[filler(sale, "money").quantity_id or ""].low == 2_000_000
    assert mentions[filler(sale, "agent").mention_id or ""].text == "Kim Jong Un"


def test_who_says_so_is_a_row_of_its_own(report: Extracted) -> None:
    """The attribution holds sources with their spans, and is no argument."""
    sale = next(one for one in report.frames if one.type == "sale")
    assert [(one.role, one.text) for one in sale.attribution] == [("source", "Kyodo")]
    assert (sale.polarity, sale.hedge) == ("affirmed", "reported")
    assert "source" not in {one.role for one in sale.args}


def test_the_schema_is_that_of_the_type(report: Extracted) -> None:
    """Each row names the schema that it becomes and what made it."""
    assert all(one.schema == frame_schema(one.type).schema for one in report.frames)
    assert {one.extractor.partition("/")[0] for one in report.frames} == {"frames"}


TIMES = [
    ("In March 2013, the navy seized the ship.", "March 2013", "2013-03"),
    ("The navy seized the ship on 5 May 2014.", "5 May 2014", "2014-05-05"),
    ("The navy seized the ship on May 5.", "May 5", "XXXX-05-05"),
    ("The navy seized the ship in the 1970s.", "the 1970s", "197X"),
    ("The navy seized the ship between 2003 and 2005.", "2003 and 2005", "2003/2005"),
    ("The navy seized the ship.", None, None),
    # Each event has the time of its own clause.
    ("The navy, which was founded in 1948, seized the ship.", None, None),
]


@pytest.mark.parametrize(("text", "words", "edtf"), TIMES, ids=[text for text, _, _ in TIMES])
def test_times(text: str, words: str | None, edtf: str | None) -> None:
    """The time of an event is that of its clause, with its span and its precision."""
    frame = only(text, "seizure")
    assert frame.edtf == edtf
    if words is None:
        assert (frame.time_start, frame.time_end) == (None, None)
    else:
        assert words in text[frame.time_start : frame.time_end]


def test_two_events_have_two_times() -> None:
    """A time in one sentence is not given to the next."""
    frames = read_text("In 2012, the navy seized the ship. The firm sold rockets to Syria in 2014.").frames
    times = {one.type: one.edtf for one in frames if one.type in ("seizure", "sale")}
    assert times == {"seizure": "2012", "sale": "2014"}


@pytest.mark.parametrize(
    ("published", "edtf"), [("2015-05-05", "2014"), ("2015", None), (None, None)], ids=["day", "year", "unknown"]
)
def test_a_relative_time_needs_a_day_of_publication(published: str | None, edtf: str | None) -> None:
    """Without a full date "last year" has no value."""
    (frame,) = [
        one for one in read_text("The navy seized the ship last year.", published=published).frames
        if one.type == "seizure"
    ]  # fmt: skip
    assert frame.edtf == edtf


def test_ids_do_not_change_between_readings() -> None:
    """The same document gives the same ids; another document, another subject other ones."""
    first, again = (list(read(Reading("a", REPORT))) for _ in range(2))
    assert first == again
    ids = {one.id for one in first if isinstance(one, Frame)}
    assert len(ids) > 0
    assert ids.isdisjoint(one.id for one in read(Reading("b", REPORT)) if isinstance(one, Frame))


def test_ids_do_not_depend_on_what_stands_behind() -> None:
    """An id is made of document, type, trigger and arguments: a text that goes on keeps the ids before."""
    sentence = "The Panamanian navy seized the ship Chong Chon Gang off Colon."
    short = [one.id for one in read(Reading("a", sentence)) if isinstance(one, Frame)]
    long = [one.id for one in read(Reading("a", f"{sentence}\n\nIran sold arms.")) if isinstance(one, Frame)]
    assert len(short) > 0
    assert long[: len(short)] == short


def test_marking_comes_from_the_document() -> None:
    """Each row is marked as its document is."""
    frames = [one for one in read(Reading("d", REPORT, handling="TLP:AMBER")) if isinstance(one, Frame)]
    assert {one.handling for one in frames} == {"TLP:AMBER"}
    assert {one.document_id for one in frames} == {"d"}


def test_an_implied_subject_stands_nowhere() -> None:
    """In a narrative, a sentence without a subject has the listed party: its name, no span, no mention."""
    agent = filler(only(NARRATIVE, "procurement", LISTED), "agent")
    assert agent[:6] == ("agent", None, None, LISTED, None, None)
    assert agent.entity is not None


def test_the_implied_subject_is_one_thing() -> None:
    """Left out or "he": both have the key of the listed party, another document has another."""
    left_out = filler(only(NARRATIVE, "procurement", LISTED), "agent")
    twice = [
        filler(one, "agent").entity
        for one in read_text("Has sold arms to Iran. Has sold rockets to Syria.", subject=LISTED).frames
        if one.type == "sale"
    ]
    assert len(twice) == 2
    assert len(set(twice)) == 1
    assert twice[0] != left_out.entity  # other texts


def test_a_pronoun_of_a_narrative_has_the_key_of_its_subject() -> None:
    """ "He" is the listed party: it keeps its span and has the party's key."""
    frames = read_text(NARRATIVE, subject=LISTED).frames
    left_out = next(filler(one, "agent") for one in frames if one.type == "procurement")
    he = next(filler(one, "agent") for one in frames if one.type == "sale")
    assert he.start == NARRATIVE.index("he sold")
    assert he.entity == left_out.entity


def test_a_report_has_no_implied_subject() -> None:
    """The same words outside of a narrative give no agent that nobody named."""
    frames = read_text(NARRATIVE).frames
    assert all(one.start is not None for frame in frames for one in frame.args)


@pytest.mark.parametrize(
    "text",
    ["Sold rockets to Syria.", "Supplied rockets to Syria.", "Procured rockets for Syria."],
)
def test_a_bare_verb_of_a_narrative_is_done_by_its_subject(text: str) -> None:
    """A narrative often begins with the verb alone: the listed party does it, the object is what stands behind."""
    agents = [one.text for frame in read_text(text, subject=LISTED).frames for one in frame.args if one.role == "agent"]
    assert agents == [LISTED]


@pytest.mark.parametrize("text", ["", "\n\n", "No event.", "“”", "Seized.", "sold " * 300])
def test_odd_texts_give_rows_or_nothing(text: str) -> None:
    """Nothing stops reading."""
    FRAME.from_rows(read_text(text).frames)


def test_possessive_gives_way_to_its_noun() -> None:
    """An argument told by "their" or "itself" is what the sentence has it stand for; "he" keeps its own span."""
    (quota,) = [
        one
        for one in read_text("The diplomats and businessmen smuggle gold to meet their cash quotas.").frames
        if one.type == "remittance"
    ]
    assert [arg.text for arg in quota.args] == ["The diplomats", "businessmen"]
    (paid,) = read_text("Diplomats paid themselves $5,000.").frames
    assert {("agent", "Diplomats"), ("recipient", "themselves")} <= {(arg.role, arg.text) for arg in paid.args}
    (sold,) = read_text("The general said that he sold rockets to Iran.").frames
    assert ("agent", "he") in [(arg.role, arg.text) for arg in sold.args]


def test_amounts_of_goods_are_quantities_and_of_persons_counts() -> None:
    """How many goods is a `quantity`, how many persons a `count`."""
    (sold,) = read_text("Two brokers sold nine trucks to Iran.").frames
    assert {("count", "Two"), ("quantity", "nine")} <= {(arg.role, arg.text) for arg in sold.args}


@pytest.mark.parametrize(
    ("text", "type_", "args"),
    [
        ("The regime uses its embassies to sell arms.", "sale", {"causer": "The regime", "agent": "its embassies"}),
        ("The navy sings and the army uses cash to buy arms.", "purchase", {"agent": "the army"}),
        ("Instead of selling the gold, the miners hid it.", "sale", {"agent": "miners"}),
        ("The men, several of whom bought rifles, fled.", "purchase", {"agent": "The men"}),
        ("The trading house is owned and run by the army.", "owns", {"owner": "the army"}),
        ("Delta Bank was designated for theft by the European Union.", "designation", {"agent": "European Union"}),
        ("The sale by the company of arms to Syria went on.", "sale", {"agent": "the company", "commodity": "arms"}),
        ("Mr. Orlan met with the envoy in Paris in May 2018.", "meeting", {"place": "Paris"}),
        ("The firm sold 300 drones worth $5 million to Iran.", "sale", {"money": "$5 million", "recipient": "Iran"}),
        ("Police seek the broker, a Belgian who sold the jets.", "sale", {"agent": "the broker"}),
        ("They work for the Movement of Orlan (QDe.010) and Al-Qaida.", "acts_for", {"principal": "Al-Qaida"}),
        ("Iran Air is involved in transferring drones to Russia.", "transfer", {"agent": "Iran Air"}),
        ("Mr. Holt paid the harbour master $20,000.", "payment", {"recipient": "harbour master", "money": "$20,000"}),
        ("The vessel loaded coal at Nampo on 3 May.", "shipment", {"vessel": "The vessel", "origin": "Nampo"}),
        ("Revenue from coal exports funds the army.", "financing", {"source": "Revenue", "beneficiary": "the army"}),
        ("It is unsurprising its diplomats are smuggling gold.", "trafficking", {"agent": "its diplomats"}),
        ("The firm both makes and sells rockets.", "sale", {"agent": "The firm"}),
        ("Government trucks are used to transport opium.", "shipment", {"vessel": "Government trucks", "agent": None}),
        ("Farms are used to grow opium.", "production", {"facility": "Farms", "agent": None}),
        ("The regime relies on embassies to sell gold.", "sale", {"agent": "embassies", "causer": "The regime"}),
        ("The ship, a tanker owned by the army, carried oil.", "shipment", {"vessel": "The ship", "commodity": "oil"}),
        ("The firm, owned by the army, exports coal to China.", "shipment", {"agent": "The firm", "commodity": "coal"}),
        ("Two men linked to the embassy paid the broker in cash.", "payment", {"agent": "Two men"}),
        ("According to the panel, Delta Ltd. shipped coal to China.", "shipment", {"agent": "Delta Ltd."}),
        ("The rifles that the bank sold to Iran were old.", "sale", {"agent": "the bank", "commodity": "rifles"}),
        ("The rifles which the firm sold to Iran were old.", "sale", {"agent": "the firm", "commodity": "rifles"}),
        ("SYDNEY, 3 May – Australia has paid $693,333 to the fund.", "payment", {"agent": "Australia"}),
        ("The coal that the tanker carried was burnt.", "shipment", {"vessel": "the tanker", "commodity": "coal"}),
        ("Police found the rifles that the bank bought.", "purchase", {"agent": "the bank", "commodity": "rifles"}),
        ("A tip that she carried narcotics led to it.", "shipment", {"commodity": "narcotics"}),
        ("Diplomats are used to smuggle gold.", "trafficking", {"agent": "Diplomats"}),
        ("The money is used to fund the army.", "financing", {"source": "money"}),
        ("There is a way for the army to sell coal.", "sale", {"agent": "the army"}),
        ("His uncle was executed.", "family", {"a": "His", "b": "His uncle"}),
        ("The group earns millions from trade.", "revenue", {"source": "trade"}),
    ],
)
def test_roles_are_found_however_it_is_said(text: str, type_: str, args: dict[str, str | None]) -> None:
    """Who does it, to whom, where and for how much, also where the words stand apart or the parser errs."""
    found = {arg.role: arg.text for arg in only(text, type_).args}
    assert {role: found.get(role) for role in args} == args


def test_a_rate_and_a_term_are_no_times() -> None:
    """ "$5 million a year" and "for ten years" in prison do not say when."""
    assert only("North Korean workers earn about $500 million a year for the regime.", "revenue").time_start is None
    assert only("She was detained for up to ten years.", "arrest").time_start is None


def test_a_description_at_the_root_is_the_listed_party() -> None:
    """ "Engineering firm that procures ...": the party of the narrative procures, not "firm"."""
    frame = only("Engineering firm that procures lathes for the ministry.", "procurement", LISTED)
    assert filler(frame, "agent").start is None
