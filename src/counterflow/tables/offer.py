"""offer: one row that another party gives, before it is known whether we have it already."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table


class Offer(NamedTuple):
    """A row of one of our tables, or a pair of entities, as an object of STIX carries it.

    `receive` takes from it what the case does not hold itself: what comes back is no second source."""

    id: Annotated[str, "SHA-1 of bundle, object, version, kind and content."]
    resource_id: Annotated[str, "`resource` of the bundle."]
    object_id: Annotated[str, "STIX id of the object."]
    kind: Annotated[str, "`statement`, `evidence`, `quantity`, `resource`, `document`, `link`, `party` or `revoked`."]
    row_id: Annotated[str, "Key of the row in its table; of a link both ids."]
    content: Annotated[str, "The row as JSON, columns that are null or empty left out."]
    given_by: Annotated[str | None, "Name of who gives it: the object's `created_by_ref`."]
    giver_id: Annotated[str | None, "STIX id of who gives it."]
    modified: Annotated[str | None, "Version of the object, a timestamp of who gives it."]
    handling: Annotated[str, "Marking of the object, see `model/handling.py`."]


OFFER = Table(Offer, key=("id",), writers=("collect",), readers=("receive",))
