"""release: one package that left, to whom, under which marking."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Release(NamedTuple):
    """What left: every release has a row here and one in the ledger."""

    id: Annotated[str, "SHA-256 of the package."]
    recipient: Annotated[str, "Partner's key in case.toml."]
    query: Annotated[str, "What was asked for."]
    marking: Annotated[str, "Marking of the package, computed from its rows."]
    rows: Annotated[int, "Rows that left.", Unit("row")]
    held_back: Annotated[int, "Rows held back.", Unit("row")]
    receipt: Annotated[str | None, "Partner's confirmation."]
    build: Annotated[str, "Build it was made from."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


RELEASE = Table(Release, key=("id",), writers=("share",), readers=("warn",))
