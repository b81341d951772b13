"""Names that say something, functions that fit in the head, words for whoever reads next."""

import ast
from collections import Counter
from pathlib import Path
from statistics import median, quantiles

SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "managers",
    "services",
    "handlers",
    "core",
}
MODULE_LINES = 400
WALKS = 520  # the two modules that are compiled: one idea each, and their functions must stand together
FUNCTION_LINES_P90 = 30
FUNCTION_LINES_MEDIAN = 12


def test_no_module_has_a_name_that_says_nothing(modules):
    nameless = [module.name for module in modules if SAY_NOTHING & set(module.name.split("."))]
    assert not nameless, f"if it cannot be named it has not been found: {nameless}"


def test_no_two_modules_of_tests_share_a_name():
    """Whoever reads a failure finds the test at once; and pytest, which imports by name alone, refuses the second."""
    names = Counter(file.name for file in Path(__file__).parents[1].rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []


def test_no_module_is_too_long_to_read(modules):
    long = {
        module.name: module.lines
        for module in modules
        if module.lines > (WALKS if module.name.endswith(".walk") else MODULE_LINES)
    }
    assert not long, f"a module has one reason to change; these have more: {long}"


def test_most_functions_are_short(modules):
    lengths = sorted(
        (_length(function), f"{module}.{function.name}")
        for module in modules
        for function in module.functions
    )
    sizes = [length for length, _ in lengths]
    p90 = quantiles(sizes, n=10)[-1]
    assert p90 <= FUNCTION_LINES_P90, f"p90 is {p90:.0f} lines; the longest: {lengths[-10:]}"
    assert median(sizes) <= FUNCTION_LINES_MEDIAN, f"the median is {median(sizes)} lines"


def test_everything_public_in_practice_says_what_it_is(practice):
    silent = [
        f"{module}.{node.name}"
        for module in practice
        for node in _public_definitions(module.tree)
        if ast.get_docstring(node) is None
    ]
    silent += [module.name for module in practice if ast.get_docstring(module.tree) is None]
    assert not silent, f"say in a line what it is, with units and errors: {silent}"


def _public_definitions(tree: ast.Module):
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    inner
                    for inner in node.body
                    if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_")
                )


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the function, its docstring not counted."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines
