"""Three organisations that give each other all they hold, for a thousand rounds, while their programs are killed.

    .venv/bin/python -m benchmarks.share.ring --rounds 1000

Each office has a case and gives to both others through a TAXII server (`counterflow serve --taxii`), now and then by a
signed package. In a round somebody enters a statement, one office pushes to another, which fetches and runs. Three of
ten commands are killed (SIGKILL) at a random moment, a half of these is not begun again in that round, and the server
is killed too. The truth is what stands in the three ledgers. After each round no belief of whoever ran may have more
roots than there are offices that entered it (a false confirmation), nor a statement that nobody entered. Every fiftieth
round all give to all without kills: then each must hold every statement once, with as many roots as offices entered it
(a loss, a loop), and another exchange must move nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from counterflow.case import load_case
from counterflow.ledger import Ledger
from counterflow.remote.package.key import make_key, write_public
from counterflow.run.build import open_build
from counterflow.share.taxii.catalog import EVERYONE, CollectionEntry, Grant, Root, add_collection, add_root
from counterflow.share.taxii.store import open_store, sqlite_url
from counterflow.tables import BELIEF

NAMES = ("a", "b", "c")
PAIRS = tuple(itertools.permutations(NAMES, 2))
KILLED, LEFT, SERVER_KILLED, BY_PACKAGE, SETTLED = 0.3, 0.5, 0.05, 0.05, 50
"""Shares of commands and rounds, and every how many rounds nothing is killed."""
SHIPS, SIGNS = 30, 12
"""Facts to choose from, each a call sign of its own: few enough that offices enter the same ones."""
BELIEFS = "SELECT value, roots FROM read_parquet(?) WHERE prop = 'callSign'"

ZYGOTE = """
# Imports once, then forks a process for each command, so that kills fall on the work and not on the imports.
import json, os, sys
import counterflow.cli.add, counterflow.cli.fetch, counterflow.cli.package, counterflow.cli.push, counterflow.cli.run
import counterflow.cli.partner, counterflow.remote.taxii.pull, counterflow.remote.taxii.push, counterflow.run.run
import counterflow.remote.package.pack, counterflow.remote.package.receive, counterflow.share.export
from counterflow.cli.main import counterflow
print("ready", flush=True)
for line in sys.stdin:
    words, home, log = json.loads(line)
    child = os.fork()
    if child == 0:
        code = 70
        try:
            os.setpgid(0, 0)
            os.environ["HOME"] = home
            file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(file, 1)
            os.dup2(file, 2)
            code = counterflow(words, standalone_mode=False) or 0
        except BaseException as exc:
            print(repr(exc), file=sys.stderr, flush=True)
        finally:
            os._exit(code)
    os.setpgid(child, child)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class ExchangeError(Exception):
    """What must not happen did."""


class Ring:
    """Three cases, their server, and what was done."""

    def __init__(self, root: Path, seed: int) -> None:
        self._root = root
        self._rng = random.Random(seed)
        self._log = root / "log"
        self._took: dict[str, list[float]] = defaultdict(list)
        self._packages = itertools.count()
        self._publics: dict[str, str] = {}
        self.done: Counter[str] = Counter()
        self.killed: Counter[str] = Counter()
        self._store = root / "taxii.sqlite"
        ids = self._open()
        self._port = 0
        self._server = self._serve()
        for name in NAMES:
            self._found(name, ids)
        command = [sys.executable, "-c", ZYGOTE]
        self._zygote = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self._answer() != "ready":
            raise ExchangeError("the process that forks did not start")

    def close(self) -> None:
        """End the processes."""
        for process in (self._server, self._zygote):
            process.kill()
            process.wait()

    def round(self) -> None:
        """Let somebody enter something, and one office give to another."""
        self._enter(self._rng.choice(NAMES))
        giver, taker = self._rng.choice(PAIRS)
        if self._rng.random() < SERVER_KILLED:
            self._server.kill()
            self._server.wait()
            self.killed["serve"] += 1
            self._server = self._serve()
        self._call("run", giver)
        if self._rng.random() < BY_PACKAGE:
            file = self._root / f"{next(self._packages)}.zip"
            self._call("package", giver, "make", "--to", taker, "--output", str(file))
            if file.exists():
                self._call("package", taker, "receive", str(file))
        else:
            self._call("push", giver, "--to", taker)
            self._call("fetch", taker, giver)
        if self._call("run", taker):
            self._compare(taker, is_settled=False)

    def settle(self) -> None:
        """Let all give to all, twice, without kills, and compare what each holds with what was entered."""
        for _ in range(2):
            for giver, taker in PAIRS:
                for words in (("run", giver), ("push", giver, "--to", taker), ("fetch", taker, giver), ("run", taker)):
                    self._call(*words, is_killed=False)
        for name in NAMES:
            self._compare(name, is_settled=True)
        before = {name: self._held(name) for name in NAMES}
        for giver, taker in PAIRS:
            for words in (("push", giver, "--to", taker), ("fetch", taker, giver), ("run", taker)):
                self._call(*words, is_killed=False)
        if before != {name: self._held(name) for name in NAMES}:
            raise ExchangeError("an exchange without news changed what somebody holds")

    def entered(self) -> dict[str, set[str]]:
        """Give who entered what, of the ledgers."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in NAMES:
            for entry in self._entries(name):
                found[entry["value"]].add(name)
        return found

    def _entries(self, name: str) -> list[dict[str, Any]]:
        ledger = Ledger.of_file(self._root / name / "ledger.sqlite")
        try:
            return [dict(one) for one in ledger.of_kind("entry")]
        finally:
            ledger.close()

    def _enter(self, name: str) -> None:
        ship = f"ship-{self._rng.randrange(SHIPS)}"
        sign = f"{ship} {self._rng.randrange(SIGNS)}".upper()
        if name in self.entered()[sign]:
            return
        said = ["--entity", ship, "--schema", "Vessel", "--prop", "callSign", "--value", sign]
        said += ["--source", f"a witness of office {name}", "--passage", f"{ship} answers to {sign}"]
        self._call("add", name, *said)

    def _compare(self, name: str, *, is_settled: bool) -> None:
        truth = self.entered()
        held = self._held(name)
        for key, roots in held.items():
            if roots > len(truth.get(key, ())):
                raise ExchangeError(f"{name} counts {roots} roots of {key}, entered by {sorted(truth.get(key, ()))}")
        if is_settled and held != {key: len(offices) for key, offices in truth.items()}:
            odd = {key for key in truth if held.get(key) != len(truth[key])}
            raise ExchangeError(
                f"{name} holds {len(held)} of {len(truth)}; other roots than offices: {sorted(odd)[:5]}"
            )

    def _held(self, name: str) -> dict[str, int]:
        """Give the roots of each thing that an office believes; one that is there twice is a loop."""
        table = open_build(load_case(self._root / name)).table_path(BELIEF)
        rows = duckdb.execute(BELIEFS, [str(table)]).fetchall()
        if len({value for value, _ in rows}) < len(rows):
            raise ExchangeError(f"{name} holds a belief twice")
        return dict(rows)

    def _call(self, command: str, name: str, *words: str, is_killed: bool = True) -> bool:
        """Run a command on an office's case; killed, it is begun again or left. Tells whether it ended well."""
        case = str(self._root / name)
        words = (words[0], case, *words[1:]) if command == "package" else (case, *words)
        while True:
            began = time.perf_counter()
            line = json.dumps([[command, *words], str(self._root / f"home-{name}"), str(self._log)])
            assert self._zygote.stdin is not None
            self._zygote.stdin.write(f"{line}\n")
            self._zygote.stdin.flush()
            child = int(self._answer())
            usual = self._took[command][-20:]
            if is_killed and usual and self._rng.random() < KILLED:
                time.sleep(self._rng.uniform(0.0, sum(usual) / len(usual)))
                with contextlib.suppress(ProcessLookupError):  # it has ended
                    os.killpg(child, signal.SIGKILL)
            status = int(self._answer())
            self.done[command] += 1
            if os.WIFSIGNALED(status):
                self.killed[command] += 1
                if self._rng.random() < LEFT:
                    return False
                continue
            if status != 0:
                said = self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
                if command == "package" and "taken before" in said:  # killed after it had been taken
                    return True
                raise ExchangeError(f"{command} {words} ended with {os.waitstatus_to_exitcode(status)}: {said}")
            self._took[command].append(time.perf_counter() - began)
            return True

    def _answer(self) -> str:
        assert self._zygote.stdout is not None
        return self._zygote.stdout.readline().strip()

    def _open(self) -> dict[tuple[str, str], str]:
        """Make a collection for each pair of giver and taker."""
        engine = open_store(sqlite_url(self._store))
        add_root(engine, Root("main", "Main"))
        grant = [Grant(EVERYONE, can_write=True)]
        found = {
            pair: add_collection(engine, CollectionEntry("main", f"{pair[0]} to {pair[1]}"), grant) for pair in PAIRS
        }
        engine.dispose()
        return found

    def _serve(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "counterflow", "serve", "--taxii", str(self._store), "--port", str(self._port)]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert server.stderr is not None
        for line in server.stderr:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                self._port = int(found[1])
                break
        else:
            raise ExchangeError("the server did not start")
        # What it says further is read by nobody, and must not fill the pipe.
        subprocess.Popen(["cat"], stdin=server.stderr, stdout=subprocess.DEVNULL)
        return server

    def _found(self, name: str, ids: dict[tuple[str, str], str]) -> None:
        """Make an office's case and its key."""
        case = self._root / name
        (case / "inputs").mkdir(parents=True)
        toml = f'[case]\nname = "{name}"\norganisation = "Office {name}"\n'
        for other in NAMES:
            folder = self._root / f"home-{other}" / ".config" / "counterflow"
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / "sign.pem"
            public = self._publics.setdefault(other, "") or write_public(make_key(path))
            self._publics[other] = public
            if other != name:
                base = f"http://127.0.0.1:{self._port}/taxii2/main/collections"
                toml += (
                    f'\n[partner.{other}]\nname = "Office {other}"\nmax_tlp = "TLP:AMBER"\npublic_key = "{public}"\n'
                )
                toml += f'push = "{base}/{ids[name, other]}/"\npull = "{base}/{ids[other, name]}/"\n'
        (case / "case.toml").write_text(toml, encoding="utf-8")


def progress(count: int) -> Iterator[int]:
    """Count rounds, with a line for each fifty."""
    began = time.perf_counter()
    for number in range(1, count + 1):
        yield number
        if number % SETTLED == 0:
            print(f"{number} rounds, {time.perf_counter() - began:.0f} s", flush=True)


def main() -> None:
    """Run the rounds and print what was done, killed and found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ring = Ring(Path(folder), options.seed)
        try:
            for number in progress(options.rounds):
                ring.round()
                if number % SETTLED == 0 or number == options.rounds:
                    ring.settle()
        finally:
            ring.close()
        truth = ring.entered()
        shared = sum(len(offices) > 1 for offices in truth.values())
        print(f"{len(truth)} facts, {shared} entered by several: nothing lost, nothing doubled, none confirmed falsely")
        print(", ".join(f"{name} {count} times, killed {ring.killed[name]}" for name, count in ring.done.items()))
        print(f"server killed {ring.killed['serve']} times")


if __name__ == "__main__":
    main()
