"""What partners give arrives once each, whatever the size of pages, the times, and what ends a pull half-way."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.case import Case
from counterflow.exc import CaseError, CaseLockedError
from counterflow.remote.folder import find_folder
from counterflow.remote.receipt import Outcome
from counterflow.remote.taxii.held import Held
from counterflow.remote.taxii.pull import Pulled, PullLimits, pull_collection

from .conftest import REQUEST
from .exchange import MOMENT, Exchange, Fake, Partnered, Reply, make_object, page, read_all

LATER = "2026-02-01T00:00:00.000Z"


def pull(case: Case, limits: PullLimits, clock: Any = None) -> Pulled:
    return pull_collection(case, case.partners["them"], limits=limits, clock=clock)


def test_each_object_comes_once(exchange: Exchange, partnered: Partnered, limits: PullLimits) -> None:
    """The first pull brings all, the next what is new, and one without news makes no file."""
    case = partnered(pull=exchange.url)
    exchange.add(*map(make_object, range(35)))
    first = pull(case, limits)
    assert (first.is_good, first.objects, first.held, len(first.receipts)) == (True, 35, 35, 1)
    assert read_all(case) == list(map(make_object, range(35)))
    assert pull(case, limits).receipts[0].outcome is Outcome.UNCHANGED
    exchange.add(make_object(100), make_object(3, modified=LATER))
    second = pull(case, limits)
    assert (second.objects, second.held) == (2, 37)
    assert read_all(case)[35:] == [make_object(100), make_object(3, modified=LATER)]
    receipt = second.receipts[0]
    path = case.inputs_path / "fetched" / "them" / (receipt.file or "")
    assert (path.stat().st_size, receipt.records, receipt.format) == (receipt.bytes, 2, "taxii")
    assert path.name.endswith(f"_{(receipt.sha256 or '')[:8]}.json")


@pytest.mark.slow
@pytest.mark.parametrize("size", [97, 999, 1_000, 10_000])
def test_ten_thousand_of_one_time(exchange: Exchange, partnered: Partnered, size: int) -> None:
    """One timestamp neither skips nor doubles, in any size of pages."""
    case = partnered(pull=exchange.url)
    exchange.add(*map(make_object, range(10_000)), at=1_767_225_600_000_000)
    done = pull(case, PullLimits(request=REQUEST, page_objects=size))
    assert (done.is_good, done.objects) == (True, 10_000)
    assert [one["name"] for one in read_all(case)] == [f"campaign {number}" for number in range(10_000)]
    assert pull(case, PullLimits(request=REQUEST)).objects == 0


class Lister:
    """A server that pages as it likes: by `next`, or by time alone, with objects that become visible late."""

    def __init__(self, *, has_next: bool, has_dates: bool = True, most: int = 50) -> None:
        self.rows: list[tuple[int, dict[str, Any]]] = []
        self.has_next, self.has_dates, self.most = has_next, has_dates, most

    def __call__(self, asked: dict[str, str]) -> Reply:
        from counterflow.stix.version import timestamp_microseconds, write_microseconds

        after = timestamp_microseconds(asked["added_after"]) if "added_after" in asked else None
        rows = sorted(((at, one) for at, one in self.rows if after is None or at > after), key=lambda row: row[0])
        start, limit = int(asked.get("next", "0")), min(int(asked["limit"]), self.most)
        shown = rows[start : start + limit]
        more = start + limit < len(rows)
        last = write_microseconds(shown[-1][0]) if len(shown) > 0 and self.has_dates else None
        next_ = str(start + limit) if more and self.has_next else None
        return page(*(one for _, one in shown), more=more, next_=next_, last=last)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rounds=st.lists(st.lists(st.integers(0, 3), max_size=12), min_size=1, max_size=4),
    size=st.integers(1, 9),
    has_next=st.booleans(),
    has_dates=st.booleans(),
)
def test_any_server_that_keeps_order_loses_nothing(
    fake: Fake,
    tmp_path_factory: pytest.TempPathFactory,
    rounds: list[list[int]],
    size: int,
    has_next: bool,
    has_dates: bool,
) -> None:
    """Whatever the times, pages and headers: each object is in the files once, after any number of pulls."""
    from counterflow.case import load_case

    lister = fake.answer = Lister(has_next=has_next or not has_dates, has_dates=has_dates)
    root = tmp_path_factory.mktemp("case")
    (root / "inputs").mkdir()
    (root / "case.toml").write_text(f'[case]\nname = "a"\n[partner.them]\npull = "{fake.url}"\n', "utf-8")
    case, at, number = load_case(root), 1_767_225_600_000_000, 0
    for steps in rounds:
        for step in steps:
            at += step
            lister.rows.append((at, make_object(number)))
            number += 1
        done = pull(case, PullLimits(request=REQUEST, page_objects=size))
        assert done.is_good, done.receipts[-1].reason
        assert done.held == number
    assert [one["name"] for one in read_all(case)] == [f"campaign {one}" for one in range(number)]


def test_one_that_becomes_visible_late(fake: Fake, partnered: Partnered, limits: PullLimits) -> None:
    """A server may date an object before one that it showed already, by less than the overlap."""
    case, lister = partnered(pull=fake.url), Lister(has_next=True)
    fake.answer = lister
    lister.rows = [(1_767_225_600_000_000 + number, make_object(number)) for number in range(5)]
    assert pull(case, limits).objects == 5
    lister.rows.append((1_767_225_599_500_000, make_object(9)))
    assert pull(case, limits).objects == 1


def test_a_failed_pull_goes_on(fake: Fake, partnered: Partnered, limits: PullLimits, clock: Any) -> None:
    """What came stays, as a file; the next pull begins where this one ended."""
    case = partnered(pull=fake.url)
    fake.replies = [page(make_object(1), more=True, next_="a"), Reply(status=500)]
    done = pull(case, limits, clock)
    assert [one.outcome for one in done.receipts] == [Outcome.NEW, Outcome.FAILED]
    assert (done.objects, len(clock.waits)) == (1, 2)
    fake.asked.clear()
    fake.replies = [page(make_object(2))]
    assert pull(case, limits, clock).objects == 1
    assert [one.get("next") for one in fake.asked] == ["a"]
    assert read_all(case) == [make_object(1), make_object(2)]


def test_a_next_that_the_server_forgot(fake: Fake, partnered: Partnered, limits: PullLimits, clock: Any) -> None:
    """The pull begins again, and what comes twice is kept once."""
    case = partnered(pull=fake.url)
    fake.replies = [page(make_object(1), more=True, next_="a"), Reply(status=500)]
    pull(case, limits, clock)
    fake.replies = [Reply(status=400), page(make_object(1), make_object(2))]
    done = pull(case, limits, clock)
    assert (done.is_good, done.objects) == (True, 1)
    assert read_all(case) == [make_object(1), make_object(2)]


@pytest.mark.parametrize("lost", ["all", "file"])
def test_what_is_gone_comes_again(exchange: Exchange, partnered: Partnered, limits: PullLimits, lost: str) -> None:
    """A file that somebody removed is not taken for held; nor is anything if the state is."""
    case = partnered(pull=exchange.url)
    exchange.add(*map(make_object, range(12)))
    pull(case, limits)
    exchange.add(*map(make_object, range(12, 20)))
    file = pull(case, limits).receipts[-1].file
    folder = case.inputs_path / "fetched" / "them"
    for path in list(folder.iterdir()):
        if path.name == file or lost == "all":
            path.unlink()
    assert pull(case, limits).objects == (8 if lost == "file" else 20)
    names = [one["name"] for path in sorted(folder.glob("*.json")) for one in json.loads(path.read_text())["objects"]]
    assert sorted(names) == sorted(f"campaign {number}" for number in range(20))


def test_files_stay_small(exchange: Exchange, partnered: Partnered) -> None:
    """A long pull makes several files, each a bundle with the definitions that its objects need."""
    marking: dict[str, Any] = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "created": MOMENT,
        "definition_type": "statement",
    }
    marking |= {"id": "marking-definition--00000000-0000-4000-8000-00000000000a", "definition": {"statement": "ours"}}
    case = partnered(pull=exchange.url)
    marked = [make_object(number, object_marking_refs=[marking["id"]]) for number in range(40)]
    exchange.add(marking, *marked)
    done = pull(case, PullLimits(request=REQUEST, page_objects=5, file_bytes=2_000))
    assert len(done.receipts) > 3
    assert sum(one.records or 0 for one in done.receipts) == done.objects == 41
    assert read_all(case) == [marking, *marked]
    for receipt in done.receipts:
        path = case.inputs_path / "fetched" / "them" / (receipt.file or "")
        ids = [one["id"] for one in json.loads(path.read_text("utf-8"))["objects"]]
        assert ids.count(marking["id"]) == 1


_KILLED = """
import sys
import time
from pathlib import Path
from counterflow.case import load_case
from counterflow.remote.limits import Limits
from counterflow.remote.taxii.held import Held
from counterflow.remote.taxii.held import Held
from counterflow.remote.taxii.pull import PullLimits, pull_collection
case = load_case(Path(sys.argv[1]))
limits = PullLimits(request=Limits(), page_objects=3, file_bytes=9_000)
done = pull_collection(case, case.partners["them"], limits=limits)
sys.exit(0 if done.is_good else 1)
"""


@pytest.mark.slow
def test_a_killed_pull_goes_on(exchange: Exchange, partnered: Partnered) -> None:
    """SIGKILL at any moment: no loss and no doubles, in the folder as in the state."""
    case = partnered(pull=exchange.url)
    exchange.add(*map(make_object, range(800)))
    folder = case.inputs_path / "fetched" / "them"
    chance, kills = random.Random(7), 4
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(kills):
        with subprocess.Popen([sys.executable, "-c", _KILLED, str(case.root)], env=environment) as child:
            before = _progress(folder)
            while _progress(folder) == before and child.poll() is None:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.1))
            assert child.poll() is None
            child.send_signal(signal.SIGKILL)
    assert subprocess.run([sys.executable, "-c", _KILLED, str(case.root)], env=environment, check=False).returncode == 0
    names = [one["name"] for path in folder.glob("*.json") for one in json.loads(path.read_text())["objects"]]
    assert sorted(names) == sorted(f"campaign {number}" for number in range(800))


def _progress(folder: Path) -> list[tuple[str, int]]:
    """Give what can be seen of a pull: its files and their sizes."""
    found = []
    for path in folder.glob("*") if folder.exists() else ():
        with contextlib.suppress(FileNotFoundError):
            found.append((path.name, path.stat().st_size))
    return sorted(one for one in found if one[0].endswith(("json", ".pulling")))


@pytest.mark.parametrize("moment", ["after the page", "before the name", "after the name"])
def test_each_moment_to_be_killed(
    exchange: Exchange, partnered: Partnered, limits: PullLimits, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Between what is on disk and what is noted there is no state that loses or doubles."""
    case = partnered(pull=exchange.url)
    exchange.add(*map(make_object, range(25)))
    with monkeypatch.context() as patch:
        if moment == "after the page":
            patch.setattr(Held, "_note_definitions", _die)
        elif moment == "before the name":
            patch.setattr(hashlib, "file_digest", _die)
        else:
            patch.setattr(Path, "replace", _die)
        with pytest.raises(KeyboardInterrupt):
            pull(case, limits)
    assert list((case.inputs_path / "fetched" / "them").glob("*.json")) == []
    assert pull(case, limits).is_good
    paths = (case.inputs_path / "fetched" / "them").glob("*.json")
    names = [one["name"] for path in paths for one in json.loads(path.read_text())["objects"]]
    assert names == [f"campaign {number}" for number in range(25)]


def _die(*_args: object, **_more: object) -> None:
    raise KeyboardInterrupt


def test_two_pulls_at_once(exchange: Exchange, partnered: Partnered, limits: PullLimits) -> None:
    """The second is told who is at it."""
    case = partnered(pull=exchange.url)
    with find_folder(case, "them").hold(), pytest.raises(CaseLockedError):
        pull(case, limits)


def test_the_secret_goes_in_a_header(
    fake: Fake, partnered: Partnered, limits: PullLimits, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """From the environment, else from a file that nobody else may read; never in a receipt."""
    fake.replies = [page()]
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    pull(partnered(pull=fake.url), limits)
    assert "Authorization" not in fake.headers[-1]
    monkeypatch.setenv("COUNTERFLOW_SECRET_THEM", "me:open sesame")
    case = partnered(pull=fake.url)
    pull(case, limits)
    assert fake.headers[-1]["Authorization"] == "Basic bWU6b3BlbiBzZXNhbWU="
    pull(partnered(pull=fake.url, auth="bearer"), limits)
    assert fake.headers[-1]["Authorization"] == "Bearer me:open sesame"
    monkeypatch.delenv("COUNTERFLOW_SECRET_THEM")
    file = tmp_path / "counterflow" / "partner" / "them"
    file.parent.mkdir(parents=True)
    file.write_text("secret\n", "utf-8")
    file.chmod(0o644)
    with pytest.raises(CaseError, match="others on this machine may read it"):
        pull(case, limits)
    file.chmod(0o600)
    pull(case, limits)
    assert fake.headers[-1]["Authorization"] == "Basic Y291bnRlcmZsb3c6c2VjcmV0"
    receipts = (case.inputs_path / "fetched" / "them" / ".receipt.jsonl").read_text("utf-8")
    assert "sesame" not in receipts
    monkeypatch.setenv("COUNTERFLOW_SECRET_THEM", "no\u00e9")
    with pytest.raises(CaseError, match="holds characters") as caught:
        pull(case, limits)
    assert "no\u00e9" not in caught.value.message


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://taxii.example.org/root/collections/one/", "is not secure"),
        ("https://user:word@example.org/root/collections/one/", "names a user"),
        ("ftp://example.org/root/collections/one/", "no address of the web"),
        ("https://example.org/taxii2/", "no collection's address"),
        ("https://example.org/root/collections/one/?limit=3", "no collection's address"),
    ],
)
def test_wrong_addresses(partnered: Partnered, limits: PullLimits, url: str, said: str) -> None:
    """A wrong address is found before anything is sent, and the message says where it stands."""
    with pytest.raises(CaseError, match=said) as caught:
        pull(partnered(pull=url), limits)
    assert "[partner.them] pull" in caught.value.message
