"""OFAC's remarks: `DOB 19 Jun 1951; POB Giza, Egypt; Passport 1084010 (Egypt); Linked To: X.`"""

from __future__ import annotations

import re

from benchmarks.lists.crawler.context import add_date
from followthemoney.statement import StatementEntity

DATES = {
    "DOB": "birthDate",
    "Organization Established Date": "incorporationDate",
    "Aircraft Manufacture Date": "buildDate",
}

NUMBERS = {
    "Passport": "passportNumber",
    "Tax ID No.": "taxNumber",
    "NIT #": "taxNumber",
    "R.F.C.": "taxNumber",
    "RUC #": "taxNumber",
    "RIF #": "taxNumber",
    "US FEIN": "taxNumber",
    "Italian Fiscal Code": "taxNumber",
    "National ID No.": "idNumber",
    "Cedula No.": "idNumber",
    "C.U.R.P.": "idNumber",
    "D.N.I.": "idNumber",
    "SSN": "idNumber",
    "Identification Number": "idNumber",
    "Personal ID Card": "idNumber",
    "Birth Certificate Number": "idNumber",
    "Driver's License No.": "idNumber",
    "Residency Number": "idNumber",
    "Travel Document Number": "idNumber",
    "Stateless Person ID Card": "idNumber",
    "Electoral Registry No.": "idNumber",
    "Registration Number": "registrationNumber",
    "Registration ID": "registrationNumber",
    "Business Registration Number": "registrationNumber",
    "Business Number": "registrationNumber",
    "Company Number": "registrationNumber",
    "UK Company Number": "registrationNumber",
    "Commercial Registry Number": "registrationNumber",
    "C.R. No.": "registrationNumber",
    "Matricula Mercantil No": "registrationNumber",
    "Public Registration Number": "registrationNumber",
    "Enterprise Number": "registrationNumber",
    "Trade License No.": "registrationNumber",
    "License": "registrationNumber",
    "Unified Social Credit Code (USCC)": "registrationNumber",
    "Chamber of Commerce Number": "registrationNumber",
    "Folio Mercantil No.": "registrationNumber",
    "Certificate of Incorporation Number": "registrationNumber",
    "D-U-N-S Number": "dunsCode",
    "SWIFT/BIC": "swiftBic",
    "Vessel Registration Identification IMO": "imoNumber",
    "MMSI": "mmsi",
    "Vessel Call Sign": "callSign",
    "Aircraft Construction Number (also called L/N or S/N or F/N)": "serialNumber",
    "Aircraft Manufacturer's Serial Number (MSN)": "serialNumber",
    "Aircraft Tail Number": "registrationNumber",
}

TEXTS = {
    "POB": "birthPlace",
    "nationality": "nationality",
    "citizen": "citizenship",
    "Gender": "gender",
    "Email Address": "email",
    "Website": "website",
    "Phone Number": "phone",
    "Telephone Number": "phone",
    "Fax": "phone",
    "Aircraft Model": "model",
    "Aircraft Operator": "operator",
    "Former Vessel Flag": "pastFlags",
    "Vessel Flag": "flag",
    "Vessel Type": "type",
    "Organization Type:": "sector",
    "Nationality of Registration": "jurisdiction",
    "a.k.a.": "weakAlias",
    "Digital Currency Address - XBT": "cryptoWallets",
    "Title:": "position",
}

_KIND = re.compile(
    r"(?:alt\. )?("
    + "|".join(re.escape(kind) for kind in sorted({*DATES, *NUMBERS, *TEXTS}, key=len, reverse=True))
    + r")[:\s]+(.+)"
)
_NUMBER = re.compile(r"([^(]+?)(?:\s*\(([^()]+)\))?(?:\s+(?:issued|expires|Date of issue)\b.*)?$", re.IGNORECASE)


def add_remarks(entity: StatementEntity, text: str) -> None:
    """Add each item of a remark to the property of its kind; an item of no known kind is a note."""
    for item in text.rstrip(". ").split(";"):
        remark = item.strip()
        found = _KIND.match(remark)
        if found is None:
            entity.add("notes", remark)
            continue
        kind, value = found[1], found[2].strip()
        if kind in DATES:
            add_date(entity, DATES[kind], value)
        elif kind in NUMBERS:
            _add_number(entity, NUMBERS[kind], value)
        elif TEXTS[kind] == "cryptoWallets":
            entity.add("notes", remark)
        else:
            entity.add(TEXTS[kind], value.strip("'\""), quiet=True)


def _add_number(entity: StatementEntity, prop: str, value: str) -> None:
    found = _NUMBER.match(value)
    number, place = (value, None) if found is None else (found[1], found[2])
    if entity.schema.get(prop) is None:
        prop = "registrationNumber" if entity.schema.get("registrationNumber") is not None else "notes"
    entity.add(prop, number)
    entity.add("country", place, quiet=True)
