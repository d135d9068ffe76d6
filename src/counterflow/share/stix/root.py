"""The root of each piece of evidence, as it leaves: in words that mean the same wherever it goes.

A publisher's key and the dataset of a case's own reports name something in one case alone. A publisher leaves by its
name, the case's own by the name of the organisation. What came from others keeps the words with which it came, so
that a copy that went round counts once.
"""

from __future__ import annotations

from collections.abc import Mapping

from counterflow.clean.name import normal_name
from counterflow.engine import Engine
from counterflow.model.told import LOCAL_DATASETS
from counterflow.stix.organisation import Sender
from counterflow.stix.row import Row, present

_SQL = """
SELECT evidence.id,
    given.root AS given_root,
    coalesce(root.root, 'publisher ' || coalesce(document.publisher, resource.publisher),
        'dataset ' || coalesce(resource.dataset, statement.dataset)) AS root,
    given.origin, given.origin_id,
    CASE WHEN given.root IS NULL THEN coalesce(document.publisher, resource.publisher) ELSE given.publisher END
        AS publisher,
    CASE WHEN given.root IS NULL THEN publisher.name ELSE given.publisher_name END AS publisher_name,
    CASE WHEN given.root IS NULL THEN publisher.reliability ELSE given.reliability END AS reliability,
    CASE WHEN given.root IS NULL THEN publisher.reliability_now ELSE given.reliability_now END AS reliability_now,
    coalesce(given.dependence, root.dependence, 0) AS dependence,
    coalesce(given.is_own, root.is_own, false) AS is_own,
    coalesce(given.word, root.word) AS word,
    coalesce(given.is_taken_back, root.is_taken_back, false) AS is_taken_back
FROM evidence
JOIN open_marking USING (handling)
JOIN statement ON statement.id = evidence.statement_id
LEFT JOIN given ON given.evidence_id = evidence.id
LEFT JOIN root ON root.evidence_id = evidence.id AND root.handling IN (SELECT handling FROM open_marking)
LEFT JOIN resource ON resource.id = evidence.resource_id
LEFT JOIN document ON document.id = evidence.document_id
LEFT JOIN publisher ON publisher.publisher = coalesce(document.publisher, resource.publisher)
"""
_PUBLISHER_SQL = "SELECT publisher, name FROM publisher"


def read_roots(engine: Engine, sender: Sender) -> dict[str, Row]:
    """Give what leaves of the root of each piece of evidence, by its id.

    Reads:
        `evidence`, `statement`, `resource`, `document`, `root`, `given`, `publisher`, and the registered rows
        `open_marking`.
    """
    names = {row["publisher"]: row["name"] for row in engine.query(_PUBLISHER_SQL).to_pylist()}
    found = {}
    for row in engine.query(_SQL).to_pylist():
        id_, given_root = row.pop("id"), row.pop("given_root")
        row["root"] = sent_root(row["root"], names, sender) if given_root is None else given_root
        if given_root is None:
            row |= {"origin": sender.organisation, "origin_id": sender.id}
        said = {name: value for name, value in row.items() if value not in (False, 0.0)}
        found[id_] = present(said)
    return found


def sent_root(root: str, names: Mapping[str, str], sender: Sender) -> str:
    """Put a root of this case into words for all: a publisher by name, what is the case's own by its organisation.

    Args:
        root: as `root` has it.
        names: of publishers, by key.
        sender: who sends it.
    """
    kind, _, which = root.partition(" ")
    if kind == "publisher":
        return f"publisher {normal_name(names.get(which, which))}"
    if kind == "dataset" and which in LOCAL_DATASETS:
        return f"{root} of {sender.known_as}"
    return root
