"""The gold of reading is sound, and the rule that scores frames gives what its docstring says."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("benchmarks.reading.gold")

from benchmarks.reading.annotation import load_reports
from benchmarks.reading.frames import count, judge_doubt
from benchmarks.reading.gold import SETS, GoldError, GoldFrame, GoldPassage, GoldText, check, load_gold, load_types
from benchmarks.reading.match import match_text
from benchmarks.reading.ours import read_ours
from benchmarks.reading.spans import Place, frames_inside, is_right, places

from counterflow.extract.parse.passage import Span
from counterflow.tables import Frame
from counterflow.tables.frame import Argument


def argument(text: str, role: str, span: Span) -> Argument:
    return Argument(role, span.start, span.end, text[span.start : span.end], None, None, None)


def found(gold: GoldText, frame: GoldFrame) -> Frame:
    """The frame that a perfect reader finds."""
    time = (None, None) if frame.time is None else frame.time
    return Frame(
        id="",
        document_id="",
        type=frame.types[0],
        schema=None,
        start=frame.trigger.start,
        end=frame.trigger.end,
        trigger_start=frame.trigger.start,
        trigger_end=frame.trigger.end,
        args=tuple(argument(gold.text, one.role, span) for one in frame.args for span in one.spans[:1]),
        time_start=time[0],
        time_end=time[1],
        edtf=None,
        polarity=frame.polarity,
        hedge=frame.hedges[0],
        attribution=tuple(argument(gold.text, "source", one.spans[0]) for one in frame.sources if not one.is_author),
        extractor="",
        handling="",
    )


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "passages", "frames"),
    [("reports", 127, 93), ("narratives", 309, 358), ("doubt", 150, 231), ("second", 40, 76), ("quantities", 163, 0)],
)
def test_the_gold_lies_where_its_texts_are(shared_data: Path, name: str, passages: int, frames: int) -> None:
    """Every locator finds its text, every offset a word of it, and nothing is lost; loading checks it."""
    texts = load_gold(shared_data, name)
    assert sum(len(text.passages) for text in texts) == passages
    assert sum(len(text.frames) for text in texts) == frames
    assert len({(text.name, text.subject) for text in texts}) == len(texts)


@pytest.mark.shared_data
def test_the_annotated_report_has_its_scored_claims(shared_data: Path) -> None:
    """43 of the 56 claims are core and of a mapped type, eight of them carry a source."""
    (report,) = load_reports(shared_data)
    assert len(report.frames) == 43
    assert len(report.unscored) == 13
    assert sum(len(one.sources) > 0 for one in report.frames) == 8


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["report", *SETS[:4]])
def test_a_perfect_reader_scores_full_marks(shared_data: Path, name: str) -> None:
    """Frames made from the gold are all hits, all whole but for implied subjects, and no doubt comes out affirmed."""
    types = load_types(shared_data)
    for text in load_reports(shared_data) if name == "report" else load_gold(shared_data, name):
        frames = [found(text, one) for one in text.frames]
        outcomes = match_text(text, frames, types)
        counts = count(outcomes, types.types)
        assert counts.precision in {1.0, 0.0 if counts.gold == 0 else 1.0}
        assert counts.hits == counts.gold == sum(not one.is_optional for one in text.frames)
        for one in (one for outcome in outcomes for one in outcome.matched):
            implied = {f"{arg.role}=(subject)" for arg in one.gold.args if arg.is_implied}
            assert {fault.expected for fault in one.faults} <= implied
        judged = judge_doubt(text, frames, types)
        assert (judged.anything, judged.found, judged.doubted) == ((), judged.affirmed, judged.doubtful)


TEXT = GoldText(
    "made",
    "Orva Ltd. did not ship coal; it sold sand, Renk said.",
    (
        GoldPassage(
            0,
            53,
            (
                GoldFrame(("shipment",), Span(18, 22), (), None, "negated", ("fact",), ()),
                GoldFrame(("sale",), Span(32, 36), (), None, "affirmed", ("reported",), ()),
            ),
        ),
    ),
)


@pytest.mark.shared_data
def test_faults_are_seen(shared_data: Path) -> None:
    """Each thing wrong with a frame is a fault; a second frame for one event and an unknown one are spurious."""
    types = load_types(shared_data)
    shipment, sale = (found(TEXT, one) for one in TEXT.frames)
    wrong = sale._replace(
        hedge="fact", time_start=43, time_end=47, attribution=(argument(TEXT.text, "source", Span(0, 4)),)
    )
    # Of two frames that could be the sale the one with fewer faults is.
    (outcome,) = match_text(TEXT, [wrong, sale._replace(type="supplies"), sale._replace(type="arrest")], types)
    assert [one.type for one in outcome.spurious] == ["sale", "arrest"]
    assert [one.types[0] for one in outcome.missed] == ["shipment"]
    (outcome,) = match_text(TEXT, [wrong], types)
    assert [one.kind for one in outcome.matched[0].faults] == ["hedge", "time", "source"]
    affirmed = shipment._replace(polarity="affirmed", type="payment")
    judged = judge_doubt(TEXT, [affirmed, sale], types)
    assert (len(judged.by_rule), len(judged.any_type), len(judged.anything)) == (0, 1, 1)
    assert len(judge_doubt(TEXT, [affirmed._replace(type="transfer")], types).by_rule) == 1


@pytest.mark.parametrize(("start", "end"), [(3, 6), (0, 5), (9, 9), (50, 60)])
def test_an_offset_that_cannot_be_is_refused(start: int, end: int) -> None:
    """A trigger inside a word, with a blank at its end, empty, or beyond the text stops the loading."""
    frame = TEXT.frames[0]._replace(trigger=Span(start, end))
    with pytest.raises(GoldError):
        check(TEXT._replace(passages=(TEXT.passages[0]._replace(frames=(frame,)),)), frozenset({"shipment"}))


@pytest.mark.shared_data
def test_every_span_of_a_frame_equals_its_text(shared_data: Path) -> None:
    """Arguments, sources, triggers and times lie where they say, in a report and in sentences full of clauses."""
    texts = [*load_reports(shared_data), *load_gold(shared_data, "doubt")]
    for text in texts:
        read = read_ours(text)
        assert [place for place in places(read) if not is_right(text, place)] == []
        assert list(frames_inside(text, read)) == []


def test_an_implied_subject_is_right_only_where_there_is_one() -> None:
    """A span that is not its text is wrong, and so is an argument without a span in a text about nobody."""
    about = TEXT._replace(subject="Orva")
    assert is_right(TEXT, Place("argument", 0, 4, "Orva"))
    assert not is_right(TEXT, Place("argument", 0, 4, "Renk"))
    assert is_right(about, Place("argument", None, None, "Orva"))
    assert not is_right(TEXT, Place("argument", None, None, "Orva"))
    assert not is_right(about, Place("mention", None, None, "Orva"))
