"""Rooms that must answer the same for ever: no clock, no network, nothing borrowed that they do not need."""

import ast
import sys

MAY_ASK_FOR_TODAY = {"cli"}
CLOCKS = {"today", "now", "utcnow", "fromtimestamp"}
NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "aiohttp",
    "webbrowser",
}
PRACTICE_BORROWS = {"numpy", "numba", "holidays"}


def test_only_the_command_line_asks_what_day_it_is(modules):
    asking = [
        f"{module}:{node.lineno}"
        for module in modules
        if module.room not in MAY_ASK_FOR_TODAY
        for node in ast.walk(module.tree)
        if _is_clock(node)
    ]
    assert not asking, f"the same file and date must give the same answer next year: {asking}"


def test_today_is_asked_for_in_one_function(modules):
    asking = {
        (module.name, function.name)
        for module in modules
        for function in module.functions
        for node in ast.walk(function)
        if _is_clock(node)
    }
    assert len(asking) <= 1, f"more than one function decides what today is: {sorted(asking)}"


def test_nothing_opens_the_network(modules):
    reaching = {
        module.name: sorted(found)
        for module in modules
        if (found := {name for name in module.imported if name.split(".")[0] in NETWORK} - {"urllib.parse"})
    }
    assert not reaching, f"a child's data must have no way off the machine: {reaching}"


def test_practice_borrows_only_arithmetic(practice):
    allowed = PRACTICE_BORROWS | set(sys.stdlib_module_names)
    borrowed = {
        module.name: sorted(found)
        for module in practice
        if (
            found := {
                name
                for name in module.imported
                if not name.startswith("keel.practice") and name.split(".")[0] not in allowed
            }
        )
    }
    assert not borrowed, f"practice must stand alone: {borrowed}"


def _is_clock(node: ast.AST) -> bool:
    """``date.today``, ``datetime.now`` and the like; an attribute of our own may have such a name."""
    if not isinstance(node, ast.Attribute):
        return False
    owner = getattr(node.value, "id", getattr(node.value, "attr", ""))
    return (owner in ("date", "datetime") and node.attr in CLOCKS) or (owner, node.attr) == ("time", "time")
