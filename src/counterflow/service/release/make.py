"""Make what a release consists of: the export of a build that holds what the partner may have alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.exc import AmbiguousNameError, NotFoundError, UsageError
from counterflow.model.partner import Partner
from counterflow.run.build import open_build
from counterflow.run.progress import Progress
from counterflow.run.releasable import Releasable, make_releasable
from counterflow.run.run import RunOptions
from counterflow.service.release.choose import choose_parties
from counterflow.share import ExportReport, export_build
from counterflow.share.around import MAX_DEPTH, select_around
from counterflow.share.policy import Recipient, may_be_given
from counterflow.stix.organisation import Sender

WHOLE_ONLY = "geojson"
"""The format of routes, which are nobody's: it holds all of them."""


@dataclass(frozen=True)
class Order:
    """What is asked of a release."""

    partner: Partner
    format: str
    what: tuple[str, ...] = ()
    """Names, ids or FIELD=VALUE (`choose_parties`); empty: the whole case."""
    depth: int = 0
    """Steps from these parties to others that leave too."""


class Release:
    """A release that was made and has not left yet; it ends with the call that gives it."""

    def __init__(self, order: Order, made: Releasable, archives: tuple[Archive, Archive], path: Path) -> None:
        self.order = order
        self.made = made
        self.own, self.given = archives
        self.path = path
        """The file that would leave."""
        self.asked: pa.Table | None = None
        """`canonical_id` of what is asked for, in the build of the release; None: everything."""
        self.begins: list[str] = []
        """Canonical ids, in the same build, of the parties that were named."""
        self._choose()
        self.report = self._write()
        with path.open("rb") as handle:
            self.sha256 = hashlib.file_digest(handle, "sha256").hexdigest()

    @property
    def build(self) -> str:
        """Id of the build that it is from."""
        return self.made.given.manifest.build

    def read_objects(self) -> list[dict[str, Any]]:
        """Read the objects of a release in STIX."""
        found: list[dict[str, Any]] = orjson.loads(self.path.read_bytes())["objects"]
        return found

    def describe(self) -> dict[str, Any]:
        """Say for the ledger what it is."""
        said: dict[str, Any] = {"own_build": self.made.own.manifest.build, "format": self.order.format}
        if len(self.order.what) > 0:
            said |= {"what": list(self.order.what), "depth": self.order.depth}
        return {**said, "entities": self.report.entities, "statements": self.report.statements}

    def _choose(self) -> None:
        if len(self.order.what) == 0:
            return
        try:
            self.begins = choose_parties(self.given, self.order.what)
        except NotFoundError as exc:
            try:
                choose_parties(self.own, self.order.what)
            except (NotFoundError, AmbiguousNameError):
                raise exc from None
            raise NotFoundError(
                f"what {self.order.partner.key} may have holds not all of {', '.join(self.order.what)}",
                next_step="It is in the case, and rests on what stays: --dry-run without --what lists that",
            ) from exc
        self.asked = select_around(self.given.engine, self.begins, self.order.depth)

    def _write(self) -> ExportReport:
        partner = self.order.partner
        with self.path.open("w", encoding="utf-8", newline="") as output:
            return export_build(
                self.given.engine,
                self.order.format,
                output,
                max_tlp=partner.max_tlp,
                title=self.given.dataset_title,
                sender=Sender(self.made.case.organisation, self.made.case.name),
                recipient=Recipient(partner.key, is_named=True),
                asked=self.asked,
            )


@contextmanager
def make_release(
    case: Case, order: Order, *, progress: Progress | None = None, options: RunOptions | None = None
) -> Iterator[Release]:
    """Compute a release and give it, to be looked at or handed on; the case stays as it is.

    Args:
        case: the case.
        order: what is asked for.
        progress: of the runs.
        options: of the runs.

    Raises:
        UsageError: the build in use is not what the case says now, or the order asks for what there is not.
        NotFoundError, AmbiguousNameError: whom the order names; or there is no build.
        CaseLockedError: a run holds the case.
    """
    if not 0 <= order.depth <= MAX_DEPTH:
        raise UsageError(f"depth {order.depth}", expected=f"0 to {MAX_DEPTH}")
    if len(order.what) > 0 and order.format == WHOLE_ONLY:
        raise UsageError(f"{WHOLE_ONLY} holds the routes of the whole case", expected="it without parties")
    current, partner = open_build(case).manifest.build, order.partner
    recipient = Recipient(partner.key, is_named=True)

    def admits(marking: str) -> bool:
        return may_be_given(marking, recipient, partner.max_tlp)

    with ExitStack() as stack:
        made = stack.enter_context(make_releasable(case, admits, progress=progress, options=options))
        _check_current(case, current, made)
        own, given = (
            stack.enter_context(closing(Archive(one, build)))
            for one, build in ((case, made.own), (made.case, made.given))
        )
        yield Release(order, made, (own, given), made.case.root / "release")


def _check_current(case: Case, current: str, made: Releasable) -> None:
    """Refuse to give what nobody has looked at: the releaser knows the build in use."""
    if current != made.own.manifest.build:
        raise UsageError(
            "inputs, case.toml, ledger or program have changed since the build in use",
            where=str(case.root),
            next_step=f"Run `counterflow run {case.root}`, look at it, and release then",
        )
