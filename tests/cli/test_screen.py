"""`counterflow screen`: names against a case or an index."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from counterflow.case import Case
from counterflow.cli.decide import decide
from counterflow.cli.screen import screen
from counterflow.exc import CaseError, UsageError
from counterflow.run.build import MANIFEST

from ..service.owned_case import make_owned_case

ROOT = Path(__file__).parents[2]


def call(*words: str | Path, status: int = 0, stdin: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(screen, [str(word) for word in words], input=stdin)
    assert result.exit_code == status, result.output
    return result


def validate(data: object, shape: str) -> None:
    schema = json.loads((ROOT / f"docs/schema/{shape}.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(data)


def test_one_name_prints_what_is_found(small_index: Path) -> None:
    """Score, caption, schema, list, id, why in one sentence, and reasons; the exit status is 0."""
    text = call("--index", small_index, "--name", "Bureau 39").stdout
    assert text.startswith("1 match")
    for part in ("OFFICE 39", "Organization, us_ofac_sdn", "ofac-12209", "name  Bureau 39 ~ "):
        assert part in text
    sentence = "the name resembles “OFFICE 39” (written differently); listed by OFAC of the US."
    assert sentence in " ".join(text.split())


def test_the_answer_is_its_json_schema(small_index: Path) -> None:
    """As the command contract states it."""
    done = call("--index", small_index, "--name", "Yun Ho Jin", "--schema", "person", "--birth-date", "1944", "--json")
    answer = json.loads(done.stdout)
    validate(answer, "screen")
    assert answer["query"] == {
        "schema": "Person",
        "properties": {"name": ["Yun Ho Jin"], "birthDate": ["1944"]},
    }
    best = answer["results"][0]
    assert (best["id"], best["match"], best["status"], best["datasets"]) == (
        "unsc-6908443",
        True,
        "LISTED",
        ["un_sc_sanctions"],
    )
    assert best["explanation"].endswith("both were born in the same year; listed by the UN Security Council.")
    assert {one["feature"] for one in best["reasons"]} >= {"name", "birth_year_equal"}
    assert [one["name"] for one in answer["index"]["lists"]] == ["un_sc_sanctions", "us_ofac_sdn"]


@pytest.mark.parametrize(
    ("words", "entity_id"),
    [(["--imo", "7937317"], "ofac-17088"), (["--passport", "290410121", "--schema", "Person"], "unsc-6908629")],
)
def test_a_number_finds_without_a_name(small_index: Path, words: list[str], entity_id: str) -> None:
    """Of a ship and of a person."""
    answer = json.loads(call("--index", small_index, *words, "--json", "--cutoff", "0").stdout)
    assert answer["results"][0]["id"] == entity_id


def test_no_match_is_said(small_index: Path) -> None:
    """And is no failure."""
    assert "no match" in call("--index", small_index, "--name", "Patricia Lucas Wheeler", "--fail-on-match").stdout


def test_a_match_may_fail(small_index: Path) -> None:
    """For scripts that ask whether they may go on."""
    call("--index", small_index, "--name", "Office 39", "--fail-on-match", status=1)
    call("--index", small_index, "-i", "-", "-o", "-", "--fail-on-match", status=1, stdin="name\nOffice 39\n")


def test_a_file_keeps_its_rows(small_index: Path, tmp_path: Path) -> None:
    """The user's columns come first; bad records make the exit status 3."""
    path = tmp_path / "customers.csv"
    text = "Customer ID;Full Name;DOB;remark\n1;Yun Ho-jin;13/10/1944;x\n2;Patricia Wheeler;;y\n3;!;;z\n"
    path.write_text(text, encoding="utf-8")
    done = call("--index", small_index, "--input", path, "--output", tmp_path / "out.csv", status=3)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Customer ID"], row["id"], row["remark"]) for row in rows] == [
        ("1", "unsc-6908443", "x"),
        ("2", "", "y"),
        ("3", "", "z"),
    ]
    assert "the column 'remark' is kept and not compared" in done.stderr
    assert "3 queries written to" in done.stderr
    assert "1 could not be searched" in done.stderr
    assert {one.name for one in tmp_path.iterdir()} == {"customers.csv", "out.csv"}


def test_each_line_of_a_batch_is_an_answer(small_index: Path) -> None:
    """JSONL in, JSONL out; also where the query cannot be searched."""
    queries = (
        '{"name": "Office 39"}',
        '{"name": "\\ud800"}',
        "nothing",
        '{"schema": "Vessel", "properties": {"imoNumber": ["7937317"]}}',
    )
    done = call("--index", small_index, "-i", "-", "-o", "-", status=3, stdin="\n".join(queries))
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line in lines:
        validate(line, "screen")
    assert [line["error"] is None for line in lines] == [True, False, False, True]
    assert lines[0]["results"][0]["id"] == "ofac-12209"


def test_the_summary_of_a_batch_is_its_json_schema(small_index: Path, tmp_path: Path) -> None:
    """`--json` prints it on stdout."""
    path = tmp_path / "q.csv"
    path.write_text("name\nOffice 39\nPatricia Wheeler\n", encoding="utf-8")
    summary = json.loads(call("--index", small_index, "-i", path, "-o", tmp_path / "out.parquet", "--json").stdout)
    validate(summary, "screen_summary")
    assert (summary["queries"], summary["matched"], summary["errors"]) == (2, 1, 0)


@pytest.mark.slow
def test_processes_change_nothing(small_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one byte."""
    monkeypatch.setattr("counterflow.screen.batch.WORTH_IT", 1000)
    path = tmp_path / "q.csv"
    path.write_text("name\n" + "Office 39\nYun Ho Jin\nPak Han-se\nPatricia Wheeler\n" * 300, encoding="utf-8")
    for workers in (1, 2):
        call("--index", small_index, "-i", path, "-o", tmp_path / f"{workers}.csv", "--workers", str(workers))
    one, two = ((tmp_path / f"{workers}.csv").read_text(encoding="utf-8") for workers in (1, 2))
    assert one == two
    assert len(list(csv.DictReader(io.StringIO(one)))) >= 1200


@pytest.mark.parametrize(
    "name",
    ["", " ", "😀", "\u202e\u2066", "\x00", "!!!", "-"],
    ids=["empty", "space", "emoji", "bidi", "null", "signs", "dash"],
)
def test_a_name_without_letters_is_wrong_use(small_index: Path, name: str) -> None:
    """It says so instead of finding nothing."""
    result = CliRunner().invoke(screen, ["--index", str(small_index), "--name", name])
    assert isinstance(result.exception, UsageError)
    assert "cannot be searched" in str(result.exception)


@pytest.mark.parametrize("name", ["39", "a" * 10_000, "Kim " * 2_500, "김" * 10_000, "a\u202eb\x00c", "Ａ３９ 😀"])
def test_an_odd_name_is_answered(small_index: Path, name: str) -> None:
    """Numbers only, ten thousand letters, control and direction marks, full width."""
    validate(json.loads(call("--index", small_index, "--name", name, "--json").stdout), "screen")


@pytest.mark.parametrize(
    "words",
    [
        ["--name", "x"],
        ["--index", "i", "c", "--name", "x"],
        ["--index", "i"],
        ["--index", "i", "--name", "x", "--input", "q.csv", "--output", "o.csv"],
        ["--index", "i", "--birth-date", "1944", "--input", "q.csv", "--output", "o.csv"],
        ["--index", "i", "--input", "q.csv"],
        ["--index", "i", "--name", "x", "--output", "o.csv"],
        ["--index", "i", "--name", "x", "--restart"],
        ["--index", "i", "--name", "x", "--scope", "reported"],
        ["--index", "i", "--name", "x", "--threshold", "2"],
        ["--index", "i", "--name", "x", "--limit", "0"],
    ],
)
def test_wrong_use(words: list[str]) -> None:
    """What does not go together is refused before anything is opened."""
    call(*words, status=2)


def test_a_schema_that_is_none_lists_the_known_ones(small_index: Path) -> None:
    """And a cutoff above the threshold would hide matches."""
    for words in (["--schema", "Planet"], ["--threshold", "0.5", "--cutoff", "0.6"]):
        result = CliRunner().invoke(screen, ["--index", str(small_index), "--name", "x", *words])
        assert isinstance(result.exception, UsageError)


def test_a_case_is_indexed_once_a_build(example_case: Case, tmp_path: Path) -> None:
    """The build's id, its lists with their dates and age; the second call finds the index there."""
    root = tmp_path / "case"
    shutil.copytree(example_case.root, root)
    first = call(root, "--name", "Bureau 39", "--json")
    assert "indexing the names" not in first.stderr
    answer = json.loads(first.stdout)
    validate(answer, "screen")
    assert answer["index"]["build"] == (root / "current").read_text(encoding="utf-8").strip()
    assert {"name": "us_ofac_sdn", "published": "2022-01", "stale": True} in answer["index"]["lists"]
    assert answer["stale"] is True
    assert answer["results"][0]["status"] == "LISTED"
    folders = list((root / "cache" / "names").iterdir())
    second = call(root, "--name", "Bureau 39")
    assert "STALE: us_ofac_sdn" in second.stderr
    assert "indexing" not in second.stderr
    assert list((root / "cache" / "names").iterdir()) == folders


def test_scopes_of_a_case(example_case: Case, tmp_path: Path) -> None:
    """`reported` and `owned` are indexes of their own."""
    root = tmp_path / "case"
    shutil.copytree(example_case.root, root)
    assert "(reported)" in call(root, "--name", "Bureau 39", "--scope", "reported").stderr
    assert "(owned)" in call(root, "--name", "Bureau 39", "--scope", "owned").stderr


@pytest.fixture(scope="module")
def owned_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_owned_case(tmp_path_factory.mktemp("owned")).root


def test_owned_parties_alert_with_whose_they_are(owned_case: Path) -> None:
    """Whom two listed ones own together is a hit, and who is possibly owned, or only reported, is not."""

    def ask(name: str, *scope: str) -> list[tuple[str, str]]:
        words = ["--scope", *scope] if len(scope) > 0 else []
        answer = json.loads(call(owned_case, "--name", name, *words, "--json").stdout)
        return [(one["status"], one["explanation"]) for one in answer["results"] if one["match"]]

    assert ask("Alpha Zirconium Holding", "listed") == []
    ((status, words),) = ask("Alpha Zirconium Holding", "owned")
    assert status == "OWNED"
    assert "owned 55 % by the listed “Ivan Ownerov” and “Petra Partnerova” since 2018-07-01" in words
    ((status, words),) = ask("Beta Molybdenum Trading", "owned")
    assert status == "OWNED"
    assert "OWNED: on no list now, owned 50 % by the listed" in words
    assert ask("Gamma Ytterbium Shipping", "owned") == []
    assert [status for status, _ in ask("Gamma Ytterbium Shipping", "reported")] == ["UNVERIFIED"]
    assert [status for status, _ in ask("Ivan Ownerov", "owned")] == ["LISTED"]
    assert ask("Alpha Zirconium Holding") == ask("Alpha Zirconium Holding", "owned")
    assert "OWNED" in call(owned_case, "--name", "Alpha Zirconium Holding").stdout


@pytest.mark.parametrize("scope", ["owned", "listed", "reported"])
def test_a_decision_has_the_scope_of_the_screening(owned_case: Path, tmp_path: Path, scope: str) -> None:
    """No answer of a file names its scope: what it shows does, or the index that was made for it."""
    root = tmp_path / "case"
    shutil.copytree(owned_case, root, ignore=shutil.ignore_patterns("names"))
    words = [] if scope == "owned" else ["--scope", scope]
    wanted = {"owned": "Ivan Ownerov", "listed": "Ivan Ownerov", "reported": "Gamma Ytterbium Shipping"}[scope]
    file = tmp_path / "seen.json"
    file.write_text(call(root, "--name", wanted, "--id", "c-1", *words, "--json").stdout, encoding="utf-8")
    party = json.loads(file.read_text(encoding="utf-8"))["results"][0]["id"]
    said = ["--screened", str(file), "--party", party, "--subject", "c-1", "--decision", "escalate", "--reason", "look"]
    done = CliRunner().invoke(decide, [str(root), *said, "--json"])
    assert done.exception is None, done.output
    assert json.loads(done.stdout)["payload"]["content"]["scope"] == scope


def test_a_build_without_ownership_says_that_nobody_is_found_for_being_owned(owned_case: Path, tmp_path: Path) -> None:
    """Its listed parties are found all the same."""
    root = tmp_path / "case"
    shutil.copytree(owned_case, root)
    manifest = root / "builds" / (root / "current").read_text(encoding="utf-8").strip() / MANIFEST
    content = json.loads(manifest.read_text(encoding="utf-8"))
    del content["tables"]["ownership"]
    manifest.chmod(0o644)
    manifest.write_text(json.dumps(content), encoding="utf-8")
    done = call(root, "--name", "Ivan Ownerov", "--json")
    assert json.loads(done.stdout)["results"][0]["status"] == "LISTED"
    assert "nobody is found for being owned" in call(root, "--name", "Ivan Ownerov").stderr


def test_what_is_no_case(tmp_path: Path) -> None:
    """The error of every command."""
    result = CliRunner().invoke(screen, [str(tmp_path), "--name", "x"])
    assert isinstance(result.exception, CaseError)
