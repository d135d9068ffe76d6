"""One row of OFAC's list before it becomes a party: its columns, schema, name in natural order, and namesakes."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from counterflow.collect.readers.ofac.remarks import Remark
from counterflow.collect.source import SourceFile

_SCHEMA_OF_TYPE = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
_PUBLIC_BODY = re.compile(r"^(?:MINISTRY|MINISTERIO|GOVERNMENT) (?:OF|DE|DEL)\b")
_ORGANIZATION = re.compile(
    r"\b(?:ORGANI[SZ]ATION|FOUNDATION|FUNDACION|CHARIT(?:Y|ABLE)|ASSOCIATION|ASOCIACION|SOCIETY|MOVEMENT|FRONT|PARTY|ARMY|BRIGADES?"
    r"|BATTALION|MILITIA|FORCES?|CORPS|CARTEL|COMMITTEE|COUNCIL|JIHAD|UNIVERSITY|MINISTRY|DIRECTORATE|COMMISSION|DEPARTMENT|INSTITUTE)\b"
)
_COMPANY = re.compile(
    r"\b(?:LTD|LIMITED|LLC|L\.L\.C|L\.T\.D|INC|INCORPORATED|CORP|CORPORATION|COMPANY|COMPANIA|CO|GMBH|LTDA|LIMITADA"
    r"|PLC|JOINT[- ]STOCK"
    r"|PJSC|OJSC|CJSC|JSC|OOO|OAO|ZAO|SARL|SRL|SDN BHD|SAS|DMCC|FZE|FZCO|EOOD|EAD)\b"
    r"|\bS\.A\.|\bS\.A$|\bS\.A\.S\b|\bC\.A\.|\bS\.R\.L\b|\bD\.O\.O\b|\bB\.V\.|\bN\.V\.|\bA\.S\."
    r"|\bS\. DE R\.L\b|\bS\.L\.|\bS\. EN C\b"
    r"|(?<=[\w.]) (?:SA|AG|AO|PAO|OY|OOD|DOO|BV|NV|SAL|AD|AS)$|\bBANK$|^BANK (?!OF THE)|^BANCO\b"
    r"|\bAIRLINES?$|\bSHIPPING LINES?$"
)
_COMPANY_KINDS = frozenset(
    ["company number", "uk company number", "company number imo", "bik (ru)", "isin", "equity ticker", "micex code"]
)
_TARGET_SCHEMA = {
    "government entity": "PublicBody",
    "private company": "Company",
    "public company": "Company",
    "state-owned enterprise": "Company",
    "financial institution": "Company",
    "criminal organization": "Organization",
    "charity or nonprofit organization": "Organization",
    "unrecognized government entity": "Organization",
}


class Record(NamedTuple):
    """One row of sdn.csv; None where the list writes -0-."""

    ent_num: str
    name: str
    sdn_type: str | None
    program: str | None
    title: str | None
    call_sign: str | None
    vessel_type: str | None
    tonnage: str | None
    grt: str | None
    flag: str | None
    owner: str | None
    remarks: tuple[tuple[Remark, SourceFile], ...]
    """Each remark with the file that it begins in."""
    cut: str | None
    """The last item, where sdn.csv cuts the remark off and sdn_comments.csv is not at hand."""

    @property
    def entity_id(self) -> str:
        """Id of the party."""
        return party_id(self.ent_num)

    @property
    def schema(self) -> str:
        """FtM schema of the party."""
        return find_schema(self.sdn_type, self.name, (remark for remark, _ in self.remarks))


def find_schema(type_: str | None, name: str, items: Iterable[Remark]) -> str:
    """Choose the schema of a party: by its type, its items or its legal form; LegalEntity when in doubt.

    Args:
        type_: individual, vessel or aircraft in any case; None: the list says no more than that it is none of these.
        name: its primary name.
        items: what the list says of it.
    """
    if type_ is not None:
        return _SCHEMA_OF_TYPE.get(type_.lower(), "LegalEntity")
    names = {item.name.lower(): item.value.lower() for item in items}
    stated = _TARGET_SCHEMA.get(names.get("target type", ""))
    if stated is not None:
        return stated
    if _PUBLIC_BODY.search(name) is not None:
        return "PublicBody"
    if _ORGANIZATION.search(name) is not None:
        return "Organization"
    if _COMPANY.search(name) is not None or len(_COMPANY_KINDS & names.keys()) > 0:
        return "Company"
    is_organization = "organization established date" in names or "organization type:" in names
    return "Organization" if is_organization else "LegalEntity"


def party_id(ent_num: str) -> str:
    """Give the id of the party that has this number in any of OFAC's formats."""
    return f"ofac-{ent_num}"


def natural_name(name: str) -> tuple[str, str | None, str | None, str | None]:
    """Turn "LAST, First Middle" into (First Middle LAST, LAST, First Middle, suffix); a name without a comma stays."""
    parts = [part.strip() for part in name.split(",")]
    suffix = None
    for at in (-1, 1):
        # "DELOS REYES, Feliciano Semborio, Jr." and "KNOWLES, JR., Samuel"
        if len(parts) == 3 and re.match(r"(?:jr|sr|i{1,3}|iv)\.?$", parts[at], re.IGNORECASE) is not None:
            suffix = parts.pop(at)
    if len(parts) < 2 or "" in parts:
        return name, None, None, None
    last, first = parts[0], " ".join(parts[1:])
    whole = f"{first} {last}" if suffix is None else f"{first} {last} {suffix}"
    return whole, last, first, suffix


class NameIndex:
    """Which listed party bears a name, for "Linked To": by its primary name, or by an alias, if only one does."""

    def __init__(self) -> None:
        self._primary: dict[str, set[str]] = {}
        self._alias: dict[str, set[str]] = {}

    def add(self, name: str, entity_id: str, *, is_primary: bool) -> None:
        """Enter one name of one party."""
        names = self._primary if is_primary else self._alias
        names.setdefault(name_key(name), set()).add(entity_id)

    def find(self, name: str) -> str | None:
        """Find the only party of that name; None when there is none or several."""
        tables: tuple[Mapping[str, set[str]], ...] = (self._primary, self._alias)
        for names in tables:
            found = names.get(name_key(name), set())
            if len(found) > 0:
                return next(iter(found)) if len(found) == 1 else None
        return None


@functools.lru_cache(maxsize=1 << 16)  # names come back in each vintage of a list
def name_key(name: str) -> str:
    """Give a name in the form in which formats and vintages agree on it."""
    # The full stop that ends a remark is also the last one of "S.A."; operators stand in lower case.
    return " ".join(name.split()).rstrip(".").casefold()
