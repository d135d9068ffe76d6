"""Tables by a mapping: the same entities as FollowTheMoney's own engine gives, and where each value stands."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from followthemoney import model

from counterflow.case import load_case
from counterflow.collect.find import Finder, read_head
from counterflow.collect.readers.ftm.mapping import FtmMapping
from counterflow.collect.source import Source
from counterflow.exc import InputError

Read = Callable[..., Any]

COMPANIES = """id, name, country, phone, aliases, founded, street, town, owner_id, owner, share, status
1, Example Trading Ltd., China, +86 10 6532 1381, Extra; ETL ;, 21.03.1998, 1 Quay, Dandong, p1, Kim Ex, 51, active
2, Example Star S.A., pa, , , 1999, , Panama City, p1, Kim Ex, 49, active
3, Nowhere Inc., Narnia, , , sometime, , , , , , active
4, Gone Ltd., gb, , , , , , p2, Pat Example, 100, dissolved
, Keyless Ltd., gb, , , , , , , , , active
"""

MAPPING = """
example_registry:
  queries:
    - csv_url: companies.csv
      filters_not:
        status: dissolved
      entities:
        owner:
          schema: Person
          key_literal: owner
          key: owner_id
          properties:
            name: {column: owner, required: true}
            topics: {literal: role.oligarch}
        company:
          schema: Company
          keys: [id]
          properties:
            name: {column: name}
            alias: {column: aliases, split: ";"}
            jurisdiction: {column: country}
            phone: {column: phone}
            incorporationDate: {column: founded, format: "%d.%m.%Y"}
            address: {columns: [street, town], join: ", "}
            website: {template: "https://example.org/{{id}}"}
            sourceUrl: {literals: ["https://example.org/registry"]}
        ownership:
          schema: Ownership
          key_literal: ownership
          keys: [id, owner_id]
          properties:
            owner: {entity: owner, required: true}
            asset: {entity: company, required: true}
            percentage: {column: share}
"""

OTHERS = """
first_set:
  query:
    csv_url: companies.csv
    filters: {status: [active, dormant]}
    entities:
      company:
        schema: Company
        id_column: id
        properties:
          name: {column: name}
second_set:
  queries:
    - csv_urls: [companies.csv, more/people.csv]
      entities:
        person:
          schema: Person
          keys: [owner_id, owner]
          properties:
            name: {column: owner}
            nationality: {column: country, fuzzy: true}
"""


def _write(folder: Path, mapping: str, companies: str = COMPANIES) -> Path:
    (folder / "companies.csv").write_text(companies, encoding="utf-8")
    path = folder / "registry.mapping.yml"
    path.write_text(mapping, encoding="utf-8")
    return path


def _by_ftm(path: Path) -> dict[str, dict[str, set[str]]]:
    """Give the entities that FtM's own engine makes of a mapping, merged by id."""
    found: dict[str, dict[str, set[str]]] = {}
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        for dataset, meta in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for query in meta.get("queries", [meta.get("query")]):
                for entity in model.map_entities(query, key_prefix=dataset, dataset=dataset):
                    values = found.setdefault(f"{dataset} {entity.id} {entity.schema.name}", {})
                    for prop, value in entity.itervalues():
                        values.setdefault(prop.name, set()).add(value)
    finally:
        os.chdir(before)
    return found


def _by_reader(reading: Any) -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = {}
    for row in reading.statements:
        values = found.setdefault(f"{row.dataset} {row.entity_id} {row.schema}", {})
        if row.prop != "id":
            values.setdefault(row.prop, set()).add(row.value)
    return found


@pytest.mark.parametrize("mapping", [MAPPING, OTHERS])
def test_same_entities_as_ftms_engine(tmp_path: Path, read_list: Read, mapping: str) -> None:
    """Keys, literals, templates, joins, splits, formats, filters and links work as in FtM's own engine."""
    (tmp_path / "more").mkdir()
    people = "owner_id,owner,country\np7,Sam Example,ru\np8,,ru\n,,ru\n"
    (tmp_path / "more" / "people.csv").write_text(people, encoding="utf-8")
    path = _write(tmp_path, mapping)
    reading = read_list(path, reader=FtmMapping())
    reading.check()
    expected = _by_ftm(path)
    assert _by_reader(reading) == expected
    assert len(expected) > 3


@pytest.fixture
def registry(tmp_path: Path, read_list: Read) -> Any:
    """The registry above, read."""
    return read_list(_write(tmp_path, MAPPING), reader=FtmMapping())


def _one(reading: Any, schema: str, name: str) -> str:
    (found,) = {row.entity_id for row in reading.statements if row.schema == schema and row.value == name}
    return str(found)


def test_rows_are_counted(registry: Any) -> None:
    """Of five rows the filter leaves one out; one has no key, and is a problem."""
    registry.check()
    mapping, table = registry.tallies
    assert (mapping.records, mapping.parties) == (0, 0)
    assert (table.file.path.name, table.records, table.parties) == ("companies.csv", 4, 3)
    (problem,) = [row for row in registry.problems if row.severity == "record"]
    assert (problem.record, problem.path) == ("line 6", "companies.csv")


def test_values_keep_row_and_column(registry: Any) -> None:
    """Evidence names the table, the row and the columns, and keeps the cell's words."""
    company = _one(registry, "Company", "Example Trading Ltd.")
    table = registry.source.files[1]
    (born,) = registry.support(company, "incorporationDate")
    assert (born.record, born.field, born.text, born.resource_id) == (
        "line 2",
        "founded",
        "21.03.1998",
        table.resource_id,
    )
    assert registry.values(company, "incorporationDate") == ["1998-03-21"]
    assert registry.values(company, "phone") == ["+861065321381"]
    assert [row.text for row in registry.support(company, "alias")] == ["Extra; ETL ;", "Extra; ETL ;"]
    (address,) = registry.support(company, "address")
    assert (address.field, address.text) == ("street, town", "1 Quay Dandong")
    assert [row.field for row in registry.support(company, "sourceUrl")] == ["(mapping)"]
    assert {row.dataset for row in registry.statements} == {"example_registry"}


def test_links(registry: Any) -> None:
    """An entity of the same row is linked by its id, and its name mentioned as FtM does."""
    owner = _one(registry, "Person", "Kim Ex")
    company = _one(registry, "Company", "Example Trading Ltd.")
    ties = {registry.values(one, "asset")[0]: one for one in registry.entities("Ownership")}
    assert registry.values(ties[company], "owner") == [owner]
    assert registry.values(ties[company], "percentage") == ["51"]
    assert set(registry.values(ties[company], "namesMentioned")) == {"Kim Ex", "Example Trading Ltd.", "Extra", "ETL"}


def test_values_that_are_none(registry: Any) -> None:
    """What FtM would drop with a line in its log is a problem row."""
    bad = {(row.field, row.value, row.message) for row in registry.problems if row.severity == "value"}
    assert ("country", "Narnia", "jurisdiction is not a valid country") in bad
    assert ("founded", "sometime", "incorporationDate is not a valid date") in bad


def test_missing_column(tmp_path: Path, read_list: Read) -> None:
    """A column that the table lacks is named once; FtM takes it for empty."""
    reading = read_list(_write(tmp_path, MAPPING.replace("column: phone", "column: telephone")), reader=FtmMapping())
    assert [row.field for row in reading.problems if "lacks" in row.message] == ["telephone"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("csv_url: companies.csv", "csv_url: https://example.org/companies.csv", "is not in the mapping's folder"),
        ("csv_url: companies.csv", "csv_url: ../companies.csv", "lies outside the mapping's folder"),
        ("csv_url: companies.csv", "csv_url: /etc/passwd", "lies outside the mapping's folder"),
        ("csv_url: companies.csv", "csv_url: file:///etc/passwd", "lies outside the mapping's folder"),
        ("csv_url: companies.csv", "csv_url: $HOME/companies.csv", "lies outside the mapping's folder"),
        ("csv_url: companies.csv", "csv_url: link.csv", "lies outside the mapping's folder"),
        ("csv_url: companies.csv", "csv_url: absent.csv", "is not there"),
        ("csv_url: companies.csv", "database: sqlite:///x.db", "reads from a database"),
        ("csv_url: companies.csv", "other: x", "is no mapping"),
        ("schema: Person", "schema: Wizard", "is no mapping: Invalid schema: Wizard"),
        ("entity: owner", "entity: nobody", "is no mapping"),
        ("queries:", "queries: [", "it is no YAML"),
        ("- csv_url: companies.csv", "- 1", "it is no YAML|no table of settings"),
        ("keys: [id]", "keys: [nothing]", None),
        ("status: dissolved", "status: [active, dissolved]", "no row of its tables became an entity"),
    ],
)
def test_refused(tmp_path: Path, read_list: Read, old: str, new: str, reason: str | None) -> None:
    """Other places than the mapping's folder, what FtM refuses, and mappings that give nothing."""
    outside = tmp_path / "outside.csv"
    outside.write_text("id\n1\n", encoding="utf-8")
    folder = tmp_path / "inputs"
    folder.mkdir()
    (folder / "link.csv").symlink_to(outside)
    assert old in MAPPING
    path = _write(folder, MAPPING.replace(old, new, 1))
    if reason is None:
        reading = read_list(path, reader=FtmMapping())
        assert "the mapping names a column that the table lacks" in reading.messages("value")
        return
    with pytest.raises(InputError, match=reason) as caught:
        read_list(path, reader=FtmMapping())
    assert caught.value.where == "registry.mapping.yml"


def test_file_urls_are_relative(tmp_path: Path, read_list: Read) -> None:
    """`file:` names a file of the folder too."""
    reading = read_list(_write(tmp_path, MAPPING.replace("companies.csv", "file:companies.csv")), reader=FtmMapping())
    assert reading.tallies[1].parties == 3


def test_recognised(tmp_path: Path) -> None:
    """A YAML file with queries and entities is a mapping; another is not."""
    path = _write(tmp_path, MAPPING)
    assert FtmMapping().recognise(read_head(path))
    assert [one.name for one in FtmMapping().companions(path)] == ["companies.csv"]
    path.write_text("title: a report\nentities: 3\n", encoding="utf-8")
    assert not FtmMapping().recognise(read_head(path))


def test_tables_are_no_inputs_of_their_own(tmp_path: Path) -> None:
    """In a case the mapping is the source and takes its tables along, though they come before it by name."""
    (tmp_path / "inputs").mkdir()
    (tmp_path / "case.toml").write_text('[case]\nname = "Registry"\n', encoding="utf-8")
    _write(tmp_path / "inputs", MAPPING)
    (source,) = Finder(load_case(tmp_path), (FtmMapping,)).find()
    assert isinstance(source, Source)
    assert [file.name for file in source.files] == ["inputs/registry.mapping.yml", "inputs/companies.csv"]


@pytest.mark.shared_data
def test_real_table(shared_data: Path, tmp_path: Path, read_list: Read) -> None:
    """FtM's own table of experts gives the same entities both ways."""
    fixture = shared_data / "interop" / "ftm_fixtures" / "experts.csv"
    (tmp_path / "companies.csv").write_bytes(fixture.read_bytes())
    path = tmp_path / "experts.mapping.yml"
    path.write_text(
        """
eu_experts:
  queries:
    - csv_url: companies.csv
      entities:
        expert:
          schema: Person
          key: id
          properties:
            name: {column: name}
            nationality: {column: nationality}
            gender: {column: gender}
        group:
          schema: Organization
          key: group_code
          properties:
            name: {column: group_name}
        member:
          schema: Membership
          keys: [id, group_code]
          key_literal: member
          properties:
            member: {entity: expert}
            organization: {entity: group}
            role: {column: membership_status}
""",
        encoding="utf-8",
    )
    reading = read_list(path, reader=FtmMapping())
    reading.check()
    assert _by_reader(reading) == _by_ftm(path)
    assert reading.tallies[1].records == reading.tallies[1].parties
    assert reading.tallies[1].parties > 10
