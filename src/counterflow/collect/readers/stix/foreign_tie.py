"""What objects of other programs say of each other: relationships, sightings, reports, notes and opinions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from counterflow.collect.party import Party
from counterflow.collect.readers.stix.foreign import COMMON, FORMS, add, form_of, hedge_of, make_party
from counterflow.collect.readers.stix.sent import Refused, Sent
from counterflow.model.doubt import Hedge, Polarity
from counterflow.model.schema import load_model
from counterflow.stage import Row

Object = Mapping[str, Any]


class Tie(NamedTuple):
    """What a type of relationship becomes where its ends can be that."""

    schema: str
    source: str
    """Property of the relationship's source."""
    target: str


TIES: Mapping[str, Tie] = {
    "owns": Tie("Ownership", "owner", "asset"),
    "owned-by": Tie("Ownership", "asset", "owner"),
    "controls": Tie("Ownership", "owner", "asset"),
    "works-for": Tie("Employment", "employee", "employer"),
    "employed-by": Tie("Employment", "employee", "employer"),
    "member-of": Tie("Membership", "member", "organization"),
    "part-of": Tie("Membership", "member", "organization"),
}
ANY_TIE = Tie("UnknownLink", "subject", "object")
"""What every other one becomes; its type is the role."""

_TIMES = {"start_time": "startDate", "stop_time": "endDate", "first_seen": "startDate", "last_seen": "endDate"}
_READ = frozenset("relationship_type source_ref target_ref sighting_of_ref where_sighted_refs object_refs".split())


class Known(NamedTuple):
    """The entities of a bundle: their schemata, by id."""

    schemata: Mapping[str, str]

    def end(self, one: Object, name: str, ref: object) -> str:
        """Give an end of a tie.

        Raises:
            Refused: it is no entity that is read.
        """
        type_ = ref.partition("--")[0] if isinstance(ref, str) else ""
        # An object that came earlier, or is to come, stands in another bundle.
        if type_ not in FORMS and ref not in self.schemata:
            expected = "the id of a party, place or event in the bundle"
            step = "Nothing needs to be done, unless it ties a party"
            raise Refused(f"its {name} is nothing that is read", expected, field=name, value=str(ref), next_step=step)
        return str(ref)

    def is_a(self, ref: str, ancestor: str) -> bool:
        """Whether an entity is of a schema, as far as the bundle holds it."""
        return load_model().schemata[self.schemata.get(ref, "Thing")].is_a(ancestor)


def tie_rows(one: Object, known: Known, sent: Sent, marking: str) -> Iterator[Row] | None:
    """Yield the rows of an object that says something of others; None: it is none.

    Raises:
        Refused: what it speaks of is not read.
    """
    makers = {
        "relationship": _relationship,
        "sighting": _sighting,
        "note": _note,
        "opinion": _opinion,
        "report": _documentation,
        "grouping": _documentation,
    }
    make = makers.get(str(one["type"]))
    return None if make is None else make(one, known, sent, marking)


def _relationship(one: Object, known: Known, sent: Sent, marking: str) -> Iterator[Row]:
    source, target = (known.end(one, name, one[name]) for name in ("source_ref", "target_ref"))
    tie = TIES.get(str(one["relationship_type"]), ANY_TIE)
    if not _fits(tie, known, source, target):
        tie = ANY_TIE
    party = make_party(one, tie.schema, str(one["id"]), sent, marking)
    party.add(tie.source, source, field="source_ref", hedge=hedge_of(one))
    party.add(tie.target, target, field="target_ref", hedge=hedge_of(one))
    party.add("role", str(one["relationship_type"]).replace("-", " "), field="relationship_type", hedge=hedge_of(one))
    _add_rest(party, one)
    yield from party.rows()


def _sighting(one: Object, known: Known, sent: Sent, marking: str) -> Iterator[Row]:
    seen = known.end(one, "sighting_of_ref", one["sighting_of_ref"])
    places = [known.end(one, "where_sighted_refs", ref) for ref in one.get("where_sighted_refs", ())]
    if len(places) == 0:
        raise Refused("a sighting says neither who saw it nor where", "where_sighted_refs", field="where_sighted_refs")
    for place in places:
        party = make_party(one, ANY_TIE.schema, f"{one['id']}-{place}", sent, marking)
        party.add(ANY_TIE.source, seen, field="sighting_of_ref", hedge=hedge_of(one))
        party.add(ANY_TIE.target, place, field="where_sighted_refs", hedge=hedge_of(one))
        party.add("role", "sighted", field="type", hedge=hedge_of(one))
        _add_rest(party, one)
        yield from party.rows()


def _note(one: Object, known: Known, sent: Sent, marking: str) -> Iterator[Row]:
    yield from _noted(one, f"{one.get('abstract', '')}\n{one['content']}".strip(), known, sent, marking)


def _opinion(one: Object, known: Known, sent: Sent, marking: str) -> Iterator[Row]:
    said = str(one["opinion"])
    yield from _noted(one, f"{said}: {one.get('explanation', '')}".strip(": "), known, sent, marking)
    if not said.endswith("disagree"):
        return
    for ref in one["object_refs"]:
        if known.schemata.get(ref) is not None:
            # Who disagrees denies that there is such a thing; what it is called stays as it is.
            party = make_party(one, known.schemata[ref], ref, sent, marking)
            party.add_id(field="opinion")
            yield from (_denied(row) for row in party.rows())


def _denied(row: Row) -> Row:
    changes = {"polarity": str(Polarity.DENIED), "hedge": str(Hedge.OPINION)}
    return row._replace(**changes) if "polarity" in row._fields else row


def _noted(one: Object, text: str, known: Known, sent: Sent, marking: str) -> Iterator[Row]:
    things = [ref for ref in one["object_refs"] if ref in known.schemata and known.is_a(ref, "Thing")]
    party = make_party(one, "Note", str(one["id"]), sent, marking)
    party.add("description", text, field="content", hedge=hedge_of(one))
    for ref in things:
        party.add("entity", ref, field="object_refs", hedge=hedge_of(one))
    for author in one.get("authors", ()):
        party.add("notes", f"author: {author}", field="authors", hedge=hedge_of(one))
    if len(things) < len(one["object_refs"]):
        rest = sorted(set(one["object_refs"]) - set(things))
        party.problem("it speaks of what is not read", field="object_refs", value=", ".join(rest))
    yield from party.rows()


def _documentation(one: Object, known: Known, sent: Sent, marking: str) -> Iterator[Row]:
    """Tie a report to the parties that it is about."""
    rest = []
    for ref in one["object_refs"]:
        if ref not in known.schemata or not known.is_a(ref, "Thing"):
            rest.append(ref)
            continue
        party = make_party(one, "Documentation", f"{one['id']}-{ref}", sent, marking)
        party.add("document", str(one["id"]), field="id", hedge=hedge_of(one))
        party.add("entity", ref, field="object_refs", hedge=hedge_of(one))
        yield from party.rows()
    ties = [ref for ref in rest if ref.startswith(("relationship--", "sighting--", "note--", "opinion--"))]
    if len(ties) < len(rest):
        party = make_party(one, "Article", str(one["id"]), sent, marking)
        missing = ", ".join(sorted(set(rest) - set(ties)))
        party.problem("it speaks of what is not read", field="object_refs", value=missing)
        yield from party.rows()


def _add_rest(party: Party, one: Object) -> None:
    for name, value in one.items():
        if name in COMMON or name in _READ:
            continue
        if name in _TIMES:
            add(party, _TIMES[name], value, name, one)
        elif name == "description":
            add(party, "description", value, name, one)
        elif name == "external_references":
            for url in (found.get("url") for found in value if isinstance(found.get("url"), str)):
                party.add("sourceUrl", url, field=name, hedge=hedge_of(one))
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            party.add("summary", f"{name.replace('_', ' ')}: {value}", field=name, hedge=hedge_of(one))
        else:
            party.problem("the property is not read", field=name, value=str(value))


def _fits(tie: Tie, known: Known, source: str, target: str) -> bool:
    """Whether two entities can be the ends of a tie."""
    schema = load_model().schemata[tie.schema]
    ranges = [(schema.properties[name].range, end) for name, end in ((tie.source, source), (tie.target, target))]
    return all(range_ is not None and known.is_a(end, range_.name) for range_, end in ranges)


def known_entities(objects: list[Any]) -> Known:
    """Find which objects of a bundle become entities."""
    found = {}
    for one in objects:
        if isinstance(one, dict) and isinstance(one.get("id"), str) and isinstance(one.get("type"), str):
            form = form_of(one)
            if form is not None:
                found[one["id"]] = form.schema(one)
    return Known(found)
