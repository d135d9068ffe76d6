"""How long `/match` takes while eight clients ask at once, and how many parties a second it screens in batches.

    .venv/bin/python -m benchmarks.service.latency INDEX

An index that `counterflow index` made is served by `counterflow serve` in a process of its own. Clients are processes
too, and ask for the parties of the index, misspelt here and there. Prints p50, p95 and p99 of single queries with
reasons, parties a second in batches of 100, and the time from start to ready. The peer (yente) needs about a second a
party, as its users measured (yente#1178).
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

CLIENTS = 8
BATCH = 100


def main() -> None:
    """Serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="folder of an index (counterflow index)")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    names = read_names(options.index)
    begun = time.perf_counter()
    server, port = start(options.index, options.threads)
    try:
        wait_until_ready(port)
        print(f"start to ready {time.perf_counter() - begun:.1f} s")
        single = spread(ask_single, names, port, options.seconds)
        times = np.concatenate([np.array(one) for one in single]) * 1e3
        p50, p95, p99 = np.percentile(times, [50, 95, 99])
        print(f"{CLIENTS} clients, one party each: {len(times) / options.seconds:,.0f} a second; "
              f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms")  # fmt: skip
        done = sum(spread(ask_batches, names, port, options.seconds, clients=2))
        print(f"batches of {BATCH}: {done / options.seconds:,.0f} parties a second")
        print(f"server: {memory_mb(server.pid):,.0f} MB")
    finally:
        server.terminate()
        server.wait(30)


def start(index: Path, threads: int) -> tuple[subprocess.Popen[str], int]:
    """Serve an index on a free port."""
    command = [sys.executable, "-m", "counterflow", "serve", "--index", str(index), "--port", "0"]
    environment = {**os.environ, "COUNTERFLOW_LOG": "off", "COUNTERFLOW_RATE": "0"}
    server = subprocess.Popen([*command, "--threads", str(threads)], stderr=subprocess.PIPE, text=True, env=environment)
    assert server.stderr is not None
    for line in server.stderr:
        found = re.search(r"http://[^:]+:(\d+)", line)
        if found is not None:
            return server, int(found[1])
    raise SystemExit("the server did not start")


def wait_until_ready(port: int) -> None:
    """Ask until /readyz says so."""
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.suppress(ConnectionError):
            connection.request("GET", "/readyz")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        time.sleep(0.05)


def spread(ask: Any, names: list[Any], port: int, seconds: float, *, clients: int = CLIENTS) -> list[Any]:
    """Let clients ask at once, each in a process."""
    with ProcessPoolExecutor(clients) as pool:
        return list(pool.map(ask, [names] * clients, [port] * clients, [seconds] * clients, range(clients)))


def ask_single(names: list[Any], port: int, seconds: float, seed: int) -> list[float]:
    """Ask for one party after the other; give how long each took."""
    choose, times, connection = random.Random(seed), [], connect(port)
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        ask(connection, {"q": example(choose, names)})
        times.append(time.perf_counter() - begun)
    return times


def ask_batches(names: list[Any], port: int, seconds: float, seed: int) -> int:
    """Ask for batches; give how many parties were answered."""
    choose, done, connection = random.Random(seed), 0, connect(port)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        ask(connection, {str(i): example(choose, names) for i in range(BATCH)})
        done += BATCH
    return done


def ask(connection: http.client.HTTPConnection, queries: dict[str, Any]) -> None:
    """Ask, and insist on an answer."""
    connection.request("POST", "/match/default", json.dumps({"queries": queries}), {"content-type": "application/json"})
    response = connection.getresponse()
    body = response.read()
    assert response.status == http.HTTPStatus.OK, body


def connect(port: int) -> http.client.HTTPConnection:
    """Open a connection that waits for nothing."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def example(choose: random.Random, names: list[Any]) -> dict[str, Any]:
    """Choose a party and misspell it now and then."""
    schema, name, properties = choose.choice(names)
    at = choose.randrange(len(name))
    name = name[:at] + name[at + 1 :] if choose.random() < 0.3 else name
    return {"schema": schema, "properties": {**properties, "name": [name]}}


def read_names(index: Path) -> list[Any]:
    """Read some parties of the index, with dates and countries."""
    from counterflow.compare.index.store import Index

    opened = Index.open(index)
    chosen = random.Random(1).sample(range(len(opened)), min(20_000, len(opened)))
    found = []
    for number in chosen:
        entity = opened.entity(number)
        properties = {key: entity["properties"][key] for key in ("birthDate", "nationality", "country")
                      if key in entity["properties"]}  # fmt: skip
        if len(entity["properties"].get("name", ())) > 0:
            found.append((entity["schema"], entity["properties"]["name"][0], properties))
    return found


def memory_mb(process: int) -> float:
    """Read the resident memory of a process."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
