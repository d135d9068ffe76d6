"""Stockpiles for people: goods that could come to market, with who holds them, who controls those, and the sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from counterflow.dossier.archive import Archive
from counterflow.dossier.party_shape import StockpileItem
from counterflow.dossier.shape import EvidenceItem

_ALL = "SELECT * FROM stockpile ORDER BY commodity, period, id"
_OF_PARTY = """
SELECT * FROM stockpile WHERE list_contains(holders, $id) OR list_contains(controllers, $id)
ORDER BY commodity, period, id
"""

ReadEvidence = Callable[[Archive, Sequence[str]], list[EvidenceItem]]


def list_stockpiles(archive: Archive, read: ReadEvidence, canonical_id: str | None = None) -> tuple[StockpileItem, ...]:
    """List the stockpiles of a case, or those that a party holds or that who it controls holds.

    Reads `stockpile`, `entity` and, by `read`, the evidence of statements.
    """
    rows = archive.rows(_ALL) if canonical_id is None else archive.rows(_OF_PARTY, id=canonical_id)
    refs = archive.party_refs(one for row in rows for one in (*row["holders"], *row["controllers"]))
    names = [name for name in StockpileItem.model_fields if name not in ("holders", "controllers", "evidence")]
    return tuple(
        StockpileItem(
            **{name: row[name] for name in names},
            holders=tuple(refs[one] for one in row["holders"] if one in refs),
            controllers=tuple(refs[one] for one in row["controllers"] if one in refs),
            evidence=tuple(read(archive, row["statements"])),
        )
        for row in rows
    )
