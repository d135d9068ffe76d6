"""How improbable a party may be and still be shown."""

from __future__ import annotations

from counterflow.exc import UsageError

CUTOFF = 0.1
"""Least probability of a party that is shown, unless another is asked for: what is less likely is not worth a look."""


def read_cutoff(asked: float | None, threshold: float) -> float:
    """Give the cutoff that is asked for, or `CUTOFF` as far as it hides no match.

    Raises:
        UsageError: the one asked for would hide matches.
    """
    if asked is None:
        return min(CUTOFF, threshold)
    if asked > threshold:
        raise UsageError(f"the cutoff {asked:g} would hide matches: the threshold is {threshold:g}")
    return asked
