"""Score a file of pairs by ours, as `peer.py score` does by the peer: what a call in a new process costs.

.venv/bin/python -m benchmarks.names.score PAIRS
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.names.ours import Ours


def main() -> None:
    """Compare the pairs, with reasons, and print how many match."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    pairs = [json.loads(line) for line in parser.parse_args().pairs.open("rb")]
    ours = Ours()
    results = ours.compare_many([one["left"] for one in pairs], [one["right"] for one in pairs])
    print(json.dumps({"pairs": len(results)}))


if __name__ == "__main__":
    main()
