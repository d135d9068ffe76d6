"""How common what accounts share is in this case: the rarer, the more an agreement says."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from counterflow.resolve.event.account import Account, wider

MIN_SHARE = 1 / 512
"""A case cannot show that something is rarer than this: at most nine bits from one agreement."""

NAME_SHARE = 1 / 16
"""A name, other than a country's, is rare in the world, however small the case: four bits at least."""


MIN_OTHERS = 8
"""Accounts of a kind that a case is taken to hold at least: two reports alone do not make an event of two likely."""


class Frequencies:
    """In what share of the documents each party, commodity and place is named by an account."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        """Count."""
        self._documents = max(1, len({one.document for one in accounts}))
        seen = {(key, one.document) for one in accounts for key in _keys(one)}
        self._kinds = Counter(kind for one in accounts for kind in one.kinds)
        self._within = Counter((one.document, kind) for one in accounts for kind in one.kinds)
        self._count = Counter(key for key, _ in seen)

    def bits(self, key: str) -> float:
        """Give how much an agreement on a key says: minus log2 of its share of the documents."""
        # One more of each: what two documents of two share is not yet known to be common.
        share = (self._count[key] + 1) / (self._documents + 8)
        common = NAME_SHARE if key.startswith("name:") or ":" not in key else 1.0
        return -math.log2(min(common, max(MIN_SHARE, share)))

    def prior(self, left: Account, right: Account) -> float:
        """Give log2 odds, before anything is compared, that two accounts of one kind are of one event.

        Of the n accounts of a kind about one other tells of the same event, so the odds are 1 to n; halved, because
        most events are told once. Within one document n counts its own: a report comes back to what it is about, and
        what its headline tells it tells again.
        """
        kinds = left.kinds & right.kinds
        if left.document != right.document:
            return -1.0 - math.log2(max([MIN_OTHERS, *(self._kinds[kind] for kind in kinds)]))
        own = max([1, *(self._within[left.document, kind] - 1 for kind in kinds)])
        return -math.log2(own) if left.is_headline != right.is_headline else -1.0 - math.log2(own + 1)


def _keys(account: Account) -> Iterable[str]:
    yield from {party.key for party in account.parties if party.key is not None}
    yield from {one for good in account.goods for one in wider(good)}
    yield from {place.key for place in account.places}
