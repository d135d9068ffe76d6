"""Offices with small cases that give each other bundles."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from counterflow.case import load_case
from counterflow.dossier.archive import Archive
from counterflow.ledger import Ledger
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case
from counterflow.share.export import export_build
from counterflow.stix.organisation import Sender

Objects = list[dict[str, Any]]


class Office:
    """One organisation with one case."""

    def __init__(self, root: Path, organisation: str | None, toml: str = "") -> None:
        self.root = root
        (root / "inputs").mkdir(parents=True)
        named = "" if organisation is None else f'organisation = "{organisation}"\n'
        (root / "case.toml").write_text(f'[case]\nname = "{root.name}"\n{named}{toml}', encoding="utf-8")

    def hold(self, dataset: str, entities: Sequence[dict[str, Any]]) -> None:
        """Put a list of one's own into the case."""
        lines = [json.dumps({"datasets": [dataset], **one}) for one in entities]
        (self.root / "inputs" / f"{dataset}.ftm.json").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def enter(self, entity: str, schema: str, prop: str, value: str) -> None:
        """Enter a statement by hand."""
        ledger = Ledger.of_file(self.root / "ledger.sqlite")
        said = {"entity_id": entity, "schema": schema, "prop": prop, "value": value}
        ledger.append("entry", {**said, "source": "a witness", "passage": value}, by="anna")
        ledger.close()

    def judge(self, left: str, right: str, judgement: str) -> None:
        """Say of two entities whether they are one."""
        ledger = Ledger.of_file(self.root / "ledger.sqlite")
        ledger.append("judgement", {"left_id": left, "right_id": right, "judgement": judgement}, by="anna")
        ledger.close()

    def take(self, name: str, objects: Objects) -> None:
        """Put a bundle of a partner into the case."""
        whole = {"type": "bundle", "id": "bundle--00000000-0000-4000-8000-000000000001", "objects": objects}
        (self.root / "inputs" / f"{name}.json").write_text(json.dumps(whole), encoding="utf-8")

    def run(self) -> None:
        """Bring the build up to date."""
        run_case(load_case(self.root), options=RunOptions(processes=1))

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Ask the build in use."""
        case = load_case(self.root)
        archive = Archive(case, open_build(case))
        try:
            return archive.rows(sql)
        finally:
            archive.close()

    def give(self, **options: Any) -> Objects:
        """Write a bundle of the build in use."""
        case = load_case(self.root)
        archive = Archive(case, open_build(case))
        output = io.StringIO()
        export_build(archive.engine, "stix", output, sender=Sender(case.organisation, case.name), **options)
        archive.close()
        found: Objects = json.loads(output.getvalue())["objects"]
        return found
