"""Markets to hide deals of: seizures with both ends of a way, and payments between banks.

No public set says which seller of illicit goods sold to which buyer. The nearest with goods, years and places are
UNODC's individual seizures: the country that drugs left is the seller, the one they were bound for the buyer, and where
they were seized a place on the way. The nearest with somebody between the two are the transfers of the FinCEN Files:
the bank that paid, the bank that was paid, and the bank that stood between and reported both; money is the only good.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from counterflow.clean.country import is_unknown_country, read_country
from counterflow.model.commodity.ontology import find_in_phrase
from counterflow.trace.market_good import nearness
from counterflow.trace.market_measure import Market

LEAST_PARTNERS = 3
"""Partners of a bank below which it is left out: two million pairs would be hardly anybody's."""


@dataclass(frozen=True)
class Trade:
    """One row."""

    seller: str | None
    buyer: str | None
    good: str
    place: str | None
    middleman: str | None
    year: int


def make_market(trades: Iterable[Trade]) -> Market:
    """Make a market of trades, each once."""
    rows = sorted(set(trades), key=repr)
    parties = _numbers(end for row in rows for end in (row.seller, row.buyer))
    goods = _numbers(row.good for row in rows)
    places, middlemen = _numbers(row.place for row in rows), _numbers(row.middleman for row in rows)
    years = np.array([row.year for row in rows], np.int64)
    return Market(
        sellers=_flags([row.seller for row in rows], parties),
        buyers=_flags([row.buyer for row in rows], parties),
        goods=_flags([row.good for row in rows], goods),
        middlemen=_flags([row.middleman for row in rows], middlemen),
        places=_flags([row.place for row in rows], places),
        years=np.stack([years, years], axis=1),
        chance=np.ones(len(rows)),
        near=nearness(list(goods)),
        uses=np.zeros((len(parties), len(middlemen))),
        home=np.zeros((len(parties), len(places))),
        met=np.zeros((len(parties), len(parties))),
    )


def _numbers(names: Iterable[str | None]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted({one for one in names if one is not None}))}


def _flags(names: Sequence[str | None], numbers: dict[str, int]) -> np.ndarray:
    found = np.zeros((len(names), len(numbers)))
    for row, name in enumerate(names):
        if name is not None:
            found[row, numbers[name]] = 1.0
    return found


def read_seizures(path: Path) -> list[Trade]:
    """Read UNODC's seizures, packed; goods that the ontology does not know are left out, and what stays at home."""
    with zipfile.ZipFile(path) as packed, packed.open(packed.namelist()[0]) as raw:
        lines = {
            (
                row["DEPARTURE_COUNTRY"],
                row["DESTINATION_COUNTRY"],
                row["DRUG_NAME"],
                row["COUNTRY"],
                row["SEIZURE_DATE"][:4],
            )
            for row in csv.DictReader(io.TextIOWrapper(raw, "utf-8-sig", newline=""), delimiter=";")
        }
    goods = {name: find_in_phrase(name) for name in {line[2] for line in lines}}
    countries = {name: _country(name) for line in lines for name in (line[0], line[1], line[3])}
    found = []
    for departure, destination, drug, country, year in lines:
        seller, buyer, good = countries[departure], countries[destination], goods[drug]
        if good is not None and good.key != "drug" and seller != buyer:
            found.append(Trade(seller, buyer, good.key, countries[country], None, int(year)))
    return found


def _country(name: str) -> str | None:
    return None if name == "" or is_unknown_country(name) else read_country(name)


def read_transfers(path: Path) -> list[Trade]:
    """Read the transfers of the FinCEN Files among banks with several partners."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    partners: dict[str, set[str]] = {}
    for row in rows:
        ends = row["originator_bank_id"], row["beneficiary_bank_id"]
        for one, other in (ends, ends[::-1]):
            partners.setdefault(one, set()).add(other)
    found = []
    for row in rows:
        ends = row["originator_bank_id"], row["beneficiary_bank_id"]
        if ends[0] != ends[1] and all(len(partners[one]) >= LEAST_PARTNERS for one in ends):
            year = int(row["begin_date"][-4:] or 0)
            found.append(Trade(*ends, "cash", None, row["filer_org_name_id"], year))
            # Where a bank is says where its payments touch.
            found.append(Trade(ends[0], None, "cash", row["originator_iso"] or None, None, year))
            found.append(Trade(None, ends[1], "cash", row["beneficiary_iso"] or None, None, year))
    return found
