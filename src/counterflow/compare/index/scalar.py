"""Types of scalars in compiled code, where Python's numbers and numpy's are one."""

from __future__ import annotations

from typing import Any, TypeAlias

Whole: TypeAlias = Any
"""int or any integer of numpy."""
Real: TypeAlias = Any
"""float or any floating number of numpy."""
