"""Who may have what is so marked: the one place where it is decided, for files and for partners.

A build or a collection holds few distinct markings, so an exit asks once for each of them and compares texts.
"""

from __future__ import annotations

from typing import NamedTuple

from counterflow.model.handling import TLP_LABELS, parse_handling

COMMUNITY_TLP = "TLP:GREEN"
"""The strictest label for whoever may ask at all: GREEN is for a community, which those with a key are (TLP 2.0)."""

PARTNER_TLP = "TLP:AMBER+STRICT"
"""The strictest label for an organisation that was named as a reader; RED is for single persons."""


class Recipient(NamedTuple):
    """Who asks for what is marked."""

    name: str | None
    """Organisation or person, as REL TO names them; None: nobody in particular."""
    is_named: bool = False
    """Whether whoever keeps the collection named them as a reader."""
    is_owner: bool = False
    """Whether they keep it themselves, and have it already."""


def may_leave(marking: str, max_tlp: str) -> bool:
    """Whether what is so marked may stand in a file that names no recipient."""
    one = parse_handling(marking)
    is_within = TLP_LABELS.index(one.tlp) <= TLP_LABELS.index(max_tlp)
    return is_within and one.releasable_to is None and not one.originator_control


def may_be_given(marking: str, recipient: Recipient, max_tlp: str) -> bool:
    """Whether what is so marked may be sent to a recipient to whom no stricter label than `max_tlp` is sent."""
    return TLP_LABELS.index(parse_handling(marking).tlp) <= TLP_LABELS.index(max_tlp) and may_have(marking, recipient)


def may_have(marking: str, recipient: Recipient) -> bool:
    """Whether a recipient may have what is so marked.

    Every part is a limit, and none a permission beyond the others: a marking of what was derived has the parts of all
    that it came from, and one part's recipients are not another's. RED, and what the originator controls, therefore
    never leave by a label alone.
    """
    if recipient.is_owner:
        return True
    one = parse_handling(marking)
    most = PARTNER_TLP if recipient.is_named else COMMUNITY_TLP
    is_within = TLP_LABELS.index(one.tlp) <= TLP_LABELS.index(most)
    is_for_them = one.releasable_to is None or recipient.name in one.releasable_to
    return is_within and is_for_them and not one.originator_control
