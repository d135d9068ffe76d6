"""Runs in the environment of taxii2-client and stix2: uses a TAXII server as their users do, and prints what it got."""

from __future__ import annotations

import json
import sys
from typing import Any

import requests
import stix2
import taxii2client.v21 as client


def main() -> None:
    url, key, objects = sys.argv[1], sys.argv[2], json.load(sys.stdin)
    server = client.Server(url, user="partner", password=key)
    root = server.default
    collection = next(one for one in root.collections if one.title == "Shared")
    status = collection.add_objects({"objects": objects}, wait_for_completion=True)
    first = objects[0]["id"]
    said: dict[str, Any] = {
        "title": server.title,
        "root": [root.title, root.versions, root.max_content_length],
        "collections": [[one.title, one.can_read, one.can_write] for one in root.collections],
        "status": [status.status, status.success_count, status.failure_count],
        "again": root.get_status(status.id).success_count,
        "objects": ids(collection.get_objects()),
        "manifest": ids(collection.get_manifest()),
        "of_type": ids(collection.get_objects(type="tool")),
        "object": ids(collection.get_object(first)),
        "versions": collection.object_versions(first)["versions"],
        "pages": [one for page in client.as_pages(collection.get_objects, per_request=7) for one in ids(page)],
        "manifest_pages": [
            one for page in client.as_pages(collection.get_manifest, per_request=7) for one in ids(page)
        ],
    }
    source = stix2.TAXIICollectionSource(collection)
    said["source"] = {
        "get": str(source.get(first).modified),
        "all_versions": sorted(str(one.modified) for one in source.all_versions(first)),
        "query": sorted(one.id for one in source.query([stix2.Filter("type", "=", "tool")])),
        "everything": len(source.query()),
        "unknown": source.get("tool--00000000-0000-4000-8000-0000000000ff"),
    }
    stix2.TAXIICollectionSink(collection).add(stix2.Tool(id="tool--00000000-0000-4000-8000-0000000000fe", name="Sink"))
    said["sunk"] = source.get("tool--00000000-0000-4000-8000-0000000000fe").name
    collection.delete_object(first)
    said["deleted"] = first not in ids(collection.get_objects())
    try:
        client.Server(url, user="partner", password="wrong").title  # noqa: B018 - asks the server
    except requests.HTTPError as exc:
        assert exc.response is not None  # the server answered
        said["wrong"] = str(exc.response.status_code)
    print(json.dumps(said))  # noqa: T201


def ids(page: Any) -> list[str]:
    return [one["id"] for one in page.get("objects", [])]


if __name__ == "__main__":
    main()
