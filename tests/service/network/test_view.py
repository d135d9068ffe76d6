"""The network of the example as it is looked at: everything is shown or counted, each tie with its evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.exc import NotFoundError
from counterflow.run.build import open_build
from counterflow.service.network.place import read_map
from counterflow.service.network.shape import NetworkAnswer
from counterflow.service.network.tie import find_strongest, list_ties
from counterflow.service.network.view import NetworkView

OFFICE = "ofac-12209"
DAESONG_BANK = "Korea Daesong Bank"


@pytest.fixture(scope="module")
def view(example_archive: Archive) -> NetworkView:
    return NetworkView(example_archive)


def party(answer: NetworkAnswer, caption: str) -> str:
    return answer.parties.id[answer.parties.caption.index(caption)]


def test_all_is_shown_where_there_is_room(view: NetworkView, example_archive: Archive) -> None:
    """Each party and tie of the build, each column of one length, the marking the strictest of all rows."""
    answer = view.show(example_archive)
    assert answer.hidden.parties == answer.hidden.ties == 0
    assert len(answer.ties.id) == example_archive.count("edge") == answer.total.ties
    for columns in (answer.parties, answer.ties):
        assert {len(value) for value in columns.model_dump().values()} == {len(columns.id)}
    assert set(answer.ties.source) | set(answer.ties.target) == set(answer.parties.id)
    assert answer.handling.startswith("TLP:CLEAR//LIC ")
    assert view.show(example_archive) == answer


def test_what_is_left_out_is_counted(view: NetworkView, example_archive: Archive) -> None:
    """Around a party stand its own neighbours first; the rest is counted, and so is it without a party."""
    whole = view.show(example_archive)
    for around in (None, OFFICE):
        some = view.show(example_archive, limit=6, around=around)
        assert len(some.parties.id) == 6
        assert some.hidden.parties == whole.total.parties - 6
        assert some.hidden.ties == whole.total.ties - len(some.ties.id)
    assert some.around is not None
    assert some.around.caption == "Office 39"
    ends = zip(some.ties.source, some.ties.target, strict=True)
    near = {one for pair in ends if some.around.id in pair for one in pair}
    assert near == set(some.parties.id)
    place = whole.parties.id.index(some.around.id)
    assert whole.parties.neighbours[place] == some.parties.neighbours[some.parties.id.index(some.around.id)] > 6


def test_expanding_brings_exactly_who_is_new(view: NetworkView, example_archive: Archive) -> None:
    """The groups count all neighbours; what comes is what is not there yet, with its ties to what is."""
    whole = view.show(example_archive)
    office = view.show(example_archive, limit=1, around=OFFICE)
    answer = view.expand(example_archive, OFFICE, office.parties.id)
    place = whole.parties.id.index(answer.party.id)
    assert len(answer.parties.id) == whole.parties.neighbours[place]
    assert sum(group.new for group in answer.groups) >= len(answer.parties.id)
    few = view.expand(example_archive, OFFICE, office.parties.id, limit=3)
    assert few.parties.id == answer.parties.id[:3]
    assert few.hidden == len(answer.parties.id) - 3
    again = view.expand(example_archive, OFFICE, answer.parties.id)
    assert (again.parties.id, again.ties.id, again.hidden) == ((), (), 0)
    assert {group.new for group in again.groups} == {0}
    inside = {answer.party.id, *answer.parties.id}
    assert set(answer.ties.source) | set(answer.ties.target) == inside


def test_each_tie_has_its_evidence(view: NetworkView, example_archive: Archive) -> None:
    """From both ends the same; between strangers there is none."""
    whole = view.show(example_archive)
    one, other = whole.ties.source[0], whole.ties.target[0]
    answer = list_ties(view, example_archive, one, other)
    assert whole.ties.id[0] in {tie.id for tie in answer.ties}
    assert all(len(tie.evidence) > 0 for tie in answer.ties)
    assert list_ties(view, example_archive, other, one).ties == answer.ties
    assert answer.hidden == 0
    with pytest.raises(NotFoundError, match="nobody"):
        list_ties(view, example_archive, one, "nobody")


def test_the_path_is_that_of_exposure(view: NetworkView, example_archive: Archive) -> None:
    """The same hops, each with its evidence, and all parties on the way, so that the picture can show them."""
    from counterflow.dossier.exposure import trace_exposure

    bank = party(view.show(example_archive), DAESONG_BANK)
    answer = find_strongest(view, example_archive, OFFICE, bank)
    (expected,) = trace_exposure(example_archive, answer.source.id, to=bank).paths
    assert answer.probability == expected.probability
    assert [step.tie.id for step in answer.steps] == [hop.edge for hop in expected.hops]
    assert [step.party for step in answer.steps] == [hop.target for hop in expected.hops]
    assert [step.others for step in answer.steps] == [hop.others for hop in expected.hops]
    assert set(answer.parties.id) == {answer.source.id, *(step.party.id for step in answer.steps)}
    assert set(answer.ties.id) == {step.tie.id for step in answer.steps}


def test_no_path_is_an_answer(view: NetworkView, example_archive: Archive) -> None:
    """Two parties that nothing joins."""
    answer = find_strongest(view, example_archive, OFFICE, "ofac-9347")
    assert (answer.probability, answer.steps, answer.parties.id) == (None, (), ())


def test_an_event_is_over_with_its_date(view: NetworkView, example_archive: Archive) -> None:
    """Whoever took part in it on a day is tied to it on that day alone; what has no dates is open."""
    ties = view.show(example_archive).ties
    events = [row for row, role in enumerate(ties.role) if role == "commodity" and ties.start_date[row] is not None]
    assert len(events) > 0
    for row in events:
        first, last = ties.first_day[row], ties.last_day[row]
        assert first is not None
        assert last is not None
        assert first <= last
    undated = [row for row, start in enumerate(ties.start_date) if start is None and ties.end_date[row] is None]
    assert {(ties.first_day[row], ties.last_day[row]) for row in undated} == {(None, None)}


def test_the_map_places_countries_and_ways(view: NetworkView, example_archive: Archive) -> None:
    """Each country that sources state of a party has a place; each route shown has one too, the others are counted."""
    answer = read_map(example_archive)
    countries = {code for codes in view.show(example_archive).parties.countries for code in codes}
    assert countries <= set(answer.countries)
    assert answer.countries["kp"].latitude == pytest.approx(39.9, abs=1.5)
    assert len(answer.routes) + answer.hidden == example_archive.count("route")
    assert all(len({*route.via, route.from_place, route.to_place} & set(answer.places)) > 0 for route in answer.routes)


def test_a_build_without_ties_has_an_empty_picture(example_case: Case) -> None:
    """One that an older version made, without the table."""
    build = open_build(example_case)
    tables = {name: file for name, file in build.manifest.tables.items() if name not in ("edge", "ownership", "route")}
    archive = Archive(example_case, replace(build, manifest=replace(build.manifest, tables=tables)))
    view = NetworkView(archive)
    answer = view.show(archive, around=OFFICE)
    assert (answer.total.parties, answer.total.ties, answer.parties.id) == (0, 0, ())
    assert answer.around is not None
    assert view.expand(archive, OFFICE, []).groups == ()
    assert list_ties(view, archive, OFFICE, "ofac-9347").ties == ()
    assert find_strongest(view, archive, OFFICE, "ofac-9347").probability is None
    assert read_map(archive).routes == ()
    archive.close()
