"""How fast a collection of a million objects is given away by TAXII: first page, steady rate, the server's memory.

    .venv/bin/python -m benchmarks.share.taxii --objects 1000000

Fills a SQLite file with indicators and relationships, serves it with `counterflow serve --taxii` in a process of its
own, and reads all of it page by page over HTTP, as one client does. A third of the objects share one timestamp.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from counterflow.share.taxii.catalog import EVERYONE, CollectionEntry, Grant, Root, add_collection, add_root
from counterflow.share.taxii.change import add_objects
from counterflow.share.taxii.store import open_store, sqlite_url

ACCEPT = {"Accept": "application/taxii+json;version=2.1"}
BATCH = 20_000
MOMENT = "2026-01-01T00:00:00.000Z"


def main() -> None:
    """Fill, serve, read, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=1_000_000)
    parser.add_argument("--limit", type=int, default=1_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "taxii.sqlite"
        begun = time.perf_counter()
        collection = fill(store, options.objects)
        took = time.perf_counter() - begun
        size = store.stat().st_size / 1e6
        print(
            f"{options.objects:,} objects entered in {took:.0f} s ({options.objects / took:,.0f} a second), "
            f"{size:,.0f} MB"
        )
        log = Path(folder) / "log"
        command = [sys.executable, "-m", "counterflow", "serve", "--taxii", str(store), "--port", "0"]
        with log.open("w", encoding="utf-8") as written, subprocess.Popen(command, stderr=written) as server:
            try:
                read(wait(log), f"/taxii2/main/collections/{collection}/objects/", options.limit, options.objects)
                print(f"server: {memory_mb(server.pid):,.0f} MB at most")
            finally:
                server.terminate()


def fill(path: Path, count: int) -> str:
    """Fill a collection; gives its id."""
    engine = open_store(sqlite_url(path))
    add_root(engine, Root("main", "Main"))
    collection = add_collection(engine, CollectionEntry("main", "Million"), [Grant(EVERYONE)])
    for start in range(0, count, BATCH):
        objects = [make_object(one) for one in range(start, min(start + BATCH, count))]
        add_objects(engine, collection, objects, date_added=1_000_000 if start < count // 3 else None)
    engine.dispose()
    return collection


def make_object(number: int) -> dict[str, Any]:
    """Make an object of the size that feeds have: about half a kilobyte."""
    type_ = "relationship" if number % 3 == 0 else "indicator"
    head = {"type": type_, "spec_version": "2.1", "id": f"{type_}--{uuid.UUID(int=number)}"}
    head |= {"created": MOMENT, "modified": MOMENT, "created_by_ref": f"identity--{uuid.UUID(int=1)}"}
    if type_ == "relationship":
        ends = {
            f"{end}_ref": f"indicator--{uuid.UUID(int=number + step)}" for step, end in ((1, "source"), (2, "target"))
        }
        return {**head, "relationship_type": "related-to", **ends}
    address = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    pattern = {"pattern": f"[ipv4-addr:value = '{address}']", "pattern_type": "stix", "valid_from": MOMENT}
    return {**head, "name": f"Address {number}", "description": "Seen in a report of that day. " * 3, **pattern}


def wait(log: Path) -> str:
    """Wait for the server's address."""
    for _ in range(600):
        found = re.search(r"127\.0\.0\.1:\d+", log.read_text(encoding="utf-8"))
        if found is not None:
            return found.group()
        time.sleep(0.1)
    raise SystemExit(log.read_text(encoding="utf-8"))


def read(address: str, path: str, limit: int, expected: int) -> None:
    """Read all pages, and say how long the first, the others and those of filters took."""
    connection = http.client.HTTPConnection(address)
    times: list[float] = []
    count = size = 0
    seen: set[str] = set()
    next_ = ""
    while True:
        body, took = ask(connection, f"{path}?limit={limit}{next_}")
        times.append(took)
        page = json.loads(body)
        size += len(body)
        count += len(page["objects"])
        seen.update(one["id"] for one in page["objects"])
        if not page["more"]:
            break
        next_ = f"&next={page['next']}"
    assert count == len(seen) == expected, (count, len(seen))
    rest = sorted(times[1:])
    print(f"first page {times[0] * 1e3:.0f} ms, others p50 {rest[len(rest) // 2] * 1e3:.1f} ms, "
          f"p99 {rest[int(len(rest) * 0.99)] * 1e3:.1f} ms; {count / sum(times):,.0f} objects and "
          f"{size / sum(times) / 1e6:.1f} MB a second")  # fmt: skip
    for name, query in (
        ("match[type]", "match[type]=relationship"),
        ("match[version]=all", "match[version]=all"),
        ("added_after", "added_after=2020-01-01T00:00:00Z"),
        ("a type that is not there", "match[type]=malware"),
    ):
        took = ask(connection, f"{path}?limit={limit}&{query}")[1]
        print(f"first page with {name}: {took * 1e3:.0f} ms")


def ask(connection: http.client.HTTPConnection, path: str) -> tuple[bytes, float]:
    """Ask for a page; gives it and the seconds it took."""
    begun = time.perf_counter()
    connection.request("GET", path, headers=ACCEPT)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise SystemExit(body.decode())
    return body, time.perf_counter() - begun


def memory_mb(pid: int) -> float:
    """Give the most memory that a process had."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1e3  # type: ignore[index]


if __name__ == "__main__":
    main()
