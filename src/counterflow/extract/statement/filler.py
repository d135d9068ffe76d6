"""What fills a role, and what it is worth as the value of a property."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from counterflow.clean.country import read_country
from counterflow.extract.lexica import load_set
from counterflow.extract.parse.passage import fold
from counterflow.extract.statement.party import Party, is_acronym
from counterflow.model.commodity import Commodity
from counterflow.model.commodity.ontology import load_lexicon, squeeze
from counterflow.model.schema import get_property, get_schema
from counterflow.model.told import commodity_id
from counterflow.tables import Argument, Mention, Quantity


class Known(NamedTuple):
    """What was read of a document besides its frames."""

    parties: Mapping[str, Party]
    """By document-local id."""
    mentions: Mapping[str, Mention]
    quantities: Mapping[str, Quantity]


class Filler(NamedTuple):
    """What fills a role."""

    words: str
    party: Party | None
    mention: Mention | None
    commodity: Commodity | None
    quantity: Quantity | None

    @property
    def country(self) -> str | None:
        """FtM's code of the country that it names."""
        if self.mention is None or not (self.mention.type == "place" or self.mention.form == "demonym"):
            return None
        return read_country(self.words)

    @property
    def is_capital(self) -> bool:
        """Whether it is a capital, which FtM knows as a name of its country."""
        return self.words in load_set("capital")

    @property
    def place(self) -> str | None:
        """The place that it names; "the coast" names none."""
        is_place = self.mention is not None and self.mention.type == "place"
        return self.words if is_place and any(char.isupper() for char in self.words) else None


def find_filler(argument: Argument, known: Known) -> Filler:
    """Find what an argument is."""
    mention = known.mentions.get(argument.mention_id or "")
    words = " ".join(fold(argument.text).split())
    good = find_commodity(words) if argument.start is not None else None
    if good is not None and (good.in_trade if mention is None else mention.type != "commodity"):
        good = None  # "the coal ship" that is seized is no goods
    return Filler(
        words=words,
        party=known.parties.get(argument.entity or ""),
        mention=mention,
        commodity=good,
        quantity=known.quantities.get(argument.quantity_id or ""),
    )


def find_commodity(words: str) -> Commodity | None:
    """Find the good that some words name: by all of them, else by the longest end of them that names one."""
    parts = words.lower().split()
    names = load_lexicon().names
    for first in range(len(parts)):
        good, is_weak = names.get(squeeze("".join(parts[first:])), (None, True))
        if good is not None and not is_weak and not good.is_generic:
            return good
    return None


def fit(filler: Filler, schema: str, prop: str) -> Iterator[str]:
    """Yield what a filler is worth as a value of a property, at most one value."""
    property_ = get_property(schema, prop)
    type_ = property_.type.name
    value: str | None = None
    if type_ == "entity":
        value = _entity(filler, property_.range.name if property_.range is not None else "Thing")
    elif type_ == "country":
        value = filler.country if filler.party is None else None
    elif type_ == "address":
        value = filler.place
    elif type_ == "name":
        is_named = filler.mention is not None and filler.mention.form == "name"
        value = filler.words if is_named and (prop != "abbreviation" or is_acronym(filler.words)) else None
    elif type_ == "number" or prop == "percentage":
        value = _amount(filler, prop)
    elif filler.party is None and filler.quantity is None:
        value = None if filler.mention is not None and filler.mention.form == "pronoun" else filler.words
    if value is not None:
        yield value


def _entity(filler: Filler, range_: str) -> str | None:
    if range_ == "Commodity":
        return None if filler.commodity is None else commodity_id(filler.commodity.key)
    if filler.party is None:
        return None
    is_fit = filler.party.schema is None or get_schema(filler.party.schema).is_a(range_)
    return filler.party.entity_id if is_fit else None


def _amount(filler: Filler, prop: str) -> str | None:
    if filler.quantity is None:
        return None
    kind = filler.quantity.kind
    if prop == "amount":
        is_fit = kind == "money"
    elif prop == "percentage":
        is_fit = kind == "percent"
    else:
        is_fit = kind not in ("money", "ordinal", "percent")
    return " ".join(fold(filler.quantity.text).split()) if is_fit else None
