"""Statements leave under schemata of FollowTheMoney's own."""

from __future__ import annotations

import pytest
from followthemoney.model import Model

from counterflow.model.schema import load_model
from counterflow.share.schema import BASE_ID, export_schema


@pytest.mark.parametrize(
    ("schema", "entity_schema", "prop", "expected"),
    [
        ("Person", "Person", "birthDate", "Person"),
        # A list that knows less keeps its own schema ...
        ("LegalEntity", "Person", "name", "LegalEntity"),
        # ... but not one that stands beside the entity's line: FtM's common_schema would refuse the entity.
        ("Asset", "Company", "name", "Company"),
        # Two vintages called it a public body and a company: it is an organisation, without what only a company has.
        ("Company", "Organization", "name", "Organization"),
        ("Company", "Organization", "voenCode", None),
        # Ours become the FtM parent, and lose what that lacks.
        ("Seizure", "Seizure", "location", "Event"),
        ("Seizure", "Seizure", "commodity", None),
        ("Remittance", "Remittance", "payer", "Payment"),
        ("Remittance", "Remittance", "quota", None),
        ("Seizure", "Seizure", BASE_ID, "Event"),
    ],
)
def test_export_schema(schema: str, entity_schema: str, prop: str, expected: str | None) -> None:
    """Each statement takes a schema that FtM has and whose property it is."""
    assert export_schema(schema, entity_schema, prop) == expected


def test_every_property_leaves_as_what_ftm_calls_it() -> None:
    """Whatever leaves has a property of FtM's model, of the same type."""
    ftm = Model.instance()
    for schema in load_model():
        for prop in schema.properties.values():
            name = None if prop.stub else export_schema(schema.name, schema.name, prop.name)
            if name is not None:
                assert ftm[name].properties[prop.name].type.name == prop.type.name


def test_the_line_of_every_schema_holds_together() -> None:
    """Any two schemata under which statements of one entity leave have a common schema."""
    ftm = Model.instance()
    for whole in ftm:
        names = {export_schema(name, whole.name, BASE_ID) for name in whole.names}
        assert None not in names
        for left in names:
            for right in names:
                assert ftm.common_schema(str(left), str(right)).name in names
