"""Roles of a party: what it does in the network, each with the ties and passages that say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from counterflow.dossier.archive import Archive
from counterflow.dossier.party_shape import RoleItem
from counterflow.dossier.shape import EvidenceItem

_ROLES = "SELECT * FROM role WHERE canonical_id = $id ORDER BY basis DESC, is_former, role"

ReadEvidence = Callable[[Archive, Sequence[str]], list[EvidenceItem]]


def list_roles(archive: Archive, canonical_id: str, read: ReadEvidence) -> tuple[RoleItem, ...]:
    """List the roles of a party, stated ones first.

    Reads `role` and, by `read`, the evidence of its statements. Under a clock a role is left out of which a tie had not
    been published, or did not hold.
    """
    names = [name for name in RoleItem.model_fields if name not in ("edges", "evidence")]
    return tuple(
        RoleItem(
            **{name: row[name] for name in names},
            edges=tuple(row["edges"]),
            evidence=tuple(read(archive, row["statements"])),
        )
        for row in archive.rows(_ROLES, id=canonical_id)
    )
