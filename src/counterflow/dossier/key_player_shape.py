"""What `counterflow key-players` answers, as JSON: whose removal breaks a network, and who carries what flows in it."""

from __future__ import annotations

from collections.abc import Mapping

from counterflow.dossier.shape import PartyRef, Shape

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""


class KeyPlayer(Shape):
    """One party."""

    rank: int
    """Place in the order of removal, from 1."""
    party: PartyRef
    listed_now: bool
    """Whether a list names it already; false for a file of ties."""
    left: float
    """Share of the parties in the largest part when this one and those before it are removed."""
    alone: float
    """The same if it alone is removed."""
    neighbours: int
    betweenness: float | None
    """Share of the pairs of parties whose shortest paths lead through it; None: the network is too large."""
    flow: float
    """What is known to pass: in or out, the larger; of a case, probabilities of ties that move goods or money."""


class KeyPlayersAnswer(Shape):
    """The parties of a network in the order of removal, and those that carry most."""

    parties: int
    ties: int
    whole: float
    """Share of the parties in the largest part before any removal."""
    area: float
    """Mean of `left` over the removal of all: lower is better."""
    areas: Mapping[str, float]
    """The same of known ways to remove them."""
    withheld: int
    """Natural persons that are not ranked, because no evidence ties them."""
    key_players: tuple[KeyPlayer, ...]
    carriers: tuple[KeyPlayer, ...]
    """Those with the greatest flow, the greatest first; none without flow."""
    algorithm: str
    handling: str


SHAPES: dict[str, type[Shape]] = {"key_players": KeyPlayersAnswer}
