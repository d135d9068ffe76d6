"""The peer of the speed bar: a crawler in zavod's way over the public lists, on FollowTheMoney's own machinery.

    .venv/bin/python -m benchmarks.lists.peer ../shared/data/lists

Record by record: `csv` or lxml reads, `StatementEntity.add` cleans each value, `CSVStatementWriter` writes the
statements of the party and of its designation; one file of statements a list. zavod itself adds look-ups, a cache, an
audit log and a store of first-seen dates to this, so it is no faster. A file that cannot be read is named and left out,
with what was written of it.

Prints one JSON object, the fields of `Report`.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.lists.crawler import ca_sema, eu_journal, ofac_csv, ofac_wallet, ofac_xml, uk_ofsi, un_sc, us_csl
from benchmarks.lists.crawler.context import Context
from followthemoney.statement.serialize import CSVStatementWriter
from lxml import etree

CRAWLERS: tuple[tuple[str, str, Callable[[Context, Path], None]], ...] = (
    ("ofac_sdn/*/sdn.csv", "us_ofac_sdn", ofac_csv.crawl),
    ("ofac_sdn_history/*.csv.gz", "us_ofac_sdn", ofac_csv.crawl),
    ("ofac_consolidated/*.xml", "us_ofac_cons", ofac_xml.crawl_native),
    ("ofac_consolidated/*.ZIP", "us_ofac_cons", ofac_xml.crawl_enhanced),
    ("ofac_enhanced/*.xml", "us_ofac_sdn", ofac_xml.crawl_enhanced),
    ("ofac_crypto/*.xml", "us_ofac_sdn", ofac_xml.crawl_advanced),
    ("ofac_crypto/*.json", "us_ofac_sdn", ofac_wallet.crawl),
    ("un_sc/*.xml", "un_sc_sanctions", un_sc.crawl),
    ("eu_journal*/*/*.csv", "eu_journal_sanctions", eu_journal.crawl),
    ("uk_ofsi/*.csv", "gb_hmt_sanctions", uk_ofsi.crawl),
    ("us_csl/*.csv.gz", "us_trade_csl", us_csl.crawl),
    ("ca_sema/*.xml", "ca_dfatd_sema_sanctions", ca_sema.crawl),
)
"""Which files each crawler reads, and the dataset they belong to, named as OpenSanctions names it."""

_DATE = re.compile(r"(?:19|20)\d\d-\d\d(?:-\d\d)?")


def find_files(lists: Path) -> Iterator[tuple[Path, str, Callable[[Context, Path], None]]]:
    """Yield every list below a folder, with its dataset and crawler."""
    for pattern, dataset, crawl in CRAWLERS:
        for path in sorted(lists.glob(pattern)):
            yield path, dataset, crawl


def crawl_file(path: Path, dataset: str, crawl: Callable[[Context, Path], None], output: Path) -> Context:
    """Crawl one file into a file of statements."""
    dates = _DATE.findall(str(path.relative_to(path.parents[1])))
    with output.open("w", encoding="utf-8", newline="") as handle, CSVStatementWriter(handle) as writer:
        context = Context(dataset, dates[-1] if len(dates) > 0 else None, writer)
        crawl(context, path)
    return context


@dataclass
class Report:
    """What was read and written."""

    files: int = 0
    records: int = 0
    """Listings."""
    ids: int = 0
    """Distinct parties, by dataset and id."""
    statements: int = 0
    bytes: int = 0
    """Size of the statement files."""
    seconds: float = 0.0
    peak_rss_mb: int = 0
    lists: dict[str, list[float]] = field(default_factory=dict)
    """Records, statements and CPU seconds of each kind of list."""
    left_out: dict[str, str] = field(default_factory=dict)
    """Files that cannot be read, and why."""


def crawl_lists(lists: Path, folder: Path) -> Report:
    """Crawl every list below a folder into files of another."""
    report, ids, began = Report(), set[tuple[str, str]](), time.perf_counter()
    for number, (path, dataset, crawl) in enumerate(find_files(lists)):
        output, cpu = folder / f"{number:03}.csv", time.process_time()
        try:
            context = crawl_file(path, dataset, crawl, output)
        except etree.XMLSyntaxError as exc:
            report.left_out[str(path.relative_to(lists))] = str(exc)
            output.unlink()
            continue
        report.files += 1
        report.records += context.records
        report.statements += context.statements
        report.bytes += output.stat().st_size
        ids.update((dataset, one) for one in context.ids)
        known = report.lists.setdefault(
            f"{path.relative_to(lists).parts[0]}/{crawl.__module__.rpartition('.')[2]}", [0, 0, 0.0]
        )
        for i, value in enumerate((context.records, context.statements, time.process_time() - cpu)):
            known[i] = round(known[i] + value, 2)
    report.ids = len(ids)
    report.seconds = round(time.perf_counter() - began, 2)
    report.peak_rss_mb = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return report


def main() -> None:
    """Crawl and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", type=Path, help="folder of the lists")
    parser.add_argument("--output", type=Path, help="folder for the statements; default: a temporary one")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) if arguments.output is None else arguments.output
        folder.mkdir(parents=True, exist_ok=True)
        print(json.dumps(asdict(crawl_lists(arguments.lists, folder))))


if __name__ == "__main__":
    main()
