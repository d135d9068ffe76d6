"""Schemata of our own: FtM's model grows by them and is otherwise as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from followthemoney.model import Model
from followthemoney.property import Property
from followthemoney.proxy import EntityProxy
from followthemoney.schema import Schema

from counterflow.exc import InputError
from counterflow.model.schema import OWN_PATH, clean_value, ftm_schema, get_property, get_schema, load_model

FTM = Model.instance()
OWN = {
    name: spec
    for path in sorted(OWN_PATH.glob("*.yaml"))
    for name, spec in yaml.safe_load(path.read_text(encoding="utf-8")).items()
}
DOCS = Path(__file__).parents[2] / "docs" / "schema.md"

EXAMPLES = {
    "activity": ("labour abroad", "labour abroad"),
    "amount": ("A$160 million", "A$160 million"),
    "amountUsd": ("2990000", "2990000"),
    "capacity": ("300 tons a year", "300 tons a year"),
    "channel": ("cash by courier", "cash by courier"),
    "currency": ("AUD", "AUD"),
    "date": ("2003-04-20", "2003-04-20"),
    "destinationCountry": ("Australia", "au"),
    "endDate": ("2006", "2006"),
    "hsCode": ("2701", "2701"),
    "originCountry": ("North Korea", "kp"),
    "quantity": ("150 kilograms", "150 kilograms"),
    "quota": ("$100,000 per year", "$100,000 per year"),
    "share": ("40 percent of exports", "40 percent of exports"),
    "startDate": ("2003-04", "2003-04"),
    "type": ("narcotic", "narcotic"),
}
"""A value of each property of ours that names no entity, and what it is cleaned to."""


def own_properties(name: str) -> list[Property]:
    """What one of our schemata adds to its parent."""
    return [get_property(name, prop) for prop in OWN[name]["properties"]]


def parent_of(name: str) -> Schema:
    return FTM.schemata[ftm_schema(name)]


EVERY_OWN_PROPERTY = [prop for name in OWN for prop in own_properties(name)]


def test_each_file_holds_the_schema_of_its_name() -> None:
    """As in FtM, one file one schema, and the name says which; none takes a name that FtM has."""
    assert {path.stem for path in OWN_PATH.glob("*.yaml")} == set(OWN)
    assert set(OWN) & set(FTM.schemata) == set()


@pytest.mark.parametrize("name", OWN)
def test_each_extends_one_schema_of_ftm_that_may_be_stored(name: str) -> None:
    """The parent is what it becomes on export: one, FtM's, and not abstract, for FtM stores no abstract entity."""
    (parent,) = OWN[name]["extends"]
    assert not FTM.schemata[parent].abstract
    assert {one.name for one in get_schema(name).extends} == {parent}


@pytest.mark.parametrize("name", OWN)
def test_each_says_what_it_is(name: str) -> None:
    """Label, plural, description, and all that FtM does not inherit: featured, required, caption, matchable, edge."""
    spec, schema = OWN[name], get_schema(name)
    assert spec["label"] != spec["plural"]
    assert f"`{parent_of(name).name}`" in spec["description"]
    assert min(len(spec[key]) for key in ("featured", "required", "caption")) > 0
    assert spec["matchable"] is False
    parent = parent_of(name)
    assert (schema.edge_source, schema.edge_target) == (parent.edge_source, parent.edge_target)


@pytest.mark.parametrize("name", OWN)
def test_each_has_a_period_where_its_parent_has_one(name: str) -> None:
    """What lies on a timeline as its parent does so itself."""
    assert get_schema(name).temporal_start[: len(parent_of(name).temporal_start)] == parent_of(name).temporal_start


@pytest.mark.parametrize("prop", EVERY_OWN_PROPERTY, ids=lambda prop: prop.qname)
def test_a_property_is_of_the_type_that_ftm_gives_its_name(prop: Property) -> None:
    """One name, one meaning: no property hides its parent's, and a name that FtM uses elsewhere keeps a type of it."""
    assert prop.name not in parent_of(prop.schema.name).properties
    types = {one.type.name for one in FTM.properties if one.name == prop.name and not one.stub}
    assert len(types) == 0 or prop.type.name in types
    assert {one.type.name for one in EVERY_OWN_PROPERTY if one.name == prop.name} == {prop.type.name}


@pytest.mark.parametrize("prop", EVERY_OWN_PROPERTY, ids=lambda prop: prop.qname)
def test_a_property_has_words(prop: Property) -> None:
    """Label and description stand in the page of the schemata."""
    spec = OWN[prop.schema.name]["properties"][prop.name]
    assert spec["label"].strip() != ""
    assert spec["description"].strip() != ""


def reverses() -> Iterator[tuple[Property, str]]:
    for name, spec in OWN.items():
        for prop, one in spec["properties"].items():
            if one.get("type") == "entity":
                yield get_property(name, prop), one["reverse"]["name"]


def test_the_way_back_has_a_name_of_its_own() -> None:
    """FtM takes a property that is there for a reverse of the same name, in silence; ours meet none."""
    names = [name for _, name in reverses()]
    assert len(set(names)) == len(names)
    assert set(names) & {prop.name for prop in FTM.properties} == set()
    assert set(names) & {prop.name for prop in EVERY_OWN_PROPERTY} == set()


@pytest.mark.parametrize(("prop", "reverse"), list(reverses()), ids=str)
def test_a_property_that_names_an_entity_leads_there_and_back(prop: Property, reverse: str) -> None:
    """It has a range and a reverse that stands on the range and cannot be written."""
    assert prop.range is not None
    assert prop.reverse is prop.range.get(reverse)
    assert prop.reverse is not None
    assert prop.reverse.stub
    assert prop.reverse.range == prop.schema


@pytest.mark.parametrize("name", FTM.schemata)
def test_a_schema_of_ftm_is_as_it_was(name: str) -> None:
    """Nothing changes but the ways back from our properties, which hold no value."""
    before, after = FTM.schemata[name], get_schema(name)
    added = set(after.properties) - set(before.properties)
    assert added <= {reverse for _, reverse in reverses()}
    assert all(after.properties[one].stub for one in added)
    old, new = before.to_dict(), after.to_dict()
    kept = {prop: spec for prop, spec in new["properties"].items() if prop not in added}
    assert {**new, "properties": kept} == old
    assert {one.name for one in before.matchable_schemata} == {one.name for one in after.matchable_schemata}


def test_the_model_is_ftms_and_ours() -> None:
    """No schema is lost or slips in."""
    assert set(load_model().schemata) == {*FTM.schemata, *OWN}


def test_a_schema_is_exported_as_ftms() -> None:
    """Ours become their parent, FtM's stay themselves."""
    assert {name: ftm_schema(name) for name in FTM.schemata} == {name: name for name in FTM.schemata}
    assert {name: [ftm_schema(name)] for name in OWN} == {name: spec["extends"] for name, spec in OWN.items()}


def example(prop: Property) -> str:
    """A value of a property, of ours or FtM's."""
    by_type = {
        "entity": "some-id",
        "date": "2003-04-20",
        "country": "kp",
        "identifier": "2701",
        "url": "https://un.org",
    }
    return EXAMPLES[prop.name][1] if prop.name in EXAMPLES else by_type.get(prop.type.name, "words")


@pytest.mark.parametrize("name", OWN)
def test_export_keeps_what_the_parent_has(name: str) -> None:
    """Read as its parent an entity keeps every property of it; it loses ours, and docs/schema.md lists each of them."""
    full = {prop.name: [example(prop)] for prop in get_schema(name).properties.values() if not prop.stub}
    exported = EntityProxy.from_dict({"id": "x", "schema": ftm_schema(name), "properties": full})
    assert {prop.name for prop in exported.iterprops()} == {
        prop.name for prop in parent_of(name).properties.values() if not prop.stub
    }
    lost = set(full) - {prop.name for prop in exported.iterprops()}
    assert lost == set(OWN[name]["properties"])
    assert lost == documented(name)


def documented(name: str) -> set[str]:
    """The properties that docs/schema.md lists under a schema."""
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", DOCS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert section is not None
    return set(re.findall(r"^\| `(\w+)` \|", section[1], re.MULTILINE))


@pytest.mark.parametrize("prop", EVERY_OWN_PROPERTY, ids=lambda prop: prop.qname)
def test_a_value_is_cleaned_by_its_type(prop: Property) -> None:
    """A value of each property of ours comes out as FtM's type writes it; an id of an entity as it is."""
    text, cleaned = ("some-id", "some-id") if prop.type.name == "entity" else EXAMPLES[prop.name]
    assert clean_value(prop.schema.name, prop.name, text) == cleaned
    for one in prop.examples or []:
        assert clean_value(prop.schema.name, prop.name, one) == one


@pytest.mark.parametrize(("prop", "text"), [("startDate", "soon"), ("originCountry", "the high seas")])
def test_what_is_no_value_of_the_type_is_none(prop: str, text: str) -> None:
    """A date that is no date and a country that is none are not kept."""
    assert clean_value("Shipment", prop, text) is None


def test_unknown_names_are_errors() -> None:
    """A schema or property that does not exist is named."""
    with pytest.raises(InputError, match="'Parade' is not known"):
        get_schema("Parade")
    with pytest.raises(InputError, match="'Seizure' has no property 'colour'"):
        get_property("Seizure", "colour")
