"""The manifest: what the service is and can do (specification, 3.1)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import counterflow
from counterflow.api.reconcile.entity_type import type_names, type_ref
from counterflow.api.reconcile.extend import SETTINGS
from counterflow.api.reconcile.query import BATCH_SIZE

SCHEMA_SPACE = "https://followthemoney.tech/explorer/schemata/"
"""Namespace of types: FtM's own pages on its schemata."""

PREVIEW_WIDTH = 420
PREVIEW_HEIGHT = 300
"""Size of the preview, in pixels."""


def make_manifest(dataset: str, title: str, base_url: str) -> dict[str, Any]:
    """Make the manifest of one dataset.

    Args:
        dataset: its name in the address.
        title: what people call it.
        base_url: address of the server as the client sees it, without a slash at the end.
    """
    place = f"/reconcile/{quote(dataset, safe='')}"
    preview = f"{base_url}{place}/preview?id={{{{id}}}}"
    return {
        "versions": ["0.2"],
        "name": f"Counterflow: {title}",
        # Datasets of one server name their entities alike, so one extends what another matched (specification, 2.5).
        "identifierSpace": f"{base_url}/entities/",
        "schemaSpace": SCHEMA_SPACE,
        "serviceVersion": counterflow.__version__,
        "defaultTypes": [type_ref(name) for name in type_names()],
        "view": {"url": preview},
        "preview": {"url": preview, "width": PREVIEW_WIDTH, "height": PREVIEW_HEIGHT},
        "suggest": {
            kind: {"service_url": base_url, "service_path": f"{place}/suggest/{kind}"}
            for kind in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": base_url, "service_path": f"{place}/extend/property"},
            "property_settings": list(SETTINGS),
        },
        "batchSize": BATCH_SIZE,
    }
