"""Why records are one party, in words."""

from __future__ import annotations

import json
from typing import Any

MOST = 3
"""Reasons that are spelt out, those that weigh most."""

LONGEST = 40
"""Letters of a value that is shown; a longer one, an address say, is named alone."""

_WORDS = {
    "schema_same": "kind of party",
    "schema_contradicts": "kinds of party that cannot be one",
    "rivals": "others fit as well",
    "several parties": "several parties have this name",
    "common word": "a common word",
    "weak alias": "a weak alias alone",
    "prior": "how pairs are found",
}
_ENDINGS = {"_equal": "", "_shared": "", "_similar": "", "_differs": " differs"}
_UNSAID = frozenset(["prior"])
"""What says nothing of the two sides."""


def feature_words(feature: str) -> str:
    """Name a feature of `compare` or `resolve` in words: "birth place differs" for `birth_place_differs`."""
    if feature in _WORDS:
        return _WORDS[feature]
    for ending, words in _ENDINGS.items():
        if feature.endswith(ending):
            return feature.removesuffix(ending).replace("_", " ") + words
    return feature.replace("_", " ")


def say_basis(reasons: str | None, probability: float | None, *, is_canonical: bool) -> str:
    """Say why an entity belongs to its cluster; reasons and probability as its row of `link` has them, None without."""
    if reasons is None:
        return "the id of the cluster" if is_canonical else "joined by a judgement"
    found = [one for one in json.loads(reasons) if one["feature"] not in _UNSAID]
    # A reason without a weight decides alone.
    weighed = sorted(found, key=lambda one: -(one["contribution"] if one["contribution"] is not None else float("inf")))
    backing = [one for one in weighed if one["contribution"] is None or one["contribution"] > 0]
    against = [one for one in weighed if one["contribution"] is not None and one["contribution"] < 0]
    said = f"one party {_sure(probability)}by {', '.join(map(_say, backing[:MOST]))}" + _more(backing)
    return said if len(against) == 0 else f"{said}; against it: {', '.join(map(_say, against[::-1][:MOST]))}"


def _sure(probability: float | None) -> str:
    if probability is None:
        return ""
    return f"({probability:.3f}) " if probability < 0.9995 else "(over 0.999) "


def _say(reason: dict[str, Any]) -> str:
    value = str(reason.get("source") or "")
    words = feature_words(reason["feature"])
    return words if value == "" or len(value) > LONGEST else f"{words} {value}"


def _more(backing: list[dict[str, Any]]) -> str:
    return f" and {len(backing) - MOST} more" if len(backing) > MOST else ""
