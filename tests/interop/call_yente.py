"""Runs in the environment of yente-client: makes the calls on stdin with both its clients, and prints what each gave.

A call is `[method, arguments, keywords]`; `{"schema": ..., "properties": ...}` stands for an entity of the client.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
from typing import Any

import yente_client


def main() -> None:
    url, key, *_ = [*sys.argv[1:], None]
    calls = json.load(sys.stdin)
    with yente_client.Client(base_url=url, api_key=key, app_name="counterflow/1") as client:
        sync = [call_sync(client, *call) for call in calls]
    sys.stdout.write(json.dumps({"sync": sync, "async": asyncio.run(call_all(url, key, calls))}))


async def call_all(url: str, key: str | None, calls: list[Any]) -> list[Any]:
    async with yente_client.AsyncClient(base_url=url, api_key=key, app_name="counterflow/1") as client:
        return [await call_async(client, *call) for call in calls]


def call_sync(client: Any, method: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    try:
        given = getattr(client, method)(*read(arguments), **read(keywords))
        return write(list(given) if inspect.isgenerator(given) else given)
    except Exception as exc:
        return write(exc)


async def call_async(client: Any, method: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    try:
        given = getattr(client, method)(*read(arguments), **read(keywords))
        return write([one async for one in given] if inspect.isasyncgen(given) else await given)
    except Exception as exc:
        return write(exc)


def read(value: Any) -> Any:
    if isinstance(value, dict) and "properties" in value:
        return getattr(yente_client, value["schema"])(**value["properties"])
    if isinstance(value, dict):
        return {key: read(one) for key, one in value.items()}
    return [read(one) for one in value] if isinstance(value, list) else value


def write(value: Any) -> Any:
    if isinstance(value, yente_client.MatchError):
        return write(value.exception)
    if isinstance(value, Exception):
        said = {name: getattr(value, name) for name in ("status_code", "detail", "retry_after") if hasattr(value, name)}
        return {"raised": type(value).__name__, **said}
    if isinstance(value, list):
        return [[key, write(one)] for key, one in sorted(value, key=lambda pair: pair[0])]
    return value.model_dump(mode="json", by_alias=True)


if __name__ == "__main__":
    main()
