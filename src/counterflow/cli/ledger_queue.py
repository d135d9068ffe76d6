"""`counterflow ledger CASE review` without a frame, and `split`: the queue of what a person should look at."""

from __future__ import annotations

import contextlib
import getpass
import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Literal

import click

from counterflow.case import Case
from counterflow.cli.layout import count_text, open_console
from counterflow.cli.ledger import current_user, say_entry
from counterflow.cli.render_queue import print_item, print_keys, print_split
from counterflow.dossier.archive import Archive
from counterflow.exc import CounterflowError, InputError, NotFoundError
from counterflow.ledger import Entry, Ledger
from counterflow.run.build import open_build
from counterflow.service.queue.answer import enter_answer, undo_answer
from counterflow.service.queue.said import Said
from counterflow.service.queue.shape import Answer, Kind, QueueItem
from counterflow.service.queue.split import split_party
from counterflow.service.queue.walk import SHOWN, find_item, list_queue

KEYS: Mapping[Kind, Mapping[str, Answer]] = {
    **{
        kind: {"s": Answer.SAME, "d": Answer.DIFFERENT, "u": Answer.UNSURE}
        for kind in (Kind.PAIR, Kind.MENTION, Kind.EVENT)
    },
    Kind.FRAME: {"y": Answer.RIGHT, "n": Answer.WRONG, "u": Answer.UNSURE},
}
"""The key of each answer."""
SKIP, UNDO, REASON, QUIT, HELP = "k", "z", "r", "q", "?"
_STOPS = ("q", "\x03", "\x04", "\x1b")
_FIELDS = ("item", "answer", "reason", "undo")


def review_queue(
    case: Case, store: Ledger, *, kinds: Collection[Kind], limit: int | None, answers: Path | None, as_json: bool
) -> None:
    """List the queue, take answers from a file, or walk it in the terminal.

    Args:
        case: whose.
        store: its ledger.
        kinds: kinds of items wanted.
        limit: items listed; None: as many as a page holds.
        answers: JSON Lines, or `-`; None: stdin where it is no terminal and nothing is asked for.
        as_json: list the queue, or the entries that answers become, as JSON.
    """
    with _open(case) as archive:
        if answers is not None:
            with click.open_file(str(answers), encoding="utf-8") as file:
                _take(file, str(answers), archive, store, as_json=as_json)
        elif as_json:
            queue = list_queue(archive, store, kinds=kinds, limit=SHOWN if limit is None else limit)
            click.echo(queue.model_copy(update={"answerer": _who()}).model_dump_json())
        elif sys.stdin.isatty() and sys.stdout.isatty():
            Walk(archive, store, kinds).run()
        elif not sys.stdin.isatty():
            _take(sys.stdin, "stdin", archive, store, as_json=False)
        else:
            _print_list(archive, store, kinds, limit)


def show_split(case: Case, store: Ledger, words: Sequence[str], *, as_json: bool) -> None:
    """Print what holds a party together and what it falls apart into; nothing is entered."""
    if len(words) not in (1, 2):
        raise click.UsageError("split needs the id or name of a party, or two of its entity_ids")
    with _open(case) as archive:
        ids = [words[0], *words[1:]]
        if len(words) == 1 and len(archive.rows("SELECT 1 FROM canonical WHERE entity_id = $id", id=words[0])) == 0:
            from counterflow.dossier.find import find_party

            ids = [find_party(archive, words[0])]
        found = split_party(archive, Said.read(store, archive), *ids)
    if as_json:
        click.echo(found.model_dump_json())
    else:
        print_split(open_console(), found, None if len(ids) == 1 else (ids[0], ids[1]))


@contextlib.contextmanager
def _open(case: Case) -> Iterator[Archive]:
    archive = Archive(case, open_build(case))
    try:
        yield archive
    finally:
        archive.close()


def _who() -> str:
    return current_user() or getpass.getuser()


def _print_list(archive: Archive, store: Ledger, kinds: Collection[Kind], limit: int | None) -> None:
    queue = list_queue(archive, store, kinds=kinds, limit=SHOWN if limit is None else limit)
    console = open_console()
    for item in queue.items:
        print_item(console, item, [])
    click.echo(f"{count_text(queue.total, 'item')} in the queue", err=True)


def _take(file: IO[Any], name: str, archive: Archive, store: Ledger, *, as_json: bool) -> None:
    """Enter the answers of a file, line by line.

    Raises:
        InputError: a line is none; those before it are entered.
    """
    entered = 0
    for number, line in enumerate(file, start=1):
        if line.strip() == "":
            continue
        try:
            entry = _enter(_read_answer(line), archive, store)
        except CounterflowError as exc:
            before = f"; the {count_text(entered, 'answer')} before it stand" if entered > 0 else ""
            raise InputError(
                f"{exc.what}{before}", where=f"{name}, line {number}", expected=exc.expected, next_step=exc.next_step
            ) from exc
        if entry is not None:
            entered += 1
            if as_json:
                say_entry(entry, as_json=True)
    click.echo(f"{count_text(entered, 'answer')} entered", err=True)
    if entered > 0:
        click.echo("the next run takes them into account", err=True)


def _read_answer(line: str) -> Mapping[str, Any]:
    expected = 'e.g. {"item": "3f6c9a12", "answer": "same", "reason": "one IMO number"} or {"undo": "<hash>"}'
    try:
        said = json.loads(line)
    except ValueError as exc:
        raise InputError(f"no JSON: {exc}", expected=expected) from exc
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        raise InputError("this is no object of texts", expected=expected)
    unknown = [field for field in said if field not in _FIELDS]
    if len(unknown) > 0:
        raise InputError(f"an answer has no field {unknown[0]!r}", expected=", ".join(_FIELDS))
    if ("undo" in said) == ("item" in said) or ("item" in said) != ("answer" in said):
        raise InputError("it names no item with an answer, and no answer to take back", expected=expected)
    if "answer" in said and said["answer"] not in [*Answer, "skip"]:
        raise InputError(f"{said['answer']!r} is no answer", expected=", ".join([*Answer, "skip"]))
    return said


def _enter(said: Mapping[str, Any], archive: Archive, store: Ledger) -> Entry | None:
    if "undo" in said:
        return undo_answer(store, said["undo"], by=_who(), reason=said.get("reason"))
    if said["answer"] == "skip":
        find_item(archive, store, said["item"])
        return None
    answer = Answer(said["answer"])
    return enter_answer(store, archive, said["item"], answer, by=_who(), reason=said.get("reason"))[1]


class Walk:
    """One person walking the queue in the terminal, an item a screen."""

    def __init__(self, archive: Archive, store: Ledger, kinds: Collection[Kind]) -> None:
        self._archive = archive
        self._store = store
        self._kinds = kinds
        self._console = open_console()
        self._passed: set[str] = set()
        self._entered: list[tuple[QueueItem, Answer, Entry]] = []
        self._note = ""

    def run(self) -> None:
        """Walk until the queue is empty or the person has enough."""
        item, left = self._next()
        while item is not None:
            again = self._ask(item, left)
            if isinstance(again, bool):
                break
            item, left = (again, left) if again is not None else self._next()
        else:
            click.echo("The queue is empty." if len(self._passed) == 0 else "That was the last one.")
        self._sum_up()

    def _next(self) -> tuple[QueueItem | None, int]:
        queue = list_queue(self._archive, self._store, kinds=self._kinds, limit=1, without=self._passed)
        return (queue.items[0] if len(queue.items) > 0 else None), queue.total

    def _ask(self, item: QueueItem, left: int) -> QueueItem | Literal[False] | None:
        """Show an item until it is answered or skipped; gives one to go back to, or False to end."""
        reason: str | None = None
        keys = KEYS[item.kind]
        while True:
            self._console.clear()
            print_item(self._console, item, [count_text(left, "item left", "items left"), *self._said(reason)])
            print_keys(self._console, keys)
            self._note = ""
            try:
                key = click.getchar().lower()
            except (KeyboardInterrupt, EOFError):
                return False
            if key in _STOPS:
                return False
            if key == SKIP:
                self._passed.add(item.id)
                return None
            if key == REASON:
                reason = _ask_reason() or reason
            elif key == UNDO:
                before = self._undo()
                if before is not None:
                    return before
            elif key in keys:
                if keys[key] is Answer.WRONG and reason is None:
                    reason = _ask_reason()
                if self._enter(item, keys[key], reason):
                    return None
            else:
                self._note = f"{key!r} is no key here."

    def _said(self, reason: str | None) -> list[str]:
        return [one for one in (self._note, "" if reason is None else f"reason: {reason}") if one != ""]

    def _enter(self, item: QueueItem, answer: Answer, reason: str | None) -> bool:
        try:
            _, entry = enter_answer(self._store, self._archive, item.id, answer, by=_who(), reason=reason)
        except CounterflowError as exc:
            self._note = exc.message
            return False
        self._entered.append((item, answer, entry))
        self._passed.add(item.id)
        self._note = f"{answer}: {_title(item)}  ({UNDO} takes it back)"
        return True

    def _undo(self) -> QueueItem | None:
        """Take the last answer back; gives its item, which is asked again."""
        if len(self._entered) == 0:
            self._note = "Nothing was answered yet."
            return None
        item, answer, entry = self._entered.pop()
        undo_answer(self._store, entry.hash, by=_who())
        self._passed.discard(item.id)
        self._note = f"taken back: {answer}"
        try:
            return find_item(self._archive, self._store, item.id)[0]
        except NotFoundError:
            return None

    def _sum_up(self) -> None:
        counts = Counter(answer for _, answer, _ in self._entered)
        if len(self._entered) == 0:
            click.echo("Nothing was entered.", err=True)
            return
        parts = ", ".join(f"{count} {answer}" for answer, count in sorted(counts.items()))
        click.echo(f"{count_text(len(self._entered), 'answer')} entered: {parts}", err=True)
        click.echo("the next run takes them into account", err=True)


def _ask_reason() -> str | None:
    reason = click.prompt("Reason", default="", show_default=False)
    return str(reason).strip() or None


def _title(item: QueueItem) -> str:
    return item.left.caption if item.right is None else f"{item.left.caption} / {item.right.caption}"
