"""Check that a built wheel holds what users need and nothing else: the workbench, the example, types and licences."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path, PurePosixPath

NEEDED = (
    "counterflow/py.typed",
    "counterflow/web/index.html",
    "counterflow/examples/office-39/case.toml",
)
METADATA = ("licenses/LICENSE", "licenses/LICENSES.md", "entry_points.txt")
ROOT = Path(__file__).parents[1]


def problems(names: set[str]) -> list[str]:
    """List what is missing from a wheel's files, and what should not be there."""
    (info,) = {name.split("/", 1)[0] for name in names if ".dist-info/" in name}
    found = [f"{name} is missing" for name in NEEDED if name not in names]
    found += [f"{info}/{name} is missing" for name in METADATA if f"{info}/{name}" not in names]
    assets = [name for name in names if name.startswith("counterflow/web/assets/")]
    if {PurePosixPath(name).suffix for name in assets} < {".js", ".css"}:
        found.append(f"counterflow/web/assets holds {sorted(assets)}; expected a script and a style")
    found += [f"{name} does not belong there" for name in names if not name.startswith(("counterflow/", info))]
    found += [f"{name} does not belong there" for name in names if "__pycache__" in name or "node_modules" in name]
    # Data files beside modules (schemata, lexica, dataset descriptions) are easily lost: the checkout says which.
    package = ROOT / "src" / "counterflow"
    for path in package.rglob("*"):
        inside = f"counterflow/{path.relative_to(package).as_posix()}"
        if path.is_file() and "__pycache__" not in inside and inside not in names:
            found.append(f"{inside} is missing")
    return sorted(set(found))


def main() -> int:
    """Check the wheel named on the command line."""
    (wheel,) = sys.argv[1:]
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    found = problems(names)
    for problem in found:
        print(f"{Path(wheel).name}: {problem}", file=sys.stderr)
    print(f"{Path(wheel).name}: {len(names)} files, {Path(wheel).stat().st_size:,} bytes")
    return 1 if len(found) > 0 else 0


if __name__ == "__main__":
    sys.exit(main())
