"""The full-text index of a build: its parties by name and identifier, its documents by title and text.

A folder beside the tables, written once with tantivy. It holds search terms and ids alone; everything shown is read
from the tables. Its bytes are no part of what a build promises to reproduce: tantivy names its files at random.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from counterflow.engine import connect
from counterflow.model.told import IS_TOLD, no_party_sql
from counterflow.search.terms import search_terms
from counterflow.tables import DOCUMENT

if TYPE_CHECKING:
    import tantivy

PARTY = "party"
DOCUMENT_KIND = "document"

FIELD_BOOSTS = (("identifier", 6.0), ("name", 4.0), ("title", 2.0), ("body", 1.0))
"""What a hit in each field is worth: an identifier says most, then a name, a title, a word in a text."""

FUZZY_CHARS = 5
"""Terms of this many characters and more are also found with one typo."""

_HEAP_BYTES = 64_000_000

# A name that a document denies, or thinks possible, finds nobody.
_PARTIES = f"""
WITH unsaid AS (
    SELECT id FROM statement WHERE {IS_TOLD} AND id NOT IN (
        SELECT statement_id FROM evidence WHERE document_id IS NOT NULL AND polarity = 'affirmed'
            AND hedge IN ('fact', 'reported')
    )
)
SELECT e.canonical_id AS id,
       list(DISTINCT s.value ORDER BY s.value) FILTER (s.prop_type = 'name'
           AND s.id NOT IN (SELECT id FROM unsaid)) AS names,
       list(DISTINCT s.value ORDER BY s.value) FILTER (s.prop_type = 'identifier') AS identifiers,
       list(DISTINCT s.entity_id ORDER BY s.entity_id) AS members
FROM entity e
JOIN canonical c USING (canonical_id)
JOIN statement s USING (entity_id)
WHERE e.schema IN (SELECT unnest(?::VARCHAR[])) AND NOT {no_party_sql("e.canonical_id")}
GROUP BY e.canonical_id
ORDER BY e.canonical_id
"""  # noqa: S608 - constants


class Hit(NamedTuple):
    """One result of a search."""

    kind: str
    """`party` or `document`."""
    id: str
    score: float
    """For ranking only."""


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("kind", "id"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw")
    for name, _ in FIELD_BOOSTS:
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace")
    return builder.build()


def build_text_index(paths: Mapping[str, Sequence[Path]], folder: Path) -> str:
    """Index the parties and documents of some tables into a new folder; says in a few words what it holds."""
    import tantivy

    folder.mkdir(parents=True)
    index = tantivy.Index(_schema(), path=str(folder))
    # One thread: results of equal score keep the order in which they were added.
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    parties = _add_parties(writer, paths)
    documents = _add_documents(writer, paths)
    writer.commit()
    writer.wait_merging_threads()
    return f"{parties:,} parties, {documents:,} documents"


def _add_parties(writer: tantivy.IndexWriter, paths: Mapping[str, Sequence[Path]]) -> int:
    import tantivy

    from counterflow.model.schema import thing_schemata

    with connect(paths) as engine:
        rows = engine.query(_PARTIES, [list(thing_schemata())])
    for row in rows.to_pylist():
        document = tantivy.Document(kind=PARTY, id=row["id"])
        document.add_text("name", _joined(row["names"] or []))
        document.add_text("identifier", _joined([*row["members"], *(row["identifiers"] or [])]))
        writer.add_document(document)
    return int(rows.num_rows)


def _add_documents(writer: tantivy.IndexWriter, paths: Mapping[str, Sequence[Path]]) -> int:
    import tantivy

    table: pa.Table = DOCUMENT.read(paths[DOCUMENT.name], ["id", "title", "text"])
    for batch in table.to_batches(max_chunksize=1000):
        for row in batch.to_pylist():
            document = tantivy.Document(kind=DOCUMENT_KIND, id=row["id"])
            document.add_text("title", _joined([row["title"] or ""]))
            document.add_text("body", _joined([row["text"]]))
            writer.add_document(document)
    return int(table.num_rows)


def _joined(texts: Sequence[str]) -> str:
    return " ".join(term for text in texts for term in search_terms(text))


class TextIndex:
    """An index opened for searching; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def search(self, query: str, kind: str, *, limit: int = 20, any_term: bool = False) -> tuple[list[Hit], int]:
        """Find what holds every term of a query, or any of them; gives the hits and how many there are.

        The last term may be unfinished. A query is words, nothing else: it has no operators, so none can be wrong.
        """
        terms = search_terms(query)
        if len(terms) == 0:
            return [], 0
        found = self._searcher.search(self._query(terms, kind, any_term=any_term), limit=limit)
        hits = []
        for score, address in found.hits:
            stored: dict[str, Any] = self._searcher.doc(address).to_dict()
            hits.append(Hit(kind, stored["id"][0], score))
        return hits, int(found.count)  # type: ignore[attr-defined]

    def _query(self, terms: Sequence[str], kind: str, *, any_term: bool) -> tantivy.Query:
        import tantivy

        needed = tantivy.Occur.Should if any_term else tantivy.Occur.Must
        must = [(tantivy.Occur.Must, tantivy.Query.const_score_query(self._term("kind", kind), 0.0))]
        for number, term in enumerate(terms, 1):
            must.append((needed, self._any_field(term, is_last=number == len(terms))))
        if len(terms) > 1:
            # The words side by side and in order are worth more than the words somewhere.
            for name, boost in FIELD_BOOSTS:
                phrase = tantivy.Query.phrase_query(self._schema, name, list(terms))
                must.append((tantivy.Occur.Should, tantivy.Query.boost_query(phrase, 2 * boost)))
        # Without this, any of several terms would be none of them: the kind alone fits every party.
        return tantivy.Query.boolean_query(must, minimum_number_should_match=1 if any_term else None)

    def _any_field(self, term: str, *, is_last: bool) -> tantivy.Query:
        import tantivy

        queries = []
        for name, boost in FIELD_BOOSTS:
            variants = [(self._term(name, term), 1.0)]
            if is_last:
                prefix = tantivy.Query.fuzzy_term_query(self._schema, name, term, distance=0, prefix=True)
                variants.append((prefix, 0.5))
            if len(term) >= FUZZY_CHARS:
                variants.append((tantivy.Query.fuzzy_term_query(self._schema, name, term, distance=1), 0.2))
            queries += [tantivy.Query.boost_query(query, boost * weight) for query, weight in variants]
        return tantivy.Query.disjunction_max_query(queries)

    def _term(self, name: str, term: str) -> tantivy.Query:
        import tantivy

        return tantivy.Query.term_query(self._schema, name, term)
