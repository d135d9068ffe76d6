"""Leads for the page: ties that are likely and that no source states, and sellers and buyers who could meet."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from counterflow.dossier.archive import Archive
from counterflow.dossier.party import read_evidence
from counterflow.dossier.shape import EvidenceItem, PartyRef
from counterflow.model.handling import strictest
from counterflow.service.network.shape import LeadAnswer, LeadGround, LeadItem
from counterflow.trace.lead_file import HANDLING, STATUS

MOST_EVIDENCE = 3
"""Rows of evidence that are given of one ground; the others are counted."""

_LEADS = "SELECT * FROM lead ORDER BY kind, score DESC, source_id, target_id, commodity"


def list_leads(archive: Archive) -> LeadAnswer:
    """Give the leads of a build, of each kind the likeliest first; none of a build that an earlier version made.

    Reads:
        `lead`, `entity`, and what stands behind the grounds of market leads.
    """
    rows = archive.rows(_LEADS) if "lead" in archive.build.manifest.tables else []
    grounds = [json.loads(row["grounds"]) for row in rows]
    ends = [row[end] for row in rows for end in ("source_id", "target_id")]
    ends += [one["party_id"] for some in grounds for one in some if one["party_id"] is not None]
    refs = archive.party_refs(ends)
    evidence: dict[str, list[EvidenceItem]] = defaultdict(list)
    for item in read_evidence(archive, sorted({one for row in rows for one in row["statements"]})):
        evidence[item.statement_id].append(item)
    leads = tuple(
        LeadItem(
            one=refs[row["source_id"]],
            other=refs[row["target_id"]],
            commodity=row["commodity"].replace("_", " ") or None,
            reasons=tuple(json.loads(row["reasons"])),
            grounds=tuple(_ground(one, refs, evidence) for one in some),
            **{name: row[name] for name in ("kind", "precision", "algorithm")},
        )
        for row, some in zip(rows, grounds, strict=True)
    )
    # What names parties whom no source ties is marked even where there is nothing to name.
    markings = {HANDLING, *(row["handling"] for row in rows)}
    markings |= {item.handling for some in evidence.values() for item in some}
    return LeadAnswer(handling=strictest(markings), status=STATUS, leads=leads)


def _ground(
    ground: Mapping[str, Any], refs: Mapping[str, PartyRef], evidence: Mapping[str, Sequence[EvidenceItem]]
) -> LeadGround:
    items = [item for one in ground["statements"] for item in evidence.get(one, ())]
    return LeadGround(
        side=ground["side"],
        says=ground["says"],
        party=refs.get(ground["party_id"]),
        evidence=tuple(items[:MOST_EVIDENCE]),
        hidden=max(len(items) - MOST_EVIDENCE, 0),
    )
