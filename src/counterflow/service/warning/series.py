"""What changed in a series, in periods and words."""

from __future__ import annotations

from pathlib import Path

from counterflow.service.warning.shape import ChangeItem, SearchItem, SeriesAnswer
from counterflow.warn.change.detect import ALGORITHM, Change, Settings, find_changes
from counterflow.warn.series import Series


def describe_changes(series: Series, path: Path, settings: Settings) -> SeriesAnswer:
    """Find the changes of a series and say them.

    Raises:
        InputError: the series is too short, too long or says too little.
        UsageError: a setting that cannot be.
    """
    found = find_changes(series.values, settings)
    changes = tuple(_change(series, one) for one in found.changes)
    last = len(series.values) - 1
    return SeriesAnswer(
        path=str(path),
        frequency=str(series.frequency),
        first=series.period(0),
        last=series.period(last),
        periods=len(series.values),
        rate=settings.rate,
        algorithm=ALGORITHM,
        seed=settings.seed,
        changes=changes,
        searches=tuple(
            SearchItem(
                first=series.period(one.start),
                last=series.period(one.end - 1),
                found=one.found,
                probability=one.probability,
                memory=one.phi,
                tails=one.tails,
            )
            for one in found.searches
        ),
        sentence=_sentence(series, changes, settings.rate),
    )


def _change(series: Series, one: Change) -> ChangeItem:
    return ChangeItem(
        period=series.period(one.index),
        earliest=series.period(one.earliest),
        latest=series.period(one.latest),
        before=one.before,
        after=one.after,
        low=one.low,
        high=one.high,
        probability=one.probability,
    )


def number_text(number: float, sign: str = "") -> str:
    """Write a level with three digits, or all before the point: "0.125", "12.5", "2,890"; `sign` "+" shows it."""
    return f"{number:{sign},.0f}" if abs(number) >= 99.95 else f"{number:{sign}.3g}"


def _sentence(series: Series, changes: tuple[ChangeItem, ...], rate: float) -> str:
    span = f"from {series.period(0)} to {series.period(len(series.values) - 1)}"
    often = f"In {rate:.0%} of series like it that do not change, one would be found."
    if len(changes) == 0:
        return f"No change of level is found {span}. {often}"
    told = [
        f"{'rose' if one.after > one.before else 'fell'} in {one.period} from about {number_text(one.before)}"
        f" to {number_text(one.after)}"
        for one in changes
    ]
    whole = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"The level {whole}. {often}"
