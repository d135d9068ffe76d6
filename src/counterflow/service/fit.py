"""How well an index is the one that an answer was seen of."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from enum import IntEnum

from counterflow.screen.decision.seen import Seen
from counterflow.service.list_age import Lists


class Fit(IntEnum):
    """What of the lists of an answer an index holds, the least first."""

    NONE = 0
    NAMES = 1
    """The same parties; of the dates the answer says otherwise. Asked for only where no identity was recorded."""
    LISTS = 2
    """The same parties, and of their lists what the answer says."""
    ALL = 3
    """The same state."""


@dataclass(frozen=True, slots=True)
class Names:
    """What names the state of an index."""

    fingerprint: str
    identity: str
    lists: Lists


def fit_of(seen: Seen, names: Names) -> Fit:
    """Say how well an index is the one that an answer was seen of.

    A decision that was entered before identities were recorded, or from a file of answers, names the fingerprint of the
    parties alone; what the answer says of the lists tells indexes apart that differ in their dates.
    """
    wanted = seen.conditions.identity
    if wanted is not None and names.identity == wanted:
        return Fit.ALL
    if not names.fingerprint.startswith(seen.conditions.fingerprint or str(seen.data["index"]["build"])):
        return Fit.NONE
    now = datetime.datetime.fromisoformat(seen.conditions.now)
    if [asdict(one) for one in names.lists(now)] == seen.data["index"]["lists"]:
        return Fit.LISTS
    return Fit.NAMES if wanted is None else Fit.NONE
