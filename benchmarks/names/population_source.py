"""The real parties: every list's, missions abroad, ships with IMO numbers, banks of the FinCEN Files.

Lists are read by Counterflow's own readers (`counterflow run --only collect`), the records here. What was read is kept
as JSON lines in a cache folder; nothing of it belongs into the repository.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq
from followthemoney import model
from rigour.territories import lookup_territory

REPOSITORY = Path(__file__).parents[2]
DONE_WITH_QUARANTINE = 3
"""Exit status of a run that quarantined records."""

SCHEMATA = ("Person", "Company", "Vessel", "Airplane", "PublicBody", "Organization", "Asset", "LegalEntity")
"""Parties, the schema that says most first: lists disagree on what one party is."""

LEFT_OUT = ("*_MALFORMED*", "*_TAMPERED*")
"""Files that are broken, or changed by somebody else than the publisher."""

NOT_KEPT = frozenset(("id", "notes", "reason", "summary", "sourceUrl", "modifiedAt", "description", "programId"))
"""Properties that say nothing of who the party is; the longest of the lists."""


class Party(NamedTuple):
    """A party as FollowTheMoney's entities have it."""

    id: str
    schema: str
    properties: dict[str, list[str]]

    @property
    def names(self) -> list[str]:
        """All its names, the first first."""
        props = ("name", "alias", "previousName", "weakAlias")
        return [value for prop in props for value in self.properties.get(prop, ())]

    def dump(self) -> str:
        """Give the entity as one JSON line."""
        line = {"id": self.id, "schema": self.schema, "properties": self.properties}
        return json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_parties(data: Path, cache: Path) -> list[Party]:
    """Read every real party once, ordered by id.

    Args:
        data: folder with `lists` and `records`.
        cache: folder that keeps what was read, by the files' paths, sizes and times.
    """
    path = cache / f"real-{_digest(data)}.jsonl"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        listed = list(_read_lists(data / "lists", cache / "case"))
        known = {imo for party in listed for imo in party.properties.get("imoNumber", ())}
        parties = {party.id: party for party in listed}
        for party in (*_read_vessels(data, known), *_read_missions(data), *_read_banks(data)):
            parties.setdefault(party.id, party)
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_text("".join(parties[key].dump() for key in sorted(parties)), encoding="utf-8")
        partial.replace(path)
    with path.open(encoding="utf-8") as handle:
        return [Party(**json.loads(line)) for line in handle]


def _digest(data: Path) -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for folder in ("lists", "records"):
        for path in sorted((data / folder).rglob("*")):
            if path.is_file():
                stat = path.stat()
                digest.update(f"{path.relative_to(data)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _read_lists(lists: Path, case: Path) -> Iterator[Party]:
    """Collect the lists in a case and put the statements of each party together."""
    (case / "inputs").mkdir(parents=True, exist_ok=True)
    toml = f'[case]\nname = "lists"\ninputs = [{str(lists.resolve())!r}]\n'
    for pattern in LEFT_OUT:
        for path in sorted(lists.rglob(pattern)):
            toml += f'[[source]]\npath = "{path.relative_to(lists)}"\nexclude = true\n'
    (case / "case.toml").write_text(toml, encoding="utf-8")
    words = [sys.executable, "-m", "counterflow", "run", str(case), "--only", "collect", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src")}
    status = subprocess.run(words, env=environment, check=False).returncode
    if status not in (0, DONE_WITH_QUARANTINE):
        raise SystemExit(f"{' '.join(words)} ended with {status}")
    folder = max(case.glob("builds/.*.partial/collect"), key=lambda one: one.stat().st_mtime_ns)
    yield from _join_statements(folder)


class _Statement(NamedTuple):
    id: str
    schema: str
    prop: str
    value: str
    last_seen: str


def _join_statements(folder: Path) -> Iterator[Party]:
    """Keep what the latest vintage says; of a party that only older ones hold, what the last of them says."""
    evidence = pq.read_table(folder / "evidence.parquet", columns=["statement_id", "gone_on"]).to_pydict()
    stands = {one for one, gone in zip(evidence["statement_id"], evidence["gone_on"], strict=True) if gone is None}
    columns = ["entity_id", "id", "schema", "prop", "value", "last_seen"]
    table = pq.read_table(folder / "statement.parquet", columns=columns, filters=[("schema", "in", SCHEMATA)])
    parties: dict[str, list[_Statement]] = {}
    for entity_id, *said_of_it in zip(*(table.column(name).to_pylist() for name in columns), strict=True):
        parties.setdefault(entity_id, []).append(_Statement._make(value or "" for value in said_of_it))
    for entity_id in sorted(parties):
        said = parties[entity_id]
        last = max(one.last_seen for one in said)
        kept = [one for one in said if one.id in stands] or [one for one in said if one.last_seen == last]
        schema = min((one.schema for one in kept), key=SCHEMATA.index)
        party = _make_party(entity_id, schema, [(one.prop, one.value) for one in kept])
        if "name" in party.properties:
            yield party


def _make_party(party_id: str, schema: str, values: list[tuple[str, str]]) -> Party:
    known = model.schemata[schema].properties
    properties: dict[str, set[str]] = {}
    for prop, value in values:
        if prop in known and known[prop].type.name != "entity" and prop not in NOT_KEPT and value != "":
            properties.setdefault(prop, set()).add(value)
    return Party(party_id, schema, {prop: sorted(properties[prop]) for prop in sorted(properties)})


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        yield from csv.DictReader(handle, delimiter=delimiter)


def country_code(text: str) -> str:
    """Give the code of a country's name or three letters; empty when it is not known."""
    territory = lookup_territory(text.strip()) if text.strip() != "" else None
    return "" if territory is None else (territory.ftm_country or "")


def _read_vessels(data: Path, known: set[str]) -> Iterator[Party]:
    """Read ships by IMO number that no list holds."""
    folder = data / "records" / "vessels"
    for path in sorted(folder.glob("*.csv")):
        for row in _rows(path):
            imo = f"IMO{row['imo'].strip()}"
            if imo not in known:
                flag = country_code(re.sub(r"\s*\(.*", "", row["flag"] or ""))
                built = row.get("year_built") or row.get("year_build") or ""
                facts = [("imoNumber", imo), ("flag", flag), ("type", row["type"] or ""), ("buildDate", built.strip())]
                yield _make_party(f"imo-{imo[3:]}", "Vessel", [("name", row["vessel_name"].strip()), *facts])
    for path in sorted(folder.glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8"))["vessels"]:
            imo = f"IMO{row['imo']}"
            if imo not in known:
                info = row["vessel_info"]
                facts = [("imoNumber", imo), ("flag", country_code(info.get("flag", ""))), ("topics", "sanction")]
                facts += [("type", info.get("vessel_type", "")), ("callSign", info.get("call_sign", ""))]
                yield _make_party(f"imo-{imo[3:]}", "Vessel", [("name", row["name"].strip()), *facts])


def _read_missions(data: Path) -> Iterator[Party]:
    """Read missions abroad; a mission is called after its kind, its state and its city."""
    for row in _rows(data / "records" / "embassies" / "database_of_embassies.csv", ";"):
        kind, state, city = (row[column].strip() for column in ("type", "operator", "city"))
        if "" in (kind, state, city):
            continue
        name = f"{kind[0].upper()}{kind[1:]} of {state} in {city}"
        facts = [("country", country_code(state)), ("address", row["address"].strip() or f"{city}, {row['country']}")]
        facts += [("phone", row["phone"].strip()), ("website", row["website"].strip())]
        yield _make_party(f"mission-{row['QID'].rsplit('/', 1)[-1]}", "PublicBody", [("name", name), *facts])


def _read_banks(data: Path) -> Iterator[Party]:
    """Read the banks that filed, sent or received."""
    folder = data / "records" / "fincen_files"
    columns = {
        "download_bank_connections.csv": (
            ("filer_org_name_id", "filer_org_name", ""),
            ("entity_b_id", "entity_b", "entity_b_iso_code"),
        ),
        "download_transactions_map.csv": (
            ("originator_bank_id", "originator_bank", "originator_iso"),
            ("beneficiary_bank_id", "beneficiary_bank", "beneficiary_iso"),
        ),
    }
    for name in sorted(columns):
        for row in _rows(folder / name):
            for key, bank, country in columns[name]:
                facts = [("country", country_code(row[country]))] if country != "" else []
                yield _make_party(f"fincen-{row[key]}", "Company", [("name", row[bank].strip()), *facts])
