"""`counterflow package`: from one case into another, by the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterflow.case import Case
from counterflow.cli.main import counterflow
from counterflow.exc import CaseError, InputError


def call(*words: str | Path) -> Result:
    done = CliRunner().invoke(counterflow, ["package", *map(str, words)], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


def test_from_one_case_into_another(example_case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two offices, each with its key: what one may give arrives at the other, once."""
    keys = {}
    for office in ("giver", "taker"):
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / office))
        keys[office] = call("key").stdout.strip()
        assert call("key").stdout.strip() == keys[office]
    giver, taker = tmp_path / "giver-case", tmp_path / "taker-case"
    shutil.copytree(example_case.root, giver)
    with (giver / "case.toml").open("a", encoding="utf-8") as toml:
        toml.write(f'\n[partner.taker]\npublic_key = "{keys["taker"]}"\n')
    (taker / "inputs").mkdir(parents=True)
    (taker / "case.toml").write_text(
        f'[case]\nname = "taker"\n[partner.giver]\npublic_key = "{keys["giver"]}"\n', encoding="utf-8"
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "giver"))
    file = tmp_path / "a.zip"
    made = json.loads(call("make", giver, "--to", "taker", "--output", file, "--json").stdout)
    with pytest.raises(InputError, match="for another than us"):
        call("receive", taker, file)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "taker"))
    done = call("receive", taker, file)
    assert done.stdout.startswith(f"giver: {made['objects']:,} objects, TLP:CLEAR")
    (bundle,) = (taker / "inputs" / "fetched" / "giver").glob("*.json")
    assert len(json.loads(bundle.read_text("utf-8"))["objects"]) == made["objects"] > 10
    with pytest.raises(InputError, match="it was taken before"):
        call("receive", taker, file)


def test_without_a_key(example_case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how to make one."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    root = tmp_path / "case"
    root.mkdir()
    (root / "case.toml").write_text('[case]\nname = "a"\n[partner.b]\n', encoding="utf-8")
    with pytest.raises(CaseError, match="counterflow package key"):
        call("make", root, "--to", "b", "--output", tmp_path / "a.zip")
