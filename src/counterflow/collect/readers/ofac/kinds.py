"""The kinds of item in OFAC's lists: what each is called, and what it says in FollowTheMoney's words.

The names are OFAC's own, gathered from the vintages of 2018 to 2025: in the remarks of the CSV an item begins with one,
in the XML `idType` holds it. `Kind.prop` is the property where the party's
schema has it, `Kind.fallback` the one that takes a number which fails the check of its kind.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of item."""

    action: str
    """How its text is read: a method of `OfacEntry` is named after it."""
    prop: str = "notes"
    fallback: str = "registrationNumber"


def _same(kind: Kind, *names: str) -> dict[str, Kind]:
    return {name.lower(): kind for name in names}


_PERSON_NUMBERS = (
    *(
        "National ID No.",
        "National ID",
        "Cedula No.",
        "Cedula",
        "C.U.R.P.",
        "CURP",
        "D.N.I.",
        "C.U.I.",
        "C.U.I.P.",
        "I.F.E.",
    ),
    *("Electoral Registry No.", "Credencial electoral", "Identification Number", "Identification", "Personal ID Card"),
    *(
        "National Foreign ID Number",
        "Residency Number",
        "Cartilla de Servicio Militar Nacional",
        "LE Number",
        "Serial No.",
    ),
    *("Birth Certificate Number", "Numero de Identidad", "Turkish Identification Number", "Citizen's Card Number"),
    *("Travel Document Number", "VisaNumberID", "Tazkira National ID Card", "UAE Identification", "Refugee ID Card"),
    *(
        "Seafarer's Identification Document",
        "Tarjeta Profesional",
        "Military Registration Number",
        "Driver's License No.",
    ),
    *(
        "Kenyan ID No.",
        "Moroccan Personal ID No.",
        "Bosnian Personal ID No.",
        "Stateless Person ID Card",
        "Numero Unico de Identidad",
        "N.I.E.",
    ),
    *(
        "Interpol: Red Notice. File No.",
        "Public Security and Immigration No.",
        "British National Overseas ID",
        "Family Card Number",
    ),
    *(
        "Afghan National ID Card",
        "Pilot License Number",
        "Tarjeta de Identidad",
        "Immigration No.",
        "National Identification Number",
    ),
)
_TAX_NUMBERS = (
    *(
        "Tax ID No.",
        "Tax ID",
        "NIT #",
        "NIT",
        "R.F.C.",
        "RFC",
        "RUC #",
        "RUC",
        "RIF #",
        "RIF",
        "C.U.I.T.",
        "US FEIN",
        "C.I.F.",
    ),
    *(
        "N.I.F.",
        "NUIT",
        "Italian Fiscal Code",
        "Fiscal Code",
        "Paraguayan tax identification number",
        "RTN",
        "RSIN",
        "TIN",
    ),
    *(
        "Numero de Identificacion Tributaria",
        "Numero Unico de Identificacao Tributaria (NUIT)",
        "Federal Tax ID",
        "I.R.S. Number",
    ),
)
_REGISTRATIONS = (
    *(
        "Registration Number",
        "Registration ID",
        "Business Registration Number",
        "Business Registration Document #",
        "Company Number",
    ),
    *(
        "UK Company Number",
        "Commercial Registry Number",
        "C.R. No.",
        "Public Registration Number",
    ),
    *("Folio Mercantil No.", "Matricula Mercantil No", "Matricula Mercantil No.", "Chamber of Commerce Number"),
    *(
        "Economic Register Number (CBLS)",
        "Central Registration System Number",
        "Istanbul Chamber of Comm. No.",
        "Enterprise Number",
    ),
    *(
        "Dubai Chamber of Commerce Membership No.",
        "Branch Unit Number",
        "Business Number",
        "Certificate of Incorporation Number",
    ),
    *(
        "Registered Charity No.",
        "File Number",
        "Government Gazette Number",
        "Romanian C.R.",
        "Registration Certificate Number (Dubai)",
    ),
    *(
        "Russian State Individual Business Registration Number Pattern (OGRNIP)",
        "Romanian Permanent Resident",
        "C.I.N.",
        "UN/LOCODE",
    ),
    *("Romanian Tax Registration", "Commercial Registration Number", "Bulstat", "Trade Register Number", "Company ID"),
)
_LICENCES = (
    *(
        "License",
        "Trade License No.",
        "Permit Number",
        "SRE Permit No.",
        "Afghan Money Service Provider License Number",
    ),
    *(
        "MSB Registration Number",
        "Tourism License No.",
        "Business License No.",
        "Money Service Provider License Number",
    ),
)
_PROVISIONS = (
    *("Additional Sanctions Information", "Secondary sanctions risk", "Transactions Prohibited For", "Executive Order"),
    *(
        "CAATSA Section",
        "IFCA Determination",
        "PEESA Information",
        "For more information",
        "Effective Date",
        "Purchase/Sales For Divestment Date",
    ),
)
_NOTES = (
    *(
        "Chinese Commercial Code",
        "Trademark number",
        "all offices worldwide",
        "all branches worldwide",
        "all locations",
        "only",
    ),
    *(
        "also operations in",
        "operations in",
        "and other locations",
        "ICTY indictee",
        "arrested",
        "currently incarcerated",
        "Member ETA",
    ),
    *(
        "named in UNSCR",
        "Bosnian Serb",
        "<Head Office>",
        "brother of",
        "sister-in-law of",
        "daughter of",
        "daughter-in-law of",
    ),
    *(
        "son of",
        "wife of",
        "husband of",
        "Religious",
        "Complexion",
        "Height",
        "Weight",
        "Physical Description",
        "Eye Color",
        "Hair Color",
    ),
    *(
        "is a subsidiary of",
        "founded by",
        "Residency Permit",
        "cooperating with",
        "Accession Number",
        "Tribe",
        "Subtribe",
        "Associated with",
        "Issuer Name",
    ),
)

KINDS: dict[str, Kind] = {
    **_same(Kind("date", "birthDate"), "DOB"),
    **_same(Kind("text", "birthPlace"), "POB"),
    **_same(Kind("country", "nationality"), "nationality"),
    **_same(Kind("country", "citizenship"), "citizen"),
    **_same(Kind("country", "jurisdiction"), "Nationality of Registration", "Registration Country"),
    **_same(Kind("text", "gender"), "Gender"),
    **_same(Kind("weak_alias"), "a.k.a.", "f.k.a.", "n.k.a.", "d.b.a."),
    **_same(Kind("link"), "Linked To:"),
    **_same(
        Kind("phone", "phone"),
        "Phone Number",
        "Telephone No.",
        "Telephone Number",
        "Telephone",
        "Phone No.",
        "Phone",
        "Tel.",
    ),
    **_same(Kind("phone", "phone"), "Fax No.", "Fax Number", "Fax"),
    **_same(Kind("text", "email"), "Email Address", "Email"),
    **_same(Kind("text", "website"), "Website"),
    **_same(Kind("wallet"), "Digital Currency Address -", "Digital Currency Address"),
    **_same(Kind("provision", "provisions"), *_PROVISIONS),
    **_same(Kind("listing_date", "listingDate"), "Listing Date"),
    **_same(Kind("date", "incorporationDate"), "Organization Established Date"),
    **_same(Kind("text", "sector"), "Organization Type:"),
    **_same(Kind("text", "classification"), "Target Type"),
    **_same(Kind("text", "position"), "Position:", "Position"),
    **_same(Kind("text", "profession"), "Occupation:", "Occupation"),
    **_same(Kind("text", "ethnicity"), "ethnicity"),
    **_same(Kind("text", "legalForm"), "Company Type"),
    **_same(
        Kind("passport", "passportNumber", "idNumber"), "Passport", "Diplomatic Passport", "Stateless Person Passport"
    ),
    **_same(
        Kind("passport", "passportNumber", "idNumber"),
        "British National Overseas Passport",
        "U.S.A. Passport",
        "Service Passport",
    ),
    **_same(Kind("number", "socialSecurityNumber", "idNumber"), "SSN", "U.S. Social Security Number"),
    **_same(Kind("number", "idNumber"), *_PERSON_NUMBERS),
    **_same(Kind("number", "taxNumber"), *_TAX_NUMBERS),
    **_same(Kind("number", "vatCode"), "V.A.T. Number"),
    **_same(Kind("number", "registrationNumber"), *_REGISTRATIONS),
    **_same(Kind("number", "licenseNumber"), *_LICENCES),
    **_same(
        Kind("number", "uscCode"), "Unified Social Credit Code (USCC)", "United Social Credit Code Certificate (USCCC)"
    ),
    **_same(Kind("number", "dunsCode"), "D-U-N-S Number"),
    # 85 of the 94 that OFAC has listed are LEIs; the others, Dutch register numbers and misprints, fall back.
    **_same(Kind("number", "leiCode"), "LEI", "Legal Entity Identifier", "Legal Entity Number"),
    **_same(Kind("number", "swiftBic"), "SWIFT/BIC"),
    **_same(Kind("number", "bikCode"), "BIK (RU)"),
    **_same(Kind("number", "isinCode"), "ISIN"),
    **_same(Kind("number", "ticker"), "Equity Ticker", "MICEX Code"),
    **_same(
        Kind("imo", "imoNumber"),
        "Vessel Registration Identification IMO",
        "Identification Number IMO",
        "Company Number IMO",
    ),
    **_same(Kind("imo", "imoNumber"), "International Maritime Organization No."),
    **_same(Kind("number", "registrationNumber"), "Vessel Registration Identification"),
    **_same(Kind("number", "mmsi"), "MMSI"),
    **_same(Kind("text", "callSign"), "Other Vessel Call Sign", "Vessel Call Sign"),
    **_same(Kind("text", "type"), "Other Vessel Type", "Vessel Type", "Aircraft Type"),
    **_same(Kind("country", "flag"), "Other Vessel Flag", "Vessel Flag"),
    **_same(Kind("country", "pastFlags"), "Former Vessel Flag"),
    **_same(Kind("date", "buildDate"), "Vessel Year of Build", "Aircraft Manufacture Date"),
    **_same(Kind("text", "grossRegisteredTonnage"), "Gross Registered Tonnage", "Gross Tonnage"),
    **_same(Kind("text", "deadweightTonnage"), "Deadweight Tonnage"),
    **_same(Kind("text", "model"), "Aircraft Model"),
    **_same(Kind("text", "manufacturer"), "Aircraft Manufacturer"),
    **_same(Kind("number", "serialNumber"), "Aircraft Manufacturer's Serial Number (MSN)"),
    **_same(Kind("number", "serialNumber"), "Aircraft Construction Number (also called L/N or S/N or F/N)"),
    **_same(Kind("number", "registrationNumber"), "Aircraft Tail Number"),
    **_same(Kind("number", "serialNumber"), "Aircraft Serial Identification"),
    **_same(Kind("former_number", "registrationNumber"), "Previous Aircraft Tail Number"),
    **_same(Kind("number", "icaoCode"), "Aircraft Mode S Transponder Code"),
    **_same(Kind("operator", "operator"), "Aircraft Operator"),
    **_same(Kind("note"), *_NOTES),
}
"""Each kind by how it begins, in lower case and without "alt."; the longest beginning that fits counts."""

REFERENCE_ACTIONS = frozenset(["link", "operator"])
"""Actions of kinds whose value is the name of another party."""
