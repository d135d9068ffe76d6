"""`counterflow extract`: files in, frames out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from counterflow.cli.main import counterflow
from counterflow.exc import UsageError
from counterflow.extract.reading import Reading
from counterflow.model.identity import make_id
from counterflow.service.reading import file as reading_file
from counterflow.service.reading import files as reading_files
from counterflow.stage import Row
from counterflow.tables import Argument, Frame, Mention, Quantity

ROOT = Path(__file__).parents[2]
SENTENCE = "Customs of a southern country reportedly seized 150 kg of\nheroin in May 2003."
TEXT = f"A title\n\nNobody knows why it came to this.\n\n{SENTENCE}\n"
VALIDATOR = Draft202012Validator(json.loads((ROOT / "docs/schema/extract.json").read_text(encoding="utf-8")))


def words(reading: Reading, text: str) -> tuple[int, int]:
    start = reading.text.index(text)
    return start, start + len(text)


def argument(reading: Reading, role: str, text: str, quantity: str | None = None) -> Argument:
    return Argument(role, *words(reading, text), text, None, quantity, f"entity:{text}")


def fake_read(reading: Reading) -> Iterator[Row]:
    """Find one mention, one amount and one frame in a text that holds a seizure."""
    if "seized" not in reading.text:
        return
    start, end = words(reading, "heroin")
    head = (make_id(reading.document_id, "m"), reading.document_id, start, end, "heroin", "commodity", None)
    yield Mention(*head, "entity:heroin", "common", None, start, end, "good/1", reading.handling)
    start, end = words(reading, "150 kg")
    yield Quantity(
        "q", None, reading.document_id, start, end, "150 kg", "mass", 150.0, 150.0, "kg", 150.0, 150.0, "kg", "=",
        None, False, reading.handling,
    )  # fmt: skip
    args = [
        argument(reading, "authority", "Customs"),
        argument(reading, "commodity", "heroin"),
        argument(reading, "quantity", "150 kg", "q"),
    ]
    if reading.subject is not None:
        args.append(Argument("from", None, None, reading.subject, None, None, "subject"))
    yield Frame(
        make_id(reading.document_id, "f"),
        reading.document_id,
        "seizure",
        "Seizure",
        *words(reading, SENTENCE if SENTENCE in reading.text else SENTENCE.replace("\n", " ")),
        *words(reading, "seized"),
        tuple(args),
        *words(reading, "May 2003"),
        "2003-05",
        "affirmed",
        "reported",
        (Argument("source", *words(reading, "reportedly"), "reportedly", None, None, None),),
        "frames/1",
        reading.handling,
    )


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_file, "read", fake_read)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode())
    return path


def call(*given: str | Path, status: int = 0, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(counterflow, ["extract", *(str(word) for word in given)], input=stdin)
    assert result.exit_code == status, result.output
    return result


def lines(result: Result) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in result.stdout.splitlines()]
    for line in found:
        VALIDATOR.validate(line)
    return found


def quoted(value: Any) -> Iterator[dict[str, Any]]:
    """Yield everything in a line that has a place."""
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from quoted(one)
    if isinstance(value, dict) and value.get("start") is not None:
        yield value


def test_a_line_a_frame(report: Path) -> None:
    """The contract's fields, by the published schema, each span equal to the file's own words."""
    (line,) = lines(call(report, "--json"))
    assert (line["document"], line["type"], line["schema"]) == (str(report), "seizure", "Seizure")
    assert (line["polarity"], line["hedge"], line["extractor"]) == ("affirmed", "reported", "frames/1")
    assert line["evidence"]["text"] == SENTENCE
    assert line["offsets"] == "file"
    assert {(one["role"], one["text"], one["entity"]) for one in line["args"]} == {
        ("authority", "Customs", "entity:Customs"),
        ("commodity", "heroin", "entity:heroin"),
        ("quantity", "150 kg", "entity:150 kg"),
    }
    (amount,) = [one["quantity"] for one in line["args"] if one["quantity"] is not None]
    assert (amount["norm_low"], amount["norm_high"], amount["norm_unit"]) == (150.0, 150.0, "kg")
    assert line["time"]["edtf"] == "2003-05"
    assert [one["text"] for one in line["attribution"]] == ["reportedly"]
    places = list(quoted(line))
    assert len(places) == 7
    for place in places:
        assert TEXT[place["start"] : place["end"]] == place["text"]


def test_all_names_and_amounts_too(report: Path) -> None:
    """`--all` adds lines of their own kind."""
    found = lines(call(report, "--json", "--all"))
    assert [line["kind"] for line in found] == ["mention", "quantity", "frame"]
    assert found[0]["entity"] == "entity:heroin"


def test_the_implied_subject_has_no_place(report: Path) -> None:
    """It stands nowhere in the narrative, so its name is all that is said."""
    (line,) = lines(call(report, "--json", "--subject", "Office 39"))
    implied = [one for one in line["args"] if one["role"] == "from"]
    assert [(one["start"], one["end"], one["text"]) for one in implied] == [(None, None, "Office 39")]
    assert TEXT[line["evidence"]["start"] : line["evidence"]["end"]] == SENTENCE


def test_a_bad_file_loses_nothing_of_the_others(report: Path, tmp_path: Path) -> None:
    """It is named on stderr, and the exit status says that something is missing."""
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.4\n")
    done = call(bad, tmp_path / "absent.txt", report, tmp_path, "--json", status=3)
    assert len(lines(done)) == 1
    assert f"error: {bad}: " in done.stderr
    assert "absent.txt: it cannot be read: No such file or directory" in done.stderr
    assert f"{tmp_path}: it is no file" in done.stderr


def test_nothing_readable_is_a_failure(tmp_path: Path) -> None:
    """Nothing was done, so the exit status is that of a failure."""
    done = call(tmp_path / "absent.txt", "--json", status=1)
    assert done.stdout == ""


def test_a_reader_that_fails_is_a_problem_of_its_file(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect shows with the file that brings it out; the others are read."""

    def fail(reading: Reading) -> Iterator[Row]:
        if "seized" not in reading.text:
            raise ValueError("no seizure")
        yield from fake_read(reading)

    monkeypatch.setattr(reading_file, "read", fail)
    other = tmp_path / "other.txt"
    other.write_text("Nothing happened here.", encoding="utf-8")
    done = call(other, report, "--json", status=3)
    assert len(lines(done)) == 1
    assert "other.txt: reading it fails (ValueError: no seizure)" in done.stderr


def test_ctrl_c_says_that_nothing_is_kept(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no case that finished work could be kept in; the lines printed so far stand."""

    def stop(*_: object, **__: object) -> Iterator[Row]:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading_files, "read_files", stop)
    done = call(report, "--json", status=130)
    assert "nothing is kept" in done.stderr


def test_stdin(report: Path) -> None:
    """`-` is a text whose format shows by itself."""
    (line,) = lines(call("-", "--json", stdin=TEXT.encode()))
    assert line["document"] == "-"
    with pytest.raises(UsageError, match="given twice"):
        CliRunner().invoke(counterflow, ["extract", "-", "-"], catch_exceptions=False)


def test_the_listing_shows_who_says_what_and_how_firmly(report: Path) -> None:
    """For a person: the sentence, the arguments, the source and the doubt."""
    text = " ".join(call(report).stdout.split())
    assert "Customs of a southern country reportedly seized 150 kg of heroin" in text
    assert "seizure authority Customs; commodity heroin; quantity 150 kg; time May 2003 = 2003-05" in text
    assert "REPORTED, says reportedly" in text


@pytest.mark.slow
def test_any_number_of_processes_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines come in the order of the files, whoever read them."""
    monkeypatch.setattr(reading_files, "POOL_BYTES", 0)
    paths = []
    for number in range(5):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Kim Jong Un met {number + 2} people in Pyongyang in 200{number}.\n", encoding="utf-8")
        paths.append(path)
    paths.insert(2, tmp_path / "absent.txt")
    command = [sys.executable, "-m", "counterflow", "extract", "--json", "--all", *map(str, paths)]
    one = subprocess.run([*command, "--processes", "1"], capture_output=True, check=False)
    monkeypatch.setattr(reading_file, "read", __import__("counterflow.extract.read", fromlist=["read"]).read)
    several = call("--json", "--all", "--processes", "2", *paths, status=3)
    assert one.returncode == 3
    assert one.stdout.decode() == several.stdout
    assert len(several.stdout.splitlines()) >= 10
