"""Take a package into a case: only as a partner signed it, for us, in time, and once."""

from __future__ import annotations

import datetime
import hashlib
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import orjson

from counterflow.case import Case
from counterflow.collect.walk import printable
from counterflow.exc import InputError
from counterflow.model.partner import Partner
from counterflow.remote.folder import Folder, find_folder
from counterflow.remote.package.key import is_signed, read_public, say_fingerprint
from counterflow.remote.package.manifest import BUNDLE, MANIFEST, SIGNATURE, Manifest, read_manifest, read_moment
from counterflow.remote.receipt import PACKAGE_FORMAT, Outcome, Receipt, write_time

_MOST_MANIFEST = 1 << 16
"""Bytes of a manifest at most."""
_MOST_BUNDLE = 4 << 30
"""Bytes of a bundle at most, as `collect` takes files."""
_PIECE = 1 << 20
_AHEAD = datetime.timedelta(hours=24)
"""How far a partner's clock may be ahead of ours."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What `zipfile` raises of an archive that is damaged, encrypted or none."""


class Received(NamedTuple):
    """A package that was taken."""

    partner: Partner
    manifest: Manifest
    file: str
    """Path of its bundle in the case folder, with `/`."""


def receive_package(case: Case, path: Path, *, our_key: str | None, now: datetime.datetime) -> Received:
    """Verify a package and take its bundle below `inputs/fetched/<partner>/`, with a receipt.

    Reads:
        the package; the public keys of the case's partners; the receipts of earlier packages.
    Writes:
        the bundle, the package itself beside it as `.package-<serial>.zip`, and a receipt.

    Args:
        case: the case.
        path: the package.
        our_key: our own public key; None: we have none.
        now: the time of day, with its zone.

    Raises:
        InputError: it is no package, no partner signed it as it is, it is for somebody else, it expired, or it was
            taken before. Nothing of it is kept.
        CaseError: a partner's public key in case.toml is none.
        CaseLockedError: something is being fetched from this partner.
    """
    where = path.name
    with _open(path, where) as archive:
        _check_names(archive, where)
        data = _read_small(archive, MANIFEST, where)
        partner = _find_signer(case, data, _read_small(archive, SIGNATURE, where), where)
        manifest = read_manifest(data, where)
        _check(manifest, partner, our_key, now, where)
        folder = find_folder(case, partner.key)
        with folder.hold() as download:
            _check_serial(folder, manifest, where)
            _unpack(archive, manifest, download, where)
            return _keep(_Incoming(folder, partner, manifest, path), download, now)


@contextmanager
def _reading(where: str) -> Iterator[None]:
    """Say in words what the library says of an archive that it cannot read."""
    try:
        yield
    except FileNotFoundError as exc:
        raise InputError("there is no such file", where=where) from exc
    except _DAMAGED as exc:
        raise InputError(
            f"it is no package, or was damaged on its way ({type(exc).__name__}: {exc})",
            where=where,
            expected="a file as `counterflow package make` writes it",
        ) from exc


def _open(path: Path, where: str) -> zipfile.ZipFile:
    with _reading(where):
        return zipfile.ZipFile(path)


def _check_names(archive: zipfile.ZipFile, where: str) -> None:
    names = sorted(one.filename for one in archive.infolist())
    expected = sorted((MANIFEST, SIGNATURE, BUNDLE))
    if names != expected:
        shown = ", ".join(printable(one[:100]) for one in names[:5]) or "nothing"
        raise InputError(f"it holds {shown}", where=where, expected=", ".join(expected))


def _read_small(archive: zipfile.ZipFile, name: str, where: str) -> bytes:
    with _reading(where), archive.open(name) as handle:
        data = handle.read(_MOST_MANIFEST + 1)
    if len(data) > _MOST_MANIFEST:
        raise InputError(f"its {name} is larger than {_MOST_MANIFEST:,} bytes", where=where)
    return data


def _find_signer(case: Case, data: bytes, signature: bytes, where: str) -> Partner:
    """Find the partner who signed a manifest; until then nothing in it is believed."""
    known = {}
    for partner in case.partners.values():
        if partner.public_key is not None:
            place = f"{case.toml_path}: [partner.{partner.key}] public_key"
            if is_signed(read_public(partner.public_key, place), signature, data):
                return partner
            known[partner.public_key] = partner
    stated = _stated_key(data)
    if stated in known:
        raise InputError(
            f"it was changed since {known[stated].name} signed it, or they did not",
            where=where,
            next_step="Ask them to send it again, and tell them",
        )
    said = "" if stated is None else f": it says that its key is {stated} ({say_fingerprint(stated)})"
    raise InputError(
        f"no partner of this case signed it{said}",
        where=where,
        expected="a package of a partner with a public_key in case.toml",
        next_step="If it is a partner's, compare the key with them by voice, and enter it",
    )


def _stated_key(data: bytes) -> str | None:
    """Give the key that a manifest names, for a message alone."""
    try:
        stated = orjson.loads(data)["giver_key"]
    except (ValueError, KeyError, TypeError):
        return None
    return (
        stated if isinstance(stated, str) and stated.isascii() and stated.isprintable() and len(stated) < 100 else None
    )


def _check(manifest: Manifest, partner: Partner, our_key: str | None, now: datetime.datetime, where: str) -> None:
    if manifest.giver_key != partner.public_key:
        raise InputError(f"it names another key than the one that {partner.name} signed it with", where=where)
    if manifest.taker_key is not None and manifest.taker_key != our_key:
        raise InputError(
            f"it is for another than us, whom {partner.name} calls {manifest.taker!r}",
            where=where,
            expected=f"the key {our_key}" if our_key is not None else "a key of ours: counterflow package key",
            next_step="Tell them that it went astray",
        )
    if now >= read_moment(manifest.expires):
        raise InputError(
            f"it expired on {manifest.expires}", where=where, next_step=f"Ask {partner.name} for a new one"
        )
    if read_moment(manifest.made) - now > _AHEAD:
        raise InputError(
            f"it was made on {manifest.made}, which is to come", where=where, next_step="Compare the two clocks"
        )


def _check_serial(folder: Folder, manifest: Manifest, where: str) -> None:
    """Refuse a package that was taken before: what was corrected or recalled since would come back with it."""
    for receipt in folder.receipts():
        if receipt.url == _url(manifest) and receipt.outcome.is_good:
            raise InputError(
                f"it was taken before, on {receipt.fetched_at} (serial number {manifest.serial})",
                where=where,
                expected="a package that is new here",
            )


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, download: Path, where: str) -> None:
    """Write the bundle to a file; more bytes than the manifest says are not read."""
    if manifest.bundle_bytes > _MOST_BUNDLE:
        raise InputError(
            f"its bundle has {manifest.bundle_bytes:,} bytes", where=where, expected=f"{_MOST_BUNDLE:,} at most"
        )
    digest, size = hashlib.sha256(), 0
    pieces = _pieces(archive, manifest.bundle_bytes, where)
    with download.open("wb") as handle:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            handle.write(piece)
        handle.flush()
        os.fsync(handle.fileno())
    if (size, digest.hexdigest()) != (manifest.bundle_bytes, manifest.sha256):
        raise InputError("its bundle is not the one that was signed", where=where, next_step="Ask for it again")


def _pieces(archive: zipfile.ZipFile, most: int, where: str) -> Iterator[bytes]:
    with _reading(where):
        handle = archive.open(BUNDLE)
    with handle:
        left = most + 1
        while left > 0:
            with _reading(where):
                piece = handle.read(min(_PIECE, left))
            if len(piece) == 0:
                return
            left -= len(piece)
            yield piece


class _Incoming(NamedTuple):
    folder: Folder
    partner: Partner
    manifest: Manifest
    path: Path


def _keep(incoming: _Incoming, download: Path, now: datetime.datetime) -> Received:
    """Keep the package as proof, then the bundle, then the receipt that says that it was taken."""
    folder, partner, manifest, path = incoming
    shutil.copyfile(path, folder.path / f".package-{manifest.serial}.zip")
    receipt = Receipt(
        dataset=partner.key,
        url=_url(manifest),
        fetched_at=write_time(now),
        outcome=Outcome.NEW,
        checked=("Ed25519", "sha256"),
        sha256=manifest.sha256,
        bytes=manifest.bundle_bytes,
        records=manifest.objects,
        format=PACKAGE_FORMAT,
    )
    kept = folder.keep(download, receipt, manifest.made[:10], ".json")
    folder.add_receipt(replace(receipt, file=kept.name))
    return Received(partner, manifest, f"{folder.label}/{kept.name}")


def _url(manifest: Manifest) -> str:
    return f"package:{manifest.serial}"
