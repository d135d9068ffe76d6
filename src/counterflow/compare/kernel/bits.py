"""Counting bits by the processor's own instruction, which numpy and numba do not offer."""

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import intrinsic


@intrinsic  # type: ignore[untyped-decorator]
def bit_count(_context: Any, _mask: Any) -> Any:
    """Count the bits of a 32-bit mask that are set (LLVM's ctpop)."""

    def emit(_target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint32(types.uint32), emit
