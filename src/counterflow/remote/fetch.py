"""Fetch one dataset into a case: download, check, compare, keep; and write down what happened."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from counterflow.remote.age import Age, find_age
from counterflow.remote.check import check_file
from counterflow.remote.clock import Clock, SystemClock
from counterflow.remote.compare import find_loss
from counterflow.remote.failure import RefusedError, TransferError
from counterflow.remote.folder import Copy
from counterflow.remote.limits import Limits
from counterflow.remote.order import Order
from counterflow.remote.receipt import Outcome, Receipt, write_time
from counterflow.remote.transfer import Condition, Transfer, transfer

_SUFFIXES = {
    "application/xml": ".xml",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/json+ftm": ".json",
}
"""Endings of files whose URL shows none, by the reader's media type."""

_SERVED_SUFFIXES = (".xml", ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson")
_ZIP_SUFFIXES = (".xlsx", ".ods", ".docx")
"""Formats that are ZIP archives themselves."""

_PACKED = {b"\x1f\x8b": ".gz", b"PK\x03\x04": ".zip"}
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


class Fetched(NamedTuple):
    """What became of one dataset."""

    receipt: Receipt
    age: Age
    """Of the good copy that the case has now; without a file if it has none."""

    @property
    def is_good(self) -> bool:
        """Whether the copy is the publisher's present one, as far as its server says."""
        return self.receipt.outcome.is_good


def fetch_dataset(order: Order, *, limits: Limits | None = None, clock: Clock | None = None) -> Fetched:
    """Bring one dataset of a case up to date; the last good copy stays where that fails.

    Reads:
        the receipts of earlier attempts, and the URL.
    Writes:
        a vintage if the content is new; a receipt, whatever happens.

    Raises:
        CaseLockedError: the dataset is being fetched by another process.
        InputError: a receipt is damaged.
        OSError: the folder cannot be written.
    """
    clock = SystemClock() if clock is None else clock
    with order.folder.hold() as download:
        last = order.folder.find_good(is_checked=True)
        receipt = _fetch(order, download, last, Limits() if limits is None else limits, clock)
        order.folder.add_receipt(receipt)
        return Fetched(receipt, find_age(order.folder, order.folder.find_good(is_checked=False), clock.now()))


def _fetch(order: Order, download: Path, last: Copy | None, limits: Limits, clock: Clock) -> Receipt:
    began = write_time(clock.now())
    blank = Receipt(dataset=order.dataset, url=order.url, fetched_at=began, outcome=Outcome.FAILED)
    try:
        done = transfer(order.url, download, condition=_condition(order, last), limits=limits, clock=clock)
    except TransferError as exc:
        receipt = replace(blank, reason=exc.what, status=exc.status)
    except RefusedError as exc:
        receipt = replace(blank, outcome=Outcome.REFUSED, reason=exc.what, status=exc.status)
    else:
        receipt = _judge(order, download, last, _describe(blank, done))
    return _put_aside(order, download, receipt) if receipt.outcome is Outcome.REFUSED else receipt


def _condition(order: Order, last: Copy | None) -> Condition | None:
    """Take what the same URL said of the last good copy; another URL's word means nothing."""
    if last is None or last.receipt.url != order.url or order.sha256 not in (None, last.receipt.sha256):
        return None
    condition = Condition(last.receipt.etag, last.receipt.last_modified)
    return None if condition == (None, None) else condition


def _describe(receipt: Receipt, done: Transfer) -> Receipt:
    return replace(
        receipt,
        final_url=done.url,
        status=done.status,
        etag=done.etag,
        last_modified=done.last_modified,
        content_type=done.content_type,
        checked=done.checked,
        sha256=done.sha256,
        bytes=done.bytes,
    )


def _judge(order: Order, download: Path, last: Copy | None, receipt: Receipt) -> Receipt:
    """Decide what becomes of a download that came whole, or of the server's word that the last copy is its own."""
    refused = replace(receipt, outcome=Outcome.REFUSED)
    if receipt.sha256 is not None and order.sha256 not in (None, receipt.sha256):
        return replace(refused, reason=f"its SHA-256 is {receipt.sha256}, expected: {order.sha256}")
    if last is not None and receipt.sha256 in (None, last.receipt.sha256):
        return _confirm(receipt, last.receipt)
    assert receipt.sha256 is not None  # 304 is an answer to a condition, which only a last good copy gives
    try:
        found = check_file(download, order.served_name, order.dataset, receipt.sha256)
    except RefusedError as exc:
        return replace(refused, reason=exc.what)
    suffix = _suffix(order.served_name, download, found.mime_type)
    date = found.published or ""
    date = date if _DATE.fullmatch(date) is not None else receipt.fetched_at[:10]
    receipt = replace(
        receipt,
        outcome=Outcome.NEW,
        file=f"{date}{suffix}",
        format=found.format,
        published=found.published,
        records=found.records,
        parties=found.parties,
        checked=receipt.checked if order.sha256 is None else (*receipt.checked, "--sha256"),
    )
    loss = None if last is None else find_loss(receipt, last.receipt)
    if loss is not None and not order.is_forced:
        return replace(receipt, outcome=Outcome.REFUSED, reason=loss, file=None)
    path = order.folder.keep(download, receipt, date, suffix)
    return replace(receipt, file=path.name, forced=loss is not None, reason=loss)


def _confirm(receipt: Receipt, last: Receipt) -> Receipt:
    """Say of the last good copy that it is the present one."""
    if receipt.status == 304:  # may leave out what the server said before (RFC 9110, section 15.4.5)
        receipt = replace(
            receipt,
            etag=receipt.etag or last.etag,
            last_modified=receipt.last_modified or last.last_modified,
            content_type=receipt.content_type or last.content_type,
        )
    return replace(
        receipt,
        outcome=Outcome.UNCHANGED,
        sha256=last.sha256,
        bytes=last.bytes,
        file=last.file,
        format=last.format,
        published=last.published,
        records=last.records,
        parties=last.parties,
    )


def _put_aside(order: Order, download: Path, receipt: Receipt) -> Receipt:
    """Keep what was refused for looking at, where anything came."""
    if not download.exists():
        return receipt
    size = download.stat().st_size
    path, digest = order.folder.put_aside(download)
    return replace(receipt, file=path.name, sha256=digest, bytes=size)


def _suffix(served_name: str, download: Path, mime_type: str) -> str:
    """Give a copy the ending of its content: `.csv.gz` if it is packed so, whatever the URL says."""
    with download.open("rb") as handle:
        mark = handle.read(4)
    endings = PurePosixPath(served_name.lower()).suffixes
    if len(endings) > 0 and endings[-1] in _ZIP_SUFFIXES:
        return endings[-1]
    known = [one for one in endings if one in _SERVED_SUFFIXES] or [_SUFFIXES.get(mime_type, "")]
    return known[-1] + next((ending for start, ending in _PACKED.items() if mark.startswith(start)), "")
