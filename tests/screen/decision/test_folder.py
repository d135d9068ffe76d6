"""Documents that name people lie under their digest, and can be erased."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from counterflow.exc import LedgerError
from counterflow.screen.decision.folder import Folder


def test_a_document_is_kept_once_and_can_be_erased(tmp_path: Path) -> None:
    """Under its digest, for the owner alone; a changed one is an error."""
    folder = Folder.beside(tmp_path / "ledger.sqlite")
    assert list(folder.digests()) == []
    digest = folder.keep(b"one")
    assert folder.keep(b"one") == digest == hashlib.sha256(b"one").hexdigest()
    (path,) = (tmp_path / "ledger.seen").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert (list(folder.digests()), folder.read(digest)) == ([digest], b"one")
    path.write_bytes(b"other")
    with pytest.raises(LedgerError, match="changed after the decision"):
        folder.read(digest)
    assert folder.erase(digest)
    assert not folder.erase(digest)
    assert folder.read(digest) is None


def test_ledgers_of_one_folder_keep_theirs_apart(tmp_path: Path) -> None:
    """What one erases the other still has; what they kept together once is still read."""
    retail, trade = Folder.beside(tmp_path / "retail.sqlite"), Folder.beside(tmp_path / "trade.sqlite")
    digest = retail.keep(b"same")
    assert trade.read(digest) is None
    trade.keep(b"same")
    assert retail.erase(digest)
    assert trade.read(digest) == b"same"
    old = Folder(tmp_path / "seen").keep(b"old")
    assert (retail.read(old), list(retail.digests()), list(retail.shared_digests())) == (b"old", [], [old])
    assert retail.erase(old)
    assert retail.read(old) is None
