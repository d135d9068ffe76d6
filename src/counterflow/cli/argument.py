"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

case_argument: Decorator = click.argument("case", type=click.Path(path_type=Path, file_okay=False))
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout (docs/schema).")
quiet_option: Decorator = click.option("--quiet", "-q", is_flag=True, help="Print no progress.")
