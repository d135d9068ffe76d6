"""Leads for the page: ties that are likely and that no source states."""

from __future__ import annotations

import json

from counterflow.dossier.archive import Archive
from counterflow.model.handling import strictest
from counterflow.service.network.shape import LeadAnswer, LeadItem
from counterflow.trace.lead_file import HANDLING, STATUS

_LEADS = "SELECT * FROM lead ORDER BY score DESC, source_id, target_id"


def list_leads(archive: Archive) -> LeadAnswer:
    """Give the leads of a build, likeliest first; none of a build that an earlier version made.

    Reads:
        `lead`, `entity`.
    """
    rows = archive.rows(_LEADS) if "lead" in archive.build.manifest.tables else []
    refs = archive.party_refs(row[end] for row in rows for end in ("source_id", "target_id"))
    leads = tuple(
        LeadItem(
            one=refs[row["source_id"]],
            other=refs[row["target_id"]],
            reasons=tuple(json.loads(row["reasons"])),
            **{name: row[name] for name in ("kind", "precision", "algorithm")},
        )
        for row in rows
    )
    # What names parties whom no source ties is marked even where there is nothing to name.
    return LeadAnswer(handling=strictest({HANDLING, *(row["handling"] for row in rows)}), status=STATUS, leads=leads)
