"""Find a party by name or id, search the texts, list what went wrong, sum a case up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from counterflow.clean.name import normal_name
from counterflow.dossier.archive import RESOURCE_COLUMNS, Archive, resource_ref
from counterflow.dossier.case_shape import CaseSummary, Counts, DatasetSummary
from counterflow.dossier.document_shape import DocumentView, MentionItem, PageSpan, QuantityItem
from counterflow.dossier.frame import list_frames
from counterflow.dossier.search_shape import DocumentResult, PartyResult, SearchResults, Snippet
from counterflow.dossier.shape import ProblemItem
from counterflow.exc import AmbiguousNameError, NotFoundError
from counterflow.model.handling import strictest
from counterflow.model.schema import get_schema, thing_schemata
from counterflow.model.told import is_told_party, no_party_sql
from counterflow.search.terms import find_terms, search_terms
from counterflow.search.text_index import DOCUMENT_KIND, PARTY, Hit

SNIPPET_CHARS = 220
"""Length of the piece of text shown for a document found, in code points."""

NAME_CHARS = 80
"""How much of a name an error repeats, in code points."""

CANDIDATES = 50
"""How many parties are looked at for an exact name."""

_PARTIES = """
SELECT e.canonical_id, e.caption, e.schema, e.countries, e.datasets, e.listed_now,
       (SELECT list(DISTINCT s.value ORDER BY s.value) FROM statement s JOIN canonical c USING (entity_id)
        WHERE c.canonical_id = e.canonical_id AND s.prop_type = 'name') AS names,
       (SELECT count(*) FROM link l JOIN canonical c ON c.entity_id = l.target_id
        WHERE c.canonical_id = e.canonical_id AND l.kind = 'mention' AND l.decision = 'same') AS mentions
FROM entity e
WHERE e.canonical_id IN (SELECT unnest($ids))
"""

_DOCUMENTS = """
SELECT d.id, d.title, d.publisher, d.published, d.kind, d.text, d.subject FROM document d
WHERE d.id IN (SELECT unnest($ids))
"""

_DOCUMENT = f"""
SELECT d.*, {RESOURCE_COLUMNS} FROM document d JOIN resource r ON r.id = d.resource_id WHERE d.id = $id
"""  # noqa: S608 - a constant

_MENTIONS = """
SELECT m.id, m.start, m."end", m.text, m.type, m.edtf, min(c.canonical_id) AS canonical_id
FROM mention m
LEFT JOIN link l ON l.source_id = m.id AND l.kind = 'mention' AND l.decision = 'same'
LEFT JOIN canonical c ON c.entity_id = l.target_id
WHERE m.document_id = $id
GROUP BY ALL
ORDER BY m.start, m."end", m.id
"""

# A file's statements name their dataset, which need not be the file's own; a report has none but the case's.
_DATASETS = f"""
WITH source AS (
  SELECT s.dataset, v.resource_id, s.entity_id, s.schema FROM statement s JOIN evidence v ON v.statement_id = s.id
  UNION ALL
  SELECT r.dataset, r.id, NULL, NULL FROM resource r JOIN document d ON d.resource_id = r.id WHERE d.kind = 'report'
)
SELECT o.dataset, max(r.published) FILTER (r.published NOT LIKE 'X%') AS published,
       count(DISTINCT o.entity_id) FILTER (
           o.schema IN (SELECT unnest($things)) AND NOT {no_party_sql("o.entity_id")}
       ) AS parties
FROM source o JOIN resource r ON r.id = o.resource_id
GROUP BY o.dataset
ORDER BY o.dataset
"""  # noqa: S608 - a constant


_COUNT = f"""
SELECT count(*) AS n FROM entity
WHERE schema IN (SELECT unnest($things)) AND NOT {no_party_sql("canonical_id")}
"""  # noqa: S608 - a constant


def find_party(archive: Archive, name: str) -> str:
    """Find the one party with a name or id; gives its canonical_id.

    The parts of a person's name may come in any order, as lists write them; other names are phrases. Where a list has
    the name, parties that only documents tell of are not meant: they have ids.

    Raises:
        AmbiguousNameError: several parties bear that name.
        NotFoundError: none does; names the nearest.
    """
    by_id = archive.rows("SELECT canonical_id FROM canonical WHERE entity_id = $id", id=name)
    if len(by_id) > 0:
        return str(by_id[0]["canonical_id"])
    hits, _ = archive.text_index.search(name, PARTY, limit=CANDIDATES)
    parties = _party_rows(archive, hits)
    exact = [row for row in parties if _is_named(row, name)]
    exact = [row for row in exact if not is_told_party(row["canonical_id"])] or exact
    if len(exact) == 1:
        return str(exact[0]["canonical_id"])
    if len(exact) > 1:
        raise AmbiguousNameError(name, [(row["canonical_id"], row["caption"], _described(row)) for row in exact])
    if len(parties) == 0:
        parties = _party_rows(archive, archive.text_index.search(name, PARTY, limit=5, any_term=True)[0])
    raise NotFoundError(
        f"no party is named {_shortened(name)!r}",
        where=archive.place,
        next_step=_advice(archive, name, [f"{row['caption']} ({row['canonical_id']})" for row in parties[:5]]),
    )


def _advice(archive: Archive, name: str, near: Sequence[str]) -> str:
    """Say where a name that no party has stands, or which names are near."""
    found = archive.rows(
        "SELECT count(*) AS n, count(DISTINCT document_id) AS documents FROM mention WHERE lower(text) = lower($name)",
        name=name,
    )[0]
    if found["n"] > 0:
        where = f"{_count(found['n'], 'passage')} of {_count(found['documents'], 'document')}"
        return (
            f"{where} {'names' if found['n'] == 1 else 'name'} it, but no list and no entry by hand does: "
            "counterflow show CASE NAME --passages shows where, counterflow add enters it"
        )
    return f"Near: {', '.join(near)}" if len(near) > 0 else "Check the spelling, or list the inputs with --problems"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shortened(name: str) -> str:
    return name if len(name) <= NAME_CHARS else name[: NAME_CHARS - 1] + "…"


def _is_named(row: Mapping[str, Any], name: str) -> bool:
    is_person = get_schema(row["schema"]).is_a("Person")
    wanted = normal_name(name, sort_tokens=is_person)
    return any(normal_name(one, sort_tokens=is_person) == wanted for one in row["names"] or [])


def _described(row: Mapping[str, Any]) -> str:
    return ", ".join([row["schema"], *row["countries"], *row["datasets"]])


def _party_rows(archive: Archive, hits: Sequence[Hit]) -> list[dict[str, Any]]:
    rows = {row["canonical_id"]: row for row in archive.rows(_PARTIES, ids=[hit.id for hit in hits])} if hits else {}
    return [rows[hit.id] for hit in hits if hit.id in rows]


def search(archive: Archive, query: str, *, limit: int = 20) -> SearchResults:
    """Search parties by name and identifier, and documents by their words."""
    terms = search_terms(query)
    party_hits, total_parties = archive.text_index.search(query, PARTY, limit=limit)
    document_hits, total_documents = archive.text_index.search(query, DOCUMENT_KIND, limit=limit)
    return SearchResults(
        query=query,
        parties=tuple(_party_result(row, terms) for row in _party_rows(archive, party_hits)),
        documents=tuple(_document_results(archive, document_hits, terms)),
        total_parties=total_parties,
        total_documents=total_documents,
    )


def _party_result(row: Mapping[str, Any], terms: list[str]) -> PartyResult:
    def unmatched(name: str) -> tuple[int, int]:
        words = search_terms(name)
        hits = sum(any(word.startswith(term) for word in words) for term in terms)
        return -hits, len(name)

    best = min([row["caption"], *(row["names"] or [])], key=unmatched)
    return PartyResult(
        id=row["canonical_id"],
        caption=row["caption"],
        schema_=row["schema"],
        countries=tuple(row["countries"]),
        datasets=tuple(row["datasets"]),
        listed_now=row["listed_now"],
        matched=best if unmatched(best)[0] < unmatched(row["caption"])[0] else None,
        mentions=row["mentions"],
    )


def _document_results(archive: Archive, hits: Sequence[Hit], terms: list[str]) -> list[DocumentResult]:
    if len(hits) == 0:
        return []
    rows = {row["id"]: row for row in archive.rows(_DOCUMENTS, ids=[hit.id for hit in hits])}
    subjects = archive.subject_refs(row["subject"] for row in rows.values())
    return [
        DocumentResult(
            id=hit.id,
            title=rows[hit.id]["title"],
            publisher=archive.publisher_name(rows[hit.id]["publisher"]),
            published=rows[hit.id]["published"],
            kind=rows[hit.id]["kind"],
            snippet=make_snippet(rows[hit.id]["text"], terms),
            subject=subjects.get(rows[hit.id]["subject"]),
        )
        for hit in hits
        if hit.id in rows
    ]


def make_snippet(text: str, terms: list[str]) -> Snippet:
    """Cut the piece of a text that holds most of the terms, on word boundaries, with where they stand in it."""
    spans = find_terms(text, terms)
    start = 0
    if len(spans) > 0:
        best = max(
            spans, key=lambda span: (sum(span[0] <= one[0] < span[0] + SNIPPET_CHARS for one in spans), -span[0])
        )
        start = max(0, best[0] - SNIPPET_CHARS // 4)
        while 0 < start and not text[start - 1].isspace():
            start -= 1
    end = min(len(text), start + SNIPPET_CHARS)
    while end < len(text) and not text[end].isspace():
        end += 1
    piece = text[start:end]
    inside = [span for span in spans if start <= span[0] and span[1] <= end]
    first, last = inside[0] if len(inside) > 0 else (None, None)
    return Snippet(text=piece, start=first, end=last, highlights=tuple((a - start, b - start) for a, b in inside))


def view_document(archive: Archive, document_id: str) -> DocumentView:
    """Give a document with the names, dates and amounts found in it.

    Raises:
        NotFoundError: the build has no such document.
    """
    found = archive.rows(_DOCUMENT, id=document_id)
    if len(found) == 0:
        raise NotFoundError(f"no document has the id {document_id!r}", where=archive.place)
    row = found[0]
    mentions = archive.rows(_MENTIONS, id=document_id)
    refs = archive.party_refs(one["canonical_id"] for one in mentions if one["canonical_id"] is not None)
    quantities = archive.rows(
        'SELECT id, start, "end", text, kind FROM quantity WHERE document_id = $id ORDER BY start, "end", id',
        id=document_id,
    )
    names = ("id", "title", "author", "published", "language", "kind", "text", "handling")
    return DocumentView(
        **{name: row[name] for name in names},
        publisher=archive.publisher_name(row["publisher"]),
        pages=tuple(PageSpan(**page) for page in row["pages"]),
        mentions=tuple(
            MentionItem(
                **{name: one[name] for name in ("id", "start", "end", "text", "type", "edtf")},
                party=refs.get(one["canonical_id"]),
            )
            for one in mentions
        ),
        quantities=tuple(QuantityItem(**one) for one in quantities),
        frames=tuple(list_frames(archive, [document_id])[document_id]),
        subject=archive.subject_refs([row["subject"]]).get(row["subject"]),
        resource=resource_ref(row),
    )


def list_problems(archive: Archive) -> list[ProblemItem]:
    """List every record and file that could not be read whole."""
    rows = archive.rows(
        "SELECT path, record, field, value, severity, message, expected, next_step FROM problem "
        "ORDER BY severity, path, record, field, message, id"
    )
    return [ProblemItem(**row) for row in rows]


def sum_up(archive: Archive) -> CaseSummary:
    """Say what the case is and what its build holds."""
    rows = {name: archive.count(name) for name in ("document", "statement", "evidence", "problem")}
    things = list(thing_schemata())
    parties = archive.rows(_COUNT, things=things)
    markings = archive.rows("SELECT DISTINCT handling FROM resource")
    return CaseSummary(
        name=archive.case.name,
        question=archive.case.question,
        build=archive.build.manifest.build,
        counts=Counts(
            parties=parties[0]["n"],
            documents=rows["document"],
            statements=rows["statement"],
            evidence=rows["evidence"],
            problems=rows["problem"],
        ),
        datasets=tuple(
            DatasetSummary(
                name=row["dataset"],
                title=archive.dataset_title(row["dataset"]),
                parties=row["parties"],
                published=row["published"],
            )
            for row in archive.rows(_DATASETS, things=things)
        ),
        handling=strictest(row["handling"] for row in markings),
    )
