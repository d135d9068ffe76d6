"""The types of feature and of identity document in OFAC's database, read as the items of its legacy formats.

The remarks of the legacy list are written from these features, most of them under the type's own name:
`kinds.KINDS` says what becomes of those. Here stand the types that the remarks name otherwise ("Birthdate" is
their "DOB") or leave out, from the reference tables of 2024 and 2025. What nobody knows yet is a note, word for word.
"""

from __future__ import annotations

from counterflow.collect.readers.ofac.kinds import KINDS, Kind
from counterflow.collect.readers.ofac.remarks import Number, Remark, read_item, read_number

FEATURE_KINDS: dict[str, Kind] = {
    "birthdate": KINDS["dob"],
    "place of birth": KINDS["pob"],
    "citizenship country": KINDS["citizen"],
    "nationality country": KINDS["nationality"],
    "title": Kind("text", "position"),
    "vessel owner": Kind("operator", "owner"),
    "vessel tonnage": Kind("text", "tonnage"),
    "vessel gross registered tonnage": KINDS["gross registered tonnage"],
    "location": Kind("note"),
}
"""Types of feature that `KINDS` lacks, in lower case."""

PAPER_KINDS: dict[str, Kind] = {
    "cnp (personal numerical code)": Kind("number", "idNumber"),
    "organization code": Kind("number", "registrationNumber"),
    "global intermediary identification number": Kind("number", "giiNumber"),
}
"""Types of identity document that `KINDS` lacks, in lower case."""


def read_feature(feature_type: str, value: str) -> Remark:
    """Read a feature as the item of the remarks that it is, or would be."""
    text = f"{feature_type} {value}"
    kind = FEATURE_KINDS.get(feature_type.rstrip(":- ").lower())
    if kind is not None:
        return Remark(text, feature_type, value, kind)
    # The database writes "Aircraft Manufacturer's" with a curly apostrophe, the remarks with a straight one.
    return read_item(feature_type.replace("\u2019", "'"), value)._replace(text=text)


def read_paper(paper_type: str, number: str, place: str | None, issued: str | None, expires: str | None) -> Remark:
    """Read an identity document as the item of the remarks that it is, its country and dates apart."""
    kind = PAPER_KINDS.get(paper_type.lower())
    text = f"{paper_type} {number}".strip()
    item = read_item(paper_type, number) if kind is None else Remark(text, paper_type, number, kind)
    if item.kind is None:
        # Whatever it is called, a document numbers its holder.
        item = Remark(text, paper_type, number, Kind("number", "idNumber"))
    found = read_number(item.value)
    given = Number(found.number, place or found.place, issued or found.issued, expires or found.expires)
    words = " ".join(part for part in (text, place, issued, expires) if part is not None)
    return item._replace(text=words, given=given)
