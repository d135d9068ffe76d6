"""The EU's annexes as CSV, one row a listing; most columns are named after FollowTheMoney's properties."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks.lists.crawler.context import Context, add_date, hash_key

DATES = ("birthDate", "incorporationDate")
SANCTION = {"programKey": "programId", "annex": "provisions", "measure": "provisions", "reason": "reason"}
OTHER = {"celex", "amendedCelex", "amendmentCelex", "recordId", "schema", "startDate", *SANCTION}


def crawl(context: Context, path: Path) -> None:
    """Read one act."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            act = row.get("celex") or row.get("amendedCelex") or path.stem
            entity = context.make(row["schema"], hash_key(act, row["annex"], row["recordId"]))
            for name, text in row.items():
                if name in OTHER or text == "":
                    continue
                if name in DATES:
                    add_date(entity, name, text)
                else:
                    entity.add(name, [one.strip() for one in text.split(";")], quiet=True)
            sanction = context.make_sanction(entity, act)
            sanction.add("authority", "Council of the European Union")
            sanction.add("authorityId", f"{act} {row['annex']} {row['recordId']}")
            sanction.add("sourceUrl", f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{act}")
            for name, prop in SANCTION.items():
                sanction.add(prop, row[name])
            add_date(sanction, "startDate", row["startDate"])
            context.emit_party(entity, sanction)
