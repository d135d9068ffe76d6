"""A user combines markings."""

from counterflow.model.doubt import Hedge, Polarity
from counterflow.model.handling import Handling, parse_handling, strictest


def label(markings: list[str]) -> str:
    handling: Handling = parse_handling(strictest(markings))
    return handling.tlp


def is_exported(hedge: Hedge, polarity: Polarity) -> bool:
    return hedge is Hedge.FACT and polarity is Polarity.AFFIRMED
