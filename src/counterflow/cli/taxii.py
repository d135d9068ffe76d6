"""`counterflow taxii`: the collections that `counterflow serve` gives partners, and who may use each."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterflow.cli.argument import json_option
from counterflow.exc import InputError, UsageError

if TYPE_CHECKING:
    import sqlalchemy as sa

    from counterflow.share.taxii.catalog import Collection, Grant

WHERE = click.argument("where", metavar="CASE|URL")
_BATCH = 10_000
"""Objects that are added at once."""


@click.group()
def taxii() -> None:
    """Make collections for TAXII 2.1, say who may use them, and fill them.

    They are in CASE/taxii.sqlite, or in a database by its URL (postgresql+psycopg://..., or the path of a SQLite file).
    `counterflow serve CASE` has them under /taxii2/ as soon as there are any. A partner's key has the scope share
    (counterflow key CASE add HOLDER --scope share), and its holder is who is named here.
    """


@taxii.command()
@WHERE
@click.argument("name")
@click.option("--title", help="What a person reads; default: the name.")
@click.option("--description", help="What it is for.")
def root(where: str, name: str, title: str | None, description: str | None) -> None:
    """Add an API root: a group of collections with one address, /taxii2/NAME/."""
    from counterflow.share.taxii.catalog import Root, add_root

    with _open(where) as engine:
        add_root(engine, Root(name, title or name, description))


@taxii.command()
@WHERE
@click.argument("root_name", metavar="ROOT")
@click.argument("title")
@click.option("--read", multiple=True, metavar="HOLDER", help="Who may read it; * is everyone with a key to share.")
@click.option("--write", multiple=True, metavar="HOLDER", help="Who may write to it.")
@click.option("--id", "id_", metavar="UUID", help="Its id; default: a new one.")
@click.option("--alias", help="A name that may stand for the id in addresses.")
@click.option("--description", help="What is in it.")
def collection(
    where: str,
    root_name: str,
    title: str,
    *,
    read: Sequence[str],
    write: Sequence[str],
    id_: str | None,
    alias: str | None,
    description: str | None,
) -> None:
    """Add a collection to an API root, and print its id."""
    from counterflow.share.taxii.catalog import CollectionEntry, add_collection

    with _open(where) as engine:
        entry = CollectionEntry(root_name, title, id_, alias, description)
        click.echo(add_collection(engine, entry, _grants(read, write)))


@taxii.command()
@WHERE
@click.argument("root_name", metavar="ROOT")
@click.argument("collection_name", metavar="COLLECTION")
@click.option("--read", multiple=True, metavar="HOLDER", help="Who may read it.")
@click.option("--write", multiple=True, metavar="HOLDER", help="Who may write to it.")
@click.option("--neither", multiple=True, metavar="HOLDER", help="Who may do neither any more.")
def grant(
    where: str,
    root_name: str,
    collection_name: str,
    read: Sequence[str],
    write: Sequence[str],
    neither: Sequence[str],
) -> None:
    """Say what holders may do with a collection from now on; who is not named keeps what they have."""
    from counterflow.share.taxii.catalog import Grant, set_grants

    with _open(where) as engine:
        one = _find(engine, root_name, collection_name)
        taken = [Grant(holder, can_read=False) for holder in neither]
        set_grants(engine, one.id, [*_grants(read, write), *taken])


@taxii.command("list")
@WHERE
@json_option
def list_(where: str, as_json: bool) -> None:
    """List roots, their collections, and who may use each."""
    from counterflow.share.taxii.catalog import list_all_collections, list_grants, list_roots

    with _open(where) as engine, engine.begin() as connection:
        for root_ in list_roots(connection):
            if not as_json:
                click.echo(f"/taxii2/{root_.name}/  {root_.title}")
            for one in list_all_collections(connection, root_.name):
                _show(one, list_grants(connection, one.id), as_json=as_json)


@taxii.command()
@WHERE
@click.argument("root_name", metavar="ROOT")
@click.argument("collection_name", metavar="COLLECTION")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--by", metavar="HOLDER", help="Who gave them.")
def load(where: str, root_name: str, collection_name: str, file: Path, by: str | None) -> int:
    """Add the STIX objects of a file (a bundle, an envelope, or an object a line) to a collection.

    Objects that are no valid STIX are named on stderr and left out; the exit status is 3 then.
    """
    from counterflow.share.taxii.change import add_objects

    refused = taken = 0
    with _open(where) as engine:
        one = _find(engine, root_name, collection_name)
        for batch in _batches(_read_objects(file)):
            for outcome in add_objects(engine, one.id, batch, by=by):
                if outcome.fault is not None:
                    refused += 1
                    click.secho(f"{outcome.id or 'an object without id'}: {outcome.fault}", fg="yellow", err=True)
                else:
                    taken += 1
    click.echo(f"{taken:,} objects in {one.title}, {refused:,} refused", err=True)
    return 3 if refused > 0 else 0


@contextlib.contextmanager
def _open(where: str) -> Iterator[sa.Engine]:
    from counterflow.share.taxii.store import open_store

    engine = open_store(store_url(where))
    try:
        yield engine
    finally:
        engine.dispose()


def store_url(where: str) -> sa.URL:
    """Give the URL of the collections of a case, of a file, or of a database."""
    import sqlalchemy as sa

    from counterflow.share.taxii.store import FILE, sqlite_url

    if "://" in where:
        try:
            url = sa.make_url(where)
            url.get_dialect()
            return url
        except ImportError as exc:
            raise UsageError(f"{exc.name} is not installed", next_step="pip install 'counterflow[postgres]'") from exc
        except sa.exc.ArgumentError as exc:
            raise UsageError("that is no URL of a database", expected="postgresql+psycopg://user@host/name") from exc
    path = Path(where)
    return sqlite_url(path / FILE if path.is_dir() else path)


def _grants(read: Iterable[str], write: Iterable[str]) -> list[Grant]:
    from counterflow.share.taxii.catalog import Grant

    readers, writers = set(read), set(write)
    return [Grant(one, one in readers, one in writers) for one in sorted(readers | writers)]


def _find(engine: sa.Engine, root_name: str, name: str) -> Collection:
    """Find a collection whoever may use it."""
    from counterflow.exc import NotFoundError
    from counterflow.share.taxii.catalog import list_all_collections

    with engine.begin() as connection:
        for one in list_all_collections(connection, root_name):
            if name in {one.id, one.alias}:
                return one
    raise NotFoundError(f"{root_name} has no collection {name!r}", next_step="counterflow taxii list shows all")


def _show(one: Collection, grants: Sequence[Grant], *, as_json: bool) -> None:
    known = [(grant.holder, grant.can_read, grant.can_write) for grant in grants]
    if as_json:
        fields: dict[str, Any] = {"root": one.root, "id": one.id, "alias": one.alias, "title": one.title}
        rights = [{"holder": holder, "can_read": reads, "can_write": writes} for holder, reads, writes in known]
        click.echo(json.dumps({**fields, "grants": rights}, ensure_ascii=False))
        return
    click.echo(f"  {one.id}  {one.title}{'' if one.alias is None else f'  ({one.alias})'}")
    for holder, reads, writes in known:
        words = [word for word, may in (("read", reads), ("write", writes)) if may]
        click.echo(f"    {'everyone' if holder == '*' else holder}: {', '.join(words) or 'neither'}")


def _read_objects(file: Path) -> Iterator[object]:
    """Read the objects of a file: one JSON document, or one a line."""
    import orjson

    with file.open("rb") as handle:
        first = handle.readline()
        try:
            whole = orjson.loads(first)
        except orjson.JSONDecodeError:
            try:
                whole = orjson.loads(first + handle.read())
            except orjson.JSONDecodeError as exc:
                raise InputError(f"it is no JSON: {exc.msg}", where=str(file)) from exc
        if (
            isinstance(whole, dict)
            and isinstance(whole.get("objects"), list)
            and whole.get("type", "bundle") == "bundle"
        ):
            yield from whole["objects"]
            return
        yield whole
        for number, line in enumerate(handle, 2):
            try:
                yield orjson.loads(line)
            except orjson.JSONDecodeError as exc:
                raise InputError(f"line {number} is no JSON: {exc.msg}", where=str(file)) from exc


def _batches(objects: Iterator[object]) -> Iterator[list[object]]:
    batch: list[object] = []
    for one in objects:
        batch.append(one)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if len(batch) > 0:
        yield batch
