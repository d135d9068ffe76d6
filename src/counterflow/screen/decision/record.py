"""Where decisions are recorded: a ledger, the documents beside it, and the rules of a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from counterflow.case import Case, Screening
from counterflow.ledger import Ledger
from counterflow.model.decision import Decision
from counterflow.screen.decision.folder import Folder
from counterflow.screen.decision.rule import four_eyes_of


@dataclass(frozen=True)
class Record:
    """The record of decisions."""

    ledger: Ledger
    folder: Folder
    rules: Screening = field(default_factory=Screening)
    """Of case.toml; a ledger without a case has none."""

    @property
    def four_eyes(self) -> frozenset[Decision]:
        """Decisions that a second person must approve now: by case.toml, or by the ledger."""
        return self.rules.four_eyes | four_eyes_of(self.ledger)


def record_of_case(case: Case) -> Record:
    """Open the record of a case; close its ledger when done."""
    return Record(Ledger.of_file(case.ledger_path), Folder.beside(case.ledger_path), case.screening)


def record_of_file(path: Path) -> Record:
    """Open the record in a ledger file without a case; close its ledger when done."""
    return Record(Ledger.of_file(path), Folder.beside(path))
