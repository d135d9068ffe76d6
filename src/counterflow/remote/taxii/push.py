"""Give a partner what an export for them holds: in envelopes that their server takes, each object version once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from counterflow.case import Case
from counterflow.collect.walk import printable
from counterflow.exc import ForbiddenError, UsageError
from counterflow.ledger import Ledger
from counterflow.model.handling import strictest
from counterflow.model.partner import Partner
from counterflow.remote.clock import Clock, SystemClock
from counterflow.remote.failure import RefusedError, TransferError
from counterflow.remote.limits import Limits
from counterflow.remote.taxii.ask import LIMITS, Asker, check_collection_url, root_of
from counterflow.remote.taxii.secret import read_authorization
from counterflow.remote.taxii.sent import Ready, Sent, hold_sent
from counterflow.stix.marking import read_marking

FOLDER = "sent"
"""Name of a case's folder of what was given to partners."""
_AROUND = b'{"objects":[', b"]}"
_MESSAGE_CHARS = 500
"""Characters of a server's reason that are kept."""
_SPLIT = (400, 413, 422)
"""Statuses that an envelope may owe to one of its objects, or to its size: its halves are tried."""


@dataclass(frozen=True)
class PushLimits:
    """Every limit of a push with its unit and reason; tests lower them."""

    request: Limits = LIMITS
    envelope_objects: int = 1_000
    envelope_bytes: int = 8 << 20
    """Size of an envelope, if the server takes as much: it is sent again whole if a connection breaks."""
    status_s: float = 600.0
    """Seconds that a server may take over one envelope; a later push asks what became of it."""
    most_refused: int = 100
    """Objects refused by status 400 or 422, none taken, after which a server is not asked about each of the others."""


@dataclass(frozen=True)
class PushOrder:
    """What is asked of a push."""

    build: str
    """The build that the export is from."""
    recall: bool = False
    """Take back what was given and is not in the export any more."""
    is_trial: bool = False
    """Send nothing, and only count."""
    by: str | None = None
    """Who does it, for the ledger."""
    about: Mapping[str, Any] = field(default_factory=dict)
    """What else the ledger is to say of it."""
    request: str | None = None
    """Hash of the request that was approved, if one was."""
    gives: bool = True
    """Whether anything is sent; False: it only takes back."""


@dataclass
class Pushed:
    """What became of a push."""

    objects: int
    """Objects of the export."""
    to_send: int
    """Those that the partner has not, or in another version."""
    gone: int
    """Those that the partner has and the export no more; with a recall they are taken back."""
    taken: int = 0
    recalled: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    """Why the partner's server refused objects, by id."""
    waiting: int = 0
    """Objects of which the server has not said yet what became of them."""


class _Push:
    """One push under way."""

    def __init__(self, asker: Asker, url: str, sent: Sent, limits: PushLimits, pushed: Pushed) -> None:
        self._asker, self._url, self._root = asker, url, root_of(url)
        self._sent, self._limits, self._pushed = sent, limits, pushed
        self._most = limits.envelope_bytes

    def check_server(self) -> None:
        """Ask what the server takes.

        Raises:
            ForbiddenError: it takes nothing from us.
        """
        root = self._asker.get(self._root).body
        most = root.get("max_content_length")
        if isinstance(most, int) and not isinstance(most, bool) and most > 0:
            self._most = min(self._most, most)
        collection = self._asker.get(self._url).body
        if collection.get("can_write") is not True:
            partner = self._asker.partner
            raise ForbiddenError(
                "this collection takes nothing from us",
                where=f"[partner.{partner.key}] push",
                expected="can_write",
                next_step=f"Ask {partner.name} for the right to write",
            )

    def ask_open(self) -> None:
        """Ask what became of requests that an earlier push left."""
        for status_id, ids in self._sent.list_requests():
            try:
                status = self._asker.get(f"{self._root}status/{status_id}/").body
            except TransferError as exc:
                if exc.status != 404:
                    raise
                self._sent.settle([], {}, status_id)  # forgotten there: sent again, which changes nothing
                continue
            self._settle(status, ids, status_id)

    def send(self, ready: Sequence[Ready]) -> None:
        """Send objects, in their order."""
        for batch in self._batches(ready):
            self._send_batch(batch)

    def _batches(self, ready: Iterable[Ready]) -> Iterator[list[Ready]]:
        batch: list[Ready] = []
        size = room = sum(map(len, _AROUND))
        for one in ready:
            if len(one.body) + room > self._most:
                self._refuse(one, f"it has {len(one.body):,} bytes, and the server takes {self._most:,} at once")
                continue
            if len(batch) == self._limits.envelope_objects or size + len(one.body) + 1 > self._most:
                yield batch
                batch, size = [], room
            batch.append(one)
            size += len(one.body) + 1
        if len(batch) > 0:
            yield batch

    def _send_batch(self, batch: Sequence[Ready]) -> None:
        body = _AROUND[0] + b",".join(one.body for one in batch) + _AROUND[1]
        try:
            answer = self._asker.post(f"{self._url}objects/", body)
        except TransferError as exc:
            if exc.status not in _SPLIT:
                raise
            self._split(batch, exc)
            return
        ids = [one.id for one in batch]
        status_id = answer.body.get("id")
        if not isinstance(status_id, str) or not _is_plain(status_id):
            raise RefusedError("the server's status has no id", status=answer.status)
        self._sent.note_request(status_id, ids)
        self._settle(self._wait(answer.body, status_id), ids, status_id)

    def _split(self, batch: Sequence[Ready], error: TransferError) -> None:
        """Send an envelope's halves; an object that is refused by itself is refused."""
        if len(batch) == 1:
            self._refuse(batch[0], error.what)
            if self._pushed.taken == 0 and len(self._pushed.refused) >= self._limits.most_refused:
                raise error
            return
        middle = len(batch) // 2
        self._send_batch(batch[:middle])
        self._send_batch(batch[middle:])

    def _wait(self, status: Mapping[str, Any], status_id: str) -> Mapping[str, Any]:
        """Ask for a status until it is complete (section 4.3); gives the last one."""
        began, wait_s = self._asker.clock.monotonic(), 1.0
        while status.get("status") == "pending":
            if self._asker.clock.monotonic() - began + wait_s > self._limits.status_s:
                break
            self._asker.clock.sleep(wait_s)
            wait_s = min(wait_s * 2, 60.0)
            status = self._asker.get(f"{self._root}status/{status_id}/").body
        return status

    def _settle(self, status: Mapping[str, Any], ids: Sequence[str], status_id: str) -> None:
        """Note what a status says became of objects; what it does not say is sent again by the next push."""
        if status.get("status") != "complete":
            self._pushed.waiting += len(ids)
            return
        refused = {
            one["id"]: printable(str(one.get("message", "the server does not say why"))[:_MESSAGE_CHARS])
            for one in _details(status.get("failures"))
            if one["id"] in ids
        }
        taken = [id_ for id_ in ids if id_ not in refused]
        if status.get("failure_count") != len(refused):
            named = {one["id"] for one in _details(status.get("successes"))}
            taken = [id_ for id_ in taken if id_ in named]
        self._sent.settle(taken, refused, status_id)
        self._pushed.refused |= refused
        self._pushed.taken += len(taken)
        self._pushed.waiting += len(ids) - len(taken) - len(refused)

    def _refuse(self, one: Ready, message: str) -> None:
        self._pushed.refused[one.id] = message
        self._sent.settle([], {one.id: message})


def push_objects(
    case: Case,
    partner: Partner,
    objects: Sequence[Mapping[str, Any]],
    order: PushOrder,
    *,
    limits: PushLimits | None = None,
    clock: Clock | None = None,
) -> Pushed:
    """Give a partner what is new or changed in an export, and note in the ledger what they took.

    Reads:
        what the partner took before, `CASE/sent/<partner>.sqlite`.
    Writes:
        the same; the collection `partner.push`; an entry `release` of the ledger if anything was taken.

    Args:
        case: the case.
        partner: to whom.
        objects: the export for them, as `select_statements` let it out; marking-definitions among them.
        order: from which build, by whom, and how.
        limits: how long and how much.
        clock: to wait by.

    Raises:
        UsageError: nothing is given to this partner in this way.
        CaseError: the address cannot be asked, or the secret cannot be read.
        ForbiddenError: their server takes nothing from us.
        TransferError, RefusedError: their server cannot be reached, or answers what is no TAXII. What was taken before
            that is noted, and the next push goes on.
        CaseLockedError: another process is pushing to this partner.
    """
    limits = PushLimits() if limits is None else limits
    where = f"[partner.{partner.key}] push"
    if partner.push is None:
        raise UsageError(f"nothing is given to {partner.key}", where=str(case.toml_path), expected=where)
    url = check_collection_url(partner.push, f"{case.toml_path}: {where}")
    asker = Asker(partner, read_authorization(partner), SystemClock() if clock is None else clock, limits.request)
    markings = _read_markings(objects)
    with hold_sent(case.root / FOLDER, partner.key) as path, closing(Sent(path, url)) as sent:
        pushed = Pushed(len(objects), 0, 0)
        push = _Push(asker, url, sent, limits, pushed)
        try:
            if not order.is_trial:
                push.check_server()
                push.ask_open()
                # Before new versions take the place of those that an earlier push could not enter.
                pushed.recalled += _note_release(case, sent, _Way(partner.key, url), order, pushed)
            ready = sent.prepare(objects, markings) if order.gives else []
            gone = sent.find_gone(markings)
            pushed.to_send, pushed.gone = len(ready), len(gone)
            if order.is_trial:
                return pushed
            push.send(ready)
            if order.recall:
                moment = asker.clock.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
                push.send(sent.prepare_recall(markings, moment))
        finally:
            pushed.recalled += _note_release(case, sent, _Way(partner.key, url), order, pushed)
            pushed.taken -= pushed.recalled
    return pushed


class _Way(NamedTuple):
    partner: str
    url: str


def _note_release(case: Case, sent: Sent, way: _Way, order: PushOrder, pushed: Pushed) -> int:
    """Enter in the ledger what was taken since the last entry; gives how many of these were recalls."""
    taken = sent.list_unnoted()
    if len(taken) == 0:
        return 0
    lines = "".join(f"{one.id} {one.version}\n" for one in taken)
    recalled = sum(one.is_recall for one in taken)
    content = {"taken": len(taken) - recalled, "recalled": recalled, "refused": len(pushed.refused)}
    payload = {
        "partner": way.partner,
        "way": "taxii",
        "place": way.url,
        "build": order.build,
        "marking": strictest(one.marking for one in taken),
        "sha256": hashlib.sha256(lines.encode()).hexdigest(),
        "content": {**order.about, **content},
        "request": order.request,
    }
    with closing(Ledger.of_file(case.ledger_path)) as ledger:
        ledger.append("release", payload, by=order.by)
    sent.mark_noted(one.id for one in taken)
    return recalled


def _read_markings(objects: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Give the marking of each object of an export by its id."""
    known = list(objects)
    definitions = {one["id"]: one for one in known if one["type"] == "marking-definition"}
    return {one["id"]: read_marking(one.get("object_marking_refs", ()), definitions) for one in known}


def _details(value: object) -> list[Mapping[str, Any]]:
    """Give the status details of a list (section 4.3.1), as far as they are some."""
    found = value if isinstance(value, list) else []
    return [one for one in found if isinstance(one, dict) and isinstance(one.get("id"), str)]


def _is_plain(text: str) -> bool:
    """Whether a status id may stand in an address."""
    return 0 < len(text) <= 100 and text.isascii() and all(char.isalnum() or char in "-_." for char in text)
