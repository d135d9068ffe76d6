"""Fetch: what is good is kept once, what is not leaves the last good copy alone, and every attempt is written down."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from counterflow.case import Case
from counterflow.collect.walk import walk_inputs
from counterflow.exc import CaseLockedError, InputError
from counterflow.remote.fetch import Fetched, fetch_dataset
from counterflow.remote.folder import find_folder
from counterflow.remote.limits import Limits
from counterflow.remote.order import Order
from counterflow.remote.receipt import Outcome, Receipt

Reply = Any
MakeList = Callable[..., bytes]
Fetch = Callable[..., Fetched]


@pytest.fixture
def fetch(order: Order, publisher: Any, limits: Limits, clock: Any, reply: Reply) -> Fetch:
    """Fetch the list from the server, which answers with a body or a reply; an hour passes."""

    def call(answer: Any, **changes: Any) -> Fetched:
        publisher.replies = [reply(answer) if isinstance(answer, bytes) else answer]
        clock.seconds += 3_600
        return fetch_dataset(replace(order, **changes), limits=limits, clock=clock)

    return call


def kept(order: Order) -> Sequence[str]:
    """The vintages in the folder."""
    return sorted(path.name for path in order.folder.path.iterdir() if not path.name.startswith("."))


def hidden(order: Order) -> Sequence[str]:
    """What else is in the folder."""
    return sorted(path.name for path in order.folder.path.iterdir() if path.name.startswith("."))


def last_receipt(order: Order) -> Receipt:
    return order.folder.receipts()[-1]


def test_a_new_list_is_kept_under_its_date_and_content(
    fetch: Fetch, order: Order, publisher: Any, make_list: MakeList, reply: Reply
) -> None:
    """The publisher's date, the first eight digits of the hash; the receipt says the rest."""
    body = make_list()
    digest = hashlib.sha256(body).hexdigest()
    headers = {"Content-Type": "text/xml", "ETag": '"v1"', "Last-Modified": "Wed, 11 Feb 2026 01:00:00 GMT"}
    done = fetch(reply(body, headers=headers))
    assert kept(order) == [f"2026-02-11_{digest[:8]}.xml"]
    assert (order.folder.path / kept(order)[0]).read_bytes() == body
    assert hidden(order) == [".lock", ".receipt.jsonl"]
    assert done.is_good
    assert done.receipt == last_receipt(order)
    assert done.receipt == Receipt(
        dataset="un_sc_sanctions",
        url=publisher.url,
        final_url=publisher.url,
        fetched_at="2026-02-13T13:00:00Z",
        outcome=Outcome.NEW,
        status=200,
        etag='"v1"',
        last_modified="Wed, 11 Feb 2026 01:00:00 GMT",
        content_type="text/xml",
        file=kept(order)[0],
        sha256=digest,
        bytes=len(body),
        format="un_sc_xml",
        published="2026-02-11",
        records=900,
        parties=900,
    )
    assert (done.age.fetched_hours, done.age.published_hours, done.age.is_stale) == (0.0, 61.0, True)


def test_the_walker_sees_the_vintages_alone(fetch: Fetch, order: Order, case: Case, make_list: MakeList) -> None:
    """Receipts, locks and what was refused are no inputs."""
    fetch(make_list())
    assert fetch(b"<html><body>Sign in</body></html>").receipt.outcome is Outcome.REFUSED
    assert len(hidden(order)) == 3
    assert [name for name, _ in walk_inputs(case)] == [f"inputs/fetched/un_sc_sanctions/{kept(order)[0]}"]


def test_304_confirms_the_copy(fetch: Fetch, order: Order, publisher: Any, make_list: MakeList, reply: Reply) -> None:
    """The condition is what the server said of the copy; its receipt says what the copy is."""
    first = fetch(reply(make_list(), headers={"ETag": '"v1"', "Last-Modified": "Wed, 11 Feb 2026 01:00:00 GMT"}))
    done = fetch(reply(status=304, headers={}))
    assert publisher.asked[-1]["If-None-Match"] == '"v1"'
    assert publisher.asked[-1]["If-Modified-Since"] == "Wed, 11 Feb 2026 01:00:00 GMT"
    assert done.receipt == replace(
        first.receipt,
        outcome=Outcome.UNCHANGED,
        status=304,
        fetched_at="2026-02-13T14:00:00Z",
    )
    assert (done.age.fetched_hours, done.age.confirmed_hours) == (1.0, 0.0)
    fetch(reply(status=304, headers={"ETag": '"v1b"'}))
    fetch(reply(status=304, headers={}))
    assert publisher.asked[-1]["If-None-Match"] == '"v1b"'
    assert len(kept(order)) == 1


def test_304_by_date_alone(fetch: Fetch, publisher: Any, make_list: MakeList, reply: Reply) -> None:
    """A server without ETags."""
    fetch(reply(make_list(), headers={"Last-Modified": "Wed, 11 Feb 2026 01:00:00 GMT"}))
    assert fetch(reply(status=304, headers={})).receipt.outcome is Outcome.UNCHANGED
    assert "If-None-Match" not in publisher.asked[-1]
    assert publisher.asked[-1]["If-Modified-Since"] == "Wed, 11 Feb 2026 01:00:00 GMT"


@pytest.mark.parametrize("change", ["removed", "edited", "other url"])
def test_no_condition_without_the_very_copy(
    fetch: Fetch, order: Order, publisher: Any, make_list: MakeList, reply: Reply, change: str
) -> None:
    """What is not there, or is not what was fetched, is fetched again; another URL's ETag means nothing."""
    fetch(reply(make_list(), headers={"ETag": '"v1"'}))
    path = order.folder.path / kept(order)[0]
    if change == "removed":
        path.unlink()
    elif change == "edited":
        path.write_bytes(path.read_bytes().replace(b"ENTITY 7<", b"ENTITY 8<"))
    url = f"{publisher.url}?mirror" if change == "other url" else publisher.url
    done = fetch(reply(make_list(), headers={"ETag": '"v1"'}), url=url)
    assert "If-None-Match" not in publisher.asked[-1]
    assert done.receipt.outcome is (Outcome.UNCHANGED if change == "other url" else Outcome.NEW)
    assert path.read_bytes() == make_list()


def test_the_same_content_again_is_unchanged(fetch: Fetch, order: Order, make_list: MakeList) -> None:
    """A server that knows no conditions sends it all again."""
    fetch(make_list())
    assert fetch(make_list()).receipt.outcome is Outcome.UNCHANGED
    assert len(kept(order)) == 1


def test_every_distinct_content_is_a_vintage(fetch: Fetch, order: Order, make_list: MakeList) -> None:
    """Also two of one day."""
    for body in (make_list(), make_list(905, "2026-02-12"), make_list(906, "2026-02-12"), make_list(906, "2026-02-12")):
        fetch(body)
    assert [name[:10] for name in kept(order)] == ["2026-02-11", "2026-02-12", "2026-02-12"]
    outcomes = [receipt.outcome for receipt in order.folder.receipts()]
    assert outcomes == ["new", "new", "new", "unchanged"]


def test_an_earlier_content_that_comes_back_is_the_present_one(
    fetch: Fetch, order: Order, case: Case, clock: Any, make_list: MakeList
) -> None:
    """A list without a date: its content stands once, under the day on which it came last."""
    own = replace(order, folder=find_folder(case, "own_list"))
    first, second = (make_list(30, "soon", note=note) for note in ("a", "b"))
    assert fetch(first, folder=own.folder).receipt.published is None
    digest = hashlib.sha256(first).hexdigest()[:8]
    assert kept(own) == [f"2026-02-13_{digest}.xml"]
    fetch(second, folder=own.folder)
    assert len(kept(own)) == 2
    clock.seconds += 86_400
    last = fetch(first, folder=own.folder)
    assert (last.receipt.outcome, last.age.fetched_hours) == (Outcome.NEW, 0.0)
    assert last.age.file == f"inputs/fetched/own_list/2026-02-14_{digest}.xml"
    assert [name[:10] for name in kept(own)] == ["2026-02-13", "2026-02-14"]


BAD: dict[str, tuple[Callable[[MakeList], bytes], str]] = {
    "a third of its parties gone": (lambda make: make(620, note="x" * 300), "expected: 700 to 1,600 parties"),
    "more than a fifth gone": (lambda make: make(719, note="x" * 300), "holds 719 parties, the last good copy 900"),
    "half of its bytes gone": (lambda make: make(900), "has .* bytes, the last good copy"),
    "an earlier one": (lambda make: make(900, "2026-02-10", note="x" * 300), "its date, 2026-02-10, lies before"),
    "too many": (lambda make: make(1_601), "1,601 parties read as un_sc_sanctions"),
    "malformed": (
        lambda make: make().replace(b"</ENTITY>", b"</ENTITIY>", 1),
        "consolidated.xml, line 2: .*well-formed",
    ),
    "cut off": (lambda make: make()[:60_000], "not well-formed XML"),
    "a web page": (lambda _: b"<!DOCTYPE html><html><body>Please sign in</body></html>", "it is a web page"),
    "a web page as XML": (lambda _: b'<?xml version="1.0"?>\n<html xmlns="x"><body/></html>', "it is a web page"),
    "another list": (lambda _: b'<?xml version="1.0"?><sdnList/>', "its beginning is not that of un_sc_xml"),
    "a declared entity": (
        lambda make: make().replace(b"<CONSOLIDATED_LIST", b"<!DOCTYPE x><CONSOLIDATED_LIST", 1),
        "declares a document type",
    ),
    "nothing": (lambda _: b"", "it is empty"),
    "a damaged archive": (lambda make: gzip.compress(make())[:-900], "cannot be read to its end|cut off|damaged"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_not_the_whole_list_is_refused(fetch: Fetch, order: Order, make_list: MakeList, what: str) -> None:
    """It is put aside, the last good copy stays the newest, and the receipt says why."""
    good = fetch(make_list(note="x" * 300))
    before = kept(order)
    make, reason = BAD[what]
    body = make(make_list)
    done = fetch(body)
    assert done.receipt.outcome is Outcome.REFUSED
    with pytest.raises(AssertionError, match=reason):
        raise AssertionError(done.receipt.reason)
    assert kept(order) == before
    assert done.age.sha256 == good.receipt.sha256
    assert done.receipt == last_receipt(order)
    aside = f".refused-{hashlib.sha256(body).hexdigest()[:8]}"
    assert done.receipt.file == aside
    assert (order.folder.path / aside).read_bytes() == body


def test_only_the_newest_refused_one_stays(fetch: Fetch, order: Order) -> None:
    """One to look at is enough."""
    fetch(b"<html><body>a</body></html>")
    done = fetch(b"<html><body>b</body></html>")
    assert [name for name in hidden(order) if name.startswith(".refused")] == [done.receipt.file]


def test_force_takes_what_shrank_and_says_so(fetch: Fetch, order: Order, make_list: MakeList) -> None:
    """But not what cannot be read or is outside the dataset's counts."""
    fetch(make_list())
    done = fetch(make_list(710, "2026-02-12"), is_forced=True)
    assert (done.receipt.outcome, done.receipt.forced, done.receipt.parties) == (Outcome.NEW, True, 710)
    assert done.receipt.reason == "it holds 710 parties, the last good copy 900"
    assert len(kept(order)) == 2
    assert fetch(make_list(690, "2026-02-13"), is_forced=True).receipt.outcome is Outcome.REFUSED
    assert not fetch(make_list(712, "2026-02-13"), is_forced=True).receipt.forced


def test_a_loss_at_the_limit_is_taken(fetch: Fetch, make_list: MakeList) -> None:
    """A fifth is not more than a fifth."""
    fetch(make_list(900))
    assert fetch(make_list(720, "2026-02-12")).receipt.outcome is Outcome.NEW


def test_wrong_checksums(fetch: Fetch, order: Order, make_list: MakeList, reply: Reply) -> None:
    """The publisher's in a header, or the one that was given."""
    headers = {"Repr-Digest": "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"}
    done = fetch(reply(make_list(), headers=headers))
    assert done.receipt.reason == "it does not fit the publisher's checksum (Repr-Digest sha256)"
    assert done.receipt.sha256 == hashlib.sha256(make_list()).hexdigest()
    assert done.age.file is None
    done = fetch(make_list(), sha256="0" * 64)
    assert str(done.receipt.reason).endswith("expected: " + "0" * 64)
    assert kept(order) == []
    done = fetch(make_list(), sha256=hashlib.sha256(make_list()).hexdigest())
    assert (done.receipt.outcome, done.receipt.checked) == (Outcome.NEW, ("--sha256",))


def test_a_checksum_given_is_asked_of_the_good_copy_too(
    fetch: Fetch, publisher: Any, make_list: MakeList, reply: Reply
) -> None:
    """The server's word that nothing changed does not answer it."""
    fetch(reply(make_list(), headers={"ETag": '"v1"'}))
    done = fetch(reply(make_list(), headers={"ETag": '"v1"'}), sha256="0" * 64)
    assert "If-None-Match" not in publisher.asked[-1]
    assert done.receipt.outcome is Outcome.REFUSED


def test_a_failure_leaves_the_last_good_copy(fetch: Fetch, order: Order, make_list: MakeList, reply: Reply) -> None:
    """And nothing of the download."""
    fetch(make_list())
    before = (kept(order), hidden(order))
    done = fetch(reply(make_list()[:5_000], length=9_000))
    assert (done.receipt.outcome, done.receipt.file) == (Outcome.FAILED, None)
    assert done.receipt.reason == "it was cut off after 5,000 bytes"
    assert (kept(order), hidden(order)) == before
    assert done.age.parties == 900
    assert fetch(reply(status=404, headers={})).receipt.status == 404


def test_a_failure_without_any_copy(fetch: Fetch, order: Order, reply: Reply) -> None:
    """The receipt is there all the same, so the next call without a name tries again."""
    done = fetch(reply(status=500, headers={}))
    assert (done.age.file, done.age.is_stale) == (None, True)
    assert order.folder.receipts() == [done.receipt]


def test_gzip_as_content_coding_and_as_format(
    fetch: Fetch, order: Order, make_list: MakeList, reply: Reply, case: Case
) -> None:
    """The coding is undone; a packed file stays as it was published, and is read all the same."""
    packed = gzip.compress(make_list(), mtime=0)
    assert fetch(reply(packed, headers={"Content-Encoding": "gzip"})).receipt.parties == 900
    assert kept(order)[0].endswith(".xml")
    other = gzip.compress(make_list(901, "2026-02-12"), mtime=0)
    done = fetch(other, url=order.url + ".gz")
    assert (done.receipt.parties, done.receipt.reason) == (901, None)
    assert (order.folder.path / kept(order)[1]).read_bytes() == other
    assert kept(order)[1].endswith(".xml.gz")


def test_a_list_of_ones_own(fetch: Fetch, case: Case, make_list: MakeList) -> None:
    """Any list that a reader knows, under any name; one without a party is none."""
    folder = find_folder(case, "own_list")
    done = fetch(make_list(3), folder=folder)
    assert (done.receipt.outcome, done.receipt.parties, done.age.is_stale) == (Outcome.NEW, 3, False)
    assert fetch(make_list(0, "2026-02-12"), folder=find_folder(case, "other")).receipt.reason == "it holds no party"
    assert "any known format" in str(fetch(b"a;b\n1;2\n", folder=folder).receipt.reason)


def test_one_file_of_several_is_refused(fetch: Fetch, case: Case) -> None:
    """OFAC's sdn.csv without alt.csv and add.csv would be a list without its aliases."""
    empty = ",".join(["-0- "] * 8)
    lines = [f'{number},"EXAMPLE TRADING {number}",-0- ,"CUBA",{empty}\n' for number in range(36, 66)]
    done = fetch("".join(lines).encode(), folder=find_folder(case, "own_list"))
    assert done.receipt.outcome is Outcome.REFUSED
    assert str(done.receipt.reason).startswith("alt.csv is not beside it")


def test_two_fetches_of_one_dataset_do_not_collide(fetch: Fetch, order: Order, make_list: MakeList) -> None:
    """The second is told who holds it; afterwards it is free."""
    with order.folder.hold(), pytest.raises(CaseLockedError, match="is being fetched by process"):
        fetch(make_list())
    assert fetch(make_list()).is_good


def test_a_torn_receipt_is_left_out_and_removed(fetch: Fetch, order: Order, make_list: MakeList) -> None:
    """A crash within the last line costs that line alone."""
    fetch(make_list())
    path = order.folder.path / ".receipt.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:100])
    assert len(order.folder.receipts()) == 1
    assert fetch(make_list()).receipt.outcome is Outcome.UNCHANGED
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["new", "unchanged"]


@pytest.mark.parametrize("line", [b"nonsense\n", b"[]\n", b'{"outcome": "new"}\n', b'{"outcome": "lost"}\n'])
def test_a_damaged_receipt_is_named(order: Order, line: bytes) -> None:
    """It is not passed over: the last good copy may be in it."""
    order.folder.path.mkdir(parents=True)
    (order.folder.path / ".receipt.jsonl").write_bytes(line)
    with pytest.raises(InputError, match="line 1 is no receipt"):
        order.folder.receipts()


def test_what_a_killed_fetch_left_is_overwritten(fetch: Fetch, order: Order, make_list: MakeList) -> None:
    """Half a download is no copy."""
    order.folder.path.mkdir(parents=True)
    (order.folder.path / ".download").write_bytes(b"half")
    assert fetch(make_list()).is_good
    assert ".download" not in hidden(order)


@pytest.mark.slow
def test_real_vintages_one_after_the_other(fetch: Fetch, order: Order, shared_data: Path) -> None:
    """The UN's list as published: each is taken without force, but the one of August 2025, which is no XML."""
    parties = {"2018-06": 1_100, "2020-11": 1_018, "2024-09": 875, "2025-08_MALFORMED": None, "2026-02": 1_003}
    for name, number in parties.items():
        done = fetch((shared_data / "lists" / "un_sc" / f"consolidated_{name}.xml").read_bytes())
        assert (done.is_good, done.receipt.parties) == (number is not None, number)
        assert done.age.parties == (number or 875)
    assert [name[:10] for name in kept(order)] == ["2018-06-21", "2020-11-30", "2024-09-26", "2026-02-27"]
