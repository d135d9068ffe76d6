"""What a word without an answer weighs: one rule for the alignment, its bound and the index's estimate."""

from __future__ import annotations

import numpy as np

from counterflow.compare.lexicon.role import Role

LIGHT = int(Role.PARTICLE | Role.STOP | Role.TITLE)
"""Roles of words that are easily left out."""
LIGHT_SHARE = np.float32(0.15)
"""What such a word weighs, of its bits."""
LETTER_BITS = np.float32(10)
"""What an initial weighs: it stands for a whole name."""
KNOWN_BITS = np.float32(15)
"""Words of fewer bits were seen in many names."""
