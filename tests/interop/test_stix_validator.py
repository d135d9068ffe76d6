"""The example as a bundle, by the standard's own validator: no errors, no properties outside of extensions (401)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from counterflow.dossier.archive import Archive
from counterflow.share.export import export_build
from counterflow.stix.organisation import Sender

KNOWN = {
    "103",  # an id that is not random: ours are made of what they name (STIX 2.1, section 2.9)
    "202",  # a type of relationship that the standard does not suggest
}
"""Warnings that are meant."""


@pytest.mark.slow
@pytest.mark.parametrize("sender", [Sender(), Sender("Ministry of Examples", "office-39")])
def test_the_validator_finds_nothing(
    taxii_peers: Path, example_archive: Archive, tmp_path: Path, sender: Sender
) -> None:
    bundle = tmp_path / "bundle.json"
    with bundle.open("w", encoding="utf-8") as output:
        export_build(example_archive.engine, "stix", output, sender=sender)
    command = [str(taxii_peers.with_name("stix2_validator")), "--version", "2.1", str(bundle)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "STIX JSON: Valid" in done.stdout
    assert set(re.findall(r"{(\d+)}", done.stdout)) <= KNOWN
