"""The ledger: what people said. Append only, hash-chained, never rebuilt."""

from counterflow.ledger.entry import KINDS, Entry, Kind, Role
from counterflow.ledger.ledger import Ledger

__all__ = ["KINDS", "Entry", "Kind", "Ledger", "Role"]
