"""A package is taken as its partner signed it, by whom it is for, in time, and once; else it is refused in words."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.case import Case, load_case
from counterflow.exc import CaseError, InputError, UsageError
from counterflow.ledger import Ledger
from counterflow.remote.order import list_orders
from counterflow.remote.package.key import (
    is_signed,
    key_file,
    make_key,
    read_key,
    read_public,
    say_fingerprint,
    sign,
    write_public,
)
from counterflow.remote.package.manifest import Manifest
from counterflow.remote.package.pack import Packing, make_package
from counterflow.remote.package.receive import Received, receive_package
from counterflow.stix.marking import make_definitions, marking_refs

NOW = datetime.datetime(2026, 2, 13, 12, tzinfo=datetime.UTC)
OURS, THEIRS, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)) for number in (1, 2, 3))
GREEN = "TLP:GREEN"
OBJECT = {
    "type": "campaign",
    "spec_version": "2.1",
    "id": "campaign--00000000-0000-4000-8000-000000000001",
    "created": "2026-01-01T00:00:00.000Z",
    "modified": "2026-01-01T00:00:00.000Z",
    "name": "one",
    "object_marking_refs": list(marking_refs(GREEN)),
}
OBJECTS: list[dict[str, Any]] = [*make_definitions([GREEN]), OBJECT]


def make_case(root: Path, partner: str, **keys: str) -> Case:
    (root / "inputs").mkdir(parents=True)
    lines = [f'{name} = "{value}"' for name, value in keys.items()]
    text = "\n".join([f'[case]\nname = "{root.name}"', f"[partner.{partner}]", *lines])
    (root / "case.toml").write_text(text, encoding="utf-8")
    return load_case(root)


@pytest.fixture
def giver(tmp_path: Path) -> Case:
    return make_case(tmp_path / "their-case", "us", public_key=write_public(OURS))


@pytest.fixture
def taker(tmp_path: Path) -> Case:
    return make_case(tmp_path / "our-case", "them", name="Their Office", public_key=write_public(THEIRS))


def pack(giver: Case, output: Path, *, key: Ed25519PrivateKey = THEIRS, days: int = 30) -> Manifest:
    return make_package(giver, giver.partners["us"], OBJECTS, key, output, Packing("b1", NOW, days, "someone"))


def receive(taker: Case, path: Path, *, key: str | None = write_public(OURS), later: float = 0) -> Received:
    return receive_package(taker, path, our_key=key, now=NOW + datetime.timedelta(days=later))


def kept(taker: Case) -> list[str]:
    """What of packages is in the case, but for the lock of the folder."""
    return [path.name for path in (taker.inputs_path).rglob("*") if path.is_file() and path.name != ".lock"]


def test_what_was_given_arrives(giver: Case, taker: Case, tmp_path: Path) -> None:
    """The objects as a bundle, the package beside it as proof, a receipt; and an entry in the giver's ledger."""
    path = tmp_path / "a.zip"
    made = pack(giver, path)
    received = receive(taker, path)
    assert received.manifest == made
    assert received.partner.key == "them"
    bundle = json.loads((taker.root / received.file).read_text("utf-8"))
    assert (bundle["type"], bundle["objects"]) == ("bundle", OBJECTS)
    folder = taker.inputs_path / "fetched" / "them"
    assert (folder / f".package-{made.serial}.zip").read_bytes() == path.read_bytes()
    receipt = json.loads((folder / ".receipt.jsonl").read_text("utf-8"))
    assert (receipt["url"], receipt["records"], receipt["format"]) == (f"package:{made.serial}", 2, "package")
    ledger = Ledger.of_file(giver.ledger_path)
    (entry,) = ledger.entries()
    ledger.close()
    assert (entry.data["way"], entry.data["place"], entry.data["marking"]) == ("package", made.serial, GREEN)
    assert entry.entered_by == "someone"


def test_what_partners_gave_is_no_list(giver: Case, taker: Case, tmp_path: Path) -> None:
    """`fetch` without names does not take the folder for a dataset fetched before."""
    pack(giver, tmp_path / "a.zip")
    receive(taker, tmp_path / "a.zip")
    with pytest.raises(UsageError, match="no dataset was fetched"):
        list_orders(taker, [])


def test_a_package_is_taken_once(giver: Case, taker: Case, tmp_path: Path) -> None:
    """What was recalled since would come back with it."""
    path = tmp_path / "a.zip"
    made = pack(giver, path)
    receive(taker, path)
    before = kept(taker)
    with pytest.raises(InputError, match=f"it was taken before, on 2026-02-13T12:00:00Z .serial number {made.serial}"):
        receive(taker, path, later=1)
    assert kept(taker) == before
    second = tmp_path / "b.zip"
    assert pack(giver, second).serial != made.serial
    assert receive(taker, second).file == f"inputs/fetched/them/2026-02-13_{made.sha256[:8]}.json"


@pytest.mark.parametrize(
    ("later", "said"), [(30, "it expired on 2026-03-15T12:00:00Z"), (400, "it expired"), (-2, "which is to come")]
)
def test_times(giver: Case, taker: Case, tmp_path: Path, later: float, said: str) -> None:
    """It is taken up to its last moment, and by a clock a day behind at most."""
    pack(giver, tmp_path / "a.zip")
    with pytest.raises(InputError, match=said):
        receive(taker, tmp_path / "a.zip", later=later)
    assert kept(taker) == []
    assert receive(taker, tmp_path / "a.zip", later=29.999).partner.key == "them"


def test_for_somebody_else(giver: Case, taker: Case, tmp_path: Path) -> None:
    """Where the giver knows our key nobody else takes it, and we without one neither."""
    pack(giver, tmp_path / "a.zip")
    for key in (write_public(OTHER), None):
        with pytest.raises(InputError, match="it is for another than us, whom Their Office calls 'us'"):
            receive(taker, tmp_path / "a.zip", key=key)
    assert kept(taker) == []


def test_signed_by_nobody_we_know(giver: Case, taker: Case, tmp_path: Path) -> None:
    """The message says which key it names, and to compare it."""
    pack(giver, tmp_path / "a.zip", key=OTHER)
    with pytest.raises(InputError, match="no partner of this case signed it") as caught:
        receive(taker, tmp_path / "a.zip")
    assert say_fingerprint(write_public(OTHER)) in caught.value.message
    assert kept(taker) == []


def rewrite(path: Path, **change: Callable[[bytes], bytes]) -> None:
    """Write a package anew with some of its files changed."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            one = change.get(name.replace(".", "_"))
            archive.writestr(name, data if one is None else one(data))


def restate(**values: object) -> Callable[[bytes], bytes]:
    return lambda data: json.dumps(json.loads(data) | values).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"bundle_json": lambda data: data.replace(b"one", b"two")}, "not the one that was signed"),
        ({"bundle_json": lambda data: data + b" "}, "not the one that was signed"),
        ({"bundle_json": lambda data: data[:-1]}, "not the one that was signed"),
        ({"manifest_json": restate(expires="2099-01-01T00:00:00Z")}, "changed since Their Office signed it"),
        ({"manifest_json": lambda data: data + b"\n"}, "changed since Their Office signed it"),
        ({"manifest_json": lambda _: b"no"}, "no partner of this case signed it"),
        ({"manifest_sig": lambda _: b""}, "changed since Their Office signed it"),
        ({"manifest_sig": lambda data: data + b"\0"}, "changed since Their Office signed it"),
        ({"manifest_json": lambda _: b" " * 100_000}, "larger than 65,536 bytes"),
    ],
)
def test_what_was_changed(
    giver: Case, taker: Case, tmp_path: Path, change: dict[str, Callable[[bytes], bytes]], said: str
) -> None:
    """Any change to any part is found, and nothing of it is kept."""
    pack(giver, tmp_path / "a.zip")
    rewrite(tmp_path / "a.zip", **change)
    with pytest.raises(InputError, match=said):
        receive(taker, tmp_path / "a.zip")
    assert kept(taker) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 0.999), bit=st.integers(0, 7))
def test_one_bit(giver: Case, taker: Case, tmp_path: Path, place: float, bit: int) -> None:
    """Whatever bit of the file is turned: it is refused, or what is taken is what was signed."""
    path = tmp_path / "a.zip"
    made = pack(giver, path)
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    path.write_bytes(data)
    try:
        received = receive(taker, path)
    except InputError:
        return
    assert received.manifest == made
    assert json.loads((taker.root / received.file).read_text("utf-8"))["objects"] == OBJECTS


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_any_file(taker: Case, tmp_path: Path, data: bytes) -> None:
    """What is no package is refused in words."""
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(InputError, match="it is no package"):
        receive(taker, tmp_path / "a.zip")


def signed_zip(path: Path, manifest: bytes, bundle: bytes = b"{}", extra: tuple[str, ...] = ()) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", manifest)
        archive.writestr("manifest.sig", sign(THEIRS, manifest))
        archive.writestr("bundle.json", bundle)
        for name in extra:
            archive.writestr(name, b"x")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"version": 2}, "a package of version 2"),
        ({"serial": "../../etc"}, "another kind"),
        ({"sha256": None}, "its manifest is none"),
        ({"expires": "soon"}, "its manifest is none"),
        ({"expires": "2099-01-01"}, "has no zone"),
        ({"marking": "TLP:PINK"}, "TLP:PINK"),
        ({"bundle_bytes": 10**12}, "at most"),
        ({"bundle_bytes": True, "objects": "3"}, "another kind"),
        ({"giver_key": write_public(OTHER)}, "names another key"),
    ],
)
def test_a_partner_who_signs_nonsense(
    giver: Case, taker: Case, tmp_path: Path, values: dict[str, object], said: str
) -> None:
    """A good signature does not make what is signed good."""
    made = dataclasses.asdict(pack(giver, tmp_path / "b.zip"))
    signed_zip(tmp_path / "a.zip", json.dumps(made | values).encode())
    with pytest.raises(InputError, match=said):
        receive(taker, tmp_path / "a.zip")
    assert kept(taker) == []


@pytest.mark.parametrize("extra", [("../../evil",), ("bundle.json ",), ("a", "b")])
def test_other_files_in_the_archive(giver: Case, taker: Case, tmp_path: Path, extra: tuple[str, ...]) -> None:
    """Nothing but the three files is in a package, by whatever path."""
    manifest = json.dumps(dataclasses.asdict(pack(giver, tmp_path / "b.zip"))).encode()
    signed_zip(tmp_path / "a.zip", manifest, extra=extra)
    with pytest.raises(InputError, match="it holds"):
        receive(taker, tmp_path / "a.zip")


def test_a_bundle_that_bursts(giver: Case, taker: Case, tmp_path: Path) -> None:
    """No more is unpacked than the manifest says."""
    manifest = dataclasses.asdict(pack(giver, tmp_path / "b.zip")) | {"bundle_bytes": 1_000}
    signed_zip(tmp_path / "a.zip", json.dumps(manifest).encode(), b"0" * 50_000_000)
    with pytest.raises(InputError, match="not the one that was signed"):
        receive(taker, tmp_path / "a.zip")
    assert kept(taker) == []


def test_wrong_orders(giver: Case, tmp_path: Path) -> None:
    """Nothing to give, and a time that is none; no file appears."""
    output = tmp_path / "a.zip"
    for days in (0, 367):
        with pytest.raises(UsageError, match=f"a package of {days} days"):
            pack(giver, output, days=days)
    with pytest.raises(UsageError, match="nothing may leave to us"):
        make_package(giver, giver.partners["us"], [], THEIRS, output, Packing("b1", NOW))
    assert not output.exists()


def test_no_package_without_an_entry(giver: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the ledger cannot be written nothing leaves."""
    monkeypatch.setattr(Ledger, "append", _die)
    with pytest.raises(KeyboardInterrupt):
        pack(giver, tmp_path / "a.zip")
    assert list(tmp_path.glob("*a.zip*")) == []


def _die(*_args: object, **_more: object) -> None:
    raise KeyboardInterrupt


def test_the_key_is_private(tmp_path: Path) -> None:
    """Made once, mode 600, outside every case; one that others may read is not used."""
    path = key_file({"XDG_CONFIG_HOME": str(tmp_path / "config")})
    with pytest.raises(CaseError, match="no key to sign with"):
        read_key(path)
    made = make_key(path)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert write_public(read_key(path)) == write_public(made)
    with pytest.raises(CaseError, match="a key is there already"):
        make_key(path)
    path.chmod(0o640)
    with pytest.raises(CaseError, match="others on this machine may read it"):
        read_key(path)
    path.chmod(0o600)
    path.write_text("no key", "utf-8")
    with pytest.raises(CaseError, match="cannot be read"):
        read_key(path)


def test_a_public_key_that_is_none(taker: Case, giver: Case, tmp_path: Path) -> None:
    """The message says where it stands."""
    toml = taker.toml_path
    toml.write_text(toml.read_text("utf-8").replace(write_public(THEIRS), "c2hvcnQ="), "utf-8")
    pack(giver, tmp_path / "a.zip")
    with pytest.raises(CaseError, match="is no public key") as caught:
        receive(load_case(taker.root), tmp_path / "a.zip")
    assert "[partner.them] public_key" in caught.value.message


def test_signatures_are_those_of_the_standard() -> None:
    """RFC 8032, section 7.1, test 2: the key and its public key; ours carry their purpose before the bytes."""
    secret = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    key = Ed25519PrivateKey.from_private_bytes(secret)
    assert base64.b64decode(write_public(key)) == public
    known = read_public(write_public(key), "test")
    assert is_signed(known, sign(key, b"r"), b"r")
    assert not is_signed(known, key.sign(b"r"), b"r")
    assert is_signed(known, key.sign(b"counterflow package 1\nr"), b"r")
