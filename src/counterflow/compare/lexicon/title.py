"""Words before and after a name that are no part of it: honorifics of persons, prefixes of vessels."""

from __future__ import annotations

from collections.abc import Sequence

from counterflow.compare.lexicon.resource import read_words


def strip_titles(tokens: Sequence[str]) -> list[str]:
    """Take honorifics off both ends of a person's name.

    A word that is also a name (Sheikh, King, Dean) goes only while two words remain. Jr and III stay: they tell father
    from son. At least one token is always left.

    Args:
        tokens: normalised tokens in the order written.
    """
    words = read_words("role")
    first, last = 0, len(tokens)
    title, either = words["title"], words["title_or_name"]
    while last - first > 1 and (tokens[first] in title or (last - first > 2 and tokens[first] in either)):
        first += 1
    after = words["title_after"]
    while last - first > 2 and tokens[last - 1] in after:
        last -= 1
    return list(tokens[first:last])


def strip_object_prefix(tokens: Sequence[str]) -> list[str]:
    """Take a prefix such as MV, M/T, SS or "motor vessel" off the name of a vessel, but never all of it.

    Args:
        tokens: normalised tokens in the order written.
    """
    prefixes = read_words("role")["object_prefix"]
    for length in (3, 2, 1):
        if len(tokens) > length and "_".join(tokens[:length]) in prefixes:
            return list(tokens[length:])
    return list(tokens)
