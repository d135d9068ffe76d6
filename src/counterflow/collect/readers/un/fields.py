"""Every element below an `INDIVIDUAL` or `ENTITY` of the UN's list, and what becomes of it."""

from __future__ import annotations

_PAPER = "number, type, country and dates of a Passport or Identification; the number on the party too"
_NAMES = "alias, weakAlias or previousName by its QUALITY"
_BIRTH = "birthDate"

FIELDS: dict[str, str] = {
    "DATAID": "entity id",
    "VERSIONNUM": "dropped: 1 in every record",
    **{f"{order}_NAME": "name, its parts joined" for order in ("FIRST", "SECOND", "THIRD", "FOURTH")},
    "NAME_ORIGINAL_SCRIPT": "alias",
    "UN_LIST_TYPE": "Sanction.program",
    "REFERENCE_NUMBER": "Sanction.unscId, Sanction.authorityId",
    "LISTED_ON": "Sanction.listingDate",
    "LIST_TYPE": "holds VALUE alone",
    "LIST_TYPE/VALUE": "dropped: 'UN List' in every record",
    "LAST_DAY_UPDATED": "holds VALUE alone",
    "LAST_DAY_UPDATED/VALUE": "Sanction.modifiedAt",
    "SUBMITTED_ON": "Sanction.date",
    "SUBMITTED_BY": "Sanction.summary",
    "SORT_KEY": "dropped: empty, for the publisher's own display",
    "SORT_KEY_LAST_MOD": "dropped: empty, for the publisher's own display",
    "COMMENTS1": "document of kind narrative",
    "GENDER": "gender; 'Unknown' says nothing",
    "TITLE": "holds VALUE alone",
    "TITLE/VALUE": "title",
    "DESIGNATION": "holds VALUE alone",
    "DESIGNATION/VALUE": "position of a person, else notes",
    "NATIONALITY": "holds VALUE alone",
    "NATIONALITY/VALUE": "nationality",
    **{f"{kind}_ALIAS": _NAMES for kind in ("INDIVIDUAL", "ENTITY")},
    **{f"{kind}_ALIAS/ALIAS_NAME": _NAMES for kind in ("INDIVIDUAL", "ENTITY")},
    **{f"{kind}_ALIAS/QUALITY": "chooses the property of the name" for kind in ("INDIVIDUAL", "ENTITY")},
    **{f"{kind}_ALIAS/NOTE": "notes; the name in its own script as ALIAS_NAME" for kind in ("INDIVIDUAL", "ENTITY")},
    "INDIVIDUAL_ALIAS/DATE_OF_BIRTH": "birthDate with the hedge possible: it may be that of the alias alone",
    "INDIVIDUAL_ALIAS/CITY_OF_BIRTH": "birthPlace with the hedge possible",
    "INDIVIDUAL_ALIAS/COUNTRY_OF_BIRTH": "birthPlace with the hedge possible",
    "INDIVIDUAL_DATE_OF_BIRTH": _BIRTH,
    "INDIVIDUAL_DATE_OF_BIRTH/TYPE_OF_DATE": "APPROXIMATELY: circa",
    **{f"INDIVIDUAL_DATE_OF_BIRTH/{part}": _BIRTH for part in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR")},
    "INDIVIDUAL_DATE_OF_BIRTH/NOTE": "birthDate where it is a finer date, else notes",
    **{
        f"{kind}{part}": "address and country"
        for kind in ("INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS")
        for part in ("", "/STREET", "/CITY", "/STATE_PROVINCE", "/ZIP_CODE", "/COUNTRY")
    },
    **{
        f"INDIVIDUAL_PLACE_OF_BIRTH{part}": "birthPlace and birthCountry"
        for part in ("", "/STREET", "/CITY", "/STATE_PROVINCE", "/ZIP_CODE", "/COUNTRY")
    },
    **{
        f"{kind}/NOTE": "notes; 'previously' and 'possibly' hedge the address or birthPlace"
        for kind in ("INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS", "INDIVIDUAL_PLACE_OF_BIRTH")
    },
    "INDIVIDUAL_DOCUMENT": _PAPER,
    "INDIVIDUAL_DOCUMENT/TYPE_OF_DOCUMENT": "type; Passport where it says so, else Identification",
    "INDIVIDUAL_DOCUMENT/TYPE_OF_DOCUMENT2": "type; Passport where it says so, else Identification",
    "INDIVIDUAL_DOCUMENT/NUMBER": f"{_PAPER}; words around the number: summary and endDate",
    "INDIVIDUAL_DOCUMENT/ISSUING_COUNTRY": "country",
    "INDIVIDUAL_DOCUMENT/COUNTRY_OF_ISSUE": "country",
    "INDIVIDUAL_DOCUMENT/CITY_OF_ISSUE": "authority",
    "INDIVIDUAL_DOCUMENT/DATE_OF_ISSUE": "startDate",
    "INDIVIDUAL_DOCUMENT/NOTE": "summary; endDate where it states an expiry",
}
"""An element that is not here becomes a problem row, so that a changed format is seen."""

_PARTS = frozenset(["NAME_ORIGINAL_SCRIPT", "DESIGNATION", "TITLE", "NATIONALITY", "LAST_DAY_UPDATED"])
_VALUE = frozenset(["VALUE"])
SEVERAL: dict[str, frozenset[str]] = {
    "INDIVIDUAL": _PARTS
    | {f"INDIVIDUAL_{part}" for part in ("ALIAS", "ADDRESS", "DATE_OF_BIRTH", "PLACE_OF_BIRTH", "DOCUMENT")},
    "ENTITY": _PARTS | {"ENTITY_ALIAS", "ENTITY_ADDRESS"},
    **dict.fromkeys(("DESIGNATION", "TITLE", "NATIONALITY", "LAST_DAY_UPDATED"), _VALUE),
}
"""What may stand several times beside each other, by the element that holds it; all else stands once."""
