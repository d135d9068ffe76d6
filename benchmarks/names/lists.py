"""Public lists as FtM entities, read by `counterflow run --only collect` in a temporary case and kept in a cache.

Numbers of passports and other documents, which lists give as entities of their own, are put on their holder, so that
ours and the peer compare the same facts. Sanctions and links between parties are left out.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from benchmarks.names.entity import Entity, read_entities, write_entities
from followthemoney import model

LISTS = {
    "ofac_2021_04": "ofac_sdn/2021-04",
    "ofac_2022_01": "ofac_sdn/2022-01",
    "un_2020_11": "un_sc/consolidated_2020-11.xml",
    "un_2024_09": "un_sc/consolidated_2024-09.xml",
    "un_2026_02": "un_sc/consolidated_2026-02.xml",
    "uk_2018_04": "uk_ofsi/ConList_2018-04-13.csv",
}
"""Lists by the name they have here; those of 2018 to 2021 are nearest to what the judgements of pairs were made on."""

DONE_WITH_QUARANTINE = 3
"""Exit status of a run that quarantined records."""

_DOCUMENTS = {"Passport": "passportNumber", "Identification": "idNumber"}
"""Property of the holder for a document's number, by the document's schema."""

_COLUMNS = ["entity_id", "schema", "prop", "value"]


def read_list(name: str, data: Path, cache: Path) -> list[Entity]:
    """Read a list's parties, ordered by id; from the cache where it was read before.

    Args:
        name: one of `LISTS`.
        data: folder that has `lists/`.
        cache: folder for what is read; delete it to read anew.

    Raises:
        subprocess.CalledProcessError: the list cannot be read; its messages are on stderr.
    """
    path = cache / f"{name}.jsonl"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        write_entities(path, _collect(data / "lists" / LISTS[name]))
    return list(read_entities(path))


def _collect(source: Path) -> list[Entity]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "case"
        (root / "inputs").mkdir(parents=True)
        (root / "case.toml").write_text(f'[case]\nname = "list"\ninputs = [{str(source.resolve())!r}]\n', "utf-8")
        words = [sys.executable, "-m", "counterflow", "run", str(root), "--only", "collect", "--quiet"]
        done = subprocess.run(words, check=False)
        if done.returncode not in (0, DONE_WITH_QUARANTINE):
            done.check_returncode()
        # A build that was only collected is never finished.
        table = pq.read_table(next(root.glob("builds/.*.partial/collect/statement.parquet")), columns=_COLUMNS)
        return _parties(sorted(zip(*(table.column(name).to_pylist() for name in _COLUMNS), strict=True)))


def _parties(rows: list[tuple[str, str, str, str]]) -> list[Entity]:
    entities = dict(_entities(rows))
    for entity in entities.values():
        if entity["schema"] in _DOCUMENTS:
            _put_on_holder(entity, entities)
    return [one for one in entities.values() if model[one["schema"]].is_a("LegalEntity") or _is_craft(one)]


def _entities(rows: list[tuple[str, str, str, str]]) -> Iterator[tuple[str, Entity]]:
    for entity_id, group in groupby(rows, key=itemgetter(0)):
        statements = list(group)
        schema = model[statements[0][1]]
        for other in {one[1] for one in statements}:
            schema = model.common_schema(schema, other)
        properties: dict[str, list[str]] = {}
        for _, _, prop, value in statements:
            if value not in properties.setdefault(prop, []):
                properties[prop].append(value)
        yield entity_id, {"id": entity_id, "schema": schema.name, "properties": properties}


def _is_craft(entity: Entity) -> bool:
    return model[entity["schema"]].is_a("Vehicle")


def _put_on_holder(document: Entity, entities: dict[str, Any]) -> None:
    facts = document["properties"]
    for holder in facts.get("holder", ()):
        party = entities.get(holder)
        prop = _DOCUMENTS[document["schema"]]
        if party is None or model[party["schema"]].get(prop) is None:
            continue
        known = party["properties"].setdefault(prop, [])
        known.extend(number for number in facts.get("number", ()) if number not in known)
