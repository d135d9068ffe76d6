"""What a package exports is what it says it exports."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import counterflow

PACKAGES = ["counterflow"] + [
    name for _, name, is_package in pkgutil.walk_packages(counterflow.__path__, "counterflow.") if is_package
]


def public_names(package: str) -> set[str]:
    """Names that a package's `__init__` offers: those it binds, and those it imports from its own modules."""
    source = importlib.import_module(package).__file__
    assert source is not None
    names: set[str] = set()
    for node in ast.parse(Path(source).read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=targets):
                names.update(target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.ImportFrom(module=str(module), names=imported) if module.startswith(f"{package}."):
                names.update(alias.asname or alias.name for alias in imported)
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("name", PACKAGES)
def test_all_is_what_is_public(name: str) -> None:
    """`__all__` names exactly the public names of a package, and a package that has some declares it."""
    declared = set(getattr(importlib.import_module(name), "__all__", ()))
    assert declared - {"__version__"} == public_names(name)


@pytest.mark.parametrize("name", PACKAGES)
def test_all_names_exist(name: str) -> None:
    """Every name in `__all__` can be imported."""
    package = importlib.import_module(name)
    assert [one for one in getattr(package, "__all__", ()) if not hasattr(package, one)] == []


def test_types_ship() -> None:
    """py.typed tells type checkers that the package is typed."""
    assert (Path(counterflow.__path__[0]) / "py.typed").is_file()


def test_version_is_that_of_the_distribution() -> None:
    """`counterflow.__version__` is pyproject.toml's version, stated once."""
    assert counterflow.__version__ == metadata.version("counterflow")


def test_unknown_attribute_is_an_attribute_error() -> None:
    """The lazy version does not hide a typo."""
    with pytest.raises(AttributeError, match="no_such_name"):
        counterflow.no_such_name  # noqa: B018


def test_import_is_cheap() -> None:
    """Importing the package reads no model, no table and no backend."""
    code = "import sys, counterflow; print(*sorted(m for m in sys.modules if m.split('.')[0] in sys.argv[1:]))"
    heavy = ["duckdb", "followthemoney", "pyarrow", "spacy", "sqlalchemy", "importlib.metadata"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
