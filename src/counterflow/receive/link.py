"""Which records partners take for one party, as rows of `given_link`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from counterflow.receive.offer import Offered, by_row, members_of, take
from counterflow.tables import GivenLink


def given_links(offers: Sequence[Offered], entities: Collection[str], us: str | None) -> list[GivenLink]:
    """Give the pairs that partners take for one.

    Args:
        offers: what is offered.
        entities: those that the case has, or was given.
        us: STIX id of the case's organisation: what it decided itself it takes from nobody.
    """
    found: dict[tuple[str, str], GivenLink] = {}
    linked = _Groups()
    for some in by_row(offers, "link").values():
        one, row = some[0], take(some)
        pair = (row["left_id"], row["right_id"])
        if pair[0] in entities and pair[1] in entities and one.origin_id != us:
            found[pair] = _link(pair, row.get("probability"), row.get("is_judgement") is True, one, row["handling"])
            linked.join(*pair)
    for one in _parties(offers):
        members = [member for member in members_of(one.row) if member in entities]
        if one.origin_id == us:
            continue
        # What joins them stays with the giver; that they stand in one object does not.
        for member in members[1:]:
            pair = (members[0], member)
            if not linked.are_one(*pair):
                linked.join(*pair)
                found[pair] = _link(pair, None, False, one, one.row["handling"])
    return [found[pair] for pair in sorted(found)]


def _parties(offers: Iterable[Offered]) -> list[Offered]:
    return sorted((one for one in offers if one.kind == "party"), key=lambda one: (one.row_id, one.place))


def _link(pair: tuple[str, str], chance: float | None, is_judgement: bool, one: Offered, handling: str) -> GivenLink:
    return GivenLink(
        *pair,
        None if chance is None else float(chance),
        is_judgement,
        one.resource_id,
        one.given_by,
        one.giver_id,
        one.origin_id,
        handling,
    )


class _Groups:
    """Which entities are linked so far."""

    def __init__(self) -> None:
        self._leader: dict[str, str] = {}

    def _find(self, one: str) -> str:
        while (above := self._leader.setdefault(one, one)) != one:
            one = above
        return one

    def join(self, left: str, right: str) -> None:
        """Link two."""
        self._leader[self._find(left)] = self._find(right)

    def are_one(self, left: str, right: str) -> bool:
        """Whether two are linked, also by others."""
        return self._find(left) == self._find(right)
