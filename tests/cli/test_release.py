"""`counterflow release`: what leaves owes nothing to what stays, and the releaser sees what that is."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.cli.release_case import SECRET, write_case

from counterflow.case import Case
from counterflow.cli.main import counterflow
from counterflow.exc import CaseError, NotFoundError, UsageError
from counterflow.ledger import Ledger
from counterflow.share import FORMATS


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    """The same case without and with what may not be given, both built."""
    root = tmp_path_factory.mktemp("release")
    return {
        "plain": write_case(root / "plain" / "case", with_secret=False),
        "secret": write_case(root / "secret" / "case", with_secret=True),
    }


@pytest.fixture
def cases(built: dict[str, Case], tmp_path: Path) -> dict[str, Path]:
    """Copies of both."""
    for name, case in built.items():
        shutil.copytree(case.root, tmp_path / name)
    return {name: tmp_path / name for name in built}


def call(case: Path, *words: str | Path, status: int = 0) -> Result:
    done = CliRunner().invoke(counterflow, ["release", str(case), *map(str, words)], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    assert done.return_value == status, done.output
    return done


def releases(case: Path) -> list[dict[str, Any]]:
    with closing(Ledger.of_file(case / "ledger.sqlite")) as ledger:
        return [entry.data for entry in ledger.entries_of(["release"])]


@pytest.mark.slow
@pytest.mark.parametrize("format_", [one for one in FORMATS if one != "geojson"])
@pytest.mark.parametrize("what", [(), ("--what", "OFFICE 39", "--depth", "1")])
def test_what_stays_changes_no_byte(
    cases: dict[str, Path], tmp_path: Path, format_: str, what: tuple[str, ...]
) -> None:
    """Each format, of the whole case and of one party: the file of a case with secrets is that of one without."""
    files = {}
    for name, case in cases.items():
        output = tmp_path / f"{name}.out"
        call(case, "--to", "them", "--format", format_, *what, "--output", output, "--quiet")
        files[name] = output.read_bytes()
    assert files["plain"] == files["secret"]
    assert b"OFFICE 39" in files["plain"]
    (said,), (plain,) = releases(cases["secret"]), releases(cases["plain"])
    assert said["sha256"] == hashlib.sha256(files["secret"]).hexdigest()
    assert (said["build"], said["marking"], said["way"]) == (plain["build"], "TLP:CLEAR", "file")
    assert said["content"]["own_build"] == (cases["secret"] / "current").read_text("utf-8").strip() != said["build"]


def test_the_releaser_sees_what_stays_and_why(cases: dict[str, Path]) -> None:
    """Field by field, with the marking and the file; nothing leaves, and the ledger says nothing."""
    case = cases["secret"]
    answer = json.loads(call(case, "--to", "them", "--dry-run", "--json").stdout)
    preview = answer["preview"]
    assert (answer["way"], answer["entry"]) == (None, None)
    held = {(one["caption"], one["prop"], one["value"]): one for one in preview["held_back"]}
    hidden = held[SECRET, "name", SECRET]
    assert (hidden["leaves"], hidden["reason"]) == (False, "its marking is too strict")
    assert (hidden["markings"], hidden["sources"]) == (["TLP:RED"], ["inputs/hidden.ftm.json"])
    assert held["OFFICE 39", "country", "kp"]["leaves"] is False
    assert {(one["path"], one["marking"]) for one in preview["inputs"]} == {
        ("inputs/hidden.ftm.json", "TLP:RED"),
        ("inputs/reports/secret.md", "TLP:AMBER"),
    }
    gone = {one["caption"] for one in preview["difference"]["entities"] if one["change"] == "gone"}
    assert SECRET in gone
    plain = json.loads(call(cases["plain"], "--to", "them", "--dry-run", "--json").stdout)["preview"]
    assert [preview[name] for name in ("sha256", "build", "entities", "marking")] == [
        plain[name] for name in ("sha256", "build", "entities", "marking")
    ]
    assert plain["inputs"] == []
    assert releases(case) == []
    shown = call(case, "--to", "them", "--dry-run").stdout
    assert "inputs/hidden.ftm.json  TLP:RED" in shown
    assert "Nothing has left" in shown


@pytest.mark.slow
def test_each_format_has_a_preview(cases: dict[str, Path]) -> None:
    """Of a list of listed parties the others have no place in it; routes are no fields of parties."""
    reasons: dict[str, set[str]] = {}
    for format_ in FORMATS:
        done = call(cases["secret"], "--to", "them", "--format", format_, "--dry-run", "--json")
        reasons[format_] = {one["reason"] for one in json.loads(done.stdout)["preview"]["held_back"]}
    assert reasons.pop("geojson") == set()
    assert all("its marking is too strict" in one for one in reasons.values())
    assert {name for name, one in reasons.items() if "the format has no place for it" in one} == {"csv"}


@pytest.mark.slow
def test_a_party_that_stays_is_told_to_the_releaser(cases: dict[str, Path]) -> None:
    """The message says whether the case has it; nobody at all is another error."""
    with pytest.raises(NotFoundError, match="rests on what stays"):
        call(cases["secret"], "--to", "them", "--what", SECRET, "--dry-run")
    with pytest.raises(NotFoundError, match="no party is named 'Nobody'"):
        call(cases["secret"], "--to", "them", "--what", "Nobody", "--dry-run")


def test_parties_are_chosen_by_a_field(cases: dict[str, Path], tmp_path: Path) -> None:
    """`country=kp` is the bank alone: that the office is there too stays."""
    output = tmp_path / "a.json"
    call(cases["secret"], "--to", "them", "--what", "country=kp", "--format", "ftm", "--output", output, "--quiet")
    assert [json.loads(line)["id"] for line in output.read_text("utf-8").splitlines()] == ["ofac-12209"]
    (said,) = releases(cases["secret"])
    assert said["content"]["what"] == ["country=kp"]


@pytest.mark.slow
def test_a_package_of_what_may_be_given(
    cases: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bundle is the file's, and the ledger has one row of it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "keys"))
    case, package, bundle = cases["secret"], tmp_path / "a.zip", tmp_path / "a.json"
    with pytest.raises(CaseError, match="counterflow package key"):
        call(case, "--to", "them", "--as", "package", "--output", package, "--quiet")
    CliRunner().invoke(counterflow, ["package", "key"])
    call(case, "--to", "them", "--as", "package", "--output", package, "--quiet")
    (said,) = releases(case)
    assert (said["way"], said["content"]["format"]) == ("package", "stix")
    call(case, "--to", "them", "--output", bundle, "--quiet")
    packed = json.loads(zipfile.ZipFile(package).read("bundle.json"))["objects"]
    assert packed == json.loads(bundle.read_text("utf-8"))["objects"]


def test_what_was_not_looked_at_does_not_leave(cases: dict[str, Path], tmp_path: Path) -> None:
    """A case that changed since its build is run and looked at first."""
    case = cases["plain"]
    (case / "inputs" / "reports" / "new.md").write_text("A ship came.\n", encoding="utf-8")
    with pytest.raises(UsageError, match="changed since the build in use"):
        call(case, "--to", "them", "--output", tmp_path / "a.json", "--quiet")
    assert not (tmp_path / "a.json").exists()
    assert releases(case) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--to", "nobody", "--dry-run"], "has no partner 'nobody'"),
        (["--to", "them"], "no file to write"),
        (["--to", "them", "--as", "taxii", "--output", "x"], "writes no file"),
        (["--to", "them", "--as", "package", "--format", "csv", "--output", "x"], "a package of csv"),
        (["--to", "them", "--depth", "7", "--dry-run"], "depth 7"),
        (["--to", "them", "--format", "geojson", "--what", "OFFICE 39", "--dry-run"], "routes of the whole case"),
    ],
)
def test_wrong_use(cases: dict[str, Path], words: list[str], message: str) -> None:
    """Said before anything is computed."""
    with pytest.raises(UsageError, match=message):
        call(cases["plain"], *words)
