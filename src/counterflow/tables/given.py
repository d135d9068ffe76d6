"""given: one piece of evidence that another party gave."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Given(NamedTuple):
    """Who gave a piece of evidence, who had it first, and the root that it has there.

    What comes back on a round through partners has the root and origin with which it left, and confirms nothing."""

    evidence_id: Annotated[str, "`evidence` that came."]
    statement_id: Annotated[str, "`statement` that it supports, or speaks against."]
    resource_id: Annotated[str, "`resource` of the bundle that it came in."]
    object_id: Annotated[str, "STIX id of the object that it came in."]
    given_by: Annotated[
        str | None, "Name of who gave it: the object's `created_by_ref`; null: the bundle does not say."
    ]
    giver_id: Annotated[str | None, "STIX id of who gave it."]
    origin: Annotated[str | None, "Name of the organisation that had it first; null: it names none."]
    origin_id: Annotated[str, "STIX id of that organisation, or of its case."]
    modified: Annotated[str | None, "The giver's version of the object: a timestamp of theirs."]
    root: Annotated[str, "The root that it has at its origin, in words that mean the same everywhere."]
    publisher: Annotated[str | None, "Publisher's key at its origin."]
    publisher_name: Annotated[str | None, "Publisher's name at its origin."]
    reliability: Annotated[str | None, "Admiralty letter of the publisher at its origin, as stated."]
    reliability_now: Annotated[str | None, "The letter by which the origin weighs it."]
    dependence: Annotated[
        float, "Chance, inferred at its origin, that it repeats another root that states the same.", Unit("probability")
    ]
    is_own: Annotated[bool, "Whether it is recorded that the root looked for itself."]
    word: Annotated[str | None, "Estimative word that the passage uses."]
    is_taken_back: Annotated[bool, "Whether a correction takes back what it says."]
    handling: Annotated[str, "Marking under which it came."]


GIVEN = Table(Given, key=("evidence_id",), writers=("receive",), readers=("resolve", "weigh", "share"))
