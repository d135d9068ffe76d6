"""Names that their own words give away: numbered offices, vessels, resolutions, organizations, Korean names.

The language model misses most of these; each rule rests on a lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterflow.extract.name.candidate import Candidate
from counterflow.extract.name.organization import (
    find_bodies,
    find_facilities,
    find_legal_forms,
    find_offices,
    find_organizations,
    find_units,
)
from counterflow.extract.name.person import find_koreans, find_listed_persons, find_listed_ties, find_patronymics
from counterflow.extract.name.reference import find_references, find_titles
from counterflow.extract.name.vessel import find_vessels

_RULES = (
    find_offices,
    find_units,
    find_vessels,
    find_references,
    find_titles,
    find_organizations,
    find_legal_forms,
    find_bodies,
    find_facilities,
    find_koreans,
    find_patronymics,
    find_listed_persons,
    find_listed_ties,
)


def find_by_rule(text: str) -> Iterator[Candidate]:
    """Find names by rule in a folded run of text."""
    for find in _RULES:
        for one in find(text):
            owner = re.search(r"(?<!\w)'[^']*'$|(?P<owner>'s?$)", text[one.start : one.end])
            is_cut = owner is not None and owner["owner"] is not None
            yield one._replace(end=one.start + owner.start()) if owner is not None and is_cut else one
