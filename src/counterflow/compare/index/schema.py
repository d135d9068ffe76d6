"""Which entities are parties."""

from __future__ import annotations

PARTY_SCHEMATA = frozenset(
    "Person LegalEntity Organization Company PublicBody Vessel Airplane Vehicle Asset CryptoWallet Security RealEstate"
    " Thing".split()
)
"""FtM schemata whose entities are found by name or number. What joins others (Ownership, Sanction), and what merely
carries text (Document, Address, Position) is no party and is left out of an index."""
