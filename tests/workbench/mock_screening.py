"""Screening for the mock server: canned answers by name, and a record of decisions that grows while it runs."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from typing import Any

Json = dict[str, Any]
Reply = tuple[int, Json]

OFAC, UN, EU = "us_ofac_sdn", "un_sc_sanctions", "eu_fsf"
BUILD = "20261121-4f3a9c07"
LISTS = [
    {"name": OFAC, "published": "2026-11-20", "stale": False},
    {"name": UN, "published": "2026-11-18", "stale": False},
    {"name": EU, "published": "2026-11-19", "stale": False},
]
STATE: Json = {
    "build": BUILD,
    "scope": "listed",
    "algorithm": "bits-v2",
    "threshold": 0.5,
    "lists": LISTS,
    "stale": False,
    "decider": "Ada Analyst",
    "four_eyes": ["clear"],
    "most_queries": 10,
}
HOSTILE_NAME = '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">'
TURNED_NAME = "Acme \u202egnidarT\u202c Ltd"

_lock = threading.Lock()
_seen: dict[str, str] = {}


def reason(feature: str, query: str, candidate: str, contribution: float) -> Json:
    """Give one line of an explanation."""
    return {"feature": feature, "query": query, "candidate": candidate, "contribution": contribution}


def result(party: tuple[str, str, str], score: float, datasets: list[str], sentence: str, reasons: list[Json]) -> Json:
    """Give one party found; without a dataset it is on no list."""
    party_id, caption, schema = party
    return {
        "id": party_id,
        "caption": caption,
        "schema": schema,
        "datasets": datasets,
        "score": score,
        "match": score >= STATE["threshold"],
        "status": "LISTED" if len(datasets) > 0 else "UNVERIFIED",
        "explanation": sentence,
        "reasons": reasons,
    }


OFFICE = ("ofac-12209", "Office 39", "PublicBody")
BUREAU = ("report-77", "Bureau 39 Trading", "Company")
PINE = ("eu-88", "Green Pine Associated Corporation", "Company")
PERSON = ("un-kpi-033", "Ri Won Ho", "Person")


def office(query: str) -> list[Json]:
    """Find three: one listed, one on no list, one below the threshold."""
    return [
        result(
            BUREAU,
            0.62,
            [],
            "Perhaps the same: the name is near Bureau 39 Trading; UNVERIFIED: not on a list.",
            [reason("name", query, BUREAU[1], 4.1), reason("schema_contradicts", "PublicBody", "Company", -2.2)],
        ),
        result(
            OFFICE,
            0.9994,
            [OFAC, UN, EU],
            "Very likely the same: the name matches Office 39, a country in common; listed by OFAC, the UN and the EU.",
            [
                reason("name", query, "Office 39", 8.24),
                reason("country_shared", "kp", "kp", 1.13),
                reason("registration_differs", "DPRK-1974/39", "DPRK-0039", -0.94),
                reason("review_cap", "", "", -0.5),
            ],
        ),
        result(
            PINE,
            0.22,
            [EU],
            "Unlikely to be the same: a country in common.",
            [reason("country_shared", "kp", "kp", 1.1)],
        ),
    ]


def person(query: str, score: float) -> list[Json]:
    """Find one person, as sure as asked for."""
    return [
        result(
            PERSON,
            score,
            [UN],
            "Likely the same: the name matches Ri Won Ho, born on the same day; listed by the UN.",
            [
                reason("name", query, "Ri Won Ho", 5.2),
                reason("birth_date_day_equal", "1964-07-17", "1964-07-17", 4.0),
                reason("passport_differs", "PS 654210235", "381310014", -1.6),
            ],
        )
    ]


def hostile(query: str) -> list[Json]:
    """Find parties whose names are markup, or turn the direction of letters round."""
    markup = result(
        ("x-<b>1</b>", HOSTILE_NAME, "Company"), 0.91, [OFAC], HOSTILE_NAME, [reason("name", query, HOSTILE_NAME, 6)]
    )
    turned = result(
        ("x-2", TURNED_NAME, "Company"), 0.83, [OFAC], "The name matches.", [reason("name", query, TURNED_NAME, 5)]
    )
    return [markup, turned]


def find(name: str) -> list[Json]:
    """Give what a name finds: `Ri Won Ho 73` finds a person at 0.73."""
    words = name.casefold()
    if "39" in words and "won" not in words:
        return office(name)
    if "acme" in words or "<" in words:
        return hostile(name)
    asked = re.search(r"ri won ho (\d\d)", words)
    return person(name, int(asked.group(1)) / 100) if asked is not None else []


def answer(query: Json, cutoff: float) -> Json:
    """Answer one query, an FtM entity or columns."""
    cells = query.get("properties", query)
    named = cells.get("name", "")
    name = named[0] if isinstance(named, list) else str(named)
    results = sorted((one for one in find(name) if one["score"] >= cutoff), key=lambda one: -one["score"])
    body: Json = {
        "query": query,
        "results": results,
        "index": {"build": BUILD, "lists": LISTS},
        "stale": STATE["stale"],
        "algorithm": STATE["algorithm"],
        "error": None if name != "" else "it has no name and no number",
    }
    digest = hashlib.sha256(json.dumps(body).encode()).hexdigest()
    with _lock:
        _seen.update({digest: digest})
        _captions.update({one["id"]: one["caption"] for one in results})
        _scores.update({(digest, one["id"]): one["score"] for one in results})
    found = {one["id"] for one in results}
    cleared = {PINE[0]: None, BUREAU[0]: "name of the party changed (Bureau 39 came)"}
    return body | {"seen": digest, "allowed": {one: why for one, why in cleared.items() if one in found}}


_captions: dict[str, str] = {}
_scores: dict[tuple[str, str], float] = {}


def post_answers(body: Json) -> Reply:
    """Answer a batch."""
    queries = body["queries"]
    if not 0 < len(queries) <= STATE["most_queries"]:
        return 400, {"detail": f"{len(queries)} queries in one request; {STATE['most_queries']} at most"}
    limits: Json = {"threshold": STATE["threshold"]} | body
    cutoff = limits.get("cutoff") or limits["threshold"]
    return 200, {"answers": [answer(query, cutoff) for query in queries]}


def entry(number: int, by: str, subject: str, decision: str, words: str, **more: Any) -> Json:
    """Give one decision of the record."""
    return {
        "hash": hashlib.sha256(str(number).encode()).hexdigest(),
        "entered_at": f"2026-11-{1 + number % 20:02}T09:{number % 60:02}:00+00:00",
        "entered_by": by,
        "subject": subject,
        "party": {"id": PERSON[0], "caption": PERSON[1]},
        "decision": decision,
        "reason": words,
        "state": "final",
        "score": 0.86,
        "algorithm": "bits-v2",
        "build": BUILD,
        "approvals": [],
    } | more


APPROVED = {
    "by": "Ben Second",
    "at": "2026-11-03T10:00:00+00:00",
    "approval": "approve",
    "reason": "Seen the passport too.",
}
NAMESAKE = "Another person: born in another year."
WAITS = {"state": "pending"}
ENTRIES: list[Json] = [
    *(entry(number, "Ada Analyst", f"OLD-{number}", "clear", NAMESAKE) for number in range(60)),
    entry(60, "Ada Analyst", "C-1001", "clear", "Another passport, seen by me.", approvals=[APPROVED]),
    entry(61, "Ben Second", "C-1001", "escalate", "The passport is new on the list."),
    entry(62, "Ada Analyst", "C-2002", "clear", "Mine: needs another person.", **WAITS),
    entry(63, "Ben Second", "C-3003", "clear", "Born in another year <b>1964</b>.", **WAITS),
    entry(64, "Ben Second", "C-4004", "clear", "A namesake.", **WAITS),
    entry(65, "Ben Second", "C-5005", "clear", "A namesake.", **WAITS),
]
"""Oldest first."""


def post_decision(body: Json) -> Reply:
    """Enter a decision."""
    if body["decision"] not in ("clear", "escalate", "block") or body["reason"].strip() == "":
        return 400, {"detail": "A decision is clear, escalate or block, and has a reason"}
    if body["reason"] == "conflict":
        return 409, {"detail": "The lists have changed since this answer was given: screen the customer again"}
    with _lock:
        if body["seen"] not in _seen:
            return 409, {"detail": "No such answer was given"}
        state = "pending" if body["decision"] in STATE["four_eyes"] else "final"
        party = {"id": body["party"], "caption": _captions[body["party"]]}
        score = _scores[body["seen"], body["party"]]
        made = entry(len(ENTRIES), STATE["decider"], body["subject"], body["decision"], body["reason"])
        ENTRIES.append(
            made | {"state": state, "party": party, "score": score, "entered_at": "2026-11-22T17:40:05+00:00"}
        )
        return 200, ENTRIES[-1]


def post_approval(digest: str, body: Json) -> Reply:
    """Enter a second person's answer."""
    with _lock:
        found = next((one for one in ENTRIES if one["hash"] == digest), None)
        if found is None:
            return 404, {"detail": "No such decision"}
        if found["entered_by"] == STATE["decider"]:
            return 403, {"detail": "Whoever entered a decision cannot approve it"}
        given = {"by": STATE["decider"], "at": "2026-11-22T17:41:00+00:00"}
        found["approvals"] = [*found["approvals"], given | {"approval": body["approval"], "reason": body["reason"]}]
        found["state"] = "final"
        return 200, found


def get_decisions(query: dict[str, list[str]]) -> Reply:
    """Give decisions, newest first."""
    subject, party = query.get("subject", [None])[0], query.get("party", [None])[0]
    state = query.get("state", [None])[0]
    before, limit = int(query.get("before", ["1000000"])[0]), int(query.get("limit", ["50"])[0])
    with _lock:
        numbered = list(enumerate(ENTRIES))
    fitting = [
        (number, one)
        for number, one in reversed(numbered)
        if number < before
        and subject in (None, one["subject"])
        and party in (None, one["party"]["id"])
        and state in (None, one["state"])
    ]
    page = fitting[:limit]
    return 200, {"decisions": [one for _, one in page], "next": page[-1][0] if len(fitting) > limit else None}


def get_seen(digest: str) -> Reply:
    """Give what a decision was made on; of C-5005 it was erased."""
    found = next((one for one in ENTRIES if one["hash"] == digest), None)
    if found is None:
        return 404, {"detail": "No such decision"}
    is_whole = found["subject"] != "C-5005"
    return 200, {
        "hash": digest,
        "subject": found["subject"],
        "party": [PERSON[0]],
        "decision": found["decision"],
        "document": "whole" if is_whole else "forgotten",
        "why": None if is_whole else "what the decider saw was erased",
        "seen": "0" * 64,
        "query": {"id": found["subject"], "name": HOSTILE_NAME} if is_whole else None,
        "result": person(TURNED_NAME, found["score"])[0] if is_whole else None,
        "others": 2 if is_whole else None,
        "score": found["score"],
        "match": True,
        "status": "LISTED",
        "lists": LISTS,
        "build": BUILD,
        "scope": "listed",
        "algorithm": "bits-v2",
        "threshold": 0.5,
        "asked_at": "2026-11-20T08:00:00+00:00",
    }


def allowance(number: int, subject: str, state: str, why: str | None) -> Json:
    """Give one pair of the allow-list."""
    return {
        "hash": hashlib.sha256(f"allow {number}".encode()).hexdigest(),
        "sequence": 100 + number,
        "entered_at": "2026-11-12T09:00:00+00:00",
        "entered_by": "Ben Second",
        "subject": subject,
        "party": [PERSON[0]],
        "subject_caption": None if number == 2 else "Ri Won Ho <i>",
        "party_caption": None if number == 2 else "RI WON HO",
        "decision": hashlib.sha256(str(number).encode()).hexdigest(),
        "state": state,
        "why": why,
    }


ALLOWED = [
    allowance(1, "C-6006", "holds", None),
    allowance(2, "C-7007 <b>", "lapsed", "birthDate of the party changed (1964-07-17 went)"),
    allowance(3, "C-8008", "pending", "a second person must approve the decision that it rests on"),
]


def post_revocation(digest: str, body: Json) -> Reply:
    """Take a pair off the allow-list."""
    with _lock:
        found = next((one for one in ALLOWED if one["hash"] == digest), None)
        if found is None or body["reason"] == "conflict":
            return 409, {"detail": "It was taken off before"}
        ALLOWED.remove(found)
        return 200, {"hash": "0" * 64, "revoked": digest, "entered_at": "", "entered_by": STATE["decider"]}


def get(rest: list[str], query: dict[str, list[str]]) -> Reply | None:
    """Answer a GET below /api/screening; None: no such address."""
    if rest == []:
        return 200, STATE
    if rest == ["allowed"]:
        return 200, {"allowed": ALLOWED, "next": None}
    if len(rest) == 3 and rest[0] == "decisions" and rest[2] == "seen":
        return get_seen(rest[1])
    return get_decisions(query) if rest == ["decisions"] else None


def post(rest: list[str], body: Json) -> Reply | None:
    """Answer a POST below /api/screening; None: no such address."""
    if rest == ["answers"]:
        return post_answers(body)
    if rest == ["decisions"]:
        return post_decision(body)
    if len(rest) == 3 and rest[0] == "decisions" and rest[2] == "approvals":
        return post_approval(rest[1], body)
    if len(rest) == 3 and rest[0] == "allowed" and rest[2] == "revocations":
        return post_revocation(rest[1], body)
    return None
