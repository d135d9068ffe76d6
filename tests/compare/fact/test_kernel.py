"""What the facts of two parties say of each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.fact.builder import FactBuilder
from counterflow.compare.fact.feature import CAPPED, FEATURE_COUNT, FEATURES, Feature
from counterflow.compare.fact.kernel import compare_facts
from counterflow.compare.fact.weight import load_weights

Properties = Mapping[str, Sequence[str]]


def features(left: Properties, right: Properties, schemata: tuple[str, str] = ("Thing", "Thing")) -> dict[str, float]:
    """Compare two parties and give the features that are not 0; both ways around, which must agree."""
    builder = FactBuilder()
    builder.add(schemata[0], left)
    builder.add(schemata[1], right)
    facts = builder.freeze()
    row, back = np.full((2, FEATURE_COUNT), np.nan, np.float32)
    compare_facts(facts, 0, facts, 1, row)
    compare_facts(facts, 1, facts, 0, back)
    assert row.tolist() == back.tolist()
    return {info.name: float(value) for info, value in zip(FEATURES, row, strict=True) if value != 0}


def odds(left: Properties, right: Properties) -> float:
    """Give the log-odds that the facts of two parties add."""
    weights = load_weights()
    return sum(float(weights[Feature[name.upper()]]) * value for name, value in features(left, right).items())


BIRTHS = [
    (["1955-06-04"], ["1955-06-04"], {"birth_date_day_equal": 1}),
    (["1955-06-04"], ["1955-04-06"], {"birth_date_day_month_swapped": 1}),
    (["1955-06-04"], ["1955-06"], {"birth_date_month_equal": 1}),
    (["1955-06-04"], ["1955"], {"birth_year_equal": 1}),
    (["1955-06-04"], ["1965-06-04"], {"birth_date_year_typo": 1}),
    (["1955-06-04"], ["1956-06-04"], {"birth_date_year_typo": 1}),
    (["1967-06-04"], ["1976-06-04"], {"birth_date_year_typo": 1}),
    (["1955-06-04"], ["1955-06-14"], {"birth_date_day_differs": 1}),
    (["1955-06-04"], ["1955-11-30"], {"birth_year_other_day": 1}),
    (["1955-06-04"], ["1956-11-30"], {"birth_year_off_by_one": 1}),
    (["1955"], ["1956"], {"birth_year_off_by_one": 1}),
    (["1955"], ["1957"], {"birth_year_differs": 1, "birth_years_apart": 0.05}),
    (["1955-06-04"], ["1990"], {"birth_year_differs": 1, "birth_years_apart": 1}),
    # Kim Jong Un: OFAC says 8 January 1984, the UN 8 January 1982, the EU 1983 to 1984.
    (["1955-06-04"], ["1961-11-30"], {"birth_date_differs": 1, "birth_years_apart": 0.25}),
    (["1955-06-04"], ["1961-11-04"], {"birth_year_differs": 1, "birth_years_apart": 0.25}),
    (["1955-06-04"], ["1961-01-01"], {"birth_year_differs": 1, "birth_years_apart": 0.25}),
    (["1955-06-04"], ["1961-11"], {"birth_year_differs": 1, "birth_years_apart": 0.25}),
    (["1955-06-04", "1959"], ["1961-11-30"], {"birth_year_differs": 1, "birth_years_apart": 0.05}),
    (["1984-01-08"], ["1982-01-08"], {"birth_year_differs": 1, "birth_years_apart": 0.05}),
    (["1984-01-08"], ["1983", "1984"], {"birth_year_equal": 1}),
    # "circa 1965", decades, ranges and alternatives, as EDTF and as FtM writes them.
    (["1965~"], ["1967-03-01"], {"birth_range_overlaps": 1}),
    (["circa 1965"], ["1968-03-01"], {"birth_year_off_by_one": 1}),
    (["196X"], ["1967-03-01"], {"birth_range_overlaps": 1}),
    (["1960/1962"], ["1961-05-06"], {"birth_range_overlaps": 1}),
    (["1960", "1962"], ["1961-05-06"], {"birth_range_overlaps": 1}),
    (["1940", "1962"], ["1951-05-06"], {"birth_year_differs": 1, "birth_years_apart": 0.5}),
    (["[1960,1966]"], ["1966-05-06"], {"birth_year_equal": 1}),
    # Any date that agrees is enough.
    (["1950-03-02", "1961-10-01", "1944"], ["1961-10-01"], {"birth_date_day_equal": 1}),
    # 1 January is a form's default.
    (["1970-01-01"], ["1970-05-05"], {"birth_year_equal": 1}),
    (["1970-01-01"], ["1970-01-01"], {"birth_year_equal": 1}),
    (["XXXX-05-05"], ["1955-05-05"], {}),
    (["1955-13-45"], ["1955-05-05"], {}),
    (["unknown"], ["1955-05-05"], {}),
]


@pytest.mark.parametrize(("left", "right", "expected"), BIRTHS)
def test_birth_dates(left: list[str], right: list[str], expected: dict[str, float]) -> None:
    assert features({"birthDate": left}, {"birthDate": right}) == pytest.approx(expected)


COUNTRIES = [
    ({"nationality": ["ru"]}, {"citizenship": ["Russian Federation"]}, {"nationality_shared": 1, "country_shared": 1}),
    ({"nationality": ["Россия"]}, {"nationality": ["Russie"]}, {"nationality_shared": 1, "country_shared": 1}),
    ({"nationality": ["ru", "cy"]}, {"nationality": ["cy"]}, {"nationality_shared": 1, "country_shared": 1}),
    ({"nationality": ["ru"]}, {"nationality": ["cy"]}, {"nationality_differs": 1, "country_differs": 1}),
    ({"nationality": ["ru"]}, {"country": ["ru"]}, {"country_shared": 1}),
    ({"nationality": ["ru"]}, {"country": ["cy"]}, {"country_differs": 1}),
    # States that ended, and who came after; parts and what they are part of.
    ({"birthCountry": ["suhh"]}, {"birthCountry": ["ge"]}, {"birth_country_shared": 0.5, "country_shared": 0.5}),
    ({"birthCountry": ["suhh"]}, {"birthCountry": ["suhh"]}, {"birth_country_shared": 1, "country_shared": 1}),
    ({"nationality": ["yucs"]}, {"nationality": ["rs"]}, {"nationality_shared": 0.5, "country_shared": 0.5}),
    ({"nationality": ["yucs"]}, {"nationality": ["it"]}, {"nationality_differs": 1, "country_differs": 1}),
    ({"country": ["hk"]}, {"country": ["cn"]}, {"residence_shared": 0.5, "country_shared": 0.5}),
    ({"country": ["hk"]}, {"country": ["mo"]}, {"residence_differs": 1, "country_differs": 1}),
    ({"nationality": ["kp"]}, {"nationality": ["kr"]}, {"nationality_differs": 1, "country_differs": 1}),
    # A ship changes its flag.
    ({"flag": ["pa"], "pastFlags": ["kp"]}, {"flag": ["kp"]}, {"flag_shared": 1, "country_shared": 1}),
    ({"nationality": ["stateless"]}, {"nationality": ["ru"]}, {}),
]


@pytest.mark.parametrize(("left", "right", "expected"), COUNTRIES)
def test_countries(left: Properties, right: Properties, expected: dict[str, float]) -> None:
    assert features(left, right) == expected


NUMBERS = [
    ("imoNumber", "IMO 9187629", "9187629", {"imo_equal"}),
    ("imoNumber", "9187629", "8987333", {"imo_differs"}),
    ("leiCode", "5493001KJTIIGC8Y1R12", "5493-001K-JTII-GC8Y-1R12", {"lei_equal"}),
    ("leiCode", "5493001KJTIIGC8Y1R12", "549300MLUDYVRQOOXS22", {"lei_differs"}),
    ("swiftBic", "KKBCKPPY", "KKBCKPPYXXX", {"swift_equal"}),
    ("swiftBic", "DEUTDEFF500", "DEUTDEFF", {"swift_equal"}),
    ("swiftBic", "DEUTDEFF", "COBADEFF", {"swift_differs"}),
    ("mmsi", "445114000", "445 114 000", {"mmsi_equal"}),
    ("passportNumber", "K-348486", "K348486", {"passport_equal"}),
    ("passportNumber", "002955916", "2955916", {"passport_equal"}),
    ("phone", "+7 495 123-45-67", "8 (495) 1234567", {"phone_equal"}),
    ("phone", "12345", "12345", set()),
    ("email", "Info@Example-Shipping.com", "info@example-shipping.com", {"email_equal", "domain_equal"}),
    ("email", "a.ivanov@mail.ru", "b.petrov@mail.ru", set()),
    ("publicKey", "12udabs2TkX7NXCSj6KpqXfakjE52ZPLhz", "12udabs2TkX7NXCSj6KpqXfakjE52ZPLhz", {"wallet_equal"}),
    ("publicKey", "12udabs2TkX7NXCSj6KpqXfakjE52ZPLhz", "12UDABS2tkX7NXCSj6KpqXfakjE52ZPLhz", set()),
    ("registrationNumber", "1027700132195", "1027700132195", {"registration_equal"}),
    ("registrationNumber", "n/a", "n/a", set()),
    ("registrationNumber", "123", "123", set()),
    # Without a common country two numbers may be of two registers.
    ("registrationNumber", "1027700132195", "1027739609391", set()),
    # An INN is Russian wherever its holder is.
    ("innCode", "7707083893", "7736050003", {"tax_differs"}),
]


@pytest.mark.parametrize(("name", "left", "right", "expected"), NUMBERS)
def test_identifiers(name: str, left: str, right: str, expected: set[str]) -> None:
    assert set(features({name: [left]}, {name: [right]})) == expected


def test_numbers_of_one_country_differ_and_cap_the_score() -> None:
    found = features(
        {"jurisdiction": ["ru"], "registrationNumber": ["1027700132195"], "taxNumber": ["7707083893"]},
        {"jurisdiction": ["ru"], "registrationNumber": ["1027739609391"], "taxNumber": ["7736050003"]},
    )
    assert {"registration_differs", "tax_differs"} <= set(found)
    capped = {Feature.REGISTRATION_DIFFERS, Feature.TAX_DIFFERS, Feature.LEI_DIFFERS, Feature.IMO_DIFFERS}
    assert capped == set(CAPPED)


def test_numbers_of_different_countries_do_not_differ() -> None:
    found = features(
        {"jurisdiction": ["ru"], "registrationNumber": ["1027700132195"]},
        {"jurisdiction": ["cy"], "registrationNumber": ["HE123456"]},
    )
    assert set(found) == {"jurisdiction_differs", "country_differs"}


def test_a_number_under_another_name_is_equal_and_no_other_number_differs() -> None:
    found = features(
        {"country": ["ir"], "idNumber": ["10101162790"], "registrationNumber": ["86486"]},
        {"country": ["ir"], "registrationNumber": ["10101162790"], "idNumber": ["55555"]},
    )
    assert set(found) == {"residence_shared", "country_shared", "number_other_kind_equal"}


def test_two_passports_of_one_country_hardly_count() -> None:
    left = {"nationality": ["kp"], "passportNumber": ["PS-472220138"]}
    right = {"nationality": ["kp"], "passportNumber": ["PD-654210025"]}
    assert set(features(left, right)) == {"nationality_shared", "country_shared", "passport_differs"}
    assert odds(left, right) > 0


SCHEMATA = [
    (("Person", "Person"), {"schema_same"}),
    (("Person", "Company"), {"schema_contradicts"}),
    (("Person", "LegalEntity"), set()),
    (("Vessel", "LegalEntity"), set()),
    (("Company", "Organization"), set()),
    (("PublicBody", "Company"), set()),
    (("Vessel", "Company"), {"schema_contradicts"}),
    (("Vessel", "Vehicle"), set()),
    (("Vessel", "Airplane"), {"schema_contradicts"}),
    (("Person", "No such schema"), set()),
]


@pytest.mark.parametrize(("schemata", "expected"), SCHEMATA)
def test_schemata(schemata: tuple[str, str], expected: set[str]) -> None:
    assert set(features({}, {}, schemata)) == expected


ADDRESSES = [
    (
        "Ul. Lenina 12, office 4, 119180 Moscow, Russia",
        "12 Lenina Street, Moscow",
        {"address_similar": 1, "address_town_shared": 1},
    ),
    ("Ul. Lenina 12, Moscow", "Ul. Lenina 14, Moscow", {"address_town_shared": 1}),
    ("Tehran, Iran", "Azadi Avenue 5, Tehran", {"address_town_shared": 1}),
    ("Tehran, Iran", "Isfahan, Iran", {}),
    (
        "улица Ленина 12, Дамаск, Сирия",
        "Lenina Street 12, Damask, Syria",
        {"address_similar": 1, "address_town_shared": 1},
    ),
    ("Iran", "Iran", {}),
    ("", "", {}),
]


@pytest.mark.parametrize(("left", "right", "expected"), ADDRESSES)
def test_addresses(left: str, right: str, expected: dict[str, float]) -> None:
    assert features({"address": [left]}, {"address": [right]}) == expected


OTHERS = [
    ({"gender": ["male"]}, {"gender": ["Male"]}, {"gender_shared"}),
    ({"gender": ["male"]}, {"gender": ["female"]}, {"gender_differs"}),
    ({"gender": ["male", "female"]}, {"gender": ["female"]}, set()),
    ({"birthPlace": ["Ariwara, DRC"]}, {"birthPlace": ["Ariwara"]}, {"birth_place_shared"}),
    ({"birthPlace": ["Bunia"]}, {"birthPlace": ["Ariwara"]}, {"birth_place_differs"}),
    ({"grossRegisteredTonnage": ["28,390"]}, {"grossRegisteredTonnage": ["28390 tons"]}, {"tonnage_equal"}),
    ({"grossRegisteredTonnage": ["28390"]}, {"grossRegisteredTonnage": ["6558"]}, {"tonnage_differs"}),
    ({"buildDate": ["1988"]}, {"buildDate": ["1988-05-01"]}, {"build_year_equal"}),
    ({"buildDate": ["1988"]}, {"buildDate": ["1999"]}, {"build_year_differs"}),
    ({"birthDate": ["1990"]}, {"birthDate": ["1950"], "deathDate": ["1985"]}, {"born_after_death"}),
    ({"incorporationDate": ["2004-03-01"]}, {"incorporationDate": ["2004-03-01"]}, {"incorporation_day_equal"}),
    ({"incorporationDate": ["2004"]}, {"incorporationDate": ["2005"]}, set()),
    ({"dunsCode": ["56-155-8829"]}, {"dunsCode": ["561558829"]}, {"register_code_equal"}),
    ({"dunsCode": ["561558829"]}, {"cikCode": ["561558829"]}, set()),
    ({"website": ["https://www.glocom-corp.com/x"]}, {"email": ["sales@glocom-corp.com"]}, {"domain_equal"}),
]


@pytest.mark.parametrize(("left", "right", "expected"), OTHERS)
def test_other_facts(left: Properties, right: Properties, expected: set[str]) -> None:
    assert expected <= set(features(left, right))
    assert len(expected) > 0 or features(left, right) == {}


_DATES = st.sampled_from(["1955-06-04", "1955-04-06", "1955", "1956-06", "1960", "1963", "196X", "1965~", "1988-12-31"])
_COUNTRIES = st.sampled_from(["ru", "ua", "suhh", "hk", "cn", "kp", "cy"])
_FACTS = st.one_of(
    st.tuples(st.just("birthDate"), _DATES),
    st.tuples(st.sampled_from(["nationality", "country", "birthCountry", "flag"]), _COUNTRIES),
    st.tuples(
        st.sampled_from(
            ["passportNumber", "taxNumber", "vatCode", "registrationNumber", "idNumber", "innCode", "phone"]
        ),
        st.sampled_from(["7707083893", "7736050003", "7710140679"]),
    ),
    st.tuples(st.just("imoNumber"), st.sampled_from(["9187629", "8987333", "8405311"])),
    st.tuples(st.just("swiftBic"), st.sampled_from(["DEUTDEFF", "COBADEFF"])),
    st.tuples(
        st.just("incorporationDate"), st.sampled_from(["2004-03-01", "2004-01-03", "2005-03-01", "2014", "2004"])
    ),
    st.tuples(
        st.sampled_from(["address", "birthPlace"]), st.sampled_from(["Moscow", "Lenina 12, Moscow", "Kyiv", "Lenina 5"])
    ),
    st.tuples(st.just("email"), st.sampled_from(["a@glocom-corp.com", "b@glocom-corp.com", "a@mail.ru"])),
)
_TEXT_NAMES = "birthDate address birthPlace country passportNumber email phone website gender type publicKey".split()
_PARTIES = st.lists(_FACTS, max_size=6)


def party(facts: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Give the properties of facts; all parties are of one country, so that their numbers are comparable throughout."""
    properties: dict[str, list[str]] = {"jurisdiction": ["ir"]}
    for name, value in facts:
        properties.setdefault(name, []).append(value)
    return properties


@given(_PARTIES, _PARTIES)
def test_features_lie_in_the_unit_interval_and_do_not_depend_on_sides_or_order(
    left: list[tuple[str, str]], right: list[tuple[str, str]]
) -> None:
    found = features(party(left), party(right))
    assert all(0 < value <= 1 for value in found.values())
    assert found == features(party(left[::-1]), party(right[::-1]))
    assert found == features(party(left + left), party(right))


@given(_PARTIES, _PARTIES, _FACTS)
def test_an_equal_fact_never_lowers_the_odds(
    left: list[tuple[str, str]], right: list[tuple[str, str]], fact: tuple[str, str]
) -> None:
    before = odds(party(left), party(right))
    assert odds(party([*left, fact]), party([*right, fact])) >= before - 1e-5


@given(_PARTIES)
def test_a_party_never_contradicts_itself(facts: list[tuple[str, str]]) -> None:
    found = features(party(facts), party(facts))
    assert not [name for name in found if name.endswith(("differs", "contradicts", "apart"))]


@given(_PARTIES)
def test_what_one_side_does_not_state_says_nothing(facts: list[tuple[str, str]]) -> None:
    assert features(party(facts), {}) == {}


@given(st.lists(st.tuples(st.sampled_from(_TEXT_NAMES), st.text(st.characters(), max_size=60))))
def test_no_text_makes_it_fail(facts: list[tuple[str, str]]) -> None:
    features(party(facts), party(facts))


@pytest.mark.parametrize(
    "text", ["", " ", "x" * 10_000, "1 " * 5_000, "\ud800", "\u202e\x00", "🚢", "0" * 30, "9" * 400]
)
def test_bad_values_are_left_out(text: str) -> None:
    names = [
        "birthDate",
        "deathDate",
        "nationality",
        "address",
        "birthPlace",
        "imoNumber",
        "leiCode",
        "swiftBic",
        "email",
    ]
    names += ["website", "phone", "taxNumber", "gender", "grossRegisteredTonnage", "publicKey", "type", "callSign"]
    both = {name: [text] for name in names}
    assert not [name for name in features(both, both) if name.endswith("differs")]


def test_many_facts_of_one_party_are_bounded() -> None:
    many = {
        "address": [f"{n} Lenina Street, Moscow" for n in range(1_000)],
        "taxNumber": [str(7707083893 + n) for n in range(1_000)],
    }
    found = features(many, many)
    assert found == {"address_similar": 1, "address_town_shared": 1, "tax_equal": 1}
