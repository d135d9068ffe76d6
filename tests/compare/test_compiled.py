"""How the kernel is compiled and where it is kept."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numba
import pytest

from counterflow.compare import compiled as module
from counterflow.compare.compiled import borrowing, cache_folder, compiled, inlined


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The folder is worked out anew."""
    monkeypatch.setattr(module, "cache_folder", cache_folder.__wrapped__)
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    return monkeypatch


def test_the_folder_follows_the_environment(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fresh.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert module.cache_folder().parent == tmp_path / "counterflow"
    fresh.delenv("XDG_CACHE_HOME")
    fresh.setenv("HOME", str(tmp_path))
    assert module.cache_folder().parent == tmp_path / ".cache" / "counterflow"
    fresh.setenv("NUMBA_CACHE_DIR", str(tmp_path / "numba"))
    assert module.cache_folder().parent == tmp_path / "numba"


@pytest.mark.parametrize("index", [False, True])
def test_the_folder_follows_the_source(fresh: pytest.MonkeyPatch, tmp_path: Path, index: bool) -> None:
    """Any changed byte of source makes another folder, also of what only constants come from."""
    for name in ("kernel", "index"):
        (tmp_path / name).mkdir()
    for name in ("score.py", "kernel/edit.py", "index/scan.py"):
        (tmp_path / name).write_text("a = 1\n")
    fresh.setattr("importlib.resources.files", lambda _: tmp_path)
    before = module._source_digest(index)
    assert module._source_digest(index) == before
    (tmp_path / "weights.toml").write_text("threshold = 0.5\n")
    assert module._source_digest(index) == before
    (tmp_path / "index" / "scan.py").write_text("a = 2\n")
    assert (module._source_digest(index) != before) is index
    before = module._source_digest(index)
    (tmp_path / "kernel" / "edit.py").write_text("a = 2\n")
    changed = module._source_digest(index)
    assert changed != before
    fresh.setattr(numba, "__version__", "0.0.1")
    assert module._source_digest(index) not in (before, changed)


def test_numba_is_left_as_it_was() -> None:
    """Other packages keep their compiled code where they always do."""
    before = vars(numba.config)["CACHE_DIR"]

    @compiled
    def twice(value: int) -> int:
        return 2 * value

    @inlined
    def thrice(value: int) -> int:
        return 3 * value

    @borrowing
    def half(value: int) -> float:
        return value / 2

    assert vars(numba.config)["CACHE_DIR"] == before
    assert (twice(2), thrice(2), half(2)) == (4, 6, 1)


def test_nothing_that_the_index_calls_calls_the_index() -> None:
    """Else code of another version of the index could be run: it is not part of the kernel's hash."""
    package = Path(str(resources.files("counterflow.compare")))
    outside = [file for file in package.rglob("*.py") if not file.is_relative_to(package / "index")]
    assert len(outside) > 20
    assert [file for file in outside if "counterflow.compare.index" in file.read_text(encoding="utf-8")] == [
        package / "compiled.py"
    ]
