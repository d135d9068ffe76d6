"""Market leads on deals that are hidden: average precision, and precision of the first, beside four plain ways.

    .venv/bin/python -m benchmarks.trace.market ../shared/data [SEEDS]

A fifth of the deals (seller, buyer, good) is hidden, with every row that tells one of them, SEEDS (20) times; and, of
the seizures, all rows of 2014 to 2016, of which the deals that nobody told before are to be found. Every way ranks the
same candidates: who still is told to sell such goods, with who still is told to buy them or near ones, and who are not
told to have dealt in them. Hidden deals that are no candidates any more count as missed, for every way alike. `learnt`
hides deals of what it is given once more; `as taken for granted` learns nothing, as in a case of few deals. Measures
and what is taken for granted were chosen by other draws (seeds 100 and 101) of the same deals.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from benchmarks.trace.market_data import make_market, read_seizures, read_transfers

from counterflow.trace.market import find_market_leads, hide, rank_candidates
from counterflow.trace.market_measure import Candidates, Market, kin_deals

TOP = (20, 50, 100)
RANK = 16
"""Dimensions of the singular value decomposition."""


def plain_ways(market: Market, found: Candidates) -> dict[str, np.ndarray]:
    """Score the candidates in ways that look at deals alone, whatever the good, then at those in the good first."""
    deals = market.deals()
    whole = np.asarray(deals.any(axis=0), np.float64)
    seller, buyer, good = found.seller, found.buyer, found.good
    left, values, right = np.linalg.svd(np.log1p(deals.sum(axis=0)))
    low = (left[:, :RANK] * values[:RANK]) @ right[:RANK]
    ties = np.block([[np.zeros_like(whole), whole], [whole.T, np.zeros_like(whole)]])
    walk = 0.15 * np.linalg.inv(np.eye(len(ties)) - 0.85 * ties / np.maximum(ties.sum(axis=0), 1.0))
    parties = len(whole)
    of_good = deals.astype(np.float64)
    sold, bought = of_good.sum(axis=2), of_good.sum(axis=1)
    common = np.stack([one @ one.T @ one for one in of_good])
    return {
        "preferential attachment": sold[good, seller] * bought[good, buyer]
        + 1e-6 * whole.sum(1)[seller] * whole.sum(0)[buyer],
        "common neighbours": common[good, seller, buyer] + 1e-6 * (whole @ whole.T @ whole)[seller, buyer],
        "personalised PageRank": walk[parties + buyer, seller],
        "singular values": low[seller, buyer],
    }


def told(score: np.ndarray, is_hidden: np.ndarray, wanted: int, dice: np.random.Generator) -> list[float]:
    """Give average precision, what is missed counting as never found, and precision of the first; equals by chance."""
    found = is_hidden[np.lexsort((dice.random(len(score)), -score))]
    precision = np.cumsum(found) / np.arange(1, len(found) + 1)
    return [float(precision[found > 0].sum() / max(wanted, 1)), *(float(found[:one].mean()) for one in TOP)]


def measure(rest: Market, hidden: np.ndarray, seed: int) -> dict[str, list[float]]:
    """Measure all ways on one market from which deals were hidden."""
    dice = np.random.default_rng(seed)
    found, granted = rank_candidates(rest, learns=False)
    ways = {"random": np.zeros(len(granted)), **plain_ways(rest, found), "as taken for granted": granted}
    start = time.process_time()
    ways["learnt"] = rank_candidates(rest)[1]
    seconds = time.process_time() - start
    is_hidden = hidden[found.good, found.seller, found.buyer].astype(np.float64)
    wanted = int(hidden.sum())
    shown = {way: told(score, is_hidden, wanted, dice) for way, score in ways.items()}
    shown["(candidates, hidden, still candidates, CPU s)"] = [len(found.good), wanted, is_hidden.sum(), seconds]
    return shown


def show(what: str, some: list[dict[str, list[float]]]) -> None:
    """Print the means."""
    print(f"{what}, {len(some)} draws: average precision, precision of the first {', '.join(map(str, TOP))}")
    for way in some[0]:
        rows = np.array([one[way] for one in some])
        spread = f" (+- {rows[:, 0].std():.3f})" if len(some) > 1 and not way.startswith("(") else ""
        print(
            f"  {way}: {', '.join(f'{one:.3f}' if one < 1.5 else f'{one:,.1f}' for one in rows.mean(axis=0))}{spread}"
        )


def main() -> None:
    """Measure and print."""
    data, seeds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20
    seizures = read_seizures(data / "records/seizures/unodc_ids_2011_2016.zip")
    transfers = read_transfers(data / "records/fincen_files/download_transactions_map.csv")
    for what, trades in (("UNODC seizures", seizures), ("FinCEN transfers", transfers)):
        market = make_market(trades)
        deals = int(market.deals().sum())
        print(f"{what}: {len(market.chance):,} rows, {market.sellers.shape[1]:,} parties, {deals:,} deals")
        show(f"{what}, a fifth hidden", [measure(*hide(market, seed), seed) for seed in range(seeds)])
    market = make_market(seizures)
    later = market.years[:, 0] >= 2014
    rest = market.without(later)

    show("UNODC seizures, told up to 2013, found 2014 to 2016", [measure(rest, market.deals() & ~kin_deals(rest), 0)])
    leads = find_market_leads(rest, max(TOP))
    if leads.precision is not None:
        print("  printed for the first " + ", ".join(f"{one}: {leads.precision[one - 1]:.3f}" for one in TOP))


if __name__ == "__main__":
    main()
