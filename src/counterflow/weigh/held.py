"""When what is said of a tie or an event held: the time that its own statements give, as EDTF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import pyarrow as pa

from counterflow.clean.date import edtf_bounds
from counterflow.engine import Engine
from counterflow.model.schema import load_model

_SQL = """
SELECT c.canonical_id, s.entity_id, s.prop,
    -- A reader of texts keeps the time as EDTF where FtM's date says less of it; a list's own spelling is none.
    CASE WHEN starts_with(s.entity_id, 'zframe-') THEN coalesce(s.original_value, s.value) ELSE s.value END AS value
FROM statement s JOIN canonical c USING (entity_id)
WHERE s.prop IN ('date', 'startDate', 'endDate') AND s.schema IN (SELECT unnest($schemata))
ORDER BY ALL
"""


def register_times(engine: Engine) -> None:
    """Register `held`: canonical_id and time of the ties and events whose statements agree on one time.

    Reads `statement`, `canonical`.
    """
    schemata = sorted(one.name for one in load_model() if one.is_a("Interval"))
    rows = engine.query(_SQL, {"schemata": schemata}).to_pylist()
    said: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for row in rows:
        said[row["canonical_id"]][row["entity_id"]][row["prop"]].add(row["value"])
    found: dict[str, str] = {}
    for canonical_id, of_entity in said.items():
        told = {time for props in of_entity.values() for time in _times_of(props)}
        narrowest = narrowest_of(told)
        if narrowest is not None:
            found[canonical_id] = narrowest
    table = {
        "canonical_id": pa.array(list(found), pa.string()),
        "time": pa.array(list(found.values()), pa.string()),
    }
    engine.register("held", pa.table(table))


def _times_of(props: dict[str, set[str]]) -> set[str]:
    """Give the times that one entity's statements tell: its dates, or else from when to when."""
    whole = {value for values in props.values() for value in values if "/" in value}
    if len(whole) > 0:
        return whole
    if len(props["date"]) > 0:
        return props["date"]
    starts, ends = props["startDate"] or {".."}, props["endDate"] or {".."}
    return {f"{start}/{end}" for start in starts for end in ends}


def narrowest_of(times: Collection[str]) -> str | None:
    """Give the time that lies within all the others; None: there is none, as accounts differ."""
    if len(times) < 2:
        return next(iter(times), None)
    bounds = {}
    for time in sorted(times):
        try:
            bounds[time] = edtf_bounds(time)
        except ValueError:
            return None
    narrowest = min(bounds, key=lambda one: (bounds[one][1] - bounds[one][0], one))
    low, high = bounds[narrowest]
    return narrowest if all(start <= low and high <= end for start, end in bounds.values()) else None
