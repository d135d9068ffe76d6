"""Which state an index is of: its parties, the dates of its lists, and what else its entity store holds.

identity.json    sum over the entities that are no parties; written once, when the index is made or changed
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterflow.compare.index.manifest import MANIFEST, damaged
from counterflow.compare.index.record import dump_entity, fingerprint, write_fingerprint
from counterflow.compare.index.schema import PARTY_SCHEMATA
from counterflow.screen.list_dates import FILE as DATES
from counterflow.screen.owned_words import FILE as OWNED

FILE = "identity.json"


@dataclass(slots=True)
class Tally:
    """Adds up the entities that are no parties; those are in the fingerprint of the names. The same in every order."""

    total: int = 0

    def add(self, entity: Mapping[str, Any]) -> None:
        """Count an entity in, if it is no party."""
        if entity["schema"] not in PARTY_SCHEMATA:
            self.total += fingerprint([dump_entity(entity)])

    def passing(self, entities: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Count entities in as they pass."""
        for entity in entities:
            self.add(entity)
            yield entity

    def write(self, directory: Path) -> None:
        """Write the sum into the folder of an index that is being made."""
        text = json.dumps({"entities": write_fingerprint(self.total)}) + "\n"
        (directory / FILE).write_text(text, encoding="ascii")


def read_identity(directory: Path) -> str:
    """Name the state of an index, whichever version of the program made it: 64 hexadecimal digits.

    Equal contents have equal names, however they came about. Read are a few small files. Of an index that was made
    before there was `identity.json`, the entities beside its parties are not in the name.

    Raises:
        InputError: there is no index, or it is damaged.
    """
    try:
        manifest = json.loads((directory / MANIFEST).read_bytes())
        named = [str(manifest[key]) for key in ("format", "algorithm", "fingerprint")]
        beside = [_digest(directory / name) for name in (DATES, FILE)]
        # Others had their names before there was this file, and keep them.
        beside += [_digest(directory / OWNED)] if (directory / OWNED).exists() else []
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise damaged(directory, f"its state cannot be read: {exc!r}") from exc
    return hashlib.sha256(json.dumps([*named, *beside]).encode("ascii")).hexdigest()


def _digest(path: Path) -> str:
    """Give the digest of a file; empty: it is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
