"""root: who is behind one piece of evidence, in the end."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Root(NamedTuple):
    """The root with which evidence is counted, where it is not simply the publisher or dataset of its resource.

    A passage of a report may be copied, quoted or taken back; what another party gave has the root that it had there.
    """

    evidence_id: Annotated[str, "`evidence` it is the root of."]
    root: Annotated[str, "`publisher`, `dataset`, `document` or `source`, a space, and which."]
    dependence: Annotated[
        float,
        "Chance, inferred and not recorded, that it repeats another root that states the same.",
        Unit("probability"),
    ]
    is_own: Annotated[bool, "Whether it is recorded that the root looked for itself."]
    word: Annotated[str | None, "Estimative word that the passage uses, e.g. `likely`."]
    is_taken_back: Annotated[bool, "Whether a correction takes back what it says."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


ROOT = Table(Root, key=("evidence_id",), writers=("weigh",), readers=("share",))
