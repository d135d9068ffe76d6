"""A mapping file of FollowTheMoney: its queries, and the tables that it may name.

A case is read from its folder alone, so that it can be read again: a mapping that names the web, a database, a variable
of the environment or a file outside its own folder is refused.
Format: https://followthemoney.tech/docs/mappings/.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import yaml
from banal import keys_values
from followthemoney.exc import InvalidData, InvalidMapping
from followthemoney.mapping.query import QueryMapping

from counterflow.exc import InputError
from counterflow.model.schema import load_model


class MappingQuery(NamedTuple):
    """One query of a mapping."""

    number: int
    dataset: str
    data: dict[str, Any]
    urls: tuple[str, ...]


def load_queries(data: bytes, where: str) -> Iterator[MappingQuery]:
    """Yield the queries of a mapping.

    Raises:
        InputError: it is no mapping, or reads from the web or a database.
    """
    expected = "a mapping: a dataset, its queries, their csv_url and entities"
    try:
        config = yaml.safe_load(data)
    except (yaml.YAMLError, RecursionError, ValueError) as exc:
        reason = str(exc).partition("\n")[0]
        raise InputError(f"it is no YAML: {reason}", where=where, expected=expected) from exc
    number = 0
    for dataset, meta in config.items() if isinstance(config, dict) else ():
        queries = keys_values(meta, "queries", "query") if isinstance(meta, dict) else ()
        for data_ in queries:
            if not isinstance(data_, dict):
                raise InputError("a query is no table of settings", where=where, expected=expected)
            if "database" in data_:
                raise InputError(
                    "the mapping reads from a database",
                    where=where,
                    expected="csv_url, a file beside the mapping",
                    next_step="Export the query as CSV into the mapping's folder",
                )
            urls = tuple(dict.fromkeys(str(url) for url in keys_values(data_, "csv_url", "csv_urls")))
            number += 1
            yield MappingQuery(number, str(dataset), data_, urls)
    if number == 0:
        raise InputError("it holds no query", where=where, expected=expected)


def table_path(url: str, folder: Path, where: str) -> Path:
    """Give the path of a table below the mapping's folder.

    Raises:
        InputError: it lies elsewhere.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("", "file"):
        raise InputError(
            f"the table {url!r} is not in the mapping's folder",
            where=where,
            expected="csv_url, the name of a file beside the mapping",
            next_step="Fetch it with `counterflow fetch`, put it beside the mapping and name the file",
        )
    name = url if parts.scheme == "" else unquote(parts.netloc + parts.path)
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name and "$" not in name and name != ""
    if not inside or not (folder / path).resolve().is_relative_to(folder.resolve()):
        raise InputError(
            f"the table {url!r} lies outside the mapping's folder",
            where=where,
            expected="csv_url, a path below the mapping's folder, without .. and without variables",
            next_step="Put the table beside the mapping and name the file",
        )
    return Path(path)


def make_query(query: MappingQuery, where: str) -> QueryMapping:
    """Make FtM's query of what the mapping says, with our schemata beside FtM's.

    Raises:
        InputError: FtM refuses it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return QueryMapping(load_model(), query.data, key_prefix=query.dataset, dataset=query.dataset)
    except (InvalidMapping, InvalidData, AttributeError, TypeError, ValueError, KeyError) as exc:
        raise InputError(
            f"query {query.number} is no mapping: {exc}",
            where=where,
            expected="what https://followthemoney.tech/docs/mappings/ describes",
        ) from exc


__all__ = ["MappingQuery", "load_queries", "make_query", "table_path"]
