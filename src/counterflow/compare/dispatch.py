"""Functions that are optimised once, together with the one that Python calls.

numba optimises each function with all that it calls, and makes machine code of it, whether Python calls it or only
other compiled code does. Where calls are nested ten deep and hand on frames of forty arrays, most of the time of
compiling goes into code that is thrown away. Here a function that is compiled because another calls it stays what it
is before that: a part, of which the function that Python calls is made. A part that Python calls later is compiled
again as a whole, and is what callers get from then on.

This reaches into numba's own classes, of the versions that the package's metadata name.
"""

# numba says the types of little of this.
# mypy: disable-error-code="attr-defined,no-untyped-call,misc"

from __future__ import annotations

import functools
import logging
import threading
from collections.abc import Callable
from typing import Any

from numba.core import compiler, sigutils
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler_lock import global_compiler_lock
from numba.core.dispatcher import _FunctionCompiler
from numba.core.registry import CPUDispatcher
from numba.core.types import unliteral


class _Compiling(threading.local):
    """How deep this thread is in compiling; 0: Python is calling."""

    depth = 0


_COMPILING = _Compiling()
_LOG = logging.getLogger(__name__)
_SLOW = 3.0
"""Seconds of compiling after which a word is due."""


@functools.cache
def _say_once() -> None:
    _LOG.info("compiling the code that compares: once on this machine, about a minute of one core")


class _Part(JITCodeLibrary):
    """What a function says, and all that it calls, not yet optimised."""

    def finalize(self) -> None:
        """Gather what is called; the function that Python calls optimises it."""
        self._raise_if_finalized()
        for library in dict.fromkeys(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalized = True


class _Compiler(_FunctionCompiler):
    def compile_part(self, types: tuple[Any, ...], result: Any) -> Any:
        """Compile for other compiled code alone: no machine code, no way in for Python."""
        flags = compiler.Flags()
        self.targetdescr.options.parse_as_flags(flags, self.targetoptions)
        for flag in ("no_compile", "no_cpython_wrapper", "no_cfunc_wrapper"):
            setattr(flags, flag, True)
        context = self.targetdescr.target_context
        return compiler.compile_extra(
            self.targetdescr.typing_context,
            context,
            self.py_func,
            args=types,
            return_type=result,
            flags=flags,
            locals=self.locals,
            library=_Part(context.codegen(), self.py_func.__qualname__),
            pipeline_class=self.pipeline_class,
        )


class Dispatcher(CPUDispatcher):
    """A function that is compiled when first called: whole when Python calls, as a part when compiled code does."""

    def __init__(self, function: Callable[..., Any], options: dict[str, bool]) -> None:
        """Stand for a function, with options as `numba.njit` takes them; its code is kept (`cache=True`)."""
        super().__init__(function, targetoptions={"nopython": True, "boundscheck": None, **options})
        self._compiler = _Compiler(function, self.targetdescr, self.targetoptions, self.locals, compiler.Compiler)
        self.enable_caching()

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Resolve a call: an argument that is written as a number makes no code of its own."""
        template, signature, types, kws = super().get_call_template(
            tuple(unliteral(kind) for kind in args), {name: unliteral(kind) for name, kind in kws.items()}
        )
        return template, signature, types, kws

    def compile(self, signature: Any) -> Any:
        """Compile for these types; gives what calls are resolved by."""
        if _COMPILING.depth:
            return self._compile_part(signature)
        types, _ = sigutils.normalize_signature(signature)
        with global_compiler_lock:
            known = self.overloads.get(tuple(types))
            if known is not None and isinstance(known.library, _Part):
                del self.overloads[tuple(types)]
            word = threading.Timer(_SLOW, _say_once)
            word.daemon = True
            word.start()
            _COMPILING.depth += 1
            try:
                return super().compile(signature)
            finally:
                _COMPILING.depth -= 1
                word.cancel()

    def _compile_part(self, signature: Any) -> Any:
        types, result = sigutils.normalize_signature(signature)
        known = self.overloads.get(tuple(types))
        if known is not None:
            return known.entry_point
        with self._compiling_counter:
            part = self._compiler.compile_part(types, result)
        key = object()
        self.targetctx.insert_user_function(key, part.fndesc, [part.library])
        self.overloads[tuple(types)] = part._replace(entry_point=key)
        return key
