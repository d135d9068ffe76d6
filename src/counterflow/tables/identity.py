"""identity: one change of an identity, or one thing in it that cannot be."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table


class Identity(NamedTuple):
    """A ship renamed or reflagged, a number invalid or shared; a company that is gone and one that took its place.

    Which side of a contradiction is false is not said: both stand with their statements."""

    id: Annotated[str, "SHA-1 of kind, parties and values."]
    kind: Annotated[
        str,
        "`renamed`, `reflagged`, `flag-differs`, `imo-invalid`, `imo-several`, `imo-shared`, `mmsi-invalid`,"
        " `mmsi-shared`, `mmsi-flag`, `reborn`.",
    ]
    canonical_id: Annotated[str, "`canonical` party that it is about; of two, the older or the smaller id."]
    other_id: Annotated[str | None, "`canonical_id` of the party on the other side; null: there is one party."]
    value: Annotated[str, "Value on its side, as stated; flags as FtM's code."]
    other_value: Annotated[str | None, "Value on the other side; null where one value alone is wrong."]
    since: Annotated[str | None, "Publisher's date of the first vintage that states the newer, EDTF; null: not known."]
    is_contradiction: Annotated[bool, "Whether both sides cannot be true; a new name or flag can."]
    statements: Annotated[tuple[str, ...], "`statement` ids of both sides."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


IDENTITY = Table(Identity, key=("id",), writers=("trace",), readers=("screen", "share", "warn"))
