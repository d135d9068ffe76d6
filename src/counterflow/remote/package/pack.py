"""Make a package of what may leave to a partner, and enter it in the ledger."""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import secrets
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from counterflow.case import Case
from counterflow.exc import UsageError
from counterflow.ledger import Ledger
from counterflow.model.handling import strictest
from counterflow.model.partner import Partner
from counterflow.remote.package.key import read_public, sign, write_public
from counterflow.remote.package.manifest import BUNDLE, MANIFEST, SIGNATURE, VERSION, Manifest
from counterflow.remote.receipt import write_time
from counterflow.stix.identifier import make_identifier
from counterflow.stix.marking import read_marking

EXPIRES_DAYS = 30
"""Days for which a package is taken unless another number is asked for."""
MOST_DAYS = 366
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""What a ZIP archive has for a time if it states none."""


class Packing(NamedTuple):
    """What is asked of a package."""

    build: str
    made: datetime.datetime
    days: int = EXPIRES_DAYS
    by: str | None = None
    """Who makes it, for the ledger."""
    about: Mapping[str, Any] = {}
    """What else the ledger is to say of it."""
    request: str | None = None
    """Hash of the request that was approved, if one was."""


def make_package(
    case: Case,
    partner: Partner,
    objects: Sequence[Mapping[str, Any]],
    key: Ed25519PrivateKey,
    output: Path,
    packing: Packing,
) -> Manifest:
    """Write a package and an entry `release` of the ledger; gives what it says of itself.

    Args:
        case: that it is from.
        partner: that it is for.
        objects: the export for them, marking-definitions among them.
        key: to sign with.
        output: the file; it appears whole or not at all.
        packing: from which build, when, for how long, by whom.

    Raises:
        UsageError: there is nothing to give, or it would be taken for too long or not at all.
        CaseError: the partner's public key is none.
    """
    if not 1 <= packing.days <= MOST_DAYS:
        raise UsageError(f"a package of {packing.days} days", expected=f"1 to {MOST_DAYS} days")
    if len(objects) == 0:
        raise UsageError(f"nothing may leave to {partner.key}")
    if partner.public_key is not None:
        read_public(partner.public_key, f"{case.toml_path}: [partner.{partner.key}] public_key")
    definitions = {one["id"]: one for one in objects if one["type"] == "marking-definition"}
    bundle_id = make_identifier("bundle", *(f"{one['id']} {one.get('modified', '')}" for one in objects))
    bundle = orjson.dumps({"type": "bundle", "id": bundle_id, "objects": list(objects)})
    manifest = Manifest(
        version=VERSION,
        serial=secrets.token_hex(16),
        giver=case.name,
        giver_key=write_public(key),
        taker=partner.key,
        taker_key=partner.public_key,
        made=write_time(packing.made),
        expires=write_time(packing.made + datetime.timedelta(days=packing.days)),
        marking=strictest(read_marking(one.get("object_marking_refs", ()), definitions) for one in objects),
        build=packing.build,
        objects=len(objects),
        bundle_bytes=len(bundle),
        sha256=hashlib.sha256(bundle).hexdigest(),
    )
    whole = _zip({MANIFEST: manifest.write(), SIGNATURE: sign(key, manifest.write()), BUNDLE: bundle})
    temporary = output.with_name(f".{output.name}.part")
    try:
        with temporary.open("wb") as handle:
            handle.write(whole)
            handle.flush()
            os.fsync(handle.fileno())
        # The ledger first: no package is out that it does not know.
        _enter(case, manifest, hashlib.sha256(whole).hexdigest(), packing)
        temporary.replace(output)
    finally:
        temporary.unlink(missing_ok=True)
    return manifest


def _enter(case: Case, manifest: Manifest, digest: str, packing: Packing) -> None:
    payload = {
        "partner": manifest.taker,
        "way": "package",
        "place": manifest.serial,
        "build": manifest.build,
        "marking": manifest.marking,
        "sha256": digest,
        "content": {**packing.about, "objects": manifest.objects, "expires": manifest.expires},
        "request": packing.request,
    }
    with closing(Ledger.of_file(case.ledger_path)) as ledger:
        ledger.append("release", payload, by=packing.by)


def _zip(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return written.getvalue()
