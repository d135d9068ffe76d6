"""The command line: the contract of exit codes, streams and JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from counterflow.case import Case, load_case
from counterflow.collect.walk import printable

COMMAND = [sys.executable, "-m", "counterflow"]


def call(*arguments: str | Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    """Call the command and check its exit status."""
    words = [*COMMAND, *(str(one) for one in arguments)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == status, done.stderr
    return done


@pytest.fixture
def copy(example_case: Case, tmp_path: Path) -> Path:
    """A copy of the built example that a test may change."""
    root = tmp_path / "copy"
    shutil.copytree(example_case.root, root)
    return root


def test_help_and_version() -> None:
    """Help names the commands in the order a newcomer meets them."""
    text = call("--help").stdout.partition("Commands:")[2]
    assert text.index("demo") < text.index("init") < text.index("run") < text.index("show")
    assert call("--version").stdout.startswith("counterflow ")


def test_a_new_case_runs_at_once(tmp_path: Path) -> None:
    """init makes a case that run takes, with its template's comments kept; twice is an error."""
    root = tmp_path / "new"
    call("init", root)
    assert call("run", root, "--quiet").stderr == ""
    assert "a case is there already" in call("init", root, status=1).stderr


def test_a_run_without_changes_says_so(copy: Path) -> None:
    """Messages go to stderr, JSON to stdout; quarantine is exit 0 here because the example has none."""
    done = call("run", copy)
    assert "nothing changed" in done.stderr
    assert done.stdout == ""
    report = json.loads(call("run", copy, "--json").stdout)
    assert report["is_new"] is False
    assert report["tables"]["document"] == 29


@pytest.mark.slow
def test_quarantine_is_exit_3_and_listed(copy: Path) -> None:
    """A broken file ends in exit 3, and --problems says which and what next."""
    (copy / "inputs" / "reports" / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert "--problems" in call("run", copy, status=3).stderr
    text = call("show", copy, "--problems").stdout
    assert "broken.pdf" in text


def test_show_prints_a_dossier_with_sources(copy: Path) -> None:
    """Names, facts, links and passages, each with dataset and record or document."""
    text = call("show", copy, "Bureau 39").stdout
    for part in ("NAMES", "FACTS", "LINKS", "PASSAGES", "us_ofac_sdn 2022-01", "ofac-12209", "Korea Daesong Bank"):
        assert part in text
    data = json.loads(call("show", copy, "Bureau 39", "--json").stdout)
    assert data["version"] == 1
    assert "ofac-12209" in {member["entity_id"] for member in data["result"]["members"]}


def test_an_ambiguous_name_exits_1_with_candidates(copy: Path) -> None:
    """The candidates and their ids stand on stderr."""
    done = call("show", copy, "Kim Yong Chol", status=1)
    assert done.stdout == ""
    assert done.stderr.count("\n") >= 3


def test_wrong_use_is_exit_2(tmp_path: Path) -> None:
    """An unknown command is named with the nearest; a missing argument is wrong use too."""
    assert "Did you mean 'show'" in call("shwo", status=2).stderr
    call("run", status=2)
    call("run", tmp_path / "x", "--processes", "0", status=2)


def test_a_folder_that_is_no_case_is_exit_1(tmp_path: Path) -> None:
    """The error names the folder and how to make a case."""
    assert "counterflow init" in call("run", tmp_path / "none", status=1).stderr


@pytest.mark.slow
def test_entry_judgement_undo_and_verify(copy: Path) -> None:
    """What people say goes into the ledger, changes the build where it should, and verifies."""
    before = (copy / "current").read_text(encoding="utf-8")
    call("add", copy, "--entity", "ofac-12209", "--schema", "Organization", "--prop", "alias", "--value", "Room 39X",
         "--source", "a book, page 7", "--passage", "the so-called Room 39X")  # fmt: skip
    call("ledger", copy, "add", "note", "text=hello")
    lines = [json.loads(line) for line in call("ledger", copy, "list", "--json").stdout.splitlines()]
    assert [line["kind"] for line in lines] == ["entry", "note"]
    call("run", copy, "--quiet")
    assert "a book, page 7" in call("show", copy, "Room 39X").stdout
    call("ledger", copy, "undo", lines[0]["hash"][:10], "typo")
    call("run", copy, "--quiet")
    assert (copy / "current").read_text(encoding="utf-8") == before
    assert "3 entries" in call("ledger", copy, "verify").stderr
    assert "3 entries" in call("ledger", "verify", copy).stderr
    data = bytearray((copy / "ledger.sqlite").read_bytes())
    data[-100] ^= 1
    (copy / "ledger.sqlite").write_bytes(data)
    assert "error" in call("ledger", copy, "verify", status=1).stderr


@pytest.mark.slow
def test_a_wrong_entry_is_refused_before_it_is_written(copy: Path) -> None:
    """A value that is none of its type, or a property that does not exist, never reaches the ledger."""
    rest = ("--source", "x", "--passage", "y")
    call("add", copy, "--entity", "a", "--schema", "Person", "--prop", "birthDate", "--value", "soon", *rest, status=1)
    call("add", copy, "--entity", "a", "--prop", "colour", "--value", "red", *rest, status=1)
    assert call("ledger", copy, "list").stdout == ""


@pytest.mark.slow
def test_demo_builds_and_explains(tmp_path: Path) -> None:
    """The demo prints the case, a dossier, and how to open the workbench."""
    text = call("demo", "--folder", tmp_path / "demo").stdout
    assert "Office 39" in text
    assert f"counterflow serve {tmp_path / 'demo'}" in text


def test_a_closed_pipe_is_no_error(copy: Path) -> None:
    """`counterflow show ... | head` ends quietly."""
    command = f'"{sys.executable}" -m counterflow show "{copy}" "Bureau 39" --json | head -c 10'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    command = f'"{sys.executable}" -m counterflow show "{copy}" "Bureau 39" --all | head -n 1'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_full_disk_behind_a_pipe_is_one_line(copy: Path) -> None:
    """What cannot be written is an error, not a traceback."""
    for words in ('"Bureau 39"', "--json"):
        command = f'"{sys.executable}" -m counterflow show "{copy}" {words} > /dev/full'
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "No space left" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "ascii"}, {"COLUMNS": "0"}, {"COLUMNS": "5"}])
def test_any_terminal_shows_a_dossier(example_case: Case, environment: dict[str, str]) -> None:
    """A terminal that lacks letters gets their numbers, one that says it has no width a narrow layout."""
    words = [*COMMAND, "show", str(example_case.root), "Bureau 39", "--all"]
    done = subprocess.run(words, capture_output=True, check=False, env={**os.environ, **environment})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"ofac-12209" in done.stdout


def test_arguments_that_are_no_text_are_wrong_use(example_case: Case) -> None:
    """Bytes that are not UTF-8 reach no table."""
    words = [*(os.fsencode(one) for one in COMMAND), b"show", os.fsencode(example_case.root), b"\xff"]
    done = subprocess.run(words, capture_output=True, check=False)
    assert (done.returncode, b"is not UTF-8" in done.stderr) == (2, True)


def test_options_that_contradict_each_other_are_wrong_use(example_case: Case) -> None:
    """Nothing that was asked is left out in silence."""
    call("show", example_case.root, "Bureau 39", "--problems", status=2)
    call("show", example_case.root, "--passages", "--changes", status=2)


@pytest.mark.slow
def test_passages_are_shown_with_what_they_tell(told_case: Case) -> None:
    """Of a party or of the whole case: who does what, who says so, and how firmly."""
    for name in ((), ("Office 39",)):
        text = " ".join(call("show", told_case.root, *name, "--passages").stdout.split())
        assert "payment agent Bureau 39 (OFFICE 39); vessel Chong Chon Gang; time July 2013 = 2013-07" in text
        assert "REPORTED, says A defector" in text
        assert "DENIED, POSSIBLE, says the document" in text
    passages = json.loads(call("show", told_case.root, "--passages", "--json").stdout)["result"]
    assert [frame["type"] for one in passages for frame in one["frames"]] == ["payment", "controls"]


@pytest.mark.slow
def test_passages_of_a_name_that_no_party_bears_are_shown(example_case: Case) -> None:
    """A river is no party and named in a report: the passage is shown, and that no party is meant is said."""
    text = " ".join(call("show", example_case.root, "wye river", "--passages").stdout.split())
    assert "NO PARTY IS NAMED WYE RIVER: 1 PASSAGE OF 1 DOCUMENT" in text
    passages = json.loads(call("show", example_case.root, "Wye River", "--passages", "--json").stdout)["result"]
    assert ["Wye River" in one["text"] for one in passages] == [True]
    assert "no party is named" in call("show", example_case.root, "Nobody Of That Name", "--passages", status=1).stderr


def test_a_ship_that_a_report_tells_of_is_a_party(told_case: Case) -> None:
    """It is on no list, and has its passages."""
    text = " ".join(call("show", told_case.root, "chong chon gang", "--passages").stdout.split())
    assert "vessel Chong Chon Gang" in text


def test_init_takes_any_name(tmp_path: Path) -> None:
    """Quotes, backslashes and line breaks of a folder's name stay text in case.toml; a file is no folder."""
    for name in ('a"b\\n', "new\nline"):
        call("init", tmp_path / name)
        assert load_case(tmp_path / name).name == printable(name)
    (tmp_path / "file").write_text("")
    assert "Not a directory" in call("init", tmp_path / "file" / "case", status=1).stderr


@pytest.mark.slow
def test_a_run_that_read_nothing_says_so(tmp_path: Path) -> None:
    """An empty inputs/ is no error, an absent one is."""
    call("init", tmp_path / "new")
    assert "no input was read" in call("run", tmp_path / "new").stderr
    (tmp_path / "new" / "inputs").rmdir()
    assert "inputs/ is not there" in call("run", tmp_path / "new", status=1).stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--schema", "Person", "--published", "soon"), "published is 'soon'"),
        (("--schema", "Person", "--publisher", "exmaple-wire"), "Did you mean 'example-wire'"),
        (("--schema", "Person", "--handling", "SECRET"), "does not begin with a TLP"),
        (("--schema", "Persn"), "'Persn' is not known"),
        (("--schema", "Vessel", "--entity", "ofac-12209"), "has the schema Organization, this entry has Vessel"),
        (("--schema", "Person", "--entity", "a\nb"), "cannot be used"),
        (
            ("--schema", "Ownership", "--prop", "asset", "--value", "UNKNOWN"),
            "Ownership.asset names another entity, and there is none with the id 'UNKNOWN'",
        ),
        (
            ("--schema", "Ownership", "--prop", "owner", "--value", "ofac-24512"),
            "and Ownership.owner takes a LegalEntity",
        ),
        (("--schema", "Person", "--source", ""), "source is ''"),
    ],
)
def test_an_entry_that_no_run_could_read_is_refused(example_case: Case, words: tuple[str, ...], message: str) -> None:
    """It is checked before it is written: the ledger forgets nothing, and a run would stop at it."""
    rest = ("--entity", "a", "--prop", "name", "--value", "v", "--source", "x", "--passage", "y", *words)
    assert message in call("add", example_case.root, *rest, status=1).stderr
    assert call("ledger", example_case.root, "list").stdout == ""


@pytest.mark.slow
def test_a_new_party_has_one_schema(copy: Path) -> None:
    """Also before a run has read what was entered of it: no run could join a person and a ship."""
    rest = ("--entity", "new-1", "--prop", "name", "--value", "Songi", "--source", "x", "--passage", "y")
    call("add", copy, "--schema", "Company", *rest)
    assert "'new-1' has the schema Company" in call("add", copy, "--schema", "Vessel", *rest, status=1).stderr
    call("add", copy, "--schema", "Organization", *rest)
    tie = ("--entity", "tie-1", "--schema", "Ownership", "--prop", "owner", "--value", "new-1")
    call("add", copy, *tie, "--source", "x", "--passage", "y")


@pytest.mark.slow
def test_a_judgement_is_checked_against_the_build(copy: Path) -> None:
    """What the build lacks is said, what cannot be one is refused; order and case of the words do not matter."""
    add = ("ledger", copy, "add", "judgement")
    done = call(*add, "left_id=zz", "right_id=ofac-12209", "judgement=NEGATIVE")
    assert "no entity 'zz'" in done.stderr
    vessel = ("left_id=ofac-12209", "right_id=ofac-24512")
    assert "nothing is both" in call(*add, *vessel, "judgement=positive", status=1).stderr
    # Two hulls: the number of the second stands in another record of its party.
    hulls = ("left_id=ofac-17069", "right_id=ofac-17093")
    assert "IMO7937317" in call(*add, *hulls, "judgement=positive", status=1).stderr
    call("ledger", copy, "add", "note", "text=a", "text=b", status=2)
    call("ledger", copy, "undo", "", status=2)
    (line,) = call("ledger", copy, "list", "--json").stdout.splitlines()
    assert json.loads(line)["payload"] == {"left_id": "ofac-12209", "right_id": "zz", "judgement": "negative"}
