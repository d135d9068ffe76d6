"""A server that lies or breaks costs a clear word, and nothing that was held."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from counterflow.case import Case
from counterflow.remote.limits import Limits
from counterflow.remote.receipt import Outcome
from counterflow.remote.taxii.pull import Pulled, PullLimits, pull_collection

from .exchange import MOMENT, TAXII, Fake, Partnered, Reply, make_object, page, read_all


def pull(case: Case, limits: PullLimits, clock: Any) -> Pulled:
    return pull_collection(case, case.partners["them"], limits=limits, clock=clock)


def plain(body: bytes, **headers: str) -> Reply:
    return Reply(body, headers={"Content-Type": TAXII} | {name.replace("_", "-"): one for name, one in headers.items()})


@pytest.mark.parametrize(
    ("reply", "outcome", "said"),
    [
        (Reply(status=401), Outcome.FAILED, "401 Unauthorized. Set COUNTERFLOW_SECRET_THEM to user:password"),
        (Reply(status=403), Outcome.FAILED, "Ask them for a key that may do this"),
        (Reply(status=404), Outcome.FAILED, "Compare [partner.them] in case.toml"),
        (Reply(status=406), Outcome.FAILED, "does not speak TAXII 2.1"),
        (Reply(status=413), Outcome.FAILED, "413"),
        (Reply(status=429), Outcome.FAILED, "429"),
        (Reply(status=500, body=b'{"title":"No disk","http_status":"500"}'), Outcome.FAILED, "Error: No disk"),
        (Reply(b"{}", headers={"Content-Type": "text/html"}), Outcome.REFUSED, "sends 'text/html'"),
        (Reply(b"{}", headers={"Content-Type": "application/taxii+json;version=2.0"}), Outcome.REFUSED, "2.0"),
        (plain(b'{"objects": [{"type": "camp'), Outcome.FAILED, "no whole JSON"),
        (Reply(b'{"objects"', length=500), Outcome.FAILED, "cut off"),
        (plain(b"[1, 2]"), Outcome.REFUSED, "no object"),
        (plain(b'{"objects": {}}'), Outcome.REFUSED, "no envelope"),
        (plain(b'{"objects": [], "more": "yes"}'), Outcome.REFUSED, "no envelope"),
        (plain(b"\x00" * 10, Content_Encoding="gzip"), Outcome.FAILED, "sent as gzip and is none"),
        (plain(b"[" * 100_000), Outcome.FAILED, "no whole JSON"),
        (Reply(status=302, headers={"Location": "https://elsewhere.example/x"}), Outcome.FAILED, "is not followed"),
        (page(more=True, last=None), Outcome.REFUSED, "neither `next` nor when"),
    ],
    ids=lambda value: None if isinstance(value, Reply) else str(value)[:30],
)
def test_answers_that_are_none(  # noqa: PLR0917 - fixtures
    fake: Fake, partnered: Partnered, limits: PullLimits, clock: Any, reply: Reply, outcome: Outcome, said: str
) -> None:
    """Each is said in words, and makes no file."""
    fake.replies = [reply]
    case = partnered(pull=fake.url)
    done = pull(case, limits, clock)
    assert (done.receipts[-1].outcome, done.objects) == (outcome, 0)
    assert said in (done.receipts[-1].reason or "")
    assert list((case.inputs_path / "fetched" / "them").glob("*.json")) == []


def test_what_passes_is_waited_for(fake: Fake, partnered: Partnered, limits: PullLimits, clock: Any) -> None:
    """429 and 503 with Retry-After: as long as the server asks, then the page."""
    asked = {"Content-Type": TAXII, "Retry-After": "17"}
    fake.replies = [Reply(status=429, headers=asked), Reply(status=503, headers=asked), page(make_object(1))]
    assert pull(partnered(pull=fake.url), limits, clock).objects == 1
    assert clock.waits == [17.0, 17.0]
    fake.replies = [Reply(status=503, headers={"Retry-After": "9000"})]
    reason = pull(partnered(pull=fake.url), limits, clock).receipts[-1].reason
    assert "would have to wait 9,000 s" in (reason or "")


@pytest.mark.parametrize("next_", ["same", "other"])
def test_a_page_again_and_again(fake: Fake, partnered: Partnered, limits: PullLimits, clock: Any, next_: str) -> None:
    """Going round in a circle is noticed, also where `next` is another each time."""
    numbers = itertools.count()
    fake.answer = lambda _: page(make_object(1), more=True, next_="a" if next_ == "same" else str(next(numbers)))
    done = pull(partnered(pull=fake.url), limits, clock)
    assert "same page again and again" in (done.receipts[-1].reason or "")
    assert (done.objects, len(fake.asked) < 5) == (1, True)


def test_empty_pages_without_end(fake: Fake, partnered: Partnered, limits: PullLimits, clock: Any) -> None:
    """Always more and never an object."""
    numbers = itertools.count()
    fake.answer = lambda _: page(more=True, next_=str(next(numbers)))
    done = pull(partnered(pull=fake.url), limits, clock)
    assert "11 times without an object" in (done.receipts[-1].reason or "")


def test_new_objects_without_end(fake: Fake, partnered: Partnered, clock: Any) -> None:
    """A pull has an end, and what came is kept in files of bounded size."""
    numbers = itertools.count()
    fake.answer = lambda _: page(make_object(next(numbers)), more=True, next_=str(next(numbers)))
    clock.tick = 1.0
    case = partnered(pull=fake.url)
    done = pull(case, PullLimits(request=Limits(slow_after_s=1e9), total_s=200, file_bytes=3_000), clock)
    assert "not reached within 200 s" in (done.receipts[-1].reason or "")
    assert len(done.receipts) > 3
    assert len(read_all(case)) == done.objects > 10


def test_a_page_that_is_too_large(fake: Fake, partnered: Partnered, clock: Any) -> None:
    """Fewer objects are asked for; a single one that is too large is refused."""
    big = [make_object(number, description="x" * 1_000) for number in range(30)]

    def answer(asked: dict[str, str]) -> Reply:
        start, limit = int(asked.get("next", "0")), int(asked["limit"])
        more = start + limit < len(big)
        return page(*big[start : start + limit], more=more, next_=str(start + limit) if more else None)

    fake.answer = answer
    request = Limits(max_bytes=5_000, attempts=2, connect_s=2, read_s=2)
    case = partnered(pull=fake.url)
    assert pull(case, PullLimits(request=request, page_objects=20), clock).objects == 30
    big[:] = [make_object(99, description="x" * 9_000)]
    case = partnered(pull=fake.url + "other/../")
    fake.answer = lambda _: page(*big)
    fake.url = fake.url.replace("one", "two")
    done = pull(partnered(pull=fake.url), PullLimits(request=request), clock)
    assert "larger than 5,000 bytes" in (done.receipts[-1].reason or "")


def test_things_that_are_no_objects(fake: Fake, partnered: Partnered, limits: PullLimits, clock: Any) -> None:
    """They are counted and left out; the rest is kept."""
    fake.replies = [page(1, None, {"id": 3}, {"type": "campaign"}, make_object(1))]
    done = pull(partnered(pull=fake.url), limits, clock)
    assert (done.is_good, done.objects, done.remark) == (True, 1, "4 things that are no STIX objects")
    assert done.receipts[-1].reason == done.remark


def test_a_version_that_changed(fake: Fake, partnered: Partnered, limits: PullLimits, clock: Any) -> None:
    """Another content under the same version is named, and the first is kept; a new version comes."""
    fake.replies = [page(make_object(1)), page(make_object(1, name="other")), page(make_object(1, modified=LATER))]
    case = partnered(pull=fake.url)
    assert pull(case, limits, clock).remark is None
    changed = pull(case, limits, clock)
    assert (changed.objects, make_object(1)["id"] in (changed.remark or "")) == (0, True)
    assert pull(case, limits, clock).objects == 1
    assert read_all(case) == [make_object(1), make_object(1, modified=LATER)]


LATER = "2026-02-01T00:00:00.000Z"


def test_without_dates_nothing_is_lost(fake: Fake, partnered: Partnered, limits: PullLimits, clock: Any) -> None:
    """A server that leaves out the header is read from its beginning each time."""
    case = partnered(pull=fake.url)
    fake.replies = [page(make_object(1), last=None)]
    pull(case, limits, clock)
    fake.replies = [page(make_object(1), make_object(2), last="yesterday")]
    assert pull(case, limits, clock).objects == 1
    assert all("added_after" not in one for one in fake.asked)


def test_another_collection_is_read_from_its_beginning(
    fake: Fake, partnered: Partnered, limits: PullLimits, clock: Any
) -> None:
    """A new address in case.toml: no time of the old one is taken for its own."""
    fake.replies = [page(make_object(1))]
    pull(partnered(pull=fake.url), limits, clock)
    fake.asked.clear()
    pull(partnered(pull=fake.url.replace("one", "two")), limits, clock)
    assert "added_after" not in fake.asked[0]
    pull(partnered(pull=fake.url.replace("one", "two")), limits, clock)
    assert fake.asked[1]["added_after"] == "2025-12-31T23:59:59.000000Z"
    assert MOMENT.startswith("2026-01-01")
    assert json.loads(fake.replies[0].body)["more"] is False


def test_what_a_server_says_commands_no_terminal(
    fake: Fake, partnered: Partnered, limits: PullLimits, clock: Any
) -> None:
    """Ids and titles of errors are shown to people: without control characters, and not at any length."""
    case = partnered(pull=fake.url)
    evil = "campaign--\x1b]0;evil\x07" + "x" * 5_000
    fake.replies = [page({"id": evil, "type": "campaign"} | {"modified": MOMENT, "name": one}) for one in "ab"]
    pull(case, limits, clock)
    remark = pull(case, limits, clock).remark or ""
    assert (remark.isprintable(), len(remark) < 300) == (True, True)
    fake.replies = [Reply(status=500, body=json.dumps({"title": evil}).encode())]
    reason = pull(case, limits, clock).receipts[-1].reason or ""
    assert (reason.isprintable(), len(reason) < 500) == (True, True)
