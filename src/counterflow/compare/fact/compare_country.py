"""Countries of two parties, by role and in any role."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing
from counterflow.compare.fact.facts import NEAR_SHIFT, CountryRole, Facts
from counterflow.compare.fact.feature import Feature

_STATED = (1 << NEAR_SHIFT) - 1
_ISSUING = int(CountryRole.NATIONALITY | CountryRole.RESIDENCE | CountryRole.JURISDICTION | CountryRole.FLAG)
_ROLES = np.array(
    [CountryRole.NATIONALITY, CountryRole.RESIDENCE, CountryRole.JURISDICTION, CountryRole.BIRTH, CountryRole.FLAG],
    np.int64,
)
_ROLE_SHARED = np.array(
    [
        Feature.NATIONALITY_SHARED,
        Feature.RESIDENCE_SHARED,
        Feature.JURISDICTION_SHARED,
        Feature.BIRTH_COUNTRY_SHARED,
        Feature.FLAG_SHARED,
    ],
    np.int64,
)
_NO_FEATURE = -1
# A ship that changed its flag is the same ship.
_ROLE_DIFFERS = np.array(
    [
        Feature.NATIONALITY_DIFFERS,
        Feature.RESIDENCE_DIFFERS,
        Feature.JURISDICTION_DIFFERS,
        Feature.BIRTH_COUNTRY_DIFFERS,
        _NO_FEATURE,
    ],
    np.int64,
)
_SHARED, _DIFFERS = int(Feature.COUNTRY_SHARED), int(Feature.COUNTRY_DIFFERS)
# Of a state that ended it is not known which successor a party belongs to.
_NEAR_SHARE = np.float32(0.5)


@borrowing
def compare_countries(left: Facts, left_party: int, right: Facts, right_party: int, out: NDArray[np.float32]) -> bool:
    """Fill the features of countries; see `kernel.compare_facts`.

    Returns:
        Whether they share a country that gives numbers to both: of nationality, residence, jurisdiction or flag.
    """
    i, i_end = int(left.country_at[left_party]), int(left.country_at[left_party + 1])
    j, j_end = int(right.country_at[right_party]), int(right.country_at[right_party + 1])
    if i == i_end or j == j_end:
        return False
    is_issuer = False
    has_left = has_right = shared = near = any_shared = any_near = 0
    for m in range(j, j_end):
        has_right |= int(right.country_role[m])
    for n in range(i, i_end):
        a = int(left.country_role[n])
        has_left |= a
        for m in range(j, j_end):
            if left.country[n] == right.country[m]:
                b = int(right.country_role[m])
                shared |= a & b & _STATED
                near |= (a & (b >> NEAR_SHIFT)) | ((a >> NEAR_SHIFT) & b)
                is_issuer |= a & _ISSUING != 0 and b & _ISSUING != 0
                if a & _STATED != 0 and b & _STATED != 0:
                    any_shared = 1
                elif a & _STATED != 0 or b & _STATED != 0:
                    any_near = 1
    has_left &= _STATED
    has_right &= _STATED
    _put_roles(has_left & has_right, shared, near, out)
    if any_shared != 0:
        out[_SHARED] = 1.0
    elif any_near != 0:
        out[_SHARED] = _NEAR_SHARE
    elif has_left != 0 and has_right != 0:
        out[_DIFFERS] = 1.0
    return is_issuer


@borrowing
def _put_roles(both: int, shared: int, near: int, out: NDArray[np.float32]) -> None:
    for n in range(len(_ROLES)):
        role = _ROLES[n]
        if shared & role != 0:
            out[_ROLE_SHARED[n]] = 1.0
        elif near & role != 0:
            out[_ROLE_SHARED[n]] = _NEAR_SHARE
        elif both & role != 0 and _ROLE_DIFFERS[n] != _NO_FEATURE:
            out[_ROLE_DIFFERS[n]] = 1.0
