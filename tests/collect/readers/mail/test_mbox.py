"""Mail folders. They are written here, so that each odd shape is small and known."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.reader import Head, Tally
from counterflow.collect.readers.mail import mbox
from counterflow.collect.readers.mail.mbox import MboxReader
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.tables import DOCUMENT, PROBLEM, Document, Problem

LINE = b"From mara@harbour.example Thu Mar 15 10:00:00 2012\n"


def message(subject: bytes, body: bytes) -> bytes:
    """Write one message of a folder."""
    return LINE + b"From: Mara Lind <mara@harbour.example>\nSubject: " + subject + b"\n\n" + body + b"\n\n"


FOLDER = (
    message(b"coal", b"Who paid?\n>From the harbour office came no answer.\n>>From here neither.")
    + message(
        b"seal", b"From nobody came an answer.\nFrom mara@harbour.example Thu Mar 15 10:00:00 2012 is no mark here."
    )
    + message(b"flag", b"Three flags.")
)


def read_all(path: Path, data: bytes) -> tuple[list[Document], list[Problem], Tally]:
    """Read a folder given as bytes; records in = documents + problems of severity `record`."""
    path.write_bytes(data)
    file = SourceFile(path, f"inputs/{path.name}", hashlib.sha256(data).hexdigest(), len(data), "resource-1")
    *rows, tally = MboxReader().read(Source("mbox", (file,), "report"))
    documents = [row for row in rows if isinstance(row, Document)]
    problems = [row for row in rows if isinstance(row, Problem)]
    assert len(documents) + len(problems) == len(rows)
    DOCUMENT.arrange([DOCUMENT.from_rows(documents)])
    PROBLEM.arrange([PROBLEM.from_rows(problems)])
    assert isinstance(tally, Tally)
    assert tally.records == len(documents) + sum(row.severity == "record" for row in problems)
    return documents, problems, tally


def bodies(documents: list[Document]) -> list[str]:
    """Give the text of each message after its two headers."""
    return [row.text.split("\n\n", 2)[2] for row in documents]


def test_messages_are_parted_and_unquoted(tmp_path: Path) -> None:
    """A separator follows an empty line and holds a date; `>From` of a body loses one mark."""
    documents, problems, tally = read_all(tmp_path / "a.mbox", FOLDER)
    assert [(row.record, row.title) for row in documents] == [
        ("message 1", "coal"),
        ("message 2", "seal"),
        ("message 3", "flag"),
    ]
    assert bodies(documents) == [
        "Who paid?\n\nFrom the harbour office came no answer.\n\n> From here neither.",
        "From nobody came an answer.\n\nFrom mara@harbour.example Thu Mar 15 10:00:00 2012 is no mark here.",
        "Three flags.",
    ]
    assert problems == []
    assert tally.records == 3


@pytest.mark.parametrize(
    "line",
    [
        b"From - Thu Mar 15 10:00:00 2012\n",
        b"From 123@xxx Thu Mar 15 10:00:00 +0000 2012\r\n",
        b"From mara@harbour.example Thu Mar  5 9:00:00 UTC 2012\n",
        b'From "Mara Lind"@harbour.example  Thu Mar 15 10:00 2012\n',
    ],
)
def test_separators_of_common_programs(tmp_path: Path, line: bytes) -> None:
    """What mail programs write between messages."""
    data = (line + b"Subject: coal\n\nPaid.\n\n") * 2
    assert MboxReader().recognise(Head(tmp_path / "folder", data))
    assert len(read_all(tmp_path / "a", data)[0]) == 2


def test_one_message_without_text_is_a_problem(tmp_path: Path) -> None:
    """The others are read."""
    documents, [problem], _ = read_all(
        tmp_path / "a", message(b"coal", b"Paid.") + LINE + b"\n\n" + message(b"x", b"y")
    )
    assert [row.record for row in documents] == ["message 1", "message 3"]
    assert (problem.record, problem.severity, problem.message) == (
        "message 2",
        "record",
        "the message holds no text",
    )


def test_a_message_too_large_to_hold_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is passed over without being held, whatever the length of its lines."""
    monkeypatch.setattr(mbox, "MAX_EML_BYTES", 2_000)
    monkeypatch.setattr(mbox, "MAX_LINE_BYTES", 64)
    data = message(b"coal", b"Paid.") + message(b"big", b"x" * 5_000) + message(b"flag", b"Sealed.")
    documents, [problem], _ = read_all(tmp_path / "a", data)
    assert [row.title for row in documents] == ["coal", "flag"]
    assert problem.record == "message 2"
    assert problem.message.startswith("the message is too large: 5,")


def test_equal_messages_are_told_apart(tmp_path: Path) -> None:
    """A message that lies in the folder twice is two documents."""
    documents, _, _ = read_all(tmp_path / "a", message(b"coal", b"Paid.") * 2)
    assert len({row.id for row in documents}) == 2


@pytest.mark.parametrize("data", [b"", b"From the desk of Mara Lind\n\nPaid.\n", b"A note.\n\n" + FOLDER])
def test_files_without_messages_are_refused(tmp_path: Path, data: bytes) -> None:
    """They are not recognised, and named as mbox they are an error with the way out."""
    assert not MboxReader().recognise(Head(tmp_path / "a.mbox", data))
    with pytest.raises(InputError, match="does not begin with a message") as caught:
        read_all(tmp_path / "a.mbox", data)
    assert caught.value.next_step is not None


EDITS = st.lists(
    st.tuples(
        st.integers(0, len(FOLDER)),
        st.integers(0, 60),
        st.one_of(
            st.binary(max_size=8), st.sampled_from([LINE, b"\n" + LINE, b"\n\n", b"\0", b"Content-Type: multipart/x;"])
        ),
    ),
    min_size=1,
    max_size=6,
)


def check_mutated(path: Path, edits: list[tuple[int, int, bytes]]) -> None:
    """Whatever the bytes: documents and problems account for every message that begins."""
    data = FOLDER
    for at, length, put in edits:
        data = data[:at] + put + data[at + length :]
    try:
        documents, problems, _ = read_all(path, data)
    except InputError as exc:
        assert exc.what == "the file does not begin with a message"
        return
    places = [row.record for row in documents] + [row.record for row in problems]
    read = {place for place in places if place is not None and "," not in place}
    assert read == {f"message {number}" for number in range(1, len(read) + 1)}
    assert len(read) >= 1


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_damaged_folders_never_crash(tmp_path: Path, edits: list[tuple[int, int, bytes]]) -> None:
    """Truncated and changed folders."""
    check_mutated(tmp_path / "a", edits)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_ten_thousand_damaged_folders_never_crash(tmp_path: Path, edits: list[tuple[int, int, bytes]]) -> None:
    """The same law, over more of them."""
    check_mutated(tmp_path / "a", edits)
