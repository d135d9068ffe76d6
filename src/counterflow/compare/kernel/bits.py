"""Counting bits by the processor's own instruction, which numpy and numba do not offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, SupportsInt, cast

from numba import types
from numba.extending import intrinsic

from counterflow.compare.compiled import inlined


def _emit(_target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
    return builder.ctpop(arguments[0])


def _count_bits(_context: Any, _mask: Any) -> Any:
    return types.uint32(types.uint32), _emit


_ctpop = cast(Callable[[SupportsInt], int], intrinsic(_count_bits))


@inlined
def bit_count(mask: SupportsInt) -> int:
    """Count the bits of a 32-bit mask that are set (LLVM's ctpop)."""
    return _ctpop(mask)
