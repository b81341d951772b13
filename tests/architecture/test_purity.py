"""Rooms that must answer the same for ever: no clock, no network, nothing borrowed that they do not need."""

import ast
import sys

MAY_ASK_FOR_TODAY = {"clock"}
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
ASKS_ITSELF = {"keel.cli.serving"}  # whether its own port is free, and whether its own pages answer
PRACTICE_BORROWS = {"numpy", "numba", "holidays"}


def test_only_the_clock_asks_what_day_it_is(modules):
    asking = [
        f"{module}:{node.lineno}"
        for module in modules
        if module.room not in MAY_ASK_FOR_TODAY
        for node in _asking(module.tree)
    ]
    assert not asking, f"the same file and date must give the same answer next year: {asking}"


def test_today_is_asked_for_in_one_function(modules):
    asking = {
        (module.name, function.name)
        for module in modules
        for function in module.functions
        for _ in _asking(function)
    }
    assert len(asking) <= 1, f"more than one function decides what today is: {sorted(asking)}"


def test_nothing_opens_the_network(modules):
    reaching = {
        module.name: sorted(found)
        for module in modules
        if (found := {name for name in module.imported if name.split(".")[0] in NETWORK} - {"urllib.parse"})
    }
    reaching = {name: found for name, found in reaching.items() if name not in ASKS_ITSELF}
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


def _asking(tree: ast.AST) -> list[ast.AST]:
    """Where a day is asked for; an instant in UTC says when something was entered, and decides nothing."""
    instants = {
        node.func
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and any(getattr(one, "id", "") == "UTC" for one in node.args)
    }
    return [node for node in ast.walk(tree) if _is_clock(node) and node not in instants]


def _is_clock(node: ast.AST) -> bool:
    """``date.today``, ``datetime.now`` and the like; an instant counted in seconds is no day."""
    if not isinstance(node, ast.Attribute):
        return False
    owner = getattr(node.value, "id", getattr(node.value, "attr", ""))
    return owner in ("date", "datetime") and node.attr in CLOCKS
