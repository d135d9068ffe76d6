"""What of the files beside the claims has no effect, or not the one that was meant: counted, so that it can be said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from counterflow.weigh.truth.hierarchy import find_circle


@dataclass(frozen=True)
class Ignored:
    """What was given and does nothing."""

    letters: tuple[str, ...]
    """Sources with a letter that neither claim anything nor are repeated."""
    lineage: tuple[tuple[str, str], ...]
    """Pairs of a source and the one that it repeats of which the first neither claims anything nor is repeated by one
    that does."""
    circular: tuple[str, ...]
    """Sources that repeat themselves by way of others: nobody among them is the first."""


NOTHING = Ignored((), (), ())


def find_ignored(
    sources: Collection[str], lineage: Sequence[tuple[str, str]] = (), letters: Collection[str] = ()
) -> Ignored:
    """Compare names with those of the claims.

    Args:
        sources: that claim something or are said by a claim to be repeated.
        lineage: pairs of a source and the one that it repeats.
        letters: sources that have an Admiralty letter.
    """
    above: dict[str, set[str]] = defaultdict(set)
    for low, high in lineage:
        above[low].add(high)
    told = _reached(sources, above)
    return Ignored(
        tuple(sorted(set(letters) - told)),
        tuple(sorted({pair for pair in lineage if pair[0] not in told})),
        tuple(_circular(lineage, above)),
    )


def _reached(starts: Iterable[str], above: dict[str, set[str]]) -> set[str]:
    """Give all that lie on a way up, with where it starts."""
    todo = list(starts)
    seen = set(todo)
    while len(todo) > 0:
        for one in above.get(todo.pop(), ()):
            if one not in seen:
                seen.add(one)
                todo.append(one)
    return seen


def _circular(lineage: Sequence[tuple[str, str]], above: dict[str, set[str]]) -> list[str]:
    if len(find_circle(lineage)) == 0:
        return []
    return sorted(one for one in above if one in _reached(above[one] - {one}, above))
