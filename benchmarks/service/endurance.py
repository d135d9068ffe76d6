"""Whether a server answers right for ten minutes of everything, and after SIGTERM and SIGKILL.

    .venv/bin/python -m benchmarks.service.endurance OLD.jsonl NEW.jsonl --seconds 600

The files hold FtM entities. Of them four versions of an index are made, each marked in every entity, and what each
answers to some hundred requests is written down: built by itself, with nobody else there. Then `counterflow serve`
serves one, clients send those requests, decide and approve, `counterflow index --update` puts the next version in
place every ten seconds, and keys are made and taken back. Every answer must be, whole, what one version answers; no
version may come back after the next; every decision that was acknowledged must be in the ledger, once.

Then SIGTERM in full load: what was asked before is answered whole, and the server ends with 0. Then it is started
again, updates are ended by SIGKILL at random moments, and the server too: the index opens, the ledger is whole, and a
new server answers as before. Prints a table; ends with 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import pickle
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .endurance_audit import check_growth, check_ledger, check_spans, longest_lag
from .endurance_change import Change, Changes, Keys, Sample, Watch, add_key, run_command
from .endurance_client import Client, Line, Plan, Report, UnansweredError
from .endurance_request import Request
from .endurance_version import Version, answer_all, make_requests, make_versions, seed_pending

VERSIONS = 4
"""So many, that one which comes back is told from the next round of the same."""
GRACE_S = 0.5
"""A request sent so long before SIGTERM was in flight, and is answered."""
START_S = 600.0
"""The kernel is compiled at its first use on a machine."""


@dataclass(frozen=True)
class Options:
    """How long and how much."""

    files: Sequence[Path]
    seconds: float = 600.0
    kill_seconds: float = 60.0
    every_s: float = 10.0
    """Between two updates."""
    delay_s: float = 10.0
    """How long after an update the version before it may be answered."""
    key_s: float = 5.0
    """Within how long a server must follow a key that was made or taken back."""
    drain_s: int = 20
    """Within how long a server that is told to end has ended (COUNTERFLOW_DRAIN_SECONDS)."""
    clients: int = 8
    requests: int = 40
    """Different requests of each kind."""
    pending: int = 40
    """Decisions that wait for approval, for each client and round."""
    seed: int = 5


@dataclass
class Run:
    """All that the rounds share, and what is wrong so far."""

    options: Options
    folder: Path
    requests: Sequence[Request]
    versions: Sequence[Version]
    keys: Sequence[str]
    pending: list[str]
    tell: Callable[[str], None]
    faults: list[str] = field(default_factory=list)

    @property
    def index(self) -> Path:
        """Give the folder of the index that is served."""
        return self.folder / "index"

    @property
    def ledger(self) -> Path:
        """Give the ledger's file."""
        return self.folder / "ledger.sqlite"

    def plan(self, port: int, name: str) -> Plan:
        """Plan a round; each client gets some of the decisions that wait."""
        shares = []
        for _ in range(self.options.clients):
            shares.append(self.pending[: self.options.pending])
            del self.pending[: self.options.pending]
        answers = [one.answers for one in self.versions]
        fingerprints = [one.fingerprint for one in self.versions]
        return Plan(port, self.requests, answers, fingerprints, self.keys, shares, self.folder, name)


def prepare(options: Options, folder: Path, tell: Callable[[str], None]) -> Run:
    """Make the versions, what they answer, the index that is served, its keys, and decisions that wait."""
    requests = make_requests(options.files, options.seed, options.requests)
    files = make_versions(options.files, folder, VERSIONS)
    versions = [answer_all(path, folder / f"alone-{number}", requests) for number, path in enumerate(files)]
    tell(f"{VERSIONS} versions, {len(requests)} different requests")
    run = Run(options, folder, requests, versions, [], [], tell)
    making = run_command("index", str(files[0]), "--output", str(run.index), "--quiet")
    _, wrong = making.communicate()
    if making.returncode != 0:
        raise SystemExit(f"counterflow index: {wrong}")
    run.pending = seed_pending(run.index, run.ledger, 2 * options.clients * options.pending)
    scopes = ["screen", "decide", "read"]
    run.keys = [add_key(run.ledger, f"client {number}", scopes)["key"] for number in range(options.clients)]
    return run


class Server:
    """`counterflow serve` in a process of its own."""

    def __init__(self, run: Run, name: str) -> None:
        """Start it; it is there when it says that it is ready."""
        self._log = run.folder / f"log-{name}"
        self._drain_s = run.options.drain_s
        command = [sys.executable, "-m", "counterflow", "serve", "--index", str(run.index), "--port", "0"]
        environment = {**os.environ, "COUNTERFLOW_LOG": "off", "COUNTERFLOW_RATE": "0"}
        environment["COUNTERFLOW_DRAIN_SECONDS"] = str(self._drain_s)
        began = time.monotonic()
        with self._log.open("wb") as log:
            self.process = subprocess.Popen([*command, "--ledger", str(run.ledger)], stderr=log, env=environment)
        self.port = self._wait(began)
        self.start_s = time.monotonic() - began

    def _wait(self, began: float) -> int:
        while self.process.poll() is None and time.monotonic() < began + START_S:
            found = re.search(r"http://[\d.]+:(\d+)", self._log.read_text(encoding="utf-8"))
            if found is not None:
                with contextlib.closing(Line(int(found[1]), None)) as line, contextlib.suppress(UnansweredError):
                    if line.ask(Request("ready", "GET", "/readyz")).status == 200:
                        return int(found[1])
            time.sleep(0.05)
        raise SystemExit(f"the server did not start: {self._log.read_text(encoding='utf-8')}")

    def end(self, sign: signal.Signals) -> tuple[int | None, float]:
        """Send a signal and wait; gives the exit code (None: it did not end) and the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(sign)
        try:
            code: int | None = self.process.wait(self._drain_s + 10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            code = None
        return code, time.monotonic() - began

    def complaints(self) -> Iterator[str]:
        """Give what the server wrote besides its address."""
        lines = [line for line in self._log.read_text(encoding="utf-8").splitlines() if "http://" not in line]
        if len(lines) > 0:
            yield f"the server wrote {len(lines)} lines: {' / '.join(lines[-3:])[:500]}"


@dataclass
class Load:
    """Clients, and what goes on beside them."""

    run: Run
    server: Server
    name: str
    changes: Changes
    watch: Watch = field(init=False)
    since: int = 0
    """Changes before this round."""
    reports: list[Report] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin to look at the server."""
        self.watch = Watch(self.server.process.pid)
        self.since = len(self.changes.done) - 1

    @property
    def changed(self) -> Sequence[Change]:
        """Give the changes of this round; first the one that was in place when it began."""
        return self.changes.done[self.since :]

    @contextlib.contextmanager
    def going(self, *beside: Callable[[threading.Event], None]) -> Iterator[None]:
        """Let clients ask; the block ends the server, and with it the clients."""
        plan = self.run.plan(self.server.port, self.name)
        clients = [_start_client(plan, number) for number in range(self.run.options.clients)]
        ended = threading.Event()
        threads = [threading.Thread(target=one, args=(ended,)) for one in (*beside, self._look)]
        try:
            for client in clients:
                assert client.stdout is not None  # it is a pipe
                client.stdout.readline()
            for thread in threads:
                thread.start()
            yield
            self.reports = [pickle.loads(client.communicate(timeout=120)[0]) for client in clients]
        finally:
            ended.set()
            for client in clients:
                client.kill()
            for thread in threads:
                thread.join()

    def _look(self, stop: threading.Event) -> None:
        every_s = min(60.0, self.run.options.seconds / 9)
        self.watch.take_turns(every_s, stop, lambda one: self.run.tell(f"  {self.name}: {say_sample(one)}"))

    def check(self, signal_at: float, *, may_tear: bool) -> None:
        """Gather what is wrong with a round that ended with a signal."""
        faults = self.run.faults
        for report in self.reports:
            faults += report.faults
            faults += check_spans(report.spans, self.changed, self.run.options.delay_s)
            if report.end is None:
                faults.append(f"{self.name}: a client was answered after the server had ended")
                continue
            how, sent = report.end
            if how.startswith("torn") and not may_tear:
                faults.append(f"{self.name}: half an answer: {how}")
            if sent < signal_at - (0.0 if may_tear else GRACE_S) and not may_tear:
                faults.append(f"{self.name}: sent {signal_at - sent:.2f} s before the signal, {how}")
        faults += [f"{self.name}: {one}" for one in check_growth(self.watch.samples)]

    def lines(self) -> Iterator[str]:
        """Say what was asked, and how it was answered."""
        counts: collections.Counter[str] = collections.Counter()
        for report in self.reports:
            counts.update(report.counts)
        for kind, count in sorted(counts.items()):
            yield f"  {kind:22} {count:9,}"
        answers = sum(counts.values())
        lag_s = max(longest_lag(one.spans, self.changed) for one in self.reports)
        yield f"  {'answers':22} {answers:9,}   slowest {max(one.slowest_s for one in self.reports):.2f} s"
        yield f"  {'versions seen':22} {sum(len(one.spans) for one in self.reports):9,}   longest behind {lag_s:.2f} s"


def _start_client(plan: Plan, number: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "benchmarks.service.endurance_client"]
    client = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert client.stdin is not None  # it is a pipe
    client.stdin.write(pickle.dumps((plan, number)))
    client.stdin.close()
    client.stdin = None  # or `communicate` would flush it
    return client


def say_sample(one: Sample) -> str:
    """Say what a server holds."""
    return f"{one.at_s:5.0f} s  {one.memory_mb:6,.0f} MB  {one.files:4} files  {one.threads:3} threads"


def first_round(run: Run, changes: Changes) -> None:
    """Full load with updates and keys, then SIGTERM in the middle of it."""
    server = Server(run, "load")
    run.tell(f"load: ready after {server.start_s:.1f} s")
    keys = Keys(run.ledger, server.port, run.options.key_s)
    load = Load(run, server, "load", changes)
    every_s = run.options.every_s
    over = threading.Event()

    def update(_stop: threading.Event) -> None:
        changes.take_turns(every_s, over)

    def rotate(_stop: threading.Event) -> None:
        keys.take_turns(every_s * 0.7, over)

    with load.going(update, rotate):
        time.sleep(run.options.seconds)
        over.set()
        signal_at = time.monotonic()
        code, took_s = server.end(signal.SIGTERM)
    if code != 0 or took_s > run.options.drain_s:
        run.faults.append(f"SIGTERM: ended with {code} after {took_s:.1f} s")
    load.check(signal_at, may_tear=False)
    run.faults += [*keys.faults, *server.complaints()]
    for line in load.lines():
        run.tell(line)
    run.tell(f"  {'updates':22} {len(changes.done) - 1:9,}   slowest {changes.slowest_s:.1f} s")
    run.tell(f"  {'keys made, taken back':22} {keys.turns:9,}   slowest followed {keys.slowest_s:.2f} s")
    run.tell(f"SIGTERM: ended with {code} after {took_s:.2f} s; {say_ends(load.reports, signal_at)}")


def second_round(run: Run, changes: Changes) -> None:
    """Load again while updates are ended by SIGKILL; then the server is, in the middle of an update."""
    server = Server(run, "kill")
    run.tell(f"kill: ready after {server.start_s:.1f} s")
    load = Load(run, server, "kill", changes)
    choose = random.Random(run.options.seed)
    over = threading.Event()

    def update(_stop: threading.Event) -> None:
        changes.kill_some(choose, over)

    with load.going(update):
        time.sleep(run.options.kill_seconds)
        signal_at = time.monotonic()
        code, _ = server.end(signal.SIGKILL)
        over.set()
    if code != -signal.SIGKILL:
        run.faults.append(f"SIGKILL: the server had ended with {code}")
    load.check(signal_at, may_tear=True)
    run.faults += server.complaints()
    for line in load.lines():
        run.tell(line)
    run.tell(f"  {'updates killed':22} {changes.killed:9,}")
    run.tell(f"SIGKILL: {say_ends(load.reports, signal_at)}")


def last_round(run: Run, changes: Changes) -> None:
    """Start anew and ask everything once: the answers are those of the version in place."""
    changes.one()
    server = Server(run, "after")
    run.pending = []
    with contextlib.closing(Client(run.plan(server.port, "after"), 0)) as client:
        right = client.ask_all()
    run.faults += client.report.faults
    seen = [one.version for one in client.report.spans]
    if seen != [changes.done[-1].version]:
        run.faults.append(f"after SIGKILL: versions {seen} are answered, {changes.done[-1].version} is in place")
    code, took_s = server.end(signal.SIGTERM)
    if code != 0:
        run.faults.append(f"SIGTERM without load: ended with {code}")
    run.faults += server.complaints()
    run.tell(f"after: ready after {server.start_s:.1f} s; {right:,} of {len(run.requests):,} answers right; "
             f"ended with {code} after {took_s:.2f} s")  # fmt: skip


def say_ends(reports: Sequence[Report], signal_at: float) -> str:
    """Say how the clients' last requests ended."""
    ends = collections.Counter(one.end[0].partition(":")[0] for one in reports if one.end is not None)
    sent = [signal_at - one.end[1] for one in reports if one.end is not None]
    early = f", sent {max(sent):.3f} s before it at the earliest" if len(sent) > 0 and max(sent) > 0 else ""
    return f"last requests {dict(ends)}{early}"


def endure(options: Options, folder: Path, tell: Callable[[str], None]) -> list[str]:
    """Run all rounds; gives what is wrong."""
    run = prepare(options, folder, tell)
    changes = Changes(run.index, run.versions, [Change(0, float("-inf"), float("-inf"))])
    first_round(run, changes)
    second_round(run, changes)
    last_round(run, changes)
    run.faults += changes.faults
    run.faults += check_ledger(run.ledger, folder)
    return run.faults


def main() -> None:
    """Run, print, and end with 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", help="FtM entities as JSON lines, two vintages of a list")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--kill-seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    options = Options(given.files, given.seconds, given.kill_seconds, clients=given.clients, seed=given.seed)
    with tempfile.TemporaryDirectory() as folder:
        faults = endure(options, Path(folder), lambda line: print(line, flush=True))
    counted = collections.Counter(faults)
    for text, count in counted.most_common(30):
        print(f"WRONG {count} times: {text}")
    print(f"{len(faults):,} faults" if len(faults) > 0 else "nothing wrong, lost or of two versions")
    sys.exit(len(faults) > 0)


if __name__ == "__main__":
    main()
