"""The preview: a small page on one entity, shown in a frame of the client's (specification, 5)."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from html import escape

from starlette.responses import HTMLResponse

from counterflow.api.reconcile.cors import check_origins
from counterflow.api.reconcile.dataset import Dataset
from counterflow.api.reconcile.describe import country_name, entity_name, texts_of
from counterflow.api.reconcile.service import Entity
from counterflow.model.schema import load_model

_STYLE = (
    "body{font:14px/1.4 system-ui,sans-serif;margin:12px;color:#1b1f24;background:#fff}"
    "h1{font-size:17px;margin:0 0 2px;overflow-wrap:anywhere}p{margin:0 0 8px;color:#57606a}"
    "table{border-collapse:collapse}th{text-align:left;font-weight:600;vertical-align:top;padding:2px 12px 2px 0}"
    "td{padding:2px 0;overflow-wrap:anywhere}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

_MAX_ROWS = 14
_MAX_VALUES = 6
_MAX_CHARS = 200
_UNSHOWN = frozenset(["Cc", "Cs"])
"""Categories of Unicode that no page should hold."""


def preview_page(entity: Entity, dataset: Dataset, origins: Sequence[str]) -> HTMLResponse:
    """Make the page.

    Args:
        entity: what is shown.
        dataset: where it stands; the page says if a list of it is older than it may be.
        origins: whose pages may show it in a frame.
    """
    name, about = _safe(entity_name(entity)), _safe(dataset.describe(entity))
    age = " A list is older than it may be." if dataset.is_stale is True else ""
    rows = "".join(_rows(entity, dataset.titles(entity)))
    html = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{name}</title><style>{_STYLE}</style>'
        f"<h1><bdi>{name}</bdi></h1><p><bdi>{about}</bdi>{age}</p><table>{rows}</table></html>"
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": policy(origins)})


def policy(origins: Sequence[str]) -> str:
    """Give the page's own policy: no script, no picture, no link out; only these origins may frame it."""
    framed_by = " ".join(check_origins(origins)) or "'none'"
    return (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {framed_by}"
    )


def _rows(entity: Entity, titles: Sequence[str]) -> Iterator[str]:
    yield _row("Listed in", titles)
    for name, label, is_country in _shown_properties(entity)[: _MAX_ROWS - 1]:
        texts = texts_of(entity, name)
        yield _row(label, [country_name(text) for text in texts] if is_country else texts)


def _shown_properties(entity: Entity) -> list[tuple[str, str, bool]]:
    """Name the properties that an entity has, those first that FtM features, with their labels."""
    schema = load_model().get(str(entity.get("schema", "")))
    if schema is None:
        return []
    given = entity.get("properties", {})
    order = dict.fromkeys([*schema.featured, *sorted(given)])
    found = [schema.get(name) for name in order if name in given]
    # Entities beside it are ids here, which tell a reader nothing.
    return [(one.name, one.label, one.type.name == "country") for one in found if one and one.type.name != "entity"]


def _row(label: str, texts: Sequence[str]) -> str:
    if len(texts) == 0:
        return ""
    cells = "<br>".join(f"<bdi>{_safe(text)}</bdi>" for text in texts[:_MAX_VALUES])
    left = len(texts) - _MAX_VALUES
    return f"<tr><th>{_safe(label)}</th><td>{cells}{f'<br>and {left:,} more' if left > 0 else ''}</td></tr>"


def _safe(text: str) -> str:
    """Cut and escape a text for HTML; control signs and lone surrogates become U+FFFD.

    Signs that turn the direction of writing stay, for names need them; `bdi` keeps them from what stands beside.
    """
    cut = text if len(text) <= _MAX_CHARS else text[:_MAX_CHARS] + "…"
    return escape("".join("\ufffd" if unicodedata.category(sign) in _UNSHOWN else sign for sign in cut))
