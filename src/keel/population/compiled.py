"""The evaluator of :mod:`keel.practice`, compiled. Not a copy: the same functions, given to the compiler.

Each function of the pure modules is taken as it stands and compiled in a namespace where the names it calls are the
compiled ones. The first run on a machine compiles and keeps the result; later runs load it.
"""

from collections.abc import Callable
from hashlib import blake2s
from inspect import getsource
from types import FunctionType, ModuleType
from typing import Any

import numba

from keel.practice import follows, history
from keel.practice.signals import patterns
from keel.practice.signals import walk as signals_walk
from keel.practice.timescales import program as timescales_program
from keel.practice.timescales import walk as timescales_walk


def _stamp() -> str:
    """What the compiled code was made from: a change in any of these asks for compiling anew.

    The history among them: the codes of its kinds are numbers in the compiled code.
    """
    modules = (history, timescales_walk, timescales_program, patterns, signals_walk, follows)
    sources = "".join(getsource(module) for module in modules)
    return blake2s(sources.encode(), digest_size=6).hexdigest()


STAMP = _stamp()


def compile_functions(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The functions that ``module.COMPILE_ORDER`` names, compiled, by name. They release the GIL."""
    compiled: dict[str, Any] = {}
    for function in module.COMPILE_ORDER:
        names = function.__globals__ | compiled
        plain = FunctionType(function.__code__, names, function.__name__, function.__defaults__)
        plain.__module__ = module.__name__
        plain.__qualname__ = f"{function.__name__}_{STAMP}"
        compiled[function.__name__] = numba.njit(nogil=True, cache=True)(plain)
    return compiled


read_children = compile_functions(timescales_walk)["read_children"]
raise_children = compile_functions(signals_walk)["raise_children"]
mark_children = compile_functions(follows)["mark_children"]
