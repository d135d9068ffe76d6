"""What people said already of what the queue asks, read from the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from counterflow.dossier.archive import Archive
from counterflow.ledger.entry import Entry
from counterflow.ledger.ledger import Ledger
from counterflow.model.doubt import Judgement
from counterflow.model.review import Review

Pair = tuple[str, str]
_SETTLED = (Judgement.POSITIVE, Judgement.NEGATIVE)

_PARTIES = "SELECT entity_id, canonical_id FROM canonical WHERE entity_id IN (SELECT unnest($ids))"


class Said:
    """The judgements and reviews that stand; of several on one thing the last."""

    def __init__(self, entries: Sequence[Entry], parties: Mapping[str, str]) -> None:
        """Sort them.

        Args:
            entries: of the ledger, in order, those taken back left out.
            parties: canonical ids of what they judge.
        """
        self.entries = entries
        self._judged: dict[Pair, Entry] = {}
        self._reviewed: dict[str, Entry] = {}
        for entry in entries:
            if entry.kind == "judgement":
                self._judged[entry.data["left_id"], entry.data["right_id"]] = entry
            else:
                self._reviewed[entry.data["frame_id"]] = entry
        self._parted: set[Pair] = set()
        self._joined: set[str] = set()
        for (left, right), entry in self._judged.items():
            judgement = entry.data["judgement"]
            if judgement in _SETTLED:
                self._parted.add(_ordered(parties.get(left, left), parties.get(right, right)))
            if judgement == Judgement.POSITIVE:
                self._joined.update((left, right))

    @classmethod
    def read(cls, ledger: Ledger, archive: Archive) -> Said:
        """Read them from a ledger."""
        entries = ledger.effective(["judgement", "review"])
        ids = {entry.data[name] for entry in entries if entry.kind == "judgement" for name in ("left_id", "right_id")}
        rows = archive.rows(_PARTIES, ids=sorted(ids)) if len(ids) > 0 else []
        return cls(entries, {row["entity_id"]: row["canonical_id"] for row in rows})

    def is_judged(self, left: str, right: str, parties: Pair | None) -> bool:
        """Whether somebody said if two are one: of these two, or of any two members of their parties.

        Args:
            left, right: entity_ids.
            parties: their canonical ids; None: they are of one party, and only they themselves are meant.
        """
        entry = self._judged.get(_ordered(left, right))
        if entry is not None and entry.data["judgement"] in _SETTLED:
            return True
        return parties is not None and _ordered(*parties) in self._parted

    def is_joined(self, entity_id: str) -> bool:
        """Whether somebody said that an entity is another."""
        return entity_id in self._joined

    def meant_by(self, told: str) -> tuple[str, ...]:
        """Give whom somebody said a document means by what it names."""
        return tuple(_other(pair, told) for pair in self.positive() if told in pair)

    def positive(self) -> list[Pair]:
        """Give the pairs that somebody said are one."""
        return [pair for pair, one in self._judged.items() if one.data["judgement"] == Judgement.POSITIVE]

    def negative(self) -> list[Pair]:
        """Give the pairs that somebody said are two."""
        return [pair for pair, one in self._judged.items() if one.data["judgement"] == Judgement.NEGATIVE]

    def is_reviewed(self, frame_id: str) -> bool:
        """Whether somebody said what is to be done with a frame."""
        entry = self._reviewed.get(frame_id)
        return entry is not None and entry.data["review"] != Review.UNSURE

    def unsure_of(self, *ids: str) -> str | None:
        """Say who was unsure about a pair or a frame; None: nobody."""
        entry = self._reviewed.get(ids[0]) if len(ids) == 1 else self._judged.get(_ordered(ids[0], ids[1]))
        if entry is None or entry.data.get("judgement", entry.data.get("review")) != "unsure":
            return None
        return entry.entered_by


def _other(pair: Pair, one: str) -> str:
    return pair[1] if pair[0] == one else pair[0]


def _ordered(left: str, right: str) -> Pair:
    return (left, right) if left <= right else (right, left)
