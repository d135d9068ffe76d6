"""Columns as people call them."""

from __future__ import annotations

from typing import Any

import pytest

from counterflow.screen.column import ROW_ID, SCHEMA, name_of, property_of


@pytest.mark.parametrize(
    ("columns", "prop"),
    [
        ("name full_name fullName Full-Name caption", "name"),
        ("first_name firstName FIRSTNAME given_name Forename", "firstName"),
        ("middle_name middleName", "middleName"),
        ("last_name lastName surname", "lastName"),
        ("schema type Type entity_type", SCHEMA),
        ("birth_date date_of_birth dob DOB birthDate birth-date", "birthDate"),
        ("nationality citizenship", "nationality"),
        ("country Country", "country"),
        ("gender sex", "gender"),
        ("place_of_birth birthPlace", "birthPlace"),
        ("address city", "address"),
        ("passport passportNumber passport_no", "passportNumber"),
        ("national_id idNumber", "idNumber"),
        ("registration_number registrationNumber", "registrationNumber"),
        ("tax_number taxNumber", "taxNumber"),
        ("imo IMO imoNumber", "imoNumber"),
        ("mmsi", "mmsi"),
        ("lei leiCode", "leiCode"),
        ("swift bic swiftBic", "swiftBic"),
        ("email e-mail", "email"),
        ("phone", "phone"),
        ("wallet publicKey", "publicKey"),
        ("innCode", "innCode"),
        ("weakAlias", "weakAlias"),
        ("id customer_id", ROW_ID),
    ],
)
def test_names_of_columns(columns: str, prop: str) -> None:
    """Capitals and signs do not count; FtM's own names are known."""
    assert [property_of(column) for column in columns.split()] == [prop] * len(columns.split())


@pytest.mark.parametrize("column", ["notes", "", "postcode", "№", "risk score"])
def test_other_columns_are_not_compared(column: str) -> None:
    """They are None, never guessed."""
    assert property_of(column) is None


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"id": "c-7", "Full Name": "Kim Yong Chol"}, "Kim Yong Chol"),
        ({"first_name": "Yong Chol", "surname": "Kim", "dob": "1962"}, "Yong Chol Kim"),
        ({"schema": "Person", "properties": {"alias": ["Kim"], "name": ["Kim Yong Chol", "K."]}}, "Kim Yong Chol"),
        ({"schema": "Vessel", "properties": {"imoNumber": ["9000000"]}}, None),
        ({"name": "  ", "imo": 9000000}, None),
    ],
)
def test_the_name_that_a_query_asks_by(query: dict[str, Any], name: str | None) -> None:
    """Whole or in parts, of columns or an entity; nothing else stands for it."""
    assert name_of(query) == name
