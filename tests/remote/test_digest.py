"""Checksums in headers: RFC 9530's, and the forms before it."""

from __future__ import annotations

import base64
import hashlib

import pytest

from counterflow.remote.digest import Announced, Hashes, find_mismatch, read_announced

SHA = hashlib.sha256(b"list").digest()
MD5 = hashlib.md5(b"list").digest()
SHA64, MD564 = base64.b64encode(SHA).decode(), base64.b64encode(MD5).decode()


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({}, []),
        ({"Repr-Digest": f"sha-256=:{SHA64}:"}, [Announced("Repr-Digest", "sha256", SHA)]),
        ({"Repr-Digest": f"crc32c=:AAAAAA==:,sha-256=:{SHA64}:"}, [Announced("Repr-Digest", "sha256", SHA)]),
        (
            {"Digest": f"SHA-256={SHA64}, md5={MD564}"},
            [Announced("Digest", "sha256", SHA), Announced("Digest", "md5", MD5)],
        ),
        ({"Content-MD5": MD564}, [Announced("Content-MD5", "md5", MD5)]),
        ({"Content-MD5": "not base64!"}, []),
        ({"Repr-Digest": "sha-256=:AAAA:"}, []),  # too short to be one
        ({"Digest": "sha-256"}, []),
    ],
)
def test_read_announced(headers: dict[str, str], found: list[Announced]) -> None:
    """Known algorithms with a value of their length."""
    assert list(read_announced(headers)) == found


def test_find_mismatch() -> None:
    """One that fits neither the bytes sent nor the file."""
    announced = [Announced("Digest", "sha256", SHA), Announced("Digest", "md5", MD5)]
    right, wrong = Hashes({"sha256", "md5"}), Hashes({"sha256", "md5"})
    right.update(b"li")
    right.update(b"st")
    assert find_mismatch(announced, right, wrong) is None
    assert find_mismatch(announced, wrong, right) is None
    assert find_mismatch(announced, wrong, wrong) == announced[0]
    assert find_mismatch([], wrong, wrong) is None
