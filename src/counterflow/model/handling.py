"""Handling: who may see a row, written as one canonical marking that every resource and row carries.

A marking is a line of parts joined by `//`, in this order:

    TLP:AMBER//REL TO MOFA,UN-POE//ORCON//LIC CC-BY-4.0

- the TLP 2.0 label (FIRST, 2022), always present: TLP:CLEAR, GREEN, AMBER, AMBER+STRICT or RED;
- `REL TO`, the organisations it may be released to, sorted; absent means the label alone decides;
- `ORCON`, the originator controls further release;
- `LIC`, the licences of the datasets it came from, sorted.

The text form is the stored form: a build holds few distinct markings, so a policy decides once for each of them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import NamedTuple

from counterflow.exc import InputError

TLP_LABELS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
"""The five labels of TLP 2.0, from the widest to the strictest audience."""


class Handling(NamedTuple):
    """One marking, parsed."""

    tlp: str = "TLP:CLEAR"
    releasable_to: frozenset[str] | None = None
    """Organisations it may be released to; None: no such limit; empty: nobody, two limits had nobody in common."""
    originator_control: bool = False
    licence: frozenset[str] = frozenset()

    def __str__(self) -> str:
        parts = [self.tlp]
        if self.releasable_to is not None:
            parts.append("REL TO " + (",".join(sorted(self.releasable_to)) or "NONE"))
        if self.originator_control:
            parts.append("ORCON")
        if len(self.licence) > 0:
            parts.append("LIC " + ",".join(sorted(self.licence)))
        return "//".join(parts)


@functools.lru_cache(maxsize=4096)
def parse_handling(marking: str, where: str = "handling") -> Handling:
    """Read a marking in its text form; case and surrounding space do not matter.

    Raises:
        InputError: no TLP 2.0 label, an unknown part, or a part that stands twice.
    """
    tlp, *rest = [part.strip() for part in marking.split("//")]
    if tlp.upper() == "TLP:WHITE":
        tlp = "TLP:CLEAR"  # TLP 1.0's name of the same label
    if tlp.upper() not in TLP_LABELS:
        raise InputError(
            f"{marking!r} does not begin with a TLP 2.0 label", where=where, expected=", ".join(TLP_LABELS)
        )
    releasable_to: frozenset[str] | None = None
    originator_control = False
    licence: frozenset[str] = frozenset()
    seen: set[str] = set()
    for part in rest:
        kind = "REL TO" if part.upper().startswith("REL TO ") else part.split(" ", 1)[0].upper()
        if kind in seen:
            raise InputError(f"{marking!r} states {kind} twice", where=where)
        seen.add(kind)
        if kind == "REL TO":
            names = frozenset(_items(part[7:]))
            releasable_to = frozenset() if names == {"NONE"} else names
        elif part.upper() == "ORCON":
            originator_control = True
        elif kind == "LIC" and len(part) > 4:
            licence = frozenset(_items(part[4:]))
        else:
            raise InputError(f"{part!r} is no part of a marking", where=where, expected="REL TO ..., ORCON or LIC ...")
    return Handling(tlp.upper(), releasable_to, originator_control, licence)


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip() != ""]


def strictest(markings: Iterable[str]) -> str:
    """Combine the markings of all that a row was derived from: each part at its strictest.

    The label is the highest, releasable-to the organisations common to all limits, ORCON if any has it, licences
    all of them. No marking at all gives TLP:CLEAR.
    """
    return _strictest(frozenset(markings))


@functools.lru_cache(maxsize=4096)
def _strictest(markings: frozenset[str]) -> str:
    parsed = [parse_handling(marking) for marking in markings]
    tlp = max((one.tlp for one in parsed), key=TLP_LABELS.index, default=TLP_LABELS[0])
    limits = [one.releasable_to for one in parsed if one.releasable_to is not None]
    return str(
        Handling(
            tlp,
            frozenset.intersection(*limits) if len(limits) > 0 else None,
            any(one.originator_control for one in parsed),
            frozenset().union(*(one.licence for one in parsed)),
        )
    )


def widest(markings: Iterable[str]) -> str:
    """Choose the marking with the widest audience: for a fact that several sources state, each enough by itself."""

    def audience(marking: str) -> tuple[int, bool, int, bool, str]:
        one = parse_handling(marking)
        limit = 0 if one.releasable_to is None else -len(one.releasable_to)
        return TLP_LABELS.index(one.tlp), one.releasable_to is not None, limit, one.originator_control, marking

    return min(markings, key=audience)
