"""`counterflow decide`: enter a decision on a hit that `counterflow screen` found."""

from __future__ import annotations

import datetime
import getpass
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterflow.case import Case, load_case
from counterflow.cli.argument import json_option
from counterflow.exc import InputError, NotFoundError, UsageError
from counterflow.model.decision import Decision
from counterflow.settings import load_settings

if TYPE_CHECKING:
    from counterflow.screen.decision.decide import Pair
    from counterflow.screen.decision.hit import Hit
    from counterflow.screen.decision.seen import Seen

_OPTIONS = (
    click.option("--ledger", "ledger_path", type=click.Path(path_type=Path, dir_okay=False), help="A ledger, no case."),
    click.option("--screened", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=True,
                 help="JSONL that `counterflow screen` wrote, or what it printed with --json."),
    click.option("--row", type=click.IntRange(1), default=1, show_default=True, help="Line of the answer, from 1."),
    click.option("--party", metavar="ID", required=True, help="Id of the result that is decided on."),
    click.option("--decision", type=click.Choice([str(one) for one in Decision]), required=True,
                 help="clear: no dealing is forbidden; escalate: somebody else must look; block: no dealing."),
    click.option("--reason", metavar="TEXT", required=True, help="Why; name nobody who need not be named."),
    click.option("--subject", metavar="ID", help="Id of who was asked for; default: the id in the query."),
    click.option("--scope", type=click.Choice(("listed", "owned", "reported")),
                 help="As it was screened; default: that of screen."),
    click.option("--threshold", type=click.FloatRange(0, 1), help="As it was screened; default: the algorithm's."),
    click.option("--cutoff", type=click.FloatRange(0, 1), help="As it was screened; default: that of screen."),
    click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="As it was screened."),
    click.option("--allow", is_flag=True,
                 help="With clear: put the pair on the allow-list, where it stays while the facts are so."),
    click.option("--index", type=click.Path(path_type=Path, file_okay=False, exists=True),
                 help="With --ledger: the index that was screened; --allow needs it, and replay finds it by its name."),
    click.option("--screened-at", metavar="TIME",
                 help="When, ISO 8601; default: when the file was written, if no list has a date."),
)  # fmt: skip


def _with_options(command: Any) -> Any:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@click.argument("case", required=False, type=click.Path(path_type=Path, file_okay=False))
@_with_options
@json_option
def decide(case: Path | None, ledger_path: Path | None, as_json: bool, **options: Any) -> None:
    """Enter in the ledger of CASE, or in a ledger of its own, what is done about a hit.

    What was seen is kept beside the ledger under its digest, so that the decision can be replayed: state --scope,
    --threshold, --cutoff, --limit and --screened-at where the screening had others than the default.

    Where case.toml says four_eyes, or the ledger has a rule, the decision is pending until another person calls
    counterflow ledger CASE approve.
    """
    if (case is None) == (ledger_path is None):
        raise click.UsageError("give a CASE, or --ledger with the file of a ledger")
    if options["allow"] and options["decision"] != Decision.CLEAR:
        raise click.UsageError("--allow belongs to --decision clear")
    if options["index"] is not None and case is not None:
        raise click.UsageError("--index belongs to --ledger: a case has its own")
    from counterflow.screen.decision.decide import Pair, Said
    from counterflow.screen.decision.decide import decide as enter
    from counterflow.screen.decision.record import record_of_case, record_of_file
    from counterflow.screen.decision.seen import see

    of_case = None if case is None else load_case(case)
    line = _read_line(options["screened"], options["row"])
    answer = _read_answer(line, f"{options['screened']}, line {options['row']}")
    seen = _name_index(of_case, options["index"], see(line, _conditions(of_case, answer, options)))
    subject = options["subject"] or _known_subject(answer["query"])
    hit = _find_hit(of_case, options["index"], seen, Pair(subject, options["party"])) if options["allow"] else None
    members = _members(of_case, seen, options["party"]) if hit is None else hit.members
    pair = Pair(subject, options["party"], members)
    said = Said(Decision(options["decision"]), options["reason"], decider())
    record = record_of_file(ledger_path) if ledger_path is not None else record_of_case(_known(of_case))
    try:
        entry = enter(record, pair, seen, said, allow_hit=hit)
    finally:
        record.ledger.close()
    if as_json:
        click.echo(json.dumps({**entry._asdict(), "payload": entry.data}, ensure_ascii=False, sort_keys=True))
        return
    click.echo(f"entered as {entry.hash[:12]}", err=True)
    if entry.data["content"]["four_eyes"]:
        where = f"--ledger {ledger_path}" if case is None else case
        click.echo(f"pending: somebody else calls counterflow ledger {where} approve {entry.hash[:12]}", err=True)


def decider() -> str:
    """Say who decides or approves: COUNTERFLOW_USER, or the login name."""
    return load_settings(os.environ).user or getpass.getuser()


def _known(case: Case | None) -> Case:
    assert case is not None  # one of the two was given
    return case


def _read_line(path: Path, row: int) -> bytes:
    """Read one answer to the byte; empty lines do not count."""
    with path.open("rb") as file:
        number = 0
        for line in file:
            number += line.strip() != b""
            if number == row:
                return line.strip(b"\r\n")
    raise NotFoundError(f"there is no line {row}", where=str(path), expected=f"1 to {number}")


def _read_answer(line: bytes, where: str) -> Mapping[str, Any]:
    try:
        answer = json.loads(line)
    except ValueError as exc:
        raise InputError(f"no JSON: {exc}", where=where) from exc
    if not isinstance(answer, dict) or not answer.keys() >= {"query", "results", "index", "algorithm"}:
        raise InputError("no answer of a screening", where=where, expected="a line of JSONL as `screen` writes it")
    return answer


def _known_subject(query: Mapping[str, Any]) -> str:
    """Find whom a query was for.

    Raises:
        UsageError: it does not say.
    """
    from counterflow.screen.column import subject_of

    found = subject_of(query)
    if found is None:
        raise UsageError("the query has no id", next_step="Name who was asked for with --subject")
    return found


def _conditions(case: Case | None, answer: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    from counterflow.cli.screen import find_limits
    from counterflow.screen.decision.seen import conditions_of

    limits = find_limits(options["threshold"], options["cutoff"], options["limit"])
    at = _screened_at(options["screened_at"], options["screened"], answer)
    return conditions_of(limits, options["scope"] or _scope(case, answer), at, None)


def _scope(case: Case | None, answer: Mapping[str, Any]) -> str:
    """Say which scope an answer had that does not name it: no other shows the owned, or who is only reported."""
    from counterflow.screen.answer import Status
    from counterflow.service.scope import LISTED, OWNED, REPORTED, screened_scope

    shown = {one["status"] for one in answer["results"]}
    for status, scope in ((Status.UNVERIFIED, REPORTED), (Status.OWNED, OWNED)):
        if status in shown:
            return scope
    try:
        return LISTED if case is None else screened_scope(case, str(answer["index"]["build"]), str(answer["algorithm"]))
    except NotFoundError:
        return LISTED


def _screened_at(text: str | None, path: Path, answer: Mapping[str, Any]) -> datetime.datetime:
    """Say when an answer was given: what it says of its lists' age, replay says again only of that time.

    Raises:
        UsageError: it says something, and only the file's own time is known, which a copy does not keep.
    """
    if text is None:
        written = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)
        if any(one["stale"] is not None for one in answer["index"]["lists"]):
            raise UsageError(
                "the answer says how old its lists were, and not when that was",
                expected="--screened-at TIME",
                next_step=f"The file was written at {written:%Y-%m-%dT%H:%M:%SZ}; give that time if it is no copy",
            )
        return written
    try:
        at = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--screened-at {text!r} is no time", expected="e.g. 2026-11-22T10:00:00Z") from None
    return at if at.tzinfo is not None else at.replace(tzinfo=datetime.UTC)


def _name_index(case: Case | None, index: Path | None, seen: Seen) -> Seen:
    """Name the state of the lists as a server does: that of the index where it is at hand, else what the answer says.

    Raises:
        NotFoundError: the index is not the one that was screened.
    """
    conditions, build = seen.conditions, str(seen.data["index"]["build"])
    if case is None:
        named = replace(seen, conditions=replace(conditions, fingerprint=build))
        if index is None:
            return named
        from counterflow.service.kept import name_index

        return name_index(named, [index])
    from counterflow.compare.index.files import settled
    from counterflow.compare.index.manifest import MANIFEST
    from counterflow.screen.index_identity import read_identity
    from counterflow.service.scope import index_folder

    place = settled(index_folder(case, build, conditions.scope, str(seen.data["algorithm"])))
    try:
        fingerprint = str(json.loads((place / MANIFEST).read_bytes())["fingerprint"])
        identity = read_identity(place)
    except (OSError, ValueError, KeyError, InputError):
        return seen
    return replace(seen, conditions=replace(conditions, fingerprint=fingerprint, identity=identity))


def _find_hit(case: Case | None, index: Path | None, seen: Seen, pair: Pair) -> Hit:
    """Find the facts of a hit in the lists that were screened.

    Raises:
        NotFoundError: the lists are there no more, or do not hold the hit.
    """
    from counterflow.remote.clock import SystemClock
    from counterflow.service.allowed import find_hit
    from counterflow.service.kept import KeptIndexes
    from counterflow.service.kept_builds import KeptBuilds

    def say(text: str) -> None:
        click.echo(text, err=True)

    clock = SystemClock()
    folders = [] if index is None else [index]
    kept = KeptIndexes(folders, clock) if case is None else KeptBuilds(case, clock, say)
    lists = kept.find(seen)
    if isinstance(lists, str):
        next_step = "Give the index that was screened with --index" if case is None else "Screen again, then decide"
        raise NotFoundError(f"--allow needs the lists that were screened: {lists}", next_step=next_step)
    hit = find_hit(lists.state.at(clock.now()), seen, pair.subject_id, frozenset([pair.party_id]))
    if hit is None:
        raise NotFoundError(f"the lists do not find {pair.party_id!r} for this query", next_step="Screen again")
    return hit


def _members(case: Case | None, seen: Seen, party_id: str) -> Sequence[str]:
    """Name all entities that the party consisted of in the build that was screened."""
    if case is None:
        return []
    import pyarrow.compute as pc

    from counterflow.run.build import open_build
    from counterflow.tables import CANONICAL

    build_id = seen.data["index"]["build"]
    try:
        build = open_build(case, Path(build_id).name)
    except NotFoundError:
        click.echo(f"note: build {build_id} is gone, so the party is entered under {party_id} alone", err=True)
        return []
    rows = CANONICAL.read([build.table_path(CANONICAL)], ["entity_id", "canonical_id"])
    return [str(one) for one in rows.filter(pc.equal(rows.column("canonical_id"), party_id))["entity_id"].to_pylist()]
