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
    (path,) = (tmp_path / "ledger.sqlite-seen").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert (list(folder.digests()), folder.read(digest)) == ([digest], b"one")
    path.write_bytes(b"other")
    with pytest.raises(LedgerError, match="changed after the decision"):
        folder.read(digest)
    assert folder.erase(digest)
    assert not folder.erase(digest)
    assert folder.read(digest) is None


@pytest.mark.parametrize("other", ["trade.sqlite", "retail.db", "retail"])
def test_ledgers_of_one_folder_keep_theirs_apart(tmp_path: Path, other: str) -> None:
    """Also where their files differ in the ending alone: what one erases the other still has."""
    retail, trade = Folder.beside(tmp_path / "retail.sqlite"), Folder.beside(tmp_path / other)
    digest = retail.keep(b"same")
    assert trade.read(digest) is None
    trade.keep(b"same")
    assert retail.erase(digest)
    assert trade.read(digest) == b"same"


@pytest.mark.parametrize("before", ["seen", "retail.seen"])
def test_what_ledgers_kept_together_is_read_and_erased(tmp_path: Path, before: str) -> None:
    """Of one folder, and of one stem; a document that is kept anew lies in the ledger's own folder."""
    retail = Folder.beside(tmp_path / "retail.sqlite")
    old = Folder(tmp_path / before).keep(b"old")
    assert (retail.read(old), list(retail.digests()), list(retail.shared_digests())) == (b"old", [], [old])
    retail.keep(b"old")
    assert list(retail.digests()) == [old]
    assert retail.erase(old)
    assert retail.read(old) is None
