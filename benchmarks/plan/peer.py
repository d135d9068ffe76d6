"""A network given to a peer's interpreter, and its answer."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from counterflow.plan.network import FlowNetwork


def ask(peer: Path, program: str, network: FlowNetwork, **more: Any) -> dict[str, Any]:
    """Run a program that reads a JSON file of the network and more; its answer is the last line that it prints."""
    data = {
        "nodes": network.node_count,
        "tail": network.tail.tolist(),
        "head": network.head.tolist(),
        "capacity": network.capacity.tolist(),
        "cost": network.cost.tolist(),
        "source": network.source,
        "sink": network.sink,
        **more,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        done = subprocess.run([peer, "-c", program, path], stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
