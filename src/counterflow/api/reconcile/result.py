"""Candidates as the API writes them, best first, and the rule by which one is certain (specification, 4.2)."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from counterflow.api.reconcile.dataset import Dataset
from counterflow.api.reconcile.describe import entity_id, entity_name, entity_type
from counterflow.api.reconcile.query import MAX_LIMIT, Batch, Question
from counterflow.api.reconcile.service import Entity, Scored
from counterflow.screen.answer import shown_score

CLEAR_LEAD = 10.0
"""How many times the odds of the next candidate those of a certain one must be: "strong" on Jeffreys' scale of
evidence (Theory of Probability, 1961, appendix B)."""

_LEAST_SEEN = 10
"""Candidates looked at, even if the client wants fewer: what comes near the best counts, shown or not."""


def answer_batch(batch: Batch, dataset: Dataset) -> dict[str, Any]:
    """Answer a batch: each key has its `result`, that of a query that cannot be searched is empty.

    Reads:
        dataset: candidates and, for queries that are ids, entities; `stale` beside a result says that a list is older
            than it may be.
    """
    found = _search(batch, dataset)
    stale = dataset.is_stale
    return {
        key: {"result": _result(batch.questions.get(key), found.get(key, []), dataset), "stale": stale}
        for key in batch.keys
    }


def _search(batch: Batch, dataset: Dataset) -> Mapping[str, list[Scored]]:
    """Search all queries at once, and put the candidates of each one's readings together."""
    entities = [entity for question in batch.questions.values() for entity in question.entities]
    if len(entities) == 0:
        return {}
    lots = iter(dataset.match(entities, _limit(batch.questions.values())))
    return {key: _merge(question, [next(lots) for _ in question.entities]) for key, question in batch.questions.items()}


def _limit(questions: Collection[Question]) -> int:
    wanted = max(question.limit for question in questions)
    # Types that are meant firmly take candidates away behind the search.
    is_firm = any(question.strictness != "should" and len(question.types) > 0 for question in questions)
    return MAX_LIMIT if is_firm else max(wanted, _LEAST_SEEN)


def _merge(question: Question, lots: Sequence[Sequence[Scored]]) -> list[Scored]:
    """Keep each candidate's best score, of the types asked for, best first."""
    best: dict[str, Scored] = {}
    for one in (one for lot in lots for one in lot):
        name = entity_id(one.entity)
        if question.takes(str(one.entity.get("schema", ""))) and (name not in best or best[name].score < one.score):
            best[name] = one
    return sorted(best.values(), key=lambda one: (-one.score, entity_id(one.entity)))


def _result(question: Question | None, candidates: Sequence[Scored], dataset: Dataset) -> list[dict[str, Any]]:
    if question is None:
        return []
    named = _named(question, dataset)
    if named is None:
        certain = is_certain(candidates) and not dataset.must_be_read(candidates[0].entity)
        shown = candidates[: question.limit]
        return [_show(one, dataset, match=certain and place == 0) for place, one in enumerate(shown)]
    others = [one for one in candidates if entity_id(one.entity) != entity_id(named)][: question.limit - 1]
    return [_show_named(named, dataset), *(_show(one, dataset, match=False) for one in others)]


def _named(question: Question, dataset: Dataset) -> Entity | None:
    """Give the entity whose id the query is; the text is searched all the same, for a name may look like an id."""
    entity = dataset.entity(question.text) if question.text != "" else None
    return entity if entity is not None and question.takes(str(entity.get("schema", ""))) else None


def is_certain(candidates: Sequence[Scored]) -> bool:
    """Say whether the first candidate can be taken without a person looking.

    It can when it alone reaches the threshold, and its odds are `CLEAR_LEAD` times those of the next. Clients match a
    whole column by this, so two parties of one name are never decided between.
    """
    if len(candidates) == 0 or not candidates[0].match:
        return False
    if len(candidates) == 1:
        return True
    first, second = candidates[:2]
    return not second.match and odds(first.score) >= CLEAR_LEAD * odds(second.score)


def odds(probability: float) -> float:
    """Give the odds of a probability; those of 1 are infinite."""
    return probability / (1 - probability) if probability < 1 else math.inf


def _show(one: Scored, dataset: Dataset, *, match: bool) -> dict[str, Any]:
    """Write a candidate; its score is the probability in percent."""
    features: dict[str, float] = {}
    for reason in one.reasons:
        # An id must be unique among a candidate's features (specification, 4.2).
        features[reason.feature] = features.get(reason.feature, 0.0) + reason.contribution
    return {
        **_ref(one.entity, dataset),
        "score": shown_score(100 * one.score),
        "match": match,
        "features": [{"id": name, "value": value} for name, value in features.items()],
    }


def _show_named(entity: Entity, dataset: Dataset) -> dict[str, Any]:
    match = not dataset.must_be_read(entity)
    return {**_ref(entity, dataset), "score": 100.0, "match": match, "features": []}


def _ref(entity: Entity, dataset: Dataset) -> dict[str, Any]:
    return {
        "id": entity_id(entity),
        "name": entity_name(entity),
        "description": dataset.describe(entity),
        "type": entity_type(entity),
    }
