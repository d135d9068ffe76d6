"""Identity of parties over time: what changed, what cannot be, in sentences with their sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from followthemoney.types import registry

from counterflow.dossier.archive import Archive
from counterflow.dossier.party_shape import IdentityItem
from counterflow.dossier.shape import EvidenceItem

_IDENTITY = """
SELECT * FROM identity WHERE $id IS NULL OR canonical_id = $id OR other_id = $id
ORDER BY canonical_id, since IS NULL, since, kind, value, id
"""

ReadEvidence = Callable[[Archive, Sequence[str]], list[EvidenceItem]]

SENTENCES = {
    "renamed": "renamed: {value} → {other_value}",
    "reflagged": "reflagged: {value} → {other_value}",
    "flag-differs": "sources differ on the flag: {value}, {other_value}",
    "imo-invalid": "{value} is no IMO number: its check digit is wrong",
    "imo-several": "one ship under two IMO numbers: {value}, {other_value}",
    "imo-shared": "two ships under one IMO number, {value}",
    "mmsi-invalid": "{value} is no ship's MMSI",
    "mmsi-shared": "two ships under one MMSI, {value}",
    "mmsi-flag": "the MMSI {value} is not of the flag {other_value}, nor of a former one",
    "reborn": "{value} ended; at its address, with its people, {other_value} began",
}
"""What a row says, by its kind."""
FLAG_VALUES = {
    "reflagged": ("value", "other_value"),
    "flag-differs": ("value", "other_value"),
    "mmsi-flag": ("other_value",),
}
"""Which of its values are codes of flags."""


def list_identity(archive: Archive, read: ReadEvidence, canonical_id: str | None = None) -> list[IdentityItem]:
    """List the changes and contradictions of a party's identity, or of all of the case, by party, the oldest first.

    Reads `identity`, `entity` and, by `read`, the evidence of its statements. Under a clock a row is left out of which
    a statement had not been published, or did not hold.
    """
    rows = archive.rows(_IDENTITY, id=canonical_id)
    refs = archive.party_refs(one for row in rows for one in (row["canonical_id"], row["other_id"]) if one is not None)
    return [
        IdentityItem(
            **{name: row[name] for name in ("kind", "value", "other_value", "since", "is_contradiction", "handling")},
            party=refs[row["canonical_id"]],
            other=refs.get(row["other_id"]),
            sentence=_sentence(row, None if row["other_id"] is None else refs[row["other_id"]].caption),
            evidence=tuple(read(archive, row["statements"])),
        )
        for row in rows
        if row["canonical_id"] in refs and (row["other_id"] is None or row["other_id"] in refs)
    ]


def _sentence(row: Mapping[str, Any], other: str | None) -> str:
    flags = FLAG_VALUES.get(row["kind"], ())
    values = {name: _country(row[name]) if name in flags else row[name] for name in ("value", "other_value")}
    said = SENTENCES[row["kind"]].format(**values)
    return said if other is None or row["kind"] == "reborn" else f"{said}; the other is {other}"


def _country(code: str) -> str:
    return registry.country.caption(code) or code
