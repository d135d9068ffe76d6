"""What goes on beside the clients of the endurance run: new versions, keys, and a look at the server's memory."""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterflow.compare.index.files import settled
from counterflow.compare.index.manifest import read_manifest

from .endurance_client import Line, UnansweredError
from .endurance_request import Request
from .endurance_version import Version


def run_command(*arguments: str) -> subprocess.Popen[str]:
    """Start a command of Counterflow."""
    command = [sys.executable, "-m", "counterflow", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@dataclass
class Change:
    """One version put in place of another."""

    version: int
    began: float
    ended: float = float("inf")
    """When it was there at the latest."""


@dataclass
class Changes:
    """Versions put in place one after the other, round and round, by `counterflow index --update`."""

    index: Path
    versions: Sequence[Version]
    done: list[Change] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    killed: int = 0
    last_s: float = 2.0
    slowest_s: float = 0.0

    def now(self) -> int:
        """Say which version is in place, by what the index says of itself."""
        found = read_manifest(settled(self.index)).fingerprint
        return [one.fingerprint for one in self.versions].index(found)

    def take_turns(self, every_s: float, stop: threading.Event) -> None:
        """Put the next version in place every so many seconds, or as soon as the one before is."""
        due = time.monotonic() + every_s
        while not stop.wait(max(0.0, due - time.monotonic())):
            self.one()
            due = max(due + every_s, time.monotonic())

    def one(self, *, kill_after_s: float | None = None) -> None:
        """Put the next version in place, or end the command by SIGKILL in the middle of it."""
        last = self.done[-1]
        if last.ended < float("inf"):
            self.done.append(last := Change((last.version + 1) % len(self.versions), time.monotonic()))
        began = time.monotonic()
        file = str(self.versions[last.version].file)
        running = run_command("index", file, "--output", str(self.index), "--update", "--quiet")
        try:
            _, said = running.communicate(timeout=kill_after_s)
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()
            self.killed += 1
            said = ""
        else:
            self.last_s = time.monotonic() - began
            self.slowest_s = max(self.slowest_s, self.last_s)
            if running.returncode != 0:
                self.faults.append(f"index --update ended with {running.returncode}: {said[-300:]}")
        if self.now() == last.version:
            last.ended = time.monotonic()
        elif running.returncode == 0:
            self.faults.append(f"index --update left version {self.now()} in place of {last.version}")

    def kill_some(self, choose: random.Random, stop: threading.Event) -> None:
        """Put versions in place, and end most of the commands at a random moment; the index opens after each."""
        while not stop.is_set():
            self.one(kill_after_s=choose.uniform(0.3, 1.0) * self.last_s if choose.random() < 0.8 else None)
            try:
                self._open()
            except Exception as exc:
                self.faults.append(f"after SIGKILL of index --update: {exc!r}")
                return

    def _open(self) -> None:
        from counterflow.service.source import open_folder

        opened = open_folder(self.index, threads=1)
        parties, counted = len(opened.parties.names), opened.entities.counts().entities
        opened.entities.close()
        if not 0 < parties <= counted:
            raise AssertionError(f"{parties} parties and {counted} entities")


@dataclass
class Keys:
    """Keys made and taken back while the server runs."""

    ledger: Path
    port: int
    most_s: float
    """Within how long the server must follow."""
    turns: int = 0
    faults: list[str] = field(default_factory=list)
    slowest_s: float = 0.0

    def take_turns(self, every_s: float, stop: threading.Event) -> None:
        """Make a key, use it, take it back."""
        while not stop.wait(every_s):
            made = add_key(self.ledger, f"guest {self.turns}", ["screen"])
            self._follows(made["key"], 200, stop)
            run_command("key", "--ledger", str(self.ledger), "revoke", made["id"]).communicate(timeout=120)
            self._follows(made["key"], 401, stop)
            self.turns += 1

    def _follows(self, key: str, wanted: int, stop: threading.Event) -> None:
        began, status = time.monotonic(), 0
        while time.monotonic() < began + self.most_s:
            line = Line(self.port, key)
            try:
                status = line.ask(Request("key", "GET", "/algorithms")).status
            except UnansweredError:
                return  # the server was ended; that is checked by the clients
            finally:
                line.close()
            if status == wanted:
                self.slowest_s = max(self.slowest_s, time.monotonic() - began)
                return
            time.sleep(0.1)
        if not stop.is_set():
            self.faults.append(f"key: {status} instead of {wanted} after {self.most_s:g} s")


def add_key(ledger: Path, holder: str, scopes: Sequence[str]) -> dict[str, Any]:
    """Make a key by the command."""
    wanted = [word for scope in scopes for word in ("--scope", scope)]
    running = run_command("key", "--ledger", str(ledger), "add", holder, *wanted, "--json")
    said, wrong = running.communicate(timeout=120)
    if running.returncode != 0:
        raise SystemExit(f"key add: {wrong}")
    made: dict[str, Any] = json.loads(said)
    return made


@dataclass(frozen=True)
class Sample:
    """What a process holds."""

    at_s: float
    """Since it was first looked at."""
    memory_mb: float
    files: int
    threads: int


@dataclass
class Watch:
    """A process, looked at every so often."""

    process: int
    samples: list[Sample] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def take_turns(self, every_s: float, stop: threading.Event, tell: Callable[[Sample], None]) -> None:
        """Look until told to stop."""
        while True:
            with contextlib.suppress(OSError):  # it has ended
                found = self._look()
                if found.memory_mb > 0:  # nor does it wait to be buried
                    self.samples.append(found)
                    tell(found)
            if stop.wait(every_s):
                return

    def _look(self) -> Sample:
        place = Path(f"/proc/{self.process}")
        pages = int((place / "statm").read_text(encoding="ascii").split()[1])
        memory_mb = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
        files, threads = (sum(1 for _ in (place / name).iterdir()) for name in ("fd", "task"))
        return Sample(time.monotonic() - self.began, memory_mb, files, threads)
