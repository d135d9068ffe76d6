"""What a package says of itself."""

from __future__ import annotations

import datetime
import re
from dataclasses import asdict, dataclass, fields
from typing import Any

import orjson

from counterflow.exc import InputError
from counterflow.model.handling import parse_handling

VERSION = 1
MANIFEST, SIGNATURE, BUNDLE = "manifest.json", "manifest.sig", "bundle.json"
_SERIAL = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The manifest of one package."""

    version: int
    serial: str
    """Number of the package, 32 random hexadecimal digits: it is taken once."""
    giver: str
    """Name of the case that it is from, for people; who gave it follows from the signature alone."""
    giver_key: str
    """Public key of whoever signed it, base64."""
    taker: str
    """Key of the partner that it is for, as the giver has it."""
    taker_key: str | None
    """Public key of the partner that it is for, where the giver knows it: nobody else takes it."""
    made: str
    """When, ISO 8601, UTC."""
    expires: str
    """When it is taken no more, ISO 8601, UTC."""
    marking: str
    """The strictest marking of what is in it."""
    build: str
    objects: int
    bundle_bytes: int
    sha256: str
    """Of the bundle, in hexadecimal."""

    def write(self) -> bytes:
        """Write it as the bytes that are signed."""
        return orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def read_manifest(data: bytes, where: str) -> Manifest:
    """Read a manifest; its signature is checked first.

    Raises:
        InputError: it is none, or of a version that is not known here.
    """
    try:
        body: dict[str, Any] = orjson.loads(data)
        if body.get("version") != VERSION:
            raise InputError(
                f"it is a package of version {body.get('version')!r}",
                where=where,
                expected=f"version {VERSION}",
                next_step="A newer Counterflow may read it",
            )
        manifest = Manifest(**{one.name: body[one.name] for one in fields(Manifest)})
        _check(manifest)
    except (ValueError, TypeError, KeyError, AttributeError) as exc:
        raise InputError(f"its manifest is none ({type(exc).__name__}: {exc})", where=where) from exc
    return manifest


def _check(manifest: Manifest) -> None:
    texts = (manifest.giver, manifest.giver_key, manifest.taker, manifest.build)
    is_whole = all(isinstance(one, str) for one in texts) and all(
        isinstance(one, int) and one >= 0 for one in (manifest.objects, manifest.bundle_bytes)
    )
    if not is_whole or not _SERIAL.fullmatch(manifest.serial) or not _DIGEST.fullmatch(manifest.sha256):
        raise ValueError("a value is of another kind")
    parse_handling(manifest.marking)
    read_moment(manifest.made)
    read_moment(manifest.expires)


def read_moment(text: str) -> datetime.datetime:
    """Read a time with its zone.

    Raises:
        ValueError: it is none.
    """
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no zone")
    return moment
