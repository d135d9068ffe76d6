"""given_link: two entities that another party takes for one."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class GivenLink(NamedTuple):
    """Two entities that stand in one object of another party.

    Of entities that only came the other party's word counts, unless a person or a number that is issued once forbids
    it. What the case holds itself it resolves itself: of two such entities the link is a candidate."""

    left_id: Annotated[str, "`entity_id`; the smaller of the two."]
    right_id: Annotated[str, "`entity_id`."]
    probability: Annotated[
        float | None, "How sure the giver is; null: as a number or a person decides.", Unit("probability")
    ]
    is_judgement: Annotated[bool, "Whether a person said so there."]
    resource_id: Annotated[str, "`resource` of the bundle that it came in."]
    given_by: Annotated[str | None, "Name of who gave it."]
    giver_id: Annotated[str | None, "STIX id of who gave it."]
    origin_id: Annotated[str, "STIX id of the organisation that decided so first, or of its case."]
    handling: Annotated[str, "Marking under which it came."]


GIVEN_LINK = Table(GivenLink, key=("left_id", "right_id"), writers=("receive",), readers=("resolve", "weigh", "share"))
