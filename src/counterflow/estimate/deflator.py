"""Money of one year in the prices of another.

The index is the US consumer price index for all urban consumers, annual average, 1982-84 = 100, not seasonally
adjusted: Bureau of Labor Statistics, series CUUR0000SA0 (public domain). Illicit trade is mostly priced in dollars.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from pathlib import Path

DEFLATOR_PATH = Path(__file__).parent / "deflator.csv"


@functools.cache
def load_index() -> Mapping[int, float]:
    """Read the index by year."""
    with DEFLATOR_PATH.open(encoding="utf-8", newline="") as file:
        return {int(row["year"]): float(row["index"]) for row in csv.DictReader(file)}


def price_ratio(year: int, price_year: int) -> float:
    """Say how many dollars of `price_year` buy what one of `year` bought.

    Raises:
        ValueError: the index has no such year.
    """
    index = load_index()
    for one in (year, price_year):
        if one not in index:
            raise ValueError(f"there is no price index of {one}: it goes from {min(index)} to {max(index)}")
    return index[price_year] / index[year]
