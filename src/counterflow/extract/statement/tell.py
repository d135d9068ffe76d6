"""From frames to statements: a tie or event is an entity with its properties, a fact a property of its party."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from counterflow.clean.date import ftm_dates
from counterflow.extract.identifier import bearers, find_identifiers
from counterflow.extract.parse.passage import fold
from counterflow.extract.statement.denial import denied_frames
from counterflow.extract.statement.filler import Filler, Known, find_filler, fit
from counterflow.extract.statement.line import Line, load_lines
from counterflow.extract.statement.party import Party, find_parties
from counterflow.extract.statement.row import Passage, Rows, Source, passage_of_frame, passage_of_name
from counterflow.model.commodity import Commodity
from counterflow.model.schema import get_schema, property_type
from counterflow.model.told import commodity_id, frame_entity_id
from counterflow.stage import Row
from counterflow.tables import Argument, Frame, Mention, Quantity

FALLBACK = "UnknownLink"
"""Schema of a tie whose ends are not what its own schema wants."""

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?$")
_SEASON = re.compile(r"(\d{4})-[2-4]\d")

_STATE_ROLES = frozenset(["agent", "authority", "patient", "recipient", "a", "b"])
"""Roles in which a country is a state, and not where something happens."""

Filled = Sequence[tuple[str, Filler]]
"""Role and filler of each argument of a frame."""


def tell(rows: Iterable[Row], source: Source) -> Iterator[Row]:
    """Pass the rows of one document on, and add the statements that its names, numbers and frames make.

    Denied, planned and possible frames make statements too: doubt is on the evidence. The amount that is the value of a
    statement says of which; where several frames share one, of the first.

    Reads: mentions, quantities and frames of the document, in any order.
    Writes: `statement`, `evidence`, and `quantity.statement_id`.
    """
    mentions: list[Mention] = []
    quantities: list[Quantity] = []
    frames: list[Frame] = []
    for row in rows:
        if isinstance(row, Quantity):
            quantities.append(row)
            continue
        if isinstance(row, Mention):
            mentions.append(row)
        elif isinstance(row, Frame):
            frames.append(row)
        yield row
    teller = _Teller(source, mentions, quantities, frames)
    for frame in frames:
        teller.tell(frame)
    for frame in denied_frames(fold(source.text), frames):
        teller.deny(frame)
    for quantity in quantities:
        yield quantity._replace(statement_id=teller.stated.get(quantity.id))
    yield from teller.rows.rows()


class _Teller:
    """Makes the statements of one document."""

    def __init__(
        self, source: Source, mentions: Sequence[Mention], quantities: Sequence[Quantity], frames: Sequence[Frame]
    ) -> None:
        numbers = list(bearers(find_identifiers(fold(source.text)), mentions))
        numbered = {one.entity for _, one in numbers if one.entity is not None}
        parties = find_parties(source.document_id, mentions, frames, source.subject_id, numbered)
        self.known = Known(parties, {one.id: one for one in mentions}, {one.id: one for one in quantities})
        self.rows = Rows(source)
        self.stated: dict[str, str] = {}
        """Quantity to the statement whose value it is."""
        self.names_goods = True
        """Whether what is told names the goods: a later sentence that denies it does not."""
        for party in parties.values():
            for naming in party.namings:
                passage = passage_of_name(naming.mention)
                self.rows.add(party.entity_id, party.schema or "", naming.prop, naming.value, passage)
        for number, bearer in numbers:
            named = parties.get(bearer.entity or "")
            if named is not None and named.schema is not None and get_schema(named.schema).get(number.prop) is not None:
                # That a text gives a party this number is a fact, as that it calls it so.
                self.rows.add(named.entity_id, named.schema, number.prop, number.value, passage_of_name(bearer))

    def tell(self, frame: Frame) -> None:
        """Make the statements of one frame, if there is enough to state."""
        line = load_lines()[frame.type]
        filled = [(one.role, find_filler(one, self.known)) for one in frame.args if not self._is_count(one, frame)]
        if line.holder is not None:
            self._tell_fact(frame, line, filled)
        elif line.ends is not None:
            self._tell_tie(frame, line, line.ends, filled)
        else:
            self._tell_event(frame, line, filled)

    def deny(self, frame: Frame) -> None:
        """Make a later sentence that denies a frame evidence against the statements that it made."""
        self.names_goods = False
        self.tell(frame)
        self.names_goods = True

    def _is_count(self, argument: Argument, frame: Frame) -> bool:
        """Whether an amount counts another argument that is no goods: "14 ships", "20 countries"."""
        if argument.quantity_id is None or argument.start is None or argument.end is None:
            return False
        return any(
            one is not argument
            and one.start is not None
            and one.end is not None
            and one.start <= argument.start < argument.end <= one.end
            and (mention := self.known.mentions.get(one.mention_id or "")) is not None
            and mention.type != "commodity"
            for one in frame.args
        )

    def _tell_fact(self, frame: Frame, line: Line, filled: Filled) -> None:
        holders = [one.party for role, one in filled if role == line.holder and one.party is not None]
        passage = passage_of_frame(frame)
        for party in holders:
            schema = party.schema or line.schema
            if not get_schema(schema).is_a(line.schema):
                continue
            for role, one in filled:
                self._fill(party.entity_id, schema, line.roles.get(role, ()), one, passage)

    def _tell_tie(self, frame: Frame, line: Line, ends: tuple[str, str], filled: Filled) -> None:
        left, right = (_parties_at(line, end, filled) for end in ends)
        if len(right) == 0 and len(left) > 1:
            left, right = left[:1], left[1:]  # "the two firms work together"
        right = [one for one in right if one not in left]
        right = [one for one in right if not self._tell_property(frame, line, left, one)]
        if len(left) == 0 or len(right) == 0:
            return
        schema = line.schema
        sides = (get_schema(schema).get(end) for end in ends)
        ranges = [one.range.name if one is not None and one.range is not None else "Thing" for one in sides]
        if not all(_is_of(one, ranges[0]) for one in left) or not all(_is_of(one, ranges[1]) for one in right):
            schema, ends = FALLBACK, ("subject", "object")
        entity_id, passage = frame_entity_id(frame.id), passage_of_frame(frame)
        for end, some in zip(ends, (left, right), strict=True):
            for party in some:
                self.rows.add(entity_id, schema, end, party.entity_id, passage)
        self._add_role(frame, schema, line, filled)
        for role, one in filled:
            props = [prop for prop in line.roles.get(role, ()) if prop not in (*(line.ends or ()), "role")]
            self._fill(entity_id, schema, [prop for prop in props if get_schema(schema).get(prop)], one, passage)
        self._add_dates(frame, schema)

    def _tell_property(self, frame: Frame, line: Line, left: Sequence[Party], right: Party) -> bool:
        """State a tie as a property of its second end, where that has one and bodies stand at the first end."""
        prop = line.property
        if prop is None or len(left) == 0 or right.schema is None or get_schema(right.schema).get(prop) is None:
            return False
        if not all(one.schema is not None and _is_of(one, "Organization") for one in left):
            return False
        for one in left:
            self.rows.add(right.entity_id, right.schema, prop, one.entity_id, passage_of_frame(frame))
        return True

    def _add_role(self, frame: Frame, schema: str, line: Line, filled: Filled) -> None:
        """State what the tie is: the title, or the word that tells it where the schema does not say it."""
        words = [one.words for role, one in filled if line.roles.get(role) == ("role",)]
        if len(words) == 0 and schema in ("Family", FALLBACK):
            # "X belongs to Y" names the tie from its other end.
            is_other = schema == FALLBACK and line.schema != FALLBACK
            words = [_said(frame) if is_other else self.rows.text(frame.trigger_start, frame.trigger_end)]
        for one in words:
            prop = "relationship" if schema == "Family" else "role"
            self.rows.add(frame_entity_id(frame.id), schema, prop, one, passage_of_frame(frame))

    def _tell_event(self, frame: Frame, line: Line, filled: Filled) -> None:
        if not any(_is_told_of(role, one, frame) and role in line.roles for role, one in filled):
            return
        entity_id, passage = frame_entity_id(frame.id), passage_of_frame(frame)
        for role, one in filled:
            self._fill(entity_id, line.schema, line.roles.get(role, ()), one, passage)
        words = "; ".join(f"{role} {one.words}" for role, one in filled)
        self.rows.add(entity_id, line.schema, "summary", f"{_said(frame)}: {words}", passage)
        if line.schema == "Event":
            self.rows.add(entity_id, line.schema, "keywords", _said(frame), passage)
        self._add_dates(frame, line.schema)

    def _fill(self, entity_id: str, schema: str, props: Sequence[str], filler: Filler, passage: Passage) -> None:
        """State the first property that the filler fits; a capital stands for its country only where none is meant."""
        is_city = filler.is_capital and not {"location", "address"}.isdisjoint(props)
        for prop in props:
            if get_schema(schema).get(prop) is None or (is_city and property_type(schema, prop) == "country"):
                continue
            value = next(fit(filler, schema, prop), None)
            if value is None:
                continue
            statement = self.rows.add(entity_id, schema, prop, value, passage)
            if statement is not None and filler.quantity is not None and value == _plain(filler.quantity.text):
                self.stated.setdefault(filler.quantity.id, statement)
                self._add_currency(entity_id, schema, prop, filler.quantity, passage)
            if filler.commodity is not None and self.names_goods and value == commodity_id(filler.commodity.key):
                self._add_commodity(filler.commodity, passage)
            return

    def _add_currency(self, entity_id: str, schema: str, prop: str, quantity: Quantity, passage: Passage) -> None:
        if prop != "amount" or quantity.norm_unit is None:
            return
        self.rows.add(entity_id, schema, "currency", quantity.norm_unit, passage)
        is_exact = quantity.modifier == "=" and quantity.per is None and quantity.norm_low == quantity.norm_high
        if quantity.norm_unit == "USD" and quantity.norm_low is not None and is_exact:
            self.rows.add(entity_id, schema, "amountUsd", f"{quantity.norm_low:.2f}".removesuffix(".00"), passage)

    def _add_commodity(self, good: Commodity, passage: Passage) -> None:
        """Name a good of the ontology. That there is such a good is a fact, whatever is told of it."""
        named = passage._replace(attribution=(), hedge="fact", polarity="affirmed", frame_id=None)
        entity_id = commodity_id(good.key)
        self.rows.add(entity_id, "Commodity", "name", good.key.replace("_", " "), named)
        self.rows.add(entity_id, "Commodity", "type", good.type, named)
        for code in good.hs:
            self.rows.add(entity_id, "Commodity", "hsCode", code, named)

    def _add_dates(self, frame: Frame, schema: str) -> None:
        for prop, value in find_dates(frame.edtf):
            edtf = None if frame.edtf == value else frame.edtf
            self.rows.add(frame_entity_id(frame.id), schema, prop, value, passage_of_frame(frame), edtf)


def find_dates(edtf: str | None) -> Iterator[tuple[str, str]]:
    """Yield FtM's properties and values of a time: an interval has two, a decade or a date without a year none."""
    if edtf is None:
        return
    start, slash, end = edtf.partition("/")
    sides = (("date", start),) if slash == "" else (("startDate", start), ("endDate", end))
    for prop, side in sides:
        plain = _SEASON.sub(r"\1", side.rstrip("~?%"))
        if "X" not in side and _DATE.match(plain) is not None:
            yield prop, ftm_dates(plain)[0]


def _parties_at(line: Line, end: str, filled: Filled) -> list[Party]:
    """Give the parties at one end of a tie, each once."""
    found = [one.party for role, one in filled if end in line.roles.get(role, ()) and one.party is not None]
    return list(dict.fromkeys(found))


def _is_of(party: Party, range_: str) -> bool:
    return party.schema is None or get_schema(party.schema).is_a(range_)


def _is_told_of(role: str, filler: Filler, frame: Frame) -> bool:
    """Whether an event is told of enough by this: a named party, goods, an amount, a state that acts or is acted on.

    A described ship is enough for a dated event, unless it is described by that very event: "the seized ship".
    """
    if filler.party is not None and filler.party.is_described:
        span = filler.mention
        is_own = span is not None and span.start <= frame.trigger_start < span.end
        return frame.edtf is not None and not is_own
    if filler.party is not None or filler.commodity is not None or filler.quantity is not None:
        return True
    return role in _STATE_ROLES and filler.country is not None


def _said(frame: Frame) -> str:
    """Give the type of a frame in words."""
    return frame.type.replace("_", " ")


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
