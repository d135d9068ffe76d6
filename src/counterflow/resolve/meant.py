"""What people said a document means: their judgements on its names stand over what the names link to by themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from counterflow.engine import Engine
from counterflow.model.doubt import Judgement
from counterflow.model.handling import strictest
from counterflow.model.told import PARTY_ID_SQL, is_told_party
from counterflow.resolve.decide import ALGORITHM, Decision
from counterflow.tables import Link

Judgements = Mapping[tuple[str, str], Judgement]

_SQL = f"""
WITH judged AS (SELECT unnest($told) AS told_id, unnest($party) AS entity_id)
SELECT mention.id, told_id, entity_id, canonical.canonical_id, mention.text, mention.handling,
    canonical.handling AS party_handling
FROM (SELECT *, {PARTY_ID_SQL} AS told_id FROM mention WHERE form = 'name') mention
JOIN judged USING (told_id) JOIN canonical USING (entity_id)
ORDER BY mention.id, canonical.canonical_id
"""  # noqa: S608 - a constant


def obey_judgements(engine: Engine, links: Sequence[Link], judgements: Judgements) -> list[Link]:
    """Change the links of mentions as people said of the party that a document names.

    POSITIVE: its names mean that party, and no other. NEGATIVE: they are candidates for it at most. UNSURE: so they
    are, and the reason says that a person looked.

    Reads:
        `mention`, and the registered rows `canonical`.
    Args:
        engine: the tables.
        links: of mentions to parties.
        judgements: what people said of pairs; those of a document's party and a list's count.

    Returns:
        rows of `link` of kind `mention`, in order.
    """
    said = dict(filter(None, (_of_told(pair, one) for pair, one in judgements.items())))
    if len(said) == 0:
        return list(links)
    parameters = {"told": [told for told, _ in said], "party": [party for _, party in said]}
    rows = engine.query(_SQL, parameters).to_pylist()
    meant = {row["id"] for row in rows if said[row["told_id"], row["entity_id"]] == Judgement.POSITIVE}
    known = {(link.source_id, link.target_id): link for link in links if link.source_id not in meant}
    for row in rows:
        judgement = said[row["told_id"], row["entity_id"]]
        pair = (row["id"], row["canonical_id"])
        if (row["id"] in meant) != (judgement == Judgement.POSITIVE):
            continue
        before = known.get(pair)
        decision = Decision.SAME if judgement == Judgement.POSITIVE else Decision.CANDIDATE
        reason = {"feature": "judgement", "source": row["text"], "target": str(judgement), "contribution": None}
        reasons = [reason] if before is None else [reason, *json.loads(before.reasons)]
        marking = strictest((row["handling"], row["party_handling"]))
        probability = None if before is None or judgement == Judgement.POSITIVE else before.probability
        text = json.dumps(reasons, ensure_ascii=False)
        known[pair] = Link(*pair, "mention", decision, probability, text, ALGORITHM, marking)
    return [known[pair] for pair in sorted(known)]


def _of_told(pair: tuple[str, str], judgement: Judgement) -> tuple[tuple[str, str], Judgement] | None:
    """Give a judgement with the document's party first; None: it is of two of one kind, or says nothing."""
    left, right = pair
    if is_told_party(left) == is_told_party(right) or judgement == Judgement.NO_JUDGEMENT:
        return None
    return ((left, right) if is_told_party(left) else (right, left)), judgement
