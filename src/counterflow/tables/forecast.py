"""forecast: one forecast of one question by one forecaster."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Forecast(NamedTuple):
    """A forecast and, once resolved, its score."""

    question: Annotated[str, "Id of the question."]
    forecaster: Annotated[str, "Person, model or baseline."]
    made_on: Annotated[str, "Date of the forecast."]
    kind: Annotated[str, "binary, multiclass or quantity."]
    values: Annotated[tuple[float, ...], "Probability, probabilities, or quantiles.", Unit("by kind")]
    resolves_on: Annotated[str, "Date of resolution."]
    outcome: Annotated[float | None, "What happened; null: open.", Unit("by kind")]
    score: Annotated[float | None, "Brier, log or CRPS; null: open.", Unit("by `rule`")]
    rule: Annotated[str, "Scoring rule."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


FORECAST = Table(Forecast, key=("question", "forecaster", "made_on"), writers=("warn",), readers=("share",))
