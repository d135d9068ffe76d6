"""publisher: how far one publisher can be trusted."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table


class Publisher(NamedTuple):
    """A publisher that case.toml describes, with its Admiralty letter as stated and by its track record."""

    publisher: Annotated[str, "Publisher's key in case.toml."]
    name: Annotated[str, "Name."]
    reliability: Annotated[str, "Admiralty letter as case.toml states it, A to F; F cannot be judged."]
    reliability_now: Annotated[str, "The letter by which its reports weigh: at most one from the stated one."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: that of the case."]


PUBLISHER = Table(Publisher, key=("publisher",), writers=("weigh",), readers=("share",))
