"""Fixtures shared by all tests."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from counterflow.case import Case, load_case
from counterflow.dossier.archive import Archive
from counterflow.extract.frame.identity import frame_id
from counterflow.extract.reading import Reading
from counterflow.model.identity import make_id
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case
from counterflow.stage import Row
from counterflow.tables import Argument, Frame, Mention

REPOSITORY = Path(__file__).parents[1]

# Machines are shared and noisy: how long one example takes says nothing.
hypothesis.settings.register_profile("counterflow", deadline=None)
hypothesis.settings.load_profile("counterflow")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public data; tests that need it skip by name where it is absent."""
    path = Path(os.environ.get("COUNTERFLOW_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip("shared_data: the folder ../shared/data is not here")
    return path


@pytest.fixture(scope="session")
def example_case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The shipped example, built once; tests that change it copy its folder."""
    root = tmp_path_factory.mktemp("example") / "office-39"
    shutil.copytree(REPOSITORY / "examples" / "office-39", root)
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    return case


@pytest.fixture(scope="session")
def example_archive(example_case: Case) -> Iterator[Archive]:
    """The example's build, open for reading."""
    archive = Archive(example_case, open_build(example_case))
    yield archive
    archive.close()


TOLD = (
    "A defector said that Bureau 39 paid one million dollars for a voyage of the Chong Chon Gang in July 2013. "
    "It may also control a bank in the harbour, which it denies."
)


def read_told(reading: Reading) -> Iterator[Row]:
    """Read `TOLD` as a careful person would, whatever the reader of this version makes of it."""
    if TOLD not in reading.text:
        return
    document, text = reading.document_id, reading.text

    def at(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    def mention(words: str, type_: str, entity: str, form: str = "name") -> Mention:
        sentence = next(one for one in sentences if one[0] <= at(words)[0] < one[1])
        head = (make_id(document, words), document, *at(words), words, type_, None, make_id(document, entity), form)
        return Mention(*head, None, *sentence, "told/1", reading.handling)

    def argument(role: str, one: Mention) -> Argument:
        return Argument(role, one.start, one.end, one.text, one.id, None, one.entity)

    def frame(type_: str, schema: str, sentence: tuple[int, int], trigger: str, *args: Argument) -> Frame:
        nothing = (None, None, None, "denied", "possible", ())
        id_ = frame_id(document, type_, at(trigger), args)
        head = (id_, document, type_, schema, *sentence, *at(trigger), args)
        return Frame(*head, *nothing, "told/1", reading.handling)

    first, second = (at(sentence + ".") for sentence in TOLD.rstrip(".").split(". "))
    sentences = (first, second)
    office = mention("Bureau 39", "organization", "office")
    ship = mention("Chong Chon Gang", "vessel", "ship")
    it = mention("It", "organization", "office", "pronoun")
    yield from (office, ship, it)
    payment = frame("payment", "Payment", first, "paid", argument("agent", office), argument("vessel", ship))
    says = Argument("source", *at("A defector"), "A defector", None, None, None)
    time: dict[str, Any] = {"time_start": at("July 2013")[0], "time_end": at("July 2013")[1], "edtf": "2013-07"}
    yield payment._replace(**time, polarity="affirmed", hedge="reported", attribution=(says,))
    yield frame("controls", "Control", second, "control", argument("agent", it))


@pytest.fixture
def told_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case of one list and one report with two known frames, built; a run in this process reads it so again."""
    monkeypatch.setattr("counterflow.extract.document.read", read_told)
    root = tmp_path / "told"
    (root / "inputs").mkdir(parents=True)
    (root / "case.toml").write_text('[case]\nname = "told"\n', encoding="utf-8")
    office: dict[str, object] = {"id": "ofac-12209", "schema": "Organization", "datasets": ["us_ofac_sdn"]}
    office["properties"] = {"name": ["OFFICE 39"], "alias": ["BUREAU 39"]}
    (root / "inputs" / "us_ofac_sdn.ftm.json").write_text(json.dumps(office) + "\n", encoding="utf-8")
    head = "---\ntitle: A voyage\ndate: 2013-07-15\nlanguage: eng\n---\n\n"
    (root / "inputs" / "report.md").write_text(f"{head}{TOLD}\n", encoding="utf-8")
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    return case


MONEY = (
    "In 2013, South Korean authorities estimated North Korea's drug production at 3,000 kilograms, which could "
    "generate between $100 million and $200 million of revenue. The regime makes at least $2 billion from sales to "
    "Iran alone. It is estimated that the leaders of the country earn about $1 billion annually from this black market "
    "activity. Bureau 39 sold drugs to Red Star Trading Ltd in 2013. In 2003, Australia seized a ship that carried 150 "
    "kilograms of heroin."
)
"""What the two reports that the project grew from say of money, shortened."""


@pytest.fixture(scope="session")
def money_case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case of one report that tells of money, built."""
    root = tmp_path_factory.mktemp("money") / "money"
    (root / "inputs").mkdir(parents=True)
    (root / "case.toml").write_text('[case]\nname = "money"\n', encoding="utf-8")
    head = "---\ntitle: The money\ndate: 2014-03-01\nlanguage: eng\n---\n\n"
    (root / "inputs" / "money.md").write_text(f"{head}{MONEY}\n", encoding="utf-8")
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    return case


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """An empty PostgreSQL database; `.ci/run` makes one, elsewhere set COUNTERFLOW_TEST_POSTGRES to its URL."""
    url = os.environ.get("COUNTERFLOW_TEST_POSTGRES")
    if url is None:
        pytest.skip("postgres: COUNTERFLOW_TEST_POSTGRES is not set")
    return url


def skipped_in_ci(config: pytest.Config) -> list[str]:
    """Where CI is set, list the tests that were skipped: there a skip would hide that a promise went unchecked."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("CI", "") in ("", "false"):
        return []
    return [report.nodeid for report in reporter.stats.get("skipped", [])]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run in CI when a test was skipped."""
    if session.exitstatus == pytest.ExitCode.OK and len(skipped_in_ci(session.config)) > 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why the run failed."""
    skipped = skipped_in_ci(config)
    if len(skipped) > 0:
        terminalreporter.write_line(
            f"CI is set and {len(skipped)} tests were skipped: nothing is skipped there.", red=True
        )
