"""What truth discovery assumes before it has seen a claim: one set for all data; docs/methods/weigh.md says why."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterflow.model.doubt import Reliability

ALGORITHM = "roots-v3"
"""Version of the way to weigh: bumped when probabilities change."""

LETTER_ACCURACY = {
    Reliability.A: 0.95,
    Reliability.B: 0.85,
    Reliability.C: 0.70,
    Reliability.D: 0.55,
    Reliability.E: 0.35,
}
"""Accuracy expected of a source by its Admiralty letter; F cannot be judged and is expected to be like the others."""


@dataclass(frozen=True)
class Settings:
    """Assumptions; counts are worth as many claims."""

    false_share: float = 0.1
    """Chance that two wrong claims of independent sources agree, before it is learnt for an attribute."""
    false_claims: float = 10.0
    source_claims: float = 5.0
    """Claims that the mean of all sources is worth when a source's accuracy is estimated."""
    letter_claims: float = 60.0
    """Claims that an Admiralty letter is worth."""
    attribute_claims: float = 20.0
    """Claims that a source's accuracy over all is worth when its accuracy of one attribute is estimated."""
    wider_share: float = 0.5
    wider_claims: float = 6.0
    """Share of right claims that say less than the truth, where values lie in one another: that of TDH, whose prior of
    (3, 3, 2) claims exact, wider and wrong makes it a half, worth six claims (Jung, Kim and Shim 2019, section 5.1)."""
    copied: float = 1.0
    not_copied: float = 9.0
    """Beta prior of the share of common claims that one source of a pair takes from the other, or both elsewhere."""
    min_common: int = 5
    """Items that two sources must both tell of for dependence to be looked for."""
    source_rounds: int = 10
    """Rounds with one accuracy a source, before each attribute has its own."""
    copy_round: int = 12
    """Round from which dependence is looked for: with a truth that other things than copying have settled first."""
    max_rounds: int = 60
    tolerance: float = 1e-4
    """Mean change of the probabilities at which the rounds end."""
    habit_repeats: int = 100
    """Claims recorded as repeats from which habits of repeating are learnt; with fewer, dependence only discounts."""
    habit_prior: float = 0.5
    """Repeats that each pair of sources is worth before any is seen: below 1, so that few habits explain many."""
    letter_accuracy: dict[Reliability, float] = field(default_factory=lambda: dict(LETTER_ACCURACY))
