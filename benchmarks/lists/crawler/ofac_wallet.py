"""Wallet addresses that OFAC lists, as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.lists.crawler.context import Context, add_date


def crawl(context: Context, path: Path) -> None:
    """Read the list: one wallet a line of `addresses`, held by the party that OFAC lists with it."""
    for row in json.loads(path.read_bytes())["addresses"]:
        wallet = context.make("CryptoWallet", row["address"])
        holder = context.make("LegalEntity", str(row["entity_id"]))
        holder.add("name", row["entity_name"])
        wallet.add("publicKey", row["address"])
        wallet.add("currency", row["ofac_tickers"])
        wallet.add("holder", holder)
        sanction = context.make_sanction(wallet)
        sanction.add("program", row["programs"])
        sanction.add("programId", row["programs"])
        add_date(sanction, "listingDate", row["date_listed"])
        context.emit(holder)
        context.emit_party(wallet, sanction)
