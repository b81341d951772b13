"""Codes about people in plain words."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resources.files("keel.people").joinpath("codes.toml").read_text("utf-8"))


def said(codes: str, code: str) -> str:
    """A code in words; one that is not known stands as it is."""
    return _words()[codes].get(code, code)
