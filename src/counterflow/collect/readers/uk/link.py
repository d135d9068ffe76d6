"""Parents, subsidiaries, owners and operators that a UK list names: a stub for each, and the link with its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.collect.party import Party
from counterflow.collect.readers.uk.designation import Cell, is_name
from counterflow.model.doubt import Hedge
from counterflow.model.identity import make_id
from counterflow.model.schema import get_schema


class UkLinks:
    """The relations of one designated party.

    The lists name the other side, without a number: whether two lists mean the same one by one name is for `resolve`,
    so a stub stands for a name within the dataset, as OFAC's "Linked To" does.
    """

    def __init__(self, main: Party) -> None:
        self._main = main
        self._entities: dict[str, Party] = {}

    def entities(self) -> Iterator[Party]:
        """Give stubs and links in the order of reading."""
        yield from self._entities.values()

    def add_parent(self, cell: Cell, name: str) -> None:
        """Add a parent company; what is no company (a ministry's department) is linked, not owned."""
        stub = self._stub("LegalEntity", cell, name)
        if stub is None:
            return
        if get_schema(self._main.schema).is_a("Asset"):
            self._own(stub, self._main.id, cell, "Parent company")
        else:
            self._link(stub, cell, "Parent company")

    def add_subsidiary(self, cell: Cell, name: str) -> None:
        """Add a subsidiary."""
        stub = self._stub("Company", cell, name)
        if stub is not None:
            self._own(self._main.id, stub, cell, "Subsidiary")

    def add_owner(self, cell: Cell, name: str, *, is_former: bool) -> None:
        """Add the owner or operator of a ship; the field does not say which of the two, so ownership is possible."""
        stub = self._stub("LegalEntity", cell, name)
        if stub is None:
            return
        role = "Previous owner/operator" if is_former else "Current owner/operator"
        if get_schema(self._main.schema).is_a("Asset"):
            self._own(stub, self._main.id, cell, role, Hedge.FORMER if is_former else Hedge.POSSIBLE)
        else:
            self._link(stub, cell, role, Hedge.FORMER if is_former else Hedge.FACT)

    def _stub(self, schema: str, cell: Cell, name: str) -> str | None:
        """Make the entity of a name; gives its id, or None with a problem where the text is no name."""
        plain = re.sub(r"\s+", " ", name).strip(" .;,")
        if not is_name(plain):
            self._main.problem("this is not a name", field=cell.field, value=name)
            return None
        entity_id = make_id(self._main.source.dataset, schema, plain.lower())
        self._other(schema, entity_id).add("name", plain, field=cell.field, passage=cell.text)
        return entity_id

    def _own(self, owner: str, asset: str, cell: Cell, role: str, hedge: Hedge = Hedge.FACT) -> None:
        link = self._other("Ownership", make_id(owner, "owns", asset, role))
        link.add("owner", owner, field=cell.field, passage=cell.text, hedge=hedge)
        link.add("asset", asset, field=cell.field, passage=cell.text, hedge=hedge)
        link.add("role", role, field=cell.field, passage=cell.text)

    def _link(self, subject: str, cell: Cell, role: str, hedge: Hedge = Hedge.FACT) -> None:
        link = self._other("UnknownLink", make_id(subject, "linked", self._main.id, role))
        link.add("subject", subject, field=cell.field, passage=cell.text, hedge=hedge)
        link.add("object", self._main.id, field=cell.field, passage=cell.text, hedge=hedge)
        link.add("role", role, field=cell.field, passage=cell.text)

    def _other(self, schema: str, entity_id: str) -> Party:
        main = self._main
        if entity_id not in self._entities:
            self._entities[entity_id] = Party(main.source, main.extractor, schema, entity_id, main.record)
        return self._entities[entity_id]
