"""Versions of an index that an answer tells apart, requests, and what each version answers to them."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import quote, urlencode

from fastapi.testclient import TestClient

from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.case import Screening
from counterflow.ledger import Ledger
from counterflow.model.decision import Decision
from counterflow.remote.clock import SystemClock
from counterflow.screen.decision.folder import Folder
from counterflow.screen.decision.record import Record
from counterflow.screen.make_index import make_index
from counterflow.service.current import CurrentState
from counterflow.service.source import IndexSource
from counterflow.settings import Settings

from .endurance_request import FORM, Request, digest_of

DATASET = "endurance"
_BATCH = 20


class Version(NamedTuple):
    """One version of the lists."""

    file: Path
    fingerprint: str
    answers: Sequence[str]
    """Digest of the answer to each request."""


def make_versions(files: Sequence[Path], folder: Path, count: int) -> list[Path]:
    """Write `count` versions of the lists as FtM files, each made of the files in turn and marked in every entity."""
    written = []
    for number in range(count):
        entities = list(read_entities(files[number % len(files)]))
        path = folder / f"version-{number}.jsonl"
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in marked(entities, number))
        path.write_text("".join(lines), encoding="utf-8")
        written.append(path)
    return written


def read_entities(path: Path) -> Iterator[dict[str, Any]]:
    """Read a file of FtM entities."""
    with cast("Any", gzip.open(path) if path.suffix == ".gz" else path.open("rb")) as lines:
        yield from (json.loads(line) for line in lines if line.strip() != b"")


def marked(entities: Sequence[Mapping[str, Any]], number: int) -> Iterator[dict[str, Any]]:
    """Mark the entities of a version in their captions and notes; add sanctions and ties, others in each version."""
    mark = f"[version {number}]"
    parties = [one for one in entities if len(one["properties"].get("name", ())) > 0]
    for one in parties:
        caption = f"{one['properties']['name'][0]} {mark}"
        properties = {**one["properties"], "notes": [mark]}
        yield {**one, "caption": caption, "datasets": [DATASET], "properties": properties}
    for place, one in enumerate(parties):
        other = parties[(place + number + 1) % len(parties)]["id"]
        said = {"entity": [one["id"]], "authority": [f"Authority {mark}"]}
        tie = {"subject": [one["id"]], "object": [other], "role": [f"Tie {mark}"]}
        if place % 3 == 0:
            yield _beside("sanction", "Sanction", one["id"], mark, said)
        if place % 2 == 0:
            yield _beside("tie", "UnknownLink", one["id"], mark, tie)


def _beside(kind: str, schema: str, of: str, mark: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    caption = f"{kind} {mark}"
    return {"id": f"{kind}-{of}", "schema": schema, "caption": caption, "datasets": [DATASET], "properties": properties}


def make_requests(files: Sequence[Path], seed: int, count: int) -> list[Request]:
    """Make requests about the parties of some files: of each kind `count`, of batches a fifth; no decisions."""
    choose = random.Random(seed)
    by_id = {one["id"]: one for path in files for one in read_entities(path)}
    parties = [one for one in by_id.values() if len(one["properties"].get("name", ())) > 0]
    return [
        *(_match(choose, parties, 1, "match") for _ in range(count)),
        *(_match(choose, parties, _BATCH, "match batch") for _ in range(count // 5 + 1)),
        *(_search(choose, parties) for _ in range(count)),
        *(Request("entities", "GET", f"/entities/{_id(choose, parties)}") for _ in range(count)),
        *(Request("adjacent", "GET", f"/entities/{_id(choose, parties)}/adjacent") for _ in range(count)),
        *(_reconcile(choose, parties) for _ in range(count)),
        *(_extend(choose, parties) for _ in range(count // 5 + 1)),
        *(_answers(choose, parties, number) for number in range(count)),
        Request("catalog", "GET", "/catalog"),
        Request("state", "GET", "/reconcile/default"),
    ]


def _misspelt(choose: random.Random, party: Mapping[str, Any]) -> str:
    name: str = choose.choice(party["properties"]["name"])
    at = choose.randrange(len(name))
    return name[:at] + name[at + 1 :] if choose.random() < 0.3 and len(name) > 1 else name


def _example(choose: random.Random, parties: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    party = choose.choice(parties)
    facts = {key: party["properties"][key] for key in ("birthDate", "country") if key in party["properties"]}
    return {"schema": party["schema"], "properties": {**facts, "name": [_misspelt(choose, party)]}}


def _match(choose: random.Random, parties: Sequence[Mapping[str, Any]], size: int, kind: str) -> Request:
    queries = {f"q{number}": _example(choose, parties) for number in range(size)}
    return Request(kind, "POST", "/match/default?cutoff=0.05", json.dumps({"queries": queries}).encode())


def _search(choose: random.Random, parties: Sequence[Mapping[str, Any]]) -> Request:
    words = re.findall(r"\w+", choose.choice(parties)["properties"]["name"][0]) or ["a"]
    query = {"q": choose.choice(words), "limit": "20", "fuzzy": choose.choice(("true", "false"))}
    return Request("search", "GET", f"/search/{choose.choice(('default', DATASET))}?{urlencode(query)}")


def _id(choose: random.Random, parties: Sequence[Mapping[str, Any]]) -> str:
    return quote(str(choose.choice(parties)["id"]), safe="")


def _reconcile(choose: random.Random, parties: Sequence[Mapping[str, Any]]) -> Request:
    batch = {f"q{number}": {"query": _misspelt(choose, choose.choice(parties)), "limit": 5} for number in range(5)}
    return Request("reconcile", "POST", "/reconcile/default", urlencode({"queries": json.dumps(batch)}).encode(), FORM)


def _extend(choose: random.Random, parties: Sequence[Mapping[str, Any]]) -> Request:
    wanted = {
        "ids": [choose.choice(parties)["id"] for _ in range(10)],
        "properties": [{"id": "notes"}, {"id": "name"}, {"id": "nationality"}],
    }
    return Request("extend", "POST", "/reconcile/default", urlencode({"extend": json.dumps(wanted)}).encode(), FORM)


def _answers(choose: random.Random, parties: Sequence[Mapping[str, Any]], number: int) -> Request:
    queries = [_example(choose, parties) | {"id": f"S-{number}-{place}"} for place in range(2)]
    return Request("answers", "POST", "/api/screening/answers", json.dumps({"queries": queries}).encode())


def answer_all(path: Path, folder: Path, requests: Iterable[Request]) -> Version:
    """Build a version by itself, and ask it all requests, one after the other, with nobody else there."""
    make_index([path], folder, workers=1, tell=lambda *_: None)
    current = CurrentState(IndexSource(folder, SystemClock(), threads=1))
    fingerprint = current.refresh().parties.names.manifest.fingerprint
    app = create_app(None, current, rails=Rails(Settings(rate=0, log="off")))
    client = TestClient(app, base_url="http://127.0.0.1")  # not started: nothing newer is looked for
    digests = []
    for one in requests:
        reply = client.request(one.method, one.path, content=one.body, headers={"content-type": one.type})
        assert reply.status_code in {200, 404}, (one, reply.text)
        digests.append(digest_of(reply.status_code, reply.content))
    return Version(path, fingerprint, digests)


def seed_pending(index: Path, ledger: Path, count: int) -> list[str]:
    """Enter decisions that wait for a second person, on parties of an index; give their hashes."""
    current = CurrentState(IndexSource(index, SystemClock(), threads=1))
    state = current.refresh()
    name = state.parties.names.entity(0)["properties"]["name"][0]
    rules = Screening(four_eyes=frozenset({Decision.BLOCK}))
    record = Record(Ledger.of_file(ledger), Folder.beside(ledger), rules)
    client = TestClient(
        create_app(None, current, rails=Rails(Settings(rate=0, log="off")), record=record), base_url="http://127.0.0.1"
    )
    query = {"schema": "LegalEntity", "properties": {"name": [name]}}
    answer = client.post("/api/screening/answers", json={"queries": [query]}).json()["answers"][0]
    wanted = {"seen": answer["seen"], "party": answer["results"][0]["id"], "decision": "block", "reason": "seeded"}
    replies = [client.post("/api/screening/decisions", json={**wanted, "subject": f"P-{n}"}) for n in range(count)]
    record.ledger.close()
    assert all(one.status_code == 200 and one.json()["state"] == "pending" for one in replies), replies[0].text
    return [str(one.json()["hash"]) for one in replies]
