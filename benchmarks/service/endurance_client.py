"""A client of the endurance run: asks whatever it is given, in a process of its own, and notes what is wrong."""

from __future__ import annotations

import collections
import json
import pickle
import random
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from .endurance_request import JSON, Request, digest_of, marks_in

MOST_S = 60.0
"""Seconds until an answer counts as lost."""
WEIGHTS = {"match": 8, "match batch": 1, "search": 4, "entities": 4, "adjacent": 3, "reconcile": 2, "extend": 1,
           "answers": 4, "catalog": 0.3, "state": 0.3}  # fmt: skip
"""How often each kind of request is sent, of some 28."""
DECIDE, APPROVE = 0.5, 0.02
"""Share of answers that are decided on; of requests before which a decision is approved."""
SHOWN_FAULTS = 20


class UnansweredError(Exception):
    """The connection was refused, or ended before the first byte of an answer."""


class TornError(Exception):
    """The connection ended within an answer."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes


class Line:
    """A connection that is kept, and opened again where the server says that it closes it."""

    def __init__(self, port: int, key: str | None) -> None:
        """Ask a server on this machine, with a key."""
        self._port, self._key = port, key
        self._socket: socket.socket | None = None

    def ask(self, request: Request) -> Answer:
        """Send a request and read its answer to the last byte.

        Raises:
            UnansweredError: none began.
            TornError: it did not end.
        """
        try:
            if self._socket is None:
                self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=MOST_S)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.sendall(self._written(request))
        except OSError as exc:
            self.close()
            raise UnansweredError(str(exc)) from exc
        return self._read(self._socket)

    def close(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            self._socket.close()
        self._socket = None

    def _written(self, request: Request) -> bytes:
        lines = [f"{request.method} {request.path} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(request.body)}"]
        lines += [f"content-type: {request.type}"] if request.body != b"" else []
        lines += [f"authorization: ApiKey {self._key}"] if self._key is not None else []
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + request.body

    def _read(self, connection: socket.socket) -> Answer:
        received = bytearray()
        head_end = -1
        while head_end < 0 or len(received) < head_end + 4 + self._length(received[:head_end]):
            try:
                part = connection.recv(262_144)
            except OSError:
                part = b""
            if part == b"":
                self.close()
                raise TornError(bytes(received[:200])) if len(received) > 0 else UnansweredError("closed")
            received += part
            head_end = received.find(b"\r\n\r\n") if head_end < 0 else head_end
        if b"connection: close" in bytes(received[:head_end]).lower():
            self.close()
        return Answer(int(received[9:12]), bytes(received[head_end + 4 :]))

    @staticmethod
    def _length(head: bytearray) -> int:
        for line in bytes(head).split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                return int(value)
        return 0


@dataclass
class Span:
    """Answers of one version that came one behind the other."""

    version: int
    first_sent: float
    first_done: float
    last_sent: float
    answers: int = 1


@dataclass
class Report:
    """What a client saw. Times are of the machine's monotonic clock, the same for all processes."""

    counts: collections.Counter[str] = field(default_factory=collections.Counter)
    spans: list[Span] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    end: tuple[str, float] | None = None
    """How the connection ended, and when the request was sent that was not answered."""
    slowest_s: float = 0.0

    def fault(self, text: str) -> None:
        """Note what is wrong."""
        self.faults.append(text[:500])


@dataclass(frozen=True)
class Plan:
    """What clients are given."""

    port: int
    requests: Sequence[Request]
    answers: Sequence[Sequence[str]]
    """Of each version, the digest of the answer to each request."""
    fingerprints: Sequence[str]
    keys: Sequence[str]
    pending: Sequence[Sequence[str]]
    """Of each client, the decisions that it approves."""
    folder: Path
    """Where each client writes down what it tries to enter, and what was acknowledged."""
    name: str


class Client:
    """One client: draws requests, checks answers, decides now and then."""

    def __init__(self, plan: Plan, number: int) -> None:
        """Follow a plan as the client of a number."""
        self._plan, self._number = plan, number
        self._choose = random.Random(f"{plan.name} {number}")
        self._line = Line(plan.port, plan.keys[number])
        self._pending = list(plan.pending[number])
        self._tried = 0
        self._entered = (plan.folder / f"entered-{plan.name}-{number}.jsonl").open("w", encoding="utf-8", buffering=1)
        self._by_kind: dict[str, list[int]] = collections.defaultdict(list)
        for place, request in enumerate(plan.requests):
            self._by_kind[request.kind].append(place)
        self.report = Report()

    def run(self) -> None:
        """Ask until the server answers no more."""
        kinds, weights = list(WEIGHTS), list(WEIGHTS.values())
        while self.report.end is None:
            if self._choose.random() < APPROVE and len(self._pending) > 0:
                self._approve()
                continue
            place = self._choose.choice(self._by_kind[self._choose.choices(kinds, weights)[0]])
            request = self._plan.requests[place]
            answer = self._ask(request)
            if answer is None:
                continue
            if self._check(place, answer) and request.kind == "answers" and self._choose.random() < DECIDE:
                self._decide(json.loads(answer.body)["answers"])
        self.close()

    def close(self) -> None:
        """Close the connection, and the file of what was entered."""
        self._line.close()
        self._entered.close()

    def ask_all(self) -> int:
        """Ask every request once; gives how many were answered right."""
        replies = ((place, self._ask(request)) for place, request in enumerate(self._plan.requests))
        return sum(reply is not None and self._check(place, reply) for place, reply in replies)

    def _ask(self, request: Request) -> Answer | None:
        self._sent = time.monotonic()
        try:
            answer = self._line.ask(request)
        except UnansweredError as exc:
            self.report.end = (f"unanswered: {exc}", self._sent)
            return None
        except TornError as exc:
            self.report.end = (f"torn: {exc}", self._sent)
            return None
        self._done = time.monotonic()
        self.report.slowest_s = max(self.report.slowest_s, self._done - self._sent)
        self.report.counts[f"{request.kind} {answer.status}"] += 1
        return answer

    def _check(self, place: int, answer: Answer) -> bool:
        """Compare an answer with what each version answers; note of which it is."""
        request = self._plan.requests[place]
        if answer.status not in {200, 404}:
            self.report.fault(f"{request.kind}: {answer.status} {answer.body[:300]!r}")
            return False
        marks = marks_in(answer.body)
        if len(marks) > 1:
            self.report.fault(f"{request.kind} {request.path}: parts of versions {sorted(marks)}")
            return False
        found = digest_of(answer.status, answer.body)
        fitting = [number for number, answers in enumerate(self._plan.answers) if answers[place] == found]
        if len(fitting) == 0 or not marks <= set(fitting):
            why = f"marked {sorted(marks)}, equal to what {fitting} answer"
            self.report.fault(f"{request.kind} {request.path} {request.body[:200]!r}: {why}: {answer.body[:200]!r}")
            return False
        if len(fitting) == 1:
            self._note(fitting[0])
        return True

    def _note(self, version: int) -> None:
        spans = self.report.spans
        if len(spans) > 0 and spans[-1].version == version:
            spans[-1].last_sent = self._sent
            spans[-1].answers += 1
        else:
            spans.append(Span(version, self._sent, self._done, self._sent))

    def _decide(self, answers: Sequence[Mapping[str, Any]]) -> None:
        """Decide on a party of an answer that was just shown; the lists may have changed since."""
        shown = [one for one in answers if len(one["results"]) > 0]
        if len(shown) == 0:
            return
        answer = self._choose.choice(shown)
        self._tried += 1
        said = {
            "seen": answer["seen"],
            "subject": answer["query"]["id"],
            "party": answer["results"][0]["id"],
            "decision": self._choose.choice(("clear", "escalate", "block")),
            "reason": f"{self._plan.name} {self._number} {self._tried}",
        }
        reply = self._enter("decision", "/api/screening/decisions", said, said["reason"])
        if reply is None:
            return
        expected = {key: said[key] for key in ("subject", "decision", "reason")} | {"build": answer["index"]["build"]}
        if not expected.items() <= reply.items() or reply["party"]["id"] != said["party"]:
            self.report.fault(f"decision: asked {said}, entered {reply}")

    def _approve(self) -> None:
        """Say what a second person says of a decision that waits; a second time is refused."""
        decision = self._pending.pop()
        verdict = self._choose.choice(("approve", "reject"))
        reason = f"{self._plan.name} {self._number} of {decision[:12]}"
        path = f"/api/screening/decisions/{decision}/approvals"
        said = {"approval": verdict, "reason": reason}
        reply = self._enter("approval", path, said, reason)
        if reply is None:
            return
        if reply["state"] != {"approve": "final", "reject": "rejected"}[verdict]:
            self.report.fault(f"approval: {verdict}, and the decision is {reply['state']}")
        again = self._ask(Request("approval again", "POST", path, json.dumps(said).encode(), JSON))
        if again is not None and again.status != 409:
            self.report.fault(f"approval: a second one is answered {again.status}")

    def _enter(self, kind: str, path: str, said: Mapping[str, str], reason: str) -> Any:
        """Enter something; written down before and after, so that the ledger can be compared."""
        self._write({"kind": kind, "reason": reason})
        answer = self._ask(Request(kind, "POST", path, json.dumps(said).encode(), JSON))
        if answer is None:
            return None
        reply = json.loads(answer.body)
        self._write({"kind": kind, "reason": reason, "status": answer.status, "hash": reply.get("hash")})
        if answer.status == 200:
            return reply
        is_change = kind == "decision" and answer.status == 409 and "lists changed" in str(reply.get("detail"))
        if not is_change:
            self.report.fault(f"{kind}: {answer.status} {answer.body[:300]!r}")
        return None

    def _write(self, line: Mapping[str, Any]) -> None:
        self._entered.write(json.dumps(line) + "\n")


def main() -> None:
    """Read a plan and a number from standard input, say when all is read, and write what was seen when it is over."""
    plan, number = pickle.load(sys.stdin.buffer)
    client = Client(plan, number)
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()
    try:
        client.run()
    except Exception as exc:
        client.report.fault(f"client {number}: {exc!r}")
    pickle.dump(client.report, sys.stdout.buffer)


if __name__ == "__main__":
    # What is pickled names its module, which is not `__main__` to whoever reads it.
    from benchmarks.service.endurance_client import main as run

    run()
