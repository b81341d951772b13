"""The code as it is written, for tests about how it is built."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"


@dataclass(frozen=True)
class Module:
    """One module of the package."""

    name: str
    path: Path
    tree: ast.Module

    def __str__(self) -> str:
        return self.name

    @property
    def room(self) -> str:
        """The room it is in: the first name below the package."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    @property
    def lines(self) -> int:
        """Lines in the file that are not blank."""
        return sum(1 for line in self.path.read_text(encoding="utf-8").splitlines() if line.strip())

    @property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method."""
        return [
            node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]

    @property
    def imported(self) -> set[str]:
        """Full names of the modules it imports."""
        names = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module or "")
        return names


def _read(path: Path) -> Module:
    name = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    return Module(name, path, ast.parse(path.read_text(encoding="utf-8"), filename=str(path)))


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    """Every module of the package that people write; the framework writes migrations."""
    written = (path for path in sorted((SOURCE / "keel").rglob("*.py")) if path.parent.name != "migrations")
    return [_read(path) for path in written]


@pytest.fixture(scope="session")
def practice(modules: list[Module]) -> list[Module]:
    """The modules of the pure room."""
    return [module for module in modules if module.room == "practice"]
