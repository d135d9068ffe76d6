"""What the Swiss list says under `other-information`: one labelled value, or a sentence."""

from __future__ import annotations

import re

from counterflow.collect.party import Party
from counterflow.model.schema import clean_value, get_schema

_LABELS = tuple(
    (re.compile(rf"(?:{pattern})\s*:\s*(.+)$", re.IGNORECASE | re.DOTALL), prop)
    for pattern, prop in (
        (r"IMO(?: number| no\.?)?", "imoNumber"),
        (r"(?:taxpayer identification number|INN)(?: \(INN\))?", "innCode"),
        (r"(?:tax (?:registration|identification) number|tax ID(?: number| no\.?)?)", "taxNumber"),
        (r"(?:primary state registration number|OGRN|registration number \(OGRN\))", "ogrnCode"),
        (r"(?:state |business )?registration number", "registrationNumber"),
        (r"national (?:identification|ID)(?: number| no\.?)?", "idNumber"),
        (r"passport (?:number|no\.?)", "passportNumber"),
        (r"(?:company )?website", "website"),
        (r"e-?mail(?: address)?", "email"),
        (r"(?:tel(?:ephone)?|phone)\.?(?: number| no\.?)?", "phone"),
        (r"type of entity", "legalForm"),
        (r"(?:function|position|designation)", "position"),
        (r"(?:title|rank)", "title"),
        (r"call ?sign", "callSign"),
    )
)
_IDENTIFIERS = frozenset(
    ["imoNumber", "innCode", "taxNumber", "ogrnCode", "registrationNumber", "idNumber", "passportNumber"]
)


def read_information(main: Party, text: str, field: str) -> None:
    """Read a labelled value; what has no label, or no place in the party's schema, is a note."""
    properties = get_schema(main.schema).properties
    hits = ((pattern.match(text), prop) for pattern, prop in _LABELS)
    value, prop = next(((hit[1].strip(" .;"), prop) for hit, prop in hits if hit is not None), ("", ""))
    if value == "" or prop not in properties:
        main.add("notes", text, field=field)
    elif prop in _IDENTIFIERS:
        # "Registration number: 123 (Moscow), 456 (Minsk)" is no number.
        if re.fullmatch(r"[\w./ -]+", value) is None:
            main.add("notes", text, field=field)
            return
        fallback = "registrationNumber" if "registrationNumber" in properties else "notes"
        main.add_identifier(prop, value, fallback=fallback, field=field, passage=text)
    else:
        prop = prop if clean_value(main.schema, prop, value) is not None else "notes"
        main.add(prop, text, value=value if prop != "notes" else None, field=field)
