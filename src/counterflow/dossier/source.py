"""The sources of a case: how far each publisher is trusted and how its claims fared, and which report repeats which."""

from __future__ import annotations

from counterflow.dossier.archive import Archive
from counterflow.dossier.shape import Shape
from counterflow.engine import connect
from counterflow.tables import LINEAGE, Lineage
from counterflow.weigh.agreement import functional_properties
from counterflow.weigh.lineage.evidence import passage_roots
from counterflow.weigh.lineage.retraction import find_taken_back
from counterflow.weigh.track import track_records


class PublisherRecord(Shape):
    """A publisher of case.toml."""

    publisher: str
    name: str
    reliability: str
    """Admiralty letter as case.toml states it."""
    reliability_now: str
    """By its track record, at most one letter from the stated one; probabilities go by this."""
    reports: int
    claims: int
    """What it told that others could speak to."""
    confirmed: int
    """Of these: another root says the same."""
    contradicted: int
    """Of these: another root says otherwise."""
    accuracy: float
    """Share of its claims expected to be right."""


class ReportRef(Shape):
    """A report."""

    document_id: str
    title: str | None
    publisher: str | None
    published: str | None
    path: str


class Repeat(Shape):
    """One report that repeats another."""

    report: ReportRef
    repeats: ReportRef
    basis: str
    """citation, syndication, near-duplicate, shared-figure, correction or judgement."""
    is_recorded: bool
    """Whether the report says so itself; False: inferred."""
    probability: float
    passage: str | None
    """The words that say so."""


class Sources(Shape):
    """Publishers, and who repeats whom."""

    publishers: tuple[PublisherRecord, ...]
    unsigned: tuple[ReportRef, ...]
    """Reports that name no publisher: all of them count as one root, since nobody knows who they are."""
    lineage: tuple[Repeat, ...]


SHAPES: dict[str, type[Shape]] = {"sources": Sources}
"""Shapes that leave, by the name of their JSON Schema."""

_REPORT_SQL = """
SELECT d.id AS document_id, d.title, coalesce(d.publisher, r.publisher) AS publisher,
    coalesce(d.published, r.published) AS published, r.path
FROM document d JOIN resource r ON r.id = d.resource_id WHERE d.kind = 'report'
"""


def list_sources(archive: Archive) -> Sources:
    """Give the publishers of case.toml with their track record, and the lineage of the build.

    Reads:
        `lineage`, `document`, `resource`, and what `weigh.track` reads.
    """
    build, publishers = archive.build, archive.case.publishers
    reports = {row["document_id"]: ReportRef(**row) for row in archive.rows(_REPORT_SQL)}
    rows = [Lineage(**row) for row in LINEAGE.read([build.table_path(LINEAGE)]).to_pylist()]
    with connect(build.paths()) as engine:
        engine.register("passage_root", passage_roots(engine, rows, publishers))
        engine.register("taken_back", find_taken_back(engine, rows))
        tracks = track_records(engine, publishers, functional_properties())
    return Sources(
        publishers=tuple(
            PublisherRecord(
                publisher=one.publisher,
                name=publishers[one.publisher].name,
                reliability=str(one.letter),
                reliability_now=str(one.letter_now),
                reports=sum(report.publisher == one.publisher for report in reports.values()),
                claims=one.claims,
                confirmed=one.confirmed,
                contradicted=one.contradicted,
                accuracy=round(one.accuracy, 3),
            )
            for one in tracks
        ),
        unsigned=tuple(sorted((one for one in reports.values() if one.publisher is None), key=lambda one: one.path)),
        lineage=tuple(
            Repeat(
                report=reports[row.source_id],
                repeats=reports[row.repeats_id],
                basis=row.basis,
                is_recorded=row.is_recorded,
                probability=row.probability,
                passage=row.passage,
            )
            for row in rows
            if row.source_id in reports and row.repeats_id in reports
        ),
    )
