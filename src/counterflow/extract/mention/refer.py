"""Referents: what a pronoun or a definite noun stands for, inside one document.

Runs are read in their order; what was spoken of stays in mind for some sentences. A pronoun takes the last thing that
fits it by person, number and sex, subjects before objects, and not what shares its own clause ("Tehran denies sending
it drones": not Tehran). "The regime" takes what the text called a regime, "the ship" a ship or the last name of one
(`lexicon/stand_in.txt`). "His sister" is one person wherever the same man's sister is spoken of. Where nothing fits a
pronoun stands for nothing: none is better than a wrong one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from counterflow.extract.grammar.clause import (
    argument_verb,
    is_expletive,
    relative_head,
    role_of,
    subject_of,
    told_to_be,
)
from counterflow.extract.lexica import load_map
from counterflow.extract.mention.binding import Binding, Spoken
from counterflow.extract.mention.good import Good
from counterflow.extract.mention.nominal import Nominal, load_nouns
from counterflow.extract.name.gazetteer import look_up
from counterflow.extract.parse.parsed import Parsed, sentence_spans


class _Candidate(NamedTuple):
    """Something that was spoken of, as one mention did."""

    key: str
    type: str
    is_plural: bool
    sex: str | None
    role: str
    sentence: int
    token: int
    """In its run; -1 in a run before."""
    is_name: bool
    is_country: bool = False
    is_generic: bool = False
    is_topic: bool = False


MEMORY = 60
"""How many mentions stay in mind."""
UNKNOWN = ""
"""Key of a person whom a pronoun meant and who was not told of; resolves to nothing."""
REACH = {"person": 4, "thing": 2, "plural": 2}
"""How many sentences back a pronoun looks."""

_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his"), ("person", "m")),
    **dict.fromkeys(("she", "her", "hers"), ("person", "f")),
    **dict.fromkeys(("it", "its"), ("thing", None)),
    **dict.fromkeys(("they", "them", "their", "theirs"), ("plural", None)),
}
_REFLEXIVES = frozenset({"himself", "herself", "itself", "themselves"})
_RELATIVES = frozenset({"who", "whom", "whose", "which", "that"})
_THINGS = frozenset(
    {"organization", "company", "public_body", "vessel", "facility", "place", "programme", "commodity", "document"}
)
_BODIES = frozenset({"organization", "company", "public_body"})
_WEIGHT = {"subject": 2.5, "object": 1.0, "possessor": 1.2, "oblique": 0.5, "other": 0.3}
_GOVERNMENT = frozenset({"regime", "government", "leadership", "authority", "administration", "junta"})
_SHIPPER = 2.0
"""For a company or person in "its ship": of the Security Council and a shipping company the company has one."""
_TYPE_COST = {"document": 1.5, "place": 0.3, "commodity": 0.4, "programme": 0.4}


class Referents:
    """What the words of one document stand for; fed run by run, in order."""

    def __init__(self, subject: str | None = None, subject_type: str | None = None) -> None:
        """Begin a document.

        Args:
            subject: key of the party that a list's narrative is about; pronouns may always stand for it.
            subject_type: its type of mention, if known.
        """
        self._recent: deque[_Candidate] = deque(maxlen=MEMORY)
        self._called: dict[str, tuple[str, str, bool]] = {}
        """Noun to key, type and number of what was last called so."""
        self._named: dict[str, set[str]] = {}
        """Noun to the keys of the named bodies that were called so."""
        self._titled: set[str] = set()
        """Keys of what the headline calls by a noun."""
        self._in_title: bool | None = None
        """Whether the run at hand is the headline; None: nothing was read yet."""
        self._ships: dict[str, bool] = {}
        """Keys of single ships, in order, to whether they have a name."""
        self._sex: dict[str, str] = {}
        self._count: dict[str, int] = {}
        self._types: dict[str, str] = {}
        self._subject = subject
        self._subject_type = subject_type
        self._keys: dict[int, str] = {}
        self._pronouns: list[int] = []

    def read(self, parsed: Parsed, mentions: Iterable[Spoken]) -> None:
        """Read the next run with its mentions; what `resolve` gave for the run before is forgotten."""
        self._recent = deque((one._replace(token=-1) for one in self._recent), maxlen=MEMORY)
        self._keys, self._pronouns = {}, []
        self._in_title = self._in_title is None and len(parsed.text) > 0 and parsed.text[-1] not in (".", "!", "?")
        by_head: dict[int, Spoken] = {}
        for one in sorted(mentions, key=lambda one: (one.key is None, one.first - one.last)):
            by_head.setdefault(one.head, one)
        run = Binding(parsed, by_head)
        for sentence in sentence_spans(parsed):
            self._read_sentence(run, sentence)

    def resolve(self, token: int) -> str | None:
        """Give the key of what a word of the run read last stands for; None: it is not known.

        Args:
            token: a pronoun, or the head of a nominal.
        """
        return self._keys.get(token)

    def type_of(self, token: int) -> str | None:
        """Give the type of mention of what a word of the run read last stands for; None: it is not known."""
        key = self._keys.get(token)
        return None if key is None else self._types.get(key)

    def pronouns(self) -> list[int]:
        """Give the personal pronouns of the run read last that stand for something, in order."""
        return sorted(at for at in self._pronouns if at in self._keys)

    def _read_sentence(self, run: Binding, sentence: range) -> None:
        p = run.parsed
        late: list[int] = []
        for at in sentence:
            lower = p.lower[at]
            if at in run.by_head:
                self._mention(run, run.by_head[at])
            elif lower in _PRONOUNS and p.tag[at] in ("PRP", "PRP$"):
                self._pronouns.append(at)
                if run.is_ahead(at) or not self._pronoun(run, at):
                    late.append(at)
            elif lower in _REFLEXIVES:
                self._same(run, at, subject_of(p, argument_verb(p, at)))
            elif lower in _RELATIVES and p.tag[at] in ("WDT", "WP", "WP$"):
                self._same(run, at, relative_head(p, at))
        for at in late:
            subject = run.main_subject(at)
            candidate = next((one for one in self._recent if one.token == subject), None)
            if candidate is not None and self._fits(candidate, *_PRONOUNS[p.lower[at]]):
                self._keys[at] = candidate.key
            elif run.is_ahead(at):
                self._pronoun(run, at)

    def _same(self, run: Binding, at: int, other: int | None) -> None:
        """Let a reflexive or relative pronoun stand for what another word stands for, or what it is told to be."""
        for place in () if other is None else (other, run.mention_head(other), run.told_of(other)):
            if place is not None and place in self._keys:
                self._keys[at] = self._keys[place]
                return

    def _mention(self, run: Binding, one: Spoken) -> None:
        p = run.parsed
        key = one.key if one.key is not None else self._nominal(run, one)
        if one.type == "commodity" and one.is_definite:
            key = self._last_good(p.sentence[one.head]) or key
        self._keys[one.head] = key
        is_plural = p.tag[one.head] in ("NNS", "NNPS") and (one.key is None or one.type in ("group", "commodity"))
        sex = _sex_of(p, one) or self._sex.get(key)
        if sex is not None:
            self._sex[key] = sex
        for noun in (one.noun, *run.called(one)):
            if noun != "":
                self._called[_canonical(noun)] = (key, one.type, is_plural)
                if one.key is not None and one.type in _BODIES:
                    self._named.setdefault(_canonical(noun), set()).add(key)
        if one.key is None and self._in_title:
            self._titled.add(key)
        elif one.type == "vessel" and not is_plural:
            self._ships.setdefault(key, one.key is not None)
        self._remember(run, key, one.type, is_plural, one.head, one.key is not None)
        if one.type in ("place", "group") or one.is_definite:
            self._recent[-1] = self._recent[-1]._replace(
                is_country=_is_country(p, one), is_generic=one.type == "commodity" and one.is_definite
            )

    def _last_good(self, sentence: int) -> str | None:
        """Give what "the goods", "the shipment" are: the last goods of a known kind."""
        found = (one for one in reversed(self._recent) if one.type == "commodity" and not one.is_generic)
        return next((one.key for one in found if sentence - one.sentence <= REACH["thing"]), None)

    def _remember(self, run: Binding, key: str, type_: str, is_plural: bool, at: int, is_name: bool) -> None:
        p = run.parsed
        self._count[key] = self._count.get(key, 0) + 1
        self._types.setdefault(key, type_)
        self._recent.append(
            _Candidate(key, type_, is_plural, self._sex.get(key), role_of(p, at), p.sentence[at], at, is_name)
        )

    def _nominal(self, run: Binding, one: Spoken) -> str:
        """Give the key of a nominal: of an owner's thing, of what was told before, or a new one."""
        p = run.parsed
        noun = _canonical(one.noun)
        owner = next((self._keys[at] for at in run.owners(one) if at in self._keys), None)
        if owner is not None:
            return f"{owner}/{noun}"
        is_plural = p.tag[one.head] in ("NNS", "NNPS")
        named = next((self._keys[at] for at in run.names_inside(one) if at in self._keys), None)
        # "A North Korean ship" is one of many, "the North Korean navy" is not, "DPRK workers" are a kind.
        is_one = one.is_definite or one.type == "public_body" or (is_plural and not run.is_counted(one))
        if named is not None and is_one:
            return f"{named}/{noun}"
        return self._told(one, noun, is_plural, p) if one.is_definite else f"{noun}@{p.start[one.first]}"

    def _told(self, one: Spoken, noun: str, is_plural: bool, parsed: Parsed) -> str:
        """Give the key of a definite noun: of the last thing called so, or of the last name of its kind."""
        is_short = one.head - one.first <= 1
        found = self._stand_in(one.noun, parsed.sentence[one.head]) if is_short and not is_plural else None
        if found is not None and one.type == "place":
            return found
        told = self._called.get(noun)
        named = self._named.get(noun, set())
        if is_short and not is_plural and one.type == "vessel" and found is None:
            found = self._only_ship()
        if told is not None and found is not None and told[0] in self._titled:
            # The headline's "a ship" has got its name since.
            told = None
        if told is not None and told[0] in named and (len(named) > 1 or self._is_passed(told[0])):
            # Of two banks with names "the bank" may be either, or a third that is no "Bank" by its name: the one that
            # the text is about.
            told = None
        if told is not None and told[2] == is_plural and (one.type == told[1] or {one.type, told[1]} <= _BODIES):
            return told[0]
        return found or (f"the {noun}s" if is_plural else f"the {noun}")

    def _only_ship(self) -> str | None:
        """Give the one ship that the text is about, however far back it was named."""
        (key, is_named), *others = [*self._ships.items(), ("", False)]
        return key if is_named and len(others) == 1 else None

    def _is_passed(self, key: str) -> bool:
        """Whether the text named another body of its type more often so far: that is what it is about."""
        others = set().union(*self._named.values()) - {key}
        return any(self._count[one] > self._count[key] for one in others if self._types[one] == self._types[key])

    def _stand_in(self, noun: str, sentence: int) -> str | None:
        """Give the last name of a kind that a noun may stand for."""
        types = load_map("stand_in").get(noun, "").split()
        for one in reversed(self._recent):
            is_it = one.is_country if "place" in types else one.type in types and one.is_name and not one.is_plural
            if is_it and sentence - one.sentence <= REACH["person"]:
                return one.key
        if self._subject is not None and self._subject_type in (None, *types) and len(types) > 0:
            return self._subject
        return None

    def _pronoun(self, run: Binding, at: int) -> bool:
        """Find what a personal pronoun stands for; False: nothing."""
        p = run.parsed
        kind, sex = _PRONOUNS[p.lower[at]]
        if p.lower[at] == "it" and (is_expletive(p, at) or _is_fact(p, at)):
            return True
        barred = run.barred(at)
        role, best, top = role_of(p, at), None, -100.0
        has_ship = p.relation[at] == "poss" and load_nouns().get(p.lemma[p.head[at]]) == "vessel"
        for back, one in enumerate(reversed(self._recent)):
            distance = p.sentence[at] - one.sentence
            if distance > REACH[kind]:
                break
            if not self._fits(one, kind, sex) or barred.holds(one.token):
                continue
            score = self._score(one, kind, role, distance) - 0.01 * back
            score += _SHIPPER * (has_ship and one.type in ("company", "person"))
            if score > top:
                best, top = one, score
        about = self._about(kind, sex, p.sentence[at])
        if about is not None and self._score(about, kind, role, 1) > top:
            best = about
        if best is None and kind == "person" and sex == "f":
            # A ship is "she" where no woman was spoken of.
            best = next(
                (one for one in reversed(self._recent) if one.type == "vessel" and not barred.holds(one.token)), None
            )
        if best is None and kind == "person" and not run.is_ahead(at):
            # Someone who was not told of: "he" after that is the same one, and no one told of since.
            best = _Candidate(UNKNOWN, "person", False, sex, role, p.sentence[at], at, False)
        if best is None:
            return False
        self._take(run, at, best)
        return True

    def _about(self, kind: str, sex: str | None, sentence: int) -> _Candidate | None:
        """Give the party that the text is about, as if the sentence before had been about it."""
        if self._subject is None or kind == "plural":
            return None
        if self._subject_type is not None and (self._subject_type == "person") != (kind == "person"):
            return None
        if kind == "person" and self._sex.get(self._subject, sex) != sex:
            return None
        type_ = self._subject_type or ("person" if kind == "person" else "organization")
        return _Candidate(self._subject, type_, False, None, "subject", sentence - 1, -1, True)

    def _take(self, run: Binding, at: int, one: _Candidate) -> None:
        kind, sex = _PRONOUNS[run.parsed.lower[at]]
        if one.key != UNKNOWN:
            self._keys[at] = one.key
        if kind == "person" and sex is not None and one.type == "person" and one.key != UNKNOWN:
            self._sex[one.key] = sex
        self._remember(run, one.key, one.type, one.is_plural, at, one.is_name)
        # What a pronoun stands for is what the sentence is about.
        self._recent[-1] = self._recent[-1]._replace(is_topic=True)

    def _fits(self, one: _Candidate, kind: str, sex: str | None) -> bool:
        if kind == "person":
            return one.type == "person" and not one.is_plural and self._sex.get(one.key, sex) == sex
        if kind == "thing":
            return one.type in _THINGS and not one.is_plural
        return one.is_plural or one.type in _BODIES

    def _score(self, one: _Candidate, kind: str, role: str, distance: int) -> float:
        score = _WEIGHT[one.role] - 3.5 * distance + 0.2 * min(self._count.get(one.key, 3), 3)
        score += (
            0.5 * one.is_name
            + 0.4 * one.is_topic
            + 0.7 * (role == one.role and role in ("subject", "object"))
            - _TYPE_COST.get(one.type, 0.0)
        )
        return score - 2.0 * (kind == "plural" and not one.is_plural)


def _canonical(noun: str) -> str:
    return "government" if noun in _GOVERNMENT else noun


def _is_country(parsed: Parsed, one: Spoken) -> bool:
    entry = look_up(" ".join(parsed.text[one.first : one.last + 1])) if one.key is not None else None
    return entry is not None and entry.key.startswith("country:")


def _is_fact(parsed: Parsed, at: int) -> bool:
    """Whether "it" is told to be what no party or thing is: "it would be a problem"."""
    noun = told_to_be(parsed, at)
    return noun is not None and parsed.tag[noun][:2] == "NN" and parsed.lemma[noun] not in load_nouns()


def _sex_of(parsed: Parsed, one: Spoken) -> str | None:
    """Tell the sex of a person from a title before the name or from the noun."""
    sexes: Mapping[str, str] = load_map("gendered")
    if one.type != "person":
        return None
    before = parsed.text[max(one.first - 1, 0) : one.first + 1]
    return next((sexes[word] for word in before if word in sexes), sexes.get(one.noun))


def spoken_nominals(nominals: Sequence[Nominal]) -> list[Spoken]:
    """Make nominals ready to be read."""
    return [Spoken(one.first, one.last, one.head, one.type, None, one.noun, one.is_definite) for one in nominals]


def spoken_goods(parsed: Parsed, goods: Sequence[Good]) -> list[Spoken]:
    """Make goods ready to be read, those that are goods only in trade left out; "the goods" stand for goods before."""
    return [
        Spoken(
            *(one.first, one.last, one.head, "commodity", f"good:{one.key}"),
            is_definite=one.is_generic and _is_pointed_at(parsed, one),
        )
        for one in goods
        if not one.in_trade
    ]


def _is_pointed_at(parsed: Parsed, one: Good) -> bool:
    lead = parsed.lower[max(one.first - 1, 0) : one.first + 1]
    return any(word in ("the", "this", "these", "those", "such") for word in lead)
