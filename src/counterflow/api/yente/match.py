"""`POST /match/{dataset}`: whom the examples in a batch may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from counterflow.api.guard.metric import Metrics
from counterflow.api.yente.reply import ERRORS, YenteReply, entity_reply
from counterflow.api.yente.shape import EntityResponse, Shape, Total
from counterflow.compare.algorithm import ALGORITHM, load_algorithm
from counterflow.exc import UsageError
from counterflow.remote.clock import Clock
from counterflow.screen.answer import ReasonLine, Result
from counterflow.screen.entity_store.field import read_changed_since
from counterflow.screen.entity_store.filter import FieldFilter, Filter, searched_schemata
from counterflow.screen.screener import Limits
from counterflow.screen.sort import read_schema
from counterflow.service.current import CurrentState
from counterflow.service.match import COUNTED, Asked, Match, match, read_scope

MAX_QUERIES = 100
"""Examples of one batch."""
MAX_RESULTS = 500
DEFAULT_RESULTS = 5
BEST = "best"
_BATCH_SIZE = "X-Batch-Size"
_RESPONSES: dict[int | str, dict[str, Any]] = {
    **ERRORS,
    200: {"headers": {_BATCH_SIZE: {"schema": {"type": "integer"}, "description": "Examples in the batch"}}},
}
CHANGED_SINCE = r"^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$"


class Example(BaseModel):
    """A party as the client knows it."""

    model_config = ConfigDict(extra="ignore")

    id: str | None = None
    schema_: str = Field(alias="schema")
    properties: dict[str, Any]
    """Values by property: texts, or lists of them."""


class MatchBody(BaseModel):
    """A batch of examples, by names that the answer repeats."""

    queries: dict[str, Example | None]
    weights: dict[str, Any] = {}
    """Refused unless empty: what evidence is worth belongs to the algorithm's version."""
    config: dict[str, Any] = {}
    """As `weights`."""


class Explanation(Shape):
    """What one feature adds."""

    score: float
    """To the log-odds."""
    query: str
    candidate: str
    detail: str | None = None


class ScoredResponse(EntityResponse):
    """A party that an example may mean."""

    score: float
    """Probability that it is the one."""
    match: bool
    explanations: dict[str, Explanation]
    status: str
    """LISTED, OWNED by listed parties, or UNVERIFIED: no list holds it now."""


class QueryResponse(Shape):
    """Answer to one example."""

    status: int
    results: list[ScoredResponse]
    total: Total
    """Of the parties that match, not of those given."""
    query: dict[str, Any]
    detail: str | None = None
    """Why it could not be searched."""
    is_cut: bool = False
    """More parties are as likely than are looked through (4,000), and too few of those passed the filter."""


class ListResponse(Shape):
    """A list that was searched."""

    name: str
    published: str | None
    stale: bool | None


class MatchResponse(Shape):
    """Answer of `/match`."""

    responses: dict[str, QueryResponse]
    limit: int
    build: str
    """What was searched: the case's build, or the fingerprint of the lists."""
    lists: list[ListResponse]
    stale: bool | None
    """A list is older than it may be; null: not known of any."""
    scope: str
    algorithm: str


Names = Annotated[list[str], Query(max_length=100)]


class Wanted(BaseModel):
    """Parameters that say which parties are wanted, and how many."""

    model_config = ConfigDict(extra="ignore")

    limit: int = Field(DEFAULT_RESULTS, ge=0, le=MAX_RESULTS)
    threshold: float | None = Field(None, ge=0, le=1)
    """Least score of a match; unset: what the algorithm states."""
    cutoff: float | None = Field(None, ge=0, le=1)
    """Least score of a result; unset: the threshold."""
    algorithm: str = BEST
    include_dataset: list[str] = []
    exclude_dataset: list[str] = []
    exclude_schema: list[str] = []
    topics: list[str] = []
    countries: list[str] = []
    """Codes; one is enough."""
    schema_: str | None = Field(None, alias="schema")
    """Only parties that may be of this schema, as `/search` has it."""
    changed_since: str | None = Field(None, pattern=CHANGED_SINCE)
    exclude_entity_ids: list[str] = Field([], max_length=50)


def make_router(current: CurrentState, clock: Clock, metrics: Metrics) -> APIRouter:
    """Make the route; a request is answered from the state in use when it begins."""
    router = APIRouter(strict_content_type=False)

    @router.post("/match/{dataset}", response_model=MatchResponse, responses=_RESPONSES)
    def match_batch(
        request: Request,
        body: MatchBody,
        dataset: Annotated[str, Path(description="`default` for all lists, or one list")],
        wanted: Annotated[Wanted, Query()],
    ) -> Response:
        """Say whom each example may mean, best first, with what speaks for it and against it."""
        _check(body, wanted)
        queries = {key: one for key, one in body.queries.items() if one is not None}
        moment = current.get().at(clock.now())
        state = moment.state
        asked = Asked(_limits(wanted), _filter(wanted, read_scope(
            state, dataset, include=wanted.include_dataset, exclude=wanted.exclude_dataset
        )))  # fmt: skip
        found = match(moment, [_entity(one) for one in queries.values()], asked)
        metrics.screened.add(len(queries))
        metrics.hits.add(sum(one.matches for one in found))
        request.state.fingerprint = state.version
        ref = moment.ref
        answers = dict(zip(queries, (_response(one) for one in found), strict=True))
        _refuse_hopeless(answers)
        return YenteReply(
            {
                "responses": answers,
                "limit": wanted.limit,
                "build": ref.build,
                "lists": [{"name": one.name, "published": one.published, "stale": one.stale} for one in ref.lists],
                "stale": moment.is_stale,
                "scope": state.scope,
                "algorithm": ALGORITHM,
            },
            headers={_BATCH_SIZE: str(len(queries))},
        )

    return router


def check_algorithm(name: str) -> None:
    """Refuse an algorithm that is not here.

    Raises:
        UsageError: a score under its name would be another's.
    """
    if name.strip().lower() not in {BEST, ALGORITHM}:
        raise UsageError(f"Invalid algorithm: {name!a}", expected=f"{BEST} or {ALGORITHM}", next_step="See /algorithms")


def _check(body: MatchBody, wanted: Wanted) -> None:
    check_algorithm(wanted.algorithm)
    if len(body.weights) > 0 or len(body.config) > 0:
        raise UsageError(
            "weights and config cannot be given: they belong to the algorithm's version",
            next_step="Leave them out, or empty",
        )
    count = sum(one is not None for one in body.queries.values())
    if count == 0:
        raise UsageError("No queries provided.", expected='{"queries": {"q": {"schema": ..., "properties": ...}}}')
    if count > MAX_QUERIES:
        raise UsageError(f"Too many queries in one batch (limit: {MAX_QUERIES})", next_step="Send several batches")


def _limits(wanted: Wanted) -> Limits:
    threshold = load_algorithm().threshold if wanted.threshold is None else wanted.threshold
    cutoff = threshold if wanted.cutoff is None else min(wanted.cutoff, threshold)
    return Limits(threshold, cutoff, wanted.limit)


def _filter(wanted: Wanted, scope: frozenset[str] | None) -> Filter:
    values = (("topics", wanted.topics), ("countries", wanted.countries))
    return Filter(
        scope=scope,
        schemata=None if wanted.schema_ is None else searched_schemata(wanted.schema_),
        without_schemata=frozenset(wanted.exclude_schema),
        without_ids=frozenset(wanted.exclude_entity_ids),
        fields=tuple(FieldFilter.read(field, found) for field, found in values if len(found) > 0),
        changed_since=read_changed_since(wanted.changed_since),
    )


def _entity(example: Example) -> Mapping[str, Any]:
    return {"schema": example.schema_, "properties": example.properties}


def _response(found: Match) -> dict[str, Any]:
    readings = found.query.readings
    schema = found.query.row.values["schema"]
    detail = found.answer.error
    if read_schema(schema) is None:
        detail = f"Invalid schema: {schema!a}"
    return {
        "status": 200 if detail is None else 400,
        "results": []
        if detail is not None
        else [_scored(one, hit.entity) for one, hit in zip(found.answer.results, found.hits, strict=True)],
        "total": {
            "value": 0 if detail is not None else found.matches,
            "relation": "gte" if found.matches >= COUNTED or found.is_cut else "eq",
        },
        "query": {"schema": schema, "properties": readings[0]["properties"] if len(readings) > 0 else {}},
        "detail": detail,
        "is_cut": found.is_cut,
    }


def _scored(result: Result, entity: Mapping[str, Any]) -> dict[str, Any]:
    return entity_reply(entity) | {
        "score": result.score,
        "match": result.match,
        "explanations": _explanations(result.reasons),
        "status": result.status,
    }


def _explanations(reasons: Iterable[ReasonLine]) -> dict[str, Any]:
    """Give each feature once; of several rows of one feature the strongest stands for them, with their sum."""
    rows: dict[str, list[ReasonLine]] = {}
    for one in reasons:
        rows.setdefault(one.feature, []).append(one)
    return {feature: _explanation(same) for feature, same in rows.items()}


def _explanation(rows: Sequence[ReasonLine]) -> dict[str, Any]:
    strongest = max(rows, key=lambda one: abs(one.contribution))
    score = round(sum(one.contribution for one in rows), 4)
    return {"score": score, "query": strongest.query, "candidate": strongest.candidate}


def _refuse_hopeless(answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse a request of which nothing could be searched; of a batch, the rest is answered.

    Raises:
        UsageError: no example can be searched.
    """
    why = [answer["detail"] for answer in answers.values() if answer["detail"] is not None]
    if len(why) == len(answers):
        raise UsageError(f"Cannot parse example entity: {why[0]}")
