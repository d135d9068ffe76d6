"""What changed from each vintage of a list to the next: parties added, removed and changed, with the fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from counterflow.dossier.archive import Archive
from counterflow.dossier.change_shape import ChangedField, ChangedParty, ChangeStep, ListedParty
from counterflow.engine.edtf import last_day
from counterflow.exc import NotFoundError
from counterflow.model.schema import get_property, get_schema, thing_schemata

# The vintages of each dataset, in order; what only one vintage holds has nothing to be compared with.
_STEPS = f"""
SELECT dataset, published, lag(published) OVER (PARTITION BY dataset ORDER BY day, published) AS previous, day
FROM (
    SELECT DISTINCT r.dataset, r.published, {last_day("r.published")} AS day
    FROM resource r
    WHERE r.published IS NOT NULL AND r.id NOT IN (SELECT resource_id FROM document WHERE kind = 'report')
        AND r.format <> 'entry'
)
ORDER BY dataset, day, published
"""  # noqa: S608 - constants

# A value, or a record, is there on a day if any of its evidence is. Evidence whose words changed while the value did
# not ends and begins on the same day, which is no change of the value. A record without a party of its own (sanctions
# and passports are lines of their own in an FtM file) is part of the party that it points to.
_CHANGES = f"""
WITH said AS (
    SELECT s.dataset, v.record, s.entity_id, s.schema, s.prop, s.value, s.id AS statement_id,
        coalesce({last_day("v.first_seen")}, '') AS came, {last_day("v.gone_on")} AS gone
    FROM evidence v JOIN statement s ON s.id = v.statement_id
    WHERE v.document_id IS NULL AND v.record IS NOT NULL
), party_record AS (
    SELECT DISTINCT dataset, record, true AS is_party FROM said WHERE schema IN (SELECT unnest($things))
), day AS (
    SELECT DISTINCT dataset, record, came AS day FROM said
    UNION
    SELECT DISTINCT dataset, record, gone FROM said WHERE gone IS NOT NULL
), record_change AS (
    SELECT dataset, record, day,
        coalesce(bool_or(came < day AND (gone IS NULL OR gone >= day)), false) AS before,
        coalesce(bool_or(came <= day AND (gone IS NULL OR gone > day)), false) AS after
    FROM said JOIN day USING (dataset, record)
    GROUP BY dataset, record, day
), value_day AS (
    SELECT DISTINCT statement_id, record, came AS day FROM said
    UNION
    SELECT DISTINCT statement_id, record, gone FROM said WHERE gone IS NOT NULL
), value_change AS (
    SELECT said.dataset, record, day, entity_id, schema, prop, value,
        coalesce(bool_or(came < day AND (gone IS NULL OR gone >= day)), false) AS before,
        coalesce(bool_or(came <= day AND (gone IS NULL OR gone > day)), false) AS after
    FROM said JOIN value_day USING (statement_id, record)
    GROUP BY ALL
    HAVING before <> after
)
SELECT r.dataset, r.day, r.record,
    r.before AND is_party IS NOT NULL AS before, r.after AND is_party IS NOT NULL AS after,
    v.entity_id, v.schema, v.prop, v.value, v.after AS is_new
FROM record_change r
LEFT JOIN party_record p ON p.dataset = r.dataset AND p.record = r.record
LEFT JOIN value_change v ON ((r.before AND r.after) OR is_party IS NULL)
    AND v.dataset = r.dataset AND v.record = r.record AND v.day = r.day
WHERE (is_party AND r.before <> r.after) OR v.prop IS NOT NULL
ORDER BY r.dataset, r.day, r.record, v.schema, v.prop, v.value, v.entity_id
"""  # noqa: S608 - constants

# The party that a record is about: whom its sanction names, or what is not only named in passing.
_PARTIES = """
WITH designated AS (
    SELECT DISTINCT s.dataset, v.record, s.value AS entity_id, true AS is_designated
    FROM evidence v JOIN statement s ON s.id = v.statement_id
    WHERE s.schema = 'Sanction' AND s.prop = 'entity' AND v.document_id IS NULL
), thing AS (
    SELECT s.dataset, v.record, s.entity_id, min(s.schema) AS schema, count(*) AS statements,
        min(s.value) FILTER (s.prop = 'name') AS caption
    FROM evidence v JOIN statement s ON s.id = v.statement_id
    WHERE s.schema IN (SELECT unnest($things)) AND v.record IS NOT NULL AND v.document_id IS NULL
    GROUP BY s.dataset, v.record, s.entity_id
), ranked AS (
    SELECT thing.*, row_number() OVER (
        PARTITION BY dataset, record ORDER BY is_designated IS NULL, statements DESC, entity_id
    ) AS rank
    FROM thing LEFT JOIN designated USING (dataset, record, entity_id)
)
SELECT dataset, record, entity_id, schema, caption FROM ranked WHERE rank = 1
"""

_POINTERS = """
SELECT DISTINCT s.dataset, v.record, s.prop, s.value
FROM evidence v JOIN statement s ON s.id = v.statement_id
WHERE s.prop_type = 'entity' AND v.document_id IS NULL
ORDER BY s.dataset, v.record, s.prop, s.value
"""

NO_PARTIES = frozenset(["Address"])
"""Things of FtM that describe others."""


def list_changes(archive: Archive, canonical_id: str | None = None) -> list[ChangeStep]:
    """List the steps between vintages, oldest first, of every dataset that has more than one.

    Reads `statement`, `evidence`, `resource`, `document`, `canonical`.

    Args:
        archive: the build, under a clock if only what was known by a day shall count.
        canonical_id: one party, instead of all.

    Raises:
        NotFoundError: the build holds one vintage of each list at most.
    """
    days: dict[tuple[str, str], tuple[str, str]] = {}
    for row in archive.rows(_STEPS):
        if row["previous"] is not None:
            # Two vintages of one day are one step: from the last before that day to the last of it.
            published, previous = row["published"], days.get((row["dataset"], row["day"]), ("", row["previous"]))[1]
            days[row["dataset"], row["day"]] = (published, previous)
    if len(days) == 0:
        raise NotFoundError(
            "no list has two dated vintages",
            where=archive.place,
            next_step="Put an earlier or a later file of a list into inputs/ and run again",
        )
    parties = _find_parties(archive)
    owners = _find_owners(archive, parties)
    wanted = _records_of(archive, canonical_id, parties)
    changes: dict[tuple[str, str], _Step] = {key: _Step() for key in days}
    for row in archive.rows(_CHANGES, things=_party_schemata()):
        step = changes.get((row["dataset"], row["day"]))
        record = owners.get((row["dataset"], row["record"]), row["record"])
        if step is not None and (wanted is None or (row["dataset"], record) in wanted):
            step.add(record, row, parties.get((row["dataset"], record)))
    captions = {(dataset, party.entity_id): party.caption for (dataset, _), party in parties.items()}
    return [
        changes[key].shape(key[0], archive.dataset_title(key[0]), days[key][0], days[key][1], parties, captions)
        for key in days
    ]


Parties = Mapping[tuple[str, str], ListedParty]
"""Parties by dataset and record."""

Captions = Mapping[tuple[str, str], str]
"""Names of entities by dataset and id."""


def _find_parties(archive: Archive) -> Parties:
    return {
        (row["dataset"], row["record"]): ListedParty(
            entity_id=row["entity_id"],
            record=row["record"],
            caption=row["caption"] or row["entity_id"],
            schema_=row["schema"],
        )
        for row in archive.rows(_PARTIES, things=_party_schemata())
    }


def _party_schemata() -> list[str]:
    return [name for name in thing_schemata() if name not in NO_PARTIES]


def _find_owners(archive: Archive, parties: Parties) -> Mapping[tuple[str, str], str]:
    """Find for each record without a party the record of the party that it points to."""
    record_of = {(dataset, party.entity_id): record for (dataset, record), party in parties.items()}
    owners: dict[tuple[str, str], str] = {}
    for row in archive.rows(_POINTERS):
        key, target = (row["dataset"], row["record"]), (row["dataset"], row["value"])
        if key not in parties and target in record_of:
            owners.setdefault(key, record_of[target])
    return owners


def _records_of(archive: Archive, canonical_id: str | None, parties: Parties) -> set[tuple[str, str]] | None:
    if canonical_id is None:
        return None
    rows = archive.rows("SELECT entity_id FROM canonical WHERE canonical_id = $id", id=canonical_id)
    members = {row["entity_id"] for row in rows}
    return {key for key, party in parties.items() if party.entity_id in members}


class _Step:
    """The changes of one day, gathered."""

    def __init__(self) -> None:
        self.added: list[str] = []
        self.removed: list[str] = []
        self.changed: dict[str, dict[tuple[str, str], tuple[list[str], list[str]]]] = defaultdict(dict)

    def add(self, record: str, row: Mapping[str, Any], party: ListedParty | None) -> None:
        if row["before"] != row["after"]:
            (self.added if row["after"] else self.removed).append(record)
            return
        is_other = party is not None and row["entity_id"] != party.entity_id and row["schema"] in thing_schemata()
        if is_other:
            return  # an owner or operator that the record names; the property that names it changes too
        gained, lost = self.changed[record].setdefault((row["schema"], row["prop"]), ([], []))
        values = gained if row["is_new"] else lost
        if row["value"] not in values:
            values.append(row["value"])

    def shape(
        self, dataset: str, title: str, published: str, previous: str, parties: Parties, captions: Captions
    ) -> ChangeStep:
        def party(record: str) -> ListedParty:
            return parties.get((dataset, record)) or ListedParty(
                entity_id=record, record=record, caption=record, schema_="Thing"
            )

        moved = {*self.added, *self.removed}
        return ChangeStep(
            dataset=dataset,
            dataset_title=title,
            previous=previous,
            published=published,
            added=_sorted(party(record) for record in self.added),
            removed=_sorted(party(record) for record in self.removed),
            changed=tuple(
                ChangedParty(party=party(record), fields=fields)
                for record, values in sorted(self.changed.items(), key=lambda item: party(item[0]).caption)
                # What belongs to a party that came or went says nothing more.
                if record not in moved and len(fields := _fields(values, dataset, captions)) > 0
            ),
        )


def _sorted(parties: Iterable[ListedParty]) -> tuple[ListedParty, ...]:
    return tuple(sorted(parties, key=lambda one: (one.caption, one.entity_id)))


def _fields(
    changes: Mapping[tuple[str, str], tuple[list[str], list[str]]], dataset: str, captions: Captions
) -> tuple[ChangedField, ...]:
    """Make the fields. A passport whose number changed is another entity, whose country came and went unchanged."""
    fields = []
    for (schema, prop), (gained, lost) in sorted(changes.items()):
        added, removed = [one for one in gained if one not in lost], [one for one in lost if one not in gained]
        if len(added) + len(removed) > 0 and not _is_way_back(schema, prop):
            label = prop if prop == "id" else get_property(schema, prop).label
            is_reference = prop != "id" and get_property(schema, prop).type.name == "entity"
            shown = [
                tuple(captions.get((dataset, one), one) if is_reference else one for one in values)
                for values in (added, removed)
            ]
            fields.append(ChangedField(schema_=schema, prop=prop, label=label, added=shown[0], removed=shown[1]))
    return tuple(fields)


def _is_way_back(schema: str, prop: str) -> bool:
    """Whether a property only says whose passport or designation it is."""
    return (prop == "holder" and get_schema(schema).is_a("Identification")) or (schema, prop) == ("Sanction", "entity")
