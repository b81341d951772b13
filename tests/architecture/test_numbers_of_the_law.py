"""No number of the law in code: a changed law is a line of data, and every number has a source beside it."""

import ast

DECLARED_IN = ("keel.practice.timescales.", "keel.practice.signals.")
DECLARATIONS = {"Timescale", "Signal", "Clause", "When", "when"}
STRUCTURAL = {"tier"}  # keywords whose number says how a declaration is used, not what the law allows
SMALL = 2


def _declarations(modules):
    for module in modules:
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in DECLARATIONS
            ):
                yield module, node


def test_there_are_declarations_to_look_at(practice):
    assert sum(1 for _ in _declarations(practice)) > 100, (
        "the declarations moved: this file no longer guards them"
    )


def test_declarations_name_standards_instead_of_numbers(practice):
    numbers = {
        f"{module}:{constant.lineno} {keyword.arg}={constant.value}"
        for module, call in _declarations(practice)
        for keyword in call.keywords
        if keyword.arg not in STRUCTURAL and not _is_declaration(keyword.value)
        for constant in ast.walk(keyword.value)
        if _is_number(constant)
    }
    assert not numbers, f"put the number in a standards file, dated and cited: {sorted(numbers)}"


def test_modules_of_declarations_hold_no_other_numbers(practice):
    declaring = {module.name for module, _ in _declarations(practice) if module.name.startswith(DECLARED_IN)}
    numbers = [
        f"{module}:{node.lineno} {node.value}"
        for module in practice
        if module.name in declaring
        for node in set(ast.walk(module.tree)) - _naming(module.tree)
        if _is_number(node) and abs(node.value) > SMALL
    ]
    assert not numbers, f"put the number in a standards file, dated and cited: {numbers}"


def _naming(tree: ast.Module) -> set[ast.AST]:
    """Numbers that only name a declaration: the first word to a module's own maker, ``_challenge(3, …)``."""
    return {
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id.startswith("_")
        and node.args
    }


def _is_declaration(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DECLARATIONS


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)
