"""The baselines: a majority vote, and a vote in which all claims that may have been copied are one."""

from __future__ import annotations

import numpy as np

from counterflow.weigh.truth.candidate import Candidates
from counterflow.weigh.truth.claims import Claims, Floats, distinct_rows


def vote(claims: Claims, candidates: Candidates) -> Floats:
    """Give each candidate its share of the sources that tell of its item."""
    told = candidates.claim >= 0
    voted, _ = distinct_rows(candidates.claim[told], claims.source[told])
    count = np.bincount(voted, minlength=len(candidates)).astype(float)
    total = np.bincount(candidates.item, count, len(claims.items))
    return np.asarray(count / np.maximum(total, 1.0)[candidates.item])
