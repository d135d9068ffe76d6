"""The stage: lineage, roots, beliefs, agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from counterflow import engine as engines
from counterflow.case import Case
from counterflow.model.handling import parse_handling
from counterflow.stage import StageInput
from counterflow.tables import AGREEMENT, BELIEF, LINEAGE, PUBLISHER, ROOT, Lineage, Table
from counterflow.tables import Publisher as PublisherRow
from counterflow.weigh.agreement import agreement, functional_properties
from counterflow.weigh.belief import belief
from counterflow.weigh.estimative import estimative_words
from counterflow.weigh.held import register_times
from counterflow.weigh.lineage.evidence import passage_roots
from counterflow.weigh.lineage.given import register_given, register_letters
from counterflow.weigh.lineage.recorded import root
from counterflow.weigh.lineage.retraction import find_taken_back
from counterflow.weigh.lineage.table import lineage, read_said
from counterflow.weigh.linked import register_chances
from counterflow.weigh.track import Track, track_records


def weigh(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    """Find what is believed of each party, on whose word, and what stands against it.

    Reads:
        `statement`, `evidence`, `resource`, `document`, `mention`, `frame`, `quantity`, `pair`, `link`, `canonical`,
        `given`;
        the publishers of case.toml; what people said of who repeats whom.
    Writes:
        `lineage`, `root`, `publisher`, `belief`, `agreement`.
    Raises:
        LedgerError: a document is said to repeat itself.
    """
    said = read_said(inputs.ledger.of_kind("lineage"))
    with engines.connect(inputs.paths) as engine:
        repeats = lineage(engine, inputs.case.publishers, said)
        yield LINEAGE, repeats
        rows = [Lineage(**row) for row in repeats.to_pylist()]
        independent = frozenset(one.source_id for one in said if not one.repeats)
        own = {
            "passage_root": passage_roots(engine, rows, inputs.case.publishers, independent),
            "taken_back": find_taken_back(engine, rows),
            "estimative": estimative_words(engine),
        }
        register_given(engine, own, inputs.case.publishers)
        yield ROOT, root(engine, rows)
        register_chances(engine)
        register_times(engine)
        functional = functional_properties()
        tracks = track_records(engine, inputs.case.publishers, functional)
        register_letters(engine, inputs.case.publishers, tracks)
        yield PUBLISHER, _publishers(tracks, inputs.case)
        beliefs = belief(engine, inputs.case.publishers, functional, tracks)
        yield BELIEF, beliefs
        engine.register("belief", beliefs)
        yield AGREEMENT, agreement(engine)


def _publishers(tracks: Iterable[Track], case: Case) -> pa.Table:
    rows = [
        PublisherRow(
            one.publisher,
            case.publishers[one.publisher].name,
            str(one.letter),
            str(one.letter_now),
            str(parse_handling(case.handling)),
        )
        for one in tracks
    ]
    return PUBLISHER.from_rows(rows)
