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
    (path,) = (tmp_path / "seen").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert (list(folder.digests()), folder.read(digest)) == ([digest], b"one")
    path.write_bytes(b"other")
    with pytest.raises(LedgerError, match="changed after the decision"):
        folder.read(digest)
    assert folder.erase(digest)
    assert not folder.erase(digest)
    assert folder.read(digest) is None
