"""Reading ahead: the processor is told what it will be asked for, and fetches it while it works.

Words and names of an index lie all over memory. A function that works on many of them first goes over all, column by
column, so that they arrive side by side instead of one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numba import types
from numba.core import cgutils
from numba.core.extending import intrinsic
from numba.np.arrayobj import make_array
from numpy.typing import NDArray

from counterflow.compare.compiled import inlined
from counterflow.compare.fact import Facts
from counterflow.compare.frame import Vocabulary
from counterflow.compare.index.scalar import Whole

_CODE: Any = cgutils
_MAKE_ARRAY: Any = make_array
"""Untyped, as all that makes code is in numba."""
_READ, _KEEP, _DATA = 0, 3, 1
"""Arguments of `llvm.prefetch`: it will be read, more than once, and is no code."""


def _emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    array = _MAKE_ARRAY(signature.args[0])(context, builder, arguments[0])
    byte, word = _CODE.voidptr_t, _CODE.int32_t
    stride = _CODE.unpack_tuple(builder, array.strides)[0]
    address = builder.gep(builder.bitcast(array.data, byte), [builder.mul(stride, arguments[1])])
    kind = _CODE.ir.FunctionType(_CODE.ir.VoidType(), [byte, word, word, word])
    prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
    builder.call(prefetch, [address, word(_READ), word(_KEEP), word(_DATA)])
    return context.get_dummy_value()


def _fetch(_context: Any, array: Any, _at: Any) -> Any:
    return types.void(array, types.intp), _emit


fetch = cast(Callable[[NDArray[Any], Whole], None], intrinsic(_fetch))
"""Fetch row `at` of an array into the cache; nothing happens where there is no such row."""


@inlined
def fetch_word(vocabulary: Vocabulary, token: Whole) -> None:
    """Fetch what stands by token of what `word.gather_word` reads."""
    fetch(vocabulary.form_at, token)
    fetch(vocabulary.key_at, token)
    fetch(vocabulary.bits, token)
    fetch(vocabulary.writing, token)
    fetch(vocabulary.role, token)
    fetch(vocabulary.sense, token)
    fetch(vocabulary.nickname, token)
    fetch(vocabulary.number, token)


@inlined
def fetch_forms(vocabulary: Vocabulary, token: Whole) -> None:
    """Fetch what stands by form and by key, once `fetch_word` did its part."""
    form = np.int64(vocabulary.form_at[token])
    fetch(vocabulary.letter_at, form)
    fetch(vocabulary.digest, form)
    fetch(vocabulary.mask, form)
    fetch(vocabulary.key, np.int64(vocabulary.key_at[token]))


@inlined
def fetch_letters(vocabulary: Vocabulary, token: Whole) -> None:
    """Fetch a token's letters, once `fetch_forms` did its part."""
    fetch(vocabulary.letter, np.int64(vocabulary.letter_at[np.int64(vocabulary.form_at[token])]))


@inlined
def fetch_party(facts: Facts, party: Whole) -> None:
    """Fetch what stands by party of what `compare_facts` reads."""
    fetch(facts.family, party)
    fetch(facts.gender, party)
    fetch(facts.tonnage, party)
    fetch(facts.date_at, party)
    fetch(facts.country_at, party)
    fetch(facts.identifier_at, party)
    fetch(facts.place_at, party)


@inlined
def fetch_facts(facts: Facts, party: Whole) -> None:
    """Fetch the countries and dates of a party, which most searches state, once `fetch_party` did its part."""
    country, date = np.int64(facts.country_at[party]), np.int64(facts.date_at[party])
    fetch(facts.country, country)
    fetch(facts.country_role, country)
    fetch(facts.date_kind, date)
    fetch(facts.date_first, date)
    fetch(facts.date_last, date)
