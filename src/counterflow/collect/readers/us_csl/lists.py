"""The lists of the US Consolidated Screening List: who keeps each, and what being on it means.

What each restricts: https://www.trade.gov/consolidated-screening-list; the topics are FollowTheMoney's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

OFAC = "Office of Foreign Assets Control"
BIS = "Bureau of Industry and Security"
STATE = "Department of State"


class CslList(NamedTuple):
    """One of the lists."""

    code: str
    """As in the names of the lists, e.g. `SDN`."""
    authority: str
    topics: tuple[str, ...]
    is_known: bool = True


_LISTS = (
    CslList("SDN", OFAC, ("sanction",)),
    CslList("SSI", OFAC, ("sanction",)),
    CslList("FSE", OFAC, ("sanction",)),
    CslList("PLC", OFAC, ("sanction",)),
    CslList("CAP", OFAC, ("sanction",)),
    CslList("MBS", OFAC, ("sanction",)),
    # Executive Order 14032 forbids dealing in the securities of these companies, and nothing else.
    CslList("CMIC", OFAC, ("sanction", "invest.ban")),
    # A licence is required (Supplements 4 and 7 to 15 CFR 744), or export privileges are denied (15 CFR 764.3).
    CslList("EL", BIS, ("export.control",)),
    CslList("MEU", BIS, ("export.control",)),
    CslList("DPL", BIS, ("export.control",)),
    # A red flag, not a prohibition: an end use could not be verified (15 CFR 744.15).
    CslList("UVL", BIS, ("export.risk",)),
    # Barred from exporting defence articles (22 CFR 127.7).
    CslList("DTC", STATE, ("debarment",)),
    CslList("ISN", STATE, ("sanction",)),
)
_BY_CODE = {one.code: one for one in _LISTS}
_SOURCE = re.compile(r"\((?:NS-)?(\w+)(?: List)?\)[^()]*?(?: - (.+))?$")


def find_list(source: str) -> CslList:
    """Find the list that a `source` names, `Entity List (EL) - Bureau of Industry and Security`.

    A list that is new gets no more than `export.risk`: what it restricts has to be read by a person first.
    """
    found = _SOURCE.search(source)
    code = source if found is None else found[1].upper()
    if code in _BY_CODE:
        return _BY_CODE[code]
    authority = source if found is None else found[2] or source
    return CslList(code, authority, ("export.risk",), is_known=False)
