"""How long it takes from a new file of a list to re-screened subjects, and whether that equals screening all anew.

    .venv/bin/python -m benchmarks.service.rescreen BEFORE.jsonl AFTER.jsonl SUBJECTS.jsonl [--subjects 100000]

BEFORE and AFTER are FtM entities of two vintages of a list; subjects are FtM entities too. The index of BEFORE is made
and all subjects are screened against it; then the clock runs: the index is changed to what AFTER holds and the subjects
are screened again. Last, all are screened anew against AFTER, and every hit of every subject is compared. CPU seconds
are those of this process. Bar: 60 s for 100,000 subjects (reach: 10 s), no difference.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import tempfile
import time
from pathlib import Path

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.index.store import Index
from counterflow.screen.index_parties import IndexParties
from counterflow.screen.make_index import make_index, update_index
from counterflow.screen.screener import Limits
from counterflow.screen.subject.rescreen import Rescreener, RescreenSummary
from counterflow.screen.subject.store import Subject, SubjectStore

CUTOFF = 0.1
"""As `counterflow rescreen` has it."""


def main() -> None:
    """Screen, change, screen again, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("before", "after", "subject_file"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--subjects", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, index = folder / "list.jsonl", folder / "index"
        shutil.copy(options.before, file)
        make_index([file], index, workers=2, tell=lambda *_: None)
        store = read_subjects(options.subject_file, options.subjects, folder / "subjects")
        open_parties(index).warm_up()
        show("first", *timed(store, index))
        shutil.copy(options.after, file)
        begun = time.perf_counter()
        summary = update_index([file], index, workers=2, tell=lambda *_: None)
        updated = time.perf_counter() - begun
        print(f"index updated in {updated:.1f} s: {summary.changed:,} entities changed, {summary.removed:,} removed")
        again, seconds = timed(store, index)
        show("again", again, seconds)
        print(f"from new file to re-screened subjects: {updated + seconds:.1f} s")
        anew = read_subjects(options.subject_file, options.subjects, folder / "anew")
        show("anew", *timed(anew, index))
        compare(store, anew)


def timed(store: SubjectStore, index: Path) -> tuple[RescreenSummary, float]:
    """Screen subjects; give what was done and how long it took."""
    begun = time.perf_counter()
    limits = Limits(load_algorithm().threshold, CUTOFF, 1)
    return Rescreener(store, open_parties(index), limits).run(), time.perf_counter() - begun


def show(name: str, summary: RescreenSummary, seconds: float) -> None:
    """Print what a run did."""
    hits = f"{summary.changes:,} hits changed, {summary.new_matches:,} new matches, {summary.lost_matches:,} lost"
    searched = f"{summary.searched:,} of {summary.subjects:,} subjects searched, {summary.affected:,} affected"
    print(f"{name}: {seconds:.1f} s ({time.process_time():.1f} CPU s so far), {searched}, {hits}")


def compare(store: SubjectStore, anew: SubjectStore) -> None:
    """Count the subjects whose hits are others than those of screening all anew."""
    subjects = store.ids()
    different = [one for one in subjects if store.hits_of(one) != anew.hits_of(one)]
    total = sum(len(anew.hits_of(one)) for one in subjects)
    lost = sum(len(anew.hits_of(one).keys() - store.hits_of(one).keys()) for one in different)
    more = sum(len(store.hits_of(one).keys() - anew.hits_of(one).keys()) for one in different)
    print(f"{total:,} hits; {len(different):,} subjects differ from screening all anew: {lost:,} less, {more:,} more")
    for one in different[:10]:
        print("   ", one, store.hits_of(one), anew.hits_of(one))


def open_parties(index: Path) -> IndexParties:
    """Open an index."""
    return IndexParties(Index.open(index))


def read_subjects(path: Path, count: int, folder: Path) -> SubjectStore:
    """Keep the first entities of a file as subjects."""
    store = SubjectStore(folder)
    with path.open(encoding="utf-8") as lines, store.transaction():
        entities = (json.loads(line) for line in itertools.islice(lines, count))
        store.put(Subject(one["id"], {"schema": one["schema"], "properties": one["properties"]}) for one in entities)
    return store


if __name__ == "__main__":
    main()
