"""Whose the owned parties of an index are: kept in it, so that it says of them what it said, also without its build.

owned.json    by id of the party: how much, by whom, since when, in words; there only in an index with scope `owned`
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from counterflow.exc import InputError

FILE = "owned.json"


def read_owned(directory: Path) -> dict[str, str] | None:
    """Read the words kept in the folder of an index; None: none are kept, so its scope is another, or it is older.

    Raises:
        InputError: they are damaged.
    """
    try:
        content = json.loads((directory / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as exc:
        raise InputError(f"{FILE} is damaged: {exc}", where=str(directory)) from exc
    if not isinstance(content, dict) or not all(isinstance(words, str) for words in content.values()):
        raise InputError(f"{FILE} is damaged: no texts by id", where=str(directory))
    return content


def write_owned(directory: Path, owned: Mapping[str, str]) -> None:
    """Write the words into the folder of an index that is being made."""
    text = json.dumps(owned, ensure_ascii=False, indent=0, sort_keys=True)
    (directory / FILE).write_text(text + "\n", encoding="utf-8")
