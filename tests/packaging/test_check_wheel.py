"""The wheel check sees what is missing and what should not be there."""

from __future__ import annotations

from check_wheel import METADATA, NEEDED, ROOT, problems

INFO = "counterflow-0.1.0.dist-info"
SOURCES = {
    f"counterflow/{path.relative_to(ROOT / 'src' / 'counterflow').as_posix()}"
    for path in (ROOT / "src" / "counterflow").rglob("*")
    if path.is_file() and "__pycache__" not in path.parts
}
ASSETS = {"counterflow/web/assets/workbench-A.js", "counterflow/web/assets/workbench-A.css"}
WHOLE = SOURCES | set(NEEDED) | {f"{INFO}/{name}" for name in METADATA} | ASSETS


def test_whole_wheel_has_no_problem() -> None:
    """A wheel that holds the package, its data, the workbench, the example and the licences passes."""
    assert problems(WHOLE) == []


def test_missing_data_file_is_named() -> None:
    """A data file that the checkout holds and the wheel does not is a problem."""
    assert problems(WHOLE - {"counterflow/py.typed"}) == ["counterflow/py.typed is missing"]


def test_foreign_file_is_named() -> None:
    """A file outside the package would land in the user's site-packages."""
    assert problems(WHOLE | {"tests/conftest.py"}) == ["tests/conftest.py does not belong there"]
