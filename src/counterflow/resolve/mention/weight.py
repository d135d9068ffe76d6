"""What each piece of evidence is worth that a name means a party: log-odds, each a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from counterflow.resolve.mention.context import Around, Party
from counterflow.resolve.mention.spoken import LOOSE_TYPES
from counterflow.resolve.schema import PERSON, VEHICLE

THRESHOLD = 0.9
"""Least probability of a link: a wrong one is an accusation."""
LEAST_SHOWN = 0.1
"""Least probability of a candidate."""

FAMILIES = {"person": PERSON, "vessel": VEHICLE}
"""Family of parties that a type of mention means; the others mean bodies."""

# Set by judgement before anything was measured, rounded; the kernel's own weights are fitted (compare/weights.toml).
TYPE_SAME = 0.7
TYPE_OTHER = -1.0
TYPE_LOOSE = -1.5
"""The reader took it for a place or a document, as it does with names that it does not know."""
CUE = 0.7
"""A word beside the name says that it is what the party is."""
PERSONS = -0.6
"""Most persons who are named are on no list, and many bear a listed name."""
TRANSCRIBED = -0.7
"""A person's name in another script than the list's: one stands for many there, so that it alone makes no link."""
VARIANT = -0.7
"""Another word for a numbered office than the list has."""
WEAK = -1.1
"""A list calls the name weak, which the kernel does not see where another list does not."""
COMMON_WORD = -2.5
"""The one word of the name stands in names of other parties."""
FAMILY_NAME = 0.8
"""The one word of the name is the party's alone, and its branches are named after it."""
COUNTRY_NEAR, COUNTRY, COUNTRY_WEAK, COUNTRY_OTHER = 1.2, 0.8, 0.4, -1.0
PUBLIC_ELSEWHERE, PUBLIC_ELSEWHERE_HERE = -4.0, -2.5
"""A public body of a country that the sentence does not name, while it names another: all have such ministries. Less
where the document names its country elsewhere."""
PUBLIC_NOWHERE, PUBLIC_NOWHERE_HERE = -2.0, -0.5
"""The sentence names no country, and so does not say whose public body it is. Less as above."""
POSITION = 0.8
NUMBER_SAME, NUMBER_OTHER = 8.0, -10.0
BIRTH_SAME, BIRTH_OTHER = 3.0, -5.0
SUBJECT = 5.0
SAME_PARTY = 2.0
"""The document calls the same party by another name, too, that says so by itself."""
TIED = 1.5
"""The document names a party that lists tie it to."""
SHARED_TIE = 0.7
"""The document names a party that lists tie to what they tie it to."""
SAME_PROGRAMME = 0.7
"""The document names a party of the same programme."""
COUNTRY_OF_NAMED = 1.0
"""The document names no country of the party, but a party of that country: no more than takes the doubt back."""
LONG = 0.8
"""The very name, of three words or more, of a ship or of a body that is not public: hardly anything else bears it."""
LONG_WORDS = 3
LIKE_PERSON, LIKE_PERSON_SHORTER, LIKE_OTHER = -2.0, -4.0, -1.0
"""The name is only like the party's: a text that means it would write its name, or another spelling that the kernel
relates to it as firmly as `SPELLING`. Least of all is a person meant whose name has a word more or less."""
MIXED = -8.0
"""The same words in an order that is no turning: Kim Song Chol is not Kim Chol Song."""
SPELLING = 1.8
"""Log-odds of two names, by the kernel, from which on they are spellings of one."""
NOT_THE_NAME = -2.0
"""Another party bears the very name."""


class Named(NamedTuple):
    """How a document names the thing, as far as it decides."""

    type: str
    is_common_word: bool
    is_family_name: bool
    """Others are named after the party by this one word."""
    is_weak: bool
    """Some list calls the name a weak alias."""
    is_weighed: bool
    """The kernel has weighed that already."""
    is_variant: bool
    is_subject: bool
    is_equal: bool
    """The party has the very name."""
    words: int
    """Of the name."""
    odds: float
    """What the kernel says of the names."""
    has_as_many: bool
    """The party's name has as many words."""
    is_mixed: bool
    """They are the same words in another order."""
    is_transcribed: bool = False
    """It is in another script than the party's name."""


class Evidence(NamedTuple):
    """One reason."""

    feature: str
    source: str
    target: str
    contribution: float


class Anchor(NamedTuple):
    """A party that the same document names firmly, by another name."""

    canonical_id: str
    party: Party


def weigh(named: Named, family: str, is_public: bool, party: Party, around: Around) -> Iterator[Evidence]:
    """Weigh what stands around a name, for one party that it may mean."""
    yield from _type(named, family, around)
    if family == PERSON:
        yield Evidence("namesakes", "", "", PERSONS)
        if named.is_transcribed:
            yield Evidence("name in another script", "", "", TRANSCRIBED)
    if named.is_variant:
        yield Evidence("other word for the office", "", "", VARIANT)
    if named.is_weak and not named.is_weighed:
        yield Evidence("weak alias", "", "", WEAK)
    if named.is_common_word:
        yield Evidence("common word", "", "", COMMON_WORD)
    if named.is_family_name and named.is_equal:
        yield Evidence("others are named after it", "", "", FAMILY_NAME)
    if named.is_mixed:
        yield Evidence("words in another order", "", "", MIXED)
    elif not named.is_equal and (named.odds < SPELLING or (family == PERSON and not named.has_as_many)):
        person = LIKE_PERSON if named.has_as_many else LIKE_PERSON_SHORTER
        yield Evidence("only like its name", "", "", person if family == PERSON else LIKE_OTHER)
    if named.is_equal and named.words >= LONG_WORDS and family != PERSON and not is_public:
        yield Evidence("long name", "", "", LONG)
    if named.is_subject:
        yield Evidence("subject of the document", "", "", SUBJECT)
    yield from _country(named, is_public, party, around)
    yield from _facts(party, around)


def _type(named: Named, family: str, around: Around) -> Iterator[Evidence]:
    if named.type in LOOSE_TYPES:
        yield Evidence("type", named.type, family, TYPE_LOOSE)
    else:
        is_same = (family == FAMILIES.get(named.type)) or (
            named.type not in FAMILIES and family not in FAMILIES.values()
        )
        yield Evidence("type", named.type, family, TYPE_SAME if is_same else TYPE_OTHER)
        if is_same:
            return
    if family == VEHICLE and around.says_vehicle:
        yield Evidence("words beside it", "ship", family, CUE)


def _country(named: Named, is_public: bool, party: Party, around: Around) -> Iterator[Evidence]:
    if len(party.countries) == 0:
        return
    target = ", ".join(sorted(party.countries))
    near, everywhere = party.countries & around.countries, party.countries & around.document_countries
    if is_public and len(near) == 0 and len(around.document_countries) > 0:
        elsewhere, nowhere = (PUBLIC_ELSEWHERE, PUBLIC_NOWHERE)
        if len(everywhere) > 0:
            elsewhere, nowhere = (PUBLIC_ELSEWHERE_HERE, PUBLIC_NOWHERE_HERE)
        worth = elsewhere if len(around.countries) > 0 else nowhere
        yield Evidence("country", ", ".join(sorted(around.countries)), target, worth)
    elif len(near | everywhere) > 0:
        worth = COUNTRY_WEAK if named.is_weak else COUNTRY_NEAR if len(near) > 0 else COUNTRY
        yield Evidence("country", ", ".join(sorted(near or everywhere)), target, worth)
    elif len(around.document_countries) > 0:
        yield Evidence("country", ", ".join(sorted(around.document_countries)), target, COUNTRY_OTHER)


def _facts(party: Party, around: Around) -> Iterator[Evidence]:
    pairs = (
        ("imoNumber", around.imo, party.imo, NUMBER_SAME, NUMBER_OTHER),
        ("birthDate", around.births, party.births, BIRTH_SAME, BIRTH_OTHER),
    )
    for feature, said, listed, same, other in pairs:
        if len(said) > 0 and len(listed) > 0:
            worth = other if said.isdisjoint(listed) else same
            yield Evidence(feature, ", ".join(sorted(said)), ", ".join(sorted(listed)), worth)
    shared = party.positions & around.words
    if len(shared) > 0:
        yield Evidence("position", ", ".join(sorted(shared)), ", ".join(sorted(party.positions)), POSITION)


def weigh_company(
    canonical_id: str, party: Party, anchors: Collection[Anchor], *, is_foreign: bool
) -> Iterator[Evidence]:
    """Weigh who else is named in the document: what is firmly named there makes a party that belongs to it likelier.

    Args:
        canonical_id, party: who may be meant.
        anchors: who is firmly named, by other names.
        is_foreign: the document names countries, and none of the party's.
    """
    others = [one for one in anchors if one.canonical_id != canonical_id]
    country = [one.canonical_id for one in others if not party.countries.isdisjoint(one.party.countries)]
    if is_foreign and len(country) > 0:
        yield Evidence("country of who is named", country[0], "", COUNTRY_OF_NAMED)
    tied = [one.canonical_id for one in others if one.canonical_id in party.ties]
    if len(others) < len(anchors):
        yield Evidence("named otherwise too", "", "", SAME_PARTY)
    if len(tied) > 0:
        yield Evidence("tied to who is named", tied[0], "", TIED)
        return
    shared = [one.canonical_id for one in others if not party.ties.isdisjoint(one.party.ties)]
    if len(shared) > 0:
        yield Evidence("tied to the same", shared[0], "", SHARED_TIE)
        return
    alike = [one for one in others if not party.programmes.isdisjoint(one.party.programmes)]
    if len(alike) > 0:
        yield Evidence("same programme", alike[0].canonical_id, "", SAME_PROGRAMME)
