"""The documents name everything that exists, and their links lead somewhere."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

import generate_docs
from counterflow import exc
from counterflow.cli.main import counterflow as command_line
from counterflow.ledger.entry import KINDS
from counterflow.tables import TABLES

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def headings(path: Path) -> set[str]:
    return {line.lstrip("#").strip() for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")}


def anchors(path: Path) -> set[str]:
    """Anchors as GitHub and the site make them."""
    return {re.sub(r"[\s]+", "-", re.sub(r"[^\w\s-]", "", one.lower()).strip()) for one in headings(path)}


def links(path: Path) -> Iterator[str]:
    """Links of a page that stay in the repository."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in LINK.findall(text):
        if "://" not in target and not target.startswith("mailto:"):
            yield target


def leads_somewhere(path: Path, target: str) -> bool:
    file, _, anchor = target.partition("#")
    there = path if file == "" else path.parent / file
    return there.exists() and (anchor == "" or anchor in anchors(there))


@pytest.mark.parametrize(("page", "render"), list(generate_docs.PAGES.items()), ids=list(generate_docs.PAGES))
def test_generated_page_is_up_to_date(page: str, render: Callable[[], str]) -> None:
    """A page that states facts of the code states today's; `make docs` writes it."""
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == render()


def test_every_table_has_a_heading() -> None:
    """docs/tables.md has a heading for each table."""
    assert headings(ROOT / "docs/tables.md") >= set(TABLES)


def test_every_error_has_a_heading() -> None:
    """docs/errors.md has a heading for each error class."""
    names = {name for name, one in vars(exc).items() if inspect.isclass(one) and issubclass(one, exc.CounterflowError)}
    assert headings(ROOT / "docs/errors.md") >= names


def test_every_kind_of_entry_has_a_heading() -> None:
    """docs/ledger.md has a heading for each kind of ledger entry."""
    assert headings(ROOT / "docs/ledger.md") >= set(KINDS)


def test_every_command_has_a_heading() -> None:
    """docs/commands.md has a heading for each command and subcommand that --help shows."""

    def names(command: click.Command, context: click.Context, path: str) -> Iterator[str]:
        yield path
        if not isinstance(command, click.Group):
            return
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                yield from names(inner, context, f"{path} {name}")

    context = click.Context(command_line, info_name="counterflow")
    assert headings(ROOT / "docs/commands.md") >= set(names(command_line, context, "counterflow"))


@pytest.mark.parametrize("word", ["statement", "entity", "canonical ID", "dataset", "resource", "evidence", "belief"])
def test_glossary_defines_the_words_of_the_model(word: str) -> None:
    """The words that every page uses stand in the glossary."""
    assert word.lower() in {one.lower() for one in headings(ROOT / "docs/glossary.md")}


def test_glossary_is_in_order() -> None:
    """A reader finds a word by the alphabet."""
    words = re.findall(r"^## (.+)$", (ROOT / "docs/glossary.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert words == sorted(words, key=str.lower)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_relative_links_lead_somewhere(path: Path) -> None:
    """A link within the repository points at a file and, with #, at a heading of it."""
    assert [target for target in links(path) if not leads_somewhere(path, target)] == []


def test_every_page_is_in_the_navigation() -> None:
    """mkdocs.yml lists each page of docs/ but the plans, so none is lost."""
    paths = {path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")}
    pages = {path.as_posix() for path in paths if path.parts[0] != "plans"}
    assert set(re.findall(r": (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)) == pages
