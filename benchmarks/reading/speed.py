"""The speed bars: words a second of the whole reading on one core, cold start and peak memory, spaCy beside us.

    .venv/bin/python -m benchmarks.reading.speed ../shared/data --times 5

The text is both reports, the advisories and re3d, read one after the other as documents of their own; a word is what
stands between white space. Each reader runs in processes of its own, held to one core and one thread, without a
network, in turns with the other: after one warm reading it reads everything twice, and the median of all counts. spaCy
is its pipeline as shipped, all components. A cold start is a new interpreter that imports us and reads one sentence;
what is timed is the process from its start to its end.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from benchmarks.reading.re3d import load_documents

REPOSITORY = Path(__file__).parents[2]
SENTENCE = "In 2003, the Australian navy seized the Pong Su, a vessel that carried 150 kilograms of heroin."
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def load_texts(data: Path) -> list[str]:
    """Load the texts that are read."""
    paths = [path for folder in ("reports", "us_advisories") for path in sorted((data / "text" / folder).iterdir())]
    return [*(path.read_bytes().decode("utf-8") for path in paths), *(one.text for one in load_documents(data))]


def _refuse(*_: object, **__: object) -> NoReturn:
    raise OSError("the network is blocked: reading needs none")


def _reader(name: str) -> Callable[[str], Any]:
    if name == "spaCy":
        from benchmarks.reading.spacy_alone import load_pipeline

        return load_pipeline()  # type: ignore[no-any-return]
    from counterflow.extract import read_text

    return read_text


def work(name: str, data: Path, times: int) -> None:
    """Read everything with one reader and print its seconds and peak memory as JSON."""
    socket.socket.connect = _refuse  # type: ignore[method-assign]
    texts = load_texts(data)
    read = _reader(name)
    for text in texts:
        read(text)
    seconds = []
    for _ in range(times):
        started = time.process_time()
        for text in texts:
            read(text)
        seconds.append(time.process_time() - started)
    print(json.dumps({"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def _in_process(words: Sequence[str]) -> dict[str, Any]:
    core = min(os.sched_getaffinity(0))
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": os.environ.get("PYTHONPATH", "src:.")}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


COLD = """
import json, resource
from counterflow.extract import read_text
found = read_text({sentence!r})
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({{"peak": peak, "found": [len(part) for part in found]}}))
"""


def cold_starts(times: int) -> tuple[list[float], dict[str, Any]]:
    """Start afresh several times; give the wall seconds of each and what the last one found."""
    seconds = []
    result: dict[str, Any] = {}
    for _ in range(times):
        started = time.perf_counter()
        result = _in_process(["-c", COLD.format(sentence=SENTENCE)])
        seconds.append(time.perf_counter() - started)
    return seconds, result


def main() -> None:
    """Print the speeds, the cold start and the peaks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of shared data")
    parser.add_argument("--times", type=int, default=3, help="processes of each reader, each reading twice")
    parser.add_argument("--reader", choices=("ours", "spaCy"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    data = options.data.resolve()
    if options.reader is not None:
        work(options.reader, data, 2)
        return
    words = sum(len(text.split()) for text in load_texts(data))
    module = ["-m", "benchmarks.reading.speed", str(data), "--reader"]
    rows: dict[str, list[dict[str, Any]]] = {"ours": [], "spaCy": []}
    for _ in range(options.times):
        for name, results in rows.items():
            results.append(_in_process([*module, name]))
    print(f"{words:,} words, {options.times} processes of each reader, CPU seconds of one core")
    for name, results in rows.items():
        seconds = [one for result in results for one in result["seconds"]]
        rate, best = words / statistics.median(seconds), words / min(seconds)
        peak = max(result["peak"] for result in results)
        print(f"{name:6}{rate:8,.0f} words a second (best {best:,.0f}), peak {peak:,.0f} MB")
    cold, result = cold_starts(options.times)
    print(
        f"cold start: {statistics.median(cold):.2f} s (best {min(cold):.2f}), peak {result['peak']:,.0f} MB,", end=" "
    )
    print(f"mentions, quantities and frames found: {result['found']}")


if __name__ == "__main__":
    main()
