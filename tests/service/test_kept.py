"""Decisions are replayed from the lists they were made on, wherever those are kept."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.case import Case, load_case
from counterflow.compare.algorithm import ALGORITHM
from counterflow.model.decision import Decision
from counterflow.remote.clock import SystemClock
from counterflow.run.build import open_build
from counterflow.screen.decision.decide import Pair, Said, decide
from counterflow.screen.decision.record import Record, record_of_case, record_of_file
from counterflow.screen.decision.replay import Outcome, replay, replay_all
from counterflow.screen.decision.seen import Seen, conditions_of, see
from counterflow.screen.keep_index import keep_index
from counterflow.screen.screener import Limits
from counterflow.service.case_parties import _drop_old
from counterflow.service.case_source import CaseSource
from counterflow.service.kept import KeptIndexes, find_in
from counterflow.service.kept_builds import KeptBuilds
from counterflow.service.match import Asked, match
from counterflow.service.scope import choose_scope, index_folder
from counterflow.service.source import open_index_state
from counterflow.service.state import State

from ..interop.serving import ENTITIES, make_small_index
from .owned_case import make_owned_case

CLOCK = SystemClock()
LIMITS = Limits(0.5, 0.1, 10)
QUERY = {"id": "c-1", "name": "Kim Yong Chol", "date_of_birth": "1962"}


def ask(state: State, query: dict[str, Any], limits: Limits = LIMITS) -> Seen:
    now = CLOCK.now()
    answer = match(state.at(now), [query], Asked(limits))[0].answer
    return see(answer, conditions_of(limits, state.scope, now, state.parties.names.manifest.fingerprint))


def enter(record: Record, seen: Seen) -> None:
    party = seen.data["results"][0]["id"]
    decide(record, Pair("c-1", party), seen, Said(Decision.ESCALATE, "to be looked at", "anna"))


def outcomes(record: Record, kept: KeptIndexes | KeptBuilds) -> list[tuple[str, str]]:
    return [(row.outcome, "; ".join(row.where)) for row in replay_all(record, (), kept.find)]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    one = record_of_file(tmp_path / "decisions.sqlite")
    yield one
    one.ledger.close()


def test_each_decision_is_replayed_from_its_own_index(tmp_path: Path, record: Record) -> None:
    """The index was replaced twice; of the three only what was not kept is gone."""
    kept = tmp_path / "kept"
    for number in range(3):
        changed = [{**one, "caption": f"{one['caption']} {number}"} for one in ENTITIES]
        index = make_small_index(tmp_path, changed)
        enter(record, ask(open_index_state(index, CLOCK, threads=1), QUERY))
        if number == 0:
            place = keep_index(index, kept)
            assert keep_index(index, kept) == place
    first, second, third = outcomes(record, KeptIndexes([kept, index], CLOCK))
    assert (first[0], second[0], third[0]) == ("equal", "gone", "equal")
    assert "the lists of build" in second[1]
    assert [one for one, _ in outcomes(record, KeptIndexes([index], CLOCK))] == ["gone", "gone", "equal"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_index(tmp_path_factory.mktemp("kept"))


NAMES = st.sampled_from(["Kim Yong Chol", "김영철", "Ocean Maritime", "KIM", "!!!", ""])


@given(NAMES, st.none() | st.sampled_from(["1962", "1962-02-18", "1980"]), st.floats(0, 0.5), st.integers(1, 100))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_was_seen_replays_from_a_copy(
    small: Path, tmp_path: Path, name: str, born: str | None, cutoff: float, results: int
) -> None:
    """Another folder, opened by itself: the same bytes."""
    query = {"id": "c-1", "name": name, **({} if born is None else {"date_of_birth": born})}
    seen = ask(open_index_state(small, CLOCK, threads=1), query, Limits(0.5, cutoff, results))
    copy = tmp_path / "copy"
    if not copy.exists():
        shutil.copytree(small, copy)
    lists = KeptIndexes([tmp_path / "nothing", copy], CLOCK).find(seen)
    assert replay(seen, lists).outcome is Outcome.EQUAL


def test_one_changed_byte_of_what_was_seen_shows(small: Path, record: Record) -> None:
    """At any place; the other decisions are replayed all the same."""
    state = open_index_state(small, CLOCK, threads=1)
    enter(record, ask(state, QUERY))
    enter(record, ask(state, {"id": "c-1", "name": "Ocean Maritime Management"}))
    file = record.folder.path / f"{record.ledger.entries()[0].data['seen']}.json"
    whole = file.read_bytes()
    for place in range(0, len(whole), 97):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        first, second = outcomes(record, KeptIndexes([small], CLOCK))
        assert first[0] == "differs"
        assert str(file) in first[1]
        assert second == ("equal", "")
    file.unlink()
    assert outcomes(record, KeptIndexes([small], CLOCK))[0][0] == "gone"


def test_a_changed_byte_of_the_index_is_never_called_equal(small: Path, tmp_path: Path, record: Record) -> None:
    """Records are packed with a checksum: whichever of their bytes changes, what is read differs or cannot be read."""
    enter(record, ask(open_index_state(small, CLOCK, threads=1), QUERY))
    index = tmp_path / "spoilt"
    shutil.copytree(small, index)
    whole = (index / "record.bin").read_bytes()
    for place in range(3, len(whole), max(1, len(whole) // 12)):
        (index / "record.bin").write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        ((outcome, where),) = outcomes(record, KeptIndexes([index], CLOCK))
        assert (outcome, where != "") == ("differs", True)
    (index / "record.bin").write_bytes(whole[:-1])
    ((outcome, where),) = outcomes(record, KeptIndexes([index], CLOCK))
    assert outcome == "gone"
    assert "cut off" in where


@pytest.fixture(scope="module")
def case(example_case: Case, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A copy of the example that a test may change."""
    root = tmp_path_factory.mktemp("kept") / "case"
    shutil.copytree(example_case.root, root)
    return load_case(root)


@pytest.mark.slow
def test_a_decision_of_a_case_is_replayed_from_its_build(case: Case) -> None:
    """Without its index, which is made again; without its build, by the index; without both it is gone."""
    said: list[str] = []
    state = CaseSource(case, "listed", CLOCK, said.append, threads=1).open()
    record = record_of_case(case)
    enter(record, ask(state, {"id": "c-1", "name": "Office 39"}))
    folder = index_folder(case, state.build, "listed")
    assert outcomes(record, KeptBuilds(case, CLOCK, None)) == [("equal", "")]
    shutil.rmtree(folder)
    ((outcome, where),) = outcomes(record, KeptBuilds(case, CLOCK, None))
    assert outcome == "gone"
    assert "counterflow replay" in where
    assert outcomes(record, KeptBuilds(case, CLOCK, said.append)) == [("equal", "")]
    build = case.builds_path / state.build
    build.rename(build.with_name("away"))
    try:
        _drop_old(case, folder)
        assert outcomes(record, KeptBuilds(case, CLOCK, None)) == [("equal", "")]
        shutil.rmtree(folder)
        ((outcome, where),) = outcomes(record, KeptBuilds(case, CLOCK, None))
        assert outcome == "gone"
        assert state.build in where
    finally:
        build.with_name("away").rename(build)
        record.ledger.close()


def test_old_indexes_go_unless_a_decision_names_them(case: Case) -> None:
    """Those of builds that the case has no more, and of other algorithms."""
    record = record_of_case(case)
    decided = record.ledger.entries_of(["decision"])[-1].data["content"]
    record.ledger.close()
    named = index_folder(case, decided["build"], "listed")
    here = index_folder(case, "new", "listed")
    others = [index_folder(case, "gone", "listed"), index_folder(case, decided["build"], "listed", "bits-v0")]
    for folder in (named, here, *others):
        folder.mkdir(parents=True, exist_ok=True)
    _drop_old(case, here)
    assert [folder.exists() for folder in (named, *others)] == [True, False, False]


def test_another_algorithm_is_named(small: Path, record: Record) -> None:
    """Its answers cannot be had from this version, whatever lists there are."""
    seen = ask(open_index_state(small, CLOCK, threads=1), QUERY)
    older = see(seen.answer.replace(ALGORITHM, "bits-v0").encode(), seen.conditions)
    enter(record, older)
    ((outcome, where),) = outcomes(record, KeptIndexes([small], CLOCK))
    assert outcome == "gone"
    assert "bits-v0" in where
    done = replay(older, find_in()(older))
    assert done.where[0].startswith(f"the algorithm bits-v0; there is {ALGORITHM}")


def test_a_list_without_a_date_is_as_old_as_it_was(case: Case) -> None:
    """Its age follows from receipts of downloads, and newer ones have taken their place since."""
    state = CaseSource(case, "listed", CLOCK, lambda _text: None, threads=1).open()
    seen = ask(state, {"id": "c-1", "name": "Office 39"})
    body = json.loads(seen.answer)
    undated = [one["name"] for one in body["index"]["lists"] if one["published"] is None]
    kept = KeptBuilds(case, CLOCK, None).find(seen)
    assert not isinstance(kept, str)
    later = CLOCK.now() + datetime.timedelta(days=3650)
    stale = {one.name: one.stale for one in kept.state.lists(later)}
    recorded = {one["name"]: one["stale"] for one in body["index"]["lists"]}
    assert {name: stale[name] for name in undated} == {name: recorded[name] for name in undated}


def test_owned_parties_are_replayed_without_their_build(tmp_path: Path) -> None:
    """The default scope is that of sanctions law, and whose a party is stays in the index."""
    case = make_owned_case(tmp_path)
    state = CaseSource(case, None, CLOCK, lambda _text: None, threads=1).open()
    assert state.scope == "owned"
    record = record_of_case(case)
    seen = ask(state, {"id": "c-1", "name": "Alpha Zirconium Holding"})
    (result,) = json.loads(seen.answer)["results"]
    assert result["status"] == "OWNED"
    assert "owned 55 % by the listed" in result["explanation"]
    enter(record, seen)
    build = case.builds_path / state.build
    build.rename(build.with_name("away"))
    assert outcomes(record, KeptBuilds(case, CLOCK, None)) == [("equal", "")]
    words = index_folder(case, state.build, "owned") / "owned.json"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace("55", "65"), encoding="utf-8")
    ((outcome, _),) = outcomes(record, KeptBuilds(case, CLOCK, None))
    assert outcome != "equal"
    words.unlink()  # as an earlier version made it
    ((outcome, _),) = outcomes(record, KeptBuilds(case, CLOCK, None))
    assert outcome == "gone"
    record.ledger.close()


def test_a_build_without_ownership_is_screened_for_the_listed(case: Case) -> None:
    """It is said that nobody is found for being owned."""
    build = open_build(case)
    tables = {name: file for name, file in build.manifest.tables.items() if name != "ownership"}
    older = replace(build, manifest=replace(build.manifest, tables=tables))
    said: list[str] = []
    assert choose_scope(older, None, said.append) == "listed"
    assert "nobody is found for being owned" in said[0]
    assert [choose_scope(older, wanted, said.append) for wanted in ("reported", "listed")] == ["reported", "listed"]
    assert choose_scope(build, None, said.append) == "owned"
    assert len(said) == 1
