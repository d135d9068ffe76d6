"""Links of mentions to parties of lists: decided for each thing that a document names, with probability and reasons."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from counterflow.clean.name import mentioned_name
from counterflow.clean.script import is_unspaced_name, scripts_of
from counterflow.compare.algorithm import ALGORITHM as KERNEL
from counterflow.engine import Engine
from counterflow.model.handling import strictest
from counterflow.model.told import DATASET
from counterflow.resolve.decide import Decision
from counterflow.resolve.mention.candidate import Candidate, find_candidates
from counterflow.resolve.mention.context import (
    PROGRAMME_SQL,
    Around,
    country_of,
    look_around,
    read_countries,
    read_parties,
)
from counterflow.resolve.mention.spoken import LOOSE_TYPES, Spoken, by_thing, read_spoken, read_texts, variants
from counterflow.resolve.mention.weight import (
    COUNTRY_OTHER,
    LEAST_SHOWN,
    NOT_THE_NAME,
    SPELLING,
    THRESHOLD,
    Anchor,
    Evidence,
    Named,
    weigh,
    weigh_company,
)
from counterflow.resolve.schema import PERSON
from counterflow.tables import Link

ALGORITHM = f"{KERNEL}+mention-v2"
"""Version of what links mentions: the kernel that weighs names, and the evidence here."""

LEAST_LINKED = 0.0
"""Log-odds of two names, by the kernel, from which on a name that is not the party's very name may be linked to it."""
ROUNDS = 2
"""Times that a document's things are weighed beside each other: what the first makes firm bears out others."""
_DIGITS = 4

_RECORD_SQL = """
SELECT member.entity_id, canonical_id, member.family, member.schema, marking.handling
FROM member JOIN asked_record USING (entity_id) JOIN canonical USING (entity_id)
JOIN member marking ON marking.entity_id = canonical.canonical_id
"""

_WEAK_SQL = """
SELECT substr(key, 3) AS phrase, canonical_id, entity_id
FROM name JOIN canonical USING (entity_id)
WHERE canonical_id IN (SELECT canonical_id FROM asked_party) AND NOT is_strong
"""

_WORD_SQL = f"""
WITH word AS (
    SELECT DISTINCT token, canonical_id FROM (
        SELECT unnest(string_split(substr(key, 3), ' ')) AS token, canonical_id
        FROM name JOIN canonical USING (entity_id) WHERE is_strong AND tokens > 1
    )
    WHERE token IN (SELECT token FROM asked_token)
), whole AS (
    SELECT DISTINCT substr(key, 3) AS token, canonical_id
    FROM name JOIN canonical USING (entity_id)
    WHERE is_strong AND substr(key, 3) IN (SELECT token FROM asked_token)
), programme AS ({PROGRAMME_SQL}), alike AS (
    SELECT DISTINCT whole.token, whole.canonical_id, word.canonical_id AS other
    FROM whole JOIN word USING (token)
    JOIN programme own ON own.canonical_id = whole.canonical_id
    JOIN programme theirs ON theirs.canonical_id = word.canonical_id AND theirs.programme = own.programme
)
SELECT token, whole.canonical_id, coalesce(
    count(DISTINCT word.canonical_id) > 0
    AND count(DISTINCT word.canonical_id) = count(DISTINCT alike.other)
    AND NOT bool_or(word.canonical_id = whole.canonical_id), false
) AS is_family, count(DISTINCT word.canonical_id) > 1 AS is_common
FROM whole
LEFT JOIN word USING (token)
LEFT JOIN alike ON alike.token = whole.token AND alike.canonical_id = whole.canonical_id
GROUP BY token, whole.canonical_id
UNION ALL
SELECT token, NULL, false, true FROM word GROUP BY token HAVING count(*) > 1
"""  # noqa: S608 - a constant
# `whole`: the word is a whole name of the party; `word`: it is a part of a longer one.


class _Record(NamedTuple):
    canonical_id: str
    family: str
    schema: str
    handling: str


class _Option(NamedTuple):
    """A party that a thing may be, with what speaks for it."""

    canonical_id: str
    family: str
    handling: str
    is_equal: bool
    """It bears the very name."""
    reasons: tuple[Evidence, ...]
    is_spelling: bool = False
    """Its name is another spelling of the name, word for word."""

    @property
    def is_named(self) -> bool:
        """Whether the name says enough for a link: what stands around it makes no party of a name that is another's."""
        return self.is_equal or self.reasons[0].contribution >= LEAST_LINKED

    @property
    def odds(self) -> float:
        return sum(one.contribution for one in self.reasons)


Options = list[_Option]

Thing = tuple[Spoken, ...]
"""The names that one document uses for one thing."""


def link_mentions(engine: Engine, cache: Path | None = None) -> list[Link]:
    """Link the names of documents to the parties of lists that they mean, and say what they may mean.

    What a document calls one thing is decided as one. The name is weighed by the matching kernel; then what stands
    around it; then who else its document firmly names. Parties that may be meant share what one of them would
    have, with the possibility that none is.

    Reads:
        `mention`, `document`, `statement`, and the registered rows `member`, `name` and `canonical`.
    Args:
        engine: the tables.
        cache: where the parties of lists lie analysed.
    Returns:
        rows of `link` of kind `mention`, in order.
    """
    texts = read_texts(engine)
    things = by_thing([one for one in read_spoken(engine, texts) if country_of(one.wording) is None])
    names = {one.wording for thing in things for one in thing}
    near = {one.wording for thing in things for one in thing if one.in_report}
    others = {name: tuple(variants(name)) for name in near}
    found = find_candidates(engine, names | {one for some in others.values() for one in some}, near, cache)
    judge = _Judge(engine, things, texts, found, others)
    rows: list[Link] = []
    for _, group in itertools.groupby(things, key=lambda thing: thing[0].document_id):
        rows += judge.link_document(list(group))
    return sorted(rows)


class _Judge:
    """Decides what the things of documents are; holds what lists say of all candidates."""

    def __init__(
        self,
        engine: Engine,
        things: Sequence[Thing],
        texts: Mapping[str, str],
        found: Mapping[str, Sequence[Candidate]],
        variants_of: Mapping[str, Sequence[str]],
    ) -> None:
        self._texts, self._found, self._variants = texts, found, variants_of
        self._countries = read_countries(engine)
        self._records = _read_records(engine, {one.entity_id for some in found.values() for one in some})
        parties = {one.canonical_id for one in self._records.values()}
        self._parties = read_parties(engine, parties, DATASET)
        self._weak = _read_weak(engine, parties)
        self._common, self._families = _read_words(engine, things)
        self._subjects = _read_subjects(engine)

    def link_document(self, things: Sequence[Thing]) -> Iterator[Link]:
        """Link the names of one document."""
        alone = [self._options(thing) for thing in things]
        weighed = alone
        for _ in range(ROUNDS):
            weighed = self._in_company(alone, [_firmest(some) for some in weighed])
        for thing, some in zip(things, weighed, strict=True):
            yield from _links(thing, some)

    def _in_company(self, options: Sequence[Options], firm: Sequence[_Option | None]) -> list[Options]:
        """Weigh each thing's options again beside what the others are."""
        weighed = []
        for at, some in enumerate(options):
            ids = {one.canonical_id for other, one in enumerate(firm) if one is not None and other != at}
            anchors = [Anchor(one, self._parties[one]) for one in sorted(ids)]
            weighed.append([self._beside(one, anchors) for one in some])
        return weighed

    def _beside(self, option: _Option, anchors: Sequence[Anchor]) -> _Option:
        is_foreign = any((one.feature, one.contribution) == ("country", COUNTRY_OTHER) for one in option.reasons)
        party = self._parties[option.canonical_id]
        more = weigh_company(option.canonical_id, party, anchors, is_foreign=is_foreign)
        return option._replace(reasons=(*option.reasons, *more))

    def _options(self, thing: Thing) -> list[_Option]:
        around = look_around(thing, self._texts.get(thing[0].document_id), self._countries)
        best: dict[str, _Option] = {}
        for name, one, is_variant in self._candidates(thing):
            record = self._records.get(one.entity_id)
            if record is None:
                continue
            option = self._weigh(thing, name, one, record, around, is_variant=is_variant)
            if option is None:
                continue
            before = best.get(record.canonical_id)
            if before is None or (option.odds, one.entity_id) > (before.odds, ""):
                best[record.canonical_id] = option
        return _less_for_likeness([best[key] for key in sorted(best)])

    def _candidates(self, thing: Thing) -> Iterator[tuple[Spoken, Candidate, bool]]:
        """Yield each name of a thing with the parties that it may mean, and whether by another word for an office."""
        for name in _distinct(thing):
            for one in self._found.get(name.wording, ()):
                yield name, one, False
            for other in self._variants.get(name.wording, ()):
                for one in self._found.get(other, ()):
                    yield name, one, True

    def _weigh(
        self, thing: Thing, name: Spoken, one: Candidate, record: _Record, around: Around, *, is_variant: bool
    ) -> _Option | None:
        phrase = mentioned_name(name.wording)
        party = self._parties[record.canonical_id]
        is_word = " " not in phrase and not is_unspaced_name(name.wording)
        if (record.family == PERSON and is_word) or (name.type in LOOSE_TYPES and not one.is_equal):
            return None
        sorted_phrase = " ".join(sorted(phrase.split()))
        named = Named(
            type=name.type,
            is_common_word=is_word and phrase in self._common and (phrase, record.canonical_id) not in self._families,
            is_family_name=(phrase, record.canonical_id) in self._families,
            is_weak=any((words, record.canonical_id) in self._weak for words in (phrase, sorted_phrase)),
            is_weighed=any((words, one.entity_id) in self._weak for words in (phrase, sorted_phrase)),
            is_variant=is_variant,
            is_subject=record.canonical_id == self._subjects.get(name.document_id),
            is_equal=one.is_equal or is_variant,
            words=phrase.count(" ") + 1,
            odds=one.odds,
            has_as_many=one.has_as_many,
            is_mixed=one.is_mixed,
            is_transcribed=scripts_of(name.wording).isdisjoint(scripts_of(one.name)),
        )
        first = Evidence("name", name.wording, one.name, round(one.odds, _DIGITS))
        reasons = (first, *weigh(named, record.family, record.schema == "PublicBody", party, around))
        is_equal = one.is_equal or is_variant
        is_spelling = record.family != PERSON and one.has_as_many and one.odds >= SPELLING
        return _Option(record.canonical_id, record.family, record.handling, is_equal, reasons, is_spelling)


def _less_for_likeness(options: Options) -> Options:
    """Take from parties that are only called alike, where another bears the very name, or else a spelling of it."""
    bearers = [one for one in options if one.is_equal] or [one for one in options if one.is_spelling]
    if len(bearers) == 0:
        return options
    less = Evidence("another bears the name", "", "", NOT_THE_NAME)
    return [one if one in bearers else one._replace(reasons=(*one.reasons, less)) for one in options]


def _distinct(thing: Thing) -> Iterable[Spoken]:
    """Give each wording once, where it first stands."""
    return {one.wording: one for one in reversed(thing)}.values()


def probabilities(odds: Sequence[float]) -> list[float]:
    """Give each option's probability: one of them is meant, or none, which has log-odds 0."""
    top = max([0.0, *odds])
    none = math.exp(-top)
    worth = [math.exp(one - top) for one in odds]
    return [one / (none + sum(worth)) for one in worth]


ONLY_COUNTRY = frozenset(["country", "country of who is named", "same programme"])
"""Evidence that does not tell a person from a namesake of another list: what a text is about is not who is meant."""


def _without_country(options: Options) -> Options:
    """Where several listed persons bear the very name, let the country of the text choose none of them."""
    if sum(one.is_equal and one.family == PERSON for one in options) < 2:
        return options
    return [
        one._replace(reasons=tuple(reason for reason in one.reasons if reason.feature not in ONLY_COUNTRY))
        for one in options
    ]


def _shares(options: Options) -> list[float]:
    """Give each party's probability; one whose name is another's takes nothing from those that bear theirs."""
    named = probabilities([one.odds if one.is_named else -math.inf for one in options])
    every = probabilities([one.odds for one in options])
    return [own if one.is_named else least for one, own, least in zip(options, named, every, strict=True)]


def _firmest(options: Sequence[_Option]) -> _Option | None:
    """Give the party that a thing is without regard to who else is named; None where it is not decided."""
    options = _without_country(list(options))
    shares = _shares(options)
    found = zip(options, shares, strict=True)
    return next((one for one, share in found if share >= THRESHOLD and one.is_named), None)


def _capped(option: _Option) -> _Option:
    """Let what stands around a name that is another's make no more of it than a doubt."""
    if option.is_named or option.odds <= 0:
        return option
    return option._replace(reasons=(*option.reasons, Evidence("cap: another name", "", "", -option.odds)))


def _links(thing: Thing, options: Sequence[_Option]) -> Iterator[Link]:
    options = [_capped(one) for one in _without_country(list(options))]
    shares = _shares(options)
    for option, share in zip(options, shares, strict=True):
        if share < LEAST_SHOWN:
            continue
        decision = Decision.SAME if share >= THRESHOLD and option.is_named else Decision.CANDIDATE
        rivals = math.log(share / max(1 - share, 1e-12)) - option.odds
        reasons = [one for one in option.reasons if one.contribution != 0]
        if rivals < -(10**-_DIGITS):
            reasons.append(Evidence("rivals", "", "", rivals))
        stated = json.dumps(
            [one._replace(contribution=round(one.contribution, _DIGITS))._asdict() for one in reasons],
            ensure_ascii=False,
        )
        for name in thing:
            marking = strictest((name.handling, option.handling))
            ids = (name.id, option.canonical_id)
            yield Link(*ids, "mention", decision, round(share, _DIGITS + 2), stated, ALGORITHM, marking)


def _read_records(engine: Engine, wanted: Iterable[str]) -> dict[str, _Record]:
    engine.register("asked_record", pa.table({"entity_id": pa.array(sorted(set(wanted)), pa.string())}))
    rows = engine.query(_RECORD_SQL).to_pylist()
    return {row.pop("entity_id"): _Record(**row) for row in rows}


def _read_weak(engine: Engine, parties: Iterable[str]) -> set[tuple[str, str]]:
    """Read which names some list calls weak, and of which party and record."""
    engine.register("asked_party", pa.table({"canonical_id": pa.array(sorted(set(parties)), pa.string())}))
    rows = engine.query(_WEAK_SQL).to_pylist()
    return {(row["phrase"], row[holder]) for row in rows for holder in ("canonical_id", "entity_id")}


def _read_words(engine: Engine, things: Sequence[Thing]) -> tuple[set[str], set[tuple[str, str]]]:
    """Read what lists make of names of one word.

    Returns:
        those that stand in names of several parties; and, with the party, those that are a party's whole name and
        no short form of its longer ones, while all others that have the word are of its programmes: its branches.
    """
    words = {mentioned_name(one.wording) for thing in things for one in thing}
    asked = sorted(one for one in words if " " not in one)
    engine.register("asked_token", pa.table({"token": pa.array(asked, pa.string())}))
    rows = engine.query(_WORD_SQL).to_pylist()
    families = {(row["token"], row["canonical_id"]) for row in rows if row["is_family"]}
    return {row["token"] for row in rows if row["is_common"]}, families


def _read_subjects(engine: Engine) -> dict[str, str]:
    """Read which party each narrative is about."""
    rows = engine.query(
        "SELECT document.id, canonical_id FROM document JOIN canonical ON canonical.entity_id = document.subject"
    )
    return dict(zip(rows.column("id").to_pylist(), rows.column("canonical_id").to_pylist(), strict=True))
