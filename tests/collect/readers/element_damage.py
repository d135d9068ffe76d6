"""Damaged copies of an XML list that stay well-formed: elements removed, doubled, moved, emptied, filled with junk."""

from __future__ import annotations

import random

from lxml import etree

_TEXTS = (
    *("", "0", "true", "x" * 5_000, "31 Feb 2020", "2020-02-31", "(", "IMO 1", "\u202eabc", "\u0661", "-0-", "a; ;b"),
    *("f.k.a.", "Family member of", "99999", "circa", "undetermined"),
)


def damage_elements(data: bytes, seed: int) -> bytes:
    """Change one to three elements or attributes of a list."""
    chance = random.Random(seed)
    root = etree.fromstring(data)
    for _ in range(chance.randint(1, 3)):
        _change(root, chance)
    return etree.tostring(root)


def _change(root: etree._Element, chance: random.Random) -> None:
    elements = [one for one in root.iter(etree.Element) if one.getparent() is not None]
    if len(elements) == 0:
        return
    one, other = chance.choice(elements), chance.choice(elements)
    parent = one.getparent()
    assert parent is not None
    match chance.randrange(6):
        case 0:
            parent.remove(one)
        case 1:
            one.addnext(etree.fromstring(etree.tostring(one)))
        case 2 if other not in one.iter() and one not in other.iter():
            other.append(one)
        case 3:
            one.text = None
        case 4 if len(one.attrib) > 0:
            name = chance.choice(sorted(map(str, one.attrib)))
            one.set(name, chance.choice(_TEXTS))
        case _:
            one.text = chance.choice(_TEXTS)
