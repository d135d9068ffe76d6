"""What is in force against parties: of whose jurisdiction, since when, as far as an engine's tables know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from counterflow.engine import Engine

UNITED_NATIONS = "un"
"""What its Council decides every state has to carry out."""

MEASURES: Mapping[str, tuple[str, ...]] = {
    "party": ("designate", "freeze"),
    "person": ("designate", "freeze", "ban_travel"),
    "vessel": ("designate", "deny_port"),
}
"""What being listed means, by what is listed."""

_LISTED = "SELECT canonical_id FROM entity WHERE listed_now AND canonical_id IN (SELECT unnest($ids))"
_LISTINGS = """
WITH current AS (
    SELECT statement_id FROM evidence WHERE gone_on IS NULL AND document_id IS NULL GROUP BY statement_id
), sanction AS (
    SELECT statement.entity_id, canonical.canonical_id, statement.dataset
    FROM statement JOIN current ON current.statement_id = statement.id
    JOIN canonical ON canonical.entity_id = statement.value
    WHERE statement.schema = 'Sanction' AND statement.prop = 'entity'
        AND canonical.canonical_id IN (SELECT unnest($ids))
)
SELECT sanction.canonical_id, sanction.dataset,
    min(dated.value) FILTER (dated.prop = 'listingDate') AS listed,
    min(dated.value) FILTER (dated.prop = 'startDate') AS begun
FROM sanction
LEFT JOIN statement dated ON dated.entity_id = sanction.entity_id AND dated.prop IN ('listingDate', 'startDate')
GROUP BY ALL
UNION ALL
SELECT canonical.canonical_id, statement.dataset, NULL, NULL
FROM statement JOIN current ON current.statement_id = statement.id JOIN canonical USING (entity_id)
JOIN entity ON entity.canonical_id = canonical.canonical_id AND entity.listed_now
WHERE canonical.canonical_id IN (SELECT unnest($ids))
GROUP BY ALL
ORDER BY ALL
"""


class Listing(NamedTuple):
    """That a party is listed."""

    jurisdictions: Mapping[str, str | None]
    """By code of whose lists hold it (`un`, `us`, `eu`), since when; None: the list does not say."""

    @property
    def words(self) -> str:
        """Whose, each with its day: "UN since 2016-03-02, US"."""
        return ", ".join(
            key.upper() if day is None else f"{key.upper()} since {day}"
            for key, day in sorted(self.jurisdictions.items())
        )


def list_in_force(engine: Engine, ids: Sequence[str], jurisdiction: str | None) -> dict[str, Listing]:
    """List who of some is listed now, as far as it binds a jurisdiction.

    A list's jurisdiction is what its dataset's name begins with, as OpenSanctions names them (`us_ofac_sdn`).

    Args:
        engine: the tables, as of some clock.
        ids: canonical ids.
        jurisdiction: only its own lists and those of the United Nations count; None: all do.

    Reads `statement`, `evidence`, `canonical`, `entity`.
    """
    found: dict[str, dict[str, str | None]] = defaultdict(dict)
    listed = engine.query(_LISTED, {"ids": list(ids)})
    now = {row["canonical_id"] for row in listed.to_pylist()}
    for row in engine.query(_LISTINGS, {"ids": list(ids)}).to_pylist():
        code = row["dataset"].split("_")[0]
        if jurisdiction in (None, code) or code == UNITED_NATIONS:
            some = found[row["canonical_id"]]
            days = [day for day in (some.get(code), row["listed"], row["begun"]) if day is not None]
            some[code] = min(days, default=None)
    return {key: Listing(some) for key, some in found.items() if key in now}
