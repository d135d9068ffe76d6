"""Identifiers of two parties: which are equal, and which kinds both have without one that is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing
from counterflow.compare.fact.facts import Facts
from counterflow.compare.fact.feature import Feature
from counterflow.compare.fact.identifier import FIRST_NATIONAL, Kind

_NO_FEATURE = -1
_EQUAL_OF = {
    Kind.IMO: Feature.IMO_EQUAL,
    Kind.LEI: Feature.LEI_EQUAL,
    Kind.MMSI: Feature.MMSI_EQUAL,
    Kind.CALL_SIGN: Feature.CALL_SIGN_EQUAL,
    Kind.SWIFT: Feature.SWIFT_EQUAL,
    Kind.REGISTER_CODE: Feature.REGISTER_CODE_EQUAL,
    Kind.SERIAL: Feature.SERIAL_EQUAL,
    Kind.WALLET: Feature.WALLET_EQUAL,
    Kind.PHONE: Feature.PHONE_EQUAL,
    Kind.EMAIL: Feature.EMAIL_EQUAL,
    Kind.DOMAIN: Feature.DOMAIN_EQUAL,
    Kind.VESSEL_TYPE: Feature.VESSEL_TYPE_EQUAL,
    Kind.REGISTRATION: Feature.REGISTRATION_EQUAL,
    Kind.TAX: Feature.TAX_EQUAL,
    Kind.VAT: Feature.TAX_EQUAL,
    Kind.PASSPORT: Feature.PASSPORT_EQUAL,
    Kind.NATIONAL_ID: Feature.NATIONAL_ID_EQUAL,
}
_DIFFERS_OF = {
    Kind.IMO: Feature.IMO_DIFFERS,
    Kind.LEI: Feature.LEI_DIFFERS,
    Kind.MMSI: Feature.MMSI_DIFFERS,
    Kind.SWIFT: Feature.SWIFT_DIFFERS,
    Kind.SERIAL: Feature.SERIAL_DIFFERS,
    Kind.VESSEL_TYPE: Feature.VESSEL_TYPE_DIFFERS,
    Kind.REGISTRATION: Feature.REGISTRATION_DIFFERS,
    Kind.TAX: Feature.TAX_DIFFERS,
    Kind.VAT: Feature.TAX_DIFFERS,
    Kind.PASSPORT: Feature.PASSPORT_DIFFERS,
    Kind.NATIONAL_ID: Feature.NATIONAL_ID_DIFFERS,
}
_EQUAL = np.array([_EQUAL_OF[kind] for kind in Kind], np.int64)
_DIFFERS = np.array([_DIFFERS_OF.get(kind, _NO_FEATURE) for kind in Kind], np.int64)
_OTHER_KIND = int(Feature.NUMBER_OTHER_KIND_EQUAL)
_FIRST_NATIONAL = int(FIRST_NATIONAL)
_NATIONAL = sum(1 << kind for kind in Kind if kind >= FIRST_NATIONAL)


@borrowing
def compare_identifiers(
    left: Facts, left_party: int, right: Facts, right_party: int, is_country_shared: bool, out: NDArray[np.float32]
) -> None:
    """Fill the features of identifiers; see `kernel.compare_facts`.

    Numbers of a state differ only where they are of one kind and one country: the issuer's, where the kind tells it,
    else a country of both parties. Where any number of a state is equal, none differs: the rest are further numbers.
    """
    equal = _merge(left, left_party, right, right_party, out)
    rest = _kinds(left, left_party) & _kinds(right, right_party) & ~equal
    if equal & _NATIONAL != 0:
        rest &= ~_NATIONAL
    kind = 0
    while rest >> kind != 0:
        if (
            (rest >> kind) & 1 != 0
            and _DIFFERS[kind] != _NO_FEATURE
            and (
                kind < _FIRST_NATIONAL
                or is_country_shared
                or _is_issuer_shared(left, left_party, right, right_party, kind)
            )
        ):
            out[_DIFFERS[kind]] = 1.0
        kind += 1


@borrowing
def _merge(left: Facts, left_party: int, right: Facts, right_party: int, out: NDArray[np.float32]) -> int:
    """Fill what is equal and give its kinds; equal digests stand in runs, one row a kind."""
    i, i_end = int(left.identifier_at[left_party]), int(left.identifier_at[left_party + 1])
    j, j_end = int(right.identifier_at[right_party]), int(right.identifier_at[right_party + 1])
    equal = 0
    while i < i_end and j < j_end:
        if left.identifier[i] < right.identifier[j]:
            i += 1
        elif left.identifier[i] > right.identifier[j]:
            j += 1
        else:
            end = j
            while end < j_end and right.identifier[end] == left.identifier[i]:
                a, b = int(left.identifier_kind[i]), int(right.identifier_kind[end])
                out[_EQUAL[a] if a == b else _OTHER_KIND] = 1.0
                equal |= 1 << a | 1 << b
                end += 1
            i += 1
    return equal


@borrowing
def _kinds(facts: Facts, party: int) -> int:
    found = 0
    for i in range(facts.identifier_at[party], facts.identifier_at[party + 1]):
        found |= 1 << int(facts.identifier_kind[i])
    return found


@borrowing
def _is_issuer_shared(left: Facts, left_party: int, right: Facts, right_party: int, kind: int) -> bool:
    for i in range(left.identifier_at[left_party], left.identifier_at[left_party + 1]):
        if left.identifier_kind[i] != kind or left.identifier_country[i] == 0:
            continue
        for j in range(right.identifier_at[right_party], right.identifier_at[right_party + 1]):
            if right.identifier_kind[j] == kind and right.identifier_country[j] == left.identifier_country[i]:
                return True
    return False
