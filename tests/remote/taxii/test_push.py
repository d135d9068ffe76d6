"""What is given to partners: each version once, in envelopes that their server takes, and all of it in the ledger."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from counterflow.case import Case
from counterflow.exc import ForbiddenError, UsageError
from counterflow.ledger import Ledger
from counterflow.remote.failure import TransferError
from counterflow.remote.taxii.pull import PullLimits, pull_collection
from counterflow.remote.taxii.push import Pushed, PushLimits, PushOrder, push_objects
from counterflow.stix.check import find_fault
from counterflow.stix.marking import make_definitions, marking_refs
from counterflow.stix.version import timestamp_key

from .conftest import REQUEST
from .exchange import TAXII, Exchange, Fake, Partnered, Reply, make_object, read_all

LIMITS = PushLimits(request=REQUEST, envelope_objects=7)
GREEN = "TLP:GREEN"


def push(case: Case, *objects: dict[str, Any], clock: Any = None, limits: PushLimits = LIMITS, **order: Any) -> Pushed:
    whole = [*make_definitions([GREEN]), *objects]
    return push_objects(case, case.partners["them"], whole, PushOrder("b1", **order), limits=limits, clock=clock)


def make_green(number: int, **more: Any) -> dict[str, Any]:
    return make_object(number, object_marking_refs=list(marking_refs(GREEN)), **more)


def releases(case: Case) -> list[dict[str, Any]]:
    ledger = Ledger.of_file(case.ledger_path)
    try:
        return [entry.data for entry in ledger.entries()]
    finally:
        ledger.close()


def pulled(case: Case) -> list[dict[str, Any]]:
    """Read the collection as a partner does, definitions left out."""
    done = pull_collection(case, case.partners["them"], limits=PullLimits(request=REQUEST))
    assert done.is_good
    return [one for one in read_all(case) if one["type"] == "campaign"]


@pytest.fixture
def case(exchange: Exchange, partnered: Partnered) -> Case:
    return partnered(push=exchange.url, pull=exchange.url)


def test_each_version_is_given_once(case: Case) -> None:
    """The second push sends nothing; the ledger has an entry of what was taken, and none of what was not."""
    objects = [make_green(number) for number in range(20)]
    first = push(case, *objects)
    assert (first.objects, first.to_send, first.taken, first.refused, first.waiting) == (21, 21, 21, {}, 0)
    assert pulled(case) == objects
    assert push(case, *objects).to_send == 0
    # A later build moves `modified` on: where nothing else changed, nothing is sent.
    assert push(case, *(one | {"modified": "2026-03-01T00:00:00.000Z"} for one in objects)).to_send == 0
    (entry,) = releases(case)
    assert (entry["partner"], entry["way"], entry["build"], entry["marking"]) == ("them", "taxii", "b1", GREEN)
    assert entry["content"] == {"taken": 21, "recalled": 0, "refused": 0}


def test_what_changed_is_a_new_version(case: Case) -> None:
    """Also where the build says the same `modified`, which a server would take for the same version."""
    push(case, make_green(1))
    assert push(case, make_green(1, name="other")).taken == 1
    assert push(case, make_green(1, name="third", modified="2026-05-01T00:00:00.000Z")).taken == 1
    assert push(case, make_green(1, name="fourth")).taken == 1
    (last,) = pulled(case)
    assert (last["name"], last["modified"]) == ("fourth", "2026-05-01T00:00:00.001Z")


def test_what_may_leave_no_more_is_taken_back_when_asked(case: Case) -> None:
    """A recall reaches whoever polls, as a valid version that is revoked; it may be given again later."""
    push(case, make_green(1), make_green(2, description="secret"))
    gone = push(case, make_green(1))
    assert (gone.gone, gone.recalled, gone.to_send) == (1, 0, 0)
    assert push(case, make_green(1), recall=True).recalled == 1
    last = pulled(case)[-1]
    assert (last["id"], last["revoked"], "description" in last) == (make_green(2)["id"], True, False)
    assert find_fault(last) is None
    assert push(case, make_green(1), recall=True).recalled == 0
    assert push(case, make_green(1), make_green(2)).taken == 1
    again = pulled(case)[-1]
    assert (again["id"], "revoked" in again) == (make_green(2)["id"], False)
    keys = [timestamp_key(one["modified"]) or "" for one in (last, again)]
    assert keys == sorted(set(keys))
    assert [one["content"]["recalled"] for one in releases(case)] == [0, 1, 0]


def test_a_changed_object_that_leaves_no_more_is_still_taken_back(case: Case) -> None:
    """A version that only waits does not hide the one that the partner has."""
    push(case, make_green(1), make_green(2))
    push(case, make_green(1), make_green(2, name="other"), is_trial=True)
    assert push(case, make_green(1)).gone == 1


def test_a_trial_asks_no_server(fake: Fake, partnered: Partnered) -> None:
    """It counts, and enters nothing."""
    case = partnered(push=fake.url)
    assert push(case, make_green(1), is_trial=True).to_send == 2
    assert (fake.asked, releases(case)) == ([], [])


def test_objects_that_the_server_refuses(case: Case) -> None:
    """Each is named with the server's reason; the others arrive."""
    wrong = make_green(2) | {"created": "yesterday"}
    done = push(case, make_green(1), wrong, make_green(3))
    assert done.taken == 3
    assert done.refused == {wrong["id"]: "created is no timestamp like 2026-01-31T12:00:00.000Z"}
    # Sent again, in an envelope of its own: our server answers 422.
    assert list(push(case, make_green(1), wrong, make_green(3)).refused) == [wrong["id"]]
    assert len(pulled(case)) == 2


def test_envelopes_are_as_small_as_the_server_says(case: Case) -> None:
    """`max_content_length` of our server is 200,000 bytes; an object that is larger is refused here."""
    objects = [make_green(number, description="x" * 60_000) for number in range(8)]
    huge = make_green(99, description="x" * 250_000)
    done = push(case, *objects, huge)
    assert (done.taken, list(done.refused)) == (9, [huge["id"]])
    assert "takes 200,000 at once" in done.refused[huge["id"]]
    assert len(pulled(case)) == 8


class Taker:
    """A server that takes objects as a test says; it keeps what came, by id and version."""

    def __init__(self, fake: Fake, *, pending: int = 0, fails: Callable[[list[Any]], Reply | None] | None = None):
        self.fake, self.pending, self.fails = fake, pending, fails
        self.taken: dict[tuple[str, str], dict[str, Any]] = {}
        self.posts = 0
        self.asked: dict[str, int] = {}
        fake.answer = self

    def __call__(self, asked: dict[str, str]) -> Reply:
        if asked.get("method") == "POST":
            self.posts += 1
            objects = json.loads(self.fake.posted[-1])["objects"]
            failed = None if self.fails is None else self.fails(objects)
            if failed is not None:
                return failed
            self.taken |= {(one["id"], one.get("modified", "")): one for one in objects}
            return self._status(f"s{self.posts}", len(objects), 202)
        if "/status/" in asked["path"]:
            return self._status(asked["path"].split("/")[-2], 1, 200)
        said = {"can_write": True} if "collections" in asked["path"] else {"max_content_length": 100_000}
        return Reply(json.dumps({"title": "T", "can_read": True} | said).encode())

    def _status(self, id_: str, count: int, code: int) -> Reply:
        self.asked[id_] = self.asked.get(id_, 0) + 1
        word = "pending" if self.asked[id_] <= self.pending else "complete"
        body = {"id": id_, "status": word, "total_count": count, "failure_count": 0, "success_count": count}
        return Reply(json.dumps(body).encode(), status=code, headers={"Content-Type": TAXII})


def test_a_status_is_waited_for(fake: Fake, partnered: Partnered, clock: Any) -> None:
    """A server may take its time (section 4.3); the wait doubles."""
    Taker(fake, pending=3)
    assert push(partnered(push=fake.url), make_green(1), clock=clock).taken == 2
    assert clock.waits == [1.0, 2.0, 4.0]


def test_a_status_that_stays_open_is_asked_for_by_the_next_push(fake: Fake, partnered: Partnered, clock: Any) -> None:
    """Nothing is sent again if the server has taken it meanwhile."""
    case, taker = partnered(push=fake.url), Taker(fake, pending=10**6)
    first = push(case, make_green(1), clock=clock)
    assert (first.taken, first.waiting, releases(case)) == (0, 2, [])
    taker.pending = 0
    second = push(case, make_green(1), clock=clock)
    assert (second.to_send, second.taken, taker.posts, len(releases(case))) == (0, 2, 1, 1)


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_push_that_fails_goes_on(fake: Fake, partnered: Partnered, clock: Any, after: int) -> None:
    """What was taken before is in the ledger and is not sent again; the rest follows."""
    case = partnered(push=fake.url)
    taker = Taker(fake, fails=lambda _: Reply(status=500) if taker.posts > after else None)
    objects = [make_green(number) for number in range(30)]
    with pytest.raises(TransferError, match="500"):
        push(case, *objects, clock=clock)
    assert len(taker.taken) == 7 * after == sum(one["content"]["taken"] for one in releases(case))
    sent = len(taker.taken)
    taker.fails = None
    assert push(case, *objects, clock=clock).to_send == 31 - sent
    assert len(taker.taken) == 31
    assert sum(one["content"]["taken"] for one in releases(case)) == 31


def test_an_answer_that_is_lost(fake: Fake, partnered: Partnered, clock: Any) -> None:
    """Taken, but the word of it did not arrive: the same version is sent again, and stands once."""
    case = partnered(push=fake.url)
    taker = Taker(fake)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("counterflow.remote.taxii.sent.Sent.note_request", _die)
        with pytest.raises(KeyboardInterrupt):
            push(case, make_green(1), clock=clock)
    later = make_green(1, modified="2026-07-01T00:00:00.000Z")
    assert push(case, later, clock=clock).taken == 2
    assert [one["modified"] for one in taker.taken.values() if one["type"] == "campaign"] == [make_green(1)["modified"]]


def _die(*_args: object) -> None:
    raise KeyboardInterrupt


def test_one_bad_object_costs_no_other(fake: Fake, partnered: Partnered, clock: Any) -> None:
    """A server that refuses an envelope for one of its objects gets its halves, down to the one."""
    bad = make_green(5)["id"]
    taker = Taker(fake, fails=lambda all_: Reply(status=422) if any(one["id"] == bad for one in all_) else None)
    done = push(partnered(push=fake.url), *map(make_green, range(14)), clock=clock)
    assert (done.taken, list(done.refused), taker.posts < 12) == (14, [bad], True)


def test_a_server_that_takes_less_than_it_says(fake: Fake, partnered: Partnered, clock: Any) -> None:
    """413: smaller envelopes."""
    Taker(fake, fails=lambda all_: Reply(status=413) if len(all_) > 2 else None)
    assert push(partnered(push=fake.url), *map(make_green, range(9)), clock=clock).taken == 10


def test_a_server_that_takes_nothing(fake: Fake, partnered: Partnered, clock: Any) -> None:
    """It is not asked about every object of a large export."""
    taker = Taker(fake, fails=lambda _: Reply(status=422, body=b'{"title":"Never","http_status":"422"}'))
    limits = PushLimits(request=REQUEST, most_refused=5)
    with pytest.raises(TransferError, match="Never"):
        push(partnered(push=fake.url), *map(make_green, range(500)), clock=clock, limits=limits)
    assert taker.posts < 30


@pytest.mark.parametrize(("status", "said"), [(401, "Set COUNTERFLOW_SECRET_THEM"), (403, "Ask them for a key")])
def test_without_a_right(fake: Fake, partnered: Partnered, clock: Any, status: int, said: str) -> None:
    """The message says what to do, and nothing is entered."""
    fake.replies = [Reply(status=status)]
    case = partnered(push=fake.url)
    with pytest.raises(TransferError, match=said):
        push(case, make_green(1), clock=clock)
    assert (fake.posted, releases(case)) == ([], [])


def test_a_collection_that_may_only_be_read(fake: Fake, partnered: Partnered, clock: Any) -> None:
    """Nothing is sent to it."""
    fake.replies = [Reply(b'{"can_read": true, "can_write": false}')]
    with pytest.raises(ForbiddenError, match="takes nothing from us"):
        push(partnered(push=fake.url), make_green(1), clock=clock)
    assert fake.posted == []


def test_a_partner_without_a_collection(partnered: Partnered) -> None:
    """Nothing can be given to them this way."""
    with pytest.raises(UsageError, match="nothing is given to them"):
        push(partnered(), make_green(1))


def test_a_reason_commands_no_terminal(fake: Fake, partnered: Partnered, clock: Any) -> None:
    """What a server says of an object is shown to people."""
    taker = Taker(fake)
    body: dict[str, Any] = {"id": "s", "status": "complete", "total_count": 2, "success_count": 1, "failure_count": 1}
    body |= {"failures": [{"id": make_green(1)["id"], "message": "\x1b[2J" + "x" * 9_000}]}
    taker.fails = lambda _: Reply(json.dumps(body).encode(), status=202)
    (message,) = push(partnered(push=fake.url), make_green(1), clock=clock).refused.values()
    assert (message.isprintable(), len(message) < 600) == (True, True)
