"""The times that an authority sets for itself: shipped with a value each, set otherwise by the environment."""

import os
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _shipped() -> dict[str, dict[str, int | str]]:
    return tomllib.loads((files("keel.access") / "limits.toml").read_text(encoding="utf-8"))


def limit(name: str) -> int:
    """A time by its name, in the unit that the name ends in; ``KEEL_OPENING_HOURS`` sets ``opening_hours``."""
    return int(os.environ.get(f"KEEL_{name.upper()}") or _shipped()[name]["value"])
