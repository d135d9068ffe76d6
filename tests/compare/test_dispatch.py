"""Functions that are compiled as parts of the one that Python calls."""

from __future__ import annotations

import logging
from typing import Any, cast

import numpy as np
import pytest

from counterflow.compare import dispatch
from counterflow.compare.dispatch import Dispatcher


def _halve(number: int) -> float:
    return number / 2


def _twice(number: int) -> Any:
    return HALVE(number) + HALVE(3)


HALVE: Any = Dispatcher(_halve, {"forceinline": False})
TWICE: Any = Dispatcher(_twice, {"forceinline": True})


@pytest.fixture(autouse=True)
def _compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, function, inline in (("HALVE", _halve, False), ("TWICE", _twice, True)):
        made: Any = Dispatcher(function, {"forceinline": inline})
        made._cache = cast(
            Any, type("NoCache", (), {"load_overload": lambda *_: None, "save_overload": lambda *_: None})
        )()
        monkeypatch.setitem(globals(), name, made)


def test_part_has_no_way_in_until_python_calls_it() -> None:
    assert TWICE(5) == 4.0
    (part,) = HALVE.overloads.values()
    assert isinstance(part.library, dispatch._Part)
    assert HALVE(5) == 2.5
    (whole,) = HALVE.overloads.values()
    assert not isinstance(whole.library, dispatch._Part)
    assert TWICE(7) == 5.0


def test_whole_function_is_called_by_what_is_compiled_later() -> None:
    assert HALVE(5) == 2.5
    assert TWICE(5) == 4.0
    assert len(HALVE.overloads) == 1


def test_written_number_makes_no_code_of_its_own() -> None:
    TWICE(5)
    assert len(HALVE.overloads) == 1


def test_caller_that_is_inlined_does_not_inline_what_it_calls() -> None:
    TWICE(5)
    (part,) = HALVE.overloads.values()
    assert "alwaysinline" not in str(part.library._final_module.get_function(part.fndesc.llvm_func_name))


def test_types_make_code_of_their_own() -> None:
    assert HALVE(5) == HALVE(np.float32(5)) == 2.5
    assert len(HALVE.overloads) == 2


def test_compiling_that_takes_long_is_said_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    dispatch._say_once.cache_clear()
    monkeypatch.setattr(dispatch, "_SLOW", 0.0)
    with caplog.at_level(logging.INFO, "counterflow.compare"):
        HALVE(5)
        TWICE(np.int32(5))
    assert len([record for record in caplog.records if "compiling" in record.getMessage()]) == 1
