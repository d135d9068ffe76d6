"""Damaged copies of an XML list: elements removed, doubled, moved, emptied or filled with junk, bytes changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from counterflow.exc import InputError

FULL_CHECK = 50
"""Every so many seeds the rows are also fitted into their tables, which costs as much as reading them."""

_TEXTS = (
    "",
    "0",
    "true",
    "x" * 5_000,
    "31 Feb 2020",
    "2020-02-31",
    "(",
    "IMO 1",
    "\u202eabc",
    "\u0661",
    "-0-",
    "a; ;b",
)
_BYTES = (b"", b"<", b"</x>", b"&x;", b"\x00", b"\xff", b"<!-- x -->", b"A " * 600, b"\xe2\x80\xa8", b"<x y='1'/>")


def mutate_elements(root: etree._Element, choose: random.Random) -> None:
    """Change one element or attribute of a tree."""
    elements = [one for one in root.iter(etree.Element) if one.getparent() is not None]
    one, other = choose.choice(elements), choose.choice(elements)
    parent = one.getparent()
    assert parent is not None
    match choose.randrange(6):
        case 0:
            parent.remove(one)
        case 1:
            one.addnext(etree.fromstring(etree.tostring(one)))
        case 2 if other not in one.iter() and one not in other.iter():
            other.append(one)
        case 3:
            one.text = None
        case 4 if len(one.attrib) > 0:
            name = choose.choice(sorted(map(str, one.attrib)))
            one.set(name, choose.choice(_TEXTS))
        case _:
            one.text = choose.choice(_TEXTS)


def check_mutated(seeds: range, data: bytes, path: Path, read: Callable[[Path], Any]) -> int:
    """Read a damaged copy a seed: it is refused with an InputError, or its books balance; returns how many are read."""
    count = 0
    for seed in seeds:
        choose = random.Random(seed)
        if seed % 4 == 0:
            start = choose.randrange(len(data))
            path.write_bytes(data[:start] + choose.choice(_BYTES) + data[start + choose.randrange(60) :])
        else:
            root = etree.fromstring(data)
            for _ in range(choose.randint(1, 3)):
                mutate_elements(root, choose)
            path.write_bytes(etree.tostring(root))
        try:
            reading = read(path)
        except InputError:
            continue
        _check_books(reading)
        if seed % FULL_CHECK == 0:
            reading.check()
        count += 1
    return count


def _check_books(reading: Any) -> None:
    """Assert that no record is lost or read twice, and that every reference has its entity."""
    (tally,) = reading.tallies
    numbers = [row.value for row in reading.statements if row.prop == "authorityId"]
    assert len(set(numbers)) == len(numbers) == tally.parties
    assert tally.records == tally.parties + len(reading.messages("record"))
    known = {row.entity_id for row in reading.statements}
    assert {row.value for row in reading.statements if row.prop_type == "entity"} <= known
