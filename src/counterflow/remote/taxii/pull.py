"""Pull what a partner gives: what is new in a collection since the last time, page by page, into files of a case."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import NamedTuple

from counterflow.case import Case
from counterflow.collect.dataset import find_dataset
from counterflow.collect.walk import printable
from counterflow.exc import UsageError
from counterflow.model.partner import Partner
from counterflow.remote.clock import Clock, SystemClock
from counterflow.remote.failure import RefusedError, TransferError
from counterflow.remote.folder import find_folder
from counterflow.remote.limits import Limits
from counterflow.remote.receipt import TAXII_FORMAT, Outcome, Receipt, write_time
from counterflow.remote.taxii.ask import LIMITS, Asker, TooMuchError, check_collection_url
from counterflow.remote.taxii.held import Held, PulledFile, Sorted
from counterflow.remote.taxii.page import OVERLAP_US, Page, Place, go_back, latest, read_page, step
from counterflow.remote.taxii.secret import read_authorization

_STALE = (400, 404, 410, 422)
"""Statuses by which a server says that it does not know its own `next` any more."""


@dataclass(frozen=True)
class PullLimits:
    """Every limit of a pull with its unit and reason; tests lower them."""

    request: Limits = LIMITS
    page_objects: int = 1_000
    """Objects asked for at once; fewer where a page is too large, more where a server can go on in no other way."""
    most_page_objects: int = 64_000
    total_s: float = 1_800.0
    """Seconds of a pull; the next one goes on."""
    file_bytes: int = 64 << 20
    """Size at which a file is closed and another begun: whoever reads one may hold it whole."""
    empty_pages: int = 10
    """Pages without objects, one after another, after which a server that says there is more is not believed."""


class Pulled(NamedTuple):
    """What became of a pull."""

    receipts: Sequence[Receipt]
    """One of each file that came, or one that says that nothing did; if it failed the last one says why."""
    objects: int
    """Objects, or versions of them, that are new."""
    held: int
    """Those that are held in all."""
    remark: str | None
    """What came and was not kept: no STIX objects, or another content under a version that is held."""

    @property
    def is_good(self) -> bool:
        """Whether the collection was read to its end."""
        return self.receipts[-1].outcome.is_good


_NAMED = 20
"""Ids of changed objects that are remembered for a message."""


class _Pull:
    """One pull under way."""

    def __init__(self, asker: Asker, url: str, held: Held, limits: PullLimits) -> None:
        self._asker, self._url, self._held, self._limits = asker, url, held, limits
        self._began = asker.clock.monotonic()
        self._limit, self._most = limits.page_objects, limits.most_page_objects
        self._seen: set[bytes] = set()
        self._empty = 0
        self._may_restart = True
        self.changed: list[str] = []
        self.wrong = 0
        self.files: list[PulledFile] = []

    def run(self) -> None:
        """Pull to the collection's end.

        Raises:
            TransferError, RefusedError: it could not be reached; what came before is kept.
        """
        place, base, is_under_way = self._held.find_place(self._url)
        if not is_under_way:
            place = _start(base)
        while True:
            page, place = self._ask(place, base)
            sorted_ = self._held.sort_out(page.objects)
            self._note(sorted_)
            following = step(place, page)
            self._held.keep(self._url, sorted_, following or place, base)
            if following is None:
                self._held.finish(self._url, latest(place, page) or base)
                return
            self._check_progress(place, following, page, sorted_)
            place = following
            if self._held.size() > self._limits.file_bytes:
                self.close_file()

    def close_file(self) -> None:
        """Close the file under way, if anything came."""
        file = self._held.close_file(self._asker.clock.now().date().isoformat())
        if file is not None:
            self.files.append(file)

    def remark(self) -> str | None:
        """Say what came and was not kept."""
        said = []
        if len(self.changed) > 0:
            said.append("other content under the same version, of which the first was kept: " + ", ".join(self.changed))
        if self.wrong > 0:
            said.append(f"{self.wrong:,} things that are no STIX objects")
        return "; ".join(said) or None

    def _ask(self, place: Place, base: str | None) -> tuple[Page, Place]:
        """Ask for a page; for fewer objects where it is too large, from the beginning where `next` is not known."""
        while True:
            if self._asker.clock.monotonic() - self._began > self._limits.total_s:
                raise TransferError(
                    f"its end was not reached within {self._limits.total_s:,.0f} s",
                    next_step="Fetch again: it goes on where it was",
                )
            try:
                answer = self._asker.get(f"{self._url}objects/", place.parameters(self._limit))
                return read_page(answer), place
            except TooMuchError:
                if self._limit == 1:
                    raise
                self._most = max(1, self._limit // 2)
                self._limit = max(1, self._limit // 8)
            except TransferError as exc:
                if exc.status not in _STALE or place.next is None or not self._may_restart:
                    raise
                # A server may forget where a page ended; what comes twice is told by id and version.
                self._may_restart = False
                self._seen.clear()
                place = _start(base)

    def _note(self, sorted_: Sorted) -> None:
        self.wrong += sorted_.wrong
        # Ids are whatever the server says: they are shown to people, so none may command a terminal.
        self.changed += [printable(one[:100]) for one in sorted_.changed[: _NAMED - len(self.changed)]]

    def _check_progress(self, place: Place, following: Place, page: Page, sorted_: Sorted) -> None:
        """Refuse a server that goes round in a circle; where it goes by time alone, ask for more at once.

        Raises:
            RefusedError: it gives the same page again, or no objects and always more.
        """
        self._empty = self._empty + 1 if len(page.objects) == 0 else 0
        if self._empty > self._limits.empty_pages:
            raise RefusedError(f"the server says that there is more, {self._empty} times without an object")
        if len(sorted_.new) > 0:
            return
        if following.next is None and following.after == place.after:
            if self._limit >= self._most:
                raise RefusedError(
                    f"the server has more than {self._limit:,} objects of one time, and gives no `next` to go on by"
                )
            self._limit = min(self._limit * 4, self._most)
            return
        mark = hashlib.sha256(sorted_.fingerprint + (following.next or "").encode()).digest()
        if (len(page.objects) > 0 and sorted_.fingerprint in self._seen) or mark in self._seen:
            raise RefusedError("the server gives the same page again and again")
        self._seen |= {mark, sorted_.fingerprint}


def _start(base: str | None) -> Place:
    return Place(None if base is None else go_back(base, OVERLAP_US))


def pull_collection(
    case: Case, partner: Partner, *, limits: PullLimits | None = None, clock: Clock | None = None
) -> Pulled:
    """Bring what a partner gives up to date in a case.

    Reads:
        the collection `partner.pull`, from where the last pull of it ended.
    Writes:
        a STIX bundle below `inputs/fetched/<partner>/` with what is new, if anything is; a receipt of each.

    Raises:
        UsageError: nothing is pulled from this partner.
        CaseError: the address cannot be asked, or the secret cannot be read.
        CaseLockedError: another process is pulling from this partner.
        StorageError: what is held cannot be opened.
    """
    limits = PullLimits() if limits is None else limits
    clock = SystemClock() if clock is None else clock
    where = f"[partner.{partner.key}] pull"
    if partner.pull is None:
        raise UsageError(f"nothing is pulled from {partner.key}", where=str(case.toml_path), expected=where)
    url = check_collection_url(partner.pull, f"{case.toml_path}: {where}")
    asker = Asker(partner, read_authorization(partner), clock, limits.request)
    folder = find_folder(case, partner.key)
    with folder.hold(), closing(Held(folder.path)) as held:
        began = write_time(clock.now())
        blank = Receipt(dataset=partner.key, url=url, fetched_at=began, outcome=Outcome.NEW, format=TAXII_FORMAT)
        pull = _Pull(asker, url, held, limits)
        trouble: TransferError | RefusedError | None = None
        try:
            pull.run()
        except (TransferError, RefusedError) as exc:
            trouble = exc
        pull.close_file()
        receipts = _make_receipts(blank, pull, held.last_file(), trouble)
        for receipt in receipts:
            folder.add_receipt(receipt)
        objects = sum(file.objects for file in pull.files)
        return Pulled(receipts, objects, held.count(), pull.remark())


def _make_receipts(
    blank: Receipt, pull: _Pull, last: PulledFile | None, trouble: TransferError | RefusedError | None
) -> list[Receipt]:
    """Say what became of a pull: a line a file, and one if nothing came or it did not reach the end."""
    if trouble is None:
        blank = replace(blank, reason=pull.remark())
    receipts = [
        replace(blank, file=file.name, sha256=file.sha256, bytes=file.bytes, records=file.objects, status=200)
        for file in pull.files
    ]
    if trouble is not None:
        outcome = Outcome.FAILED if isinstance(trouble, TransferError) else Outcome.REFUSED
        receipts.append(replace(blank, outcome=outcome, reason=trouble.message.rstrip("."), status=trouble.status))
    elif len(receipts) == 0:
        blank = replace(blank, outcome=Outcome.UNCHANGED, status=200, records=0)
        if last is not None:
            blank = replace(blank, file=last.name, sha256=last.sha256, bytes=last.bytes)
        receipts.append(blank)
    return receipts


def list_partners(case: Case, names: Sequence[str]) -> tuple[list[Partner], list[str]]:
    """Tell partners from datasets among the names of what to fetch; without names all partners who give something.

    Raises:
        UsageError: a partner has the name of a dataset that is known, or gives nothing.
    """
    for key in case.partners:
        if find_dataset(key) is not None:
            raise UsageError(
                f"[partner.{key}] has the name of a dataset", where=str(case.toml_path), expected="another name"
            )
    if len(names) == 0:
        return [one for one in case.partners.values() if one.pull is not None], []
    wanted = list(dict.fromkeys(names))
    return [case.partners[name] for name in wanted if name in case.partners], [
        name for name in wanted if name not in case.partners
    ]
