"""A new copy against the last good one: a list that shrinks at once has lost parties on its way."""

from __future__ import annotations

import re

from counterflow.remote.receipt import Receipt

MAX_PARTIES_LOST = 0.20
"""Share. The UN's list lost 14 % of its parties in the four years to September 2024; a fifth lost between two fetches
is a file that was cut off, filtered or replaced, until somebody says otherwise."""

MAX_BYTES_LOST = 0.40
"""Share. A list of as many parties whose file shrinks by this much has lost its aliases, documents or addresses, or is
another edition; larger than the share of parties, because one long narrative weighs as much as many short records."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def find_loss(new: Receipt, last: Receipt) -> str | None:
    """Say what a new copy lacks that the last good one had; None: nothing that matters."""
    if _is_day(new.published) and _is_day(last.published) and (new.published or "") < (last.published or ""):
        return f"its date, {new.published}, lies before that of the last good copy, {last.published}"
    if _share_lost(new.parties, last.parties) > MAX_PARTIES_LOST:
        return f"it holds {new.parties:,} parties, the last good copy {last.parties:,}"
    # Sizes compare only within one format, packed or not.
    if _kind(new) == _kind(last) and _share_lost(new.bytes, last.bytes) > MAX_BYTES_LOST:
        return f"it has {new.bytes:,} bytes, the last good copy {last.bytes:,}"
    return None


def _share_lost(new: int | None, last: int | None) -> float:
    return 0.0 if new is None or last is None or last == 0 else 1 - new / last


def _kind(receipt: Receipt) -> tuple[str | None, str]:
    return receipt.format, (receipt.file or "").partition(".")[2]


def _is_day(date: str | None) -> bool:
    return date is not None and _DAY.fullmatch(date) is not None
