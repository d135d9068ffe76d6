"""FtM entities in, a frame out: each name is split once, each distinct token is looked up once."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compound import join_compounds
from counterflow.compare.fact.builder import FactBuilder
from counterflow.compare.frame import Frame, NameKind, NameRank, Names, seal
from counterflow.compare.lexicon.legal import split_legal
from counterflow.compare.lexicon.number import merge_number_words
from counterflow.compare.lexicon.title import strip_object_prefix, strip_titles
from counterflow.compare.token import tokenize
from counterflow.compare.vocabulary import Token, build_vocabulary

NAME_PROPERTIES: tuple[tuple[str, NameRank], ...] = (
    ("name", NameRank.NAME),
    ("alias", NameRank.ALIAS),
    ("previousName", NameRank.ALIAS),
    ("weakAlias", NameRank.WEAK),
    ("abbreviation", NameRank.WEAK),
)
"""FtM properties that hold names, and what they are worth."""

_PERSON_SCHEMATA = frozenset(["Person"])
_THING_SCHEMATA = frozenset(["Vessel", "Airplane", "Vehicle", "CryptoWallet", "RealEstate", "Address", "Security"])


class AnalysedName(NamedTuple):
    """A name as it is compared."""

    text: str
    """As written."""
    rank: NameRank
    tokens: list[str]
    legal: int
    """Number of the class of its legal form (`lexicon.legal`); 0: none."""


class FrameBuilder:
    """Collects parties and gives them as arrays.

    The result depends on the parties and their order alone: vocabularies are in code point order.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._facts = FactBuilder()
        self._token_number: dict[str, int] = {}
        self._token = array("I")
        self._token_at = array("I", [0])
        self._kind = array("B")
        self._rank = array("B")
        self._legal = array("B")
        self._name_at = array("I", [0])

    def add(self, entity: Mapping[str, Any]) -> None:
        """Add one party.

        Args:
            entity: an FtM entity: `schema`, and `properties` with a list of texts each.
        """
        schema, properties = entity["schema"], entity.get("properties", {})
        kind = kind_of(schema)
        for name in analyse_names(schema, properties):
            self._add_name(name, kind)
        self._name_at.append(len(self._kind))
        self._facts.add(schema, properties)

    def freeze(self) -> Frame:
        """Give what was added as a frame."""
        texts = list(self._token_number)
        order = sorted(range(len(texts)), key=texts.__getitem__)
        place = np.empty(len(texts), np.uint32)
        place[np.asarray(order, np.int64)] = np.arange(len(texts), dtype=np.uint32)
        token = place[_uint32(self._token)] if len(texts) > 0 else _uint32(self._token)
        names = Names(
            token_at=_uint32(self._token_at),
            token=token,
            kind=np.frombuffer(self._kind.tobytes(), np.uint8),
            rank=np.frombuffer(self._rank.tobytes(), np.uint8),
            legal=np.frombuffer(self._legal.tobytes(), np.uint8),
        )
        words = [texts[number] for number in order]
        vocabulary = build_vocabulary(words, self._look_up(words))
        return seal(Frame(vocabulary, names, _uint32(self._name_at), self._facts.freeze()))

    def _look_up(self, texts: Sequence[str]) -> Sequence[Token] | None:
        """Say what is known of distinct tokens; None: they are looked up."""
        return None

    def _add_name(self, name: AnalysedName, kind: NameKind) -> None:
        number = self._token_number
        self._token.extend([number.setdefault(token, len(number)) for token in name.tokens])
        self._token_at.append(len(self._token))
        self._kind.append(kind)
        self._rank.append(name.rank)
        self._legal.append(name.legal)


def analyse_names(schema: str, properties: Mapping[str, Sequence[str]]) -> list[AnalysedName]:
    """Split the names of a party, firmest first; what differs in capitals, titles or legal form only is one name."""
    kind = kind_of(schema)
    names: dict[tuple[str, ...], AnalysedName] = {}
    for text, rank in _names(properties, kind):
        tokens, legal = _split(text, kind)
        if len(tokens) > 0:
            # Persons' names are compared in any order, so "Kim Chol" and "Chol, Kim" are one.
            words = sorted(tokens) if kind == NameKind.PERSON else tokens
            names.setdefault((*words, str(legal)), AnalysedName(text, rank, tokens, legal))
    return list(names.values())


def _split(text: str, kind: NameKind) -> tuple[list[str], int]:
    """Split a name into tokens without titles, prefixes and legal forms, and the class of the legal form."""
    tokens = tokenize(text, person=kind == NameKind.PERSON)
    if kind == NameKind.PERSON:
        return join_compounds(strip_titles(tokens)), 0
    tokens, legal = split_legal(tokens) if kind == NameKind.ORGANISATION else (strip_object_prefix(tokens), 0)
    return merge_number_words(tokens), legal


def kind_of(schema: str) -> NameKind:
    """Say how the names of a party of this FtM schema are weighed."""
    if schema in _PERSON_SCHEMATA:
        return NameKind.PERSON
    return NameKind.THING if schema in _THING_SCHEMATA else NameKind.ORGANISATION


def _names(properties: Mapping[str, Sequence[str]], kind: NameKind) -> list[tuple[str, NameRank]]:
    """Names of a party, strongest first; a person of whom only parts are given has the name that they make."""
    names = [(text, rank) for name, rank in NAME_PROPERTIES for text in properties.get(name, ())]
    if len(names) == 0 and kind == NameKind.PERSON:
        parts = [
            text
            for name in ("firstName", "secondName", "middleName", "fatherName", "lastName")
            for text in properties.get(name, ())
        ]
        if len(parts) > 0:
            names = [(" ".join(parts), NameRank.NAME)]
    return names


def _uint32(numbers: array[int]) -> NDArray[np.uint32]:
    return np.frombuffer(numbers.tobytes(), np.uint32)
