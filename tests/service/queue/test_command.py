"""`counterflow ledger CASE review` walks the queue; `split` shows what falls apart. No terminal is needed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from counterflow.case import Case
from counterflow.cli.ledger_queue import Walk
from counterflow.cli.main import counterflow
from counterflow.dossier.archive import Archive
from counterflow.exc import InputError
from counterflow.ledger import Ledger
from counterflow.run.build import open_build
from counterflow.service.queue.shape import Kind, QueueItem


def call(case: Case, *words: str, status: int = 0, given: str = "") -> Result:
    env = {"COUNTERFLOW_USER": "ana"}
    arguments = ["ledger", str(case.root), *words]
    result = CliRunner().invoke(counterflow, arguments, env=env, input=given, catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result


def queue(case: Case, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call(case, "review", "--json", *words).stdout)
    return found


def entered(case: Case) -> list[dict[str, Any]]:
    return [json.loads(line) for line in call(case, "list", "--json").stdout.splitlines()]


def test_the_queue_is_listed_as_json(queue_case: Case) -> None:
    """The most weighty first; `--kind` and `--limit` choose."""
    found = queue(queue_case, "--kind", "frame")
    assert (found["answerer"], found["total"], found["kinds"]) == ("ana", 2, {"frame": 2})
    item = found["items"][0]
    assert (item["left"]["caption"], item["right"], item["answers"]) == ("Purchase", None, ["right", "wrong", "unsure"])
    assert queue(queue_case, "--kind", "event")["items"] == []
    assert len(queue(queue_case, "--limit", "1")["items"]) == 1


def test_answers_are_read_from_stdin_and_taken_back(queue_case: Case) -> None:
    """JSON Lines, blank lines between; each becomes an entry in the name of who enters them."""
    item = queue(queue_case, "--kind", "frame")["items"][0]["id"]
    answer = {"item": item[:10], "answer": "wrong", "reason": "it says 'may'"}
    done = call(queue_case, "review", "--answers", "-", "--json", given="\n" + json.dumps(answer) + "\n")
    entry = json.loads(done.stdout)
    assert (entry["kind"], entry["entered_by"]) == ("review", "ana")
    assert (entry["payload"]["review"], entry["payload"]["reason"]) == ("reject", "it says 'may'")
    assert "1 answer entered" in done.stderr
    assert queue(queue_case)["total"] == 5
    back = call(queue_case, "review", given=json.dumps({"undo": entry["hash"]}))
    assert "1 answer entered" in back.stderr
    assert queue(queue_case)["total"] == 6
    call(queue_case, "review", given=json.dumps({"item": item, "answer": "skip"}))
    assert [one["kind"] for one in entered(queue_case)] == ["review", "undo"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("nothing", "no JSON"),
        ('["a"]', "no object of texts"),
        ('{"item": "abcdef", "answer": "same", "colour": "red"}', "no field 'colour'"),
        ('{"item": "abcdef"}', "no item with an answer"),
        ('{"item": "abcdef", "answer": "perhaps"}', "'perhaps' is no answer"),
        ('{"item": "abcdef", "answer": "same"}', "no item of the queue begins with 'abcdef'"),
        ('{"undo": "abcdef"}', "no entries begin with 'abcdef'"),
    ],
)
def test_a_line_that_is_no_answer_is_named(queue_case: Case, line: str, error: str) -> None:
    """With its number; what stands before it is entered."""
    item = queue(queue_case)["items"][0]["id"]
    first = json.dumps({"item": item, "answer": "unsure"})
    with pytest.raises(InputError, match=error) as caught:
        call(queue_case, "review", given=f"{first}\n{line}\n")
    assert caught.value.where == "stdin, line 2"
    assert "the 1 answer before it stand" in caught.value.what
    assert len(entered(queue_case)) == 1


def test_a_ledger_without_a_case_has_no_queue(queue_case: Case) -> None:
    """There is no build to ask of."""
    ledger = ["ledger", "--ledger", str(queue_case.ledger_path)]
    call(queue_case, "add", "note", "text=x")
    for action in ("review", "split"):
        result = CliRunner().invoke(counterflow, [*ledger, action])
        assert result.exit_code == 2
        assert "belongs to a CASE" in result.output


def test_a_party_is_split_by_its_name(queue_case: Case) -> None:
    """What holds it together, and the command that says otherwise; nothing is entered."""
    shown = call(queue_case, "split", "Songi Trading")
    assert "x-2 = y-2" in shown.stdout
    assert "by score" in shown.stdout
    parts = json.loads(call(queue_case, "split", "x-2", "--json").stdout)
    (held,) = parts["held"]
    assert len(parts["parts"]) == 1
    assert len(held["parts"]) == 2
    two = call(queue_case, "split", held["left_id"], held["right_id"])
    assert "judgement=negative" in two.stdout
    assert entered(queue_case) == []


def walk(case: Case, monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    """Walk the queue as one who presses these keys, and who types the same reason each time."""
    pressed = iter(keys)
    monkeypatch.setenv("COUNTERFLOW_USER", "ana")
    monkeypatch.setattr("click.getchar", lambda: next(pressed))
    monkeypatch.setattr("click.prompt", lambda *_arguments, **_options: "it says so")
    archive, store = Archive(case, open_build(case)), Ledger.of_file(case.ledger_path)
    Walk(archive, store, [Kind.FRAME]).run()
    store.close()
    archive.close()
    assert "".join(pressed) in ("", "q")


def test_the_queue_is_walked_by_single_keys(
    queue_case: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key that is none, a reason, an answer; the queue is empty then."""
    walk(queue_case, monkeypatch, "xrykq")
    shown = capsys.readouterr()
    assert "DOES THE SENTENCE SAY THIS?" in shown.out
    assert "right: Purchase  (z takes it back)" in shown.out
    assert "'x' is no key here." in shown.out
    assert "reason: it says so" in shown.out
    assert "1 answer entered: 1 right" in shown.err
    (entry,) = entered(queue_case)
    assert (entry["entered_by"], entry["payload"]["review"]) == ("ana", "confirm")
    assert entry["payload"]["reason"] == "it says so"


def test_an_answer_is_taken_back_by_a_key(queue_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing to take back at first; unsure, undone, asked again at once; skipping enters nothing."""
    store = Ledger.of_file(queue_case.ledger_path)
    store.append("note", {"text": "begun"})
    store.close()
    archive, ledger = Archive(queue_case, open_build(queue_case)), Ledger.of_file(queue_case.ledger_path)
    person = Walk(archive, ledger, tuple(Kind))
    item, _ = person._next()
    assert item is not None
    pressed = iter("zuzk")
    monkeypatch.setattr("click.getchar", lambda: next(pressed))
    assert person._ask(item, 1) is None
    again = person._ask(item, 0)
    assert isinstance(again, QueueItem)
    assert again.id == item.id
    assert person._ask(again, 0) is None
    assert [one.kind for one in ledger.entries()] == ["note", "judgement", "undo"]
    ledger.close()
    archive.close()
